"""What a key may look like that stands in addresses, file names and references."""

import re

KEY = re.compile(r"(?=.*[^\W_])[\w.:+-]{1,100}")
"""Never dots alone: an address with ``..`` in it leads elsewhere."""
WITHIN_KEYS = (
    "letters, digits and - _ . : + only, at most 100, a letter or digit among them"
)

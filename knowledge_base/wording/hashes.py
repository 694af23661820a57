"""Takes the hash that stands for a text: SHA-256 of UTF-8, in lower-case hex."""

import hashlib


def sha256(text: str) -> str:
    """The hash of a text as it stands, every space and mark included."""
    return hashlib.sha256(text.encode()).hexdigest()

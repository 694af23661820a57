"""Which treatment each figure is of, by the grammar of the sentence."""

from knowledge_base.wording.arms.binding import bind
from knowledge_base.wording.arms.mentions import (
    BETWEEN,
    BOTH,
    COMPARATOR,
    NONE,
    PRODUCT,
)
from knowledge_base.wording.arms.tables import bind_row

__all__ = ["BETWEEN", "BOTH", "COMPARATOR", "NONE", "PRODUCT", "bind", "bind_row"]

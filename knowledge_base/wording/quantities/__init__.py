"""The figures of a text: read by a grammar of kinds, compared after conversion."""

from knowledge_base.wording.quantities.comparing import same
from knowledge_base.wording.quantities.grammar import read
from knowledge_base.wording.quantities.shapes import Kind, Quantity

__all__ = ["Kind", "Quantity", "read", "same"]

"""Claims and text blocks in and out of files: the doors of this room."""

from knowledge_base.exchange.exporting import Which, export_blocks, export_claims

__all__ = ["Which", "export_blocks", "export_claims"]

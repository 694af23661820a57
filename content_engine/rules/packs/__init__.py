"""The rules of each market in versions: packs as data, and what companies add."""

from content_engine.rules.packs.layering import (
    MARKETS,
    NoRulePackError,
    RulePack,
    pack_for,
)
from content_engine.rules.packs.reading import PackDocument, PackFaultsError, read

__all__ = [
    "MARKETS",
    "NoRulePackError",
    "PackDocument",
    "PackFaultsError",
    "RulePack",
    "pack_for",
    "read",
]

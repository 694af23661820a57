"""Proposes claims from a label section or an abstract; a person decides on each.

A proposal is nothing but text with its place in the source: it is no claim, not even a
draft, until a person makes one of it.
"""

from knowledge_base.proposals.facts import Facts, facts_of
from knowledge_base.proposals.kinds import Kind
from knowledge_base.proposals.sifting import (
    LeftOut,
    Proposal,
    Sifted,
    propose,
    sift,
)

__all__ = [
    "Facts",
    "Kind",
    "LeftOut",
    "Proposal",
    "Sifted",
    "facts_of",
    "propose",
    "sift",
]

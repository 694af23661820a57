"""Measures a family: how much its messages differ in their connective words."""

from collections.abc import Sequence

from content_engine.pipeline import MadeVariant
from content_engine.vocabulary import SegmentKind
from content_engine.writers.composer import diversity

DECIMALS = 4


def diversity_of(variants: Sequence[MadeVariant]) -> dict[str, float]:
    """Self-BLEU-4, distinct-2 and the largest likeness of any two, connective only."""
    texts = [_connective(made) for made in variants]
    return {
        "self_bleu4": round(diversity.self_bleu4(texts), DECIMALS),
        "distinct2": round(diversity.distinct2(texts), DECIMALS),
        "largest_jaccard": round(diversity.largest_jaccard(texts), DECIMALS),
    }


def _connective(made: MadeVariant) -> str:
    refs = [
        segment.ref
        for part in made.parts
        for segment in part.segments
        if segment.kind == SegmentKind.CLAIM and segment.ref
    ]
    return diversity.connective_text(made.parts, refs)

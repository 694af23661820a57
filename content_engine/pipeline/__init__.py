"""Generates families: retrieve, plan, write, choose, render, check. Writes nothing."""

from content_engine.pipeline.families import generate
from content_engine.pipeline.outcomes import (
    Generated,
    InfeasibleCell,
    MadeVariant,
    Rating,
)

__all__ = ["Generated", "InfeasibleCell", "MadeVariant", "Rating", "generate"]

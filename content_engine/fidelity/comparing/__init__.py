"""The typed comparison of one candidate wording with one approved wording."""

from content_engine.fidelity.comparing.cascade import compare
from content_engine.fidelity.comparing.outcomes import Comparison, Distortion, Outcome

__all__ = ["Comparison", "Distortion", "Outcome", "compare"]

"""Names departures by the tokens they stand on, and leads them to the given texts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from content_engine.fidelity.comparing.outcomes import Comparison, Distortion
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.wordings import Wording

Span = tuple[int, int] | None


def told(
    name: str, old: Sequence[Token], new: Sequence[Token], *, is_firm: bool = True
) -> Distortion:
    """A departure from some tokens to others; spans count in the prepared wordings."""
    spans = _span(old), _span(new)
    return Distortion(name, _text(old), _text(new), *spans, is_firm=is_firm)


def in_the_texts(result: Comparison, old: Wording, new: Wording) -> Comparison:
    """The comparison with spans that count in the texts as they were given."""
    return replace(result, distortions=tuple(_led(result.distortions, old, new)))


def _led(
    distortions: Iterable[Distortion], old: Wording, new: Wording
) -> Iterable[Distortion]:
    for one in distortions:
        yield replace(
            one,
            approved_span=one.approved_span and old.prepared.span(*one.approved_span),
            candidate_span=one.candidate_span
            and new.prepared.span(*one.candidate_span),
        )


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _span(tokens: Sequence[Token]) -> Span:
    if not tokens:
        return None
    return min(one.start for one in tokens), max(one.end for one in tokens)

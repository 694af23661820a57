"""A wider shelf of claims than the small supply, and pieces that carry one of them."""

import dataclasses
import functools

from content_engine import checking
from content_engine.pieces import CheckResult, Piece, PieceText
from content_engine.supply import ClaimText, Supply
from content_engine.vocabulary import PartName, Severity
from tests.content_engine.supplies import (
    ADMISSIONS,
    BRIEF,
    CLAIMS,
    DOSE,
    TRIAL,
    make_email,
    make_sms,
    make_supply,
)

MARKETS = ("US", "GB")


def claim(key: str, text: str, kind: str = "efficacy", **others: object) -> ClaimText:
    """A claim in its first version that rests on the trial."""
    made = ClaimText(key=key, ref=f"{key}@1", text=text, kind=kind, sources=(TRIAL,))
    return dataclasses.replace(made, **others)  # type: ignore[arg-type]


COUNTS = claim(
    "counts",
    "In TRIAL-A (n = 3,870), 190 of 1,934 patients on Velorin and 254 of 1,936 on "
    "placebo had a first HF hospitalisation.",
)
DEATHS = claim(
    "deaths",
    "All-cause mortality did not differ significantly between Velorin and placebo "
    "(7.7% vs 8.2%; p=0.56).",
)
MARKER = claim(
    "marker",
    "In a post hoc analysis, NT-proBNP may have fallen by 12% from baseline at week 8 "
    "in adults aged 18 to 75 years.",
)
POINTS = claim(
    "points",
    "The absolute difference between Velorin and placebo was 3.3 percentage points "
    "over 18 months.",
)
FOOD = claim(
    "food",
    "Velorin 30 mg tablets are taken once daily, with or without food.",
    "dosing",
)
CAUTION = claim(
    "caution",
    "Velorin was associated with fewer first HF hospitalisations than placebo, but "
    "sodium should be checked after 4 weeks.",
)
SHELF = {
    one.key: one for one in (*CLAIMS, COUNTS, DEATHS, MARKER, POINTS, FOOD, CAUTION)
}
ON_THE_TRIAL = (ADMISSIONS, DOSE, BRIEF, COUNTS, DEATHS, MARKER, POINTS, FOOD, CAUTION)
SUPPLIES: dict[str, Supply] = {
    market: make_supply(market, claims=tuple(SHELF.values())) for market in MARKETS
}


@functools.cache
def checked(piece: Piece) -> CheckResult:
    """The piece judged, once, against the whole shelf of its market."""
    return checking.check(piece, SUPPLIES[piece.context.market])


def text_of(piece: Piece, name: str) -> str:
    """The text of one part."""
    return next(part.text for part in piece.parts if part.name == name)


def carrying(text: str, market: str = "US", mark: str = " [1]") -> Piece:
    """The clean e-mail whose one claim gives way to a text."""
    whole = f"{ADMISSIONS.text} [1]"
    body = text_of(make_email(market), "body")
    assert whole in body
    return make_email(market, body=body.replace(whole, f"{text}{mark}"))


def messaging(text: str, market: str = "US") -> Piece:
    """The clean SMS whose one claim gives way to a text."""
    body = text_of(make_sms(market), "body")
    assert BRIEF.text in body
    return make_sms(market, body=body.replace(BRIEF.text, text))


def changed(piece: Piece, **texts: str | None) -> Piece:
    """The piece with parts replaced or added; None leaves one out."""
    left = {part.name.value: part.text for part in piece.parts}
    parts = {**left, **texts}
    return Piece(
        piece.context,
        tuple(
            PieceText(PartName(name), text)
            for name, text in parts.items()
            if text is not None
        ),
    )


def edited(piece: Piece, part: str, old: str, new: str) -> Piece:
    """The piece with words of one part replaced; they must be there."""
    text = text_of(piece, part)
    assert old in text, (old, text)
    return changed(piece, **{part: text.replace(old, new)})


def rules(result: CheckResult, *severities: Severity) -> set[str]:
    """The names of the rules that object, with these severities or any."""
    wanted = severities or tuple(Severity)
    return {one.rule for one in result.findings if one.severity in wanted}


def blocking(result: CheckResult) -> set[str]:
    """The names of the rules that block."""
    return rules(result, Severity.BLOCK)

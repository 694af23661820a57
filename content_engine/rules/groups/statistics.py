"""ST-06, ST-07: what kind of study it was, and what was compared, for how long."""

import functools
import re
from collections.abc import Iterator

from content_engine.fidelity.judging import Judged
from content_engine.rules.findings import Objection
from content_engine.rules.lines import product_names, written
from content_engine.rules.readings import Reading, SaidClaim
from content_engine.rules.surfaces import folding
from content_engine.vocabulary import Outcome, PartName, Severity
from knowledge_base.wording.normalise import normalise

DESIGNS = {
    "post hoc": ("post hoc", "post-hoc"),
    "subgroup": ("subgroup", "sub-group"),
    "pooled": ("pooled",),
    "open-label": ("open-label", "open label"),
    "single-arm": ("single-arm", "single arm", "uncontrolled"),
    "interim": ("interim",),
    "observational": ("observational", "registry", "real-world", "retrospective"),
}
LEAST_SHARED = 4  # words: a statement with fewer is not about the claim
KINDS = {"secondary": ("secondary", "sekundar"), "exploratory": ("explorat",)}
OPEN = frozenset({Outcome.UNSUBSTANTIATED, Outcome.DISTORTED, Outcome.EQUIVALENT})
TO_EVENT = re.compile(r"\bhr\b|hazard|surviv|time to|median (?:pfs|os)")
SUPERIOR = re.compile(r"\bvs\.?\b|versus|compared with|than\b|superior")
GAINED = re.compile(
    r"\b(?:patients|those|people|women|men|adults) (?:over|under|aged|older|younger"
    r"|with|without|above|below)\b[^.]{1,50}\b(?:gain|benefit|respon|improv|did)\w*"
    r" (?:the )?(?:most|more|best|better)\b"
)
PAIR = re.compile(
    r"\d ?% ?(?:\([^)]{0,40}\) ?)?"
    r"(?:vs\.?|versus|against|compared with|gegenuber|gegen) ?\d"
)
TIME = re.compile(
    r"\d[ -]?(?:day|week|month|year|woche|monat|jahr|tag)|\b(?:day|week|month|year) \d"
)
AGAINST = re.compile(
    r"placebo|comparator|standard|control|\bwith\b|\bon\b|mit\b|unter\b"
)
ABOUT = re.compile(r"[^\W\d_]{4,}")
EMPTY_WORDS = frozenset(
    {"result", "results", "data", "figures", "versus", "ergebnis", "gegenuber"}
)


def undisclosed_design(reading: Reading) -> Iterator[Objection]:
    """ST-06: the kind of study stands with the claim."""
    folded = functools.cache(lambda text: folding.folded(normalise(text).text))
    for said in reading.claims():
        around = folded(said.part.original)
        for name, words in DESIGNS.items():
            if _rests_on(said, name, words) and not any(w in around for w in words):
                start, end = said.span
                yield Objection(
                    f"This rests on {name} evidence: say so beside it.",
                    said.part.name,
                    start,
                    end,
                    said.text,
                    severity=_weight(reading, said, name),
                )
    yield from _designs_left_out(reading)
    for line in written(reading):
        found = GAINED.search(line.copy)
        if found and "subgroup" not in line.whole:
            message = "This is a result of a subgroup: say so beside it."
            yield line.objection(*found.span(), message)


def without_context(reading: Reading) -> Iterator[Objection]:
    """ST-07: two figures set against each other say of what, with what, how long."""
    for line in written(reading):
        found = PAIR.search(line.copy)
        if found is None or line.part is PartName.ALT_TEXT:
            continue
        names = product_names(reading)
        about = set(ABOUT.findall(line.whole)) - EMPTY_WORDS - set(names)
        missing = [
            name
            for name, is_there in (
                ("the endpoint", bool(about)),
                ("the comparator", bool(AGAINST.search(line.whole))),
                ("the duration", bool(TIME.search(line.whole))),
            )
            if not is_there
        ]
        if len(missing) > 1:
            words = f"These figures lack {' and '.join(missing)}: add them here."
            yield line.objection(*found.span(), words)


def _designs_left_out(reading: Reading) -> Iterator[Objection]:
    """Statements that are near a claim and leave out the kind of its study."""
    for part in reading.parts:
        for judged in part.judged:
            if dropped := _dropped_design(reading, judged):
                statement = judged.statement
                yield Objection(
                    f"The approved claim says {dropped}: say so here.",
                    statement.part,
                    statement.start,
                    statement.end,
                    statement.text,
                )


def _dropped_design(reading: Reading, judged: Judged) -> str:
    """A kind of study that the claim beside a statement names, and it does not."""
    near = judged.ruling.near
    claim = reading.approvals.claims.by_ref.get(near.ref or "") if near else None
    if claim is None or judged.statement.outcome not in OPEN:
        return ""
    said = folding.folded(normalise(judged.statement.text).text)
    approved = folding.folded(normalise(claim.text).text)
    if len({*ABOUT.findall(said)} & {*ABOUT.findall(approved)}) < LEAST_SHARED:
        return ""
    for name, words in {**DESIGNS, **KINDS}.items():
        if any(w in approved for w in words) and not any(w in said for w in words):
            return name
    return ""


def _rests_on(said: SaidClaim, name: str, words: tuple[str, ...]) -> bool:
    """Whether a claim's only sources are of a kind of study, and it does not say so."""
    designs = [source.design.lower() for source in said.claim.sources if source.design]
    return bool(designs) and all(
        any(word in design for word in (name, *words)) for design in designs
    )


def _weight(reading: Reading, said: SaidClaim, name: str) -> Severity | None:
    """In the US some charges recur: they block."""
    text = said.claim.text.lower()
    recurring = (name == "single-arm" and TO_EVENT.search(text)) or (
        name == "open-label" and SUPERIOR.search(text)
    )
    return Severity.BLOCK if recurring and reading.context.market == "US" else None

"""Small shelves of approved wordings, and their signed facts, without a database."""

from content_engine.fidelity.judging import Shelf
from content_engine.fidelity.linking.library import Library
from content_engine.fidelity.matching import Approved, ApprovedTexts, Source
from knowledge_base.wording import readings
from tests.content_engine.supplies import ADMISSIONS, BURDEN, DOSE, HAZARD

CLAIMS = (ADMISSIONS, HAZARD, BURDEN, DOSE)
SAFETY = Approved(
    "Velorin (tamoxetrel) may cause severe liver injury.",
    Source.SAFETY,
    "US-safety-full@US-7",
    "sentence",
)
KNOWN = (
    *(Approved(one.text, Source.CLAIM, one.ref, one.kind) for one in CLAIMS),
    SAFETY,
)
LIBRARY = Library(KNOWN)
SIGNED = {
    ADMISSIONS.ref: readings.propose(
        ADMISSIONS.text, product="Velorin (tamoxetrel)", comparator="placebo"
    )
}
SHELF = Shelf(
    ApprovedTexts([*KNOWN, Approved("Primary endpoint.", Source.QUALIFIER)], {}),
    LIBRARY,
    {HAZARD.ref: ("Primary endpoint.",)},
    SIGNED,
)

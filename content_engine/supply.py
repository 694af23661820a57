"""What may be said in one place at one time, as plain data for the pure rooms.

One snapshot serves a whole run: the planner, both writers, the renderer and the gate
read the same approved words.
"""

import datetime
from dataclasses import dataclass

from knowledge_base.wording.readings import Reading


@dataclass(frozen=True)
class CitedSource:
    """A reference as a message prints it, and where in it a claim stands."""

    ref: str
    citation: str
    locator: str = ""
    quote: str = ""
    design: str = ""


@dataclass(frozen=True)
class ClaimText:
    """A claim revision that may be used; ``companions`` are claim keys.

    ``place`` grows in the order in which the brand put its claims forward; ``facts`` is
    what the approvers signed beside the wording.
    """

    key: str
    ref: str
    text: str
    kind: str
    variations: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    sources: tuple[CitedSource, ...] = ()
    population: str = ""
    score: float = 0.0
    why: tuple[str, ...] = ()
    place: int = 0
    facts: Reading | None = None

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every approved wording."""
        return (self.text, *self.variations)


@dataclass(frozen=True)
class BlockText:
    """An approved copy block; brackets in ``text`` hold approved alternations."""

    key: str
    ref: str
    role: str
    text: str
    tones: tuple[str, ...]
    themes: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()


@dataclass(frozen=True)
class SafetyWords:
    """Safety information in one length; ``ref`` is ``MARKET-safety-FORM@LABEL``."""

    ref: str
    text: str
    sha256: str


@dataclass(frozen=True)
class LabelWords:
    """The label in force.

    ``warning_texts`` are those of its sections on risk, dosing and populations.
    """

    version: str
    indication: str
    population: str
    safety_short: SafetyWords
    safety_full: SafetyWords
    boxed_warning: str = ""
    limitations_of_use: tuple[str, ...] = ()
    contraindications: tuple[str, ...] = ()
    dosing: tuple[str, ...] = ()
    section_texts: tuple[str, ...] = ()
    warning_texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class BrandWords:
    """Names, and what the market obliges a piece to carry."""

    slug: str
    name: str
    trademark: str
    generic_name: str
    manufacturer: str
    competitors: tuple[str, ...]
    market: str
    black_triangle: bool
    prescribing_information_url: str
    prescribing_information: str
    adverse_event_statement: str
    privacy_url: str
    postal_address: str
    launched_on: datetime.date | None = None
    indication_launched_on: datetime.date | None = None
    accelerated_approval: bool = False

    @property
    def full_name(self) -> str:
        """Brand, mark, triangle where it is due, and established name."""
        triangle = "▼" if self.black_triangle else ""
        return f"{self.name}{self.trademark}{triangle} ({self.generic_name})"


@dataclass(frozen=True)
class Surroundings:
    """What may be said in one place on one day around the claims.

    ``house_packs`` are the company's own rule packs in force there, as JSON.
    """

    brand: BrandWords
    label: LabelWords
    blocks: tuple[BlockText, ...] = ()
    house_packs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Supply(Surroundings):
    """All approved words for one brand, market, channel, audience and day."""

    claims: tuple[ClaimText, ...] = ()

    def claim(self, key: str) -> ClaimText | None:
        """The claim with this key, if it may be used here and now."""
        return next((claim for claim in self.claims if claim.key == key), None)

"""Lines that name a product, its strengths and packs, and say nothing of it."""

import re

from content_engine.supply import Surroundings
from knowledge_base.wording import quantities
from knowledge_base.wording.quantities import Kind

PACK = re.compile(
    r"tablets?|capsules?|sachets?|injection|solution|film-coated|oral|pack|packs|of|pre"
    r"|filled|pens?|vials?|x|mg|ml|g|µg|micrograms?|rx|only|pom|price|nhs|from|by|and"
    r"|tabletten|kapseln|packung|packungen|stück|von|£|€|[$]"
)
WORDS = re.compile(r"[^\W\d_]+|[£€$]")


def is_pack_line(text: str, supply: Surroundings) -> bool:
    """Whether a line holds the product, its company and its packs only."""
    brand = supply.brand
    names = f"{brand.name} {brand.generic_name} {brand.manufacturer}".lower()
    words = set(WORDS.findall(text.lower())) - set(WORDS.findall(names))
    return all(PACK.fullmatch(word) for word in words)


def has_known_strengths(text: str, supply: Surroundings) -> bool:
    """Whether every strength in a line is a dose of the label."""
    known = [
        dose
        for line in supply.label.dosing
        for dose in quantities.read(line)
        if dose.kind is Kind.DOSE
    ]
    return all(
        any(quantities.same(one, other) for other in known)
        for one in quantities.read(text)
        if one.kind is Kind.DOSE
    )

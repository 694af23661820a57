"""Finds where a text names its arms: the product, what it is compared with, both."""

import re
from typing import NamedTuple

PRODUCT = "PRODUCT"
COMPARATOR = "COMPARATOR"
BETWEEN = "BETWEEN"  # a statistic that compares the arms: HR, difference, p
BOTH = "BOTH"
NONE = "NONE"  # a person said that the figure compares nothing
OTHER = {PRODUCT: COMPARATOR, COMPARATOR: PRODUCT}
GENERIC = (
    r"placebo|vehicle|sham(?: procedure| injection)?|usual care|standard (?:of )?care"
    r"|standard (?:therapy|treatment)|(?:active )?control(?:s| groups?| arms?)"
    r"|(?:active )?comparators?(?: groups?| arms?)?|no treatment|untreated patients"
    r"|best supportive care|Plazebo"
)
EITHER = (
    r"both (?:arms|groups|trials? arms)|(?:each|either) (?:arm|group)"
    r"|the two (?:arms|groups)"
)
DENIED = re.compile(r"\b(?:no|without an?|without)\s\Z", re.IGNORECASE)
SPLIT = re.compile(r"[()/;,|\[\]]+|\bor\b|\boder\b")
DOSE = re.compile(r"\s\d[\d.,]*+\s?(?:mg|mcg|g|mL|IU)\b.*", re.DOTALL)


class Mention(NamedTuple):
    """An arm where the text names it."""

    start: int
    end: int
    arm: str


def find(text: str, product: str, comparator: str) -> list[Mention]:
    """Every mention of an arm in order; names may hold others in brackets.

    Without a product's name only the comparator is known, and its generic names.
    """
    patterns = [(BOTH, EITHER)]
    if names := _names(product):
        patterns.append((PRODUCT, _either(names)))
    own = _names(comparator)
    patterns.append((COMPARATOR, "|".join([*([_either(own)] if own else []), GENERIC])))
    found: list[Mention] = []
    for arm, pattern in patterns:
        whole = rf"(?<![\w-])(?:{pattern})(?![\w]|[- ]controlled|-adjusted|-subtracted)"
        for match in re.finditer(whole, text, re.IGNORECASE):
            if not DENIED.search(text[max(0, match.start() - 12) : match.start()]):
                found.append(Mention(match.start(), match.end(), arm))
    return _apart(sorted(found))


def _names(written: str) -> list[str]:
    """The names in ``Velorin (velostatin) 30 mg``, doses left out."""
    if written.lower().startswith("none"):
        return []
    names = [DOSE.sub("", part).strip() for part in SPLIT.split(written)]
    return [name for name in names if len(name) > 1]


def _either(names: list[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _apart(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in mentions:
        if not kept or kept[-1].end <= mention.start:
            kept.append(mention)
    return kept

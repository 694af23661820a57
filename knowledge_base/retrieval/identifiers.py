"""Finds what a text names exactly: claims by key or revision, references by key."""

import re
from collections.abc import Iterator

from knowledge_base.models import ClaimCitation, ClaimState, ClaimVersion, Reference

# The whole word or nothing: "zon-1@" does not name "zon".
NAME = re.compile(r"(?<![\w@.-])([\w][\w.-]*+)(?:@(\d{1,6}))?(?![\w@])")
MOST_NAMES = 12
MOST_CITING = 200  # claims on one reference
SHOWN = (ClaimState.APPROVED, ClaimState.SUSPENDED)
KEY, OTHER_REVISION = "exact key", "exact key, in the revision that is in force"
EXACT_FIT, CITED_FIT = 1.0, 0.5


def named(text: str, brand_id: int) -> dict[int, tuple[float, str]]:
    """Revisions that the text names: how well it fits, and why.

    A key alone names the revision in force, else the newest; KEY@VERSION names that
    revision, and the one in force beside it.
    """
    asked = _asked(text)
    if not asked:
        return {}
    found = dict(_citing(list(asked), brand_id))
    return found | dict(_keyed(asked, brand_id))


def _asked(text: str) -> dict[str, int]:
    """Words that may be keys, in the letters given and in small, with a revision."""
    names = [(name.rstrip(".-"), number) for name, number in NAME.findall(text)]
    whole = text.split()
    keys = [(n, v) for n, v in names if len(whole) == 1 or v or re.search(r"[-_\d]", n)]
    asked: dict[str, int] = {}
    for name, number in keys[:MOST_NAMES]:
        asked |= dict.fromkeys((name, name.lower()), int(number or 0))
    return asked


def _keyed(
    asked: dict[str, int], brand_id: int
) -> Iterator[tuple[int, tuple[float, str]]]:
    rows = ClaimVersion.objects.filter(
        claim__brand_id=brand_id, claim__key__in=list(asked)
    ).order_by("claim_id", "-version")
    by_claim: dict[str, list[tuple[int, int, str]]] = {}
    for pk, key, number, state in rows.values_list(
        "pk", "claim__key", "version", "state"
    ):
        by_claim.setdefault(key, []).append((pk, number, state))
    for key, versions in by_claim.items():
        in_force = [pk for pk, _, state in versions if state in SHOWN]
        exact = [pk for pk, number, _ in versions if number == asked[key]]
        shown = in_force or [versions[0][0]]
        why = OTHER_REVISION if exact and exact != shown else KEY
        yield from ((pk, (EXACT_FIT, why)) for pk in shown)
        yield from ((pk, (EXACT_FIT, KEY)) for pk in exact)


def _citing(keys: list[str], brand_id: int) -> Iterator[tuple[int, tuple[float, str]]]:
    rows = Reference.objects.filter(brand_id=brand_id, key__in=keys)
    known = dict(rows.values_list("pk", "key"))
    if not known:
        return
    # By the citations of these few: to ask the claims goes through all of them.
    cited = ClaimCitation.objects.filter(
        reference_id__in=known, claim_version__state__in=SHOWN
    )
    pairs = cited.values_list("claim_version_id", "reference_id")[:MOST_CITING]
    for pk, reference_id in sorted(pairs):
        yield pk, (CITED_FIT, f"stands on the reference {known[reference_id]}")

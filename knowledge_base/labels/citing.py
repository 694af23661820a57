"""Finds the claims that cite a market's label, and the clauses they are anchored at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from knowledge_base.labels import reading
from knowledge_base.labels.clauses import Clause
from knowledge_base.labels.quoting import QuoteFinder
from knowledge_base.models import ClaimCitation, ClaimState, ClaimVersion, Label

LABEL_KIND = "label"
TAKEN_FROM_LABELS = ("dosing", "safety")
LIVING = (ClaimState.APPROVED, ClaimState.SUSPENDED, ClaimState.DRAFT)


def living_claims(label: Label) -> QuerySet[ClaimVersion]:
    """The brand's claims that could lean on a label, with all that is asked of them."""
    citations = ClaimCitation.objects.select_related("reference__label", "anchor").only(
        "claim_version_id",
        "reference__kind",
        "reference__label__market",
        "anchor__quote",
    )
    cites_a_label = Exists(
        ClaimCitation.objects.filter(
            claim_version=OuterRef("pk"), reference__kind=LABEL_KIND
        )
    )
    return (
        ClaimVersion.objects.filter(
            Q(cites_a_label) | Q(claim__kind__in=TAKEN_FROM_LABELS),
            claim__brand_id=label.brand_id,
            state__in=LIVING,
        )
        .select_related("claim__brand")
        .defer("facts", "reading", "qualifiers", "companions")
        .prefetch_related("variations", Prefetch("citations", citations))
        .order_by("claim__key", "version")
    )


def quotes_of(version: ClaimVersion, label: Label) -> Iterator[str]:
    """What a claim quotes from a market's label; "" where it cites it as a whole.

    A reference that names no label is this market's if the claim is open to it.
    """
    for citation in version.citations.all():
        reference = citation.reference
        if reference.kind != LABEL_KIND:
            continue
        if reference.label is None:
            is_ours = is_open_to(version.market_codes, label.market)
        else:
            is_ours = reference.label.market == label.market
        if is_ours:
            yield citation.anchor.quote if citation.anchor else ""


def anchored(label: Label) -> Mapping[Clause, tuple[ClaimVersion, ...]]:
    """The living claims whose quotes stand at each clause of a label."""
    finder = QuoteFinder(reading.sections(label))
    found: dict[Clause, dict[ClaimVersion, None]] = defaultdict(dict)
    for version in living_claims(label):
        for quote in quotes_of(version, label):
            for clause in finder.find(quote):
                found[clause][version] = None
    return {clause: tuple(versions) for clause, versions in found.items()}


def is_open_to(codes: Sequence[str], code: str) -> bool:
    """Whether a set of codes, empty for all, holds a code."""
    return not codes or code in codes

"""The claims list: what was found, in groups, and what may not be used here."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from knowledge_base.indexed import Scope
from knowledge_base.models import Brand, ClaimVersion
from knowledge_base.models.claims import ClaimVersionQuerySet
from knowledge_base.models.codes import open_to
from knowledge_base.retrieval import chain, filters, grouping, refusals
from knowledge_base.retrieval.chain import Question
from knowledge_base.retrieval.grouping import Wording
from knowledge_base.retrieval.reasons import Reason
from knowledge_base.retrieval.refusals import Refused
from web.presenters import claim_facets
from web.presenters.claim_facets import CODES, USABLE, Facets
from web.presenters.knowledge import ClaimRow, claim_rows
from web.presenters.titles import (
    AUDIENCE_TITLES,
    channel_title,
    market_title,
)

ON_A_PAGE = 25
FOUND_AT_MOST = 20
LOOKED_AT = 60
MOST_BRANDS = 12
Whys = Mapping[int, tuple[str, ...]]
Rows = ClaimVersionQuerySet


@dataclass(frozen=True)
class Group:
    """A claim, and beneath it those that say nearly the same."""

    head: ClaimRow
    folded: tuple[ClaimRow, ...]


@dataclass(frozen=True)
class RefusedRow:
    """A claim that fits and may not be used here, with every reason."""

    row: ClaimRow
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Desk:
    """Everything that the page shows."""

    page: Page[ClaimVersion]
    groups: tuple[Group, ...]
    refused: tuple[RefusedRow, ...]
    facets: Facets
    note: str


@dataclass(frozen=True)
class Pool:
    """What a text found: scores and reasons by revision, and the refused."""

    scores: Mapping[int, float]
    whys: Whys
    refused: tuple[Refused, ...] = ()


def desk(wishes: Mapping[str, str], day: datetime.date, page: str) -> Desk:
    """Claims for what was asked, on a day; ``wishes`` may hold values nobody knows."""
    if not wishes["q"]:
        facets = claim_facets.facets(claim_facets.counted(day), wishes)
        return _page(facets, _listed(facets.wishes, day), {}, (), day, page)
    pool = _pool(wishes, day)
    known = {*pool.scores, *(one.claim_version.pk for one in pool.refused)}
    pooled = ClaimVersion.objects.filter(pk__in=known)
    facets = claim_facets.facets(claim_facets.combinations(pooled, day), wishes)
    fitting = _fitting(facets.wishes, day).in_bulk(pool.scores)
    best = sorted(fitting, key=lambda pk: (-pool.scores[pk], pk))[:FOUND_AT_MOST]
    rows = [fitting[pk] for pk in best]
    return _page(facets, rows, pool.whys, pool.refused, day, page)


def query_of(wishes: Mapping[str, object]) -> str:
    """The question as a query string, for links to other pages of its answer."""
    return urlencode({name: value for name, value in wishes.items() if value})


def where(wishes: Mapping[str, str]) -> str:
    """The place that was asked for, in words."""
    told = [
        market_title(wishes["market"]) if wishes["market"] else "",
        channel_title(wishes["channel"]) if wishes["channel"] else "",
        AUDIENCE_TITLES.get(wishes["audience"], wishes["audience"]),
    ]
    return ", ".join(word for word in told if word)


def _page(
    facets: Facets,
    rows: Sequence[ClaimVersion] | Rows,
    whys: Whys,
    refused: Sequence[Refused],
    day: datetime.date,
    number: str,
) -> Desk:
    paginator = Paginator(rows, ON_A_PAGE)
    if isinstance(rows, QuerySet):
        paginator.count = facets.total  # counted already
    shown = paginator.get_page(number)
    return Desk(
        page=shown,
        groups=_groups(list(shown), day, whys),
        refused=_refused_rows(refused, day),
        facets=facets,
        note=where(facets.wishes),
    )


def _groups(
    versions: Sequence[ClaimVersion], day: datetime.date, whys: Whys
) -> tuple[Group, ...]:
    rows = {row.pk: row for row in claim_rows(versions, day, whys)}
    heads = grouping.heads(
        [Wording(row.pk, row.claim_id, row.text) for row in versions]
    )
    return tuple(
        Group(rows[head], tuple(rows[pk] for pk in members))
        for head, members in grouping.folded(heads).items()
    )


def _refused_rows(
    refused: Sequence[Refused], day: datetime.date
) -> tuple[RefusedRow, ...]:
    whys = {one.claim_version.pk: one.why for one in refused}
    rows = claim_rows([one.claim_version for one in refused], day, whys)
    return tuple(
        RefusedRow(row, one.reasons) for row, one in zip(rows, refused, strict=True)
    )


# what is asked of the database


def _ready() -> Rows:
    rows = ClaimVersion.objects.select_related("claim__brand")
    return rows.prefetch_related("citations__reference", "approvals")


def _fitting(wishes: Mapping[str, str], day: datetime.date) -> Rows:
    """The revisions that fit every filter."""
    rows = _ready()
    if wishes["brand"]:
        rows = rows.filter(claim__brand__slug=wishes["brand"])
    if wishes["kind"]:
        rows = rows.filter(claim__kind=wishes["kind"])
    codes = {CODES[name]: wishes[name] for name in CODES if wishes[name]}
    rows = rows.filter(open_to(**codes)) if codes else rows
    if wishes["ends"]:
        rows = claim_facets.ending(rows, int(wishes["ends"]), day)
    return claim_facets.standing(rows, wishes["state"] or USABLE, day)


def _listed(wishes: Mapping[str, str], day: datetime.date) -> Rows:
    return _fitting(wishes, day).order_by("claim__key", "claim_id", "-version")


# what is asked of the search


def _pool(wishes: Mapping[str, str], day: datetime.date) -> Pool:
    scores: dict[int, float] = {}
    whys: dict[int, tuple[str, ...]] = {}
    refused: list[Refused] = []
    is_usable = wishes["state"] in ("", USABLE)
    for question in _questions(wishes, day):
        hits = (
            chain.find_claims(question)
            if is_usable
            else chain.found_in(_place(question), question, anywhere=True)
        )
        scores |= {hit.claim_version.pk: hit.score for hit in hits}
        whys |= {hit.claim_version.pk: hit.why for hit in hits}
        refused += refusals.refused_for(question) if is_usable else ()
    if not is_usable:
        # Drafts and replaced revisions stand in no index.
        scores = dict.fromkeys(_worded(wishes), 0.0) | scores
    return Pool(scores, whys, tuple(sorted(refused, key=lambda one: -one.score)))


def _place(question: Question) -> Scope:
    return filters.scope(question)


def _worded(wishes: Mapping[str, str]) -> Iterable[int]:
    rows = ClaimVersion.objects.all()
    for word in wishes["q"].split():
        rows = rows.filter(Q(text__icontains=word) | Q(claim__key__icontains=word))
    return rows.order_by("-pk").values_list("pk", flat=True)[:LOOKED_AT]


def _questions(wishes: Mapping[str, str], day: datetime.date) -> Iterator[Question]:
    """One question for each brand that the filters leave open."""
    brands = Brand.objects.filter(claims__isnull=False).distinct().order_by("pk")
    slugs = list(brands.values_list("slug", flat=True)[:MOST_BRANDS])
    asked = [wishes["brand"]] if wishes["brand"] in slugs else slugs
    is_usable = wishes["state"] in ("", USABLE)
    for slug in asked:
        yield Question(
            brand=slug,
            market=wishes["market"] or None,
            channel=wishes["channel"] or None,
            audience=wishes["audience"] or None,
            day=day,
            text=wishes["q"],
            limit=FOUND_AT_MOST if is_usable else LOOKED_AT,
            theme=wishes["theme"],
            kind=wishes["kind"],
            indication=wishes["indication"],
        )

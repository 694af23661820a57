"""The demo's story as steps that are taken once: a second telling finds them taken."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet

from content_engine import variants
from content_engine.models import Family, GenerationRun, Variant, VariantVersion
from content_engine.vocabulary import RunState
from knowledge_base.models import ClaimState, ClaimVersion
from knowledge_base.retrieval.chain import Found, Question, find_claims
from review import recalls, releases
from review.models import Fetch, Release, Review
from review.signatures import Credentials
from review.states import Function, ReviewState, ReviewVerdict
from review.workflow import deciding, submitting
from web.demo.people import password

Progress = Callable[[int, int], None]
LEASE_SECONDS = 60
REVIEWERS = {
    Function.MEDICAL: "dr.ines.kovac",
    Function.LEGAL: "leo.brandt",
    Function.REGULATORY: "rhea.sandoval",
}
QUESTION = "how soon do patients have fewer migraine days"
STORY = {
    "brand": "quillevra",
    "market": "US",
    "channel": "email",
    "audience": "HCP",
    "objective": "Demo: fewer migraine days, told four ways",
    "expected_value": "more readers of the study summary",
    "tones": ["clinical", "warm", "direct", "collegial"],
    "themes": ["efficacy", "onset", "quality_of_life"],
    "formats": ["short", "standard"],
    "hcps": ["hcp-us-003", "hcp-us-004", "hcp-us-005", "hcp-us-009"],
    "count": 8,
    "seed": 7,
    "writer": "composer",
}
OTHERS = (
    {
        "brand": "ervantiq",
        "market": "GB",
        "channel": "rep_email",
        "audience": "HCP",
        "objective": "Demo: skin clearance for British dermatologists",
        "themes": ["skin_clearance", "itch"],
        "formats": ["standard"],
        "count": 4,
        "seed": 11,
        "writer": "composer",
    },
    {
        "brand": "quillevra",
        "market": "US",
        "channel": "sms",
        "audience": "HCP",
        "objective": "Demo: one fact by text message",
        "themes": ["efficacy", "dosing"],
        "formats": ["short"],
        "count": 4,
        "seed": 13,
        "writer": "composer",
    },
)
REQUEST_CHANGES = (
    "The closing reads warmer than the evidence beside it: choose another approved one."
)
WITHDRAWAL = "The sponsor corrected the published analysis; use no figure from it."


class InterruptedStoryError(RuntimeError):
    """The story cannot go on; says what to do."""


@dataclass
class Cast:
    """Who acts, and when."""

    people: dict[str, User]
    at: datetime.datetime

    def credentials(self, username: str) -> Credentials:
        """What the person types to sign."""
        return Credentials(
            username=username,
            password=password(),
            session_key=f"demo-{username}",
            address="127.0.0.1",
            browser="demo story",
        )


def retrieved(day: datetime.date) -> tuple[Found, ...]:
    """What search by meaning finds for the story's brief."""
    question = Question(
        brand=str(STORY["brand"]),
        market=str(STORY["market"]),
        channel=str(STORY["channel"]),
        audience=str(STORY["audience"]),
        day=day,
        text=QUESTION,
        limit=6,
    )
    return find_claims(question)


def family_for(brief: dict[str, object], cast: Cast, progress: Progress) -> Family:
    """The family that answers a brief of the demo; written at the first telling."""
    standing = Family.objects.filter(brief__content__objective=brief["objective"])
    author = cast.people["mara.lindqvist"]
    run = GenerationRun.objects.filter(family__in=standing).order_by("-pk").first()
    if run is None:
        run = variants.request(brief, by=author, at=cast.at)
    elif run.state == RunState.FAILED:
        run = variants.request_again(run.family_id, by=author, at=cast.at)
    if run.state != RunState.DONE:
        run = variants.carry_out(
            run.pk,
            by=author,
            at=cast.at,
            lease_seconds=LEASE_SECONDS,
            progress=progress,
        )
    if run.state == RunState.RUNNING:
        raise InterruptedStoryError(
            "An earlier telling stopped while it was writing: try again in "
            f"{LEASE_SECONDS} seconds."
        )
    if run.state == RunState.FAILED:
        raise InterruptedStoryError(f"Nothing could be written: {run.note}")
    return run.family


def told(variant: Variant) -> VariantVersion:
    """The version that the story tells of; what people edit later is theirs."""
    first: VariantVersion = variant.versions.order_by("number")[0]
    return first


def approved_review(variant: Variant, cast: Cast) -> Review:
    """The variant reviewed and approved by all three functions."""
    review = _review_of(variant, cast)
    for function in REVIEWERS:
        if review.state == ReviewState.IN_REVIEW:
            review = _decide(review, function, ReviewVerdict.APPROVE, "", cast)
    return review


def refused_review(variant: Variant, cast: Cast) -> Review:
    """The variant sent back by Legal with a comment."""
    review = _review_of(variant, cast)
    if review.state == ReviewState.IN_REVIEW:
        verdict = ReviewVerdict.REQUEST_CHANGES
        review = _decide(review, Function.LEGAL, verdict, REQUEST_CHANGES, cast)
    return review


def open_review(variant: Variant, cast: Cast) -> Review:
    """The variant in review, for the people of the web pages to decide."""
    return _review_of(variant, cast)


def release_of(review: Review, cast: Cast) -> Release:
    """The asset that platforms may fetch."""
    standing: Release | None = Release.objects.filter(review=review).first()
    if standing is not None:
        return standing
    return releases.release(
        review_id=review.pk, by=cast.people["cora.whitlock"], at=cast.at
    )


def first_claim(release: Release) -> ClaimVersion:
    """The claim of the asset that the story withdraws."""
    carried = ClaimVersion.objects.filter(release_claims__release=release)
    return carried.select_related("claim__brand").order_by("release_claims__pk")[0]


def spared(written: Sequence[Variant], claim: ClaimVersion) -> Variant:
    """The last variant that does not say the claim; the last of all if all do."""
    touched = set(variants.using(claim).values_list("pk", flat=True))
    return [*written[-1:], *(v for v in written if v.pk not in touched)][-1]


def earlier_fetch(release: Release) -> Fetch | None:
    """The receipt of the last time that the asset was handed over."""
    receipts: QuerySet[Fetch] = release.fetches.filter(status=200)
    return receipts.order_by("-pk").first()


def withdrawn_claim(release: Release, cast: Cast) -> ClaimVersion:
    """The first claim of the asset, withdrawn with a signature."""
    claim = first_claim(release)
    if claim.state != ClaimState.WITHDRAWN:
        recalls.withdraw_claim(
            claim_version_id=claim.pk,
            reason=WITHDRAWAL,
            credentials=cast.credentials("dr.ines.kovac"),
            by=cast.people["dr.ines.kovac"],
            at=cast.at,
        )
        claim = first_claim(release)
    return claim


def _review_of(variant: Variant, cast: Cast) -> Review:
    reviews = Review.objects.filter(version=told(variant))
    standing: Review | None = reviews.order_by("-pk").first()
    if standing is not None:
        return standing
    return submitting.submit(
        version_id=told(variant).pk, by=cast.people["mara.lindqvist"], at=cast.at
    )


def _decide(
    review: Review,
    function: Function,
    verdict: ReviewVerdict,
    comment: str,
    cast: Cast,
) -> Review:
    username = REVIEWERS[function]
    return deciding.decide(
        review_id=review.pk,
        function=function,
        verdict=verdict,
        comment=comment,
        expected_sha256=review.content_sha256,
        credentials=cast.credentials(username),
        by=cast.people[username],
        at=cast.at,
    )

"""Makes the things that tests need, by the real routes."""

import dataclasses
import datetime
import itertools
import uuid
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any
from unittest import mock

from django.contrib.auth.models import Group, User

from content_engine import pieces
from content_engine.models import (
    Brief,
    CheckRecord,
    Family,
    FindingRecord,
    Variant,
    VariantPart,
    VariantSegment,
    VariantVersion,
)
from content_engine.pieces import Context, Part, Segment
from content_engine.vocabulary import PartName, SegmentKind
from knowledge_base import claim_contents, claims, copy_blocks, reference_files
from knowledge_base.copy_blocks import BlockContent
from knowledge_base.exchange import batches
from knowledge_base.models import (
    Brand,
    BrandMarket,
    Claim,
    ClaimCitation,
    ClaimVersion,
    CopyBlockVersion,
    ImportBatch,
    Label,
    Reference,
    ReferenceFile,
    SafetyForm,
    SafetyText,
)
from knowledge_base.wording import readings
from review import delivery, gates, releases
from review.models import Certificate, ChannelKey, Release, Review
from review.policies import CERTIFIED_MARKETS
from review.signatures import Credentials
from review.states import Function, ReleaseState, ReviewState, ReviewVerdict
from review.workflow import cancelling, deciding, submitting
from tests import pdfs

PASSWORD = "correct horse battery staple"
COUNTER = itertools.count(1)


def make_user(*roles: str, username: str = "") -> User:
    """A person with these roles; the password is PASSWORD."""
    name = username or f"{'-'.join(roles).lower() or 'nobody'}-{next(COUNTER)}"
    user = User.objects.create_user(
        name, password=PASSWORD, first_name=name.title(), last_name="Tester"
    )
    for role in roles:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def make_batch(
    brand: Brand, text: str = "", *, is_applied: bool = False, kind: str = "CLAIMS"
) -> ImportBatch:
    """A file of claims on its way into a brand's library."""
    by = make_user("MEDICAL")
    name = f"{brand.slug}-{next(COUNTER)}.csv"
    place: dict[str, Any] = {"brand_id": brand.pk, "kind": kind, "name": name}
    batch = batches.upload(
        uid=uuid.uuid4(),
        content=(text or CLAIMS_FILE.format(number=next(COUNTER))).encode(),
        by=by,
        at=AT,
        **place,
    )
    if is_applied:
        plan = batches.plan_of(batch)
        batches.apply(uid=batch.uid, expected_sha256=plan.sha256, by=by, at=AT)
    return batches.open_batch(batch.uid)


def attach_file(reference: Reference, *pages: Sequence[str]) -> ReferenceFile:
    """A PDF with these pages attached to a reference."""
    content = pdfs.pdf(*(pages or (["The words of the first page."],)))
    return reference_files.attach(
        reference_id=reference.pk,
        name="paper.pdf",
        content=content,
        by=make_user("MEDICAL"),
        at=AT,
    ).file


# Second floor: pieces, reviews and releases. Versions are rows by hand, because tests
# there ask what becomes of words, not what they say; all after that walks the route.

AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
SAFETY = "Testavra may cause dizziness. See the full prescribing information."
CLAIMS_FILE = (
    "Key,Claim text,Kind,Reference,Citation,Reference type,Market\n"
    "new-{number},Testavra is taken once a day with water.,dosing,NEW-{number},"
    "Test B. J Test. 2026.,journal,US\n"
)
CLAIM = "Testavra reduced weekly attacks by 42% versus placebo at week 12."


def make_brand(slug: str = "testavra", market: str = "US") -> Brand:
    """A brand with its market, a label in force and safety texts; once per slug."""
    name = slug.capitalize()
    brand, _ = Brand.objects.get_or_create(
        slug=slug,
        defaults={"name": name, "generic_name": "testavine", "manufacturer": "Testa"},
    )
    BrandMarket.objects.get_or_create(
        brand=brand,
        market=market,
        defaults={
            "launched_on": datetime.date(2024, 1, 1),
            "prescribing_information_url": f"https://{slug}.example/pi",
        },
    )
    if not brand.labels.filter(market=market).exists():
        make_label(brand, market)
    return brand


def make_label(brand: Brand, market: str = "US", version: str = "2026-01") -> Label:
    """A label adopted at the beginning of 2026, with both safety texts."""
    label = Label.objects.create(
        brand=brand,
        market=market,
        version=version,
        effective_on=datetime.date(2026, 1, 1),
        indication="For adults with test attacks.",
        approved_by="loader",
        approved_at=AT,
    )
    for form in SafetyForm:
        SafetyText.objects.create(
            label=label, form=form.value, text=SAFETY, sha256=pieces.sha256(SAFETY)
        )
    return label


def make_claim(
    brand: Brand, key: str = "", *, text: str = CLAIM, **columns: Any
) -> ClaimVersion:
    """An approved claim that stands on a reference of its own."""
    number = next(COUNTER)
    claim = Claim.objects.create(
        brand=brand, key=key or f"EFF-{number}", kind="efficacy"
    )
    version = ClaimVersion.objects.create(
        claim=claim,
        version=1,
        text=text,
        sha256=pieces.sha256(text),
        market_codes=("US", "GB"),
        drafted_at=AT,
        **columns,
    )
    reference = Reference.objects.create(
        brand=brand,
        key=f"REF-{number}",
        citation="Test A. J Test. 2025.",
        kind="journal",
    )
    ClaimCitation.objects.create(claim_version=version, ordinal=1, reference=reference)
    version.refresh_from_db()  # dates may have been given as text
    claims.put_in_force(version, by=User(username="approver"), at=AT)
    return version


def revise_claim(old: ClaimVersion) -> ClaimVersion:
    """The next approved revision, in place of the one before."""
    text = f"{old.text} Revised."
    version = ClaimVersion.objects.create(
        claim=old.claim,
        version=old.version + 1,
        text=text,
        sha256=pieces.sha256(text),
        market_codes=("US", "GB"),
        drafted_at=AT,
    )
    claims.put_in_force(version, by=User(username="approver"), at=AT)
    return version


def redraft_claim(
    old: ClaimVersion,
    *,
    by: User | None = None,
    at: datetime.datetime = AT,
    **said: Any,
) -> ClaimVersion:
    """A draft of the claim's next revision, with other words or facts."""
    content = dataclasses.replace(claim_contents.content_of(old), **said)
    reading = readings.propose(content.text, comparator=content.comparator).as_dict()
    return claims.revise(
        claim_id=old.claim_id,
        content=dataclasses.replace(content, **{"reading": reading, **said}),
        by=by or make_user("REQUESTER"),
        at=at,
    )


def approve_claim(version: ClaimVersion) -> ClaimVersion:
    """The approvals by Medical and Regulatory, by two new people."""
    for function in ("MEDICAL", "REGULATORY"):
        version = claims.approve(
            claim_version_id=version.pk,
            function=function,
            by=make_user(function),
            at=AT,
        )
    return version


def make_block(
    brand: Brand, key: str, *, approved: bool = True, **content: Any
) -> CopyBlockVersion:
    """A text block; its approval is recorded as one from another system."""
    said = {"role": "opening", "text": f"Words of {key}.", "tones": ("warm",)}
    version = copy_blocks.draft(
        brand_id=brand.pk,
        key=key,
        content=BlockContent(**{**said, **content}),
        by=User(username="author"),
        at=AT,
    )
    if approved:
        copy_blocks.put_all_in_force([version], by=User(username="approver"), at=AT)
    return version


def redraft_block(old: CopyBlockVersion, text: str) -> CopyBlockVersion:
    """A draft of the block's next revision, with other words."""
    names = ("role", "tones", "themes", "channels", "formats", "market_codes")
    said = {name: getattr(old, name) for name in names}
    return make_block(
        old.block.brand, old.block.key, approved=False, **{**said, "text": text}
    )


def make_variant(
    *, market: str = "US", channel: str = "email", requester: User | None = None
) -> Variant:
    """A place in a family of its own."""
    person = requester or make_user("REQUESTER")
    brief = Brief.objects.create(
        brand=make_brand(market=market),
        market=market,
        channel=channel,
        audience="HCP",
        content={"language": "en-US" if market == "US" else f"en-{market}"},
        requested_by=person,
        requested_at=AT,
    )
    family = Family.objects.create(brief=brief, created_at=AT)
    return Variant.objects.create(
        family=family, ordinal=1, tone="warm", theme="efficacy", format="short"
    )


def make_version(
    *,
    variant: Variant | None = None,
    claim: ClaimVersion | None = None,
    by: User | None = None,
    blocks: tuple[str, ...] = (),
    subject: str = "",
    **place: Any,
) -> VariantVersion:
    """The next version of a variant, checked; ``blocks`` are messages of findings.

    ``place`` is what ``make_variant`` takes. Every subject differs unless given.
    """
    variant = variant or make_variant(**place)
    brief = variant.family.brief
    label = Label.objects.in_force(brief.brand_id, brief.market, AT.date()).get()
    made = _parts(claim or make_claim(brief.brand), label, subject)
    context = Context(
        brief.brand.slug, brief.market, brief.channel, brief.audience, AT.date()
    )
    version = VariantVersion.objects.create(
        variant=variant,
        number=variant.versions.count() + 1,
        content_sha256=pieces.content_sha256(context, label.version, made),
        label=label,
        writer="composer",
        written_by=by or brief.requested_by,
        written_at=AT,
    )
    _store(version, made)
    check = CheckRecord.objects.create(
        version=version,
        rule_pack="TEST/1",
        verdict="blocked" if blocks else "cleared",
        checked_at=AT,
    )
    for message in blocks:
        FindingRecord.objects.create(
            check_record=check, rule="EV-01", severity="BLOCK", message=message
        )
    return version


def credentials(user: User, **changes: str) -> Credentials:
    """What this person types to sign, name and password, in a session of their own."""
    typed = {
        "username": user.get_username(),
        "password": PASSWORD,
        "session_key": f"session-of-{user.pk}",
        "address": "127.0.0.1",
        "browser": "Tests",
    }
    return Credentials(**{**typed, **changes})


def decide(
    review: Review,
    function: Function,
    verdict: ReviewVerdict = ReviewVerdict.APPROVE,
    *,
    by: User | None = None,
    comment: str = "",
) -> Review:
    """One signed verdict, by a new person of that function unless somebody is named."""
    person = by or make_user(function.value)
    return deciding.decide(
        review_id=review.pk,
        function=function,
        verdict=verdict,
        comment=comment or ("" if verdict == ReviewVerdict.APPROVE else "Not so."),
        expected_sha256=review.content_sha256,
        credentials=credentials(person),
        by=person,
        at=AT,
    )


def make_review_at(
    state: ReviewState, version: VariantVersion | None = None, **place: Any
) -> Review:
    """A review that was led to a state by its real steps; none rests in DRAFT."""
    version = version or make_version(**place)
    requester = version.variant.family.brief.requested_by
    review = submitting.submit(version_id=version.pk, by=requester, at=AT)
    if state == ReviewState.APPROVED:
        for function in Function:
            review = decide(review, function)
    elif state == ReviewState.CHANGES_REQUESTED:
        review = decide(review, Function.LEGAL, ReviewVerdict.REQUEST_CHANGES)
    elif state == ReviewState.REJECTED:
        review = decide(review, Function.MEDICAL, ReviewVerdict.REJECT)
    elif state == ReviewState.CANCELLED:
        review = cancelling.cancel(
            review_id=review.pk, reason="No longer needed.", by=requester, at=AT
        )
    return review


def make_certificate(review: Review) -> Certificate:
    """A signatory's certificate of the final form."""
    person = make_user("SIGNATORY")
    return releases.certify(
        review_id=review.pk, credentials=credentials(person), by=person, at=AT
    )


def make_release(
    state: ReleaseState = ReleaseState.RELEASED,
    version: VariantVersion | None = None,
    **place: Any,
) -> Release:
    """A release that was led to a state by its real steps; none rests in PREPARED.

    The fresh check is left out: the words made here are no brand's.
    """
    review = make_review_at(ReviewState.APPROVED, version, **place)
    if review.version.variant.family.brief.market in CERTIFIED_MARKETS:
        make_certificate(review)
    person = make_user("COORDINATOR")
    with without_fresh_check():
        asset = releases.release(review_id=review.pk, by=person, at=AT)
        if state == ReleaseState.SUPERSEDED:
            make_release(version=make_version(variant=review.version.variant))
    step: dict[str, Any] = {
        "release_id": asset.pk,
        "reason": "A question came up.",
        "by": person,
        "at": AT,
    }
    if state == ReleaseState.SUSPENDED:
        releases.suspend(**step)
    elif state == ReleaseState.WITHDRAWN:
        releases.withdraw(**step, credentials=credentials(person))
    elif state == ReleaseState.EXPIRED:
        releases.expire_due(at=AT + datetime.timedelta(days=400))
    made: Release = Release.objects.get(pk=asset.pk)
    return made


def without_fresh_check() -> AbstractContextManager[Any]:
    """Leaves the gate of the fresh check open, for words that no kit approves."""
    label, _ = gates.GATES["check"]
    return mock.patch.dict(gates.GATES, {"check": (label, lambda review, day: [])})


def make_key(
    *, markets: tuple[str, ...] = ("US", "GB"), **scope: Any
) -> tuple[ChannelKey, str]:
    """A platform's key and its plain text."""
    return delivery.issue_key(
        name=f"platform-{next(COUNTER)}",
        brands=scope.get("brands", ()),
        markets=markets,
        channels=scope.get("channels", ("email", "sms", "rep_email")),
        by=make_user("ADMINISTRATOR"),
        at=AT,
    )


def _parts(claim: ClaimVersion, label: Label, subject: str) -> tuple[Part, ...]:
    safety = label.safety_texts.get(form=SafetyForm.SHORT)
    citation = claim.citations.get(ordinal=1)
    words = subject or f"News number {next(COUNTER)} for your practice"
    ref = f"{claim.claim.key}@{claim.version}"
    source = citation.reference
    listed = f"[1] {source.citation}"
    return (
        Part(PartName.SUBJECT, (Segment(SegmentKind.COPY, words),)),
        Part(
            PartName.BODY,
            (
                Segment(SegmentKind.CLAIM, claim.text, ref),
                Segment(SegmentKind.REFERENCE, "[1]", source.ref),
            ),
        ),
        Part(
            PartName.SAFETY_INFORMATION,
            (Segment(SegmentKind.SAFETY, safety.text, f"safety-{safety.pk}"),),
        ),
        Part(PartName.FOOTER, (Segment(SegmentKind.REFERENCE, listed, source.ref),)),
    )


def _store(version: VariantVersion, made: tuple[Part, ...]) -> None:
    for ordinal, part in enumerate(made):
        row = VariantPart.objects.create(
            version=version, ordinal=ordinal, name=part.name.value, text=part.text
        )
        for place, span in enumerate(part.spans()):
            VariantSegment.objects.create(
                part=row,
                ordinal=place,
                kind=span.segment.kind.value,
                ref=span.segment.ref or "",
                start=span.start,
                end=span.end,
                text=span.segment.text,
                sha256=span.sha256,
                **_origin(version, span.segment),
            )


def _origin(version: VariantVersion, segment: Segment) -> dict[str, Any]:
    """The row that a segment's words come from."""
    key, _, number = (segment.ref or "").partition("@")
    brand_id = version.variant.family.brief.brand_id
    if segment.kind == SegmentKind.CLAIM:
        rows = ClaimVersion.objects.filter(claim__brand_id=brand_id, version=number)
        return {"claim_version": rows.get(claim__key=key)}
    if segment.kind == SegmentKind.REFERENCE:
        return {"reference": Reference.objects.get(brand_id=brand_id, key=key)}
    if segment.kind == SegmentKind.SAFETY:
        return {"safety_text_id": int(key.removeprefix("safety-"))}
    return {}

"""Pieces that say several claims and print several sources, for the second look."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction

from content_engine import pieces
from content_engine.models import CheckRecord, Variant, VariantVersion
from content_engine.pieces import Context, Part, Segment
from content_engine.vocabulary import PartName, SegmentKind
from knowledge_base.models import ClaimVersion, Label, Reference, SafetyForm
from review import releases
from review.models import Release
from review.states import ReviewState
from tests import factories

AT = factories.AT
UTC = datetime.UTC


def moment(text: str) -> datetime.datetime:
    """An ISO time; UTC where it names no zone."""
    at = datetime.datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def make_source(claim: ClaimVersion, key: str, **columns: Any) -> Reference:
    """Another source of the claim's brand, which no claim stands on."""
    return Reference.objects.create(
        brand=claim.claim.brand, key=key, citation=f"{key}.", kind="journal", **columns
    )


def make_version(
    claims: Sequence[ClaimVersion],
    printed: Sequence[Reference] = (),
    *,
    variant: Variant | None = None,
    **place: Any,
) -> VariantVersion:
    """A checked version that says these claims in this order and lists these sources.

    The sources of the claims are not printed unless they are named.
    """
    variant = variant or factories.make_variant(**place)
    brief = variant.family.brief
    label = Label.objects.in_force(brief.brand_id, brief.market, AT.date()).get()
    safety = label.safety_texts.get(form=SafetyForm.SHORT)
    said = [
        Segment(SegmentKind.CLAIM, c.text, f"{c.claim.key}@{c.version}") for c in claims
    ]
    listed = [Segment(SegmentKind.REFERENCE, r.citation, r.ref) for r in printed]
    words = f"Letter {next(factories.COUNTER)}"
    parts = (
        Part(PartName.SUBJECT, (Segment(SegmentKind.COPY, words),)),
        Part(PartName.BODY, tuple(said)),
        Part(
            PartName.SAFETY_INFORMATION,
            (Segment(SegmentKind.SAFETY, safety.text, f"safety-{safety.pk}"),),
        ),
        *([Part(PartName.FOOTER, tuple(listed))] if listed else []),
    )
    context = Context(
        brief.brand.slug, brief.market, brief.channel, brief.audience, AT.date()
    )
    version = VariantVersion.objects.create(
        variant=variant,
        number=variant.versions.count() + 1,
        content_sha256=pieces.content_sha256(context, label.version, parts),
        label=label,
        writer="composer",
        written_by=brief.requested_by,
        written_at=AT,
    )
    factories._store(version, parts)
    CheckRecord.objects.create(
        version=version, rule_pack="TEST/1", verdict="cleared", checked_at=AT
    )
    return version


def release(
    version: VariantVersion, *, by: User | None = None, at: datetime.datetime = AT
) -> Release:
    """The version's asset, by the real steps; certified where the market asks."""
    review = factories.make_review_at(ReviewState.APPROVED, version)
    if version.variant.family.brief.market == "GB":
        factories.make_certificate(review)
    person = by or factories.make_user("COORDINATOR")
    return releases.release(review_id=review.pk, by=person, at=at)


def attack(statement: str, arguments: Sequence[Any] = ()) -> str:
    """What the database says to a statement by somebody with a console.

    "" when it takes it; constraints that wait for the commit are asked at once. Nothing
    is kept in either case.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement, list(arguments))
                touched = cursor.rowcount
            connection.check_constraints()
            transaction.set_rollback(True)
    except DatabaseError as refusal:
        return str(refusal).splitlines()[0]
    return "" if touched else "no row was touched"


def lift(table: str, *triggers: str) -> None:
    """Take triggers away until the test's transaction is rolled back."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {trigger}")
            else:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")

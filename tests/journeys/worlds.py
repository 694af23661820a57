"""People, a brand, families and assets for the journeys, made by the real routes."""

import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.utils import timezone

from content_engine import variants
from content_engine.models import Family, Variant, VariantSegment, VariantVersion
from knowledge_base.profiles import importing
from review import releases
from review.models import Release, Review
from review.states import Function
from review.workflow import submitting
from tests import factories, kits
from web.demo.people import PEOPLE

PROFILES = Path(settings.BASE_DIR) / "knowledge_base/samples/hcp_profiles.jsonl"
MARA, TOMAS = "mara.lindqvist", "tomas.oyelaran"
INES, LEO, RHEA = "dr.ines.kovac", "leo.brandt", "rhea.sandoval"
OWEN, CORA, ABEL = "dr.owen.pryce", "cora.whitlock", "abel.nakamura"
LONG = datetime.timedelta(hours=2)
REVIEWERS = {Function.MEDICAL: INES, Function.LEGAL: LEO, Function.REGULATORY: RHEA}
BRIEF = {
    "brand": kits.SLUG,
    "market": "US",
    "channel": "email",
    "audience": "HCP",
    "objective": "Gout clinics know the week 24 result",
    "tones": ["clinical", "warm"],
    "themes": ["efficacy"],
    "formats": ["short"],
    "count": 2,
    "seed": 7,
    "writer": "composer",
}


def at() -> datetime.datetime:
    """What the clock of the house shows."""
    return timezone.now()


def people() -> None:
    """The demo's people, who sign in with factories.PASSWORD."""
    for person in PEOPLE:
        _person(person)


def stock() -> None:
    """The demo's people, the small brand and the sample profiles."""
    people()
    loader = factories.make_user("ADMINISTRATOR", username="loader")
    kits.load_small_kit(by=loader, at=at())
    importing.import_profiles(PROFILES, by=loader, at=at())


def family(author: User, **changes: Any) -> Family:
    """A family that answers a small brief."""
    run = variants.request({**BRIEF, **changes}, by=author, at=at())
    run = variants.carry_out(run.pk, by=author, at=at(), lease_seconds=60)
    assert run.state == "DONE", run.note
    made: Family = run.family
    return made


def review(variant: Variant, author: User) -> Review:
    """The variant's newest version in review."""
    version = variant.versions.order_by("-number")[0]
    return submitting.submit(version_id=version.pk, by=author, at=at())


def approved(review: Review, staff: dict[str, User]) -> Review:
    """The same review after all three functions approved."""
    for function, name in REVIEWERS.items():
        review = factories.decide(review, function, by=staff[name])
    return review


def released(review: Review, staff: dict[str, User]) -> Release:
    """The asset that platforms may fetch."""
    return releases.release(review_id=review.pk, by=staff[CORA], at=at())


def retitle(variant: Variant, author: User, words: str) -> VariantVersion:
    """The variant's next version, with another subject."""
    base = variant.versions.order_by("-number")[0]
    segment = VariantSegment.objects.get(
        part__version=base, part__name="subject", block_version__isnull=False
    )
    return variants.edit(base.pk, {segment.pk: words}, by=author, at=at())


def give(user: User, role: str) -> None:
    """One more role for somebody."""
    user.groups.add(Group.objects.get_or_create(name=role)[0])


def _person(person: Any) -> User:
    user = User.objects.create_user(
        person.username,
        password=factories.PASSWORD,
        first_name=person.first_name,
        last_name=person.last_name,
    )
    user.groups.add(Group.objects.get_or_create(name=person.role.value)[0])
    return user

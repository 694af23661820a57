"""Briefs, families, variants, edits: what marketers see, send and are refused."""

import re
import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from content_engine.models import (
    Brief,
    Family,
    FindingRecord,
    GenerationRun,
    InfeasibleCell,
    VariantSegment,
    VariantVersion,
)
from content_engine.vocabulary import RunState, SegmentKind
from knowledge_base.models import Brand, HcpProfile, HcpSegment, SegmentMembership
from review.models import Review
from review.states import ReleaseState, ReviewState
from tests import factories, kits
from tests.web.conftest import Come
from web.forms.marketing import BriefForm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]

OTHERS = (
    "MEDICAL",
    "LEGAL",
    "REGULATORY",
    "SIGNATORY",
    "COORDINATOR",
    "AUDITOR",
    "ADMINISTRATOR",
)
BRIEF = reverse_brief = "/briefs/new/"


@pytest.fixture
def calvoryn(db: None) -> Brand:
    by = factories.make_user("ADMINISTRATOR")
    return kits.load_small_kit(by=by, at=factories.AT)


@pytest.fixture
def people(db: None) -> list[HcpProfile]:
    segment = HcpSegment.objects.create(
        key="evidence-seeker", title="Evidence seeker", description="Reads all of it."
    )
    other = HcpSegment.objects.create(key="time-poor", title="Time poor")
    made = []
    for number, market in enumerate(("US", "US", "GB"), start=1):
        profile = HcpProfile.objects.create(
            key=f"hcp-{number}",
            name=f"Dr Number {number}",
            specialty="Rheumatology" if number == 1 else "Nephrology",
            market=market,
        )
        SegmentMembership.objects.create(profile=profile, segment=segment, weight=0.7)
        SegmentMembership.objects.create(profile=profile, segment=other, weight=0.3)
        made.append(profile)
    return made


def words_of(response: HttpResponse) -> str:
    html = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def brief_of(**changes: Any) -> dict[str, Any]:
    return {
        "brand": "calvoryn",
        "market": "US",
        "channel": "email",
        "audience": "HCP",
        "reach": "audience",
        "count": "2",
        "writer": "composer",
        **changes,
    }


def make_run(version: VariantVersion, state: RunState, **columns: Any) -> GenerationRun:
    return GenerationRun.objects.create(
        family=version.variant.family,
        state=state.value,
        writer="composer",
        queued_at=factories.AT,
        **columns,
    )


def family_address(version: VariantVersion, name: str = "family") -> str:
    return reverse(f"marketing:{name}", args=[version.variant.family.uid])


def address(version: VariantVersion, name: str = "variant") -> str:
    return reverse(f"marketing:{name}", args=[version.variant.uid])


# the brief


@pytest.mark.parametrize("role", OTHERS)
def test_only_a_marketer_writes_briefs(come: Come, role: str) -> None:
    response = come(role).get(BRIEF)
    assert response.status_code == 403
    assert "Only a brand marketer (requester) may do this." in words_of(response)


def test_without_a_brand_the_page_says_what_to_do(come: Come) -> None:
    text = words_of(come("REQUESTER").get(BRIEF))
    assert "There is no brand yet." in text
    assert "load_kit" in text


def test_the_brief_offers_only_what_supply_holds(come: Come, calvoryn: Brand) -> None:
    form: BriefForm = come("REQUESTER").get(BRIEF).context["form"]
    offered = {name: [key for key, _ in form.fields[name].choices] for name in form.fields if hasattr(form.fields[name], "choices")}  # type: ignore[attr-defined]
    assert offered["channel"] == ["email", "rep_email", "sms"]
    assert offered["tones"] == ["clinical", "warm"]
    assert "efficacy" in offered["themes"]
    assert offered["formats"] == ["short", "standard", "long"]
    assert offered["writer"] == ["composer"]
    assert "fewer-flares" in offered["claims"]
    assert "year-one-extension" not in offered["claims"]


def test_the_language_model_is_offered_where_it_is_configured(
    come: Come, calvoryn: Brand, settings: Settings
) -> None:
    settings.OPENAI_API_KEY = "key-for-tests"
    text = words_of(come("REQUESTER").get(BRIEF))
    assert "Language model" in text


def test_the_place_decides_the_choices(
    come: Come, calvoryn: Brand, people: list[HcpProfile]
) -> None:
    client = come("REQUESTER")
    american = client.get(BRIEF)
    assert "Dr Number 1" in words_of(american)
    assert "Dr Number 3" not in words_of(american)
    british = client.post(BRIEF, brief_of(market="GB", refresh="1", objective="Calm"))
    assert british.status_code == 200
    assert "Dr Number 3" in words_of(british)
    assert "Dr Number 1" not in words_of(british)
    assert 'value="Calm"' in british.content.decode()
    assert not Brief.objects.exists()


def test_an_sms_offers_no_long_format(come: Come, calvoryn: Brand) -> None:
    response = come("REQUESTER").post(BRIEF, brief_of(channel="sms", refresh="1"))
    form = response.context["form"]
    assert [key for key, _ in form.fields["formats"].choices] == ["short", "standard"]


def test_a_patient_audience_has_no_professionals(
    come: Come, calvoryn: Brand, people: list[HcpProfile]
) -> None:
    response = come("REQUESTER").post(BRIEF, brief_of(audience="PATIENT", refresh="1"))
    assert "Nobody is known for this market and audience" in words_of(response)
    assert "No claim may be used here today." in words_of(response)


def test_professionals_are_grouped_and_found(
    come: Come, calvoryn: Brand, people: list[HcpProfile]
) -> None:
    client = come("REQUESTER")
    groups = client.get(BRIEF).context["groups"]
    assert [(group.title, len(group.rows)) for group in groups] == [
        ("Evidence seeker", 2)
    ]
    assert "70% evidence seeker + 30% time poor" in groups[0].rows[0].detail
    found = client.post(BRIEF, brief_of(refresh="1", find_hcp="nephro"))
    assert [row.key for row in found.context["groups"][0].rows] == ["hcp-2"]
    kept = client.post(
        BRIEF, brief_of(refresh="1", find_hcp="nephro", hcps=["hcp-1"])
    )
    assert [row.key for row in kept.context["groups"][0].rows] == ["hcp-1", "hcp-2"]
    nobody = client.post(BRIEF, brief_of(refresh="1", find_hcp="dentist"))
    assert "Nobody fits these words." in words_of(nobody)


def test_a_profile_without_segments_is_still_offered(
    come: Come, calvoryn: Brand
) -> None:
    HcpProfile.objects.create(key="new", name="Dr New", market="US")
    assert "No segment yet" in words_of(come("REQUESTER").get(BRIEF))


def test_a_swap_returns_only_the_choices(come: Come, calvoryn: Brand) -> None:
    response = come("REQUESTER").post(
        BRIEF, brief_of(refresh="1"), headers={"HX-Request": "true"}
    )
    assert response.content.decode().strip().startswith('<div id="choices"')


FAULTS = [
    ({"brand": "nothing"}, "brand"),
    ({"market": "DE"}, "market"),
    ({"channel": "banner"}, "channel"),
    ({"audience": "NOBODY"}, "audience"),
    ({"tones": ["shouting"]}, "tones"),
    ({"themes": ["nonsense"]}, "themes"),
    ({"formats": ["endless"]}, "formats"),
    ({"claims": ["unknown-claim"]}, "claims"),
    ({"count": "0"}, "count"),
    ({"count": "1000"}, "count"),
    ({"count": "many"}, "count"),
    ({"count": ""}, "count"),
    ({"writer": "openai"}, "writer"),
    ({"reach": "chosen"}, "hcps"),
    ({"hcps": ["nobody"]}, "hcps"),
    ({"objective": "x" * 501}, "objective"),
]


@pytest.mark.parametrize(("change", "field"), FAULTS)
def test_a_faulty_brief_is_refused_beside_the_field(
    come: Come, calvoryn: Brand, change: dict[str, Any], field: str
) -> None:
    response = come("REQUESTER").post(BRIEF, brief_of(**change))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "This brief cannot be followed yet." in words_of(response)
    assert not Brief.objects.exists()


def test_faults_of_the_engine_stand_beside_their_fields(
    come: Come, calvoryn: Brand
) -> None:
    form = come("REQUESTER").get(BRIEF).context["form"]
    bound = type(form)(
        brief_of(),
        offered=form.offered,
        place={},
    )
    assert bound.is_valid()
    bound.blame(["tones: nothing fits.", "key_messages: too many.", "seed: no number."])
    assert bound.errors["tones"] == ["Nothing fits."]
    assert bound.errors["words"] == ["Too many."]
    assert bound.non_field_errors() == ["seed: no number."]

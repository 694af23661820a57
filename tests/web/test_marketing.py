"""Briefs, families, variants, edits: what marketers see, send and are refused."""

import datetime
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from content_engine import variants
from content_engine.briefs import BriefFaultsError
from content_engine.models import (
    Brief,
    Family,
    FindingRecord,
    GenerationRun,
    InfeasibleCell,
    Variant,
    VariantSegment,
    VariantVersion,
)
from content_engine.vocabulary import RunState, SegmentKind
from knowledge_base.models import Brand, HcpProfile, HcpSegment, SegmentMembership
from review.models import Review
from review.states import Function, ReleaseState, ReviewState, ReviewVerdict
from tests import factories, kits
from tests.web.conftest import Come

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
BRIEF = "/briefs/new/"


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


def words_of(response: Any) -> str:
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


def choices_of(response: Any, name: str) -> list[str]:
    return [key for key, _ in response.context["form"].fields[name].choices]


def test_the_brief_offers_only_what_supply_holds(come: Come, calvoryn: Brand) -> None:
    page = come("REQUESTER").get(BRIEF)
    assert choices_of(page, "channel") == ["email", "rep_email", "sms"]
    assert choices_of(page, "tones") == ["clinical", "warm"]
    assert "efficacy" in choices_of(page, "themes")
    assert choices_of(page, "formats") == ["short", "standard", "long"]
    assert choices_of(page, "writer") == ["composer"]
    assert "fewer-flares" in choices_of(page, "claims")
    assert "year-one-extension" not in choices_of(page, "claims")


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
    assert choices_of(response, "formats") == ["short", "standard"]


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
    kept = client.post(BRIEF, brief_of(refresh="1", find_hcp="nephro", hcps=["hcp-1"]))
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
    come: Come, calvoryn: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = ["tones: nothing fits.", "key_messages: too many.", "seed: no number."]

    def refuse(*_: Any, **__: Any) -> None:
        raise BriefFaultsError(faults)

    monkeypatch.setattr(variants, "request", refuse)
    response = come("REQUESTER").post(BRIEF, brief_of())
    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors["tones"] == ["Nothing fits."]
    assert form.errors["words"] == ["Too many."]
    assert form.non_field_errors() == ["seed: no number."]
    assert "seed: no number." in words_of(response)


def test_a_brief_becomes_a_family(
    come: Come,
    calvoryn: Brand,
    people: list[HcpProfile],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = factories.make_user("REQUESTER")
    client = come(user=person)
    sent = brief_of(
        reach="chosen",
        hcps=["hcp-1"],
        tones=["warm"],
        claims=["fewer-flares"],
        words="low urate\n\n",
        objective="Show the flares",
        expected_value="40 samples",
    )
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(BRIEF, sent)
    family = Family.objects.get()
    assert response.status_code == 302
    assert response["Location"] == reverse("marketing:family", args=[family.uid])
    content = family.brief.content
    assert content["hcps"] == ["hcp-1"]
    assert content["key_messages"] == ["fewer-flares", "low urate"]
    assert content["tones"] == ["warm"]
    assert content["expected_value"] == "40 samples"
    assert family.runs.get().state == RunState.DONE
    page = words_of(client.get(response["Location"]))
    assert "Show the flares" in page
    assert "Dr Number 1" in page
    assert "Variant 1" in page
    assert "Send all cleared to review" in page


def test_the_whole_audience_names_nobody(
    come: Come, calvoryn: Brand, people: list[HcpProfile]
) -> None:
    come("REQUESTER").post(BRIEF, brief_of(hcps=["hcp-1"]))
    assert Brief.objects.get().content["hcps"] == []


# families


@pytest.mark.parametrize("role", ["REQUESTER", *OTHERS])
def test_everybody_sees_families(come: Come, role: str) -> None:
    version = factories.make_version()
    make_run(version, RunState.DONE)
    response = come(role).get("/families/")
    assert "Testavra E-mail" in words_of(response)
    assert "Done" in words_of(response)


@pytest.mark.parametrize(
    ("role", "step"),
    [("REQUESTER", "Write the first brief"), ("LEGAL", "Browse the claims")],
)
def test_no_family_yet(come: Come, role: str, step: str) -> None:
    text = words_of(come(role).get("/families/"))
    assert "No family has been written yet." in text
    assert step in text


@pytest.mark.parametrize("size", [2, 10])
def test_queries_of_families_do_not_grow(
    come: Come, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(size):
        make_run(factories.make_version(), RunState.DONE)
    client = come("AUDITOR")
    with django_assert_max_num_queries(10):
        client.get("/families/")


@pytest.mark.parametrize("name", ["family", "progress"])
def test_an_unknown_family_is_not_found(come: Come, name: str) -> None:
    path = reverse(f"marketing:{name}", args=[uuid.uuid4()])
    assert come("LEGAL").get(path).status_code == 404


def test_an_unknown_family_cannot_be_sent_or_run(come: Come) -> None:
    client = come("REQUESTER")
    for name in ("submit_family", "run_again"):
        path = reverse(f"marketing:{name}", args=[uuid.uuid4()])
        assert client.post(path).status_code == 404


# one family


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.RUNNING])
def test_progress_goes_on_while_a_run_is_open(come: Come, state: RunState) -> None:
    version = factories.make_version()
    make_run(
        version,
        state,
        done_cells=3,
        total_cells=8,
        leased_until=factories.AT + datetime.timedelta(minutes=1),
        attempts=2,
        note="The worker went silent; the run was taken up again.",
    )
    client = come("REQUESTER")
    response = client.get(family_address(version, "progress"))
    html = response.content.decode()
    assert response.status_code == 200
    assert html.strip().startswith('<div id="state"')
    assert "every 1s" in html
    assert '<progress max="8" value="3"' in html
    text = words_of(client.get(family_address(version)))
    assert "3 of 8 variants composed and checked." in text
    assert "this is attempt 2" in text
    assert "Look again" in text


def test_before_the_first_count_the_bar_has_no_end(come: Come) -> None:
    version = factories.make_version()
    make_run(version, RunState.QUEUED)
    html = come("REQUESTER").get(family_address(version)).content.decode()
    assert '<progress aria-label="Variants composed">' in html


@pytest.mark.parametrize("state", [RunState.DONE, RunState.FAILED])
def test_progress_ends_with_the_run(come: Come, state: RunState) -> None:
    version = factories.make_version()
    make_run(version, state)
    response = come("REQUESTER").get(family_address(version, "progress"))
    assert response.status_code == 286
    assert "every 1s" not in response.content.decode()


def test_a_failed_run_says_why_and_can_start_again(
    come: Come,
    calvoryn: Brand,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = come("REQUESTER")
    client.post(BRIEF, brief_of())
    run = GenerationRun.objects.get()
    run.state, run.note = RunState.FAILED, "The writer did not answer in 30 s."
    run.save()
    address = reverse("marketing:family", args=[run.family.uid])
    text = words_of(client.get(address))
    assert "The run failed, and nothing of it was kept" in text
    assert "The writer did not answer in 30 s." in text
    again = reverse("marketing:run_again", args=[run.family.uid])
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(again, follow=True)
    assert "Started again." in words_of(response)
    assert GenerationRun.objects.order_by("-pk")[0].state == RunState.DONE


def test_who_may_not_start_again_is_told(come: Come) -> None:
    version = factories.make_version()
    make_run(version, RunState.FAILED)
    client = come("LEGAL")
    assert "This step is for the role requester." in words_of(
        client.get(family_address(version))
    )
    assert client.post(family_address(version, "run_again")).status_code == 403


def test_a_run_that_did_not_fail_is_not_started_again(come: Come) -> None:
    version = factories.make_version()
    make_run(version, RunState.DONE)
    response = come("REQUESTER").post(family_address(version, "run_again"))
    assert response.status_code == 409
    assert "The last run has not failed" in words_of(response)


def test_a_family_without_a_run_says_so(come: Come) -> None:
    version = factories.make_version()
    text = words_of(come("REQUESTER").get(family_address(version)))
    assert "Nobody started a run for this brief." in text


def test_a_dead_worker_loses_the_run_when_the_page_is_opened(come: Come) -> None:
    version = factories.make_version()
    run = make_run(
        version,
        RunState.RUNNING,
        attempts=3,
        leased_until=factories.AT - datetime.timedelta(seconds=1),
    )
    text = words_of(come("REQUESTER").get(family_address(version)))
    assert "The worker went silent 3 times; nothing was stored." in text
    run.refresh_from_db()
    assert run.state == RunState.FAILED


def test_claims_are_marked_and_lead_to_their_evidence(come: Come) -> None:
    version = factories.make_version()
    make_run(version, RunState.DONE)
    segment = VariantSegment.objects.get(kind=SegmentKind.CLAIM)
    for path in (family_address(version), address(version)):
        html = come("LEGAL").get(path).content.decode()
        anchor = f"evidence-{segment.claim_version_id}"
        assert f'<a class="seg-claim" href="#{anchor}"' in html
        assert f'id="{anchor}"' in html
        assert segment.claim_version is not None
        key = segment.claim_version.claim.key
        assert reverse("knowledge:claim", args=["testavra", key]) in html
        assert "Test A. J Test. 2025." in html


def test_hostile_words_are_escaped(come: Come) -> None:
    version = factories.make_version(subject="<script>alert(1)</script>")
    make_run(version, RunState.DONE)
    for path in (family_address(version), address(version), address(version, "edit")):
        html = come("REQUESTER").get(path).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_side_by_side(come: Come) -> None:
    version = factories.make_version(subject="One of a kind")
    make_run(version, RunState.DONE, origin={"diversity": {"self_bleu4": 0.137}})
    path = family_address(version) + "?view=table"
    text = words_of(come("LEGAL").get(path))
    assert "Subject One of a kind" in text
    assert "self-BLEU-4 0.14" in text


def test_a_part_that_only_one_variant_has_leaves_a_gap(come: Come) -> None:
    version = factories.make_version()
    other = Variant.objects.create(
        family=version.variant.family,
        ordinal=2,
        tone="warm",
        theme="efficacy",
        format="short",
    )
    second = factories.make_version(variant=other)
    VariantSegment.objects.filter(part__version=second, part__name="subject").delete()
    second.parts.filter(name="subject").delete()
    make_run(version, RunState.DONE)
    text = words_of(come("LEGAL").get(family_address(version) + "?view=table"))
    assert "none" in text


def test_findings_stand_with_citation_and_suggestion(come: Come) -> None:
    version = factories.make_version(blocks=("Nobody approved these words.",))
    FindingRecord.objects.update(
        part="body", text="cures", citation="21 CFR 202.1", suggestion="Leave it out."
    )
    make_run(version, RunState.DONE)
    for path in (family_address(version), address(version)):
        text = words_of(come("LEGAL").get(path))
        assert "Gate: blocked" in text
        assert "Nobody approved these words." in text
        assert "Suggestion: Leave it out." in text
        assert "21 CFR 202.1" in text
        assert "in body" in text


def test_what_could_not_be_composed_is_listed(come: Come) -> None:
    variant = factories.make_variant()
    run = GenerationRun.objects.create(
        family=variant.family,
        state=RunState.DONE.value,
        writer="composer",
        queued_at=factories.AT,
    )
    InfeasibleCell.objects.create(
        run=run,
        tone="warm",
        theme="onset",
        format="long",
        hcp="hcp-1",
        reason="Too few openings in the tone warm.",
    )
    path = reverse("marketing:family", args=[variant.family.uid])
    text = words_of(come("REQUESTER").get(path))
    assert "Nothing could be composed." in text
    assert "Warm × Onset × Long × hcp-1 : Too few openings" in text


def test_an_unchecked_version_says_so(come: Come) -> None:
    version = factories.make_version()
    version.checks.all().delete()
    text = words_of(come("REQUESTER").get(address(version)))
    assert "Not checked yet" in text
    assert "This version was not checked yet" in text


@pytest.mark.parametrize("size", [2, 10])
def test_queries_of_a_family_do_not_grow(
    come: Come, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = factories.make_version()
    make_run(first, RunState.DONE)
    for ordinal in range(2, size + 1):
        variant = Variant.objects.create(
            family=first.variant.family,
            ordinal=ordinal,
            tone="warm",
            theme="efficacy",
            format="short",
        )
        factories.make_version(variant=variant)
    client = come("REQUESTER")
    with django_assert_max_num_queries(28):
        client.get(family_address(first))


# sending to review


def test_one_variant_is_sent(come: Come) -> None:
    version = factories.make_version()
    person = version.variant.family.brief.requested_by
    response = come(user=person).post(address(version, "submit"), follow=True)
    assert response.redirect_chain[0][0] == address(version)
    text = words_of(response)
    assert "Sent to review" in text
    assert "In review" in text
    assert "This version is in review already." in text
    assert "sent version 1 to review, round 1" in text
    assert Review.objects.get().state == ReviewState.IN_REVIEW


def test_a_blocked_variant_is_not_sent(come: Come) -> None:
    version = factories.make_version(blocks=("Nobody approved these words.",))
    client = come("REQUESTER")
    page = client.get(address(version))
    assert 'aria-disabled="true"' in page.content.decode()
    assert "EV-01: Nobody approved these words." in words_of(page)
    response = client.post(address(version, "submit"))
    assert response.status_code == 422
    assert not Review.objects.exists()


@pytest.mark.parametrize("role", OTHERS)
def test_only_a_marketer_sends_and_edits(come: Come, role: str) -> None:
    version = factories.make_version()
    client = come(role)
    assert client.post(address(version, "submit")).status_code == 403
    assert client.get(address(version, "edit")).status_code == 403
    assert client.post(family_address(version, "submit_family")).status_code == 403
    html = client.get(address(version)).content.decode()
    assert html.count('aria-disabled="true"') == 2


def test_all_cleared_are_sent_and_the_rest_is_named(come: Come) -> None:
    good = factories.make_version()
    family = good.variant.family
    for ordinal, blocks in ((2, ()), (3, ("Not approved.",))):
        variant = Variant.objects.create(
            family=family, ordinal=ordinal, tone="warm", theme="onset", format="long"
        )
        factories.make_version(variant=variant, blocks=blocks)
    make_run(good, RunState.DONE)
    client = come("REQUESTER")
    text = words_of(client.post(family_address(good, "submit_family"), follow=True))
    assert "2 variants were sent to review." in text
    assert "Variant 3 stays:" in text
    assert Review.objects.count() == 2
    again = words_of(client.post(family_address(good, "submit_family"), follow=True))
    assert "No variant can be sent: each says why." in again


def test_one_of_one_is_sent(come: Come) -> None:
    version = factories.make_version()
    make_run(version, RunState.DONE)
    client = come("REQUESTER")
    text = words_of(client.post(family_address(version, "submit_family"), follow=True))
    assert "1 variant was sent to review." in text
    assert "This version is in review already." in text


@pytest.mark.parametrize("name", ["submit", "submit_family", "run_again"])
def test_writes_need_a_post(come: Come, name: str) -> None:
    version = factories.make_version()
    known = family_address if name != "submit" else address
    assert come("REQUESTER").get(known(version, name)).status_code == 405


# one variant


@pytest.mark.parametrize(
    ("state", "label"),
    [
        (ReviewState.APPROVED, "Approved"),
        (ReviewState.CHANGES_REQUESTED, "Changes requested"),
        (ReviewState.REJECTED, "Rejected"),
        (ReviewState.CANCELLED, "Review taken back"),
    ],
)
def test_the_state_of_review_is_shown(
    come: Come, state: ReviewState, label: str
) -> None:
    review = factories.make_review_at(state)
    assert label in words_of(come("REQUESTER").get(address(review.version)))


def test_a_released_variant_leads_to_its_asset(come: Come) -> None:
    asset = factories.make_release(ReleaseState.SUSPENDED)
    version = asset.review.version
    response = come("REQUESTER").get(address(version))
    assert "Suspended" in words_of(response)
    assert reverse("releasing:asset", args=[asset.uid]) in response.content.decode()


def test_a_reviewer_does_not_read_others_verdicts_in_the_history(come: Come) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    factories.decide(review, Function.LEGAL, ReviewVerdict.APPROVE)
    path = address(review.version)
    assert "decided for legal: approve" not in words_of(come("MEDICAL").get(path))
    assert "decided for legal: approve" in words_of(come("REQUESTER").get(path))


def test_an_earlier_version_is_marked(come: Come) -> None:
    old = factories.make_version()
    factories.make_version(variant=old.variant)
    client = come("REQUESTER")
    text = words_of(client.get(address(old) + "?version=1"))
    assert "This is an earlier version." in text
    assert "A newer version of this variant exists: submit that one." in text
    assert "Version 2" in words_of(client.get(address(old)))
    assert client.get(address(old) + "?version=9").status_code == 404
    assert client.get(address(old) + "?version=x").status_code == 200


@pytest.mark.parametrize("name", ["variant", "preview", "edit", "submit"])
def test_an_unknown_variant_is_not_found(come: Come, name: str) -> None:
    path = reverse(f"marketing:{name}", args=[uuid.uuid4()])
    client = come("REQUESTER")
    send = client.post if name == "submit" else client.get
    assert send(path).status_code == 404


def test_the_mail_stands_alone_under_its_own_policy(come: Come) -> None:
    version = factories.make_version(subject="Calm weeks")
    response = come("LEGAL").get(address(version, "preview"))
    assert "Calm weeks" in response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "sandbox" in policy
    page = come("LEGAL").get(address(version))
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    assert 'sandbox=""' in page.content.decode()


def test_a_text_message_is_shown_as_on_a_phone(come: Come) -> None:
    version = factories.make_version(channel="sms", subject="Calm weeks")
    client = come("LEGAL")
    html = client.get(address(version)).content.decode()
    assert 'class="phone"' in html
    assert "parts," in html
    assert "<iframe" not in html
    assert client.get(address(version, "preview")).status_code == 404


# editing


@pytest.fixture
def written(
    come: Come,
    calvoryn: Brand,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> VariantVersion:
    with django_capture_on_commit_callbacks(execute=True):
        come("REQUESTER").post(BRIEF, brief_of(count="1", tones=["warm"]))
    return VariantVersion.objects.get()


def fields_of(client: Client, version: VariantVersion) -> dict[str, str]:
    form = client.get(address(version, "edit")).context["form"]
    return {name: form[name].value() for name in form.fields}


def test_only_open_stretches_have_fields(come: Come, written: VariantVersion) -> None:
    typed = fields_of(come("REQUESTER"), written)
    keys = {int(name.partition("_")[2]) for name in typed if name != "expected_sha256"}
    rows = VariantSegment.objects.filter(part__version=written)
    assert keys == {
        row.pk
        for row in rows
        if row.block_version_id or (row.kind == SegmentKind.COPY and row.text.strip())
    }
    assert keys


def test_saving_makes_a_checked_version(come: Come, written: VariantVersion) -> None:
    client = come("REQUESTER")
    typed = fields_of(client, written)
    name = next(name for name in typed if name != "expected_sha256")
    typed[name] = "For the gout clinic on your street"
    response = client.post(address(written, "edit"), typed, follow=True)
    text = words_of(response)
    assert "Saved as version 2 and checked again." in text
    assert "edited version 1 into version 2" in text
    assert "For the gout clinic on your street" in text
    newest = VariantVersion.objects.order_by("-number")[0]
    assert newest.number == 2
    assert newest.checks.exists()


def test_saving_the_same_words_changes_nothing(
    come: Come, written: VariantVersion
) -> None:
    client = come("REQUESTER")
    typed = fields_of(client, written)
    response = client.post(address(written, "edit"), typed, follow=True)
    assert "Nothing was changed, so there is no new version." in words_of(response)
    assert VariantVersion.objects.count() == 1


def test_a_stale_page_is_refused(come: Come, written: VariantVersion) -> None:
    client = come("REQUESTER")
    typed = fields_of(client, written)
    name = next(name for name in typed if name != "expected_sha256")
    client.post(address(written, "edit"), {**typed, name: "First words"})
    response = client.post(address(written, "edit"), {**typed, name: "Late words"})
    assert response.status_code == 409
    assert "Somebody edited this variant" in words_of(response)
    assert VariantVersion.objects.count() == 2


WORDS = [
    ("", "This stretch cannot be left empty."),
    (" ", "This stretch cannot be left empty."),
    ("Two\nlines", "no line breaks, brackets or markup"),
    ("Dear {{firstName}}", "is not allowed"),
    ("x" * 500, "characters"),
]


@pytest.mark.parametrize(("words", "sentence"), WORDS)
def test_unusable_words_are_refused_beside_the_form(
    come: Come, written: VariantVersion, words: str, sentence: str
) -> None:
    client = come("REQUESTER")
    typed = fields_of(client, written)
    name = next(name for name in typed if name != "expected_sha256")
    response = client.post(address(written, "edit"), {**typed, name: words})
    assert response.status_code == 422
    assert sentence in words_of(response)
    assert VariantVersion.objects.count() == 1

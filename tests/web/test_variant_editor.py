"""The editor on a variant's page: by role, without a script, with nothing lost."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from content_engine import supplies, variants
from content_engine.models import VariantSegment, VariantVersion
from content_engine.pieces import Context
from content_engine.supplies import NoSafetyTextError
from content_engine.supply import Surroundings
from knowledge_base import claims
from knowledge_base.models import BrandMarket, ClaimVersion, LedgerEntry
from review.states import Role
from tests import factories, kits
from tests.web import check_worlds, markup
from tests.web.check_worlds import AT, OTHERS, House, counts
from web.views.editing import OVERTAKEN, OVERTAKEN_MEANWHILE

pytestmark = pytest.mark.django_db

FLARES = str(kits.CLAIMS[1]["text"])
BENT = FLARES.replace("2.6", "3.6")
TARGET = str(kits.CLAIMS[0]["text"])
EQUAL = TARGET.replace("61%", "61 per cent").replace("32%", "32 per cent")
HOSTILE = "<script>alert('x')</script> \"&\""
BRIEF = {
    "brand": kits.SLUG,
    "market": "US",
    "channel": "email",
    "audience": "HCP",
    "tones": ["warm"],
    "themes": ["efficacy"],
    "formats": ["short"],
    "count": 1,
    "seed": 7,
    "writer": "composer",
}


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    with check_worlds.shared(django_db_blocker) as built:
        by = built.people[Role.REQUESTER]
        run = variants.request(BRIEF, by=by, at=AT)
        variants.carry_out(run.pk, by=by, at=AT, lease_seconds=60)
        built.versions["mail"] = VariantVersion.objects.get(variant__family=run.family)
        yield built


def address(house: House, name: str = "edit") -> str:
    return reverse(f"marketing:{name}", args=[house.versions["mail"].variant.uid])


def typed(house: House) -> dict[str, str]:
    """The form as the page gives it."""
    form = house.come().get(address(house)).context["form"]
    return {name: form[name].value() for name in form.fields}


def first(sent: dict[str, str], part: str = "body") -> str:
    """The name of the first field of a part."""
    keys = [int(name.partition("_")[2]) for name in sent if name[:7] == "segment"]
    rows = VariantSegment.objects.filter(pk__in=keys, part__name=part)
    return f"segment_{rows.order_by('ordinal')[0].pk}"


def field_after(sent: dict[str, str], name: str) -> str:
    """The name of the field after another one of the same part."""
    segment = VariantSegment.objects.get(pk=name.partition("_")[2])
    keys = [int(key.partition("_")[2]) for key in sent if key[:7] == "segment"]
    rows = VariantSegment.objects.filter(pk__in=keys, part=segment.part)
    return (
        f"segment_{rows.filter(ordinal__gt=segment.ordinal).order_by('ordinal')[0].pk}"
    )


def post(house: House, sent: dict[str, str], name: str = "edit", **deed: str) -> Any:
    return house.come().post(address(house, name), {**sent, **deed})


def words(response: Any) -> str:
    return " ".join(
        html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split()
    )


def value(response: Any, name: str) -> str:
    found = re.search(
        rf'<textarea name="{name}"[^>]*>\n?(.*?)</textarea>',
        response.content.decode(),
        re.DOTALL,
    )
    assert found
    return html.unescape(found[1])


def key_of(response: Any, deed: str) -> str:
    found = re.search(rf'name="{deed}" value="([^"]*)"', response.content.decode())
    assert found
    return found[1]


# The page


def test_the_page_is_checked_when_it_opens(house: House) -> None:
    response = house.come().get(address(house))
    assert "Gate: nothing found against it" in words(response)
    text = response.content.decode()
    assert '<mark class="as-exact" title="Approved wording">' in text
    assert 'class="seg-claim" title="Approved claim ' in text
    page = markup.Page(text)
    assert page.faults == []
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))


def test_both_editors_are_one(house: House) -> None:
    for path in (address(house), "/check/"):
        response = house.come().get(path)
        names = {template.name for template in response.templates}
        assert {"checks/board.html", "checks/_notes.html"} <= names
        assert 'src="/static/web/check.js"' in response.content.decode()


@pytest.mark.parametrize("name", ["edit", "edit_result"])
@pytest.mark.parametrize("role", [*OTHERS, Role.MEDICAL, Role.COORDINATOR])
def test_only_marketers_edit(house: House, role: Role, name: str) -> None:
    sent, before = typed(house), counts()
    response = house.come(role).post(address(house, name), sent)
    assert response.status_code == 403
    assert counts() == before


def test_what_cannot_be_checked_is_read_and_kept_and_says_why(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, sentence = typed(house), "The label 2 has no short safety information."

    def refuse(market: BrandMarket, context: Context) -> Surroundings:
        raise NoSafetyTextError(sentence)

    monkeypatch.setattr(supplies, "surroundings", refuse)
    page = house.come().get(address(house))
    assert page.status_code == 200
    assert f"Not checked: {sentence}" in words(page)
    assert 'class="seg-claim"' in page.content.decode()
    sent[first(sent)] = "Words of mine."
    for deed in ("save", "check"):
        response = post(house, sent, **{deed: ""})
        assert response.status_code == 422
        assert sentence in words(response)
        assert value(response, first(sent)) == "Words of mine."


# Checking without saving


def test_a_check_says_what_the_part_of_the_page_says(house: House) -> None:
    sent = typed(house)
    sent[first(sent)] = BENT
    page, part = post(house, sent, check=""), post(house, sent, "edit_result")
    assert page.status_code == part.status_code == 200
    for response in (page, part):
        told = words(response)
        assert "Gate: blocked" in told
        assert "This is not the approved wording of fewer-flares@1" in told
        assert "Nearest approved wording fewer-flares@1" in told
    assert "<html" not in part.content.decode()
    assert part["Cache-Control"] == "no-store"
    assert value(page, first(sent)) == BENT


def test_a_check_stores_nothing(house: House) -> None:
    sent, before = typed(house), counts()
    sent[first(sent)] = f"{BENT} {HOSTILE}"
    post(house, sent, check="")
    post(house, sent, "edit_result")
    assert counts() == before


@pytest.mark.parametrize("deed", ["check", "save"])
def test_unusable_words_are_told_and_kept(house: House, deed: str) -> None:
    sent = typed(house)
    sent[first(sent)] = HOSTILE
    response = post(house, sent, **{deed: ""})
    assert response.status_code == 422
    assert "Write plain words: no line breaks, brackets or markup." in words(response)
    assert ("Nothing was saved." in words(response)) == (deed == "save")
    assert value(response, first(sent)) == HOSTILE
    assert "<script>alert" not in response.content.decode()


def test_a_longer_mail_asks_the_database_no_more(
    house: House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, sent = house.come(), typed(house)
    for text in ("Good to know.", " ".join([BENT, "It works."] * 10)):
        sent[first(sent)] = text
        with django_assert_max_num_queries(60):
            client.post(address(house, "edit_result"), sent)


# Use this wording


def test_a_wording_takes_the_place_of_the_statement_alone(house: House) -> None:
    sent = typed(house)
    sent[first(sent)] = f"Good to know 😀. {BENT} Thank you."
    use = key_of(post(house, sent, check=""), "use")
    response = post(house, sent, use=use)
    assert response.status_code == 200
    assert value(response, first(sent)) == f"Good to know 😀. {FLARES} Thank you."
    assert "Nearest approved wording" not in words(response)
    assert VariantVersion.objects.count() == 1


@pytest.mark.parametrize("use", ["", "body:0:4", "segment_1:0:4", "::", HOSTILE])
def test_a_text_that_moved_is_not_replaced(house: House, use: str) -> None:
    sent = typed(house)
    sent[first(sent)] = BENT
    response = post(house, sent, use=use)
    assert response.status_code == 422
    assert "so nothing was replaced: look again." in words(response)
    assert value(response, first(sent)) == BENT


# Accepting an equivalent wording


@pytest.mark.parametrize("where", ["edit", "check"])
def test_an_equivalent_statement_is_accepted_in_one_click(
    house: House, where: str
) -> None:
    if where == "edit":
        sent: dict[str, Any] = typed(house)
        field, path = first(sent), address(house)
        sent[field] = EQUAL
    else:
        sent, field, path = check_worlds.form(body=EQUAL), "body", "/check/"
    client = house.come()
    page = client.post(path, {**sent, "check": ""})
    assert "Same in other words" in words(page)
    assert "This drafts the next revision of urate-target@1" in words(page)
    key = key_of(page, "accept")
    response = client.post(path, {**sent, "accept": key})
    assert response.status_code == 200
    assert "urate-target@2 is drafted with these words" in words(response)
    assert value(response, field) == EQUAL
    waits = "This wording waits for approval in urate-target@2 already."
    assert waits in words(response)
    draft = ClaimVersion.objects.get(claim__key="urate-target", version=2)
    assert draft.drafted_by == house.people[Role.REQUESTER].username
    assert draft.variations.filter(text=EQUAL).exists()
    factories.approve_claim(draft)
    again = client.post(path, {**sent, "check": ""})
    assert '<mark class="as-equivalent' not in again.content.decode()
    assert "Accept as a variation" not in words(again)


def test_a_second_click_says_that_it_waits(house: House) -> None:
    sent = check_worlds.form(body=EQUAL)
    client = house.come()
    key = key_of(client.post("/check/", sent), "accept")
    client.post("/check/", {**sent, "accept": key})
    before = LedgerEntry.objects.count()
    response = client.post("/check/", {**sent, "accept": key})
    assert response.status_code == 422
    assert "waits for approval in urate-target@2 already" in words(response)
    assert LedgerEntry.objects.count() == before


def test_who_may_not_accept_is_told_beside_the_words(house: House) -> None:
    sent = check_worlds.form(body=EQUAL)
    page = house.come(Role.LEGAL).post("/check/", sent)
    sentence = "This step is for the role coordinator or medical or regulatory or"
    assert sentence in words(page)
    assert 'name="accept"' not in page.content.decode()
    key = f"body:0:{len(EQUAL)}"
    response = house.come(Role.LEGAL).post("/check/", {**sent, "accept": key})
    assert response.status_code == 403
    assert sentence in words(response)
    assert claims.approved_version(kits.SLUG, "urate-target").version == 1


@pytest.mark.parametrize("key", ["", "body:0:5", "subject:0:9", "x"])
def test_only_a_statement_of_the_text_is_accepted(house: House, key: str) -> None:
    before = counts()
    sent = check_worlds.form(body=EQUAL)
    response = house.come().post("/check/", {**sent, "accept": key})
    assert response.status_code == 422
    assert "The text has changed meanwhile" in words(response)
    assert counts() == before


def test_what_says_something_else_is_not_offered(house: House) -> None:
    page = house.come().post("/check/", check_worlds.form(body=BENT))
    assert "Accept as a variation" not in words(page)


# Somebody was quicker


def overtake(house: House, part: str, text: str) -> None:
    """Somebody else saves other words for the first stretch of a part."""
    sent = typed(house)
    sent[first(sent, part)] = text
    assert post(house, sent).status_code == 302


def test_words_for_an_older_version_stand_in_the_newest(house: House) -> None:
    sent = typed(house)
    overtake(house, "subject", "Other words for the clinic")
    sent[first(sent)] = "Words of mine."
    before = counts()
    response = post(house, sent)
    assert response.status_code == 409
    assert OVERTAKEN in words(response)
    assert counts() == before
    form = response.context["form"]
    now = {name: form[name].value() for name in form.fields}
    assert now[first(now)] == "Words of mine."
    assert now[first(now, "subject")] == "Other words for the clinic"
    assert post(house, now).status_code == 302
    newest = VariantVersion.objects.order_by("-number")[0]
    assert newest.number == 3
    assert "Words of mine." in newest.parts.get(name="body").text


def test_what_both_changed_is_shown_beside_each_other(house: House) -> None:
    sent = typed(house)
    overtake(house, "subject", "Other words for the clinic")
    sent[first(sent, "subject")] = "My words for the clinic"
    response = post(house, sent)
    form = response.context["form"]
    now = {name: form[name].value() for name in form.fields}
    assert now[first(now, "subject")] == "My words for the clinic"
    told = "The newest version says: “Other words for the clinic”"
    assert told in words(response)


def test_words_stay_with_their_stretch_when_one_before_was_split(house: House) -> None:
    sent = typed(house)
    keys = sorted(name for name in sent if name.startswith("segment"))
    second = field_after(sent, first(sent))
    overtake(house, "body", f"Good to know. {FLARES} Thank you.")
    sent[second] = "Words of mine."
    response = post(house, sent)
    form = response.context["form"]
    now = {name: form[name].value() for name in form.fields}
    assert len(now) == len(keys) + 3  # the hash, and a claim cuts one in three
    assert "no place" not in words(response)
    assert "The newest version says" not in words(response)
    fourth = field_after(now, field_after(now, field_after(now, first(now))))
    assert now[fourth] == "Words of mine."


def test_words_without_a_place_are_shown_apart(house: House) -> None:
    sent = typed(house)
    body, subject = field_after(sent, first(sent)), first(sent, "subject")
    factories.make_version(variant=house.versions["mail"].variant)
    response = post(house, {**sent, body: "Mine alone.", subject: "Mine as well."})
    assert response.status_code == 409
    told = words(response)
    apart = "Words of yours that have no place in the newest version: Mine alone."
    assert apart in told
    form = response.context["form"]
    assert "Mine as well." in [form[name].value() for name in form.fields]


def test_a_claim_that_was_used_can_be_taken_out_again(house: House) -> None:
    overtake(house, "body", FLARES)
    page = house.come().get(address(house))
    now = typed(house)
    assert now[first(now)] == FLARES
    assert 'class="as-exact"' in page.content.decode()
    now[first(now)] = "Hello,"
    assert post(house, now).status_code == 302
    newest = VariantVersion.objects.order_by("-number")[0]
    assert FLARES not in newest.parts.get(name="body").text


def test_the_live_check_tells_that_somebody_was_quicker(house: House) -> None:
    sent = typed(house)
    overtake(house, "subject", "Other words for the clinic")
    response = post(house, sent, "edit_result")
    assert response.status_code == 422
    assert OVERTAKEN_MEANWHILE in words(response)


@pytest.mark.parametrize(
    "name", ["segment_", "segment_x", "segment_9999999999999999999", "other"]
)
def test_fields_that_nobody_offered_are_left_alone(house: House, name: str) -> None:
    sent = {**typed(house), name: "Words", "expected_sha256": "f" * 64}
    response = post(house, sent)
    assert response.status_code == 409
    assert "no place" not in words(response)

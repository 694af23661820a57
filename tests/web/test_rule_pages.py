"""What became of findings: said on the variant's page, counted in the rule report."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from content_engine import dispositions
from content_engine.models import FindingRecord, VariantVersion
from content_engine.vocabulary import FindingState
from knowledge_base.models import LedgerEntry
from review.states import Role
from tests import factories
from tests.web import check_worlds, markup
from tests.web.check_worlds import AT, CHECKERS, OTHERS, House, find
from web.access import REFUSALS, Permission

pytestmark = pytest.mark.django_db

REASON = "The registry says so on page 12."
REPORT = "/rule-report/"
OVERRIDING = {Role.MEDICAL, Role.LEGAL, Role.REGULATORY, Role.COORDINATOR}
SEVERITIES = ("BLOCK", "HIGH", "MED", "INFO")


@pytest.fixture(scope="module")
def module_house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[House]:
    with check_worlds.shared(django_db_blocker) as built:
        by = built.people[Role.REQUESTER]
        built.versions["one"] = factories.make_version(requester=by)
        built.versions["other"] = factories.make_version(requester=by)
        for number, severity in enumerate(SEVERITIES):
            find(
                built.versions["one"],
                f"WD-0{number}",
                severity,
                start=number,
                citation="ABPI 2024 6.1 (to be confirmed)",
                suggestion="State the result.",
            )
        yield built


@pytest.fixture
def house(module_house: House) -> House:
    return module_house


def page_of(version: VariantVersion) -> str:
    return reverse("marketing:variant", args=[version.variant.uid])


def finding(house: House, severity: str) -> FindingRecord:
    return FindingRecord.objects.get(
        check_record__version=house.versions["one"], severity=severity
    )


def say(
    house: House, severity: str, state: str, reason: str, role: Role = Role.LEGAL
) -> Any:
    """Send the form beside a finding."""
    address = reverse("rules:dispose", args=[finding(house, severity).pk])
    sent = {"state": state, "reason": reason}
    return house.come(role).post(address, sent, follow=True)


def told(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def item(house: House, severity: str, role: Role = Role.REQUESTER) -> str:
    """What the variant's page shows of one finding."""
    page = house.come(role).get(page_of(house.versions["one"])).content.decode()
    pk = finding(house, severity).pk
    found = re.search(rf'<li[^>]* id="finding-{pk}">(.*?)</li>', page, re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


# The variant's page


@pytest.mark.parametrize(
    ("severity", "words"),
    [
        ("BLOCK", "Blocks WD-00 in body Open WD-00 objects."),
        ("HIGH", "High WD-01 in body Open WD-01 objects."),
        ("MED", "Medium WD-02 in body Open WD-02 objects."),
        ("INFO", "Note WD-03 in body Open WD-03 objects."),
    ],
)
def test_each_finding_stands_with_its_state(
    house: House, severity: str, words: str
) -> None:
    shown = item(house, severity)
    assert shown.startswith(words)
    assert "“gentle”" in shown
    assert "Suggestion: State the result." in shown
    assert "ABPI 2024 6.1 (to be confirmed)" in shown


def test_the_heaviest_stands_first(house: House) -> None:
    page = markup.Page(
        house.come().get(page_of(house.versions["one"])).content.decode()
    )
    shown = [
        e.attributes["id"]
        for e in page.elements
        if e.attributes.get("id", "").startswith("finding-")
    ]
    assert shown == [f"finding-{finding(house, s).pk}" for s in SEVERITIES]


@pytest.mark.parametrize("severity", SEVERITIES)
@pytest.mark.parametrize("role", list(Role))
def test_only_what_may_be_said_is_offered_to_who_may(
    house: House, role: Role, severity: str
) -> None:
    shown = item(house, severity, role)
    has_form = "Why?" in shown
    assert has_form == (severity == "HIGH" and role in OVERRIDING)
    is_told = "This step is for the role" in shown
    assert is_told == (severity == "HIGH" and role in set(CHECKERS) - OVERRIDING)


@pytest.mark.parametrize("role", [Role.LEGAL, Role.COORDINATOR])
def test_an_author_is_told_that_others_override(house: House, role: Role) -> None:
    old = house.versions["one"]
    newer = factories.make_version(variant=old.variant, by=house.people[role])
    found = find(newer, "WD-07", "HIGH")
    page = told(house.come(role).get(page_of(newer)))
    sentence = (
        "You asked for, wrote or edited this piece, so you cannot override what was "
        "found in it."
    )
    assert sentence in page
    assert "Why?" not in page
    address = reverse("rules:dispose", args=[found.pk])
    sent = {"state": "OVERRIDDEN", "reason": REASON}
    response = house.come(role).post(address, sent)
    assert response.status_code == 403
    assert sentence in told(response)
    assert not found.dispositions.exists()


def test_a_marketer_opens_again_in_their_own_piece_alone(house: House) -> None:
    say(house, "HIGH", "OVERRIDDEN", REASON)
    assert "Open WD-01 again" in item(house, "HIGH")
    stranger = factories.make_user("REQUESTER")
    client = Client()
    client.force_login(stranger)
    address = reverse("rules:dispose", args=[finding(house, "HIGH").pk])
    response = client.post(address, {"state": "OPEN", "reason": REASON})
    assert response.status_code == 403
    assert "Only the marketer of this piece" in told(response)
    assert "is open now" in told(say(house, "HIGH", "OPEN", REASON, Role.REQUESTER))


def test_an_earlier_version_s_finding_is_not_put_aside(house: House) -> None:
    old = finding(house, "HIGH")
    factories.make_version(variant=house.versions["one"].variant)
    address = reverse("rules:dispose", args=[old.pk])
    sent = {"state": "OVERRIDDEN", "reason": REASON}
    response = house.come(Role.LEGAL).post(address, sent)
    assert response.status_code == 409
    assert "A newer version of this variant exists" in told(response)


def test_a_version_without_findings_says_that_people_decide(house: House) -> None:
    shown = told(house.come().get(page_of(house.versions["other"])))
    assert "No rule objects. People decide." in shown


def test_an_earlier_version_offers_nothing(house: House) -> None:
    old = house.versions["one"]
    factories.make_version(variant=old.variant)
    shown = told(house.come().get(f"{page_of(old)}?version={old.number}"))
    assert "WD-01 objects." in shown
    assert "Override" not in shown


# Saying something of a finding


@pytest.mark.parametrize("role", sorted(OVERRIDING))
def test_who_may_overrides_with_a_reason(house: House, role: Role) -> None:
    response = say(house, "HIGH", "OVERRIDDEN", f"  {REASON} ", role)
    assert response.redirect_chain == [(page_of(house.versions["one"]), 302)]
    assert "WD-01 is overridden now; it stays here." in told(response)
    shown = item(house, "HIGH")
    who = f"{role.value.title()} Person , {AT:%-d %b %Y, %H:%M} UTC: {REASON}"
    assert "Overridden" in shown
    assert who in shown
    assert "Open WD-01 again" in shown


@pytest.mark.parametrize("role", [*OTHERS, Role.REQUESTER])
def test_others_are_told_who_may(house: House, role: Role) -> None:
    response = say(house, "HIGH", "OVERRIDDEN", REASON, role)
    assert response.status_code == 403
    asked = (
        "This step is for the role coordinator or legal or medical or regulatory."
        if role is Role.REQUESTER
        else REFUSALS[Permission.CHECK_TEXT]
    )
    assert asked in told(response)
    assert "Overridden" not in item(house, "HIGH")


def test_what_was_overridden_is_opened_again_and_the_last_word_counts(
    house: House,
) -> None:
    say(house, "HIGH", "OVERRIDDEN", REASON)
    say(house, "HIGH", "OPEN", "The registry was corrected.")
    shown = item(house, "HIGH")
    assert "The registry was corrected." in shown
    assert REASON not in shown
    assert finding(house, "HIGH").dispositions.count() == 2


@pytest.mark.parametrize(
    ("severity", "state", "reason", "sentence"),
    [
        pytest.param(
            "BLOCK",
            "OVERRIDDEN",
            REASON,
            "WD-00 blocks and is never overridden: change the words.",
            id="a finding that blocks",
        ),
        pytest.param(
            "HIGH",
            "OVERRIDDEN",
            "Fine.",
            "Say in at least 10 characters why, so that others can follow.",
            id="a reason too short",
        ),
        pytest.param(
            "HIGH",
            "OVERRIDDEN",
            "",
            "Say in at least 10 characters why, so that others can follow.",
            id="no reason",
        ),
        pytest.param(
            "HIGH",
            "OVERRIDDEN",
            "\u200b" * 12,
            "Say in at least 10 characters why, so that others can follow.",
            id="a reason that nobody sees",
        ),
        pytest.param(
            "HIGH",
            "FIXED",
            REASON,
            "WD-01 still stands in the newest version: change the words first, or "
            "override it with a reason.",
            id="a fix of what stands",
        ),
        pytest.param(
            "HIGH",
            "GONE",
            REASON,
            "Say whether the finding is overridden, fixed or open.",
            id="a state that is none",
        ),
        pytest.param(
            "HIGH",
            "",
            REASON,
            "Say whether the finding is overridden, fixed or open.",
            id="no state",
        ),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_is_written(
    house: House, severity: str, state: str, reason: str, sentence: str
) -> None:
    before = LedgerEntry.objects.count()
    response = say(house, severity, state, reason)
    assert response.status_code == 422
    assert sentence in told(response)
    assert LedgerEntry.objects.count() == before
    assert finding(house, severity).dispositions.count() == 0


def test_what_was_said_is_in_the_ledger_in_words(house: House) -> None:
    say(house, "HIGH", "OVERRIDDEN", REASON)
    shown = told(house.come(Role.AUDITOR).get("/ledger/"))
    expected = f"Legal Person said of WD-01 that it is overridden: {REASON}"
    assert expected in shown


def test_a_reason_is_shown_and_never_run(house: House) -> None:
    say(house, "HIGH", "OVERRIDDEN", "<script>alert('x')</script> is the reason")
    page = house.come().get(page_of(house.versions["one"])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_finding_that_is_not_there_is_not_found(house: House) -> None:
    sent = {"state": "OVERRIDDEN", "reason": REASON}
    address = reverse("rules:dispose", args=[2**40])
    assert house.come().post(address, sent).status_code == 404


# The report


def table(response: Any) -> list[list[str]]:
    """The cells of the report's table, row by row."""
    page = response.content.decode()
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


@pytest.mark.parametrize("role", list(Role))
def test_everybody_with_a_role_reads_the_report(house: House, role: Role) -> None:
    response = house.come(role).get(REPORT)
    assert response.status_code == 200
    assert len(table(response)) == 4


def test_rules_are_counted_and_the_most_overridden_stands_first(house: House) -> None:
    say(house, "HIGH", "OVERRIDDEN", REASON)
    assert table(house.come().get(REPORT)) == [
        ["WD-01", "1", "0", "1", "0", "100 %"],
        ["WD-00", "1", "0", "0", "1", "0 %"],
        ["WD-02", "1", "0", "0", "1", "0 %"],
        ["WD-03", "1", "0", "0", "1", "0 %"],
    ]


def test_people_are_counted_by_their_names(house: House) -> None:
    say(house, "HIGH", "OVERRIDDEN", REASON)
    rows = table(house.come().get(f"{REPORT}?by=person"))
    assert rows == [["Requester Person", "4", "0", "1", "3", "25 %"]]


def test_brands_are_counted_by_their_names(house: House) -> None:
    name = house.versions["one"].variant.family.brief.brand.name
    rows = table(house.come().get(f"{REPORT}?by=brand"))
    assert rows == [[name, "4", "0", "0", "4", "0 %"]]


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        pytest.param("", 4, id="everything"),
        pytest.param("by=weather", 4, id="counted by what does not exist"),
        pytest.param("brand=calvoryn", 0, id="another brand"),
        pytest.param("brand=nobody", 4, id="a brand of nobody"),
        pytest.param(f"since={AT:%Y-%m-%d}", 4, id="from that day on"),
        pytest.param(f"since={AT + timedelta(1):%Y-%m-%d}", 0, id="from the day after"),
        pytest.param("since=yesterday", 4, id="a day that is none"),
    ],
)
def test_the_report_counts_what_was_asked_for(
    house: House, asked: str, rows: int
) -> None:
    response = house.come().get(f"{REPORT}?{asked}")
    assert response.status_code == 200
    assert len(table(response)) == rows
    assert ("No finding to count." in told(response)) == (rows == 0)


@pytest.mark.parametrize(
    ("asked", "head"),
    [("", "Rule"), ("by=rule", "Rule"), ("by=person", "Person"), ("by=brand", "Brand")],
)
def test_the_table_says_what_it_counts_by(house: House, asked: str, head: str) -> None:
    page = house.come().get(f"{REPORT}?{asked}").content.decode()
    assert f'<th scope="col">{head}</th>' in page
    assert f"Findings counted by {head.lower()}" in page


def test_the_form_keeps_what_was_asked(house: House) -> None:
    page = house.come().get(f"{REPORT}?by=person&since=2026-11-01").content.decode()
    assert '<option value="person" selected>' in page
    assert 'value="2026-11-01"' in page


def test_a_fault_of_the_form_stands_beside_its_field(house: House) -> None:
    shown = told(house.come().get(f"{REPORT}?since=yesterday"))
    assert "Write the day as 2026-11-21." in shown


def test_the_page_and_the_operation_agree(house: House) -> None:
    say(house, "HIGH", "OVERRIDDEN", REASON)
    [standing] = [
        one
        for one in dispositions.standing(house.versions["one"]) or ()
        if one.state is FindingState.OVERRIDDEN
    ]
    assert standing.finding.rule == "WD-01"
    assert "Overridden" in item(house, "HIGH")

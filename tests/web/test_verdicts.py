"""Reviewers are blind to each other until all have spoken: on every page that tells."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser

from knowledge_base.models import LedgerEntry
from review.models import Decision, Review
from review.states import Function, ReviewState, ReviewVerdict
from review.workflow import cancelling
from tests import factories
from tests.web.conftest import Come
from web.presenters import verdicts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]

SECRET = "These words belong to Legal alone for now."
SIGHTED = ["REQUESTER", "SIGNATORY", "COORDINATOR", "AUDITOR", "ADMINISTRATOR"]
PLACES = ["review", "inbox", "variant", "ledger", "csv", "json"]
BLIND = ["MEDICAL", "LEGAL", "REGULATORY"]


@pytest.fixture
def half_decided(db: None) -> Review:
    """Legal has approved with a comment; Medical and Regulatory have not decided."""
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    return factories.decide(review, Function.LEGAL, comment=SECRET)


def places(review: Review) -> dict[str, str]:
    return {
        "review": f"/reviews/{review.pk}/",
        "inbox": "/reviews/",
        "variant": f"/variants/{review.variant.uid}/",
        "ledger": "/ledger/",
        "csv": "/ledger/?file=csv",
        "json": "/ledger/?file=json",
    }


@pytest.mark.parametrize(
    "place", ["review", "inbox", "variant", "ledger", "csv", "json"]
)
@pytest.mark.parametrize("role", BLIND)
def test_no_page_tells_a_blind_reviewer(
    come: Come, half_decided: Review, role: str, place: str
) -> None:
    response = come(role).get(places(half_decided)[place])
    html = response.getvalue().decode()
    assert response.status_code == 200
    assert SECRET not in html
    assert "decided for legal: approve" not in html
    assert '"verdict":' not in html.replace("\\", "").replace('""', '"')
    assert "Legal Tester, approved" not in html


@pytest.mark.parametrize("role", BLIND)
def test_a_blind_reviewer_sees_that_another_has_decided(
    come: Come, half_decided: Review, role: str
) -> None:
    html = come(role).get(places(half_decided)["review"]).content.decode()
    assert "has decided" in html
    assert "How is shown when all functions have decided." in html


@pytest.mark.parametrize("role", SIGHTED)
def test_who_does_not_review_sees_how(
    come: Come, half_decided: Review, role: str
) -> None:
    client = come(role)
    assert SECRET in client.get(places(half_decided)["review"]).content.decode()
    told = client.get("/ledger/").content.decode()
    assert "decided for legal: approve" in told
    assert SECRET in client.get("/ledger/?file=json").getvalue().decode()


def test_one_s_own_verdict_stays_visible(come: Come, half_decided: Review) -> None:
    legal = Decision.objects.get(review=half_decided, function="LEGAL").decided_by
    client = come(user=legal)
    assert SECRET in client.get(places(half_decided)["review"]).content.decode()
    assert "decided for legal: approve" in client.get("/ledger/").content.decode()


@pytest.mark.parametrize(
    "end", [ReviewState.APPROVED, ReviewState.REJECTED, ReviewState.CANCELLED]
)
@pytest.mark.parametrize("role", BLIND)
def test_when_the_review_is_closed_everything_is_open(
    come: Come, half_decided: Review, role: str, end: ReviewState
) -> None:
    if end == ReviewState.APPROVED:
        factories.decide(half_decided, Function.MEDICAL)
        factories.decide(half_decided, Function.REGULATORY)
    elif end == ReviewState.REJECTED:
        factories.decide(half_decided, Function.MEDICAL, ReviewVerdict.REJECT)
    else:
        cancelling.cancel(
            review_id=half_decided.pk,
            reason="No longer needed.",
            by=half_decided.requested_by,
            at=factories.AT,
        )
    client = come(role)
    assert SECRET in client.get(places(half_decided)["review"]).content.decode()
    assert SECRET in client.get("/ledger/?file=csv").getvalue().decode()


def test_a_withheld_line_keeps_its_place_in_the_chain(
    come: Come, half_decided: Review
) -> None:
    told = json.loads(come("MEDICAL").get("/ledger/?file=json").getvalue())
    entry = LedgerEntry.objects.get(action="review.decided")
    line = next(e for e in told["entries"] if e["sequence"] == entry.sequence)
    assert line["hash"] == entry.hash
    assert line["payload"] == verdicts.HIDDEN


def test_lines_about_other_things_are_never_withheld(half_decided: Review) -> None:
    medical = factories.make_user("MEDICAL")
    lines = LedgerEntry.objects.exclude(action="review.decided")
    assert verdicts.withheld(medical, lines) == frozenset()
    assert verdicts.withheld(AnonymousUser(), LedgerEntry.objects.all()) == frozenset()


def test_rows_stand_in_one_order_and_say_what_is_open(half_decided: Review) -> None:
    auditor = factories.make_user("AUDITOR")
    decisions = list(half_decided.decisions.order_by("-pk"))
    rows = verdicts.function_rows(auditor, half_decided, decisions)
    assert [(row.function, row.state) for row in rows] == [
        ("Medical", "has not decided yet"),
        ("Legal", "approved"),
        ("Regulatory", "has not decided yet"),
    ]
    assert verdicts.function_rows(auditor, half_decided, decisions[:1])


def test_names_fall_back_to_the_sign_in_name() -> None:
    user = factories.make_user("MEDICAL")
    user.first_name = user.last_name = ""
    assert verdicts.name_of(user) == user.username
    assert verdicts.name_of(None) == ""

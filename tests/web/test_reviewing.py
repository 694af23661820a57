"""The inbox and the page of a review: who sees what, who decides, what is refused."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from content_engine.models import VariantSegment
from knowledge_base import claims
from review.gates import GATES
from review.models import Decision, Review
from review.states import Function, ReviewState, ReviewVerdict
from tests import factories
from tests.web.conftest import Come

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]

FUNCTIONS = list(Function)


def page_of(client: Client, review: Review, show: str = "") -> str:
    query = f"?show={show}" if show else ""
    response = client.get(reverse("reviewing:detail", args=[review.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def answer(review: Review, **changes: str) -> dict[str, str]:
    return {
        "function": "MEDICAL",
        "verdict": "APPROVE",
        "comment": "",
        "expected_sha256": review.content_sha256,
        "password": factories.PASSWORD,
        **changes,
    }


def send(client: Client, name: str, review: Review, data: dict[str, str]):  # type: ignore[no-untyped-def]
    return client.post(reverse(f"reviewing:{name}", args=[review.pk]), data)


# the inbox


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_piece_waits_in_each_function(come: Come, function: Function) -> None:
    version = factories.make_version(subject="Fewer attacks, week by week")
    factories.make_review_at(ReviewState.IN_REVIEW, version)
    text = words_of(come(function.value).get("/reviews/").content.decode())
    assert "Waiting for you 1" in text
    assert "Fewer attacks, week by week" in text
    assert "Your verdict" in text
    assert "21 Nov 2026, 09:30 UTC" in text
    assert "Nobody yet" in text


def test_the_inbox_names_who_decided_and_the_place(come: Come) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    factories.decide(review, Function.LEGAL)
    text = words_of(come("MEDICAL").get("/reviews/").content.decode())
    assert "Testavra · United States · E-mail · warm, efficacy, short" in text
    assert "Legal" in text
    assert "approved" not in text


def test_what_i_decided_stays_in_sight(come: Come) -> None:
    medical = factories.make_user("MEDICAL")
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    factories.decide(review, Function.MEDICAL, ReviewVerdict.REJECT, by=medical)
    text = words_of(come(user=medical).get("/reviews/").content.decode())
    assert "Nothing waits for you." in text
    assert "You decided recently" in text
    assert "rejected" in text


@pytest.mark.parametrize(
    ("role", "hint"),
    [
        ("REQUESTER", "write a brief"),
        ("MEDICAL", "as soon as a marketer submits it"),
        ("LEGAL", "as soon as a marketer submits it"),
        ("REGULATORY", "as soon as a marketer submits it"),
        ("SIGNATORY", "when all three functions have approved"),
        ("COORDINATOR", "when all three functions have approved"),
        ("AUDITOR", "read the ledger"),
        ("ADMINISTRATOR", "read the ledger"),
    ],
)
def test_an_empty_inbox_says_what_comes_next(come: Come, role: str, hint: str) -> None:
    text = words_of(come(role).get("/reviews/").content.decode())
    assert "Nothing waits for you." in text
    assert hint in text


def test_an_approved_piece_waits_for_its_finishers(come: Come) -> None:
    factories.make_review_at(ReviewState.APPROVED, market="GB")
    signatory = words_of(come("SIGNATORY").get("/reviews/").content.decode())
    assert "Waiting for you 1" in signatory
    assert "Certificate" in signatory
    coordinator = words_of(come("COORDINATOR").get("/reviews/").content.decode())
    assert "Nothing waits for you." in coordinator
    assert "Approved, waiting for somebody else" in coordinator
    assert "Certificate" in coordinator


def test_a_coordinator_finds_what_can_be_released(come: Come) -> None:
    factories.make_review_at(ReviewState.APPROVED)
    text = words_of(come("COORDINATOR").get("/reviews/").content.decode())
    assert "Waiting for you 1" in text
    assert "Release" in text


def test_requested_changes_wait_for_the_requester(come: Come) -> None:
    review = factories.make_review_at(ReviewState.CHANGES_REQUESTED)
    client = come(user=review.requested_by)
    assert "Your changes" in words_of(client.get("/reviews/").content.decode())


def test_the_inbox_says_how_many_more_wait(
    come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.presenters.inboxes.MOST", 1)
    for _ in range(2):
        factories.make_review_at(ReviewState.IN_REVIEW)
    text = words_of(come("LEGAL").get("/reviews/").content.decode())
    assert "The 1 longest waiting of 2 are shown." in text


def test_the_inbox_asks_the_database_the_same_for_two_and_ten(
    come: Come, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    medical = factories.make_user("MEDICAL", "COORDINATOR")
    client = come(user=medical)
    counts = []
    for more in (2, 8):
        for _ in range(more):
            factories.make_review_at(ReviewState.IN_REVIEW)
            factories.make_review_at(ReviewState.APPROVED)
            review = factories.make_review_at(ReviewState.IN_REVIEW)
            factories.decide(review, Function.MEDICAL, by=medical)
        with django_assert_max_num_queries(40) as queries:
            client.get("/reviews/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# the page of a review


def test_the_page_shows_piece_evidence_and_hash(come: Come) -> None:
    version = factories.make_version(subject="Fewer attacks")
    review = factories.make_review_at(ReviewState.IN_REVIEW, version)
    html = page_of(come("MEDICAL"), review)
    text = words_of(html)
    assert "<h1>Fewer attacks</h1>" in html
    assert f"/variants/{version.variant.uid}/preview/?version=1" in html
    assert 'sandbox=""' in html
    assert factories.CLAIM in text
    assert "Test A. J Test. 2025." in text
    assert "May be used until it is withdrawn." in text
    assert review.content_sha256 in text
    assert "Sign and approve" in text
    assert "sent version 1 to review, round 1" in text


def test_what_needs_reading_is_counted(come: Come) -> None:
    version = factories.make_version(subject="Fewer attacks for your patients")
    review = factories.make_review_at(ReviewState.IN_REVIEW, version)
    text = words_of(page_of(come("LEGAL"), review))
    total = sum(len(part.text.split()) for part in version.parts.all())
    assert f"Read 5 of {total} words; the rest is approved wording." in text
    assert "Copy that no one has approved yet: read this." in text


def test_a_piece_of_approved_words_says_so(come: Come) -> None:
    version = factories.make_version()
    VariantSegment.objects.filter(part__version=version, kind="copy").update(
        kind="block"
    )
    review = factories.make_review_at(ReviewState.IN_REVIEW, version)
    assert "words are approved wording" in words_of(page_of(come("LEGAL"), review))


def test_the_tabs_are_links(come: Come) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    client = come("MEDICAL")
    assert "<iframe" in page_of(client, review)
    parts = page_of(client, review, "parts")
    assert 'class="seg-claim" href="#evidence-' in parts
    assert "<iframe" not in parts
    assert factories.SAFETY in words_of(page_of(client, review, "text"))
    assert "<iframe" in page_of(client, review, "nonsense")


def test_a_text_message_is_shown_in_a_bubble(come: Come) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW, channel="sms")
    html = page_of(come("MEDICAL"), review)
    assert 'class="bubble"' in html
    assert "<iframe" not in html


def test_limits_and_findings_stand_beside_the_piece(come: Come) -> None:
    brand = factories.make_brand()
    claim = factories.make_claim(
        brand,
        expires_on=datetime.date(2027, 3, 1),
        qualifiers=["Adults only."],
    )
    version = factories.make_version(claim=claim)
    check = version.checks.get()
    check.findings.create(
        rule="WD-07", severity="MED", message="Say it plainer.", part="body"
    )
    review = factories.make_review_at(ReviewState.IN_REVIEW, version)
    text = words_of(page_of(come("REGULATORY"), review))
    assert "Must stand with it: Adults only." in text
    assert "May be used until 1 Mar 2027." in text
    assert "WD-07" in text
    assert "Say it plainer." in text


def test_a_withdrawn_claim_is_marked_in_the_evidence(come: Come) -> None:
    from knowledge_base import claims

    claim = factories.make_claim(factories.make_brand())
    version = factories.make_version(claim=claim)
    review = factories.make_review_at(ReviewState.IN_REVIEW, version)
    claims.withdraw(
        claim_version_id=claim.pk,
        reason="New data.",
        by=factories.make_user("MEDICAL"),
        at=factories.AT,
    )
    assert "Withdrawn" in words_of(page_of(come("MEDICAL"), review))


def test_an_unknown_review_is_not_there(come: Come) -> None:
    client = come("MEDICAL")
    for pk in (404, 10**30):
        response = client.get(reverse("reviewing:detail", args=[pk]))
        assert response.status_code == 404
        assert "not yours to see" in response.content.decode()


def test_earlier_rounds_are_shown_with_their_comments(come: Come) -> None:
    first = factories.make_review_at(ReviewState.CHANGES_REQUESTED)
    version = factories.make_version(variant=first.variant)
    review = factories.make_review_at(ReviewState.IN_REVIEW, version)
    text = words_of(page_of(come("MEDICAL"), review))
    assert "Every round of this variant" in text
    assert "Not so." in text
    assert "Open that review" in text
    assert "Round 2" in text


def test_the_page_asks_the_database_the_same_for_long_histories(
    come: Come, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    review = factories.make_review_at(ReviewState.CHANGES_REQUESTED)
    client = come("MEDICAL")
    counts = []
    for rounds in (2, 8):
        for _ in range(rounds):
            version = factories.make_version(variant=review.variant)
            review = factories.make_review_at(ReviewState.CHANGES_REQUESTED, version)
        with django_assert_max_num_queries(60) as queries:
            page_of(client, review)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# whose buttons


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("REQUESTER", {"cancel"}),
        ("MEDICAL", {"decide"}),
        ("LEGAL", {"decide"}),
        ("REGULATORY", {"decide"}),
        ("SIGNATORY", {"certify"}),
        ("COORDINATOR", {"release", "cancel"}),
        ("AUDITOR", set()),
        ("ADMINISTRATOR", set()),
    ],
)
def test_each_role_finds_its_own_panels(
    come: Come, no_fresh_check: None, role: str, seen: set[str]
) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW, market="GB")
    html = page_of(come(role), review)
    assert {
        name
        for name in ("decide", "certify", "release", "cancel")
        if f'id="{name}"' in html
    } == seen


def test_a_stranger_s_cancel_button_says_why(come: Come) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    html = page_of(come("REQUESTER"), review)
    assert "Only its requester or a coordinator cancels a review." in html
    assert 'aria-disabled="true"' in html


def test_one_s_own_work_cannot_be_decided_and_says_why(come: Come) -> None:
    both = factories.make_user("REQUESTER", "MEDICAL")
    version = factories.make_version(requester=both)
    review = factories.make_review_at(ReviewState.IN_REVIEW, version)
    html = page_of(come(user=both), review)
    assert "You asked for, wrote or edited this piece" in html
    assert "Sign and approve" not in html
    sent = answer(review, username=both.username)
    response = send(come(user=both), "decide", review, sent)
    assert response.status_code == 403
    assert "so you cannot decide on it." in response.content.decode()


def test_two_functions_may_be_chosen_from(come: Come) -> None:
    both = factories.make_user("MEDICAL", "LEGAL")
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    html = page_of(come(user=both), review)
    assert 'value="MEDICAL"' in html
    assert 'value="LEGAL"' in html
    assert 'value="REGULATORY"' not in html
    response = send(
        come(user=both),
        "decide",
        review,
        answer(review, function="LEGAL", username=both.username),
    )
    assert response.status_code == 302
    again = page_of(come(user=both), review)
    assert "one person acts in one function" in again


# deciding


@pytest.mark.parametrize(
    ("verdict", "comment", "state"),
    [
        ("APPROVE", "", ReviewState.IN_REVIEW),
        ("APPROVE", "Well said.", ReviewState.IN_REVIEW),
        ("REQUEST_CHANGES", "Name the trial.", ReviewState.CHANGES_REQUESTED),
        ("REJECT", "Not in this market.", ReviewState.REJECTED),
    ],
)
def test_a_verdict_is_signed_and_shown(
    come: Come, verdict: str, comment: str, state: ReviewState
) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    medical = factories.make_user("MEDICAL")
    client = come(user=medical)
    sent = answer(review, verdict=verdict, comment=comment, username=medical.username)
    response = send(client, "decide", review, sent)
    assert response.status_code == 302
    assert response["Location"] == reverse("reviewing:detail", args=[review.pk])
    decision = Decision.objects.get(review=review, function="MEDICAL")
    assert (decision.verdict, decision.comment) == (verdict, comment)
    assert decision.signature
    assert decision.signature.address == "127.0.0.1"
    assert Review.objects.get(pk=review.pk).state == state
    text = words_of(client.get(response["Location"]).content.decode())
    assert "Signed: your verdict for medical is recorded." in text
    assert decision.signature.shown() in text
    assert comment in text


def test_the_second_signature_of_a_sitting_asks_for_the_password_alone(
    come: Come,
) -> None:
    reviews = [factories.make_review_at(ReviewState.IN_REVIEW) for _ in range(2)]
    medical = factories.make_user("MEDICAL")
    client = come(user=medical)
    assert 'name="username"' in page_of(client, reviews[0])
    send(client, "decide", reviews[0], answer(reviews[0], username=medical.username))
    assert 'name="username"' not in page_of(client, reviews[1])
    response = send(client, "decide", reviews[1], answer(reviews[1]))
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"verdict": ""}, 422, "Choose a verdict."),
        ({"verdict": "PERHAPS"}, 422, "Select a valid choice"),
        ({"function": ""}, 422, "Say for which function you decide."),
        ({"function": "LEGAL"}, 422, "Select a valid choice"),
        ({"password": ""}, 422, "Give your password: it is your signature."),
        ({"username": ""}, 422, "Give your sign-in name"),
        ({"verdict": "REJECT"}, 422, "Say in the comment what is wrong"),
        ({"verdict": "REQUEST_CHANGES", "comment": " "}, 422, "Say in the comment"),
        ({"password": "a guess"}, 403, "The password is not right."),
        ({"username": "somebody.else"}, 403, "Sign with your own sign-in name."),
        ({"expected_sha256": "0" * 64}, 409, "load the page again"),
        ({"expected_sha256": ""}, 422, "This field is required."),
    ],
)
def test_a_fault_is_named_and_the_comment_kept(
    come: Come, changes: dict[str, str], status: int, sentence: str
) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    medical = factories.make_user("MEDICAL")
    kept = "" if changes.get("verdict") else "I read every word."
    sent = answer(review, comment=kept, username=medical.username) | changes
    response = send(come(user=medical), "decide", review, sent)
    html = response.content.decode()
    assert response.status_code == status
    assert sentence in html
    assert kept in html
    assert factories.PASSWORD not in html
    assert not Decision.objects.filter(review=review).exclude(verdict="").exists()


def test_a_double_click_gets_its_sentence(come: Come) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    medical = factories.make_user("MEDICAL")
    client = come(user=medical)
    sent = answer(review, username=medical.username)
    assert send(client, "decide", review, sent).status_code == 302
    response = send(client, "decide", review, sent)
    assert response.status_code == 409
    assert "decision of this round is already given" in response.content.decode()


def test_a_verdict_after_the_end_is_refused(come: Come) -> None:
    review = factories.make_review_at(ReviewState.REJECTED)
    legal = factories.make_user("LEGAL")
    sent = answer(review, function="LEGAL", username=legal.username)
    response = send(come(user=legal), "decide", review, sent)
    assert response.status_code == 409
    assert "The review is rejected." in response.content.decode()


def test_too_many_wrong_passwords_lock_signing(come: Come) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    medical = factories.make_user("MEDICAL")
    client = come(user=medical)
    sent = answer(review, username=medical.username, password="a guess")
    for _ in range(5):
        send(client, "decide", review, sent)
    html = page_of(client, review)
    assert "Signing is locked for this account until 09:45 UTC" in html
    assert "Sign and approve" not in html


@pytest.mark.parametrize(
    "role", ["REQUESTER", "SIGNATORY", "COORDINATOR", "AUDITOR", "ADMINISTRATOR"]
)
def test_who_holds_no_function_decides_nothing(come: Come, role: str) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    response = send(come(role), "decide", review, answer(review))
    assert response.status_code == 403
    assert "Only a medical, legal or regulatory reviewer" in response.content.decode()


def test_the_words_of_a_comment_are_escaped(come: Come) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    factories.decide(
        review,
        Function.LEGAL,
        ReviewVerdict.REJECT,
        comment="<script>alert(1)</script>",
    )
    html = page_of(come("AUDITOR"), review)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


# taking back, certifying, releasing


def test_the_requester_takes_a_review_back(come: Come) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    client = come(user=review.requested_by)
    response = send(client, "cancel", review, {"reason": "Wrong market."})
    assert response.status_code == 302
    text = words_of(client.get(response["Location"]).content.decode())
    assert "The review was taken back" in text
    assert "took it back from review: Wrong market." in text
    assert "closed without a verdict" in text


def test_taking_back_needs_a_reason(come: Come) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    response = send(come(user=review.requested_by), "cancel", review, {"reason": " "})
    assert response.status_code == 422
    assert "Give the reason." in response.content.decode()


def test_a_stranger_takes_nothing_back(come: Come) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    response = send(come("LEGAL"), "cancel", review, {"reason": "I wish so."})
    assert response.status_code == 403
    assert "This step is for the role" in response.content.decode()


def test_a_signatory_certifies(come: Come) -> None:
    review = factories.make_review_at(ReviewState.APPROVED, market="GB")
    signatory = factories.make_user("SIGNATORY")
    client = come(user=signatory)
    assert "Sign and certify" in page_of(client, review)
    sent = {"username": signatory.username, "password": factories.PASSWORD}
    response = send(client, "certify", review, sent)
    assert response.status_code == 302
    text = words_of(client.get(response["Location"]).content.decode())
    assert f"Certificate: {signatory.get_full_name()}, certified" in text
    assert "This piece is certified already." in text


def test_a_certificate_with_a_wrong_password_is_refused(come: Come) -> None:
    review = factories.make_review_at(ReviewState.APPROVED, market="GB")
    signatory = factories.make_user("SIGNATORY")
    sent = {"username": signatory.username, "password": "a guess"}
    response = send(come(user=signatory), "certify", review, sent)
    assert response.status_code == 403
    assert "The password is not right." in response.content.decode()


def test_a_us_piece_needs_no_certificate_and_says_so(come: Come) -> None:
    review = factories.make_review_at(ReviewState.APPROVED)
    html = page_of(come("SIGNATORY"), review)
    assert "The market US asks for no certificate." in html


def test_a_coordinator_releases_when_every_gate_holds(
    come: Come, no_fresh_check: None
) -> None:
    review = factories.make_review_at(ReviewState.APPROVED)
    client = come("COORDINATOR")
    html = page_of(client, review)
    assert html.count('class="holds"') == len(GATES)
    response = send(client, "release", review, {})
    assert response.status_code == 302
    assert response["Location"].startswith("/library/")
    html = page_of(client, review)
    assert "Released as" in html
    assert 'class="holds"' not in html


def test_a_closed_gate_says_what_is_missing(come: Come, no_fresh_check: None) -> None:
    review = factories.make_review_at(ReviewState.APPROVED, market="GB")
    client = come("COORDINATOR")
    sentence = "The market GB asks for a signatory"
    html = page_of(client, review)
    assert sentence in html
    assert "Every line above must hold first." in html
    response = send(client, "release", review, {})
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_regulatory_stops_assets_but_does_not_release(
    come: Come, no_fresh_check: None
) -> None:
    review = factories.make_review_at(ReviewState.APPROVED)
    response = send(come("REGULATORY"), "release", review, {})
    assert response.status_code == 403
    assert "This step is for the role coordinator." in response.content.decode()


@pytest.mark.parametrize("name", ["decide", "cancel", "certify", "release"])
def test_steps_are_taken_by_post_alone(come: Come, name: str) -> None:
    client = come("MEDICAL", "SIGNATORY", "COORDINATOR")
    assert client.get(reverse(f"reviewing:{name}", args=[1])).status_code == 405


@pytest.mark.parametrize("name", ["decide", "cancel", "certify", "release"])
def test_steps_on_nothing_are_not_there(come: Come, name: str) -> None:
    person = factories.make_user("MEDICAL", "SIGNATORY", "COORDINATOR")
    sent = {
        "function": "MEDICAL",
        "verdict": "APPROVE",
        "expected_sha256": "0" * 64,
        "username": person.username,
        "password": factories.PASSWORD,
        "reason": "None.",
    }
    response = come(user=person).post(reverse(f"reviewing:{name}", args=[404]), sent)
    assert response.status_code == 404


# what fell meanwhile


CANNOT = "This piece cannot be released"


@pytest.mark.parametrize(
    ("state", "is_told"),
    [
        (ReviewState.IN_REVIEW, True),
        (ReviewState.APPROVED, True),
        (ReviewState.REJECTED, False),
    ],
)
def test_a_claim_that_fell_meanwhile_is_told_above_the_verdict(
    come: Come, state: ReviewState, is_told: bool
) -> None:
    claim = factories.make_claim(factories.make_brand())
    review = factories.make_review_at(state, factories.make_version(claim=claim))
    client = come("MEDICAL")
    assert CANNOT not in page_of(client, review)
    reviewer = factories.make_user("MEDICAL")
    claims.withdraw(
        claim_version_id=claim.pk, reason="Corrected.", by=reviewer, at=factories.AT
    )
    text = words_of(page_of(client, review))
    assert (CANNOT in text) == is_told
    assert (f"{claim.claim.key}@1 may not be used on" in text) == is_told
    assert "It may not be used any more." in text


def test_a_verdict_with_faults_says_so_at_the_top(come: Come) -> None:
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    data = answer(review, verdict="REJECT", username="")
    response = send(come("MEDICAL"), "decide", review, data)
    assert response.status_code == 422
    top, _, _ = response.content.decode().partition('class="review-desk"')
    assert "Nothing was signed yet" in words_of(top)
    assert 'href="#decide"' in top

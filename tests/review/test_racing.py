"""Two people at the same moment, on a copy of the database with its triggers on."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections

from knowledge_base import ledger
from review import facts
from review.models import Decision
from review.states import Function, ReviewState
from tests import factories


@pytest.mark.postgres
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="threads need PostgreSQL's row locks"
)
@pytest.mark.usefixtures("racing_db")
@pytest.mark.parametrize("round_", range(3))
def test_two_decide_at_once(round_: int) -> None:
    """One wins, the other is told; the third function then approves."""
    review = factories.make_review_at(ReviewState.IN_REVIEW)
    factories.decide(review, Function.LEGAL)
    factories.decide(review, Function.REGULATORY)
    rivals = [factories.make_user("MEDICAL") for _ in range(2)]
    start, outcomes = threading.Barrier(2), []

    def run(person: User) -> None:
        start.wait()
        try:
            decided = factories.decide(review, Function.MEDICAL, by=person)
            outcomes.append(decided.state)
        except facts.NotNowError as refusal:
            outcomes.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(person,)) for person in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[0] == ReviewState.APPROVED
    assert "approved" in sorted(outcomes)[1]
    assert Decision.objects.exclude(verdict="").count() == 3
    assert ledger.first_broken_entry() is None

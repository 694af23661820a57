"""Approvals of one claim at the same moment: none is lost, none counts twice."""

import threading
from collections.abc import Sequence

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections

from knowledge_base import ledger
from knowledge_base.models import ClaimState, ClaimVersion
from review import claim_signing
from review.claim_signing.signing import REFUSALS
from review.models import Signature
from tests import factories

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="threads need PostgreSQL's row locks"
    ),
    pytest.mark.usefixtures("racing_db"),
]


def approved_at_once(
    version: ClaimVersion, rivals: Sequence[tuple[User, str]]
) -> list[str]:
    """What each was told, "" for who approved."""
    start, outcomes = threading.Barrier(len(rivals)), []

    def run(person: User, function: str) -> None:
        start.wait()
        try:
            claim_signing.CLAIMS.sign_approval(
                version_id=version.pk,
                function=function,
                credentials=factories.credentials(person),
                by=person,
                at=factories.AT,
            )
            outcomes.append("")
        except REFUSALS as refusal:
            outcomes.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=rival) for rival in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.parametrize("round_", range(3))
def test_both_functions_at_once_put_it_in_force(round_: int) -> None:
    old = factories.make_claim(factories.make_brand())
    version = factories.redraft_claim(old, text="Other words.")
    functions = ("MEDICAL", "REGULATORY")
    rivals = [(factories.make_user(each), each) for each in functions]
    assert approved_at_once(version, rivals) == ["", ""]
    states = ClaimVersion.objects.order_by("version").values_list("state", flat=True)
    assert list(states) == [ClaimState.SUPERSEDED, ClaimState.APPROVED]
    assert Signature.objects.count() == 2
    assert ledger.first_broken_entry() is None


@pytest.mark.parametrize("round_", range(3))
def test_one_function_at_once_counts_once(round_: int) -> None:
    old = factories.make_claim(factories.make_brand())
    version = factories.redraft_claim(old, text="Other words.")
    rivals = [(factories.make_user("MEDICAL"), "MEDICAL") for _ in range(3)]
    told = approved_at_once(version, rivals)
    assert told[0] == ""
    assert all("Medical approved" in sentence for sentence in told[1:])
    assert version.approvals.count() == Signature.objects.count() == 1

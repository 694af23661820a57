"""After any steps by any people, in any order, the library keeps its laws.

A machine takes steps on one claim and one block at random. Whatever comes: one revision
at most is in force, nobody approved their own words, two people stand behind what was
approved here, what is signed never changes, and every step that was taken left one line
in a ledger that still holds.
"""

import contextlib
import dataclasses
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from knowledge_base import claim_contents, claims, copy_blocks, ledger
from knowledge_base.copy_blocks import BlockState
from knowledge_base.models import Brand, ClaimState, ClaimVersion, CopyBlockVersion
from knowledge_base.models.claims import ClaimVersionQuerySet
from knowledge_base.models.copy_blocks import CopyBlockVersionQuerySet
from tests.knowledge_base.claims import lives
from tests.knowledge_base.claims.lives import BlockLife, Cast, ClaimLife
from tests.knowledge_base.worlds import AT

pytestmark = pytest.mark.django_db

PEOPLE = ("author", "medical", "regulatory", "other")
FUNCTIONS = ("MEDICAL", "REGULATORY", "RECORDED")
IN_FORCE = (ClaimState.APPROVED, ClaimState.SUSPENDED)
WHO = st.sampled_from(PEOPLE)


class Lives(RuleBasedStateMachine):
    """One claim and one block, and whoever comes by."""

    brand: Brand

    @initialize()
    def begin(self) -> None:
        """Everything that follows is taken back at the end."""
        self.outer = contextlib.ExitStack()
        self.outer.enter_context(_undone())
        people = Cast.made()
        self.claim = ClaimLife(self.brand, people)
        self.block = BlockLife(self.brand, people)
        self.texts = 0
        self.lines = ledger.tip()[0]
        self.signed: dict[int, str] = {}

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            self.outer.close()

    def did(self, sentence: str, taken: str) -> None:
        """A step is refused in the sentence that was told, and then leaves no line."""
        assert taken == sentence
        self.lines += not taken
        assert ledger.tip()[0] == self.lines

    @rule(function=st.sampled_from(FUNCTIONS), who=WHO, newest=st.booleans())
    def approve_claim(self, function: str, who: str, newest: bool) -> None:
        """Somebody approves the first or the newest revision."""
        self._point(newest)
        sentence = self.claim.refused(function, who)
        self.did(sentence, _taken(lambda: self.claim.approve(function, who)))

    @rule(
        step=st.sampled_from(("suspend", "reconfirm", "withdraw")),
        who=WHO,
        newest=st.booleans(),
    )
    def stop_claim(self, step: str, who: str, newest: bool) -> None:
        """Somebody stops or restarts the first or the newest revision."""
        self._point(newest)
        sentence = self.claim.refused(step, who)
        self.did(sentence, _taken(lambda: self.claim.take(step, who)))

    @rule()
    def revise_claim(self) -> None:
        """The author has other words."""
        self.texts += 1
        self.claim.revise(f"Calvoryn tablets may be taken at any hour {self.texts}.")
        self.lines += 1

    @rule(function=st.sampled_from(FUNCTIONS), who=WHO)
    def approve_block(self, function: str, who: str) -> None:
        """Somebody approves the newest revision of the block."""
        sentence = self.block.refused(function, who)
        self.did(sentence, _taken(lambda: self.block.approve(function, who)))

    @rule(step=st.sampled_from(("suspend", "reconfirm", "retire")), who=WHO)
    def stop_block(self, step: str, who: str) -> None:
        """Somebody stops or restarts the newest revision of the block."""
        sentence = self.block.refused(step, who)
        self.did(sentence, _taken(lambda: self.block.take(step, who)))

    @rule()
    def revise_block(self) -> None:
        """The author has other words for the block."""
        self.texts += 1
        content = dataclasses.replace(self.block.content, text=f"Point {self.texts}:")
        self.block.version = self.block.draft(content)
        self.lines += 1

    @invariant()
    def at_most_one_is_in_force(self) -> None:
        """Of a claim, and of a block."""
        if not hasattr(self, "outer"):
            return
        standing = self._claims().filter(state__in=IN_FORCE)
        assert standing.count() <= 1
        assert self._blocks().in_force().count() <= 1

    @invariant()
    def two_people_stand_behind_what_was_approved(self) -> None:
        """Never the author, and one for each function."""
        if not hasattr(self, "outer"):
            return
        for row in (*self._claims(), *self._blocks()):
            given = {a.function: a.approved_by for a in row.approvals.all()}
            assert row.drafted_by not in given.values()
            assert len(set(given.values())) == len(given)
            assert bool(row.approved_at) == (set(given) == {"MEDICAL", "REGULATORY"})

    @invariant()
    def what_was_signed_stays(self) -> None:
        """The hash of what is stored is the hash that every approver signed."""
        if not hasattr(self, "outer"):
            return
        for claim in self._claims():
            sha = claim_contents.content_sha256(claim)
            assert {a.content_sha256 for a in claim.approvals.all()} <= {sha}
        for block in self._blocks():
            sha = copy_blocks.content_sha256(block)
            assert {a.content_sha256 for a in block.approvals.all()} <= {sha}

    @invariant()
    def states_and_stamps_agree(self) -> None:
        """A stop that stands is stamped, one that was lifted is not."""
        if not hasattr(self, "outer"):
            return
        for claim in self._claims():
            if claim.state == ClaimState.APPROVED:
                assert claim.suspended_at is None
            assert (claim.state == ClaimState.WITHDRAWN) == bool(claim.withdrawn_at)
        for block in self._blocks():
            is_stopped = copy_blocks.state_of(block) == BlockState.SUSPENDED
            assert not is_stopped or block.suspension_reason == lives.REASON

    @invariant()
    def the_ledger_holds(self) -> None:
        """Also in the middle of everything."""
        if hasattr(self, "outer"):
            assert ledger.first_broken_entry() is None

    def _point(self, newest: bool) -> None:
        rows = self.claim.version.claim.versions.order_by("version")
        found = rows.last() if newest else rows.first()
        assert found
        self.claim.version = found

    def _claims(self) -> ClaimVersionQuerySet:
        return ClaimVersion.objects.filter(
            claim=self.claim.version.claim_id
        ).select_related("claim")

    def _blocks(self) -> CopyBlockVersionQuerySet:
        return CopyBlockVersion.objects.filter(
            block=self.block.version.block_id
        ).select_related("block")


@contextlib.contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _taken(step: Callable[[], object]) -> str:
    """Take the step for good; the refusal's sentence, nothing when it was taken."""
    try:
        with transaction.atomic():
            step()
    except lives.REFUSALS as error:
        return lives.said(error)
    return ""


def test_any_steps_by_anybody_keep_the_laws(brand: Brand) -> None:
    Lives.brand = brand
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


ORDERS = [
    pytest.param(("MEDICAL", "REGULATORY"), id="medical first"),
    pytest.param(("REGULATORY", "MEDICAL"), id="regulatory first"),
]


@pytest.mark.parametrize("order", ORDERS)
def test_the_order_of_the_two_does_not_matter(
    order: tuple[str, str], brand: Brand
) -> None:
    life = ClaimLife(brand, Cast.made())
    for function in order:
        life.approve(function, function.lower())
    again = life.again()
    assert again.state == ClaimState.APPROVED
    assert (again.approved_by, again.approved_at) == (order[1].lower(), AT)
    assert claims.approved_version(brand.slug, "life") == again

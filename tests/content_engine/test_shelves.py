"""What a process keeps answers as what is read this moment, whatever happened."""

import contextlib
import datetime
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from content_engine import checking, house_rules, shelves, supplies, usable_claims
from content_engine.fidelity.linking import exact, library, rarity
from content_engine.models import RulePack
from content_engine.pieces import CheckResult, Context, Piece, PieceText
from content_engine.shelves import Shelf
from content_engine.vocabulary import Outcome, PartName
from knowledge_base import claims, copy_blocks, references
from knowledge_base.index import changes
from knowledge_base.models import (
    Brand,
    BrandMarket,
    ClaimState,
    ClaimVersion,
    CopyBlockVersion,
    Label,
    Reference,
    SafetyForm,
    SafetyText,
)
from tests import databases, factories
from tests.content_engine.rules.test_packs import document

AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
DAY = AT.date()
DAYS = [DAY + datetime.timedelta(days) for days in (-40, 0, 1, 40)]
BY = User(username="somebody")
SAID: dict[str, Any] = {"reason": "A question.", "by": BY, "at": AT}
PLACE = Context("testavra", "US", "email", "HCP", DAY)
TEXT = "Testavra reduced weekly attacks by 42% versus placebo at week 12."


@pytest.fixture(scope="session")
def migrated(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A database with all tables and triggers, in which nothing happened."""
    directory = tmp_path_factory.mktemp("shelves")
    with django_db_blocker.unblock(), databases.made(directory) as name:
        yield name


@pytest.fixture
def real_database(
    migrated: str,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path: Path,
) -> Iterator[None]:
    """A database in which connections commit for each other to see."""
    with (
        django_db_blocker.unblock(),
        databases.made(tmp_path, migrated) as name,
        databases.in_use(name),
    ):
        yield


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Every test begins and ends with empty hands."""
    shelves.clear()
    yield
    shelves.clear()


@pytest.fixture
def fills(monkeypatch: pytest.MonkeyPatch) -> list[Shelf]:
    """Each shelf that had to read all claims, as often as it had to."""
    filled: list[Shelf] = []
    real = Shelf._fill

    def counting(shelf: Shelf, context: Context) -> None:
        filled.append(shelf)
        real(shelf, context)

    monkeypatch.setattr(Shelf, "_fill", counting)
    return filled


def piece(*texts: str, place: Context = PLACE) -> Piece:
    return Piece(place, (PieceText(PartName.BODY, "\n".join(texts)),))


def outcome(text: str = TEXT, place: Context = PLACE) -> Outcome:
    """What becomes of one statement."""
    [said] = checking.check_foreign(piece(text, place=place)).statements
    return said.outcome


def answers(check: Callable[[Piece], CheckResult], asked: Piece) -> CheckResult | str:
    try:
        return check(asked)
    except ObjectDoesNotExist as error:
        return str(error)


def anew(asked: Piece) -> CheckResult:
    """The check without anything that was kept."""
    return checking.check(asked, supplies.gather(asked.context))


# The law


class Story:
    """Steps that people take in a library, drawn by chance."""

    ENDPOINTS = ("attacks", "relapses", "nights awake")

    def __init__(self, seed: int) -> None:
        """Begin with a brand and a few claims of it, and a brand beside it."""
        self.chance = random.Random(seed)  # noqa: S311 - steps, not secrets
        self.brand = factories.make_brand()
        self.other = factories.make_brand("belquira")
        self.person = factories.make_user("ADMINISTRATOR")
        self.number = 0
        for _ in range(6):
            self.approve()

    def take(self) -> str:
        """One step; its name."""
        steps = (
            *(self.approve, self.approve, self.revise, self.suspend, self.reconfirm),
            *(self.withdraw, self.retract, self.expire, self.cite, self.add_block),
            *(self.stop_block, self.reconfirm_block, self.adopt, self.withdraw_label),
            *(self.rename, self.adopt_pack, self.withdraw_pack, self.approve_other),
        )
        step = self.chance.choice(steps)
        step()
        return step.__name__

    def asked(self) -> Piece:
        """A piece that says claims as they stand, and changes others."""
        place = Context(
            "testavra",
            *("US", self.chance.choice(("email", "sms"))),
            *("HCP", self.chance.choice(DAYS)),
            language=self.chance.choice(("en-US", "de-DE")),
        )
        rows = ClaimVersion.objects.order_by("pk").values_list("text", flat=True)
        texts = self.chance.sample(list(rows), 5)
        texts += ["In a study.", "Words of block-1.", f'As "{texts[0]}" says.']
        texts += [texts[1].replace("2", "3"), texts[2].replace("%", " per cent")]
        texts += [source.citation for source in Reference.objects.all()[:2]]
        texts += ["Testavra may cause attacks.", "Start with 20 mg."]
        texts += [f'As "Journal of Test {year}" says.' for year in (2024, 2025)]
        safety = SafetyText.objects.order_by("pk").values_list("text", flat=True)
        return piece(*texts, *safety, place=place)

    def approve(self, brand: Brand | None = None) -> None:
        """Often the same words, so that ties have to be broken."""
        days = (None, DAYS[1], DAYS[2], DAYS[3])
        ending = self.chance.choice(days)
        self.number += 1
        factories.make_claim(
            brand or self.brand,
            f"said-{self.chance.random()}",
            text=f"Testavra reduced {self.chance.choice(self.ENDPOINTS)} by "
            f"{self.chance.randint(40, 44)}% at week 12.",
            valid_from=self.chance.choice((None, *DAYS[:3])),
            expires_on=ending,
            channels=self.chance.choice(((), (), ("email",), ("sms",))),
            qualifiers=self.chance.choice(([], ["In a study."])),
            reading=self.chance.choice(({}, {"arms": []})),
        )

    def approve_other(self) -> None:
        self.approve(self.other)

    def revise(self) -> None:
        for version in self._some(ClaimState.APPROVED, ClaimState.SUSPENDED):
            factories.revise_claim(version)

    def suspend(self) -> None:
        for version in self._some(ClaimState.APPROVED):
            claims.suspend(claim_version_id=version.pk, **SAID)

    def reconfirm(self) -> None:
        for version in self._some(ClaimState.SUSPENDED):
            with contextlib.suppress(claims.ClaimContentError):
                claims.reconfirm(claim_version_id=version.pk, **SAID)

    def withdraw(self) -> None:
        for version in self._some(ClaimState.APPROVED, ClaimState.SUSPENDED):
            claims.withdraw(claim_version_id=version.pk, **SAID)

    def retract(self) -> None:
        standing = Reference.objects.filter(brand=self.brand, retracted_at=None)
        references.retract(reference_id=self._one(standing).pk, **SAID)

    def expire(self) -> None:
        source = self._one(Reference.objects.filter(brand=self.brand))
        ends = self.chance.choice((None, *DAYS))
        Reference.objects.filter(pk=source.pk).update(expires_on=ends)

    def cite(self) -> None:
        source = self._one(Reference.objects.filter(brand=self.brand))
        words = f"Test B, Journal of Test {self.chance.choice((2024, 2025))}."
        Reference.objects.filter(pk=source.pk).update(citation=words)

    def add_block(self) -> None:
        number = CopyBlockVersion.objects.count()
        factories.make_block(self.brand, f"block-{number}")

    def stop_block(self) -> None:
        for block in CopyBlockVersion.objects.in_force().order_by("pk")[:1]:
            stop = self.chance.choice((copy_blocks.suspend, copy_blocks.retire))
            stop(version_id=block.pk, **SAID)

    def reconfirm_block(self) -> None:
        stopped = CopyBlockVersion.objects.filter(retired_at=None)
        for block in stopped.exclude(suspended_at=None).order_by("pk")[:1]:
            copy_blocks.reconfirm(version_id=block.pk, **SAID)

    def adopt(self) -> None:
        number = Label.objects.count()
        label = Label.objects.create(
            brand=self.brand,
            market="US",
            version=f"L{number}",
            effective_on=self.chance.choice(DAYS),
            dosing=[f"Take {number}0 mg once daily."],
            approved_by="loader",
            approved_at=AT,
        )
        text = f"Testavra may cause {self.chance.choice(self.ENDPOINTS)} and unrest."
        for form in SafetyForm:
            SafetyText.objects.create(
                label=label, form=form, text=text, sha256="0" * 64
            )

    def withdraw_label(self) -> None:
        label = self._one(Label.objects.filter(brand=self.brand))
        at = self.chance.choice((None, None, AT))
        Label.objects.filter(pk=label.pk).update(withdrawn_at=at)

    def rename(self) -> None:
        self.number += 1
        Brand.objects.filter(pk=self.brand.pk).update(
            manufacturer=f"Testa {self.number}"
        )
        BrandMarket.objects.filter(brand=self.brand).update(
            black_triangle=bool(self.number % 2)
        )

    def adopt_pack(self) -> None:
        self.number += 1
        house_rules.adopt(
            text=document(version=f"{self.number}"),
            source="a.json",
            reason="Decided.",
            by=self.person,
            at=AT,
        )

    def withdraw_pack(self) -> None:
        for pack in RulePack.objects.filter(withdrawn_at=None).order_by("pk")[:1]:
            house_rules.withdraw(pack_id=pack.pk, reason="Over.", by=self.person, at=AT)

    def _some(self, *states: ClaimState) -> list[ClaimVersion]:
        rows = ClaimVersion.objects.filter(state__in=states, claim__brand=self.brand)
        found = list(rows.order_by("pk"))
        return self.chance.sample(found, min(len(found), 1))

    def _one(self, rows: Any) -> Any:
        return self.chance.choice(list(rows.order_by("pk")))


@pytest.mark.parametrize("seed", range(6))
def test_after_any_steps_a_check_answers_as_one_made_anew(
    real_database: None,
    fills: list[Shelf],
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    """With bounds so tight that each of them is met."""
    monkeypatch.setattr(rarity, "MOST_POSTINGS", 9)
    monkeypatch.setattr(library, "MEASURED", 3)
    monkeypatch.setattr(exact, "LAYER", 2)
    monkeypatch.setattr(exact, "MOST_LAYERS", 2)
    monkeypatch.setattr(usable_claims, "CHUNK", 2)
    story, steps = Story(seed), ["begin"]
    answers(checking.check_foreign, story.asked())
    for _ in range(40):
        asked = story.asked()
        kept = answers(checking.check_foreign, asked)
        assert kept == answers(anew, asked), steps
        if story.chance.random() < 0.2:
            steps.append("undone:")
            with transaction.atomic():
                if story.chance.random() < 0.3:
                    shelves.clear()
                    fills.clear()
                steps.append(story.take())
                kept = answers(checking.check_foreign, asked)
                assert kept == answers(anew, asked), steps
                transaction.set_rollback(True)
        steps.append(story.take())
    assert len(fills) <= 4  # one for each channel, again if that one was undone


# What a check sees


@pytest.fixture
def claim(real_database: None) -> ClaimVersion:
    """A claim that a check has found already."""
    version = factories.make_claim(factories.make_brand(), "attacks", text=TEXT)
    assert outcome() is Outcome.EXACT
    return version


def elsewhere(step: Callable[[], object]) -> None:
    """Take a step on a connection of its own."""

    def stepping() -> None:
        step()
        connection.close()

    thread = threading.Thread(target=stepping)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


def test_what_was_kept_is_not_read_again(
    claim: ClaimVersion, fills: list[Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usable_claims, "read", pytest.fail)
    assert outcome() is Outcome.EXACT
    assert fills == []


def test_another_connections_withdrawal_bites_at_the_next_check(
    claim: ClaimVersion, fills: list[Shelf]
) -> None:
    elsewhere(lambda: claims.withdraw(claim_version_id=claim.pk, **SAID))
    assert outcome() is Outcome.UNSUBSTANTIATED
    assert fills == []


def test_what_another_has_not_committed_is_not_seen(claim: ClaimVersion) -> None:
    has_written, may_commit = threading.Event(), threading.Event()

    def withdrawing() -> None:
        with transaction.atomic():
            claims.withdraw(claim_version_id=claim.pk, **SAID)
            assert outcome() is Outcome.UNSUBSTANTIATED
            has_written.set()
            may_commit.wait(20)

    thread = threading.Thread(target=elsewhere, args=[withdrawing])
    thread.start()
    assert has_written.wait(20)
    assert outcome() is Outcome.EXACT
    may_commit.set()
    thread.join(20)
    assert outcome() is Outcome.UNSUBSTANTIATED


def test_what_was_undone_leaves_nothing_behind(
    claim: ClaimVersion, fills: list[Shelf]
) -> None:
    fresh = "Testavra halved the number of nights awake."
    with transaction.atomic():
        claims.withdraw(claim_version_id=claim.pk, **SAID)
        factories.make_claim(claim.claim.brand, "nights", text=fresh)
        assert (outcome(), outcome(fresh)) == (Outcome.UNSUBSTANTIATED, Outcome.EXACT)
        transaction.set_rollback(True)
    assert (outcome(), outcome(fresh)) == (Outcome.EXACT, Outcome.UNSUBSTANTIATED)
    # On SQLite the next claim gets the numbers of the one that never was.
    factories.make_claim(
        claim.claim.brand, "days", text=fresh.replace("nights", "days")
    )
    assert outcome(fresh) is not Outcome.EXACT
    assert outcome(fresh.replace("nights", "days")) is Outcome.EXACT
    assert fills == []


@pytest.mark.parametrize("is_undone", [True, False])
def test_a_shelf_that_an_open_transaction_fills_is_kept_if_that_ends_well(
    real_database: None, fills: list[Shelf], *, is_undone: bool
) -> None:
    brand = factories.make_brand()
    with transaction.atomic():
        factories.make_claim(brand, text=TEXT)
        assert outcome() is Outcome.EXACT
        transaction.set_rollback(is_undone)
    assert (outcome() is Outcome.EXACT) == (not is_undone)
    factories.make_claim(brand, text=TEXT.replace("42", "43"))
    assert outcome(TEXT.replace("42", "43")) is Outcome.EXACT
    assert (outcome() is Outcome.EXACT) == (not is_undone)
    if not is_undone:
        assert len(fills) == 1


def test_what_another_committed_meanwhile_hides_nothing_that_is_undone(
    real_database: None,
) -> None:
    """Its own change is older than the newest row, by which a log is known."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    version = factories.make_claim(factories.make_brand(), text=TEXT)
    other = factories.make_claim(factories.make_brand(), text=f"{TEXT} And more.")
    with transaction.atomic():
        claims.withdraw(claim_version_id=version.pk, **SAID)
        elsewhere(lambda: claims.suspend(claim_version_id=other.pk, **SAID))
        assert outcome() is not Outcome.EXACT
        transaction.set_rollback(True)
    assert outcome() is Outcome.EXACT


def test_a_shelf_stays_as_it_is_until_its_check_is_over(claim: ClaimVersion) -> None:
    with shelves.standing(PLACE):
        [shelf] = shelves._KEPT.values()
        assert not shelf.lock.acquire(blocking=False)
    assert shelf.lock.acquire(blocking=False)
    shelf.lock.release()


def test_a_savepoint_that_is_undone_is_read_again(claim: ClaimVersion) -> None:
    with transaction.atomic():
        with transaction.atomic():
            claims.withdraw(claim_version_id=claim.pk, **SAID)
            assert outcome() is Outcome.UNSUBSTANTIATED
            transaction.set_rollback(True)
        assert outcome() is Outcome.EXACT
    assert outcome() is Outcome.EXACT


@pytest.mark.parametrize(
    ("columns", "days"),
    [
        pytest.param({"valid_from": DAY}, [False, True, True], id="begins"),
        pytest.param({"expires_on": DAY}, [True, False, False], id="ends"),
        pytest.param(
            {"valid_from": DAY, "expires_on": DAY + datetime.timedelta(1)},
            [False, True, False],
            id="one day",
        ),
    ],
)
def test_a_claim_follows_the_day(
    real_database: None, columns: dict[str, Any], days: list[bool], fills: list[Shelf]
) -> None:
    """Whichever day is asked after whichever other."""
    factories.make_claim(factories.make_brand(), text=TEXT, **columns)
    for offset in (0, 1, -1, 0, -1, 1, 0):
        place = Context(
            *("testavra", "US", "email", "HCP"), DAY + datetime.timedelta(offset)
        )
        assert (outcome(place=place) is Outcome.EXACT) == days[offset + 1]
    assert len(fills) == 1


def test_a_claim_falls_on_the_day_on_which_its_source_ends(claim: ClaimVersion) -> None:
    Reference.objects.update(expires_on=DAY + datetime.timedelta(1))
    tomorrow = Context(*("testavra", "US", "email", "HCP"), DAY + datetime.timedelta(1))
    assert outcome() is Outcome.EXACT
    assert outcome(place=tomorrow) is Outcome.UNSUBSTANTIATED
    assert outcome() is Outcome.EXACT


def test_another_database_is_never_taken_for_this_one(
    claim: ClaimVersion, migrated: str, tmp_path: Path
) -> None:
    """Equal numbers, and a log with an equal beginning, are no proof."""
    (tmp_path / "other").mkdir()
    text = "Testavra halved the number of nights awake."
    with databases.made(tmp_path / "other", migrated) as name, databases.in_use(name):
        factories.make_claim(factories.make_brand(), "attacks", text=text)
        assert (outcome(), outcome(text)) == (Outcome.UNSUBSTANTIATED, Outcome.EXACT)
    assert (outcome(), outcome(text)) == (Outcome.EXACT, Outcome.UNSUBSTANTIATED)


def test_a_backup_that_is_older_is_noticed(
    real_database: None, migrated: str, tmp_path: Path, fills: list[Shelf]
) -> None:
    """Claims that came after the backup are gone, and later ones have their numbers."""
    factories.make_brand()
    assert outcome() is Outcome.UNSUBSTANTIATED
    factories.make_claim(Brand.objects.get(), "attacks", text=TEXT)
    assert outcome() is Outcome.EXACT
    (tmp_path / "backup").mkdir()
    with databases.made(tmp_path / "backup", migrated) as name, databases.in_use(name):
        factories.make_brand()
        assert outcome() is Outcome.UNSUBSTANTIATED
    assert len(fills) == 2


def test_threads_check_and_change_at_once(claim: ClaimVersion) -> None:
    """Every check of eight threads is that of a moment between its begin and end."""
    suspended: list[bool] = [False]
    wrong: list[str] = []
    is_over = threading.Event()

    def checking_on() -> None:
        while not is_over.is_set():
            before = len(suspended)
            said = outcome() is not Outcome.EXACT
            after = len(suspended)
            if said not in suspended[max(before - 2, 0) : after + 1]:
                wrong.append(f"{said} between {before} and {after}")
        connection.close()

    threads = [threading.Thread(target=checking_on) for _ in range(8)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        claims.suspend(claim_version_id=claim.pk, **SAID)
        suspended.append(True)
        assert outcome() is Outcome.UNSUBSTANTIATED
        claims.reconfirm(claim_version_id=claim.pk, **SAID)
        suspended.append(False)
        assert outcome() is Outcome.EXACT
    is_over.set()
    for thread in threads:
        thread.join(20)
    assert wrong == []


# What is kept


def test_the_places_used_last_stay(
    claim: ClaimVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "MOST_CLAIMS", 2)
    for channel in ("rep_email", "sms", "email", "rep_email"):
        outcome(place=Context("testavra", "US", channel, "HCP", DAY))
    assert [place[2] for place in shelves._KEPT] == ["email", "rep_email"]


def test_one_place_stays_however_large_it_is(
    claim: ClaimVersion, monkeypatch: pytest.MonkeyPatch, fills: list[Shelf]
) -> None:
    monkeypatch.setattr(shelves, "MOST_CLAIMS", 0)
    assert outcome() is outcome() is Outcome.EXACT
    assert fills == []


@pytest.mark.parametrize("place", ["read", "since", "now"])
def test_a_shelf_that_could_not_be_read_is_read_anew(
    claim: ClaimVersion, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Half of a change is never taken for the whole."""
    claims.suspend(claim_version_id=claim.pk, **SAID)
    owner = usable_claims if place == "read" else changes
    if place == "now":
        shelves.clear()
    with monkeypatch.context() as patch:
        patch.setattr(owner, place, _failing)
        with pytest.raises(OSError, match="gone"):
            outcome()
    assert outcome() is Outcome.UNSUBSTANTIATED
    claims.reconfirm(claim_version_id=claim.pk, **SAID)
    assert outcome() is Outcome.EXACT


def _failing(*_: object) -> Iterator[object]:
    raise OSError("The database is gone.")


def test_an_unknown_place_is_refused_and_not_kept(claim: ClaimVersion) -> None:
    shelves.clear()
    for market, brand in (("GB", "testavra"), ("US", "nobody")):
        with pytest.raises(ObjectDoesNotExist):
            checking.check_foreign(
                piece(TEXT, place=Context(brand, market, "email", "HCP", DAY))
            )
    assert shelves._KEPT == {}


def test_a_quotation_is_sought_in_what_sources_say_now(claim: ClaimVersion) -> None:
    asked = piece(
        TEXT, 'The trial was named "Journal of Sleep, volume nine" by its authors.'
    )

    def is_refused() -> bool:
        return "EV-05" in {one.rule for one in checking.check_foreign(asked).findings}

    assert is_refused()
    Reference.objects.update(citation="Test B, Journal of Sleep, volume nine.")
    assert not is_refused()
    Reference.objects.update(citation="Test B, Journal of Rest, volume nine.")
    assert is_refused()

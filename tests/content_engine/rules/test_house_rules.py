"""A company's packs as records: adopted by a person, in force by date, never lost."""

import datetime
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from content_engine import house_rules, supplies
from content_engine.models import PackChange, RulePack
from content_engine.pieces import Context
from knowledge_base.models import LedgerEntry
from tests import kits
from tests.content_engine.rules.test_packs import RULE, document

DAY = datetime.date(2026, 11, 21)


@pytest.fixture
def adopted(requester: User, at: datetime.datetime) -> RulePack:
    return adopt(document(), requester, at)


def adopt(
    text: str, by: User, at: datetime.datetime, reason: str = "Decided in May."
) -> RulePack:
    return house_rules.adopt(text=text, source="a.json", reason=reason, by=by, at=at)[0]


def refused(
    text: str, by: User, at: datetime.datetime, reason: str = "Why"
) -> list[str]:
    """Why a pack is not adopted; then nothing was written."""
    before = (
        RulePack.objects.count(),
        PackChange.objects.count(),
        LedgerEntry.objects.count(),
    )
    with pytest.raises(house_rules.PackRefusedError) as caught:
        adopt(text, by, at, reason)
    after = (
        RulePack.objects.count(),
        PackChange.objects.count(),
        LedgerEntry.objects.count(),
    )
    assert before == after
    assert list(caught.value.faults) == caught.value.messages
    return caught.value.messages


def test_an_adopted_pack_says_who_when_and_why(
    adopted: RulePack, requester: User, at: datetime.datetime
) -> None:
    assert str(adopted) == "ACME/1"
    assert (adopted.owner, adopted.markets) == ("A named person", ["US"])
    assert (adopted.adopted_by, adopted.adopted_at) == (requester, at)
    assert adopted.reason == "Decided in May."
    assert json.loads(adopted.document)["severities"] == {"WD-06": "BLOCK"}


def test_each_change_is_a_record_and_the_step_a_ledger_line(
    adopted: RulePack, requester: User
) -> None:
    rows = adopted.changes.order_by("pk").values_list("what", "rule", "before", "after")
    assert [row[:2] for row in rows] == [
        ("phrases", "WD-03"),
        ("rule", "XC-01"),
        ("severities", "WD-06"),
    ]
    assert rows[2][2:] == (None, "BLOCK")
    [line] = LedgerEntry.objects.filter(action="rule_pack.adopted")
    assert (line.subject, line.by) == ("rule_pack:ACME", requester.get_username())
    assert json.loads(line.payload) == {
        "version": "1",
        "sha256": adopted.sha256,
        "effective_on": "2026-01-01",
        "markets": ["US"],
        "reason": "Decided in May.",
        "changes": [["phrases", "WD-03"], ["rule", "XC-01"], ["severities", "WD-06"]],
    }


def test_adopting_the_same_again_changes_nothing(
    adopted: RulePack, requester: User, at: datetime.datetime
) -> None:
    lines = LedgerEntry.objects.count()
    again, is_new = house_rules.adopt(
        text=document(), source="b.yaml", reason="Again.", by=requester, at=at
    )
    assert (again, is_new) == (adopted, False)
    assert LedgerEntry.objects.count() == lines
    assert PackChange.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param(
            {"owner": "Another"},
            "ACME/1 exists with other content or was withdrawn: number anew.",
            id="same number",
        ),
        pytest.param(
            {"version": "2", "markets": None},
            "ACME/2 names no market; it would hold nowhere.",
            id="nowhere",
        ),
        pytest.param(
            {"version": "2", "layers": ["base"]},
            "ACME/2: a company's pack lies on every market's own: no layers.",
            id="layers",
        ),
        pytest.param(
            {"version": "2", "markets": ["FR"]},
            "ACME/2: there are no rules for FR to build on.",
            id="no such market",
        ),
        pytest.param(
            {"version": "2", "severities": {"EV-01": "MED"}},
            "ACME/2: EV-01 may not fall to MED; a pack below weighs it BLOCK.",
            id="lowered",
        ),
        pytest.param(
            {"version": "2", "owner": ""},
            "a.json: owner: the text is shorter than 1 characters.",
            id="no owner",
        ),
    ],
)
def test_a_pack_that_does_not_fit_is_refused_whole(
    changes: dict[str, Any],
    sentence: str,
    adopted: RulePack,
    requester: User,
    at: datetime.datetime,
) -> None:
    assert refused(document(**changes), requester, at) == [sentence]


def test_a_pack_needs_a_reason(requester: User, at: datetime.datetime) -> None:
    assert refused(document(), requester, at, " ") == ["Say why the pack is adopted."]


def test_two_companies_rules_may_not_meet(
    adopted: RulePack, requester: User, at: datetime.datetime
) -> None:
    other = document(id="BETA", severities={}, phrases={})
    assert refused(other, requester, at) == [
        "BETA/1: XC-01 stands in a pack below already: raise its severity or add "
        "phrases."
    ]


def test_the_next_version_tells_only_what_it_changes(
    adopted: RulePack, requester: User, at: datetime.datetime
) -> None:
    louder = {**RULE, "severity": "BLOCK"}
    newer = adopt(document(version="2", rules=[louder], severities={}), requester, at)
    rows = newer.changes.order_by("pk").values_list("what", "rule", "after")
    assert list(rows) == [("rule", "XC-01", louder), ("severities", "WD-06", None)]


@pytest.mark.parametrize(
    ("day", "versions"),
    [
        ("2025-12-31", []),
        ("2026-01-01", ["1"]),
        ("2026-11-30", ["1"]),
        ("2026-12-01", ["2"]),
    ],
)
def test_the_newest_effective_version_is_in_force(
    day: str,
    versions: list[str],
    adopted: RulePack,
    requester: User,
    at: datetime.datetime,
) -> None:
    adopt(document(version="2", effective_on="2026-12-01"), requester, at)
    found = house_rules.in_force("US", datetime.date.fromisoformat(day))
    assert [json.loads(text)["version"] for text in found] == versions
    assert house_rules.in_force("GB", datetime.date.fromisoformat(day)) == ()


def test_a_withdrawn_version_gives_way_to_the_one_before(
    adopted: RulePack, requester: User, at: datetime.datetime
) -> None:
    newer = adopt(document(version="2", severities={}), requester, at)
    house_rules.withdraw(pack_id=newer.pk, reason="It cried wolf.", by=requester, at=at)
    assert house_rules.in_force("US", DAY) == (adopted.document,)
    [line] = LedgerEntry.objects.filter(action="rule_pack.withdrawn")
    assert json.loads(line.payload)["reason"] == "It cried wolf."
    assert newer.changes.get(what="withdrawn").before == "ACME/2"


@pytest.mark.parametrize(
    ("reason", "twice", "sentence"),
    [
        (" ", False, "Say why the pack is withdrawn."),
        ("Again.", True, "ACME/1 is withdrawn already."),
    ],
)
def test_a_withdrawal_is_refused_in_a_sentence(
    reason: str,
    twice: bool,
    sentence: str,
    adopted: RulePack,
    requester: User,
    at: datetime.datetime,
) -> None:
    if twice:
        house_rules.withdraw(pack_id=adopted.pk, reason="Once.", by=requester, at=at)
    with pytest.raises(house_rules.PackRefusedError) as caught:
        house_rules.withdraw(pack_id=adopted.pk, reason=reason, by=requester, at=at)
    assert caught.value.messages == [sentence]


def test_what_may_be_said_comes_with_the_packs_in_force(
    adopted: RulePack, requester: User, at: datetime.datetime
) -> None:
    kits.load_small_kit(by=requester, at=at)
    place = Context(kits.SLUG, "US", "email", "HCP", DAY)
    assert supplies.gather(place).house_packs == (adopted.document,)
    abroad = Context(kits.SLUG, "GB", "email", "HCP", DAY)
    assert supplies.gather(abroad).house_packs == ()


@pytest.mark.parametrize("write", ["delete pack", "delete change", "change change"])
def test_the_database_itself_keeps_the_records(write: str, adopted: RulePack) -> None:
    change = adopted.changes.all()
    steps = {
        "delete pack": lambda: RulePack.objects.filter(pk=adopted.pk)._raw_delete(
            "default"
        ),
        "delete change": lambda: change._raw_delete("default"),
        "change change": lambda: change.update(reason="Other."),
    }
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        steps[write]()
    assert PackChange.objects.filter(reason="Decided in May.").count() == 3


def run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("load_rule_pack", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_adopts_and_tells_the_changes(
    requester: User, tmp_path: Path
) -> None:
    file = tmp_path / "house.json"
    file.write_text(document())
    asked = [str(file), "--approved-by", requester.get_username(), "--reason", "May."]
    out, _ = run(*asked)
    assert out.splitlines() == [
        "ACME/1 holds from 2026-01-01.",
        "phrases: WD-03",
        "rule: XC-01",
        "severities: WD-06",
    ]
    assert run(*asked)[0] == "ACME/1 is adopted already; nothing was changed.\n"
    assert RulePack.objects.get().adopted_by == requester


@pytest.mark.parametrize(
    ("content", "person", "code", "words"),
    [
        pytest.param(
            b"{}", "known", 1, "has 4 faults; nothing was adopted", id="faulty"
        ),
        pytest.param(b"\xff", "known", 1, "line 1: this is not UTF-8", id="no text"),
        pytest.param(None, "known", 2, "No such file", id="no file"),
        pytest.param(b"{}", "nobody", 2, "no active user nobody", id="no person"),
    ],
)
def test_the_command_refuses_with_its_code(
    content: bytes | None,
    person: str,
    code: int,
    words: str,
    requester: User,
    tmp_path: Path,
) -> None:
    file = tmp_path / "house.json"
    if content is not None:
        file.write_bytes(content)
    name = requester.get_username() if person == "known" else person
    with pytest.raises(CommandError) as caught:
        run(str(file), "--approved-by", name, "--reason", "May.")
    assert caught.value.returncode == code
    assert words in str(caught.value)
    assert not RulePack.objects.exists()

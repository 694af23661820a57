"""What people say of findings stays: over checks made again, and in every count."""

import datetime
import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from content_engine import dispositions, rule_reports
from content_engine.dispositions import NotDisposedError
from content_engine.models import (
    CheckRecord,
    Disposition,
    FindingRecord,
    VariantVersion,
)
from content_engine.rule_reports import By, Row
from content_engine.vocabulary import FindingState
from knowledge_base.models import LedgerEntry
from review.workflow import submitting
from tests import factories

OPEN, FIXED, OVERRIDDEN = FindingState.OPEN, FindingState.FIXED, FindingState.OVERRIDDEN
REASON = "The registry says so on page 12."


@pytest.fixture
def version(requester: User) -> VariantVersion:
    return factories.make_version(requester=requester)


def find(
    version: VariantVersion,
    rule: str = "WD-06",
    severity: str = "HIGH",
    start: int = 4,
    text: str = "gentle",
) -> FindingRecord:
    """One more finding of the version's latest check."""
    check = version.checks.order_by("-pk")[0]
    return FindingRecord.objects.create(
        check_record=check,
        rule=rule,
        severity=severity,
        part="body",
        start=start,
        end=start + len(text),
        text=text,
        message="This praises tolerability.",
    )


def check_again(version: VariantVersion, at: datetime.datetime) -> CheckRecord:
    return CheckRecord.objects.create(
        version=version, rule_pack="TEST/2", verdict="review", checked_at=at
    )


def say(
    finding: FindingRecord,
    by: User,
    at: datetime.datetime,
    state: FindingState = OVERRIDDEN,
    reason: str = REASON,
) -> Disposition:
    return dispositions.dispose(
        finding_id=finding.pk, state=state, reason=reason, by=by, at=at
    )


def states(version: VariantVersion) -> list[FindingState]:
    return [one.state for one in dispositions.standing(version) or ()]


def test_a_word_on_a_finding_is_kept_with_all_that_it_is_about(
    version: VariantVersion, requester: User, at: datetime.datetime
) -> None:
    made = say(find(version), requester, at, reason=f"  {REASON} ")
    assert (made.disposed_by, made.disposed_at, made.reason) == (requester, at, REASON)
    assert (made.content_sha256, made.rule) == (version.content_sha256, "WD-06")
    [line] = LedgerEntry.objects.filter(action="finding.disposed")
    assert line.subject == f"variant:{version.variant.uid}"
    assert json.loads(line.payload) == {
        "version": 1,
        "content_sha256": version.content_sha256,
        "rule": "WD-06",
        "severity": "HIGH",
        "rule_pack": "TEST/1",
        "part": "body",
        "text": "gentle",
        "state": "OVERRIDDEN",
        "reason": REASON,
    }


def test_findings_are_open_until_somebody_speaks(
    version: VariantVersion, requester: User, at: datetime.datetime
) -> None:
    finding, other = find(version), find(version, start=40)
    assert states(version) == [OPEN, OPEN]
    say(finding, requester, at)
    assert states(version) == [OVERRIDDEN, OPEN]
    say(finding, requester, at, OPEN, "I was wrong about it.")
    assert states(version) == [OPEN, OPEN]
    assert other.dispositions.count() == 0
    assert Disposition.objects.count() == 2


def test_an_override_never_deletes_the_finding(
    version: VariantVersion, requester: User, at: datetime.datetime
) -> None:
    finding = find(version)
    say(finding, requester, at)
    [standing] = dispositions.standing(version) or ()
    assert standing.finding == finding
    assert standing.disposition is not None
    assert standing.disposition.reason == REASON
    assert standing.sentence == "WD-06: This praises tolerability."


@pytest.mark.parametrize(
    ("rule", "start", "state"),
    [
        pytest.param("WD-06", 4, OVERRIDDEN, id="the same finding"),
        pytest.param("WD-01", 4, OPEN, id="another rule"),
        pytest.param("WD-06", 9, OPEN, id="another place"),
    ],
)
def test_a_word_outlives_a_check_made_again(
    rule: str,
    start: int,
    state: FindingState,
    version: VariantVersion,
    requester: User,
    at: datetime.datetime,
) -> None:
    say(find(version), requester, at)
    check_again(version, at)
    find(version, rule, start=start)
    assert states(version) == [state]


def test_a_word_does_not_pass_to_other_words(
    version: VariantVersion, requester: User, at: datetime.datetime
) -> None:
    say(find(version), requester, at)
    newer = factories.make_version(variant=version.variant, by=requester)
    find(newer)
    assert states(newer) == [OPEN]


@pytest.mark.parametrize(
    ("severity", "state", "reason", "sentence"),
    [
        pytest.param(
            "BLOCK",
            OVERRIDDEN,
            REASON,
            "WD-06 blocks and is never overridden: change the words.",
            id="a block",
        ),
        pytest.param(
            "HIGH",
            OVERRIDDEN,
            "  no  ",
            "Say in at least 10 characters why, so that others can follow.",
            id="no reason",
        ),
        pytest.param(
            "HIGH",
            OVERRIDDEN,
            "\u200b" * 20 + "Fine.",
            "Say in at least 10 characters why, so that others can follow.",
            id="a reason of signs that print nothing",
        ),
        pytest.param(
            "HIGH",
            OPEN,
            "",
            "Say in at least 10 characters why, so that others can follow.",
            id="open again without reason",
        ),
        pytest.param(
            "HIGH",
            FIXED,
            REASON,
            "WD-06 still stands in the newest version: change the words first, or "
            "override it with a reason.",
            id="not fixed",
        ),
        pytest.param(
            "BLOCK",
            FIXED,
            REASON,
            "WD-06 still stands in the newest version: change the words first, or "
            "override it with a reason.",
            id="a block not fixed",
        ),
    ],
)
def test_what_cannot_be_said(
    severity: str,
    state: FindingState,
    reason: str,
    sentence: str,
    version: VariantVersion,
    requester: User,
    at: datetime.datetime,
) -> None:
    finding = find(version, severity=severity)
    with pytest.raises(NotDisposedError) as caught:
        say(finding, requester, at, state, reason)
    assert caught.value.messages == [sentence]
    assert not Disposition.objects.exists()
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("severity", ["HIGH", "MED", "INFO"])
def test_all_that_does_not_block_may_be_overridden(
    severity: str, version: VariantVersion, requester: User, at: datetime.datetime
) -> None:
    say(find(version, severity=severity), requester, at)
    assert states(version) == [OVERRIDDEN]


def test_a_finding_is_fixed_when_the_newest_words_have_it_no_more(
    version: VariantVersion, requester: User, at: datetime.datetime
) -> None:
    finding = find(version, severity="BLOCK")
    factories.make_version(variant=version.variant, by=requester)
    assert say(finding, requester, at, FIXED).state == FIXED


def test_an_unchecked_version_has_no_standing(version: VariantVersion) -> None:
    version.checks.all().delete()
    assert dispositions.standing(version) is None


@pytest.mark.parametrize(
    ("severity", "disposed", "sentences"),
    [
        pytest.param("BLOCK", False, ["WD-06: This praises tolerability."], id="BLOCK"),
        pytest.param(
            "HIGH",
            False,
            [
                "WD-06: This praises tolerability. Change the words, or have a "
                "reviewer or a coordinator override it with a reason."
            ],
            id="HIGH",
        ),
        pytest.param("HIGH", True, [], id="HIGH with a reason"),
        pytest.param("MED", False, [], id="MED"),
        pytest.param("INFO", False, [], id="INFO"),
    ],
)
def test_what_keeps_a_version_from_review(
    severity: str,
    disposed: bool,
    sentences: list[str],
    version: VariantVersion,
    requester: User,
    at: datetime.datetime,
) -> None:
    finding = find(version, severity=severity)
    if disposed:
        say(finding, requester, at)
    if not sentences:
        review = submitting.submit(version_id=version.pk, by=requester, at=at)
        assert review.version == version
        return
    with pytest.raises(submitting.BlockedError) as caught:
        submitting.submit(version_id=version.pk, by=requester, at=at)
    assert caught.value.messages == sentences


def test_an_override_taken_back_keeps_from_review_again(
    version: VariantVersion, requester: User, at: datetime.datetime
) -> None:
    finding = find(version)
    say(finding, requester, at)
    say(finding, requester, at, OPEN, "It was a mistake.")
    with pytest.raises(submitting.BlockedError, match="override it with a reason"):
        submitting.submit(version_id=version.pk, by=requester, at=at)


@pytest.mark.parametrize("write", ["delete", "update", "delete the finding"])
def test_the_database_keeps_what_was_said(
    write: str, version: VariantVersion, requester: User, at: datetime.datetime
) -> None:
    made = say(find(version), requester, at)
    rows = Disposition.objects.filter(pk=made.pk)
    steps: dict[str, Callable[[], object]] = {
        "delete": lambda: rows._raw_delete("default"),
        "update": lambda: rows.update(reason="Another reason."),
        "delete the finding": made.finding.delete,
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        steps[write]()
    assert rows.get().reason == REASON


# The report


@pytest.fixture
def counted(
    version: VariantVersion, requester: User, medical: User, at: datetime.datetime
) -> VariantVersion:
    """WD-06 twice overridden and once open, WD-01 fixed by an edit, ST-01 open."""
    for start in (4, 14):
        say(find(version, start=start), requester, at)
    find(version, start=24)
    find(version, "WD-01", text="safe")
    newer = factories.make_version(variant=version.variant, by=medical)
    find(newer, start=24)
    find(newer, "ST-01", text="half")
    return newer


def rows(by: By, **limits: object) -> list[tuple[str, int, int, int, int]]:
    found = rule_reports.report(by, **limits)  # type: ignore[arg-type]
    return [(r.key, r.fired, r.fixed, r.overridden, r.open) for r in found]


def test_a_report_by_rule_has_the_wolf_criers_first(counted: VariantVersion) -> None:
    assert rows(By.RULE) == [
        ("WD-06", 4, 0, 2, 2),
        ("ST-01", 1, 0, 0, 1),
        ("WD-01", 1, 1, 0, 0),
    ]


def test_a_report_by_person_counts_whose_words_they_were(
    counted: VariantVersion, requester: User, medical: User
) -> None:
    assert rows(By.PERSON) == [
        (requester.get_username(), 4, 1, 2, 1),
        (medical.get_username(), 2, 0, 0, 2),
    ]


def test_a_report_by_brand(counted: VariantVersion) -> None:
    assert rows(By.BRAND) == [("testavra", 6, 1, 2, 3)]
    assert rows(By.BRAND, brand="another") == []


def test_a_check_made_again_counts_once(
    counted: VariantVersion, at: datetime.datetime
) -> None:
    before = rows(By.RULE)
    check_again(counted, at)
    find(counted, start=24)
    find(counted, "ST-01", text="half")
    assert rows(By.RULE) == before


def test_a_report_since_a_time_leaves_out_what_was_before(
    counted: VariantVersion,
) -> None:
    later = factories.AT + datetime.timedelta(seconds=1)
    assert rows(By.RULE, since=factories.AT) != []
    assert rows(By.RULE, since=later) == []


def test_a_person_s_word_weighs_more_than_the_newest_text(
    version: VariantVersion, requester: User, at: datetime.datetime
) -> None:
    say(find(version), requester, at)
    factories.make_version(variant=version.variant, by=requester)
    assert rows(By.RULE) == [("WD-06", 1, 0, 1, 0)]


@pytest.mark.parametrize(
    ("fired", "overridden", "share"), [(4, 1, 0.25), (0, 0, 0.0), (3, 3, 1.0)]
)
def test_the_share_is_of_what_fired(fired: int, overridden: int, share: float) -> None:
    assert Row("WD-01", fired, 0, overridden, 0).share == share

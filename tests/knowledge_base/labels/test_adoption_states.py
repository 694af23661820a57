"""Every state of a label, every step on it, and each refusal to the letter."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from knowledge_base import labels
from knowledge_base.labels import adopting
from knowledge_base.labels.adopting import LabelNotReadyError, LabelStepError
from knowledge_base.labels.safety import SafetyMissingError
from knowledge_base.models import Brand, Label, LabelSection, LedgerEntry, SafetyText
from knowledge_base.reasons import ReasonMissingError

AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
DAY = AT.date()
MAKER, REPACKER = "Fenmoor Biologics", "Tarnwater Repackaging LLC"


@pytest.fixture
def owner(db: None) -> Brand:
    return Brand.objects.create(
        slug="c", name="Calvoryn", generic_name="ostivarel", manufacturer=MAKER
    )


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("someone")


def make(
    owner: Brand, version: str, *, ready: bool = True, words: bool = True, **more: Any
) -> Label:
    """A label of the brand's own set; ``ready`` gives it safety texts and a section."""
    facts: dict[str, Any] = {
        "market": "US",
        "set_id": "own",
        "labeler": MAKER,
        "source": "SPL",
        "effective_on": datetime.date(2026, 6, 1),
        **more,
    }
    label = Label.objects.create(brand=owner, version=version, **facts)
    if words:
        LabelSection.objects.create(label=label, ordinal=0, text="For adults.")
    for form in ("SHORT", "FULL") if ready else ():
        SafetyText.objects.create(label=label, form=form, text="Mind.", sha256="0" * 64)
    return label


ADOPTED: dict[str, Any] = {"approved_at": AT, "approved_by": "one"}
WITHDRAWN: dict[str, Any] = {"withdrawn_at": AT}
OTHER: dict[str, Any] = {"set_id": "other", "labeler": REPACKER}
NO_DRAFT = "The label 2 is no draft any more."
OLDER = (
    "The label 2 is older than {}, which is in force: it is kept as history and cannot "
    "be adopted."
)
NOT_OWN = (
    "The label 2 is {}, not the brand's own: confirm that you mean this labeller's "
    "label."
)
NO_WORDS = "The label 2 holds no words."
NO_SAFETY = "The label 2 has no short and full safety information yet: enter it first."
TWIN = (
    "Another label called 2 was adopted for US before: released pieces name their "
    "label by its version."
)


@pytest.mark.parametrize(
    ("label", "beside", "error", "sentence"),
    [
        pytest.param({}, None, None, "", id="a-ready-draft"),
        pytest.param(ADOPTED, None, LabelStepError, NO_DRAFT, id="adopted"),
        pytest.param(WITHDRAWN, None, LabelStepError, NO_DRAFT, id="withdrawn-draft"),
        pytest.param(
            ADOPTED | WITHDRAWN, None, LabelStepError, NO_DRAFT, id="adopted-withdrawn"
        ),
        pytest.param(
            {"words": False}, None, LabelNotReadyError, NO_WORDS, id="no-words"
        ),
        pytest.param(
            {"words": False, "indication": "For adults."},
            None,
            None,
            "",
            id="indication",
        ),
        pytest.param(
            {"words": False, "indication": " "},
            None,
            LabelNotReadyError,
            NO_WORDS,
            id="a-blank-indication",
        ),
        pytest.param(
            {"ready": False}, None, LabelNotReadyError, NO_SAFETY, id="no-safety"
        ),
        pytest.param(
            {"ready": False, "source": "KIT"}, None, None, "", id="from-a-kit"
        ),
        pytest.param({}, {"version": "1"}, None, "", id="a-draft-beside"),
        pytest.param({}, {"version": "1", **ADOPTED}, None, "", id="after-an-older"),
        pytest.param(
            {},
            {"version": "3", **ADOPTED},
            LabelStepError,
            OLDER.format("3"),
            id="a-later-version-of-one-day",
        ),
        pytest.param(
            {"effective_on": datetime.date(2026, 5, 1)},
            {"version": "1", **ADOPTED},
            LabelStepError,
            OLDER.format("1"),
            id="an-earlier-day",
        ),
        pytest.param(
            {"effective_on": datetime.date(2026, 5, 1)},
            {"version": "1", **ADOPTED, **WITHDRAWN},
            None,
            "",
            id="after-a-withdrawn-one",
        ),
        pytest.param(
            {},
            {"version": "3", "market": "GB", **ADOPTED},
            None,
            "",
            id="another-market-does-not-count",
        ),
        pytest.param(
            {},
            {"version": "3", "effective_on": datetime.date(2027, 1, 1), **ADOPTED},
            None,
            "",
            id="a-future-one-is-not-in-force",
        ),
        pytest.param(
            OTHER,
            {"version": "1", **ADOPTED},
            LabelStepError,
            NOT_OWN.format(f"{REPACKER}'s"),
            id="a-repackagers",
        ),
        pytest.param(
            OTHER | {"labeler": ""},
            {"version": "1", **ADOPTED},
            LabelStepError,
            NOT_OWN.format("another labeller's"),
            id="a-nameless-labellers",
        ),
        pytest.param(
            {"set_id": "second"},
            {"version": "2", **ADOPTED, "set_id": "second", "market": "GB"},
            None,
            "",
            id="the-first-of-the-makers-sets",
        ),
        pytest.param(
            {},
            {"version": "2", "set_id": "", "source": "KIT", **ADOPTED},
            LabelNotReadyError,
            TWIN,
            id="a-twin-in-name",
        ),
    ],
)
def test_why_a_label_is_not_adopted(
    owner: Brand,
    person: User,
    label: dict[str, Any],
    beside: dict[str, Any] | None,
    error: type[Exception] | None,
    sentence: str,
) -> None:
    if beside is not None:
        make(owner, **beside)
    draft = make(owner, "2", **label)
    lines = LedgerEntry.objects.count()
    refusal = adopting.adoption_refusal(draft, DAY)
    if error is None:
        assert refusal is None
        adopted = labels.adopt(label_id=draft.pk, by=person, at=AT)
        assert (adopted.approved_by, adopted.approved_at) == ("someone", AT)
        assert LedgerEntry.objects.latest("sequence").action == "label.adopted"
        assert LedgerEntry.objects.count() == lines + 1
        return
    assert type(refusal) is error
    assert sentence in str(refusal)
    with pytest.raises(error) as raised:
        labels.adopt(label_id=draft.pk, by=person, at=AT)
    assert str(raised.value) == str(refusal)
    assert LedgerEntry.objects.count() == lines
    draft.refresh_from_db()
    assert draft.approved_at == label.get("approved_at")


@pytest.mark.parametrize(
    ("form", "is_refused"), [("SHORT", True), ("FULL", True)], ids=["short", "full"]
)
def test_both_safety_texts_are_asked_for(
    owner: Brand, form: str, *, is_refused: bool
) -> None:
    draft = make(owner, "2", ready=False)
    SafetyText.objects.create(label=draft, form=form, text="Mind.", sha256="0" * 64)
    refusal = adopting.adoption_refusal(draft, DAY)
    assert isinstance(refusal, LabelNotReadyError) is is_refused
    assert NO_SAFETY in str(refusal)


def test_another_labellers_label_is_adopted_where_it_is_meant(
    owner: Brand, person: User
) -> None:
    make(owner, "1", **ADOPTED)
    draft = make(owner, "2", **OTHER)
    assert adopting.adoption_refusal(draft, DAY, other_labeler=True) is None
    labels.adopt(label_id=draft.pk, by=person, at=AT, other_labeler=True)
    assert labels.current_at(owner, "US", DAY) == draft


@pytest.mark.parametrize(
    ("state", "is_refused"),
    [({}, False), (ADOPTED, False), (WITHDRAWN, True), (ADOPTED | WITHDRAWN, True)],
    ids=["draft", "adopted", "withdrawn-draft", "withdrawn"],
)
def test_a_label_is_withdrawn_once(
    owner: Brand, person: User, state: dict[str, Any], *, is_refused: bool
) -> None:
    label = make(owner, "2", **state)
    step: dict[str, Any] = {"label_id": label.pk, "by": person, "at": AT}
    if is_refused:
        with pytest.raises(LabelStepError) as refusal:
            labels.withdraw(reason="misprint", **step)
        assert str(refusal.value) == "The label 2 was withdrawn already."
        assert not LedgerEntry.objects.exists()
        return
    assert labels.withdraw(reason=" misprint ", **step).withdrawn_at == AT
    line = LedgerEntry.objects.get()
    assert (line.action, line.by) == ("label.withdrawn", "someone")
    assert line.subject == "label:c/US/own/2"
    assert '"reason":"misprint"' in line.payload.replace(" ", "")


@pytest.mark.parametrize("reason", ["", " ", "\n\t"])
def test_a_withdrawal_owes_a_reason(owner: Brand, person: User, reason: str) -> None:
    label = make(owner, "2", **ADOPTED)
    with pytest.raises(ReasonMissingError) as refusal:
        labels.withdraw(label_id=label.pk, reason=reason, by=person, at=AT)
    assert refusal.value.messages == ["Please say why you withdraw this label."]
    label.refresh_from_db()
    assert label.withdrawn_at is None


@pytest.mark.parametrize(
    ("state", "is_refused"),
    [({}, False), (ADOPTED, True), (WITHDRAWN, True), (ADOPTED | WITHDRAWN, True)],
    ids=["draft", "adopted", "withdrawn-draft", "withdrawn"],
)
def test_safety_texts_are_stated_for_drafts_alone(
    owner: Brand, person: User, state: dict[str, Any], *, is_refused: bool
) -> None:
    label = make(owner, "2", ready=False, **state)
    given: dict[str, Any] = {"short": " Mind. ", "full": "Mind the liver.\n"}
    if is_refused:
        with pytest.raises(LabelStepError) as refusal:
            labels.state_safety(label_id=label.pk, by=person, at=AT, **given)
        assert str(refusal.value) == (
            "The label 2 is no draft any more: its safety information stays as it is."
        )
        assert not label.safety_texts.exists()
        return
    labels.state_safety(label_id=label.pk, by=person, at=AT, **given)
    stated = dict(label.safety_texts.values_list("form", "text"))
    assert stated == {"SHORT": "Mind.", "FULL": "Mind the liver."}


@pytest.mark.parametrize(
    ("short", "full", "sentence"),
    [
        ("", "x", "Enter the short safety text."),
        ("x", " ", "Enter the full safety text."),
        ("", "", "Enter the short safety text."),
    ],
)
def test_an_empty_safety_text_leaves_the_earlier_ones(
    owner: Brand, person: User, short: str, full: str, sentence: str
) -> None:
    label = make(owner, "2")
    with pytest.raises(SafetyMissingError) as refusal:
        labels.state_safety(label_id=label.pk, short=short, full=full, by=person, at=AT)
    assert refusal.value.messages == [sentence]
    assert set(label.safety_texts.values_list("text", flat=True)) == {"Mind."}
    assert not LedgerEntry.objects.exists()


# which label comes before which


@pytest.mark.parametrize(
    ("others", "replaced"),
    [
        pytest.param([], None, id="none-before"),
        pytest.param([{"version": "1"}], None, id="a-draft-before"),
        pytest.param([{"version": "1", **ADOPTED}], "1", id="one-in-force"),
        pytest.param(
            [
                {"version": "1", **ADOPTED},
                {"version": "0", "effective_on": datetime.date(2026, 5, 1), **ADOPTED},
            ],
            "1",
            id="the-newest-of-two",
        ),
        pytest.param(
            [
                {"version": "1", **ADOPTED, **WITHDRAWN},
                {"version": "0", "effective_on": datetime.date(2026, 5, 1), **ADOPTED},
            ],
            "0",
            id="one-that-stands-before-one-withdrawn",
        ),
        pytest.param(
            [{"version": "1", **ADOPTED, **WITHDRAWN}], "1", id="withdrawn-and-alone"
        ),
        pytest.param(
            [{"version": "3", "effective_on": datetime.date(2027, 1, 1), **ADOPTED}],
            None,
            id="a-later-day",
        ),
        pytest.param(
            [{"version": "1", "market": "GB", **ADOPTED}], None, id="another-market"
        ),
    ],
)
def test_which_label_gives_way(
    owner: Brand, others: list[dict[str, Any]], replaced: str | None
) -> None:
    for other in others:
        make(owner, **other)
    draft = make(owner, "2")
    found = labels.replacement(draft).replaced
    assert (found.version if found else None) == replaced


@pytest.mark.parametrize(
    ("one", "other", "is_later"),
    [
        ("9", "10", True),
        ("10", "9", False),
        ("10", "10a", False),
        ("2026-01", "2026-02", False),
        ("007", "8", True),
    ],
)
def test_versions_that_are_numbers_count_on(
    owner: Brand, one: str, other: str, *, is_later: bool
) -> None:
    make(owner, other, effective_on=datetime.date(2026, 5, 1), **ADOPTED)
    draft = make(owner, one)
    refusal = adopting.adoption_refusal(draft, DAY)
    assert (refusal is not None) is is_later


def test_no_label_in_force_is_said_with_brand_market_and_day(owner: Brand) -> None:
    with pytest.raises(labels.NoLabelError) as refusal:
        labels.current_at(owner, "US", DAY)
    assert str(refusal.value) == (
        "Calvoryn has no adopted label in force for US on 2026-11-21."
    )

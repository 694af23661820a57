"""What leans on a clause stops when a newer label changes it, and nothing else does."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from knowledge_base import claims, copy_blocks, labels
from knowledge_base.labels import adopting, citing
from knowledge_base.labels.adopting import LabelNotReadyError, LabelStepError
from knowledge_base.labels.clauses import Clause
from knowledge_base.labels.safety import SafetyMissingError
from knowledge_base.models import (
    Anchor,
    Brand,
    Claim,
    ClaimCitation,
    ClaimState,
    ClaimVersion,
    CopyBlock,
    CopyBlockVersion,
    Label,
    LedgerEntry,
    Reference,
)
from knowledge_base.reasons import ReasonMissingError
from tests import label_documents as files
from tests.label_documents import DOSE, LIVER, make_document, reactions, sections

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
NEW_DOSE = DOSE.replace("20 mg", "40 mg")
SHORT, FULL = "Calvoryn can harm the liver.", "Calvoryn can harm the liver. More here."


@pytest.fixture
def bare(db: None) -> Brand:
    """A brand of which nothing but its name is known."""
    return Brand.objects.create(
        slug="calvoryn",
        name="Calvoryn",
        generic_name="ostivarel",
        manufacturer="Fenmoor Biologics",
    )


@pytest.fixture
def label(bare: Brand, regulatory: User) -> Label:
    """Version 3, in force."""
    return adopted(bring(regulatory), regulatory)


def bring(by: User, **changes: Any) -> Label:
    return labels.import_document(make_document(**changes), by=by, at=AT).label


def newer(by: User, **changes: Any) -> Label:
    facts = {"version": "4", "effective_on": datetime.date(2026, 11, 1), **changes}
    return bring(by, **facts)


def adopted(label: Label, by: User, **more: Any) -> Label:
    labels.state_safety(label_id=label.pk, short=SHORT, full=FULL, by=by, at=AT)
    return labels.adopt(label_id=label.pk, by=by, at=AT, **more)


def cite(
    label: Label,
    key: str,
    quote: str | None,
    *,
    kind: str = "efficacy",
    text: str = "A wording of its own.",
    state: str = "APPROVED",
    markets: tuple[str, ...] = ("US",),
    reference: Reference | None = None,
) -> ClaimVersion:
    """A claim that stands on a quote of a label; on the label as a whole if None."""
    version = ClaimVersion.objects.create(
        claim=Claim.objects.create(brand=label.brand, key=key, kind=kind),
        version=1,
        text=text,
        sha256="0" * 64,
        market_codes=markets,
        drafted_at=AT,
    )
    source = (
        reference
        or Reference.objects.get_or_create(
            brand=label.brand,
            key=f"LABEL-{label.version}",
            defaults={"citation": "Label.", "kind": "label", "label": label},
        )[0]
    )
    anchor = None
    if quote is not None:
        anchor = Anchor.objects.create(
            reference=source, key=key, locator="2", quote=quote
        )
    ClaimCitation.objects.create(
        claim_version=version, ordinal=1, reference=source, anchor=anchor
    )
    lead(version, state)
    return version


def lead(version: ClaimVersion, state: str) -> None:
    """Take a draft to a state by its steps."""
    by = User(username="approver")
    step: dict[str, Any] = {"reason": "A question.", "by": by, "at": AT}
    if state != "DRAFT":
        claims.put_in_force(version, by=by, at=AT)
    if state == "SUSPENDED":
        claims.suspend(claim_version_id=version.pk, **step)
    elif state == "WITHDRAWN":
        claims.withdraw(claim_version_id=version.pk, **step)
    elif state == "SUPERSEDED":
        following = ClaimVersion.objects.create(
            claim=version.claim,
            version=2,
            text="Other words.",
            sha256="0" * 64,
            market_codes=version.market_codes,
            drafted_at=AT,
        )
        claims.put_in_force(following, by=by, at=AT)


def block(brand: Brand, key: str, text: str, *markets: str) -> CopyBlockVersion:
    version = CopyBlockVersion.objects.create(
        block=CopyBlock.objects.create(brand=brand, key=key),
        version=1,
        role="bridge",
        text=text,
        sha256="0" * 64,
        tones=("warm",),
        market_codes=markets,
        drafted_at=AT,
    )
    copy_blocks.put_all_in_force([version], by=User(username="approver"), at=AT)
    return version


def leaning_keys(old: Label, new: Label) -> list[str]:
    found = labels.leaning(old, new, labels.compare(old, new))
    return [row.version.claim.key for row in found.claims]


# claims


@pytest.mark.parametrize(
    ("quote", "leans"),
    [
        (DOSE, True),
        ("one 20 mg tablet once daily", True),
        ("ONE 20\u00a0mg  tablet", True),
        ("with or without food. Swallow it whole.", True),
        ("Swallow it whole.", False),
        (files.GOUT, False),
        (LIVER, False),
        ("No such words anywhere", True),
        ("", True),
        (None, True),
    ],
)
def test_a_quote_leans_on_the_clauses_it_runs_over(
    label: Label, regulatory: User, quote: str | None, leans: bool
) -> None:
    cite(label, "dose", quote)
    new = newer(regulatory, sections=sections(dose=NEW_DOSE))
    assert leaning_keys(label, new) == (["dose"] if leans else [])


def test_nothing_leans_on_a_label_that_only_grew(
    label: Label, regulatory: User
) -> None:
    cite(label, "lost", "No such words anywhere")
    cite(label, "dose", DOSE)
    grown = (*sections(), files.section("42229-5", "17 MORE", "Quite new words."))
    new = newer(regulatory, sections=grown)
    assert len(labels.compare(label, new)) == 2
    assert leaning_keys(label, new) == []


def test_a_lost_quote_is_said_to_be_lost(label: Label, regulatory: User) -> None:
    cite(label, "lost", "No such words anywhere")
    cite(label, "next", "one 40 mg tablet once daily")
    cite(label, "placed", DOSE)
    new = newer(regulatory, sections=sections(dose=NEW_DOSE))
    found = labels.leaning(label, new, labels.compare(label, new))
    assert [
        (row.version.claim.key, row.is_placed, row.is_in_new_label)
        for row in found.claims
    ] == [
        ("lost", False, False),
        ("next", False, True),
        ("placed", True, False),
    ]
    placed = found.claims[2].clauses
    assert [(c.address, c.text) for c in placed] == [("c-1-0", DOSE)]


@pytest.mark.parametrize(
    ("state", "is_listed", "is_suspended"),
    [
        ("APPROVED", True, True),
        ("SUSPENDED", True, False),
        ("DRAFT", True, False),
        ("SUPERSEDED", False, False),
        ("WITHDRAWN", False, False),
    ],
)
def test_living_claims_are_listed_and_usable_ones_suspended(
    label: Label, regulatory: User, state: str, is_listed: bool, is_suspended: bool
) -> None:
    cite(label, "dose", DOSE, state=state)
    new = newer(regulatory, sections=sections(dose=NEW_DOSE))
    found = labels.leaning(label, new, labels.compare(label, new))
    assert bool(found.claims) is is_listed
    assert bool(found.claims_to_suspend) is is_suspended


@pytest.mark.parametrize(
    ("kind", "text", "leans"),
    [
        ("dosing", "Take one 20 mg tablet once daily, with or without food.", True),
        ("safety", "Calvoryn: one 20 mg tablet once daily, with water.", True),
        ("efficacy", "Take one 20 mg tablet once daily, with or without food.", False),
        ("dosing", "Take one 20 mg tablet in the morning.", False),
    ],
)
def test_dosing_and_safety_lean_by_the_words_they_repeat(
    label: Label, regulatory: User, kind: str, text: str, leans: bool
) -> None:
    journal = Reference.objects.create(
        brand=label.brand, key="J", citation="J.", kind="journal"
    )
    cite(label, "one", None, kind=kind, text=text, reference=journal)
    new = newer(regulatory, sections=sections(dose=NEW_DOSE))
    assert leaning_keys(label, new) == (["one"] if leans else [])


@pytest.mark.parametrize(
    ("markets", "own_label", "leans"),
    [
        (("US",), False, True),
        (("GB",), False, False),
        (("GB", "US"), False, True),
        (("GB",), True, True),
    ],
)
def test_only_this_markets_label_counts(
    label: Label, regulatory: User, markets: Any, own_label: bool, leans: bool
) -> None:
    reference = Reference.objects.create(
        brand=label.brand,
        key="PI",
        citation="PI.",
        kind="label",
        label=label if own_label else None,
    )
    cite(label, "dose", DOSE, markets=markets, reference=reference)
    new = newer(regulatory, sections=sections(dose=NEW_DOSE))
    assert leaning_keys(label, new) == (["dose"] if leans else [])


def test_a_quote_of_another_markets_label_is_not_lost(
    label: Label, regulatory: User
) -> None:
    Label.objects.create(
        brand=label.brand,
        market="GB",
        version="GB-1",
        effective_on=AT.date(),
        indication="Words of the British label alone.",
        approved_at=AT,
    )
    reference = Reference.objects.create(
        brand=label.brand, key="SMPC", citation="SmPC.", kind="label"
    )
    quote, markets = "words of the British label", ("GB", "US")
    cite(label, "both", quote, markets=markets, reference=reference)
    new = newer(regulatory, sections=sections(dose=NEW_DOSE))
    assert leaning_keys(label, new) == []


def test_swapped_columns_change_what_every_row_says(
    label: Label, regulatory: User
) -> None:
    cite(label, "rates", "Reaction Calvoryn Placebo Headache 7% 5%")
    swapped = reactions((("Reaction", "Placebo", "Calvoryn"),))
    new = newer(regulatory, sections=(*sections()[:-1], swapped))
    (change,) = labels.compare(label, new)
    assert (change.kind, change.clause.kind) == ("changed", "row")
    assert leaning_keys(label, new) == ["rates"]


def test_what_a_kit_states_is_compared_too(brand: Brand, regulatory: User) -> None:
    old = brand.labels.get(market="US")
    new = Label.objects.create(
        brand=brand,
        market="US",
        version="2026-09",
        effective_on=datetime.date(2026, 9, 1),
        indication=old.indication,
        population=old.population,
        limitations_of_use=old.limitations_of_use,
        contraindications=["Severe liver impairment", "Pregnancy"],
        dosing=old.dosing,
        adverse_reactions=old.adverse_reactions[:1],
    )
    told = [
        (change.kind.value, change.clause.text) for change in labels.compare(old, new)
    ]
    assert ("added", "Pregnancy") in told
    assert ("removed", "diarrhoea | 6% | 4%") in told
    assert ("removed", "Adults with gout.") in told
    assert ("unchanged", "Severe liver impairment") not in told


def test_what_a_kit_states_answers_the_sections_of_a_file(
    brand: Brand, regulatory: User
) -> None:
    kit = brand.labels.get(market="US")
    kit.sections.all().delete()
    new = bring(regulatory)
    told = [
        (change.kind.value, change.clause.text) for change in labels.compare(kit, new)
    ]
    assert ("changed", "Severe liver impairment.") in told
    assert not any(text == files.GOUT for _, text in told)


# blocks and safety texts


@pytest.mark.parametrize(
    ("text", "markets", "leans"),
    [
        ("Remember: one 20 mg tablet once daily.", (), True),
        ("Remember: one [20 mg tablet once|20 mg tablet] daily.", (), True),
        ("One [40|20] mg tablet once daily, you know.", ("US",), True),
        ("Remember: one 20 mg tablet once daily.", ("GB",), False),
        ("Remember: one 20 mg tablet.", (), False),
    ],
)
def test_blocks_lean_by_six_words_in_a_row(
    label: Label, regulatory: User, text: str, markets: Any, leans: bool
) -> None:
    row = block(label.brand, "reminder", text, *markets)
    new = newer(regulatory, sections=sections(dose=NEW_DOSE))
    found = labels.leaning(label, new, labels.compare(label, new))
    assert [one.version for one in found.blocks] == ([row] if leans else [])


def test_a_suspended_block_is_listed_and_left(label: Label, regulatory: User) -> None:
    row = block(label.brand, "reminder", "Remember: one 20 mg tablet once daily.")
    copy_blocks.suspend(version_id=row.pk, reason="A question.", by=regulatory, at=AT)
    new = newer(regulatory, sections=sections(dose=NEW_DOSE))
    found = labels.leaning(label, new, labels.compare(label, new))
    assert len(found.blocks) == 1
    assert found.blocks_to_suspend == ()
    adopted(new, regulatory)


def test_safety_texts_are_named(bare: Brand, regulatory: User) -> None:
    label = bring(regulatory)
    full = f"Important. {DOSE}"
    labels.state_safety(label_id=label.pk, short=SHORT, full=full, by=regulatory, at=AT)
    labels.adopt(label_id=label.pk, by=regulatory, at=AT)
    new = newer(regulatory, sections=sections(dose=NEW_DOSE))
    found = labels.leaning(label, new, labels.compare(label, new))
    assert [row.text.form for row in found.safety] == ["FULL"]


# adopting


def test_adopting_suspends_what_leans_in_one_step(
    label: Label, regulatory: User
) -> None:
    dose, lost = cite(label, "dose", DOSE), cite(label, "lost", "No such words")
    safe = cite(label, "liver", LIVER)
    row = block(label.brand, "reminder", "Remember: one 20 mg tablet once daily.")
    new = newer(regulatory, sections=sections(dose=NEW_DOSE))
    before = LedgerEntry.objects.count()
    adopted(new, regulatory)
    for version in (dose, lost, safe, row):
        version.refresh_from_db()
    assert (dose.state, lost.state) == (ClaimState.SUSPENDED, ClaimState.SUSPENDED)
    assert safe.state == ClaimState.APPROVED
    assert row.suspended_at == AT
    assert dose.suspension_reason == (
        "Label 4 changes words that this leans on: 2 DOSAGE AND ADMINISTRATION."
    )
    assert "was not found in the label before it" in lost.suspension_reason
    assert labels.current_at(label.brand, "US", AT.date()) == new
    told = list(LedgerEntry.objects.order_by("sequence"))[before:]
    assert [entry.action for entry in told] == [
        "label.safety_stated",
        "claim.suspended",
        "claim.suspended",
        "copy.suspended",
        "label.adopted",
    ]
    assert told[-1].subject == f"label:calvoryn/US/{files.SET}/4"
    for words in ('"dose@1"', '"lost@1"', '"reminder@1"', '"replaces":"3"'):
        assert words in told[-1].payload


def test_what_was_suspended_can_be_reconfirmed(
    label: Label, regulatory: User, medical: User
) -> None:
    dose = cite(label, "dose", DOSE)
    adopted(newer(regulatory, sections=sections(dose=NEW_DOSE)), regulatory)
    claims.reconfirm(claim_version_id=dose.pk, reason="Still right.", by=medical, at=AT)
    dose.refresh_from_db()
    assert dose.state == ClaimState.APPROVED


def test_the_first_label_suspends_nothing(bare: Brand, regulatory: User) -> None:
    draft = bring(regulatory)
    cite(draft, "dose", "No such words")
    found = labels.replacement(draft)
    assert (found.replaced, found.changes, found.leaning.claims) == (None, (), ())
    adopted(draft, regulatory)
    assert ClaimVersion.objects.get().state == ClaimState.APPROVED


def test_after_a_withdrawal_the_last_label_is_compared(
    label: Label, regulatory: User
) -> None:
    dose = cite(label, "dose", DOSE)
    labels.withdraw(label_id=label.pk, reason="misprint", by=regulatory, at=AT)
    new = newer(regulatory, sections=sections(dose=NEW_DOSE))
    assert labels.replacement(new).replaced == label
    adopted(new, regulatory)
    dose.refresh_from_db()
    assert dose.state == ClaimState.SUSPENDED


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"effective_on": datetime.date(2026, 1, 1)}, "older than 3"),
        ({"version": "2"}, "older than 3, which is in force"),
        (
            {"set_id": files.OTHER_SET, "labeler": files.REPACKER},
            "Tarnwater .* not the",
        ),
        ({"set_id": files.OTHER_SET, "labeler": ""}, "another labeller's, not the"),
    ],
)
def test_history_and_other_labelers_are_not_adopted(
    label: Label, regulatory: User, changes: Any, sentence: str
) -> None:
    dose = cite(label, "dose", DOSE)
    draft = newer(regulatory, sections=sections(dose=NEW_DOSE), **changes)
    labels.state_safety(label_id=draft.pk, short=SHORT, full=FULL, by=regulatory, at=AT)
    before = LedgerEntry.objects.count()
    with pytest.raises(LabelStepError, match=sentence):
        labels.adopt(label_id=draft.pk, by=regulatory, at=AT)
    dose.refresh_from_db()
    assert dose.state == ClaimState.APPROVED
    assert LedgerEntry.objects.count() == before


def test_another_labelers_label_is_adopted_by_name(
    label: Label, regulatory: User
) -> None:
    draft = newer(regulatory, set_id=files.OTHER_SET, labeler=files.REPACKER)
    adopted(draft, regulatory, other_labeler=True)
    assert labels.current_at(label.brand, "US", AT.date()) == draft
    assert not labels.is_other_labeler(draft)
    assert labels.is_other_labeler(label)


def test_two_adopted_labels_never_share_a_version(
    label: Label, regulatory: User
) -> None:
    twin = newer(
        regulatory, version="3", set_id=files.OTHER_SET, labeler=files.REPACKER
    )
    with pytest.raises(LabelNotReadyError, match="Another label called 3"):
        adopted(twin, regulatory, other_labeler=True)


def test_an_empty_label_is_not_adopted(bare: Brand, regulatory: User) -> None:
    draft = bring(regulatory, sections=())
    with pytest.raises(LabelNotReadyError, match="holds no words"):
        adopted(draft, regulatory)


def test_an_imported_label_needs_its_safety_information(
    bare: Brand, regulatory: User
) -> None:
    draft = bring(regulatory)
    with pytest.raises(LabelNotReadyError, match="no short and full safety"):
        labels.adopt(label_id=draft.pk, by=regulatory, at=AT)


# safety information


@pytest.mark.parametrize(
    ("short", "full", "sentence"),
    [(" ", "x", "Enter the short"), ("x", "\n", "Enter the full")],
)
def test_both_safety_texts_are_owed(
    bare: Brand, regulatory: User, short: str, full: str, sentence: str
) -> None:
    draft = bring(regulatory)
    with pytest.raises(SafetyMissingError, match=sentence):
        labels.state_safety(
            label_id=draft.pk, short=short, full=full, by=regulatory, at=AT
        )
    assert not draft.safety_texts.exists()


def test_safety_texts_of_a_draft_may_be_entered_again(
    bare: Brand, regulatory: User
) -> None:
    draft = bring(regulatory)
    hashes = set()
    for text in ("First words.", "Second words."):
        labels.state_safety(
            label_id=draft.pk, short=text, full=text, by=regulatory, at=AT
        )
        hashes.add(labels.content_sha256(draft))
    assert set(draft.safety_texts.values_list("text", flat=True)) == {"Second words."}
    assert len(hashes) == 2


def test_safety_texts_of_an_adopted_label_stay(label: Label, regulatory: User) -> None:
    with pytest.raises(LabelStepError, match="stays as it is"):
        labels.state_safety(
            label_id=label.pk, short="x", full="y", by=regulatory, at=AT
        )
    assert label.safety_texts.get(form="SHORT").text == SHORT


# withdrawing, reading, citing


def test_an_old_label_stays_readable(label: Label, regulatory: User) -> None:
    new = adopted(newer(regulatory, sections=sections(dose=NEW_DOSE)), regulatory)
    with pytest.raises(ReasonMissingError):
        labels.withdraw(label_id=label.pk, reason=" ", by=regulatory, at=AT)
    labels.withdraw(label_id=label.pk, reason="replaced", by=regulatory, at=AT)
    label.refresh_from_db()
    assert label.sections.count() == 6
    assert len(labels.compare(label, new)) == 1


def test_a_label_has_one_reference(label: Label, regulatory: User) -> None:
    made = labels.reference_of(label, by=regulatory, at=AT)
    before = LedgerEntry.objects.count()
    assert labels.reference_of(label, by=regulatory, at=AT) == made
    assert LedgerEntry.objects.count() == before
    assert (made.kind, made.label, made.key) == ("label", label, "LABEL-US-3")
    assert made.citation == (
        "Calvoryn (ostivarel) tablets. Fenmoor Biologics, Inc. "
        "Version 3, effective 2026-06-01."
    )
    assert LedgerEntry.objects.latest("sequence").action == "label.referenced"


def test_labels_of_two_sets_have_two_references(label: Label, regulatory: User) -> None:
    other = newer(regulatory, version="3", set_id=files.OTHER_SET, title="")
    keys = {
        labels.reference_of(one, by=regulatory, at=AT).key for one in (label, other)
    }
    assert len(keys) == 2


def test_reasons_name_at_most_three_sections() -> None:
    clauses = tuple(
        Clause(n, 0, "paragraph", "x", ("Part", f"{n} Title" if n else ""))
        for n in range(5)
    )
    assert adopting.suspension_reason("4", clauses) == (
        "Label 4 changes words that this leans on: Part; 1 Title; 2 Title and 2 more "
        "sections."
    )


def test_refusals_are_known_to_the_web() -> None:
    assert issubclass(LabelNotReadyError, ValidationError)


# before anything is stored


def test_what_an_import_would_lead_to_is_what_its_adoption_does(
    label: Label, regulatory: User
) -> None:
    cite(label, "dose", DOSE)
    document = make_document(
        version="4",
        effective_on=datetime.date(2026, 11, 1),
        sections=sections(dose=NEW_DOSE),
    )
    foreseen = adopting.expected(document, label.brand, "US")
    stored = labels.import_document(document, by=regulatory, at=AT).label
    found = labels.replacement(stored)
    assert (foreseen.replaced, foreseen.changes) == (label, found.changes)
    assert foreseen.leaning == found.leaning
    assert foreseen.leaning.claims


def test_a_document_without_a_day_is_not_foreseen(label: Label) -> None:
    with pytest.raises(LabelNotReadyError, match="from when it is effective"):
        adopting.expected(make_document(effective_on=None), label.brand, "US")


def test_a_document_of_a_new_market_replaces_nothing(label: Label) -> None:
    foreseen = adopting.expected(make_document(), label.brand, "DE")
    assert (foreseen.replaced, foreseen.changes) == (None, ())


def test_claims_are_found_at_the_clauses_they_are_anchored_at(label: Label) -> None:
    cite(label, "dose", "with or without food. Swallow it whole.")
    cite(label, "liver", LIVER, state="SUSPENDED")
    cite(label, "gone", LIVER, state="WITHDRAWN")
    cite(label, "lost", "No such words")
    found = citing.anchored(label)
    told = {
        clause.address: [version.claim.key for version in versions]
        for clause, versions in found.items()
    }
    assert told == {"c-1-0": ["dose"], "c-1-1": ["dose"], "c-4-0": ["liver"]}

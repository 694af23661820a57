"""Who leans on which clause: every kind of dependant, in one world for each table."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from knowledge_base import claims, copy_blocks, labels
from knowledge_base.labels.adopting import suspension_reason
from knowledge_base.labels.clauses import Clause
from knowledge_base.labels.leaning import Leaning
from knowledge_base.models import (
    Anchor,
    Brand,
    Claim,
    ClaimCitation,
    ClaimState,
    ClaimVariation,
    ClaimVersion,
    CopyBlock,
    CopyBlockVersion,
    Label,
    LabelSection,
    LedgerEntry,
    Reference,
    SafetyText,
)

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
BY = User(username="approver")
DOSE = "The recommended dose of Calvoryn is one 20 mg tablet once daily."
NEW_DOSE = DOSE.replace("20 mg", "40 mg")
LIVER = "Check liver enzymes before treatment and every three months thereafter."
KINDS = (
    "efficacy",
    "safety",
    "tolerability",
    "dosing",
    "mechanism",
    "quality_of_life",
    "disease",
    "access",
)


@pytest.fixture
def owner(db: None) -> Brand:
    return Brand.objects.create(
        slug="c", name="Calvoryn", generic_name="ostivarel", manufacturer="Maker"
    )


def label(owner: Brand, version: str, dose: str, **more: Any) -> Label:
    """A label with a section on dosing and one on the liver."""
    facts: dict[str, Any] = {
        "market": "US",
        "effective_on": datetime.date(2026, int(version), 1),
        **more,
    }
    made = Label.objects.create(brand=owner, version=version, **facts)
    for ordinal, (title, text) in enumerate((("2 Dose", dose), ("5 Liver", LIVER))):
        LabelSection.objects.create(label=made, ordinal=ordinal, title=title, text=text)
    return made


def reference(made: Label | None, owner: Brand, kind: str = "label") -> Reference:
    number = Reference.objects.count()
    return Reference.objects.create(
        brand=owner, key=f"R-{number}", citation="R.", kind=kind, label=made
    )


def claim(
    owner: Brand,
    key: str,
    *,
    kind: str = "efficacy",
    text: str = "A wording of its own.",
    variation: str = "",
    markets: tuple[str, ...] = ("US",),
    cites: tuple[tuple[Reference, str | None], ...] = (),
) -> ClaimVersion:
    """An approved claim; each citation is a reference with a quote or without one."""
    version = ClaimVersion.objects.create(
        claim=Claim.objects.create(brand=owner, key=key, kind=kind),
        version=1,
        text=text,
        sha256="0" * 64,
        market_codes=markets,
        drafted_at=AT,
    )
    if variation:
        ClaimVariation.objects.create(
            claim_version=version, ordinal=1, text=variation, sha256="0" * 64
        )
    for ordinal, (source, quote) in enumerate(cites):
        anchor = None
        if quote is not None:
            anchor = Anchor.objects.create(
                reference=source, key=f"{key}-{ordinal}", locator="2", quote=quote
            )
        ClaimCitation.objects.create(
            claim_version=version, ordinal=ordinal, reference=source, anchor=anchor
        )
    claims.put_in_force(version, by=BY, at=AT)
    return version


def leaning(old: Label, new: Label) -> Leaning:
    return labels.leaning(old, new, labels.compare(old, new))


def placed(found: Leaning) -> dict[str, list[str]]:
    """The claims that lean, with the texts of the clauses they lean on."""
    return {
        row.version.claim.key: [clause.text for clause in row.clauses]
        for row in found.claims
    }


def test_which_kinds_of_claims_lean_by_which_way(owner: Brand) -> None:
    old, new = label(owner, "1", DOSE), label(owner, "2", NEW_DOSE)
    source = reference(old, owner)
    for kind in KINDS:
        claim(owner, f"{kind}:quotes", kind=kind, cites=((source, DOSE),))
        claim(owner, f"{kind}:quotes-other", kind=kind, cites=((source, LIVER),))
        claim(owner, f"{kind}:repeats", kind=kind, text=f"We say: {DOSE}")
        claim(owner, f"{kind}:repeats-in-variation", kind=kind, variation=DOSE)
        claim(owner, f"{kind}:repeats-other", kind=kind, text=LIVER)
        claim(owner, f"{kind}:says-its-own", kind=kind)
    expected = {f"{kind}:quotes": [DOSE] for kind in KINDS}
    for kind in ("dosing", "safety"):
        expected[f"{kind}:repeats"] = [DOSE]
        expected[f"{kind}:repeats-in-variation"] = [DOSE]
    assert placed(leaning(old, new)) == expected


def test_how_a_citation_leans(owner: Brand) -> None:
    old, new = label(owner, "1", DOSE), label(owner, "2", NEW_DOSE)
    british = label(owner, "3", "Take one each morning.", market="GB", approved_at=AT)
    own, foreign = reference(old, owner), reference(british, owner)
    bare, paper = reference(None, owner), reference(None, owner, kind="journal")
    both = f"{DOSE} {LIVER}"
    claim(owner, "quote", cites=((own, DOSE),))
    claim(owner, "words-of-it", cites=((own, "one 20 mg tablet"),))
    claim(owner, "unchanged", cites=((own, LIVER),))
    claim(owner, "words-of-both-sections", cites=((own, both),))
    claim(owner, "lost", cites=((own, "No such words"),))
    claim(owner, "as-a-whole", cites=((own, None),))
    claim(owner, "changed-and-unchanged", cites=((own, LIVER), (own, DOSE)))
    claim(owner, "another-label-of-the-market", cites=((reference(new, owner), DOSE),))
    claim(owner, "another-market", cites=((foreign, DOSE),))
    claim(owner, "another-markets-words", cites=((own, "Take one each morning."),))
    claim(owner, "no-label-named", cites=((bare, DOSE),))
    claim(owner, "no-label-and-elsewhere", cites=((bare, DOSE),), markets=("GB",))
    claim(owner, "no-label-and-everywhere", cites=((bare, DOSE),), markets=())
    claim(owner, "a-paper", cites=((paper, DOSE),))
    assert placed(leaning(old, new)) == {
        "quote": [DOSE],
        "words-of-it": [DOSE],
        "words-of-both-sections": [],
        "lost": [],
        "as-a-whole": [],
        "changed-and-unchanged": [DOSE],
        "another-label-of-the-market": [DOSE],
        "no-label-named": [DOSE],
        "no-label-and-everywhere": [DOSE],
    }


def test_what_still_stands_in_the_new_label_is_told(owner: Brand) -> None:
    old = label(owner, "1", DOSE)
    new = label(owner, "2", LIVER)
    LabelSection.objects.filter(label=new, ordinal=1).update(text=DOSE)
    source = reference(old, owner)
    claim(owner, "moved", cites=((source, DOSE),))
    claim(owner, "lost", cites=((source, "No such words"),))
    told = {
        row.version.claim.key: (row.is_in_new_label, row.is_placed)
        for row in leaning(old, new).claims
    }
    assert told == {"moved": (True, True), "lost": (False, False)}


def block(owner: Brand, key: str, text: str, *markets: str) -> CopyBlockVersion:
    version = CopyBlockVersion.objects.create(
        block=CopyBlock.objects.create(brand=owner, key=key),
        version=1,
        role="bridge",
        text=text,
        sha256="0" * 64,
        tones=("warm",),
        market_codes=markets,
        drafted_at=AT,
    )
    copy_blocks.put_all_in_force([version], by=BY, at=AT)
    return version


def test_which_blocks_lean(owner: Brand) -> None:
    old, new = label(owner, "1", DOSE), label(owner, "2", NEW_DOSE)
    block(owner, "repeats", f"Mind: {DOSE}")
    block(owner, "six-words", "Calvoryn is one 20 mg tablet")
    block(owner, "five-words", "is one 20 mg tablet")
    block(owner, "in-one-choice", "[Calvoryn|It] is one 20 mg [tablet|pill] a day")
    block(owner, "here", DOSE, "US")
    block(owner, "here-too", DOSE, "GB", "US")
    block(owner, "elsewhere", DOSE, "GB")
    block(owner, "unchanged", LIVER)
    block(owner, "its-own", "Read on for the dose.")
    gone = block(owner, "retired", DOSE)
    step: dict[str, Any] = {"reason": "A question.", "by": BY, "at": AT}
    copy_blocks.retire(version_id=gone.pk, **step)
    stopped = block(owner, "suspended", DOSE)
    copy_blocks.suspend(version_id=stopped.pk, **step)
    found = leaning(old, new)
    assert [row.version.block.key for row in found.blocks] == [
        "here",
        "here-too",
        "in-one-choice",
        "repeats",
        "six-words",
        "suspended",
    ]
    assert [row.version.block.key for row in found.blocks_to_suspend] == [
        "here",
        "here-too",
        "in-one-choice",
        "repeats",
        "six-words",
    ]


@pytest.mark.parametrize(
    ("short", "full", "forms"),
    [
        (f"Mind this. {DOSE}", f"{DOSE} More.", ["SHORT", "FULL"]),
        ("Mind this.", f"{DOSE} More.", ["FULL"]),
        (DOSE, "Mind this and more.", ["SHORT"]),
        (LIVER, LIVER, []),
        ("Mind this.", "Mind this and more.", []),
    ],
)
def test_which_safety_texts_lean(
    owner: Brand, short: str, full: str, forms: list[str]
) -> None:
    old, new = label(owner, "1", DOSE), label(owner, "2", NEW_DOSE)
    for form, text in (("SHORT", short), ("FULL", full)):
        SafetyText.objects.create(label=old, form=form, text=text, sha256="0" * 64)
    assert [row.text.form for row in leaning(old, new).safety] == forms


@pytest.mark.parametrize(
    ("dose", "leans"),
    [
        pytest.param(DOSE, False, id="the-same"),
        pytest.param(DOSE.replace(" ", "  "), False, id="other-space"),
        pytest.param(DOSE.replace("Calvoryn", "Calvoryn®"), True, id="a-mark"),
        pytest.param(NEW_DOSE, True, id="another-figure"),
        pytest.param("", True, id="taken-out"),
        pytest.param("Nothing of what stood there.", True, id="other-words"),
    ],
)
def test_what_leans_leans_on_words_that_differ(
    owner: Brand, dose: str, *, leans: bool
) -> None:
    old, new = label(owner, "1", DOSE), label(owner, "2", dose)
    claim(owner, "quote", cites=((reference(old, owner), DOSE),))
    assert bool(leaning(old, new).claims) is leans


def test_an_adoption_suspends_exactly_what_was_told_before(owner: Brand) -> None:
    person = User.objects.create_user("someone")
    old = label(owner, "1", DOSE, approved_at=AT)
    new = label(owner, "2", NEW_DOSE)
    source = reference(old, owner)
    told = claim(owner, "told", cites=((source, DOSE),))
    lost = claim(owner, "lost", cites=((source, "No such words"),))
    other = claim(owner, "other", cites=((source, LIVER),))
    leans = block(owner, "leans", DOSE)
    stands = block(owner, "stands", LIVER)
    found = labels.replacement(new).leaning
    assert [row.version for row in found.claims_to_suspend] == [lost, told]
    assert [row.version for row in found.blocks_to_suspend] == [leans]
    labels.adopt(label_id=new.pk, by=person, at=AT)
    for row in (told, lost, other, leans, stands):
        row.refresh_from_db()
    assert (told.state, other.state) == (ClaimState.SUSPENDED, ClaimState.APPROVED)
    assert (leans.suspended_at, stands.suspended_at) == (AT, None)
    assert told.suspension_reason == (
        "Label 2 changes words that this leans on: 2 Dose."
    )
    assert lost.suspension_reason == (
        "Label 2 was adopted; what this cites was not found in the label before it: "
        "look whether it still holds."
    )
    assert leans.suspension_reason == told.suspension_reason
    line = LedgerEntry.objects.latest("sequence")
    assert line.action == "label.adopted"
    assert '"told@1"' in line.payload
    assert '"leans@1"' in line.payload
    assert '"other@1"' not in line.payload


def clause(*path: str) -> Clause:
    return Clause(0, 0, "paragraph", "x", path)


NAMED = "Label 4 changes words that this leans on: "


@pytest.mark.parametrize(
    ("clauses", "reason"),
    [
        pytest.param((clause("5 Risks"),), f"{NAMED}5 Risks.", id="one"),
        pytest.param(
            (clause("5 Risks", "5.1 Liver"),), f"{NAMED}5.1 Liver.", id="the-innermost"
        ),
        pytest.param(
            (clause("5 Risks", " "),), f"{NAMED}5 Risks.", id="the-nearest-with-words"
        ),
        pytest.param(
            (clause("A"), clause("B"), clause("C")), f"{NAMED}A; B; C.", id="three"
        ),
        pytest.param((clause("A"), clause("A")), f"{NAMED}A.", id="each-once"),
        pytest.param(
            tuple(map(clause, "ABCD")), f"{NAMED}A; B; C and 1 more section.", id="four"
        ),
        pytest.param(
            tuple(map(clause, "ABCDEF")),
            f"{NAMED}A; B; C and 3 more sections.",
            id="six",
        ),
        pytest.param(
            (clause(""),),
            "Label 4 was adopted; what this cites was not found in the label before "
            "it: look whether it still holds.",
            id="without-a-title",
        ),
        pytest.param(
            (),
            "Label 4 was adopted; what this cites was not found in the label before "
            "it: look whether it still holds.",
            id="nowhere",
        ),
    ],
)
def test_a_reason_names_the_sections(clauses: tuple[Clause, ...], reason: str) -> None:
    assert suspension_reason("4", clauses) == reason

"""What a statement could be a claim about: every word that tells of a kind."""

import re

import pytest

from knowledge_base import proposals
from knowledge_base.label_import.sections import LOINC, SMPC, Topic
from knowledge_base.proposals import Kind, kinds, words

K = Kind
# For each entry of the list one statement or more in which nothing else tells more.
TOLD: dict[Kind, tuple[tuple[str, ...], ...]] = {
    K.QUALITY_OF_LIFE: (
        ("quality of life", "health-related", "patient-reported", "well-being"),
        ("SF-36", "SF36", "EQ-5D", "DLQI", "Global Impression"),
    ),
    K.SAFETY: (
        ("contraindicated", "Boxed warning", "should not be used", "should not take"),
        ("do not use", "do not exceed", "avoid"),
        ("serious", "severe rash", "fatal", "deaths", "life-threatening"),
        ("hypersensitivity", "anaphylaxis", "angioedema", "overdose", "toxicity"),
        ("may cause", "can potentiate", "could lead", "may occur"),
        ("should be discontinued", "must be monitored", "should be withheld"),
        ("increased risk", "higher incidence", "risk of falls", "cautions"),
        ("reports of", "elevations in", "persistent", "cases of"),
        ("transaminases", "hepatic enzymes", "rhabdomyolysis", "myopathy"),
        ("has been reported", "have been observed", "were reported"),
    ),
    K.TOLERABILITY: (
        ("well tolerated", "better tolerated", "tolerability", "toleration"),
        ("adverse reactions", "adverse events", "adverse effect", "side effects"),
        ("undesirable effects", "discontinuation rates", "discontinued due"),
        ("nausea", "vomiting", "headaches", "diarrhoea", "constipation", "rash"),
        ("dizziness", "fatigue", "somnolence", "pruritus", "dry mouth"),
        ("most common", "most commonly", "mild to moderate", "transient"),
        ("discontinued treatment", "discontinued because"),
    ),
    K.DOSING: (
        ("recommended dose", "starting dosage", "maximum dose", "daily dose"),
        ("once daily", "once weekly", "twice a day", "every four hours"),
        ("dose adjustment", "dosage range", "doses should"),
        ("with or without food", "titrated", "administered orally"),
        ("should be taken", "may be started", "can be given"),
        ("may be taken", "dosing interval", "dosing regimen"),
    ),
    K.MECHANISM: (
        ("selective", "competitive", "potent", "mechanism of action", "mediated"),
        ("inhibits", "inhibitor", "inhibition", "block", "binds", "antagonist"),
        ("agonist", "receptors", "enzyme", "half-life", "bioavailability", "AUC"),
        ("plasma protein", "plasma levels", "metabolised", "metabolized", "excreted"),
        ("absorbed", "absorption", "clearance", "Cmax", "C max", "in vitro", "isozyme"),
    ),
    K.ACCESS: (
        ("reimbursed", "formulary", "formularies", "copay", "prior authorization"),
        ("is covered", "are covered", "list price", "cost-effective", "out-of-pocket"),
    ),
    K.EFFICACY: (
        ("significant", "significantly", "superior", "non-inferior", "effectiveness"),
        ("efficacy", "indicated for", "approved in"),
        ("reduces", "reduction", "lowered", "decreases"),
        ("improves", "improvement", "increased the", "increase in"),
        ("prevents", "remission", "response", "responder", "relapses", "survival"),
        ("hazard ratio", "HR", "relative risk", "risk reduction", "delayed"),
        ("achieved", "maintained", "maintenance of", "benefit", "beneficial"),
        ("success", "better than"),
        ("fell by", "rose by", "change from baseline", "were free of"),
    ),
    K.DISEASE: (
        ("prevalence", "incidence of the disease", "affects about", "affects an est"),
        ("is a chronic", "is an rare", "leading cause", "burden"),
        ("risk factors for", "worldwide", "epidemiology", "undiagnosed"),
    ),
}


def entry_of(kind: Kind, word: str) -> set[int]:
    """Which entries of a kind's list a word tells by."""
    return {
        n for n, tell in enumerate(kinds.TELLS[kind]) if tell.search(f"It {word} x")
    }


@pytest.mark.parametrize(
    ("kind", "place", "word"),
    [
        pytest.param(kind, place, word, id=f"{kind.value}-{word}")
        for kind, entries in TOLD.items()
        for place, told in enumerate(entries)
        for word in told
    ],
)
def test_every_word_tells_of_its_kind(kind: Kind, place: int, word: str) -> None:
    assert place in entry_of(kind, word)
    assert place in entry_of(kind, word.upper())
    assert place not in entry_of(kind, f"x{word}")


def test_every_entry_of_the_list_is_told_of() -> None:
    for kind, tells in kinds.TELLS.items():
        assert len(TOLD[kind]) == len(tells)
    for kind, entries in words.LISTS["kinds"].items():
        for place, choices in enumerate(entries):
            told = TOLD[Kind(kind)][place]
            for choice in choices:
                alone = words.beginnings([choice])
                assert any(alone.search(word) for word in told), choice


def test_kinds_are_those_that_kits_name() -> None:
    assert [kind.value for kind in Kind] == [
        "efficacy",
        "safety",
        "tolerability",
        "dosing",
        "mechanism",
        "quality_of_life",
        "disease",
        "access",
    ]
    assert set(kinds.TELLS) == set(Kind)


@pytest.mark.parametrize(
    ("text", "kind", "words_told"),
    [
        ("Nausea was mild to moderate.", K.TOLERABILITY, "Nausea”, “mild to moderate"),
        ("Serious nausea.", K.SAFETY, "Serious"),
        ("Felostat inhibits relapse.", K.MECHANISM, "inhibits"),
        ("Relapse fell by a half.", K.EFFICACY, "Relapse”, “fell by"),
        ("severe renal impairment", None, ""),
        ("risk of the trial", None, ""),
        ("a non-selective agent", None, ""),
        ("62% of men versus 41% of women", K.EFFICACY, "62% of men versus 41%"),
        ("1.5% in men and 12 % in women", K.EFFICACY, "1.5% in men and 12 %"),
        ("p<0.05", K.EFFICACY, "p<0.05"),
        ("7% on placebo", K.EFFICACY, "7% on placebo"),
        ("", None, ""),
    ],
)
def test_the_kind_with_most_words_is_taken_and_they_are_told(
    text: str, kind: Kind | None, words_told: str
) -> None:
    assert kinds.kind_of(text) == (kind, words_told)


@pytest.mark.parametrize(
    ("text", "suggested", "kind"),
    [
        ("Nausea.", (K.SAFETY,), K.SAFETY),
        ("Nausea.", (K.TOLERABILITY, K.SAFETY), K.TOLERABILITY),
        ("Nausea.", (K.EFFICACY,), K.TOLERABILITY),
        ("Serious, fatal hypersensitivity and toxicity.", (K.DOSING,), K.SAFETY),
        ("62% versus 41%", (K.SAFETY,), K.SAFETY),
        ("Nothing told.", (K.SAFETY,), None),
    ],
)
def test_a_section_counts_as_two_words_of_its_first_kind(
    text: str, suggested: tuple[Kind, ...], kind: Kind | None
) -> None:
    assert kinds.kind_of(text, suggested)[0] is kind


@pytest.mark.parametrize(
    ("topic", "homes"),
    [
        (Topic.BOXED_WARNING, (K.SAFETY,)),
        (Topic.CONTRAINDICATIONS, (K.SAFETY,)),
        (Topic.WARNINGS, (K.SAFETY,)),
        (Topic.INTERACTIONS, (K.SAFETY, K.DOSING, K.MECHANISM)),
        (Topic.POPULATIONS, (K.SAFETY, K.DOSING)),
        (Topic.ADVERSE_REACTIONS, (K.TOLERABILITY, K.SAFETY)),
        (Topic.INDICATIONS, (K.EFFICACY,)),
        (Topic.CLINICAL_STUDIES, (K.EFFICACY,)),
        (Topic.DOSAGE, (K.DOSING,)),
        (Topic.MECHANISM, (K.MECHANISM,)),
        (Topic.PHARMACOLOGY, (K.MECHANISM,)),
    ],
)
def test_a_section_is_at_home_with_its_kinds(
    topic: Topic, homes: tuple[Kind, ...]
) -> None:
    for code, about in LOINC.items():
        if about is topic:
            assert kinds.homes(code) == homes
    for number, about in SMPC.items():
        if about is topic:
            assert kinds.homes("", f"{number} Title") == homes


@pytest.mark.parametrize(
    ("section", "title"), [("", ""), ("42229-5", "5.1 Liver"), ("", "Abstract")]
)
def test_a_section_of_no_topic_suggests_nothing(section: str, title: str) -> None:
    assert kinds.homes(section, title) == ()


def test_limitations_are_at_home_with_safety() -> None:
    assert kinds.homes("42229-5", "1.1 Limitations of Use") == (K.SAFETY,)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (K.EFFICACY, "Felostat reduced relapses in adults with fever."),
        (K.SAFETY, "Felostat is contraindicated in hepatic failure."),
        (K.QUALITY_OF_LIFE, "Quality of life was higher with felostat."),
        (K.DOSING, "The recommended dose is 20 mg once daily."),
    ],
)
def test_a_proposal_says_why_it_reads_as_its_kind(kind: Kind, text: str) -> None:
    (proposal,) = proposals.propose(text)
    name = kind.value.replace("_", " ")
    assert proposal.kind is kind
    assert re.fullmatch(rf"It reads as {name} because of “.+”\.", proposal.explanation)


def test_where_only_the_section_tells_the_proposal_says_so() -> None:
    (proposal,) = proposals.propose(
        "Nausea was more frequent in women.", section_code="34070-3"
    )
    assert proposal.kind is K.SAFETY
    assert proposal.explanation == (
        "It reads as safety because of the section in which it stands."
    )

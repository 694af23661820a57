"""The word lists are sound: each entry once, folded alike, no contradiction."""

import itertools
from pathlib import Path

import pytest
import yaml

from content_engine.fidelity.comparing import lists, vocabulary
from content_engine.fidelity.comparing.spelling import fold
from content_engine.fidelity.comparing.vocabulary import Kind

FILES = sorted(lists.HERE.glob("*.yaml"))
WORD_LISTS = [
    (file.stem, name)
    for file in FILES
    for name, entries in yaml.safe_load(file.read_text(encoding="utf-8")).items()
    if isinstance(entries, list) and not isinstance(entries[0], list)
]
GROUP_LISTS = [
    ("synonyms", "close"), ("synonyms", "near"),
    ("abbreviations", "abbreviations"), ("opposites", "pairs"),
    ("antonyms", "pairs"), ("antonyms", "times"),
]  # fmt: skip


def test_every_list_of_every_file_is_known_here() -> None:
    names = {(file.stem, name) for file in FILES for name in _file(file)}
    known = {*WORD_LISTS, *GROUP_LISTS, ("spelling", "whole")}
    assert names == known


def _file(path: Path) -> dict[str, object]:
    made: dict[str, object] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return made


@pytest.mark.parametrize(("file", "name"), WORD_LISTS)
def test_a_list_holds_each_entry_once_and_plain_text_alone(
    file: str, name: str
) -> None:
    words = lists.words(f"{file}.{name}")
    assert words
    assert all(isinstance(word, str) and word == word.strip() for word in words)
    assert len(set(words)) == len(words)
    assert all(word == word.lower() for word in words)


@pytest.mark.parametrize(("file", "name"), GROUP_LISTS)
def test_a_group_names_at_least_two_different_wordings(file: str, name: str) -> None:
    groups = lists.groups(f"{file}.{name}")
    assert groups
    for group in groups:
        assert len(set(group)) == len(group) >= 2
        assert all(isinstance(one, str) and one.strip() == one for one in group)


def test_every_class_of_words_has_a_list() -> None:
    held = {kind for kind, _ in vocabulary.CLASSES}
    assert held == set(Kind) - {Kind.NAME}


def test_a_list_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        lists.words("grammar.nothing")
    with pytest.raises(FileNotFoundError):
        lists.words("nothing.words")


@pytest.mark.parametrize("kind", [kind for kind, _ in vocabulary.CLASSES])
def test_each_phrase_of_a_class_is_of_that_class(kind: Kind) -> None:
    harmless = {vocabulary.words_of(one) for one in vocabulary.HARMLESS}
    assert kind.name
    for phrase in lists.words(f"classes.{kind.name.lower()}"):
        words = vocabulary.words_of(phrase)
        if words and words not in harmless:
            assert vocabulary.kind_of(vocabulary.key_of(words)) & kind, phrase


@pytest.mark.parametrize("group", lists.groups("synonyms.close"))
def test_close_wordings_have_one_key(group: tuple[str, ...]) -> None:
    keys = {vocabulary.key_of(vocabulary.words_of(one)) for one in group}
    assert len(keys) == 1


@pytest.mark.parametrize(
    "pair", [*lists.groups("opposites.pairs"), *lists.groups("antonyms.pairs")]
)
def test_opposites_are_opposite_both_ways_and_never_near(pair: tuple[str, str]) -> None:
    one, other = (vocabulary.key_of(vocabulary.words_of(word)) for word in pair)
    assert vocabulary.are_opposite(one, other)
    assert vocabulary.are_opposite(other, one)
    assert not vocabulary.are_near(one, other)


def test_no_two_wordings_that_are_close_are_opposite() -> None:
    for group in lists.groups("synonyms.close"):
        for one, other in itertools.combinations(group, 2):
            keys = [vocabulary.key_of(vocabulary.words_of(w)) for w in (one, other)]
            assert frozenset(keys) not in vocabulary.OPPOSITES, (one, other)


CONTRARY = [
    (Kind.UP, Kind.DOWN), (Kind.GOOD, Kind.BAD), (Kind.CAUSE, Kind.ASSOCIATION),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), CONTRARY)
def test_no_word_points_both_ways(one: Kind, other: Kind) -> None:
    both = [
        key for key, kind in vocabulary.KINDS.items() if kind & one and kind & other
    ]
    assert both == []


@pytest.mark.parametrize("word", lists.words("opposites.prefixed"))
def test_a_word_with_a_denying_prefix_is_read_as_denied(word: str) -> None:
    bare = vocabulary.PREFIXED[fold(word)]
    assert bare
    assert not bare.startswith(("un", "non"))
    assert len(bare) < len(word) + 1


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("haemoglobin", "hemoglobin"), ("tumour", "tumor"),
        ("randomised", "randomized"),
        ("analysed", "analyzed"), ("litre", "liter"), ("oesophageal", "esophageal"),
        ("behaviour", "behavior"), ("programme", "program"), ("labelled", "labeled"),
        ("ageing", "aging"), ("ischaemia", "ischemia"), ("centres", "centers"),
    ],
)  # fmt: skip
def test_both_spellings_are_one_word(british: str, american: str) -> None:
    assert fold(british) == fold(american)


@pytest.mark.parametrize(
    "word", ["four", "hour", "dose", "was", "versus", "this", "diabetes", "rise", "12"]
)
def test_words_that_only_look_foreign_or_many_stay(word: str) -> None:
    assert fold(word) == word


@pytest.mark.parametrize(
    ("many", "one"),
    [("studies", "study"), ("doses", "dose"), ("losses", "loss"), ("boxes", "box"),
     ("patients", "patient"), ("children", "child"), ("analyses", "analysis")],
)  # fmt: skip
def test_many_are_read_as_one(many: str, one: str) -> None:
    assert fold(many) == fold(one)


@pytest.mark.parametrize(
    ("word", "is_drug"),
    [("adalimumab", True), ("zentorinib", True), ("aspirin", True), ("placebo", False),
     ("patients", False), ("mab", False), ("reduction", False)],
)  # fmt: skip
def test_names_of_substances_are_known_by_list_or_ending(
    word: str, is_drug: bool
) -> None:
    assert vocabulary.is_drug(word) is is_drug

"""How composed messages read: grammar, diversity, no person in any word."""

import itertools
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from content_engine.writers.composer import agreement, diversity
from tests.content_engine import outsider, outsider_book, sample_families
from tests.content_engine.sample_families import EIGHT, PLACES, World

Json = dict[str, Any]
pytestmark = pytest.mark.django_db
CONNECTED = ("subject", "preheader", "headline", "body", "call_to_action")
QUICK = settings(max_examples=40, deadline=None)


@pytest.fixture(scope="module")
def world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> World:
    with django_db_blocker.unblock(), transaction.atomic():
        made = sample_families.made(tmp_path_factory.mktemp("sample"))
        transaction.set_rollback(True)
    return made


@pytest.fixture(scope="module")
def messages(world: World) -> list[Json]:
    return [
        {**variant, "where": "/".join(key)}
        for key in PLACES
        for variant in world.family(key)["variants"]
    ]


def parts(messages: list[Json], *names: str) -> Iterator[tuple[str, Json]]:
    for message in messages:
        for part in message["parts"]:
            if part["name"] in (names or CONNECTED):
                yield f"{message['where']} {part['name']}", part


def paragraphs(messages: list[Json]) -> Iterator[tuple[str, str]]:
    for where, part in parts(messages):
        for paragraph in part["text"].split("\n\n"):
            yield where, paragraph


def copy_of(part: Json) -> list[str]:
    """Each run of copy blocks with its tokens, without obligatory lines and claims."""
    return [
        text for _, text in outsider.runs(part, {s["ref"] for s in claims_in(part)})
    ]


def claims_in(part: Json) -> list[Json]:
    return [s for s in part["segments"] if s["kind"] == "claim"]


def found(pattern: str, texts: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """Where a pattern occurs, with a little of what stands around it."""
    return [
        (where, text[max(0, hit.start() - 20) : hit.end() + 20])
        for where, text in texts
        for hit in re.finditer(pattern, text)
    ]


# Grammar


def test_there_are_more_than_two_hundred_messages(messages: list[Json]) -> None:
    assert len(messages) > 200


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("two spaces", r"  "),
        ("a space before a point", r" [,.;:!?](?!\d)"),
        ("two commas", r",\s*,"),
        ("two full stops", r"\.\.(?!\.)"),
        ("a point after a comma", r",\s*[.;:!?]"),
        ("a comma after a point", r"[.!?;:]\s*,"),
        ("a doubled mark", r"[!?:;]\s*[.!?:;]"),
        ("a space after an opening bracket", r"\( "),
        ("a space before a closing bracket", r" \)"),
        ("an empty bracket", r"\(\)|\[\]|\{\{\}\}"),
        ("a bar", r"\|"),
        ("an open alternation", r"\[[^\d\]]"),
        ("a space at the beginning or the end", r"\A\s|\s\Z"),
        ("a space at a line end", r" \n|\n "),
        ("an empty line too many", r"\n{3,}"),
        ("a point without a space", r"[a-z][.!?][A-Z]"),
        ("a comma without a space", r"[a-z],[a-z]"),
        ("an unfilled placeholder", r"\{(?!\{)(?<!\{\{)\w|\bNone\b|%s"),
    ],
)
def test_no_part_holds(messages: list[Json], fault: str, pattern: str) -> None:
    texts = ((where, part["text"]) for where, part in parts(messages))
    assert found(pattern, texts) == []


def test_no_word_stands_twice_at_a_seam(messages: list[Json]) -> None:
    texts = ((where, part["text"]) for where, part in parts(messages))
    assert found(r"(?i)\b([^\W\d_]+)[\s]+\1\b", texts) == []


def test_no_copy_begins_with_the_word_before_it(messages: list[Json]) -> None:
    """A claim's first word is fixed, so only what follows is the composer's."""
    for where, part in parts(messages, "body"):
        claims = {part["text"][s["start"] : s["end"]] for s in claims_in(part)}
        texts = part["text"].split("\n\n")
        for before, after in itertools.pairwise(texts):
            if not any(after.startswith(claim) for claim in claims):
                assert words(before)[-1:] != words(after)[:1], (where, before, after)


def test_copy_begins_with_a_capital_or_a_placeholder(messages: list[Json]) -> None:
    for where, part in parts(messages):
        for text in copy_of(part):
            assert text[0].isupper() or text.startswith("{{") or text[0].isdigit(), (
                where,
                text,
            )


def test_each_sentence_of_the_copy_begins_with_a_capital(messages: list[Json]) -> None:
    texts = ((where, text) for where, part in parts(messages) for text in copy_of(part))
    assert found(r"(?<!vs)(?<!e\.g)[.!?] [a-z]", texts) == []


def test_every_bracket_has_its_partner(messages: list[Json]) -> None:
    partners = {")": "(", "]": "[", "}": "{", "”": "“"}
    for where, paragraph in paragraphs(messages):
        waiting: list[str] = []
        for sign in paragraph:
            if sign in partners.values():
                waiting.append(sign)
            elif sign in partners:
                assert waiting[-1:] == [partners[sign]], (where, paragraph)
                waiting.pop()
        assert not waiting, (where, paragraph)


SOUNDS_LIKE_CONSONANT = r"(?:one|once|uni|use|usu|eu|uti|ubi)"
SOUNDS_LIKE_VOWEL = r"(?:hour|honest|heir|MRI|HCP|FDA|8|11|18|SmPC|NHS|NRS|HR)"


def test_a_and_an_suit_the_next_word(messages: list[Json]) -> None:
    texts = [(where, t) for where, p in parts(messages) for t in copy_of(p)]
    vowel = rf"\b[Aa] (?!{SOUNDS_LIKE_CONSONANT})[aeiouAEIO]\w*"
    consonant = rf"\b[Aa]n (?!{SOUNDS_LIKE_VOWEL})[b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z]\w*"
    assert found(vowel, iter(texts)) == []
    assert found(consonant, iter(texts)) == []


def test_openings_close_their_sentence_and_leads_lead_on(messages: list[Json]) -> None:
    """A greeting ends with a comma, and what stands before a claim ends in a mark."""
    for message in messages:
        if message["where"].endswith("/sms"):
            continue
        part = outsider.part_of(message, "body")
        texts = part["text"].split("\n\n")
        assert texts[1].endswith((",", ":", "!", ".")), texts[1]
        claim = next(s for s in part["segments"] if s["kind"] == "claim")
        before = part["text"][: claim["start"]].rstrip()
        assert before.endswith((":", ".", "!", "?", "…")), before[-40:]


def test_headings_and_buttons_are_one_line_without_a_full_stop_too_many(
    messages: list[Json],
) -> None:
    for where, part in parts(messages, "subject", "headline", "call_to_action"):
        assert "\n" not in part["text"], where
        assert not part["text"].endswith((",", ";", " .")), where


def test_no_copy_holds_a_figure_or_a_link(messages: list[Json]) -> None:
    """Only claims and obligatory lines may hold figures."""
    for where, part in parts(messages):
        for text in copy_of(part):
            assert not re.search(r"\d|%|https?:|www\.|@", text), (where, text)


@QUICK
@given(st.data())
def test_any_expansion_a_writer_may_choose_reads_without_a_fault(
    world: World, data: st.DataObject
) -> None:
    """The composer throws out what reads badly; so no brand may depend on it."""
    brand = data.draw(st.sampled_from(sorted(world.books)))
    block = data.draw(st.sampled_from(world.books[brand].kit["copy"]))
    for text in outsider_book.expanded(block["text"]):
        assert agreement.faults(text) == (), (block["key"], text)


# Diversity


def words(text: str) -> list[str]:
    return [w.lower() for w in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)]


def grams(tokens: list[str], order: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[i : i + order]) for i in range(len(tokens) - order + 1))


def bleu4(candidate: list[str], references: list[list[str]]) -> float:
    """BLEU-4 straight from the paper, smoothed by method 1 (0.1 for no match)."""
    logs = 0.0
    for order in (1, 2, 3, 4):
        mine = grams(candidate, order)
        most: Counter[tuple[str, ...]] = Counter()
        for reference in references:
            most |= grams(reference, order)
        hits = sum((mine & most).values())
        logs += math.log((hits or 0.1) / max(1, sum(mine.values()))) / 4
    near = min((abs(len(r) - len(candidate)), len(r)) for r in references)[1]
    brevity = 1.0 if len(candidate) > near else math.exp(1 - near / len(candidate))
    return min(1.0, brevity * math.exp(logs))


def self_bleu(texts: list[str]) -> float:
    tokens = [words(text) for text in texts]
    return sum(
        bleu4(one, tokens[:place] + tokens[place + 1 :])
        for place, one in enumerate(tokens)
    ) / len(tokens)


def connective(variant: Json) -> str:
    return " ".join(
        text
        for part in variant["parts"]
        for _, text in outsider.runs(part, set(outsider.refs_of(variant, "claim")))
    )


@pytest.mark.parametrize("key", EIGHT, ids="-".join)
def test_eight_variants_differ_in_their_connective_words(
    world: World, key: tuple[str, str, str, str]
) -> None:
    variants = json.loads(world.eights[key])["variants"]
    texts = [connective(variant) for variant in variants]
    assert len(set(texts)) == 8
    assert self_bleu(texts) <= 0.30


@pytest.mark.parametrize("key", EIGHT, ids="-".join)
def test_no_two_of_eight_share_an_opening_word_for_word(
    world: World, key: tuple[str, str, str, str]
) -> None:
    variants = json.loads(world.eights[key])["variants"]
    for name in ("subject", "headline"):
        found = [outsider.part_of(variant, name)["text"] for variant in variants]
        assert max(Counter(found).values()) <= 2


@pytest.mark.parametrize("key", EIGHT, ids="-".join)
def test_eight_variants_of_one_cell_are_still_whole(
    world: World, key: tuple[str, str, str, str]
) -> None:
    shown = json.loads(world.eights[key])
    assert outsider.faults(shown, world.books[key[0]]) == []


TOKENS = st.lists(st.sampled_from(["care", "data", "note", "team", "view"]), min_size=1)


@QUICK
@given(st.lists(TOKENS, min_size=2, max_size=5))
def test_the_product_measures_self_bleu_like_the_paper(lists: list[list[str]]) -> None:
    texts = [" ".join(tokens) for tokens in lists]
    assert diversity.self_bleu4(texts) == pytest.approx(self_bleu(texts))


@QUICK
@given(st.lists(TOKENS, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_texts_does_not_matter(lists: list[list[str]], rng: Any) -> None:
    texts = [" ".join(tokens) for tokens in lists]
    mixed = rng.sample(texts, len(texts))
    for measure in (
        diversity.self_bleu4,
        diversity.distinct2,
        diversity.largest_jaccard,
    ):
        assert measure(texts) == pytest.approx(measure(mixed))


@QUICK
@given(TOKENS.filter(lambda tokens: len(tokens) >= 4))
def test_the_same_text_twice_is_as_alike_as_can_be(tokens: list[str]) -> None:
    texts = [" ".join(tokens)] * 2
    assert diversity.self_bleu4(texts) == pytest.approx(1.0)
    assert diversity.largest_jaccard(texts) == 1.0


@QUICK
@given(st.lists(TOKENS, min_size=1, max_size=5))
def test_every_measure_lies_between_nothing_and_one(lists: list[list[str]]) -> None:
    texts = [" ".join(tokens) for tokens in lists]
    assert 0 <= diversity.self_bleu4(texts) <= 1
    assert 0 < diversity.distinct2(texts) <= 1
    assert 0 <= diversity.largest_jaccard(texts) <= 1


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("a b c", "a b c", 1.0),
        ("a b c", "d e f", 0.0),
        ("a b c d", "b c d e", 1 / 3),
        ("A, b; c!", "a b c", 1.0),
        ("a b c d e", "a b c x y", 1 / 5),
        ("a b", "c d", 1.0),  # too short for a run of three: nothing tells them apart
    ],
)
def test_likeness_is_common_runs_by_all_runs(
    one: str, other: str, likeness: float
) -> None:
    assert diversity.largest_jaccard([one, other]) == pytest.approx(likeness)


@pytest.mark.parametrize(
    ("texts", "share"),
    [
        (["a b c"], 1.0),
        (["a b", "a b"], 0.5),
        (["a b a b"], 2 / 3),
        (["a b", "b a"], 1.0),
        (["a"], 1.0),
    ],
)
def test_distinct_pairs_by_all_pairs(texts: list[str], share: float) -> None:
    assert diversity.distinct2(texts) == pytest.approx(share)

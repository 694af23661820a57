"""Questions in people's own words find the claims that answer them, by the real model.

The recall is measured over all of them together: no single question is a promise.
"""

import dataclasses
import datetime

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from knowledge_base.kits import loading, reading
from knowledge_base.retrieval import refusals
from knowledge_base.retrieval.chain import Question, find_claims
from tests import factories
from tests.knowledge_base.sample_questions import (
    DAY,
    DEPTH,
    NATURAL,
    place_of,
)
from tests.samples import SAMPLES

pytestmark = pytest.mark.django_db

Answers = dict[tuple[Question, str], list[str]]
KITS = ("ervantiq.yaml", "quillevra.yaml")

# Where it is asked, what plainly answers it, and why that may not be said there.
REFUSED: list[tuple[Question, str, str, str]] = [
    (
        place_of("quillevra"),
        "phase 2 dose finding SOUNDING",
        "phase-2-dose-finding",
        "Expired on 31 Mar 2026.",
    ),
    (
        place_of("ervantiq"),
        "How many tablets are in a blister pack?",
        "pack-gb",
        "Approved for GB only.",
    ),
    (
        place_of("quillevra"),
        "elimination half-life",
        "half-life",
        "Approved for leave behind, portal card and slide only.",
    ),
    (
        place_of("quillevra", audience="HCP"),
        "How many patients had a prescription in force at 6 months?",
        "persistence-us-payer",
        "Approved for PAYER only.",
    ),
    (
        place_of("ervantiq"),
        "EASI-75 at week 104 of the extension",
        "easi75-week104-ext",
        "Not valid before 1 Feb 2027.",
    ),
]
Refusals = dict[str, dict[str, tuple[str, ...]]]


@pytest.fixture(scope="module")
def answered(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Answers, Refusals]:
    """All answers, and for REFUSED the sentences by claim, asked once."""
    home = tmp_path_factory.mktemp("natural")
    at = datetime.datetime.combine(DAY, datetime.time(9), datetime.UTC)
    with (
        override_settings(CHROMA_DIR=home, EMBEDDER="minilm"),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        by = factories.make_user("MEDICAL")
        for name in KITS:
            kit = reading.read((SAMPLES / name).read_text("utf-8"), name)
            loading.load(kit, by=by, at=at, approve=True)
        answers = {(place, text): ask(place, text) for place, text, _ in NATURAL}
        told = {text: sentences(place, text) for place, text, _, _ in REFUSED}
        transaction.set_rollback(True)
    return answers, told


def ask(place: Question, text: str) -> list[str]:
    found = find_claims(dataclasses.replace(place, text=text))
    return [one.claim_version.claim.key for one in found]


def sentences(place: Question, text: str) -> dict[str, tuple[str, ...]]:
    asked = dataclasses.replace(place, text=text)
    return {
        one.claim_version.claim.key: tuple(each.sentence for each in one.reasons)
        for one in refusals.refused_for(asked)
    }


def test_there_are_questions_enough_of_both_brands() -> None:
    brands = [place.brand for place, _, _ in NATURAL]
    assert len(NATURAL) >= 60
    assert min(brands.count("quillevra"), brands.count("ervantiq")) >= 30
    assert len({(place, text) for place, text, _ in NATURAL}) == len(NATURAL)


def test_the_recall_at_five_is_at_least_95_percent(
    answered: tuple[Answers, Refusals],
) -> None:
    answers, _ = answered
    assert all(len(found) <= DEPTH for found in answers.values())
    shares = [
        len(wanted & set(answers[place, text])) / min(DEPTH, len(wanted))
        for place, text, wanted in NATURAL
    ]
    assert sum(shares) / len(shares) >= 0.95


def test_nearly_every_question_finds_an_answer(
    answered: tuple[Answers, Refusals],
) -> None:
    answers, _ = answered
    hits = [bool(wanted & set(answers[place, text])) for place, text, wanted in NATURAL]
    assert sum(hits) / len(hits) >= 0.95


@pytest.mark.parametrize(
    ("text", "key", "sentence"), [row[1:] for row in REFUSED], ids=lambda value: value
)
def test_what_plainly_answers_and_may_not_be_said_is_named_with_the_reason(
    text: str, key: str, sentence: str, answered: tuple[Answers, Refusals]
) -> None:
    assert sentence in answered[1][text][key]

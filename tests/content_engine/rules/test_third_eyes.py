"""Cases that a third author wrote blind: well formed, caught, or let be.

``blind_answers`` says what counts as caught and as named.
"""

import pytest

from tests.content_engine.rules import blind_answers, blind_cases

pytestmark = pytest.mark.django_db

BATCH = "third_eyes"


def test_there_are_enough_cases_and_none_twice() -> None:
    ids = [case["id"] for case in blind_cases.cases(BATCH)]
    assert len(blind_cases.violations(BATCH)) >= 200
    assert len(blind_cases.clean_ones(BATCH)) >= 80
    assert len(set(ids)) == len(ids)


def test_violations_are_caught(velorin: None) -> None:
    reached, missed = blind_answers.share(
        blind_answers.is_caught, blind_cases.violations(BATCH)
    )
    assert reached >= 0.95, missed

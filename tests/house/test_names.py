"""Times, days and people are named alike in every table."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

FLOORS = ("knowledge_base", "content_engine", "review")
MODELS = [
    model for floor in FLOORS for model in apps.get_app_config(floor).get_models()
]
TIMES = {("LedgerEntry", "at")}
DAYS = {("ClaimVersion", "valid_from")}


def fields_of(kind: type[Any]) -> list[tuple[str, str]]:
    return [
        (model.__name__, field.name)
        for model in MODELS
        for field in model._meta.get_fields()
        if type(field) is kind
    ]


@pytest.mark.parametrize(("model", "name"), fields_of(models.DateTimeField))
def test_times_end_in_at_and_deadlines_in_until(model: str, name: str) -> None:
    assert name.endswith(("_at", "_until")) or (model, name) in TIMES


@pytest.mark.parametrize(("model", "name"), fields_of(models.DateField))
def test_days_end_in_on(model: str, name: str) -> None:
    assert name.endswith("_on") or (model, name) in DAYS


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_table_says_what_it_is(model: type[models.Model]) -> None:
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")
    assert "__str__" in vars(model)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_table_has_a_hidden_order(model: type[models.Model]) -> None:
    assert not model._meta.ordering

"""Rows name themselves, and sets of codes are kept and searched alike everywhere."""

import datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core import serializers
from django.db.models import Model

from knowledge_base import index, ledger
from knowledge_base.models import Brand, ClaimVersion, HcpProfile, HcpSegment
from knowledge_base.models.codes import CodesField, holding, open_to
from knowledge_base.profiles import importing
from knowledge_base.sheets import Source
from tests import factories
from tests.knowledge_base.test_profiles import PERSON, SEGMENTS, lines


@pytest.fixture
def everything(brand: Brand, requester: User, at: datetime.datetime) -> None:
    """At least one row of every table of this floor."""
    source: Source = lines(*SEGMENTS, PERSON)
    importing.import_profiles(source, by=requester, at=at)
    factories.make_batch(brand)
    factories.attach_file(brand.references.order_by("pk")[0])
    index.rebuild()


def test_every_row_names_itself(everything: None) -> None:
    models: list[type[Model]] = list(apps.get_app_config("knowledge_base").get_models())
    names = {}
    for model in models:
        row = model._default_manager.order_by("pk").first()
        assert row, model
        names[model.__name__] = str(row)
    assert all(names.values())
    assert names["Brand"] == "Calvoryn"
    assert names["Claim"] == "urate-target"
    assert names["Reference"] == "CAIRN-1-2024@1"
    assert names["HcpProfile"] == str(HcpProfile.objects.get()) == "hcp-1"
    assert HcpSegment.objects.filter(key=names["HcpSegment"]).exists()
    assert names["LedgerTip"] == "{} {}".format(*ledger.tip())


@pytest.mark.parametrize(
    ("given", "kept", "stored"),
    [
        ((), (), ""),
        (None, (), ""),
        ("", (), ""),
        ("|GB|US|", ("GB", "US"), "|GB|US|"),
        (["US", "GB", "US"], ("US", "GB", "US"), "|GB|US|"),
    ],
)
def test_codes_are_kept_sorted_between_bars(
    given: object, kept: tuple[str, ...], stored: str
) -> None:
    field = CodesField()
    assert field.to_python(given) == kept
    assert field.get_prep_value(given) == stored
    assert field.from_db_value(stored, None) == tuple(sorted(set(kept)))


def test_codes_survive_serialising(brand: Brand) -> None:
    row = ClaimVersion.objects.get(claim__key="once-daily")
    text = serializers.serialize("json", [row])
    assert '"audiences": "|HCP|PAYER|"' in text
    [again] = serializers.deserialize("json", text)
    assert vars(again.object)["audiences"] == ("HCP", "PAYER")


def test_open_means_named_or_unlimited(brand: Brand) -> None:
    rows = ClaimVersion.objects
    assert rows.filter(open_to(channels="sms")).count() == 5
    assert rows.filter(open_to(channels="email")).count() == 6
    assert rows.filter(open_to(market_codes="U")).count() == 0
    assert rows.filter(holding("channels", ["email", "sms"])).count() == 1
    assert rows.filter(holding("channels", [])).count() == 0
    assert rows.filter(holding("channels", ["EMAIL"])).count() == 0
    assert rows.filter(holding("channels", ["email|sms"])).count() == 0

"""What is taken away and brought back changes nothing; nothing in it runs."""

import csv
import datetime
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings as house
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base import claims, copy_blocks, sheets
from knowledge_base.claim_contents import Cited, ClaimContent
from knowledge_base.exchange import (
    Which,
    columns,
    export_blocks,
    export_claims,
    exporting,
    mapping,
    planning,
)
from knowledge_base.exchange.mapping import Choice
from knowledge_base.kits import loading, reading
from knowledge_base.models import BatchKind, Brand, Claim, ClaimVersion, Reference
from knowledge_base.sheets import Source, formulas
from tests import kits

pytestmark = pytest.mark.django_db

EXPORTS = {BatchKind.CLAIMS: export_claims, BatchKind.BLOCKS: export_blocks}
FORMS = ("csv", "xlsx", "json")


def effects(brand: Brand, kind: str, form: str, data: bytes) -> dict[str, int]:
    sheet = sheets.read(Source(f"x.{form}", data))
    choice = Choice(mapping.guess(kind, sheet.headings))
    plan = planning.plan(kind, brand, sheet, choice)
    assert plan.sentences == ()
    return {effect: count for effect, count in plan.counts.items() if count}


def cells(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", ["ervantiq", "quillevra"])
def test_samples_come_back_unchanged(
    name: str, requester: User, at: datetime.datetime
) -> None:
    path = Path(house.BASE_DIR) / f"knowledge_base/samples/{name}.yaml"
    kit = reading.read(path.read_text(), name)
    loading.load(kit, by=requester, at=at, approve=True)
    brand = Brand.objects.get(slug=name)
    for kind, export in EXPORTS.items():
        for form in FORMS:
            data = export(brand, form=form)
            assert list(effects(brand, kind, form, data)) == ["unchanged"]


def test_a_library_moves_to_another_house(
    brand: Brand, medical: User, at: datetime.datetime
) -> None:
    """An export describes its references: nothing else is needed to bring it in."""
    data = export_claims(brand)
    other = kits.small_kit(references=[], claims=[], copy=[])
    other["brand"]["slug"] = "elsewhere"
    kit = reading.read(json.dumps(other), "other.json")
    loading.load(kit, by=medical, at=at, approve=True)
    elsewhere = Brand.objects.get(slug="elsewhere")
    assert effects(elsewhere, "CLAIMS", "csv", data) == {"created": len(kits.CLAIMS)}


def test_which_revisions_are_taken(
    brand: Brand, medical: User, at: datetime.datetime
) -> None:
    claim = Claim.objects.get(key="once-daily")
    content = ClaimContent(
        text="Calvoryn is taken once a day.",
        market_codes=("US",),
        cited=(Cited(Reference.objects.get(key="LABEL-2026")),),
    )
    claims.revise(claim_id=claim.pk, content=content, by=medical, at=at)

    def numbers(which: Which) -> list[tuple[str, str]]:
        rows = cells(export_claims(brand, which=which))
        return [(r["version"], r["state"]) for r in rows if r["key"] == "once-daily"]

    assert numbers(Which.APPROVED) == [("1", "APPROVED")]
    assert numbers(Which.NEWEST) == [("2", "DRAFT")]
    assert numbers(Which.ALL) == [("1", "APPROVED"), ("2", "DRAFT")]
    for which in (Which.APPROVED, Which.NEWEST):
        data = export_claims(brand, which=which)
        assert list(effects(brand, "CLAIMS", "csv", data)) == ["unchanged"]


def test_stopped_revisions_are_not_approved(
    brand: Brand, medical: User, at: datetime.datetime
) -> None:
    before = len(cells(export_claims(brand)))
    version = claims.approved_version(brand.slug, "once-daily")
    claims.suspend(claim_version_id=version.pk, reason="Asked.", by=medical, at=at)
    assert len(cells(export_claims(brand))) == before - 1
    block = brand.copy_blocks.order_by("key")[0].versions.get()
    count = len(cells(export_blocks(brand)))
    copy_blocks.retire(version_id=block.pk, reason="Old.", by=medical, at=at)
    assert len(cells(export_blocks(brand))) == count - 1


def test_an_empty_library_is_an_empty_table(drafted_brand: Brand) -> None:
    assert cells(export_claims(drafted_brand)) == []
    assert json.loads(export_claims(drafted_brand, form="json")) == []
    head = export_claims(drafted_brand).decode("utf-8-sig").strip().split(",")
    assert head == list(columns.of("CLAIMS"))


HOSTILE = [
    "=HYPERLINK(1)",
    "+cmd|' /C calc'!A0",
    "-2+3 and more",
    "@SUM(A1:A9)",
    "'=1+1",
]


def put(version: ClaimVersion, **values: Any) -> None:
    """Other words for a draft, past the operations: an old library may hold them."""
    ClaimVersion.objects.filter(pk=version.pk).update(**values)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_taken_away_runs(drafted_brand: Brand, text: str) -> None:
    version = ClaimVersion.objects.get(claim__key="once-daily")
    put(version, text=f"{text} is said", endpoint=text)
    table = export_claims(drafted_brand, which=Which.NEWEST)
    for row in csv.reader(io.StringIO(table.decode("utf-8-sig"))):
        assert not any(formulas.is_formula(cell) for cell in row)
    data = export_claims(drafted_brand, form="xlsx", which=Which.NEWEST)
    book = openpyxl.load_workbook(io.BytesIO(data))
    kinds = {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}
    assert kinds <= {"s", "inlineStr", "n"}
    for form in FORMS:
        data = export_claims(drafted_brand, form=form, which=Which.NEWEST)
        found = effects(drafted_brand, "CLAIMS", form, data)
        assert list(found) == ["unchanged"]


def test_a_cell_that_no_workbook_can_keep_is_refused(drafted_brand: Brand) -> None:
    version = ClaimVersion.objects.get(claim__key="once-daily")
    put(version, qualifiers=["x" * 33_000])
    with pytest.raises(exporting.ExportError, match="take CSV or JSON instead"):
        export_claims(drafted_brand, form="xlsx", which=Which.NEWEST)
    assert len(export_claims(drafted_brand, which=Which.NEWEST)) > 33_000


def test_a_large_library_is_written_piece_by_piece(
    brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "CHUNK", 500)
    pieces = list(exporting.stream("CLAIMS", brand, form="csv", which=Which.APPROVED))
    assert len(pieces) > 5
    assert b"".join(pieces) == export_claims(brand)


WORDS = st.text(
    st.sampled_from("abc XYZ019.,;|\"'=+-@[]{}é中\n%<>&_x"), min_size=10, max_size=40
).map(lambda text: text.strip(" \n").ljust(10, "x"))
ENTRIES = st.lists(WORDS, max_size=3)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=WORDS,
    variations=ENTRIES,
    endpoint=st.just("") | WORDS,
    qualifiers=ENTRIES,
    themes=st.lists(st.sampled_from(["efficacy", "on set", "a b"]), unique=True),
    expires_on=st.none() | st.dates(datetime.date(2026, 2, 1)),
    form=st.sampled_from(FORMS),
)
def test_whatever_is_taken_away_comes_back_unchanged(
    drafted_brand: Brand,
    medical: User,
    at: datetime.datetime,
    form: str,
    themes: list[str],
    variations: list[str],
    **values: Any,
) -> None:
    claim = Claim.objects.get(key="once-daily")
    content = ClaimContent(
        market_codes=("GB", "US"),
        cited=(Cited(Reference.objects.get(key="LABEL-2026")),),
        themes=tuple(themes),
        variations=tuple(variations),
        valid_from=datetime.date(2026, 1, 15),
        **values,
    )
    newest = claim.versions.order_by("-version")[0]
    if not content.equals(newest):
        claims.revise(claim_id=claim.pk, content=content, by=medical, at=at)
    data = export_claims(drafted_brand, form=form, which=Which.NEWEST)
    assert list(effects(drafted_brand, "CLAIMS", form, data)) == ["unchanged"]

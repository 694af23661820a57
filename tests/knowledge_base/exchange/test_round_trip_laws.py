"""Whatever a library says, it says the same after it was taken away and brought back.

Claims and blocks are made at random with every column that a file has; each is stored,
exported in each form, and read again.
"""

import csv
import io
import json
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base import claims, copy_blocks, sheets
from knowledge_base.claim_contents import Cited, ClaimContent, content_of, store
from knowledge_base.copy_blocks import BlockContent
from knowledge_base.exchange import Which, columns, exporting, mapping, planning
from knowledge_base.exchange.mapping import Choice
from knowledge_base.exchange.planning import Effect, Plan
from knowledge_base.models import (
    Anchor,
    BatchKind,
    Brand,
    Claim,
    CopyBlockVersion,
    Reference,
)
from knowledge_base.sheets import Source, formulas
from tests import factories
from tests.knowledge_base.worlds import AT

pytestmark = pytest.mark.django_db

CLAIMS, BLOCKS = BatchKind.CLAIMS, BatchKind.BLOCKS
FORMS = ("csv", "xlsx", "json")
KEYS = ("round-trip",)
LETTERS = st.sampled_from("abc XYZ019.,;|\"'=+-@[]{}()é中\n%<>&_x#*")
WORDS = st.text(LETTERS, min_size=12, max_size=40).map(
    lambda text: " ".join(text.split()).ljust(12, "w")
)
SHORT = st.just("") | WORDS
CODES = st.lists(st.sampled_from(["a b", "c-d", "é", "2+2", "it's"]), unique=True)
DAYS = st.none() | st.dates()


def exported(
    brand: Brand, kind: str, form: str, which: Which = Which.NEWEST, **only: Any
) -> bytes:
    return b"".join(exporting.stream(kind, brand, form=form, which=which, **only))


def planned(brand: Brand, kind: str, form: str, data: bytes) -> Plan:
    sheet = sheets.read(Source(f"x.{form}", data))
    return planning.plan(
        kind, brand, sheet, Choice(mapping.guess(kind, sheet.headings))
    )


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """All that a claim can say, but for what it stands on."""
    begins, ends = draw(DAYS), draw(DAYS)
    if begins and ends and ends <= begins:
        ends = None
    text = draw(WORDS)
    return {
        "text": f"{text} 42",
        "variations": tuple(draw(st.lists(WORDS, max_size=2))),
        "endpoint": draw(SHORT),
        "population": draw(SHORT),
        "comparator": draw(SHORT),
        "timepoint": draw(SHORT),
        "facts": draw(st.sampled_from([[], [{"value": "42", "arm": "a | b"}]])),
        "reading": draw(
            st.dictionaries(WORDS, st.integers() | WORDS | st.booleans(), max_size=2)
        ),
        "qualifiers": draw(st.lists(WORDS, max_size=2)),
        "companions": draw(st.sampled_from([[], ["once-daily", "urate-target"]])),
        "market_codes": draw(st.sampled_from([("GB",), ("GB", "US")])),
        "channels": draw(st.sampled_from([(), ("email", "sms")])),
        "audiences": draw(st.sampled_from([(), ("HCP",)])),
        "themes": tuple(draw(CODES)),
        "indications": tuple(draw(CODES)),
        "valid_from": begins,
        "expires_on": ends,
    }


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=contents(), quote=WORDS, places=st.permutations([0, 1, 2]))
def test_a_claim_comes_back_with_every_column(
    form: str, said: dict[str, Any], quote: str, places: list[int], brand: Brand
) -> None:
    source, _ = Reference.objects.get_or_create(
        brand=brand, key="ODD", defaults={"citation": quote, "kind": "journal"}
    )
    anchor, _ = Anchor.objects.get_or_create(
        reference=source, key="p-1", defaults={"locator": quote, "quote": quote}
    )
    label = brand.references.get(key="LABEL-2026")
    cited = [Cited(source, anchor), Cited(label), Cited(source)]
    content = ClaimContent(cited=tuple(cited[place] for place in places), **said)
    claim, _ = Claim.objects.get_or_create(brand=brand, key=KEYS[0], kind="efficacy")
    version = store(claim, content, by=factories.make_user(), at=AT)
    data = exported(brand, CLAIMS, form, keys=KEYS)
    plan = planned(brand, CLAIMS, form, data)
    assert plan.sentences == ()
    assert [(row.key, row.effect) for row in plan.rows] == [(KEYS[0], Effect.UNCHANGED)]
    assert content_of(version).columns() == content.columns()


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=WORDS.map(lambda text: text.translate(str.maketrans("[]|", "()/"))),
    tones=CODES.filter(bool),
    themes=CODES,
    choices=st.sampled_from(["", "[one|two]", "[one|two] [a|b|c]"]),
)
def test_a_block_comes_back_with_every_column(
    form: str,
    text: str,
    tones: list[str],
    themes: list[str],
    choices: str,
    brand: Brand,
) -> None:
    content = BlockContent(
        role="closing",
        text=f"{text} {choices}".strip(),
        tones=tuple(tones),
        themes=tuple(themes),
        formats=("short",),
        market_codes=("US", "GB"),
    )
    newest = CopyBlockVersion.objects.filter(block__key=KEYS[0]).last()
    if newest is None or not content.equals(newest):
        copy_blocks.draft(
            brand_id=brand.pk, key=KEYS[0], content=content, by=somebody(), at=AT
        )
    data = exported(brand, BLOCKS, form, keys=KEYS)
    plan = planned(brand, BLOCKS, form, data)
    assert plan.sentences == ()
    assert [row.effect for row in plan.rows] == [Effect.UNCHANGED]


def somebody() -> User:
    """Somebody new."""
    return factories.make_user()


@pytest.mark.parametrize("kind", [CLAIMS, BLOCKS])
def test_every_form_of_a_file_holds_the_same(kind: BatchKind, brand: Brand) -> None:
    plans = [planned(brand, kind, form, exported(brand, kind, form)) for form in FORMS]
    assert len({plan.sha256 for plan in plans}) == 1
    assert len(plans[0].rows) > 5


@pytest.mark.parametrize("kind", [CLAIMS, BLOCKS])
def test_every_form_names_the_columns_in_their_order(
    kind: BatchKind, brand: Brand
) -> None:
    names = list(columns.of(kind))
    text = exported(brand, kind, "csv").decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text))) == names
    book = openpyxl.load_workbook(io.BytesIO(exported(brand, kind, "xlsx")))
    assert book.sheetnames == [kind.label]
    assert [cell.value for cell in book.worksheets[0][1]] == names
    for row in json.loads(exported(brand, kind, "json")):
        assert list(row) == names


def test_a_csv_begins_with_the_mark_that_programs_look_for(brand: Brand) -> None:
    data = exported(brand, CLAIMS, "csv")
    assert data.startswith(b"\xef\xbb\xbfkey,kind,text,")
    assert data.count(b"\xef\xbb\xbf") == 1
    assert data.endswith(b"\r\n")


def test_json_holds_plain_values_and_real_letters(brand: Brand) -> None:
    data = exported(brand, CLAIMS, "json")
    rows = {row["key"]: row for row in json.loads(data)}
    assert rows["urate-target"]["figures"] == [{"value": "61"}, {"value": "32"}]
    assert rows["urate-target"]["markets"] == ["GB", "US"]
    assert rows["urate-target"]["expires_on"] == "2027-12-31"
    assert rows["once-daily"]["variations"] == []
    assert b"\\u" not in data


def revise(brand: Brand, key: str, text: str) -> None:
    version = claims.approved_version(brand.slug, key)
    content = ClaimContent(
        text=text,
        market_codes=("US",),
        cited=(Cited(brand.references.get(key="LABEL-2026")),),
    )
    claims.revise(claim_id=version.claim_id, content=content, by=somebody(), at=AT)


WHICH = [
    pytest.param(Which.APPROVED, ["1 APPROVED"], id="approved"),
    pytest.param(Which.NEWEST, ["3 DRAFT"], id="newest"),
    pytest.param(Which.ALL, ["1 APPROVED", "2 DRAFT", "3 DRAFT"], id="all"),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("which", "found"), WHICH)
def test_which_revisions_a_file_holds(
    which: Which, found: list[str], form: str, brand: Brand
) -> None:
    revise(brand, "once-daily", "Calvoryn is taken once each day.")
    revise(brand, "once-daily", "Calvoryn is taken once each evening.")
    data = exported(brand, CLAIMS, form, which, keys=["once-daily"])
    rows = sheets.read(Source(f"x.{form}", data)).rows
    assert [f"{r.values['version']} {r.values['state']}" for r in rows] == found


@pytest.mark.parametrize("which", Which)
@pytest.mark.parametrize("kind", [CLAIMS, BLOCKS])
def test_with_keys_a_file_holds_these_and_no_others(
    kind: BatchKind, which: Which, brand: Brand
) -> None:
    data = exported(brand, kind, "json", which)
    every = [row["key"] for row in json.loads(data)]
    assert every == sorted(every)
    some = every[1:4]
    part = json.loads(exported(brand, kind, "json", which, keys=some))
    assert [row["key"] for row in part] == some
    assert part == [row for row in json.loads(data) if row["key"] in some]
    assert json.loads(exported(brand, kind, "json", which, keys=["none"])) == []


def test_all_revisions_are_for_reading_and_not_for_importing(brand: Brand) -> None:
    revise(brand, "once-daily", "Calvoryn is taken once each day.")
    plan = planned(brand, CLAIMS, "csv", exported(brand, CLAIMS, "csv", Which.ALL))
    twin = [row.number for row in plan.rows if row.effect == Effect.REFUSED]
    first = next(row.number for row in plan.rows if row.key == "once-daily")
    assert plan.sentences == (
        f"Row {twin[0]}, key: the key once-daily stands already in row {first}.",
    )


@pytest.mark.parametrize("text", ["=1+1 is said here", "+1 and @home", "'=quoted 42"])
@pytest.mark.parametrize("form", FORMS)
def test_words_that_begin_like_a_formula_come_back_as_words(
    form: str, text: str, brand: Brand
) -> None:
    revise(brand, "once-daily", text)
    data = exported(brand, CLAIMS, form, keys=["once-daily"])
    plan = planned(brand, CLAIMS, form, data)
    assert plan.sentences == ()
    assert plan.rows[0].values["text"] == text
    if form == "csv":
        cells = next(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        assert cells["text"] == formulas.guarded(text) == f"'{text}"

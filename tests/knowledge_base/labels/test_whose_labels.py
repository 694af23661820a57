"""Whose label it is: companies, product names, sets, brands made from labels."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.label_import.documents import Product
from knowledge_base.labels import products, standing
from knowledge_base.labels.importing import (
    ImportState,
    LabelRefusedError,
    destination,
    import_document,
)
from knowledge_base.labels.products import AFTER_A_NAME, UnclearBrandError
from knowledge_base.models import Brand, Label, LedgerEntry
from tests.label_documents import MAKER, OTHER_SET, REPACKER, SET, make_document

AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Fenmoor Biologics", "Fenmoor Biologics, Inc.", True),
        ("Fenmoor Biologics, Inc.", "FENMOOR BIOLOGICS GmbH & Co. KG", True),
        ("Fenmoor® Biologics", "Fenmoor Biologics", True),
        ("Fenmoor", "Fenmoor Biologics", True),
        ("Fenmoor Biologics Ireland Ltd", "Fenmoor Biologics", True),
        ("Fenmoor", "Fenmoors", False),
        ("Biologics", "Fenmoor Biologics", False),
        ("Fenmoor Biologics", "Tarnwater Repackaging LLC", False),
        ("", "", True),
        ("Inc.", "Ltd", True),
        ("", "Fenmoor", False),
        ("Inc.", "Fenmoor Inc.", False),
    ],
)
def test_companies(one: str, other: str, *, is_same: bool) -> None:
    assert standing.is_same_company(one, other) is is_same
    assert standing.is_same_company(other, one) is is_same


COMPANIES = st.lists(
    st.sampled_from(["Fenmoor", "Biologics", "Inc.", "GmbH", "Ireland", ","]),
    max_size=4,
).map(" ".join)


@given(COMPANIES, COMPANIES)
def test_being_one_company_is_mutual(one: str, other: str) -> None:
    assert standing.is_same_company(one, one)
    assert standing.is_same_company(one, other) == standing.is_same_company(other, one)


@pytest.mark.parametrize("word", sorted(AFTER_A_NAME))
def test_salts_strengths_and_forms_may_follow_a_name(word: str) -> None:
    assert products.is_named("Calvoryn", f"Calvoryn {word}")
    assert products.is_named("Calvoryn", f"CALVORYN® {word.upper()} 20 mg")
    assert not products.is_named("Calvoryn", f"{word} Calvoryn")


@pytest.mark.parametrize(
    ("name", "stated", "is_named"),
    [
        ("Calvoryn", "Calvoryn", True),
        ("Calvoryn", "calvoryn™", True),
        ("Calvoryn", "Calvoryn 20 mg/5 ml oral solution", True),
        ("Calvoryn", "Calvoryn 2,5 mg film-coated tablets", True),
        ("Calvoryn", "Calvoryn XR", False),
        ("Calvoryn", "Calvoryn Plus 20 mg", False),
        ("Calvoryn", "Calvorynol", False),
        ("Calvoryn Plus", "Calvoryn", False),
        ("Calvoryn Plus", "Calvoryn Plus 20 mg", True),
        ("Calvoryn", "", False),
        ("", "Calvoryn", False),
        ("", "", False),
        ("®", "Calvoryn", False),
    ],
)
def test_a_product_has_its_name_and_not_a_longer_one(
    name: str, stated: str, *, is_named: bool
) -> None:
    assert products.is_named(name, stated) is is_named


def label(number: int, **columns: Any) -> Label:
    facts: dict[str, Any] = {
        "set_id": f"set-{number}",
        "labeler": MAKER,
        "effective_on": datetime.date(2026, 1, number),
        **columns,
    }
    return Label(pk=number, **facts)


@pytest.mark.parametrize(
    ("rows", "own"),
    [
        pytest.param([], "", id="none"),
        pytest.param([{"set_id": ""}], "", id="a-kit-alone"),
        pytest.param([{}], "set-1", id="the-makers"),
        pytest.param([{"labeler": REPACKER}], "", id="a-repackagers"),
        pytest.param([{"labeler": REPACKER}, {}], "set-2", id="the-makers-came-second"),
        pytest.param([{}, {}], "set-1", id="the-first-of-two-drafts"),
        pytest.param([{}, {"approved_at": AT}], "set-2", id="the-adopted-one"),
        pytest.param(
            [{"approved_at": AT}, {"approved_at": AT}], "set-2", id="the-adopted-last"
        ),
        pytest.param(
            [{}, {"approved_at": AT, "withdrawn_at": AT}], "set-1", id="not-a-withdrawn"
        ),
        pytest.param(
            [{}, {"labeler": REPACKER, "approved_at": AT}],
            "set-2",
            id="a-repackagers-that-was-adopted",
        ),
        pytest.param(
            [
                {"approved_at": AT, "effective_on": datetime.date(2026, 9, 1)},
                {"approved_at": AT},
            ],
            "set-1",
            id="the-day-goes-before-the-order",
        ),
    ],
)
def test_which_set_is_the_brands_own(rows: list[dict[str, Any]], own: str) -> None:
    found = [label(number, **columns) for number, columns in enumerate(rows, 1)]
    assert standing.own_set_among(found, "Fenmoor Biologics") == own
    assert standing.own_set_among(found[::-1], "Fenmoor Biologics") == own


# importing


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("someone")


def bring(person: User, brand: Brand | None = None, **changes: Any) -> Any:
    return import_document(
        make_document(**changes),
        brand_id=brand.pk if brand else None,
        by=person,
        at=AT,
    )


def brand_named(name: str, generic: str = "ostivarel") -> Brand:
    return Brand.objects.create(
        slug=name.casefold(), name=name, generic_name=generic, manufacturer=MAKER
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"set_id": " "}, "The file does not say which label it is (its set id)."),
        ({"version": ""}, "The file does not say its version."),
        (
            {"effective_on": None},
            "The file does not say the day from which it is effective.",
        ),
        (
            {"set_id": "x" * 101},
            "The set id or the version of this file is too long.",
        ),
        (
            {"version": "1" * 51},
            "The set id or the version of this file is too long.",
        ),
        ({"market": "USA"}, "“USA” is no market: give two letters, such as US or GB."),
        (
            {"market": "a very long name of a market"},
            "“A VERY LONG NAME OF ” is no market: give two letters, such as US or GB.",
        ),
        (
            {"source": "FHIR", "market": ""},
            "The file names no market: choose one.",
        ),
    ],
)
def test_what_cannot_be_stored_is_refused(
    person: User, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(LabelRefusedError) as refusal:
        bring(person, **changes)
    assert refusal.value.messages == [sentence]
    assert not Label.objects.exists()
    assert not Brand.objects.exists()
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        ((), "The file names no product: choose the brand, then import it again."),
        (
            (Product("® ", " "),),
            "The file names no product: choose the brand, then import it again.",
        ),
    ],
)
def test_a_brand_is_not_made_of_nothing(
    person: User, stated: tuple[Product, ...], sentence: str
) -> None:
    with pytest.raises(UnclearBrandError) as refusal:
        bring(person, products=stated)
    assert refusal.value.messages == [sentence]
    assert not Brand.objects.exists()


def test_a_name_of_two_brands_is_asked_back(person: User) -> None:
    brand_named("Calvoryn")
    brand_named("Zelvoryn", "ostivarel")
    with pytest.raises(UnclearBrandError) as refusal:
        bring(person, products=(Product("Ostivarel", "ostivarel"),))
    assert refusal.value.messages == [
        "This label could be of calvoryn and zelvoryn: choose the brand, then import "
        "it again."
    ]


@pytest.mark.parametrize(
    ("stated", "name", "mark", "generic", "slug"),
    [
        (Product("Calvoryn®", "ostivarel"), "Calvoryn", "®", "ostivarel", "calvoryn"),
        (Product("Calvoryn™ XR", ""), "Calvoryn XR", "™", "Calvoryn XR", "calvoryn-xr"),
        (Product("", "ostivarel"), "ostivarel", "", "ostivarel", "ostivarel"),
        (Product("漢字", "ostivarel"), "漢字", "", "ostivarel", "brand"),
        (Product("x" * 150, ""), "x" * 100, "", "x" * 100, "x" * 40),
    ],
)
def test_a_brand_is_made_from_what_the_label_says(
    person: User, stated: Product, name: str, mark: str, generic: str, slug: str
) -> None:
    made = bring(person, products=(stated,))
    brand = made.label.brand
    assert made.is_new_brand
    assert (brand.name, brand.trademark, brand.generic_name) == (name, mark, generic)
    assert (brand.slug, brand.manufacturer) == (slug, MAKER)


@pytest.mark.parametrize(
    ("changes", "state", "is_new_brand"),
    [
        pytest.param({}, ImportState.UNCHANGED, False, id="the-same-file"),
        pytest.param({"version": "4"}, ImportState.VERSION, False, id="a-version"),
        pytest.param(
            {"set_id": OTHER_SET, "labeler": REPACKER},
            ImportState.LABELER,
            False,
            id="a-repackagers",
        ),
        pytest.param({"market": "GB"}, ImportState.CREATED, False, id="a-new-market"),
        pytest.param(
            {"set_id": OTHER_SET, "products": (Product("Tussavel"),)},
            ImportState.CREATED,
            True,
            id="another-product",
        ),
        pytest.param(
            {"version": "4", "products": (Product("Renamed"),)},
            ImportState.VERSION,
            False,
            id="a-set-is-known-whatever-it-is-called-now",
        ),
    ],
)
def test_what_an_import_did(
    person: User, changes: dict[str, Any], state: ImportState, *, is_new_brand: bool
) -> None:
    first = bring(person)
    assert (first.state, first.is_new_brand) == (ImportState.CREATED, True)
    foreseen = destination(make_document(**changes))
    made = bring(person, **changes)
    assert (made.state, made.is_new_brand) == (state, is_new_brand)
    assert foreseen.state == state
    assert (foreseen.brand is None) is is_new_brand
    assert (made.label == first.label) is (state is ImportState.UNCHANGED)


def test_other_words_need_another_version(person: User) -> None:
    bring(person)
    with pytest.raises(LabelRefusedError) as refusal:
        bring(person, title="Other words")
    assert refusal.value.messages == [
        "Version 3 of this label is here already with other words: a new text needs a "
        "new version."
    ]


@pytest.mark.parametrize(
    ("given", "market", "source", "stored"),
    [
        ("", "US", "SPL", "US"),
        ("", "", "SPL", "US"),
        ("gb", "US", "SPL", "GB"),
        ("", "ie", "FHIR", "IE"),
        ("EU", "", "FHIR", "EU"),
    ],
)
def test_the_market_is_the_one_given_or_the_documents(
    db: None, given: str, market: str, source: str, stored: str
) -> None:
    document = make_document(market=market, source=source)
    assert destination(document, market=given).market == stored


def test_an_imported_label_is_a_draft_of_its_set(person: User) -> None:
    stored = bring(person).label
    assert (stored.set_id, stored.version, stored.source) == (SET, "3", "SPL")
    assert (stored.imported_by, stored.imported_at) == ("someone", AT)
    assert (stored.approved_at, stored.withdrawn_at) == (None, None)
    line = LedgerEntry.objects.get()
    assert (line.action, line.subject) == (
        "label.imported",
        f"label:calvoryn/US/{SET}/3",
    )

"""A label from a file becomes a draft of its brand, or says why it cannot."""

import datetime
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User

from knowledge_base import labels
from knowledge_base.label_import import LabelUnreadableError
from knowledge_base.label_import.documents import Product
from knowledge_base.labels import products, standing, uploading
from knowledge_base.labels.importing import LabelRefusedError
from knowledge_base.labels.products import UnclearBrandError
from knowledge_base.labels.uploading import AlreadyImportedError
from knowledge_base.models import Brand, ImportBatch, Label, LedgerEntry, SafetyText
from tests import label_documents as files
from tests.label_documents import make_document

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture
def brand(shelved: Brand) -> Brand:
    """The small kit, approved, made once for this module."""
    return shelved


def bring(
    by: User, brand_id: int | None = None, **changes: Any
) -> labels.ImportedLabel:
    return labels.import_document(
        make_document(**changes), brand_id=brand_id, by=by, at=AT
    )


def lines() -> int:
    return LedgerEntry.objects.count()


# what is stored


def test_a_label_is_stored_whole_as_a_draft(brand: Brand, regulatory: User) -> None:
    before = lines()
    made = bring(regulatory, boxed_warning="May harm the liver.")
    label = Label.objects.get(pk=made.label.pk)
    assert (made.state, made.is_new_brand) == ("version", False)
    assert (label.brand, label.market, label.set_id) == (brand, "US", files.SET)
    assert (label.version, label.source) == ("3", "SPL")
    assert label.title == "Calvoryn (ostivarel) tablets"
    assert label.labeler == files.MAKER
    assert label.products == [{"name": "Calvoryn", "generic_name": "ostivarel"}]
    assert label.effective_on == datetime.date(2026, 6, 1)
    assert (label.imported_by, label.imported_at) == (regulatory.username, AT)
    assert label.boxed_warning == "May harm the liver."
    assert label.indication == files.GOUT
    assert label.contraindications == ["Severe liver impairment.", "Pregnancy."]
    assert label.dosing == [files.DOSE]
    assert label.adverse_reactions[0]["term"] == "Headache"
    assert (label.approved_at, label.withdrawn_at) == (None, None)
    assert labels.current_at(brand, "US", AT.date()) != label
    assert not SafetyText.objects.filter(label=label).exists()
    assert lines() == before + 1


def test_sections_keep_their_order_and_their_parents(
    brand: Brand, regulatory: User
) -> None:
    label = bring(regulatory).label
    rows = list(label.sections.order_by("ordinal").select_related("parent"))
    assert [(row.ordinal, row.title) for row in rows] == [
        (0, "1 INDICATIONS AND USAGE"),
        (1, "2 DOSAGE AND ADMINISTRATION"),
        (2, "4 CONTRAINDICATIONS"),
        (3, "5 WARNINGS AND PRECAUTIONS"),
        (4, "5.1 Liver enzymes"),
        (5, "6 ADVERSE REACTIONS"),
    ]
    assert [row.parent and row.parent.ordinal for row in rows] == [
        None, None, None, None, 3, None
    ]  # fmt: skip
    assert rows[1].clauses == [
        {"kind": "paragraph", "text": files.DOSE},
        {"kind": "paragraph", "text": "Swallow it whole."},
    ]
    assert rows[5].clauses[1] == {
        "kind": "row", "text": "Headache 7% 5%", "table": 0
    }  # fmt: skip
    assert rows[5].tables[0]["header"] == [["Reaction", "Calvoryn", "Placebo"]]


def test_the_same_file_changes_nothing(brand: Brand, regulatory: User) -> None:
    first, before = bring(regulatory), lines()
    again = bring(regulatory)
    assert (again.state, again.label) == ("unchanged", first.label)
    assert lines() == before
    assert Label.objects.filter(set_id=files.SET).count() == 1


def test_one_version_has_one_text(brand: Brand, regulatory: User) -> None:
    bring(regulatory)
    with pytest.raises(LabelRefusedError, match=r"Version 3 .* with other words"):
        bring(regulatory, title="Another title")
    assert Label.objects.filter(set_id=files.SET).count() == 1


@pytest.mark.parametrize("version", ["2", "4"])
def test_other_versions_stand_beside_it(
    brand: Brand, regulatory: User, version: str
) -> None:
    bring(regulatory)
    assert bring(regulatory, version=version).state == "version"
    assert Label.objects.filter(set_id=files.SET).count() == 2


# whose it is


@pytest.mark.parametrize(
    ("labeler", "state", "is_other"),
    [
        ("Fenmoor Biologics", "version", False),
        ("FENMOOR BIOLOGICS, INC.", "version", False),
        ("Fenmoor Biologics Ltd. Division of Sallow plc", "version", False),
        (files.REPACKER, "labeler", True),
        ("", "labeler", True),
    ],
)
def test_the_makers_label_is_told_from_a_repackagers(
    brand: Brand, regulatory: User, labeler: str, state: str, is_other: bool
) -> None:
    made = bring(regulatory, labeler=labeler)
    assert made.state == state
    assert labels.is_other_labeler(made.label) is is_other


def test_another_set_of_the_same_product_is_another_labeler(
    brand: Brand, regulatory: User
) -> None:
    own = bring(regulatory)
    other = bring(regulatory, set_id=files.OTHER_SET, labeler=files.REPACKER)
    twin = bring(regulatory, set_id="a-third-set", version="9")
    assert (other.state, twin.state) == ("labeler", "labeler")
    assert not labels.is_other_labeler(own.label)
    assert labels.is_other_labeler(other.label)
    assert labels.is_other_labeler(twin.label)
    assert not labels.is_other_labeler(brand.labels.get(set_id="", market="US"))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Halden Co.", "HALDEN", True),
        ("Halden", "Haldenberg", False),
        ("", "", True),
        ("", "Halden", False),
        ("Inc.", "Halden", False),
        ("Halden Therapeutics", "Halden", True),
        ("Halden Therapeutics", "Halden Devices", False),
    ],
)
def test_companies(one: str, other: str, expected: bool) -> None:
    assert standing.is_same_company(one, other) is expected


# which brand


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Calvoryn", True),
        ("CALVORYN®", True),
        ("calvoryn calcium", True),
        ("Calvoryn 20 mg film-coated tablets", True),
        ("Calvoryn20mg", True),
        ("Calvoryn Plus", False),
        ("Calvorynex", False),
        ("New Calvoryn", False),
        ("", False),
    ],
)
def test_names_of_one_product(stated: str, expected: bool) -> None:
    assert products.is_named("Calvoryn", stated) is expected


def test_nothing_is_named_nothing() -> None:
    assert not products.is_named("", "")


@pytest.mark.parametrize(
    "product",
    [
        Product("Calvoryn®", "anything"),
        Product("ostivarel tablets", ""),
        Product("", "Ostivarel sodium"),
    ],
)
def test_a_brand_is_found_by_the_products_name(
    brand: Brand, regulatory: User, product: Product
) -> None:
    assert bring(regulatory, products=(product,)).label.brand == brand


def test_another_brand_of_one_substance_is_another_brand(
    brand: Brand, regulatory: User
) -> None:
    made = bring(regulatory, products=(Product("Ostivane®", "ostivarel"),))
    found = made.label.brand
    assert made.is_new_brand
    assert made.state == "created"
    assert (found.slug, found.name, found.trademark) == ("ostivane", "Ostivane", "®")
    assert (found.generic_name, found.manufacturer) == ("ostivarel", files.MAKER)


def test_the_set_is_known_before_the_name(brand: Brand, regulatory: User) -> None:
    bring(regulatory)
    made = bring(regulatory, version="4", products=(Product("Renamed", "other"),))
    assert (made.label.brand, made.state) == (brand, "version")


def test_a_given_brand_is_taken(brand: Brand, regulatory: User) -> None:
    other = Brand.objects.create(slug="o", name="O", generic_name="o", manufacturer="O")
    assert bring(regulatory, brand_id=other.pk).label.brand == other
    with pytest.raises(Brand.DoesNotExist):
        bring(regulatory, brand_id=0)


def test_slugs_of_new_brands_are_free(brand: Brand, regulatory: User) -> None:
    Brand.objects.create(slug="tarn", name="X", generic_name="x", manufacturer="X")
    names = ("Tarn", "Tarn!", "★")
    slugs = []
    for number, name in enumerate(names):
        Brand.objects.filter(name__in=names).update(name="Z", generic_name="z")
        product = (Product(name, ""),)
        made = bring(regulatory, set_id=f"s{number}", products=product)
        slugs.append(made.label.brand.slug)
    assert slugs == ["tarn-2", "tarn-3", "brand"]


def test_two_brands_of_one_name_are_not_guessed(brand: Brand, regulatory: User) -> None:
    Brand.objects.create(
        slug="twin", name="Calvoryn", generic_name="x", manufacturer="X"
    )
    with pytest.raises(UnclearBrandError, match="calvoryn and twin: choose the brand"):
        bring(regulatory)


def test_without_a_product_a_brand_must_be_given(
    brand: Brand, regulatory: User
) -> None:
    for products_named in ((), (Product(" ®", " "),)):
        with pytest.raises(UnclearBrandError, match="names no product"):
            bring(regulatory, products=products_named)
    assert bring(regulatory, brand_id=brand.pk, products=()).label.brand == brand


# which market


@pytest.mark.parametrize(
    ("given", "stated", "source", "expected"),
    [
        ("", "US", "SPL", "US"),
        ("", "", "SPL", "US"),
        ("gb", "US", "SPL", "GB"),
        ("", "DE", "FHIR", "DE"),
    ],
)
def test_markets(
    brand: Brand, regulatory: User, given: str, stated: str, source: str, expected: str
) -> None:
    document = make_document(market=stated, source=source)
    made = labels.import_document(document, market=given, by=regulatory, at=AT)
    assert made.label.market == expected


@pytest.mark.parametrize(
    ("changes", "market", "sentence"),
    [
        ({"market": "", "source": "FHIR"}, "", "names no market: choose one"),
        ({}, "Europe", "is no market: give two letters"),
        ({"set_id": " "}, "", "does not say which label it is"),
        ({"version": ""}, "", "does not say its version"),
        ({"effective_on": None}, "", "does not say the day"),
        ({"set_id": "x" * 101}, "", "too long"),
        ({"version": "1" * 51}, "", "too long"),
    ],
)
def test_what_cannot_be_placed_is_refused(
    brand: Brand, regulatory: User, changes: Any, market: str, sentence: str
) -> None:
    before = lines()
    with pytest.raises(LabelRefusedError, match=sentence):
        labels.import_document(
            make_document(**changes), market=market, by=regulatory, at=AT
        )
    assert lines() == before
    assert not Label.objects.exclude(set_id="").exists()


# through an upload


def kept(by: User, content: bytes | None = None) -> ImportBatch:
    return uploading.keep(
        uid=uuid.uuid4(),
        name="label.xml",
        content=files.make_file() if content is None else content,
        by=by,
        at=AT,
    )


def test_a_kept_file_is_imported_once(brand: Brand, regulatory: User) -> None:
    batch = kept(regulatory)
    assert (batch.applied_at, batch.uploaded_by) == (None, regulatory.username)
    made = uploading.import_kept(uid=batch.uid, by=regulatory, at=AT)
    batch.refresh_from_db()
    assert made.label.brand == brand
    assert (batch.brand, batch.applied_by) == (brand, regulatory.username)
    assert batch.applied_at == AT
    with pytest.raises(AlreadyImportedError, match="imported already"):
        uploading.import_kept(uid=batch.uid, by=regulatory, at=AT)


def test_what_is_no_label_is_not_kept(brand: Brand, regulatory: User) -> None:
    before = lines()
    with pytest.raises(LabelUnreadableError):
        kept(regulatory, b"<html>nothing</html>")
    assert not ImportBatch.objects.exists()
    assert lines() == before


def test_a_refused_import_leaves_the_file_for_another_try(
    brand: Brand, regulatory: User
) -> None:
    batch = kept(regulatory)
    with pytest.raises(LabelRefusedError):
        uploading.import_kept(uid=batch.uid, market="X", by=regulatory, at=AT)
    batch.refresh_from_db()
    assert batch.applied_at is None
    assert uploading.import_kept(uid=batch.uid, by=regulatory, at=AT).label.pk

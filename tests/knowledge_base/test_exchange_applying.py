"""An import is applied whole or not at all, once, as drafts, with its ledger lines."""

import datetime
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User

from knowledge_base import claims, reference_files
from knowledge_base.exchange import applying, batches
from knowledge_base.exchange.applying import Applied
from knowledge_base.exchange.batches import (
    BatchAppliedError,
    ImportFaultsError,
    PlanChangedError,
)
from knowledge_base.exchange.mapping import Choice
from knowledge_base.models import (
    Anchor,
    BatchKind,
    Brand,
    Claim,
    ClaimState,
    ClaimVersion,
    CopyBlockVersion,
    ImportBatch,
    LedgerEntry,
    Reference,
)
from tests import pdfs
from tests.knowledge_base.exchange_files import BLOCK, NEW, table
from tests.knowledge_base.sheet_files import workbook
from tests.knowledge_base.test_exchange_planning import DESCRIBED

pytestmark = pytest.mark.django_db


class Importer:
    """Uploads and applies files for one person."""

    def __init__(self, brand: Brand, by: User, at: datetime.datetime) -> None:
        self.brand, self.by, self.at = brand, by, at

    def upload(self, data: bytes, name: str = "x.csv", **options: Any) -> ImportBatch:
        return batches.upload(
            uid=uuid.uuid4(),
            brand_id=self.brand.pk,
            kind=options.pop("kind", BatchKind.CLAIMS),
            name=name,
            content=data,
            by=self.by,
            at=self.at,
            **options,
        )

    def apply(self, batch: ImportBatch, sha256: str = "") -> Applied:
        return batches.apply(
            uid=batch.uid,
            expected_sha256=sha256 or batches.plan_of(batch).sha256,
            by=self.by,
            at=self.at,
        )

    def choose(self, batch: ImportBatch, **choice: Any) -> ImportBatch:
        kept = {"columns": {}, "day_order": "", "sheet": "", **choice}
        return batches.choose(uid=batch.uid, by=self.by, at=self.at, **kept)


@pytest.fixture
def importer(brand: Brand, medical: User, at: datetime.datetime) -> Importer:
    return Importer(brand, medical, at)


def stored() -> tuple[int, ...]:
    tables: tuple[Any, ...] = (Claim, ClaimVersion, Reference, Anchor, CopyBlockVersion)
    return tuple(table.objects.count() for table in (*tables, LedgerEntry))


def actions(since: int) -> list[str]:
    lines = LedgerEntry.objects.filter(sequence__gt=since).order_by("sequence")
    return list(lines.values_list("action", flat=True))


def test_an_import_makes_drafts_and_nothing_more(importer: Importer) -> None:
    before = LedgerEntry.objects.count()
    changed = {"key": "once-daily", "text": "Calvoryn is taken once a day."}
    data = table({**DESCRIBED, "expires_on": "1 Mar 2028"}, {**NEW, **changed})
    applied = importer.apply(importer.upload(data))
    assert applied.drafts == ("new-claim@1", "once-daily@2")
    assert applied.counts["created"] == applied.counts["revised"] == 1
    new = ClaimVersion.objects.get(claim__key="new-claim")
    assert (new.state, new.drafted_by) == (ClaimState.DRAFT, importer.by.username)
    assert new.expires_on == datetime.date(2028, 3, 1)
    assert (new.approved_at, new.reading) == (None, {})
    citation = new.citations.get()
    assert citation.anchor
    assert (citation.reference.key, citation.anchor.quote) == ("NEW-1", "Once a day.")
    assert claims.approved_version(importer.brand.slug, "once-daily").version == 1
    assert actions(before) == [
        *("import.uploaded", "claim.drafted", "claim.drafted", "import.applied"),
    ]


def test_blocks_come_in_the_same_way(importer: Importer) -> None:
    batch = importer.upload(table(BLOCK), kind=BatchKind.BLOCKS)
    assert importer.apply(batch).drafts == ("new-block@1",)
    block = CopyBlockVersion.objects.get(block__key="new-block")
    assert (block.tones, block.approved_at) == (("warm",), None)
    again = importer.upload(table(BLOCK), "again.csv", kind=BatchKind.BLOCKS)
    assert batches.plan_of(again).counts["unchanged"] == 1


def test_one_faulty_row_refuses_all(importer: Importer) -> None:
    batch = importer.upload(table(DESCRIBED, {**NEW, "key": "b", "text": "Short"}))
    before = stored()
    with pytest.raises(ImportFaultsError) as error:
        importer.apply(batch)
    assert error.value.faults == (
        "Row 3, text: the text is shorter than 10 characters.",
    )
    assert stored() == before
    assert batches.open_batch(batch.uid).applied_at is None


def test_a_failure_in_the_middle_leaves_nothing(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = importer.upload(table(DESCRIBED, {**NEW, "key": "second"}))
    before = stored()
    real = applying.Writer.claim

    def fail(self: Any, row: Any, *others: Any) -> int:
        if row.key == "second":
            raise ConnectionError("The disk is full.")
        return real(self, row, *others)

    monkeypatch.setattr(applying.Writer, "claim", fail)
    with pytest.raises(ConnectionError):
        importer.apply(batch)
    assert stored() == before


def test_a_batch_is_applied_once(importer: Importer) -> None:
    batch = importer.upload(table(NEW))
    sha256 = batches.plan_of(batch).sha256
    importer.apply(batch)
    before = stored()
    with pytest.raises(BatchAppliedError, match="was imported already, on 21 Nov 2026"):
        importer.apply(batch, sha256)
    with pytest.raises(BatchAppliedError):
        importer.choose(batch)
    assert stored() == before


def test_a_library_that_changed_since_the_trial_is_shown_again(
    importer: Importer,
) -> None:
    first, second = importer.upload(table(NEW)), importer.upload(table(NEW), "b.csv")
    seen = batches.plan_of(second).sha256
    importer.apply(first)
    with pytest.raises(PlanChangedError, match="look at it once more"):
        importer.apply(second, seen)
    with pytest.raises(PlanChangedError):
        importer.apply(second, "anything")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.xls", b"", "x.xls: only .csv, .xlsx, .json and .jsonl files are read"),
        ("x.csv", b"key\n\xff", "x.csv: line 2 is not UTF-8; save the file as UTF-8."),
        ("x.csv", b"", "x.csv: the first line does not name the columns."),
    ],
)
def test_a_file_that_cannot_be_read_is_not_kept(
    importer: Importer, name: str, data: bytes, words: str
) -> None:
    before = stored()
    with pytest.raises(ImportFaultsError) as error:
        importer.upload(data, name)
    assert words in error.value.faults[0]
    assert (ImportBatch.objects.count(), stored()) == (0, before)


def test_a_person_chooses_what_columns_mean(importer: Importer) -> None:
    row = {"Our code": NEW["key"], "Said": NEW["text"], **NEW}
    del row["key"], row["text"]
    batch = importer.upload(table(row))
    assert batches.plan_of(batch).faults
    columns = {**Choice.of(batch.mapping).columns, "Our code": "key", "Said": "text"}
    before = LedgerEntry.objects.count()
    batch = importer.choose(batch, columns=columns, day_order="day")
    assert actions(before) == ["import.mapped"]
    assert Choice.of(batch.mapping).day_order == "day"
    assert batches.plan_of(batch).counts["created"] == 1


def test_a_faulty_choice_is_refused_and_not_kept(importer: Importer) -> None:
    batch = importer.upload(table(NEW))
    with pytest.raises(ImportFaultsError, match="Say which column holds the key"):
        importer.choose(batch, columns={"text": "text"})
    assert batches.open_batch(batch.uid).mapping == batch.mapping


def test_another_sheet_is_guessed_anew(importer: Importer) -> None:
    other = [["Claim ID", "Match text"], ["once-daily", "Calvoryn once a day."]]
    batch = importer.upload(workbook(["key"], ["x"], Other=other), "x.xlsx")
    assert Choice.of(batch.mapping).sheet == "First"
    batch = importer.choose(batch, columns={"key": "key"}, sheet="Other")
    kept = Choice.of(batch.mapping)
    assert (kept.sheet, kept.columns) == (
        "Other",
        {"Claim ID": "key", "Match text": "text"},
    )
    with pytest.raises(ImportFaultsError, match="there is no sheet 'Third'"):
        importer.choose(batch, sheet="Third")


def test_a_label_on_its_way_is_no_file_of_claims(importer: Importer) -> None:
    batch = importer.upload(table(NEW))
    ImportBatch.objects.filter(pk=batch.pk).update(kind=BatchKind.LABEL)
    with pytest.raises(ImportBatch.DoesNotExist):
        batches.open_batch(batch.uid)
    ImportBatch.objects.filter(pk=batch.pk).update(kind=BatchKind.CLAIMS, brand=None)
    with pytest.raises(ImportFaultsError, match="belongs to no brand"):
        batches.plan_of(batches.open_batch(batch.uid))


def test_a_new_anchor_knows_its_page_in_the_document(importer: Importer) -> None:
    reference = Reference.objects.get(key="LABEL-2026")
    reference_files.attach(
        reference_id=reference.pk,
        name="label.pdf",
        content=pdfs.pdf(["Title"], ["Take one tablet once a day."]),
        by=importer.by,
        at=importer.at,
    )
    row = {"references": "LABEL-2026#dose", "locator": "p. 2", "quote": "one tablet"}
    importer.apply(importer.upload(table({**NEW, **row})))
    assert Anchor.objects.get(key="dose").page == 2

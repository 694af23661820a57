"""What is thrown at the importers of tables, kits and PDFs, and what must hold then.

Each attempt works on a loaded brand inside a transaction that is rolled back; a file
that is refused must have written nothing.
"""

import contextlib
import datetime
import functools
import io
import json
import uuid
import zipfile
from collections.abc import Callable, Iterator

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model

from knowledge_base import pdf_pages
from knowledge_base.exchange import batches, exporting
from knowledge_base.exchange.batches import ImportFaultsError
from knowledge_base.kits import loading, reading
from knowledge_base.kits.reading import KitFaultsError
from knowledge_base.models import (
    Anchor,
    Brand,
    Claim,
    ClaimVersion,
    CopyBlockVersion,
    Fact,
    HcpProfile,
    HcpSegment,
    Label,
    Reference,
)
from knowledge_base.profiles import importing
from knowledge_base.profiles.importing import ProfileFaultsError
from knowledge_base.sheets import Source
from tests import kits, pdfs
from tests.knowledge_base import faulty_profiles

AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
PART = b"\x00PART\x00"
TABLES: tuple[type[Model], ...] = (
    *(Anchor, Brand, Claim, ClaimVersion, CopyBlockVersion, Fact, HcpProfile),
    *(HcpSegment, Label, Reference),
)
REFUSALS = (
    ImportFaultsError,
    KitFaultsError,
    ProfileFaultsError,
)
PERSON = "fuzzer"
PEOPLE = faulty_profiles.DAMAGED  # a sound workbook, which others damage


class RefusedError(Exception):
    """The file was refused, as it may be."""


class PartialLoadError(AssertionError):
    """A refused file left something behind."""


def person() -> User:
    """Who imports."""
    return User.objects.get_or_create(username=PERSON)[0]


def world() -> Brand:
    """The small brand, approved."""
    return kits.load_small_kit(by=person(), at=AT)


def claims(ending: str) -> Callable[[bytes], object]:
    """Uploads and applies a file of claims."""

    def run(data: bytes) -> object:
        data = packed(data) if ending == "xlsx" else data
        brand = Brand.objects.get(slug=kits.SLUG)
        with _undone():
            batch = batches.upload(
                uid=uuid.uuid4(),
                brand_id=brand.pk,
                kind="CLAIMS",
                name=f"claims.{ending}",
                content=data,
                by=person(),
                at=AT,
            )
            plan = batches.plan_of(batch)
            return batches.apply(
                uid=batch.uid, expected_sha256=plan.sha256, by=person(), at=AT
            )

    return run


def profiles(data: bytes) -> object:
    """Imports a file of professionals in each of its forms."""
    with _undone():
        ending = "xlsx" if PART in data else "jsonl" if data[:1] == b"{" else "csv"
        data = packed(data) if ending == "xlsx" else data
        source = Source(f"people.{ending}", data)
        return importing.import_profiles(source, by=person(), at=AT)


def kit(data: bytes) -> object:
    """Loads a brand kit."""
    with _undone():
        read = reading.read(data.decode("utf-8", "replace"), "kit")
        return loading.load(read, by=person(), at=AT, approve=True)


def pdf(data: bytes) -> object:
    """Reads a PDF in its child process."""
    try:
        return pdf_pages.extract(data)
    except pdf_pages.PdfUnreadableError as refusal:
        raise RefusedError from refusal


def unpacked(data: bytes) -> bytes:
    """The parts of a zip file one after the other, so that damage goes inside them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(
            PART + name.encode() + b"\x00" + archive.read(name)
            for name in archive.namelist()
        )


def packed(data: bytes) -> bytes:
    """A zip file of such parts, however damaged; other bytes as they are."""
    if PART not in data:
        return data
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part in data.split(PART)[1:]:
            name, _, body = part.partition(b"\x00")
            with contextlib.suppress(UserWarning):
                archive.writestr(name.decode("utf-8", "replace") or "none", body)
    return file.getvalue()


@functools.cache
def seeds(name: str) -> tuple[bytes, ...]:
    """Sound files for each importer; needs the world."""
    brand = Brand.objects.get(slug=kits.SLUG)
    table = faulty_profiles.table(faulty_profiles.CELLS)
    exported = exporting.export_claims(brand, form="xlsx")
    return {
        "claims_csv": (exporting.export_claims(brand), CLAIMS),
        "claims_xlsx": (unpacked(exported), exported),
        "claims_json": (exporting.export_claims(brand, form="json"),),
        "profiles": (
            table,
            faulty_profiles.person(),
            unpacked(faulty_profiles.DAMAGED),
        ),
        "kits": (json.dumps(kits.KIT).encode(), KIT),
        "pdf": (pdfs.pdf(["Urate below 6 mg/dL:", "61%"], ["32%"]), pdfs.pdf(["x"])),
    }[name]


RUNS: dict[str, Callable[[bytes], object]] = {
    "claims_csv": claims("csv"),
    "claims_xlsx": claims("xlsx"),
    "claims_json": claims("json"),
    "profiles": profiles,
    "kits": kit,
    "pdf": pdf,
}
CLAIMS = (
    b"Claim ID,Match text,Type,Ref,Citation,Reference type,Page,Quote,Market,Expiry\n"
    b"new-1,Calvoryn is taken once a day.,dosing,NEW-1,Test C. 2026.,journal,p. 3,"
    b"Once a day.,US; GB,1 Mar 2028\n"
)
KIT = b"""\
kit_version: 1
brand: {slug: other, name: Other, generic_name: otherine, manufacturer: Otherco,
  therapy_area: None, markets: {US: {launched_on: "2024-01-01",
  prescribing_information_url: "https://other.example/pi"}}}
labels:
  - {market: US, version: "1", effective_on: "2024-01-01", indication: Adults.,
     safety_information: {short: Short., full: Full.}}
references:
  - &one {key: R1, citation: Test D. 2025., kind: journal,
     anchors: [{key: a, locator: p. 1, quote: Said so.}]}
claims:
  - {key: c1, text: Other is taken once a day., kind: dosing, references: ["R1#a"],
     markets: [US]}
copy:
  - {key: b1, role: closing, text: "[Thank you|Thanks].", tones: [warm]}
"""


def _counts() -> tuple[int, ...]:
    return tuple(table._default_manager.count() for table in TABLES)


@contextlib.contextmanager
def _undone() -> Iterator[None]:
    """Take everything back at the end; a refusal must not have written by itself."""
    before = _counts()
    with transaction.atomic():
        try:
            yield
        except REFUSALS as refusal:
            if _counts() != before:
                raise PartialLoadError from refusal
            raise RefusedError from refusal
        finally:
            transaction.set_rollback(True)

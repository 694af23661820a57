"""What each row calls itself, and which values its columns take."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from knowledge_base import models as tables
from knowledge_base.models import (
    Anchor,
    Brand,
    BrandMarket,
    Claim,
    ClaimApproval,
    ClaimCitation,
    ClaimVariation,
    ClaimVersion,
    CopyApproval,
    CopyBlock,
    CopyBlockVersion,
    Fact,
    HcpProfile,
    HcpSegment,
    ImportBatch,
    IndexChange,
    Label,
    LabelSection,
    LedgerEntry,
    LedgerTip,
    Reference,
    ReferenceFile,
    ReferencePage,
    SafetyText,
    SegmentMembership,
    WordingVector,
)


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (Brand(slug="calvoryn", name="Calvoryn"), "Calvoryn"),
        (BrandMarket(brand_id=7, market="US"), "7/US"),
        (Label(brand_id=7, market="GB", version="2026-01"), "7/GB 2026-01"),
        (LabelSection(title="4 CONTRAINDICATIONS"), "4 CONTRAINDICATIONS"),
        (LabelSection(), ""),
        (SafetyText(label_id=3, form="SHORT"), "3 SHORT"),
        (Reference(key="CAIRN-1", version=2), "CAIRN-1@2"),
        (Reference(key="CAIRN-1"), "CAIRN-1@1"),
        (Anchor(reference_id=4, key="table-2"), "4#table-2"),
        (ReferenceFile(name="paper.pdf"), "paper.pdf"),
        (ReferencePage(file_id=5, number=12), "5 p. 12"),
        (Claim(key="urate-target"), "urate-target"),
        (ClaimVersion(claim_id=6, version=3), "6@3"),
        (ClaimApproval(claim_version_id=8, function="MEDICAL"), "8 MEDICAL"),
        (ClaimVariation(claim_version_id=8, ordinal=2), "8~2"),
        (ClaimCitation(claim_version_id=8, reference_id=4), "8 on 4"),
        (CopyBlock(key="subject-1"), "subject-1"),
        (CopyBlockVersion(block_id=9, version=1), "9@1"),
        (CopyApproval(version_id=9, function="REGULATORY"), "9 REGULATORY"),
        (HcpSegment(key="guideline-led", title="Guideline led"), "guideline-led"),
        (HcpProfile(key="hcp-1", name="Dr. Ada Fenmoor"), "hcp-1"),
        (SegmentMembership(profile_id=1, segment_id=2, weight=0.5), "1/2"),
        (Fact(profile_id=1, axis="tone", value="warm", weight=0.5), "1 tone=warm"),
        (ImportBatch(uid=uuid.UUID(int=1), name="claims.csv"), "claims.csv"),
        (IndexChange(id=11, tick=4, version_id=8), "11: revision 8"),
        (WordingVector(embedder="hashing", sha256="ab"), "hashing ab"),
        (
            LedgerEntry(sequence=3, action="claim.approved", subject="claim:a@1"),
            "3 claim.approved claim:a@1",
        ),
        (LedgerTip(sequence=3, hash="ff"), "3 ff"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, models.Model) else "",
)
def test_a_row_names_itself_without_a_query(row: models.Model, name: str) -> None:
    assert str(row) == name


def refused(row: models.Model, column: str) -> bool:
    """Whether a column's own value is refused, whatever else the row lacks."""
    field = row._meta.get_field(column)
    assert isinstance(field, models.Field)
    try:
        field.clean(getattr(row, column), row)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    ("row", "column", "values"),
    [
        (
            ClaimVersion(),
            "state",
            ("DRAFT", "APPROVED", "SUSPENDED", "SUPERSEDED", "WITHDRAWN"),
        ),
        (ClaimApproval(), "function", ("MEDICAL", "REGULATORY", "RECORDED")),
        (CopyApproval(), "function", ("MEDICAL", "REGULATORY", "RECORDED")),
        (Label(), "source", ("KIT", "SPL", "FHIR")),
        (SafetyText(), "form", ("SHORT", "FULL")),
        (ImportBatch(), "kind", ("CLAIMS", "BLOCKS", "LABEL")),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, models.Model) else "",
)
def test_a_column_takes_its_own_values_alone(
    row: models.Model, column: str, values: tuple[str, ...]
) -> None:
    field = row._meta.get_field(column)
    assert isinstance(field, models.Field)
    assert tuple(value for value, _ in field.choices or ()) == values
    for value in values:
        setattr(row, column, value)
        assert not refused(row, column)
        setattr(row, column, value.lower())
        assert refused(row, column)
    setattr(row, column, "LEGAL")
    assert refused(row, column)


@pytest.mark.parametrize(
    ("row", "column", "value", "is_refused"),
    [
        (Brand(), "slug", "calvoryn-2", False),
        (Brand(), "slug", "Calvoryn 2", True),
        (Brand(), "slug", "", True),
        (Brand(), "trademark", "®", False),
        (Brand(), "trademark", "™®", True),
        (Brand(), "trademark", "", False),
        (BrandMarket(), "market", "US", False),
        (BrandMarket(), "market", "USA", True),
        (BrandMarket(), "prescribing_information_url", "https://c.example/pi", False),
        (BrandMarket(), "prescribing_information_url", "c.example/pi", True),
        (BrandMarket(), "prescribing_information_url", "javascript:alert(1)", True),
        (BrandMarket(), "privacy_url", "", False),
        (Label(), "version", "x" * 50, False),
        (Label(), "version", "x" * 51, True),
        (Label(), "version", "", True),
        (Label(), "set_id", "", False),
        (LabelSection(), "code", "34067-9", False),
        (LabelSection(), "code", "x" * 21, True),
        (Reference(), "version", 0, False),
        (Reference(), "version", -1, True),
        (Anchor(), "page", None, False),
        (Anchor(), "quote", "", True),
        (HcpProfile(), "region", "x" * 11, True),
        (HcpProfile(), "language", "de-CH-1996", False),
        (LedgerEntry(), "subject", "x" * 200, False),
        (LedgerEntry(), "subject", "x" * 201, True),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, models.Model) else None,
)
def test_a_column_takes_what_fits(
    row: models.Model, column: str, value: object, *, is_refused: bool
) -> None:
    setattr(row, column, value)
    assert refused(row, column) is is_refused


# What may go when that on which it hangs goes; all else must be taken away first.
GOES_WITH = {
    "Anchor.reference",
    "ClaimApproval.claim_version",
    "ClaimCitation.claim_version",
    "ClaimVariation.claim_version",
    "CopyApproval.version",
    "Fact.profile",
    "LabelSection.label",
    "LabelSection.parent",
    "ReferencePage.file",
    "SafetyText.label",
    "SegmentMembership.profile",
}


def test_only_parts_go_with_their_whole() -> None:
    going: set[str] = set()
    staying: set[str] = set()
    for name in tables.__all__:
        table = getattr(tables, name)
        if not (isinstance(table, type) and issubclass(table, models.Model)):
            continue
        for field in table._meta.local_fields:
            if isinstance(field, models.ForeignKey):
                way = field.remote_field.on_delete
                kept = going if way is models.CASCADE else staying
                assert way in {models.CASCADE, models.PROTECT}
                kept.add(f"{name}.{field.name}")
    assert going == GOES_WITH
    assert {"Claim.brand", "Label.brand", "ClaimCitation.reference"} <= staying

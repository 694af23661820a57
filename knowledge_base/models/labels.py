"""Approved product information: labels, their sections and the safety texts."""

import datetime

from django.db import models

from knowledge_base.models.brands import Brand


class LabelQuerySet(models.QuerySet["Label"]):
    """Questions about labels."""

    def adopted(self) -> "LabelQuerySet":
        """Labels that somebody adopted, also those no longer in force."""
        return self.filter(approved_at__isnull=False)

    def in_force(
        self, brand_id: int, market: str, day: datetime.date
    ) -> "LabelQuerySet":
        """The newest label first among those adopted, effective and not withdrawn."""
        return self.filter(
            brand_id=brand_id,
            market=market,
            effective_on__lte=day,
            approved_at__isnull=False,
            withdrawn_at=None,
        ).order_by("-effective_on", "-pk")


class LabelSource(models.TextChoices):
    """What a label was read from."""

    KIT = "KIT", "Brand kit"
    SPL = "SPL", "Structured Product Labeling"
    FHIR = "FHIR", "FHIR ePI"


class Label(models.Model):
    """One version of the approved product information of a brand in a market.

    ``set_id`` tells labels of one product by several labellers apart; kits have none.
    """

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="labels")
    market = models.CharField(max_length=2)
    set_id = models.CharField(max_length=100, blank=True)
    version = models.CharField(max_length=50)
    effective_on = models.DateField()
    title = models.TextField(blank=True)
    labeler = models.CharField(max_length=300, blank=True)
    products = models.JSONField(default=list, blank=True)
    source = models.CharField(
        max_length=4, choices=LabelSource, default=LabelSource.KIT
    )
    source_sha256 = models.CharField(max_length=64, blank=True)
    indication = models.TextField(blank=True)
    population = models.TextField(blank=True)
    limitations_of_use = models.JSONField(default=list, blank=True)
    contraindications = models.JSONField(default=list, blank=True)
    boxed_warning = models.TextField(blank=True)
    dosing = models.JSONField(default=list, blank=True)
    adverse_reactions = models.JSONField(default=list, blank=True)
    imported_by = models.CharField(max_length=150, blank=True)
    imported_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = LabelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "market", "set_id", "version"],
                name="label_version_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.brand_id}/{self.market} {self.version}"


class LabelSection(models.Model):
    """A section of a label, in reading order, perhaps inside another section.

    ``text`` is the section's own text with white space folded, subsections apart.
    ``clauses`` are its smallest quotable pieces in reading order, each a mapping:
    ``{"kind": "paragraph" | "item" | "row", "text": str}``, a row also with ``"table"``
    (its table's number in the section). ``tables`` keep their form, each
    ``{"caption": str, "header": [[str]], "rows": [[str]]}``. A section without stored
    clauses is one clause: its text.
    """

    label = models.ForeignKey(Label, models.CASCADE, related_name="sections")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    ordinal = models.PositiveIntegerField()
    code = models.CharField(max_length=20, blank=True)
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    clauses = models.JSONField(default=list, blank=True)
    tables = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["label", "ordinal"], name="section_place_unique_in_label"
            )
        ]

    def __str__(self) -> str:
        return self.title


class SafetyForm(models.TextChoices):
    """The two lengths of safety information."""

    SHORT = "SHORT", "Short"
    FULL = "FULL", "Full"


class SafetyText(models.Model):
    """Important safety information: inserted as it stands, never written."""

    label = models.ForeignKey(Label, models.CASCADE, related_name="safety_texts")
    form = models.CharField(max_length=5, choices=SafetyForm)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["label", "form"], name="one_safety_text_per_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label_id} {self.form}"

"""Brands and what each market asks of them."""

from django.db import models


class Brand(models.Model):
    """A product with its names and manufacturer."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    trademark = models.CharField(max_length=1, blank=True)
    generic_name = models.CharField(max_length=100)
    manufacturer = models.CharField(max_length=200)
    therapy_area = models.CharField(max_length=200, blank=True)
    competitors = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.name


class BrandMarket(models.Model):
    """One brand in one country: launch dates, flags and obligatory statements."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="markets")
    market = models.CharField(max_length=2)
    launched_on = models.DateField()
    indication_launched_on = models.DateField(null=True, blank=True)
    black_triangle = models.BooleanField(default=False)
    accelerated_approval = models.BooleanField(default=False)
    prescribing_information_url = models.URLField(max_length=500)
    prescribing_information = models.TextField(blank=True)
    adverse_event_statement = models.TextField(blank=True)
    privacy_url = models.URLField(max_length=500, blank=True)
    postal_address = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "market"], name="one_row_per_brand_and_market"
            )
        ]

    def __str__(self) -> str:
        return f"{self.brand_id}/{self.market}"

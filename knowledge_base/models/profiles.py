"""Healthcare professionals: who they are, what mix of segments, what they like."""

from django.db import models


class HcpSegment(models.Model):
    """A named group of HCPs with the leanings its members share."""

    key = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    leanings = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.key


class HcpProfile(models.Model):
    """One healthcare professional."""

    key = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    specialty = models.CharField(max_length=200, blank=True)
    setting = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    market = models.CharField(max_length=2)
    region = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=35, blank=True)

    def __str__(self) -> str:
        return self.key


class SegmentMembership(models.Model):
    """The share of a segment in one HCP's mix; an HCP's shares sum to 1."""

    profile = models.ForeignKey(HcpProfile, models.CASCADE, related_name="memberships")
    segment = models.ForeignKey(HcpSegment, models.PROTECT, related_name="memberships")
    weight = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "segment"], name="segment_once_per_profile"
            ),
            models.CheckConstraint(
                condition=models.Q(weight__gt=0, weight__lte=1),
                name="membership_weight_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}/{self.segment_id}"


class Fact(models.Model):
    """A dated, sourced statement about an HCP's own taste, from -1 to 1."""

    profile = models.ForeignKey(HcpProfile, models.CASCADE, related_name="facts")
    axis = models.CharField(max_length=20)
    value = models.CharField(max_length=100)
    weight = models.FloatField()
    source = models.CharField(max_length=200)
    observed_on = models.DateField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "axis", "value", "source", "observed_on"],
                name="fact_once_per_source_and_day",
            ),
            models.CheckConstraint(
                condition=models.Q(weight__gte=-1, weight__lte=1),
                name="fact_weight_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.axis}={self.value}"

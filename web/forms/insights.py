"""Which lines of the ledger a person wants to see."""

import datetime
from typing import Any

from django import forms

from web.forms.choices import day_chosen

LARGEST = 2**63 - 1


class LedgerForm(forms.Form):
    """Filters of the ledger and the place where a page of it begins."""

    subject = forms.CharField(required=False, max_length=200, label="About")
    person = forms.CharField(required=False, max_length=150, label="Person")
    action = forms.CharField(
        required=False,
        max_length=100,
        label="Action",
        widget=forms.TextInput(attrs={"list": "actions", "autocomplete": "off"}),
    )
    since = day_chosen("From", "Write the day as 2026-11-21.")
    until = day_chosen("Until", "Write the day as 2026-11-21.")
    before = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a span of days that ends before it begins."""
        content = super().clean() or {}
        since, until = content.get("since"), content.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day lies before the first.")
        if until and until == datetime.date.max:
            self.add_error("until", "Choose an earlier day.")
        return content

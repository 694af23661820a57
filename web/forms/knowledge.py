"""What people ask of the claims browser."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms

Pairs = Sequence[tuple[str, str]]
STATES: Pairs = (
    ("usable", "Usable today"),
    ("all", "All, with the reason where not"),
    ("EXPIRED", "Expired"),
    ("PENDING", "Not yet valid"),
    ("WITHDRAWN", "Withdrawn"),
    ("SUPERSEDED", "Replaced by a newer revision"),
    ("DRAFT", "Drafts"),
)
FILTERS = ("brand", "market", "channel", "audience", "theme", "kind")


class ClaimsForm(forms.Form):
    """A question in words, and filters; nothing given lists what may be used today."""

    q = forms.CharField(
        label="Search by meaning, words or key",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    brand = forms.ChoiceField(label="Brand", required=False)
    market = forms.ChoiceField(label="Market", required=False)
    channel = forms.ChoiceField(label="Channel", required=False)
    audience = forms.ChoiceField(label="Audience", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=STATES)

    def __init__(self, *args: Any, offered: Mapping[str, Pairs], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FILTERS:
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", "Any"), *offered.get(name, ())]

    def wishes(self) -> dict[str, str]:
        """What was asked for; a choice that does not exist counts as not made."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") or "" for name in self.fields}

"""What people ask of the text blocks."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from content_engine.vocabulary import Format
from web.forms.knowledge import Pairs

STATES: Pairs = (
    ("", "In use"),
    ("all", "All"),
    ("DRAFT", "Drafts"),
    ("SUSPENDED", "Suspended"),
    ("RETIRED", "Retired"),
)


class OfferingForm(forms.Form):
    """A question whose choices come with it; what was not chosen is open."""

    open_word = "Any"
    closed: tuple[str, ...] = ()

    def __init__(self, *args: Any, offered: Mapping[str, Pairs], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in offered.keys() & self.fields.keys():
            field = cast(forms.ChoiceField, self.fields[name])
            first = [] if name in self.closed else [("", self.open_word)]
            field.choices = [*first, *offered[name]]

    def wishes(self) -> dict[str, str]:
        """What was asked for; a choice that does not exist counts as not made."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") or "" for name in self.fields}


class BlocksForm(OfferingForm):
    """Words and limits; nothing given lists what is in use."""

    q = forms.CharField(
        label="Search by words or key",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    brand = forms.ChoiceField(label="Brand", required=False)
    role = forms.ChoiceField(label="Role", required=False)
    tone = forms.ChoiceField(label="Tone", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    channel = forms.ChoiceField(label="Channel", required=False)
    market = forms.ChoiceField(label="Market", required=False)
    format = forms.ChoiceField(label="Format", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=STATES)


class CoverageForm(OfferingForm):
    """The place whose copy is counted; the first of each where nothing was chosen."""

    closed = ("brand", "market", "channel", "format", "audience")

    brand = forms.ChoiceField(label="Brand", required=False)
    market = forms.ChoiceField(label="Market", required=False)
    channel = forms.ChoiceField(label="Channel", required=False)
    audience = forms.ChoiceField(label="Audience", required=False)
    format = forms.ChoiceField(
        label="Format", required=False, initial=Format.STANDARD.value
    )


class ExpiryForm(OfferingForm):
    """Whose ends are shown."""

    brand = forms.ChoiceField(label="Brand", required=False)

"""What people ask of the text blocks."""

from collections.abc import Mapping
from typing import Any

from django import forms

from content_engine.vocabulary import Format
from web.forms.choices import AskingForm, Pairs, offer, words_sought

STATES: Pairs = (
    ("", "In use"),
    ("all", "All"),
    ("DRAFT", "Drafts"),
    ("SUSPENDED", "Suspended"),
    ("RETIRED", "Retired"),
)


class OfferingForm(AskingForm):
    """A question whose choices come with it; what was not chosen is open."""

    closed: tuple[str, ...] = ()

    def __init__(self, *args: Any, offered: Mapping[str, Pairs], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in offered.keys() & self.fields.keys():
            first = [] if name in self.closed else [("", "Any")]
            offer(self, **{name: [*first, *offered[name]]})


class BlocksForm(OfferingForm):
    """Words and limits; nothing given lists what is in use."""

    q = words_sought("Search by words or key")
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

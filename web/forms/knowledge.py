"""What people ask of the claims list."""

from collections.abc import Mapping
from typing import Any

from django import forms

from web.forms.choices import AskingForm, Pairs, day_chosen, offer, words_sought

PLACES = ("brand", "market", "channel", "audience")
TOPICS = ("theme", "kind", "indication", "state", "ends")


class ClaimsForm(forms.Form):
    """A question in words, where, when and to whom, and what about.

    ``offered`` are the choices of every field with how many claims each would show;
    nothing given lists what may be used today.
    """

    q = words_sought("Search by meaning, words, figures or key")
    brand = forms.ChoiceField(label="Brand", required=False)
    market = forms.ChoiceField(label="Market", required=False)
    channel = forms.ChoiceField(label="Channel", required=False)
    audience = forms.ChoiceField(label="Audience", required=False)
    on = day_chosen("On the day", "Enter a valid date.")
    theme = forms.ChoiceField(label="Theme", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    indication = forms.ChoiceField(label="Indication", required=False)
    state = forms.ChoiceField(label="State", required=False)
    ends = forms.ChoiceField(label="Ends", required=False)

    def __init__(self, *args: Any, offered: Mapping[str, Pairs], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, **{name: offered.get(name, ()) for name in (*PLACES, *TOPICS)})
        for name in (*PLACES, *TOPICS, "on"):
            # They stand with what is found, so that their counts change with it.
            self.fields[name].widget.attrs["form"] = "search"

    def places(self) -> list[forms.BoundField]:
        """Where, to whom and when something is to be said."""
        return [self[name] for name in (*PLACES, "on")]

    def topics(self) -> list[forms.BoundField]:
        """What it is about, and how it stands."""
        return [self[name] for name in TOPICS]


class WishesForm(AskingForm):
    """Reads what was asked for before the choices are known: any code, or none."""

    on = forms.DateField(required=False)
    q = forms.CharField(required=False, max_length=300)

    brand = market = channel = audience = forms.CharField(required=False, max_length=60)
    theme = kind = indication = forms.CharField(required=False, max_length=60)
    state = ends = forms.CharField(required=False, max_length=20)

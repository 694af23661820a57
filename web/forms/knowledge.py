"""What people ask of the claims list."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms

Pairs = Sequence[tuple[str, str]]
PLACES = ("brand", "market", "channel", "audience")
TOPICS = ("theme", "kind", "indication", "state", "ends")


class ClaimsForm(forms.Form):
    """A question in words, where, when and to whom, and what about.

    ``offered`` are the choices of every field with how many claims each would show;
    nothing given lists what may be used today.
    """

    q = forms.CharField(
        label="Search by meaning, words, figures or key",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    brand = forms.ChoiceField(label="Brand", required=False)
    market = forms.ChoiceField(label="Market", required=False)
    channel = forms.ChoiceField(label="Channel", required=False)
    audience = forms.ChoiceField(label="Audience", required=False)
    on = forms.DateField(
        label="On the day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    theme = forms.ChoiceField(label="Theme", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    indication = forms.ChoiceField(label="Indication", required=False)
    state = forms.ChoiceField(label="State", required=False)
    ends = forms.ChoiceField(label="Ends", required=False)

    def __init__(self, *args: Any, offered: Mapping[str, Pairs], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*PLACES, *TOPICS):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = list(offered.get(name, ()))
        for name in (*PLACES, *TOPICS, "on"):
            # They stand with what is found, so that their counts change with it.
            self.fields[name].widget.attrs["form"] = "search"

    def places(self) -> list[forms.BoundField]:
        """Where, to whom and when something is to be said."""
        return [self[name] for name in (*PLACES, "on")]

    def topics(self) -> list[forms.BoundField]:
        """What it is about, and how it stands."""
        return [self[name] for name in TOPICS]


class WishesForm(forms.Form):
    """Reads what was asked for before the choices are known: any code, or none."""

    on = forms.DateField(required=False)
    q = forms.CharField(required=False, max_length=300)

    brand = market = channel = audience = forms.CharField(required=False, max_length=60)
    theme = kind = indication = forms.CharField(required=False, max_length=60)
    state = ends = forms.CharField(required=False, max_length=20)

    def wishes(self) -> dict[str, Any]:
        """Plain values; what cannot be read counts as not asked for."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") or "" for name in self.fields}

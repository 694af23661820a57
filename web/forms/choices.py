"""Choices that a form is given when it is made, and questions made of them."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms

Pairs = Sequence[tuple[str, str]]
OPEN = "None ticked: open to all."
GONE = "%(value)s cannot be chosen here."


class AskingForm(forms.Form):
    """A question; what cannot be read counts as not asked for."""

    def wishes(self) -> dict[str, Any]:
        """What was asked for by name, "" where nothing was."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})  # a form never sent asks for nothing
        return {name: given.get(name, "") or "" for name in self.fields}


def offer(form: forms.Form, **choices: Iterable[tuple[Any, Any]]) -> None:
    """Give fields their choices."""
    for name, pairs in choices.items():
        cast(forms.ChoiceField, form.fields[name]).choices = list(pairs)


def offer_one(form: forms.Form, name: str, pairs: Pairs) -> None:
    """Give a field its choices; where there is but one, it is chosen and hidden."""
    offer(form, **{name: pairs})
    if len(pairs) == 1:
        form.fields[name].initial = pairs[0][0]
        form.fields[name].widget = forms.HiddenInput()


def ticks(
    label: str, hint: str = OPEN, *, gone: str = GONE
) -> forms.MultipleChoiceField:
    """A field of boxes to tick; a word that is not offered is named."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gone},
    )


def day_chosen(label: str, invalid: str, hint: str = "") -> forms.DateField:
    """A field for a day that may be left open."""
    return forms.DateField(
        label=label,
        required=False,
        help_text=hint,
        error_messages={"invalid": invalid},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def words_sought(label: str, longest: int = 300) -> forms.CharField:
    """A field to search by."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

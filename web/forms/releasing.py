"""What people send from the library of released assets."""

from typing import Any

from django import forms

from content_engine.vocabulary import Channel
from review.states import ReleaseState
from web.forms.signing import SigningForm


class LibraryForm(forms.Form):
    """Which assets to list; an empty field asks for all."""

    brand = forms.ChoiceField(required=False, label="Brand")
    market = forms.ChoiceField(required=False, label="Market")
    channel = forms.ChoiceField(
        required=False,
        label="Channel",
        choices=[("", "All channels")]
        + [(c.value, c.value.replace("_", " ")) for c in Channel],
    )
    state = forms.ChoiceField(
        required=False,
        label="State",
        choices=[("", "All states")]
        + [(s.value, s.value.capitalize()) for s in ReleaseState],
    )

    def __init__(
        self,
        *args: Any,
        brands: list[tuple[str, str]],
        markets: list[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("brand", [("", "All brands"), *brands])
        self._offer("market", [("", "All markets"), *((m, m) for m in markets)])

    def wishes(self) -> dict[str, str]:
        """The filled-in fields by name."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class ReasonForm(forms.Form):
    """Why something is stopped or started again."""

    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        error_messages={"required": "Give the reason."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WithdrawForm(SigningForm):
    """A reason and a signature: withdrawing is for good."""

    reason = forms.CharField(
        label="Why must it not be used any more?",
        max_length=2000,
        error_messages={"required": "Give the reason."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

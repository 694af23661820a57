"""What people send from the library of released assets."""

from typing import Any, cast

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

    before = forms.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
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
        """The filters by name; a choice that does not exist counts as not made."""
        self.is_valid()
        return {k: v for k, v in self.cleaned_data.items() if v and k != "before"}

    def begins_before(self) -> int | None:
        """Where a page of the list begins."""
        self.is_valid()
        return cast(int | None, self.cleaned_data.get("before"))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices


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

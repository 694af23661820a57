"""What people send to approve, suspend, reconfirm and withdraw claims."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from web.forms.signing import SigningForm

Pairs = Sequence[tuple[str, str]]


class ApproveForm(SigningForm):
    """An approval for one function."""

    function = forms.CharField(max_length=20, widget=forms.HiddenInput)


class SuspendForm(SigningForm):
    """Why a claim stops for now."""

    reason = forms.CharField(
        label="Why must it wait?",
        max_length=2000,
        error_messages={"required": "Give the reason."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReconfirmForm(SigningForm):
    """Why a suspended claim may be used again."""

    reason = forms.CharField(
        label="Why does it still hold?",
        max_length=2000,
        error_messages={"required": "Give the reason."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RetractForm(SigningForm):
    """Why a reference is cited no more."""

    reason = forms.CharField(
        label="Why must nobody cite it any more?",
        max_length=2000,
        error_messages={"required": "Give the reason."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ApprovalsForm(SigningForm):
    """Several approvals in one sitting."""

    claims = forms.MultipleChoiceField(
        label="Claims",
        error_messages={
            "required": "Tick the claims that you approve.",
            "invalid_choice": "A claim that you ticked waits for you no more.",
        },
        widget=forms.CheckboxSelectMultiple,
    )
    function = forms.ChoiceField(label="Approve for")

    def __init__(
        self, *args: Any, claims: Sequence[int], functions: Pairs, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = cast(forms.MultipleChoiceField, self.fields["claims"])
        known.choices = [(pk, pk) for pk in claims]
        offered = cast(forms.ChoiceField, self.fields["function"])
        offered.choices = list(functions)

    def chosen(self) -> list[int]:
        """The claim revisions that were ticked."""
        return [int(pk) for pk in self.cleaned_data["claims"]]

    def ticked(self) -> set[str]:
        """What was ticked, to keep it when the form is shown again."""
        return set(self["claims"].value() or ())

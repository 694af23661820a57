"""What people send to approve claims, one or several."""

from collections.abc import Sequence
from typing import Any

from django import forms

from web.forms.choices import Pairs, offer
from web.forms.signing import SigningForm


class ApproveForm(SigningForm):
    """An approval for one function."""

    function = forms.CharField(max_length=20, widget=forms.HiddenInput)


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
        offer(self, claims=[(pk, pk) for pk in claims], function=functions)

    def chosen(self) -> list[int]:
        """The claim revisions that were ticked."""
        return [int(pk) for pk in self.cleaned_data["claims"]]

    def ticked(self) -> set[str]:
        """What was ticked, to keep it when the form is shown again."""
        return set(self["claims"].value() or ())

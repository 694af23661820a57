"""What reviewers, requesters and signatories send from the pages of a review."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from review import policies
from review.states import Function, ReviewVerdict
from web.forms.signing import SigningForm

VERDICTS = [
    (ReviewVerdict.APPROVE.value, "Approve these words"),
    (ReviewVerdict.REQUEST_CHANGES.value, "Request changes"),
    (ReviewVerdict.REJECT.value, "Reject the piece"),
]


class DecisionForm(SigningForm):
    """One function's verdict on the words that the person saw."""

    function = forms.ChoiceField(
        label="You decide for",
        widget=forms.RadioSelect,
        error_messages={"required": "Say for which function you decide."},
    )
    verdict = forms.ChoiceField(
        label="Your verdict",
        choices=VERDICTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a verdict."},
    )
    comment = forms.CharField(
        label="Comment",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Required when you request changes or reject: say what is wrong and "
        "what would mend it.",
    )
    expected_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, functions: Iterable[Function], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        held = [(f.value, f.value.title()) for f in functions]
        field = cast(forms.ChoiceField, self.fields["function"])
        field.choices = held
        if len(held) == 1:
            field.initial = held[0][0]
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Ask for the comment that a refusal needs."""
        content = super().clean() or {}
        if content.get("verdict"):
            verdict = ReviewVerdict(content["verdict"])
            refusal = policies.comment_refusal(verdict, content.get("comment", ""))
            if refusal:
                self.add_error("comment", refusal)
        return content

    def decision(self) -> dict[str, Any]:
        """What is decided, on which words."""
        return {
            "function": Function(self.cleaned_data["function"]),
            "verdict": ReviewVerdict(self.cleaned_data["verdict"]),
            "comment": self.cleaned_data["comment"],
            "expected_sha256": self.cleaned_data["expected_sha256"],
        }


class CancelForm(forms.Form):
    """Why a review is taken back."""

    reason = forms.CharField(
        label="Why do you take it back?",
        max_length=2000,
        error_messages={"required": "Give the reason."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CertifyForm(SigningForm):
    """A signatory's signature under the final form."""

"""What reviewers, requesters and signatories send from the pages of a review."""

from collections.abc import Iterable
from typing import Any

from django import forms

from review import policies
from review.states import Function, ReviewVerdict
from web.forms.choices import offer_one
from web.forms.signing import SigningForm
from web.forms.words import WordsField

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
    comment = WordsField(
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
        offer_one(self, "function", held)

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


class CertifyForm(SigningForm):
    """A signatory's signature under the final form."""

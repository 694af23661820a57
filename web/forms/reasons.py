"""Why something is stopped or started again, with a signature or without."""

from django import forms

from web.forms.signing import SigningForm
from web.forms.words import WordsField


def reason(label: str = "Reason", rows: int = 2) -> WordsField:
    """A field for the reason of a step; no step goes without."""
    return WordsField(
        label=label,
        max_length=2000,
        error_messages={"required": "Give the reason."},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ReasonForm(forms.Form):
    """Why an asset is suspended or resumed."""

    reason = reason()


class CancelForm(forms.Form):
    """Why a review is taken back."""

    reason = reason("Why do you take it back?")


class ReasonedForm(SigningForm):
    """A reason and a signature."""

    reason = reason()


class SuspendForm(SigningForm):
    """Why a claim stops for now."""

    reason = reason("Why must it wait?", rows=3)


class ReconfirmForm(SigningForm):
    """Why a suspended claim may be used again."""

    reason = reason("Why does it still hold?", rows=3)


class RetractForm(SigningForm):
    """Why a reference is cited no more."""

    reason = reason("Why must nobody cite it any more?", rows=3)


class WithdrawForm(SigningForm):
    """Why something is stopped for good."""

    reason = reason("Why must it not be used any more?", rows=3)

"""What people send about labels: a file, its place, safety texts, a signature."""

from typing import Any

from django import forms

from knowledge_base import label_import
from web import uploads
from web.forms.choices import AskingForm, Pairs, offer
from web.forms.signing import SigningForm
from web.forms.words import WordsField

MEGABYTE = 1024 * 1024


class LabelsForm(AskingForm):
    """Which labels to list; an empty field asks for all."""

    brand = forms.ChoiceField(label="Brand", required=False)
    market = forms.ChoiceField(label="Market", required=False)

    def __init__(
        self, *args: Any, brands: Pairs, markets: Pairs, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            brand=[("", "All brands"), *brands],
            market=[("", "All markets"), *markets],
        )


class UploadForm(uploads.UploadForm):
    """One label file, not larger than the reader takes."""

    file = uploads.BoundedFileField(
        label="Label file",
        megabytes=label_import.MAX_BYTES // MEGABYTE,
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,.json"}),
    )


class PlaceForm(forms.Form):
    """Where an uploaded label belongs; nothing chosen leaves it to the file."""

    brand = forms.ChoiceField(label="Brand", required=False)
    market = forms.CharField(
        label="Market",
        required=False,
        max_length=2,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "size": 3, "placeholder": "as in the file"}
        ),
    )

    def __init__(self, *args: Any, brands: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, brand=[("", "As the file says"), *brands])

    def brand_id(self) -> int | None:
        """The brand that was chosen."""
        chosen = self.cleaned_data.get("brand", "")
        return int(chosen) if chosen else None

    def market_code(self) -> str:
        """The market that was typed."""
        return str(self.cleaned_data.get("market", "")).strip().upper()


class SafetyForm(forms.Form):
    """The two lengths of safety information."""

    short = WordsField(
        label="Short safety information",
        max_length=2000,
        error_messages={"required": "Enter the short safety information."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    full = WordsField(
        label="Full safety information",
        max_length=20000,
        error_messages={"required": "Enter the full safety information."},
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class AdoptForm(SigningForm):
    """A signature over what was seen; another labeller's label is named aloud."""

    other_labeler = forms.BooleanField(required=False)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, labeler: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not labeler:
            del self.fields["other_labeler"]
            return
        field = self.fields["other_labeler"]
        field.required = True
        field.label = f"Yes, {labeler} is the labeller whose label we follow"
        field.error_messages["required"] = "Confirm that you mean this labeller."

    @property
    def is_other_labeler(self) -> bool:
        """Whether the person said that another labeller is meant."""
        return bool(self.cleaned_data.get("other_labeler"))

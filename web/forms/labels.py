"""What people send about labels: a file, its place, safety texts, a signature."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from knowledge_base import label_import
from web.forms.signing import SigningForm

Pairs = Sequence[tuple[str, str]]
MEGABYTE = 1024 * 1024


class LabelsForm(forms.Form):
    """Which labels to list; an empty field asks for all."""

    brand = forms.ChoiceField(label="Brand", required=False)
    market = forms.ChoiceField(label="Market", required=False)

    def __init__(
        self, *args: Any, brands: Pairs, markets: Pairs, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "brand", [("", "All brands"), *brands])
        offer(self, "market", [("", "All markets"), *markets])

    def wishes(self) -> dict[str, str]:
        """What was asked for; a choice that does not exist counts as not made."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") or "" for name in self.fields}


class UploadForm(forms.Form):
    """One label file, not larger than the reader takes."""

    file = forms.FileField(
        label="Label file",
        error_messages={
            "required": "Choose a file.",
            "empty": "This file is empty.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,.json"}),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse what is too large before a byte of it is read."""
        file = cast("UploadedFile[Any]", self.cleaned_data["file"])
        if (file.size or 0) > label_import.MAX_BYTES:
            most = label_import.MAX_BYTES // MEGABYTE
            raise forms.ValidationError(
                f"This file is larger than {most} MB, so it is no label."
            )
        return file


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
        offer(self, "brand", [("", "As the file says"), *brands])

    def brand_id(self) -> int | None:
        """The brand that was chosen."""
        chosen = self.cleaned_data.get("brand", "")
        return int(chosen) if chosen else None

    def market_code(self) -> str:
        """The market that was typed."""
        return str(self.cleaned_data.get("market", "")).strip().upper()


class SafetyForm(forms.Form):
    """The two lengths of safety information."""

    short = forms.CharField(
        label="Short safety information",
        max_length=2000,
        error_messages={"required": "Enter the short safety information."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    full = forms.CharField(
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


def offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Give a field its choices."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices

"""What people send to a reference: its document, and exact places in it."""

from typing import Any, cast

from django import forms

from knowledge_base import reference_files
from web.uploads import BoundedFileField, UploadForm


class AttachForm(UploadForm):
    """The document of a reference."""

    file = BoundedFileField(
        label="PDF",
        megabytes=25,
        help_text="With text in it, at most 25 MB and 2,000 pages.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )


class AnchorForm(forms.Form):
    """An exact place: the words that stand on a page."""

    key = forms.CharField(
        label="Name of the place",
        max_length=100,
        help_text="A short key, such as primary or table-2.",
        error_messages={"required": "Give the place a short name."},
    )
    locator = forms.CharField(
        label="Where it stands",
        max_length=reference_files.LONGEST_LOCATOR,
        help_text="As readers are told, such as p. 104, table 2.",
        error_messages={"required": "Say where it stands."},
    )
    page = forms.IntegerField(
        label="Page of the PDF",
        min_value=1,
        max_value=9_999,
        error_messages={"required": "Give the page of the PDF."},
    )
    quote = forms.CharField(
        label="Quote",
        max_length=reference_files.LONGEST_QUOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The very words; they are looked up on that page.",
        error_messages={"required": "Give the words that stand there."},
    )

    def anchor(self) -> dict[str, Any]:
        """The place as the library takes it."""
        return dict(self.cleaned_data)


class ReferencesForm(forms.Form):
    """Which references to list."""

    q = forms.CharField(
        label="Search by key or citation",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    brand = forms.ChoiceField(label="Brand", required=False)

    def __init__(
        self, *args: Any, brands: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["brand"])
        field.choices = [("", "All brands"), *brands]

    def wishes(self) -> dict[str, str]:
        """What was asked for; a choice that does not exist counts as not made."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") or "" for name in self.fields}

"""What people send to a reference: its document, and exact places in it."""

from typing import Any

from django import forms

from knowledge_base import reference_files
from web.forms.choices import AskingForm, Pairs, offer, words_sought
from web.forms.words import WordsField
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

    key = WordsField(
        label="Name of the place",
        max_length=100,
        help_text="A short key, such as primary or table-2.",
        error_messages={"required": "Give the place a short name."},
    )
    locator = WordsField(
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
    quote = WordsField(
        label="Quote",
        max_length=reference_files.LONGEST_QUOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The very words; they are looked up on that page.",
        error_messages={"required": "Give the words that stand there."},
    )

    def anchor(self) -> dict[str, Any]:
        """The place as the library takes it."""
        return dict(self.cleaned_data)


class ReferencesForm(AskingForm):
    """Which references to list."""

    q = words_sought("Search by key or citation", 200)
    brand = forms.ChoiceField(label="Brand", required=False)

    def __init__(self, *args: Any, brands: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, brand=[("", "All brands"), *brands])

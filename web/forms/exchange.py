"""What people send to import and to export: a file, its columns, a form of file."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from knowledge_base.exchange import Which
from knowledge_base.exchange.columns import read_of
from knowledge_base.exchange.mapping import Choice
from knowledge_base.models import BatchKind
from web.forms.choices import Pairs, offer
from web.uploads import BoundedFileField, UploadForm

KINDS: Pairs = (
    (BatchKind.CLAIMS.value, "Claims"),
    (BatchKind.BLOCKS.value, "Text blocks"),
)
FORMS: Pairs = (
    ("xlsx", "Excel workbook (.xlsx)"),
    ("csv", "CSV"),
    ("json", "JSON"),
)
WHICH: Pairs = (
    (Which.APPROVED.value, "Approved revisions"),
    (Which.NEWEST.value, "The newest revision of each, drafts too"),
    (Which.ALL.value, "Every revision, to read only"),
)
ORDERS: Pairs = (
    ("", "Refuse them"),
    ("day", "The day first: 1 March 2026"),
    ("month", "The month first: 3 January 2026"),
)
NOT_READ = ("", "Not imported")


class ImportForm(UploadForm):
    """A file for a brand's library."""

    brand = forms.ChoiceField(label="Brand")
    kind = forms.ChoiceField(
        label="What the rows are", choices=KINDS, widget=forms.RadioSelect
    )
    file = BoundedFileField(
        label="File",
        megabytes=20,
        help_text="CSV, Excel (.xlsx) or JSON, at most 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.json,.jsonl"}),
    )

    def __init__(self, *args: Any, brands: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, brand=brands)


class MappingForm(forms.Form):
    """Which heading stands for which column, by the place of the heading."""

    sheet = forms.ChoiceField(label="Sheet", required=False)
    day_order = forms.ChoiceField(
        label="Dates such as 01/03/2026", choices=ORDERS, required=False
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        headings: Iterable[str],
        sheets: Sequence[str],
        choice: Choice,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headings = tuple(headings)
        self._set_up_sheets(sheets, choice)
        self.fields["day_order"].initial = choice.day_order.value
        offered = [
            NOT_READ,
            *((n, column.title) for n, column in read_of(kind).items()),
        ]
        for place, heading in enumerate(self.headings):
            if heading:
                self.fields[f"column_{place}"] = forms.ChoiceField(
                    label=heading,
                    choices=offered,
                    required=False,
                    initial=choice.columns.get(heading, ""),
                )

    def columns(self) -> dict[str, str]:
        """The chosen column for each heading."""
        return {
            heading: self.cleaned_data.get(f"column_{place}", "")
            for place, heading in enumerate(self.headings)
            if heading
        }

    def _set_up_sheets(self, sheets: Sequence[str], choice: Choice) -> None:
        if len(sheets) < 2:
            del self.fields["sheet"]
            return
        offer(self, sheet=[(name, name) for name in sheets])
        self.fields["sheet"].initial = choice.sheet


class KeysField(forms.MultipleChoiceField):
    """Keys that were ticked on another page; any word may be one."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value: Any) -> bool:
        """Leave it to the library which keys there are."""
        return True


class ExportForm(forms.Form):
    """What is taken away, and in which form; without keys it is everything."""

    brand = forms.ChoiceField(label="Brand")
    kind = forms.ChoiceField(label="What", choices=KINDS)
    which = forms.ChoiceField(label="Which", choices=WHICH)
    form = forms.ChoiceField(label="As", choices=FORMS)
    keys = KeysField(required=False)

    def __init__(self, *args: Any, brands: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, brand=brands)

    @property
    def ticked(self) -> int:
        """To how many keys the file is limited; 0 where it holds everything."""
        return len(self["keys"].value() or ())

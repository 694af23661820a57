"""What a person sends to draft a claim or its next revision, field by field."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from knowledge_base.kits.crosschecks import CODE
from knowledge_base.proposals import Kind
from knowledge_base.wording.keys import KEY
from web.forms.choices import Pairs, day_chosen, offer, ticks
from web.forms.words import WordsField, is_seen

KINDS = [(kind.value, kind.value.replace("_", " ").capitalize()) for kind in Kind]
LEAST, MOST = 10, 1_500
TICKS = ("market_codes", "channels", "audiences", "themes")
DAY = "Write the day as year-month-day: 2026-11-30."
REPEATED = ("variations", "evidence")


class Repeated(forms.Widget):
    """Several inputs of one name; templates draw them row by row."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> list[str]:
        """What every input of that name holds."""
        return data.getlist(name) if isinstance(data, QueryDict) else data.get(name, [])


class RowsField(forms.Field):
    """As many texts as a person wants; empty rows say nothing."""

    widget = Repeated

    def clean(self, value: Sequence[str] | None) -> tuple[str, ...]:
        """The rows that hold something, line ends as stored."""
        rows = [row.replace("\r\n", "\n").strip() for row in value or ()]
        if self.required and not any(is_seen(row) for row in rows):
            raise ValidationError(self.error_messages["required"], code="required")
        return tuple(row for row in rows if is_seen(row))


def wording(missing: str, *, rows: int) -> WordsField:
    """The words of a claim; ``missing`` is said where there are none."""
    return WordsField(
        label="Wording",
        min_length=LEAST,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "true"}),
        error_messages={
            "required": missing,
            "min_length": f"A claim has at least {LEAST} characters.",
            "max_length": f"A claim has at most {MOST:,} characters.",
        },
    )


def _line(label: str, hint: str = "") -> WordsField:
    return WordsField(
        label=label, required=False, max_length=500, help_text=hint, strip=True
    )


class ClaimForm(forms.Form):
    """All that a claim's revision says, and the evidence it stands on.

    ``read_sha256`` is the hash of the wording whose reading stood beside it.
    """

    text = wording("Write the wording of the claim.", rows=5)
    variations = RowsField(label="Variations", required=False)
    evidence = RowsField(
        label="Evidence",
        error_messages={"required": "Choose the reference that the claim stands on."},
    )
    endpoint = _line("Endpoint")
    population = _line("Population")
    comparator = _line("Compared with", "Such as placebo; the arm beside the product.")
    timepoint = _line("Time point")
    qualifiers = WordsField(
        label="Words that must stand with it",
        required=False,
        max_length=4000,
        help_text="One text a line.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    companions = _line(
        "Claims that must stand beside it", "Their keys, separated by commas."
    )
    market_codes = ticks("Markets", "At least one.")
    channels = ticks("Channels")
    audiences = ticks("Audiences")
    themes = ticks("Themes")
    other_themes = _line("Other themes", "Separated by commas.")
    indications = _line("Indications", "Separated by commas; none: open to all.")
    valid_from = day_chosen("Valid from", DAY, "Empty: as soon as it is approved.")
    expires_on = day_chosen("First day of no use", DAY, "Empty: until it is withdrawn.")
    read_sha256 = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput
    )
    newest = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        offered: Mapping[str, Pairs],
        keys: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered, self.keys = offered, frozenset(keys)
        offer(self, **{name: offered.get(name, ()) for name in TICKS})

    def clean_variations(self) -> tuple[str, ...]:
        """Variations differ from the wording and from each other."""
        rows: tuple[str, ...] = self.cleaned_data["variations"]
        if len({*rows, self.cleaned_data.get("text")}) <= len(rows):
            raise ValidationError("Two of these wordings are the same.")
        if any(len(row) > MOST for row in rows):
            raise ValidationError(f"A variation has at most {MOST:,} characters.")
        return rows

    def clean_evidence(self) -> tuple[str, ...]:
        """Places in references of this brand, each once."""
        rows: tuple[str, ...] = self.cleaned_data["evidence"]
        known = {value for value, _ in self.offered.get("evidence", ())}
        for row in rows:
            if row not in known:
                raise ValidationError(f"{row} cannot be chosen here any more.")
        if len(set(rows)) < len(rows):
            raise ValidationError("The same evidence is chosen twice.")
        return rows

    def clean_qualifiers(self) -> list[str]:
        """One text a line."""
        lines = str(self.cleaned_data["qualifiers"]).splitlines()
        return [line.strip() for line in lines if is_seen(line)]

    def clean_companions(self) -> list[str]:
        """Keys of claims of this brand."""
        keys = parts(self.cleaned_data["companions"])
        for key in keys:
            if key not in self.keys:
                raise ValidationError(f"This brand has no claim {key}.")
        return keys

    def clean_market_codes(self) -> list[str]:
        """At least one market."""
        if not self.cleaned_data["market_codes"]:
            raise ValidationError("Tick at least one market.")
        return list(self.cleaned_data["market_codes"])

    def clean_other_themes(self) -> list[str]:
        """Themes that no claim has yet."""
        return _codes(self.cleaned_data["other_themes"])

    def clean_indications(self) -> list[str]:
        """Indications as the brand names them."""
        return _codes(self.cleaned_data["indications"])

    def clean(self) -> dict[str, Any]:
        """The claim ends after it begins."""
        given = super().clean() or {}
        begins, ends = given.get("valid_from"), given.get("expires_on")
        if isinstance(begins, datetime.date) and ends and ends <= begins:
            self.add_error("expires_on", "The claim must begin before it ends.")
        return given


class NewClaimForm(ClaimForm):
    """A first revision, with the name and the kind of its claim."""

    key = forms.CharField(
        label="Key",
        max_length=100,
        help_text="A short name that stays, such as response-week16.",
        error_messages={"required": "Give the claim a key."},
    )
    kind = forms.ChoiceField(label="Kind", choices=KINDS)
    field_order = ("key", "kind", "text")

    def clean_key(self) -> str:
        """A key that is free and can stand in an address."""
        key = str(self.cleaned_data["key"])
        if not KEY.fullmatch(key):
            raise ValidationError(
                "Use letters, digits and . : + - _ without spaces, a letter or a digit "
                "among them."
            )
        if key in self.keys:
            raise ValidationError(f"There is a claim {key} already: revise it instead.")
        return key


def parts(text: str) -> list[str]:
    """The words between commas, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def answers(posted: QueryDict) -> dict[str, Any]:
    """What a person has filled in so far, to show the form again without judging."""
    many = (*TICKS, *REPEATED)
    return {
        name: posted.getlist(name) if name in many else posted[name] for name in posted
    }


def _codes(text: str) -> list[str]:
    for code in parts(text):
        if not CODE.fullmatch(code):
            raise ValidationError(f"“{code}” is too long or holds a vertical bar.")
    return parts(text)

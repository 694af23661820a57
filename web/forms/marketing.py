"""What marketers send: a brief, and new words for the open stretches of a variant."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from web.forms.choices import Pairs, offer, ticks
from web.forms.words import WordsField, is_seen

GONE = "%(value)s cannot be chosen here any more."
MOST_VARIANTS = 24
MANY = ("hcps", "tones", "themes", "formats", "claims")
FIELD = re.compile(r"segment_(\d{1,18})", re.ASCII)
PLACES = ("brand", "market", "channel", "audience")
REACHES = (
    ("audience", "The whole audience of the market"),
    ("chosen", "Chosen professionals"),
)


class BriefForm(forms.Form):
    """The brief, field by field; what is left empty takes a stated default."""

    brand = forms.ChoiceField(label="Brand")
    market = forms.ChoiceField(label="Market")
    channel = forms.ChoiceField(label="Channel")
    audience = forms.ChoiceField(label="Audience")
    reach = forms.ChoiceField(
        label="For whom", choices=REACHES, widget=forms.RadioSelect, initial="audience"
    )
    hcps = ticks("Professionals", "", gone=GONE)
    tones = ticks("Tones", "None ticked: all of them.", gone=GONE)
    themes = ticks("Themes", "None ticked: all of them.", gone=GONE)
    formats = ticks("Formats", "None ticked: standard.", gone=GONE)
    claims = ticks("Claims that every message must carry", "", gone=GONE)
    words = WordsField(
        label="Or in your own words, one message a line",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    count = forms.IntegerField(
        label="How many variants",
        initial=8,
        min_value=1,
        max_value=MOST_VARIANTS,
        error_messages={
            "min_value": "Ask for at least one variant.",
            "max_value": f"Ask for at most {MOST_VARIANTS} variants at a time.",
            "invalid": "Write a whole number.",
            "required": "Say how many variants you want.",
        },
    )
    writer = forms.ChoiceField(label="Writer", widget=forms.RadioSelect)
    objective = WordsField(
        label="Objective",
        required=False,
        max_length=500,
        help_text="What should the reader do or know afterwards?",
    )
    expected_value = WordsField(
        label="Expected value",
        required=False,
        max_length=200,
        help_text="Words, or a number with its unit: 40 samples requested.",
    )

    def __init__(
        self,
        *args: Any,
        offered: Mapping[str, Pairs],
        place: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, **offered)
        for name, value in place.items():
            self.fields[name].initial = value
        self.fields["writer"].initial = offered["writer"][0][0]

    def clean(self) -> dict[str, Any]:
        """Chosen professionals must be named; the whole audience names nobody."""
        content = super().clean() or {}
        if content.get("reach") == "chosen" and not content.get("hcps"):
            self.add_error("hcps", "Tick at least one professional.")
        return content

    def brief(self) -> dict[str, Any]:
        """The brief under the contract's keys; empty answers are left out."""
        given = self.cleaned_data
        lines = [line.strip() for line in given["words"].splitlines()]
        content = {
            **{name: given[name] for name in PLACES},
            "hcps": given["hcps"] if given["reach"] == "chosen" else [],
            **{name: given[name] for name in ("tones", "themes", "formats")},
            "key_messages": [
                *given["claims"],
                *(line for line in lines if is_seen(line)),
            ],
            "count": given["count"],
            "writer": given["writer"],
            "objective": given["objective"],
            "expected_value": given["expected_value"],
        }
        return {key: value for key, value in content.items() if value}

    def blame(self, faults: Iterable[str]) -> None:
        """Put each fault of the brief beside the field that it names, if it does."""
        for fault in faults:
            named, _, sentence = fault.partition(": ")
            field = "words" if named == "key_messages" else named
            if field in self.fields:
                self.add_error(field, sentence[:1].upper() + sentence[1:])
            else:
                self.add_error(None, fault)


def answers(posted: QueryDict) -> dict[str, Any]:
    """What a person has filled in so far, to show the form again without judging."""
    return {
        name: posted.getlist(name) if name in MANY else posted[name]
        for name in posted
        if name not in PLACES
    }


class EditForm(forms.Form):
    """One text area for each stretch of copy, and the hash of the words it began from.

    ``stretches`` maps the segment's id to its text now.
    """

    expected_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, stretches: Mapping[int, str], sha256: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.stretches = stretches
        self.fields["expected_sha256"].initial = sha256
        for number, (key, text) in enumerate(stretches.items(), start=1):
            self.fields[field_name(key)] = WordsField(
                label=f"Copy, stretch {number}",
                initial=text,
                max_length=4000,
                strip=False,
                error_messages={"required": "This stretch cannot be left empty."},
                widget=forms.Textarea(
                    attrs={
                        "rows": _rows(text),
                        "spellcheck": "true",
                        "data-area": field_name(key),
                    }
                ),
            )

    def changes(self) -> dict[int, str]:
        """New words by segment id, only where they differ; line ends as stored."""
        typed = {key: self.cleaned_data[field_name(key)] for key in self.stretches}
        return {key: text for key, text in typed.items() if text != self.stretches[key]}


def typed(posted: QueryDict) -> dict[int, str]:
    """What was sent for stretches of whichever version, by segment id."""
    found = (FIELD.fullmatch(name) for name in posted)
    return {
        int(name[1]): str(posted[name[0]]).replace("\r\n", "\n")
        for name in found
        if name
    }


def field_name(segment_id: int) -> str:
    """The name of the text area of a segment."""
    return f"segment_{segment_id}"


def _rows(text: str) -> int:
    return min(8, 1 + text.count("\n") + len(text) // 70)

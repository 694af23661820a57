"""What people send to have a text checked, and to look at what rules did."""

import json
from collections.abc import Mapping
from itertools import chain
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from content_engine.rule_reports import By
from content_engine.vocabulary import FindingState, Intent, PartName
from web.forms.choices import AskingForm, Pairs, day_chosen, offer
from web.forms.words import WordsField
from web.presenters.pieces import PART_TITLES
from web.presenters.titles import audience_pairs, channel_pairs, words_title

PLACES = ("brand", "market", "channel", "audience", "intent")
SHORT_PARTS = {
    PartName.SUBJECT,
    PartName.PREHEADER,
    PartName.HEADLINE,
    PartName.CALL_TO_ACTION,
    PartName.PATH,
}
FIRST_PARTS = (PartName.SUBJECT, PartName.BODY)
UNSAID = "Say whether the finding is overridden, fixed or open."
COUNTED_BY = ((By.RULE, "Rule"), (By.PERSON, "Person"), (By.BRAND, "Brand"))


class PartField(forms.CharField):
    """The words of a part as they were pasted: nothing is stripped, lines end as LF."""

    def __init__(self, name: PartName) -> None:
        rows = 1 if name in SHORT_PARTS else 6
        attrs = {"rows": rows, "spellcheck": "true", "data-area": name.value}
        super().__init__(
            label=PART_TITLES[name],
            required=False,
            strip=False,
            widget=forms.Textarea(attrs=attrs),
        )

    def to_python(self, value: Any) -> str:
        """The words by which offsets are counted."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class CheckForm(forms.Form):
    """A text by parts, and where it speaks."""

    brand = forms.ChoiceField(label="Brand")
    market = forms.ChoiceField(label="Market")
    channel = forms.ChoiceField(label="Channel", choices=channel_pairs)
    audience = forms.ChoiceField(label="Audience", choices=audience_pairs)
    intent = forms.ChoiceField(
        label="Intent", choices=[(one.value, words_title(one)) for one in Intent]
    )
    parts = forms.MultipleChoiceField(
        label="Parts",
        choices=list(PART_TITLES.items()),
        initial=[name.value for name in FIRST_PARTS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one part."},
    )

    def __init__(self, *args: Any, offered: Mapping[str, Pairs], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, **offered)
        for name in PartName:
            self.fields[name.value] = PartField(name)

    def texts(self) -> dict[str, str]:
        """The words of each ticked part that has any."""
        given = self.cleaned_data
        return {name: given[name] for name in given["parts"] if given[name]}

    def document(self) -> str:
        """The piece as the contract writes it, to be read by the gate's own reader."""
        places = {name: self.cleaned_data[name] for name in PLACES}
        parts = [{"name": name, "text": text} for name, text in self.texts().items()]
        return json.dumps({**places, "parts": parts})


class ReportForm(AskingForm):
    """What the report of rules counts, and from which day on."""

    by = forms.ChoiceField(label="Counted by", choices=COUNTED_BY, required=False)
    brand = forms.ChoiceField(label="Brand", required=False)
    since = day_chosen("From", "Write the day as 2026-11-21.")

    def __init__(self, *args: Any, brands: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, brand=[("", "All brands"), *brands])


class DispositionForm(forms.Form):
    """What somebody says of a finding; the floor below judges the reason."""

    state = forms.ChoiceField(
        choices=[(one.value, one.value) for one in FindingState],
        error_messages={"required": UNSAID, "invalid_choice": UNSAID},
    )
    reason = WordsField(label="Reason", required=False, max_length=2000)

    def answer(self) -> tuple[FindingState, str]:
        """The state that was chosen, and the reason. Raises ValidationError."""
        if not self.is_valid():
            raise ValidationError([str(m) for m in chain(*self.errors.values())])
        return FindingState(self.cleaned_data["state"]), self.cleaned_data["reason"]

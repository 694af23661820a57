"""What people send to have claims proposed, and which proposals they want as drafts."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from knowledge_base.candidates import Chosen
from knowledge_base.proposals import Proposal, facts_of
from web.forms.choices import Pairs, offer
from web.forms.claim_editor import KINDS, wording
from web.forms.words import WordsField

MOST_TEXT = 30_000
KEY = re.compile(r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z")
KEY_RULE = "Use small letters, digits and hyphens."


class SourceForm(forms.Form):
    """An abstract or another passage, and the reference that it is from."""

    reference = forms.ChoiceField(
        label="Reference that it is from",
        error_messages={"required": "Choose the reference that it is from."},
    )
    locator = WordsField(
        label="Where in it",
        max_length=200,
        help_text="Such as: abstract, or p. 208, results.",
        error_messages={"required": "Say where in the reference it stands."},
    )
    text = WordsField(
        label="Text",
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Paste the text first."},
    )

    def __init__(self, *args: Any, references: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, reference=[("", "Choose"), *references])


class HiddenSourceForm(SourceForm):
    """The same source again, carried along with the proposals made from it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.HiddenInput()


class ProposalForm(forms.Form):
    """One proposal, ticked or not, with the wording and the limits a person wants."""

    tick = forms.BooleanField(label="Draft this claim", required=False)
    text = wording("Write the wording, or leave this proposal out.", rows=3)
    kind = forms.ChoiceField(label="Kind", choices=KINDS)
    key = forms.RegexField(
        KEY,
        label="Key",
        max_length=100,
        help_text=KEY_RULE,
        error_messages={"required": "Give it a key.", "invalid": KEY_RULE},
    )
    markets = forms.MultipleChoiceField(
        label="Markets",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one market."},
    )

    def __init__(
        self, *args: Any, proposal: Proposal, markets: Pairs, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        offer(self, markets=markets)

    def is_ticked(self) -> bool:
        """Whether the person wants this one."""
        return bool(self.data.get(self.add_prefix("tick")))

    def chosen(self, product: str) -> Chosen:
        """The draft that is wanted; what its wording says is read anew."""
        given = self.cleaned_data
        text = " ".join(given["text"].split())
        told = facts_of(text, product=product)
        return Chosen(
            key=given["key"],
            kind=given["kind"],
            text=text,
            quote=self.proposal.quote,
            market_codes=tuple(given["markets"]),
            endpoint=told.endpoint,
            population=told.population,
            comparator=told.comparator,
            timepoint=told.timepoint,
            reading=told.reading,
        )


class ProposalForms:
    """The proposals of one source, as one form each."""

    def __init__(
        self,
        proposals: Sequence[Proposal],
        *,
        markets: Pairs,
        keys: Sequence[str],
        ticked_markets: Sequence[str],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.rows = [
            ProposalForm(
                data,
                prefix=str(number),
                proposal=proposal,
                markets=markets,
                initial={
                    "text": proposal.text,
                    "kind": proposal.kind.value,
                    "key": key,
                    "markets": list(ticked_markets),
                },
            )
            for number, (proposal, key) in enumerate(
                zip(proposals, keys, strict=True), 1
            )
        ]

    def ticked(self) -> list[ProposalForm]:
        """The proposals that are wanted."""
        return [row for row in self.rows if row.is_ticked()]

    def are_valid(self) -> bool:
        """Whether all that is wanted can be drafted; what is not is not looked at."""
        ticked = self.ticked()
        keys: set[str] = set()
        for row in ticked:
            if row.is_valid() and row.cleaned_data["key"] in keys:
                row.add_error("key", "Another proposal here has this key.")
            keys.add(row.cleaned_data.get("key", ""))
        return bool(ticked) and not any(row.errors for row in ticked)

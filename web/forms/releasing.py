"""What people ask of the library of released assets."""

from typing import Any, cast

from django import forms

from content_engine.vocabulary import Channel
from review.states import ReleaseState
from web.forms.choices import Pairs, offer


class LibraryForm(forms.Form):
    """Which assets to list; an empty field asks for all."""

    brand = forms.ChoiceField(required=False, label="Brand")
    market = forms.ChoiceField(required=False, label="Market")
    channel = forms.ChoiceField(
        required=False,
        label="Channel",
        choices=[("", "All channels")]
        + [(c.value, c.value.replace("_", " ")) for c in Channel],
    )
    state = forms.ChoiceField(
        required=False,
        label="State",
        choices=[("", "All states")]
        + [(s.value, s.value.capitalize()) for s in ReleaseState],
    )

    before = forms.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )

    def __init__(
        self,
        *args: Any,
        brands: Pairs,
        markets: list[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            brand=[("", "All brands"), *brands],
            market=[("", "All markets"), *((m, m) for m in markets)],
        )

    def wishes(self) -> dict[str, str]:
        """The filters by name; a choice that does not exist counts as not made."""
        self.is_valid()
        return {k: v for k, v in self.cleaned_data.items() if v and k != "before"}

    def begins_before(self) -> int | None:
        """Where a page of the list begins."""
        self.is_valid()
        return cast(int | None, self.cleaned_data.get("before"))

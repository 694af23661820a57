"""What a person sends to draft a text block, and to sign a step on one."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from content_engine.vocabulary import CopyRole
from knowledge_base.copy_blocks import BlockContent
from knowledge_base.wording import alternations
from web.forms.choices import Pairs, offer, offer_one, ticks
from web.forms.signing import SigningForm
from web.forms.words import WordsField

CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
SETS = ("tones", "themes", "channels", "formats", "audiences", "market_codes")


def _more(label: str) -> forms.CharField:
    hint = "In small letters, separated by commas."
    return forms.CharField(label=label, required=False, max_length=200, help_text=hint)


class BlockForm(forms.Form):
    """All that a block's revision says; what is signed with its approval."""

    role = forms.ChoiceField(
        label="Role",
        choices=[(r.value, r.replace("_", " ").capitalize()) for r in CopyRole],
    )
    text = WordsField(
        label="Wording",
        max_length=2000,
        help_text="Words that may take each other's place stand in square brackets: "
        "[New data|Recent data].",
        error_messages={"required": "Write the wording."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    tones = ticks("Tones", "Tick at least one, or name another.")
    other_tones = _more("Other tones")
    themes = ticks("Themes")
    other_themes = _more("Other themes")
    channels = ticks("Channels")
    formats = ticks("Formats")
    audiences = ticks("Audiences")
    market_codes = ticks("Markets")

    def __init__(self, *args: Any, offered: Mapping[str, Pairs], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, **{n: offered[n] for n in offered.keys() & self.fields.keys()})

    def clean_text(self) -> str:
        """Refuse brackets that cannot be read."""
        text = " ".join(str(self.cleaned_data["text"]).split())
        fault = alternations.fault(text)
        if fault:
            raise ValidationError(f"This wording cannot be read: {fault}.")
        return text

    def clean_other_tones(self) -> list[str]:
        """Tones that no block has yet."""
        return _codes(self.cleaned_data["other_tones"])

    def clean_other_themes(self) -> list[str]:
        """Themes that no block has yet."""
        return _codes(self.cleaned_data["other_themes"])

    def clean(self) -> dict[str, Any]:
        """A block has a tone: without one no message would ever take it."""
        content = super().clean() or {}
        asked = {"tones", "other_tones"}
        if asked <= content.keys() and not any(content[name] for name in asked):
            self.add_error("tones", "Tick at least one tone, or name another.")
        return content

    def content(self) -> BlockContent:
        """What the revision is to say."""
        given = self.cleaned_data
        more = {"tones": given["other_tones"], "themes": given["other_themes"]}
        codes = {name: (*given[name], *more.get(name, ())) for name in SETS}
        return BlockContent(role=given["role"], text=given["text"], **codes)


class NewBlockForm(BlockForm):
    """A first revision, with the name of its block."""

    brand = forms.ChoiceField(label="Brand")
    key = forms.CharField(
        label="Key",
        max_length=100,
        help_text="A short name that stays, such as opening-warm-7.",
        error_messages={"required": "Give the block a key."},
    )

    field_order = ("brand", "key", "role", "text")

    def clean_key(self) -> str:
        """A key can stand in an address."""
        key = str(self.cleaned_data["key"])
        if not KEY.fullmatch(key):
            raise ValidationError(
                "Use letters, digits, points, hyphens and underscores; no spaces."
            )
        return key


class ApprovalForm(SigningForm):
    """One function's signature under a draft; the person says for which, if in two."""

    function = forms.ChoiceField(
        label="You approve for",
        error_messages={"required": "Say for which function you approve."},
    )

    def __init__(self, *args: Any, functions: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one(self, "function", functions)


def _codes(text: str) -> list[str]:
    """The words between commas; raises ValidationError naming the first faulty one."""
    codes = [code for part in text.split(",") if (code := part.strip())]
    for code in codes:
        if not CODE.fullmatch(code):
            raise ValidationError(
                f"“{code}” is no such word: small letters, digits and hyphens only."
            )
    return codes

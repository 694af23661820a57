"""Every form of the house once, with what a person sends who fills it in rightly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from knowledge_base import proposals as sifting
from knowledge_base.exchange.mapping import Choice
from knowledge_base.models import BatchKind
from review.states import Function
from web.forms import (
    block_drafts,
    blocks,
    checks,
    claim_editor,
    claim_steps,
    exchange,
    insights,
    knowledge,
    labels,
    marketing,
    proposals,
    reasons,
    references,
    releasing,
    reviewing,
    signing,
)
from web.forms.signing import Sitting

FIRST = Sitting("key", "127.0.0.1", "Tests", begins=True)
LATER = Sitting("key", "127.0.0.1", "Tests", begins=False)
NUL = "Null characters are not allowed."
REQUIRED = "This field is required."
UNSEEN = ("\u200b", "\u2060 \ufeff", "\u00ad\u200d", "\u202e\u202c", "\u3164", "\u2800")
"""Words that hold characters and show nothing."""

SIGNED = {"username": "ines", "password": "secret"}
PLACES = {
    "brand": (("calvoryn", "Calvoryn"), ("testavra", "Testavra")),
    "market": (("US", "United States"), ("GB", "United Kingdom")),
    "channel": (("email", "E-mail"), ("sms", "SMS")),
    "audience": (("HCP", "Healthcare professionals"),),
}
BLOCKS_OFFER = {
    **PLACES,
    "tones": (("warm", "Warm"), ("clinical", "Clinical")),
    "themes": (("efficacy", "Efficacy"),),
    "channels": PLACES["channel"],
    "formats": (("short", "Short"),),
    "format": (("standard", "Standard"), ("short", "Short")),
    "audiences": PLACES["audience"],
    "market_codes": PLACES["market"],
    "role": (("opening", "Opening"),),
    "tone": (("warm", "Warm"),),
    "theme": (("efficacy", "Efficacy"),),
}
DRAFTS_OFFER = {k: v for k, v in BLOCKS_OFFER.items() if k != "role"}
CLAIMS_OFFER = {
    "market_codes": PLACES["market"],
    "channels": PLACES["channel"],
    "audiences": PLACES["audience"],
    "themes": (("efficacy", "Efficacy"),),
    "evidence": (("REF-1", "REF-1, as a whole"), ("REF-1#a", "REF-1, p. 1")),
}
BRIEF_OFFER = {
    **PLACES,
    "hcps": (("hcp-1", "Dr One"),),
    "tones": (("warm", "Warm"),),
    "themes": (("efficacy", "Efficacy"),),
    "formats": (("standard", "Standard"),),
    "claims": (("EFF-1", "Words one."),),
    "writer": (("composer", "Composer"),),
}
BLOCK = {"role": "opening", "text": "Good news for you.", "tones": ["warm"]}
CLAIM = {
    "text": "Testavra reduced weekly attacks by 42%.",
    "evidence": ["REF-1"],
    "market_codes": ["US"],
}
PASSAGE = "Testavra reduced weekly attacks by 42% versus placebo at week 12."
(PROPOSAL,) = sifting.sift(PASSAGE, product="Testavra (testavine)").proposals


@dataclass(frozen=True)
class Kind:
    """A form, how it is made from what was sent, and a whole answer to it."""

    form: type[forms.Form]
    make: Callable[..., forms.Form]
    sent: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def filled(self, **changes: Any) -> forms.Form:
        """The form as sent, with changes; None leaves a field out."""
        whole = {**self.sent, **changes}
        files = {
            name: SimpleUploadedFile(self.files[name], b"some bytes")
            for name in self.files.keys() - changes.keys()
        }
        sent = {k: v for k, v in whole.items() if v is not None}
        return self.make(posted(sent), files) if self.files else self.make(posted(sent))

    def __str__(self) -> str:
        return f"{self.form.__module__.rpartition('.')[2]}.{self.form.__name__}"


def posted(values: Mapping[str, Any]) -> QueryDict:
    """The values as a browser sends them."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def pairs_of(form: forms.Form, name: str) -> list[tuple[str, str]]:
    """What a field offers."""
    return list(cast(Any, form.fields[name]).choices)


def choice(value: str) -> str:
    """The sentence about a choice that is not offered."""
    return f"Select a valid choice. {value} is not one of the available choices."


def gone(value: str) -> str:
    """The sentence about a box that is not offered."""
    return f"{value} cannot be chosen here."


def at_most(limit: int, length: int) -> str:
    """The sentence about words that are too long."""
    return f"Ensure this value has at most {limit} characters (it has {length})."


def _of(
    form: type[Any], sent: Mapping[str, Any] | None = None, /, **given: Any
) -> Kind:
    def make(*data: Any) -> forms.Form:
        made: forms.Form = form(*data, **given)
        return made

    return Kind(form, make, sent or {})


def _upload(
    form: type[Any], sent: Mapping[str, Any], name: str, /, **given: Any
) -> Kind:
    def make(*data: Any) -> forms.Form:
        made: forms.Form = form(*data, **given)
        return made

    return Kind(form, make, sent, {"file": name})


def _reasoned(form: type[Any]) -> Kind:
    return _of(form, {"reason": "A question came up.", **SIGNED}, sitting=FIRST)


_ONE = {"functions": (("MEDICAL", "Medical"), ("REGULATORY", "Regulatory"))}
_BRANDS = {"brands": PLACES["brand"]}
_CHOICE = Choice(columns={"Key": "key", "Words": "text"})
KINDS: tuple[Kind, ...] = (
    _of(block_drafts.BlockForm, BLOCK, offered=DRAFTS_OFFER),
    _of(
        block_drafts.NewBlockForm,
        {**BLOCK, "brand": "calvoryn", "key": "opening-1"},
        offered=DRAFTS_OFFER,
    ),
    _of(
        block_drafts.ApprovalForm,
        {"function": "MEDICAL", **SIGNED},
        sitting=FIRST,
        **_ONE,
    ),
    _of(blocks.BlocksForm, {}, offered=BLOCKS_OFFER),
    _of(blocks.CoverageForm, {}, offered=BLOCKS_OFFER),
    _of(blocks.ExpiryForm, {}, offered=BLOCKS_OFFER),
    _of(
        checks.CheckForm,
        {
            "brand": "calvoryn",
            "market": "US",
            "channel": "email",
            "audience": "HCP",
            "intent": "promotional",
            "parts": ["body"],
            "body": "Words to check.",
        },
        offered={name: PLACES[name] for name in ("brand", "market")},
    ),
    _of(checks.ReportForm, {}, **_BRANDS),
    _of(checks.DispositionForm, {"state": "OVERRIDDEN"}),
    _of(claim_editor.ClaimForm, CLAIM, offered=CLAIMS_OFFER, keys=("EFF-1",)),
    _of(
        claim_editor.NewClaimForm,
        {**CLAIM, "key": "EFF-2", "kind": "efficacy"},
        offered=CLAIMS_OFFER,
        keys=("EFF-1",),
    ),
    _of(claim_steps.ApproveForm, {"function": "MEDICAL", **SIGNED}, sitting=FIRST),
    _of(
        claim_steps.ApprovalsForm,
        {"claims": ["7"], "function": "MEDICAL", **SIGNED},
        claims=(7, 9),
        sitting=FIRST,
        **_ONE,
    ),
    _upload(
        exchange.ImportForm,
        {"brand": "calvoryn", "kind": "CLAIMS"},
        "claims.csv",
        **_BRANDS,
    ),
    _of(
        exchange.MappingForm,
        {"sheet": "One", "column_0": "key", "column_1": "text"},
        kind=BatchKind.CLAIMS.value,
        headings=("Key", "Words"),
        sheets=("One", "Two"),
        choice=_CHOICE,
    ),
    _of(
        exchange.ExportForm,
        {"brand": "calvoryn", "kind": "CLAIMS", "which": "approved", "form": "csv"},
        **_BRANDS,
    ),
    _of(insights.LedgerForm),
    _of(knowledge.ClaimsForm, {}, offered=PLACES),
    _of(knowledge.WishesForm),
    _of(labels.LabelsForm, {}, markets=PLACES["market"], **_BRANDS),
    _upload(labels.UploadForm, {}, "label.xml"),
    _of(labels.PlaceForm, {}, brands=(("4", "Calvoryn"),)),
    _of(labels.SafetyForm, {"short": "Short words.", "full": "All the words."}),
    _of(
        labels.AdoptForm,
        {"other_labeler": "on", "seen": "a" * 64, **SIGNED},
        labeler="Fenmoor",
        sitting=FIRST,
    ),
    _of(
        marketing.BriefForm,
        {
            "brand": "calvoryn",
            "market": "US",
            "channel": "email",
            "audience": "HCP",
            "reach": "audience",
            "count": "8",
            "writer": "composer",
        },
        offered=BRIEF_OFFER,
        place={"brand": "calvoryn", "market": "US"},
    ),
    _of(
        marketing.EditForm,
        {"expected_sha256": "a" * 64, "segment_7": "Dear reader,"},
        stretches={7: "Dear reader,"},
        sha256="a" * 64,
    ),
    _of(
        proposals.SourceForm,
        {"reference": "3", "locator": "abstract", "text": PASSAGE},
        references=(("3", "Calvoryn: REF-3"),),
    ),
    _of(
        proposals.HiddenSourceForm,
        {"reference": "3", "locator": "abstract", "text": PASSAGE},
        references=(("3", "Calvoryn: REF-3"),),
    ),
    _of(
        proposals.ProposalForm,
        {"text": PASSAGE, "kind": "efficacy", "key": "eff-3", "markets": ["US"]},
        proposal=PROPOSAL,
        markets=PLACES["market"],
    ),
    _of(reasons.ReasonForm, {"reason": "A question came up."}),
    _of(reasons.CancelForm, {"reason": "A question came up."}),
    *(
        _reasoned(form)
        for form in (
            reasons.ReasonedForm,
            reasons.SuspendForm,
            reasons.ReconfirmForm,
            reasons.RetractForm,
            reasons.WithdrawForm,
        )
    ),
    _upload(references.AttachForm, {}, "paper.pdf"),
    _of(
        references.AnchorForm,
        {"key": "primary", "locator": "p. 1", "page": "1", "quote": "The words."},
    ),
    _of(references.ReferencesForm, {}, **_BRANDS),
    _of(releasing.LibraryForm, {}, markets=["US", "GB"], **_BRANDS),
    _of(
        reviewing.DecisionForm,
        {
            "function": "MEDICAL",
            "verdict": "APPROVE",
            "expected_sha256": "a" * 64,
            **SIGNED,
        },
        functions=(Function.MEDICAL, Function.LEGAL),
        sitting=FIRST,
    ),
    _of(reviewing.CertifyForm, SIGNED, sitting=FIRST),
    _of(signing.SigningForm, SIGNED, sitting=FIRST),
)
BY_NAME: dict[str, Kind] = {str(kind): kind for kind in KINDS}

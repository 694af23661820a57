"""What must hold on the day of release: each gate is a check with its sentence."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist

from content_engine import checking
from content_engine.rules.packs import NoRulePackError
from content_engine.vocabulary import Severity
from knowledge_base.models import ClaimVersion, Reference
from review import clocks, evidence, facts, policies, signatures
from review.models import Certificate, Decision, Release, Review
from review.states import Function, Meaning, ReviewState


@dataclass(frozen=True)
class Gate:
    """One condition of release; ``sentences`` is empty when it holds."""

    name: str
    label: str
    sentences: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the way is free."""
        return not self.sentences


def look(review: Review, *, at: datetime.datetime) -> tuple[Gate, ...]:
    """Every gate before the release of an approved piece, as it stands at that time."""
    market = review.version.variant.family.brief.market
    day = clocks.day_in(market, at)
    return tuple(
        Gate(name, label, tuple(question(review, day)))
        for name, (label, question) in GATES.items()
    )


def fallen(review: Review, *, at: datetime.datetime) -> tuple[str, ...]:
    """What the piece stands on and may not stand on any more, one sentence each."""
    day = clocks.day_in(review.version.variant.family.brief.market, at)
    return tuple(s for name in GROUND for s in GATES[name][1](review, day))


def refusals(review: Review, *, at: datetime.datetime) -> tuple[str, ...]:
    """One sentence for each thing that stands in the way."""
    return tuple(s for gate in look(review, at=at) for s in gate.sentences)


def _approval(review: Review, day: datetime.date) -> list[str]:
    if review.state != ReviewState.APPROVED:
        return [f"The review is {review.state.lower().replace('_', ' ')}."]
    return []


def _newest(review: Review, day: datetime.date) -> list[str]:
    if facts.is_newest(review.version):
        return []
    return ["A newer version of this variant exists: that one needs its own approval."]


def _decisions(review: Review, day: datetime.date) -> list[str]:
    """Three functions, three people, these very words, nobody's own work."""
    words = review.version.content_sha256
    approvals = list(Decision.objects.filter(review=review).approving(words))
    people = {approval.decided_by_id for approval in approvals}
    missing = {f.value for f in Function} - {a.function for a in approvals}
    sentences = [
        f"The {function.lower()} approval of these very words is missing."
        for function in sorted(missing)
    ]
    if len(people) < len(approvals):
        sentences.append("One person decided in more than one function.")
    if people & facts.authors(review.version.variant):
        sentences.append("Somebody decided on their own work.")
    return sentences


def _signatures(review: Review, day: datetime.date) -> list[str]:
    words = review.version.content_sha256
    approvals = Decision.objects.filter(review=review).approving(words)
    return [
        f"The {decision.function.lower()} signature does not verify."
        for decision in approvals.select_related("signature").order_by("pk")
        if not _is_signed(decision, review)
    ]


def _is_signed(decision: Decision, review: Review) -> bool:
    signature = decision.signature
    return (
        signature is not None
        and signatures.verify(signature, review.version)
        and signature.user_id == decision.decided_by_id
        and signature.meaning == Meaning.APPROVED
        and signature.subject == f"review:{review.pk}:{decision.function}"
    )


def _certificate(review: Review, day: datetime.date) -> list[str]:
    market = review.version.variant.family.brief.market
    if market not in policies.CERTIFIED_MARKETS:
        return []
    rows = Certificate.objects.filter(review=review).select_related("signature")
    certificate = rows.first()
    if certificate is None:
        return [f"The market {market} asks for a signatory's certificate first."]
    if certificate.certified_by_id in facts.authors(review.version.variant):
        return ["The certificate was given by somebody who wrote the piece."]
    if not signatures.verify(certificate.signature, review.version):
        return ["The signature under the certificate does not verify."]
    return []


def _label(review: Review, day: datetime.date) -> list[str]:
    current = evidence.label_in_force(review.version, day)
    if current is None:
        return ["No label is in force for this brand and market."]
    if current.pk != review.version.label_id:
        written = review.version.label.version
        return [f"It was written on label {written}; {current.version} is in force."]
    return []


def _claims(review: Review, day: datetime.date) -> list[str]:
    said = evidence.claim_versions(review.version)
    valid = set(ClaimVersion.objects.valid_on(day).values_list("pk", flat=True))
    return [
        f"Claim {row.claim.key}@{row.version} may not be used on {day:%-d %B %Y}."
        for row in said
        if row.pk not in valid
    ]


def _references(review: Review, day: datetime.date) -> list[str]:
    used = evidence.references(review.version)
    valid = set(Reference.objects.valid_on(day).values_list("pk", flat=True))
    return [
        f"Reference {row.ref} is expired or retracted."
        for row in used
        if row.pk not in valid
    ]


def _safety(review: Review, day: datetime.date) -> list[str]:
    if evidence.changed_safety(review.version):
        return ["Its safety information is not word for word that of the label."]
    return []


def _words(review: Review, day: datetime.date) -> list[str]:
    if review.content_sha256 != review.version.content_sha256:
        return ["The review was held over other words than the version's."]
    if not evidence.is_whole(review.version):
        return ["The stored words differ from those that were hashed."]
    return []


def _time(review: Review, day: datetime.date) -> list[str]:
    """An asset that was released already keeps its end."""
    if Release.objects.filter(review=review, expires_on__lte=day).exists():
        return ["Its time is over: release a new version."]
    return []


def fresh_blocks(review: Review, day: datetime.date) -> list[str]:
    """What a check of the stored words finds on a day that blocks them."""
    try:
        result = checking.check_foreign(evidence.piece(review.version, day))
    except (ObjectDoesNotExist, NoRulePackError) as error:
        # Nothing to check it against: no label in force, or a market without rules.
        return [str(error)]
    return [
        f"{finding.rule}: {finding.message}"
        for finding in result.findings
        if finding.severity == Severity.BLOCK
    ]


Question = Callable[[Review, datetime.date], list[str]]

GATES: dict[str, tuple[str, Question]] = {
    "approval": ("The review is approved", _approval),
    "newest": ("It is the newest version of its variant", _newest),
    "decisions": ("Three people approved these very words", _decisions),
    "signatures": ("Every signature verifies", _signatures),
    "certificate": ("A signatory certified it where the market asks", _certificate),
    "words": ("The stored words are those that were hashed", _words),
    "label": ("Its label is the one in force", _label),
    "claims": ("Every claim may be used today", _claims),
    "references": ("Every reference stands", _references),
    "safety": ("Its safety information is the label's", _safety),
    "time": ("Its time is not over", _time),
    "check": ("A fresh check finds nothing that blocks", fresh_blocks),
}
GROUND = ("claims", "references", "label", "safety")

"""Accepts a statement that says the same as a claim: a variation, once approved.

The gate lets only approved words pass. What it finds equivalent, a person may accept;
Medical and Regulatory then sign it with the claim's next revision.
"""

import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from content_engine.fidelity import equivalence
from knowledge_base import claims
from knowledge_base.models import ClaimState, ClaimVersion
from knowledge_base.wording.readings import Reading
from review import facts, policies
from review.policies import PersonFacts, PieceFacts
from review.states import Step


class NotEquivalentError(ValidationError):
    """It cannot be shown that a statement says the same as the claim."""


def refusal(*, brand: str, ref: str, statement: str, person: PersonFacts) -> str:
    """Why this person cannot have an equivalent statement accepted, "" if they can."""
    not_theirs = policies.MAY[Step.ACCEPT_WORDING](PieceFacts(), person)
    version = _approved(brand, ref).first()
    if not_theirs or version is None:
        return not_theirs or f"{ref} is not in force any more."
    error = claims.variation_refusal(version, equivalence.wording_of(statement))
    return " ".join(error.messages) if error else ""


def accept(
    *, brand: str, ref: str, statement: str, by: User, at: datetime.datetime
) -> ClaimVersion:
    """Draft the claim ``KEY@VERSION`` with the statement as one more variation.

    Raises NotYoursError, NotEquivalentError, ClaimContentError, and
    ClaimVersion.DoesNotExist for a claim that is not in force.
    """
    facts.require(Step.ACCEPT_WORDING, PieceFacts(), by)
    version = _approved(brand, ref).get()
    wording = equivalence.wording_of(statement)
    signed = Reading.of(version.reading) if version.reading else None
    known = (version.text, *version.variations.values_list("text", flat=True))
    if wording not in known and not equivalence.is_same(wording, known, signed):
        raise NotEquivalentError(
            f"It cannot be shown that this says the same as {ref}: use the approved "
            "wording, or draft a claim of its own."
        )
    return claims.add_variation(claim_version_id=version.pk, text=wording, by=by, at=at)


def _approved(brand: str, ref: str) -> QuerySet[ClaimVersion]:
    key, _, number = ref.partition("@")
    return ClaimVersion.objects.filter(
        state=ClaimState.APPROVED,
        claim__brand__slug=brand,
        claim__key=key,
        version=int(number) if number.isdecimal() and len(number) < 9 else 0,
    )

"""Says why a claim may not be used there and then, and what would make it usable."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge_base.indexed import Scope
from knowledge_base.models import ApprovalFunction, ClaimState, ClaimVersion, Reference

Facts = tuple[str, tuple[str, ...], str | None]
NEEDED = (ApprovalFunction.MEDICAL, ApprovalFunction.REGULATORY)


@dataclass(frozen=True)
class Reason:
    """One reason against a claim: a word for programs, a sentence, and the remedy."""

    code: str
    sentence: str
    remedy: str


def against(version: ClaimVersion, place: Scope) -> tuple[Reason, ...]:
    """Every reason why the revision may not be used there and then; none if it may.

    What ``place`` leaves empty is not asked. Reads the revision's citations with their
    references, and of a draft its approvals: prefetch them.
    """
    return (
        *in_itself(version, place.day),
        *_out_of_place(version, place),
        *_filtered(version, place),
    )


def in_itself(version: ClaimVersion, day: datetime.date) -> tuple[Reason, ...]:
    """The reasons that hold everywhere: its state, its dates, its references."""
    state = _STATES.get(ClaimState(version.state))
    if state:
        return (state(version),)
    return (*_out_of_date(version, day), *_without_ground(version, day))


def told(day: datetime.date) -> str:
    """A day as sentences name it: 3 Mar 2026."""
    return f"{day.day} {day:%b %Y}"


def _draft(version: ClaimVersion) -> Reason:
    given = {approval.function for approval in version.approvals.all()}
    missing = [need.label for need in NEEDED if need not in given]
    missing = missing or ["somebody"]  # both gave it, and the step is still to be taken
    if given:
        done = [need.label for need in NEEDED if need in given]
        sentence = f"A draft: {_and(done)} approved it, {_and(missing)} did not yet."
    else:
        sentence = "A draft: nobody has approved it yet."
    verb = "approves" if len(missing) == 1 else "approve"
    return Reason("DRAFT", sentence, f"Usable once {_and(missing)} {verb} it.")


def _suspended(version: ClaimVersion) -> Reason:
    when = f" on {told(version.suspended_at.date())}" if version.suspended_at else ""
    why = _sentence(version.suspension_reason)
    remedy = "Usable once somebody who may approve it has re-confirmed it."
    return Reason("SUSPENDED", f"Suspended{when}{why}", remedy)


def _withdrawn(version: ClaimVersion) -> Reason:
    when = f" on {told(version.withdrawn_at.date())}" if version.withdrawn_at else ""
    why = _sentence(version.withdrawal_reason)
    remedy = "It stays withdrawn: a new revision has to be approved."
    return Reason("WITHDRAWN", f"Withdrawn{when}{why}", remedy)


def _superseded(_: ClaimVersion) -> Reason:
    return Reason(
        "SUPERSEDED", "Replaced by a newer revision.", "Use the newer revision."
    )


def _out_of_date(version: ClaimVersion, day: datetime.date) -> Iterator[Reason]:
    if version.valid_from and version.valid_from > day:
        first = told(version.valid_from)
        yield Reason("PENDING", f"Not valid before {first}.", f"Usable from {first}.")
    if version.expires_on and version.expires_on <= day:
        last = told(version.expires_on)
        remedy = "Usable once a revision with a later end is approved."
        yield Reason("EXPIRED", f"Expired on {last}.", remedy)


def _without_ground(version: ClaimVersion, day: datetime.date) -> Iterator[Reason]:
    for citation in version.citations.all():
        fallen = _fallen(citation.reference, day)
        if fallen:
            sentence = f"Its reference {citation.reference.key} {fallen}."
            remedy = "Usable once a revision stands on other evidence."
            yield Reason("REFERENCE", sentence, remedy)


def _fallen(reference: Reference, day: datetime.date) -> str:
    if reference.retracted_at:
        return f"was retracted on {told(reference.retracted_at.date())}"
    if reference.expires_on and reference.expires_on <= day:
        return f"expired on {told(reference.expires_on)}"
    return ""


def _out_of_place(version: ClaimVersion, place: Scope) -> Iterator[Reason]:
    limits: tuple[Facts, ...] = (
        ("MARKET", version.market_codes, place.market),
        ("CHANNEL", version.channels, place.channel),
        ("AUDIENCE", version.audiences, place.audience),
    )
    for code, open_to, asked in limits:
        if asked and open_to and asked not in open_to:
            remedy = f"Usable for {_plain(asked)} once a revision names it."
            yield Reason(code, f"Approved for {_and(open_to)} only.", remedy)


def _filtered(version: ClaimVersion, place: Scope) -> Iterator[Reason]:
    traits: tuple[Facts, ...] = (
        ("THEME", version.themes, place.theme),
        ("KIND", (version.claim.kind,), place.kind),
        ("INDICATION", version.indications, place.indication),
    )
    for code, own, asked in traits:
        if asked and own and asked not in own:
            name = code.lower()
            sentence = f"Its {name} is {_and(own)}, not {_plain(asked)}."
            yield Reason(code, sentence, f"Search without the filter for the {name}.")


def _and(codes: Sequence[str]) -> str:
    *most, last = [_plain(code) for code in codes]
    return f"{', '.join(most)} and {last}" if most else last


def _plain(code: str) -> str:
    return code.replace("_", " ")


def _sentence(reason: str) -> str:
    if not reason:
        return "."
    return f": {reason}" if reason.endswith((".", "!", "?")) else f": {reason}."


_STATES: dict[ClaimState, Callable[[ClaimVersion], Reason]] = {
    ClaimState.DRAFT: _draft,
    ClaimState.SUSPENDED: _suspended,
    ClaimState.WITHDRAWN: _withdrawn,
    ClaimState.SUPERSEDED: _superseded,
}

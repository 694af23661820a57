"""A company's own rule packs: adopted and withdrawn by people, never changed."""

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from content_engine.models import PackChange, RulePack
from content_engine.rules import packs
from content_engine.rules.packs import PackDocument, PackFaultsError
from knowledge_base import ledger

PARTS = ("severities", "phrases", "examples", "lists")


class PackRefusedError(ValidationError):
    """A pack cannot be adopted; ``faults`` holds one sentence for each reason."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(list(faults))
        self.faults = faults


@dataclass(frozen=True)
class Change:
    """What one version says otherwise than the version before."""

    rule: str
    what: str
    before: Any
    after: Any


def adopt(
    *, text: str, source: str, reason: str, by: User, at: datetime.datetime
) -> tuple[RulePack, bool]:
    """Put a pack into force from its effective date; False where it is there already.

    Raises PackRefusedError with every fault: of the document, of its place on the
    packs below, or of a version that exists with other content.
    """
    try:
        document = packs.read(text, source)
    except PackFaultsError as error:
        raise PackRefusedError(error.faults) from None
    with transaction.atomic():
        standing = RulePack.objects.select_for_update().filter(
            name=document.name, version=document.content["version"]
        )
        known = standing.first()
        if known and known.sha256 == _sha256(document) and not known.withdrawn_at:
            return known, False
        faults = tuple(_faults(document, known, reason, at.date()))
        if faults:
            raise PackRefusedError(faults)
        before = _newest(document.name)
        pack = _store(document, reason=reason, by=by, at=at)
        _tell(pack, list(changes(before, document)), "adopted", by, at, reason)
    return pack, True


def withdraw(*, pack_id: int, reason: str, by: User, at: datetime.datetime) -> RulePack:
    """Take a version out of force; the one before it, if any, is in force again.

    Raises PackRefusedError where it is withdrawn already or no reason is given.
    """
    with transaction.atomic():
        pack = RulePack.objects.select_for_update().get(pk=pack_id)
        if not reason.strip():
            raise PackRefusedError(("Say why the pack is withdrawn.",))
        if pack.withdrawn_at:
            raise PackRefusedError((f"{pack} is withdrawn already.",))
        pack.withdrawn_at = at
        pack.save(update_fields=["withdrawn_at"])
        gone = [Change("", "withdrawn", str(pack), None)]
        _tell(pack, gone, "withdrawn", by, at, reason)
    return pack


def in_force(market: str, day: datetime.date) -> tuple[str, ...]:
    """The documents in force in a market on a day, as JSON, in the order of names."""
    rows = RulePack.objects.filter(withdrawn_at=None, effective_on__lte=day)
    newest = {row.name: row for row in rows.order_by("effective_on", "pk")}
    return tuple(
        newest[name].document
        for name in sorted(newest)
        if market in newest[name].markets
    )


def changes(before: PackDocument | None, after: PackDocument) -> Iterator[Change]:
    """What a version changes, rule by rule."""
    old = {} if before is None else dict(_pieces(before))
    new = dict(_pieces(after))
    for what, rule in sorted({*old, *new}):
        if old.get((what, rule)) != new.get((what, rule)):
            yield Change(rule, what, old.get((what, rule)), new.get((what, rule)))


def _pieces(document: PackDocument) -> Iterator[tuple[tuple[str, str], Any]]:
    """Everything that a pack says, by what it is and which rule it is about."""
    for rule in document.content["rules"]:
        yield ("rule", rule["id"]), rule
    for part in PARTS:
        for key, value in document.content.get(part, {}).items():
            yield (part, key), value


def _faults(
    document: PackDocument, known: RulePack | None, reason: str, day: datetime.date
) -> Iterator[str]:
    """Why a pack without faults of its own may not be adopted."""
    wanted = document.content.get("markets", [])
    if not reason.strip():
        yield "Say why the pack is adopted."
    if known:
        yield f"{document.id} exists with other content or was withdrawn: number anew."
    if not wanted:
        yield f"{document.id} names no market; it would hold nowhere."
    if document.layers:
        yield f"{document.id}: a company's pack lies on every market's own: no layers."
    for market in wanted:
        if market not in packs.MARKETS:
            yield f"{document.id}: there are no rules for {market} to build on."
            continue
        effective = datetime.date.fromisoformat(document.content["effective_on"])
        others = [
            text
            for text in in_force(market, max(day, effective))
            if json.loads(text)["id"] != document.name
        ]
        try:
            packs.pack_for(market, (*others, document.canonical()))
        except PackFaultsError as error:
            yield from error.faults


def _newest(name: str) -> PackDocument | None:
    """The version of a name that was adopted last and is not withdrawn."""
    rows = RulePack.objects.filter(name=name, withdrawn_at=None).order_by("pk")
    newest = rows.last()
    return packs.read(newest.document, str(newest)) if newest else None


def _store(
    document: PackDocument, *, reason: str, by: User, at: datetime.datetime
) -> RulePack:
    content = document.content
    return RulePack.objects.create(
        name=document.name,
        version=content["version"],
        markets=list(content["markets"]),
        owner=content["owner"],
        effective_on=datetime.date.fromisoformat(content["effective_on"]),
        document=document.canonical(),
        sha256=_sha256(document),
        reason=reason.strip(),
        adopted_by=by,
        adopted_at=at,
    )


def _tell(
    pack: RulePack,
    found: list[Change],
    step: str,
    by: User,
    at: datetime.datetime,
    reason: str,
) -> None:
    """Keep each change as a record, and the step as one ledger line that lists them."""
    PackChange.objects.bulk_create(
        PackChange(
            pack=pack,
            rule=one.rule,
            what=one.what,
            before=one.before,
            after=one.after,
            changed_by=by,
            changed_at=at,
            reason=reason.strip(),
        )
        for one in found
    )
    ledger.record(
        action=f"rule_pack.{step}",
        subject=f"rule_pack:{pack.name}",
        by=by.get_username(),
        at=at,
        payload={
            "version": pack.version,
            "sha256": pack.sha256,
            "effective_on": str(pack.effective_on),
            "markets": pack.markets,
            "reason": reason.strip(),
            "changes": [[one.what, one.rule] for one in found],
        },
    )


def _sha256(document: PackDocument) -> str:
    return hashlib.sha256(document.canonical().encode()).hexdigest()

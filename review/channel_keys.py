"""Issues, reads and revokes the keys with which platforms fetch."""

import datetime
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction

from content_engine.vocabulary import Channel
from knowledge_base import ledger
from knowledge_base.models import Brand
from review import facts
from review.models import ChannelKey
from review.policies import PieceFacts
from review.states import Step

SHAPE = re.compile(r"imp_([0-9a-f]{8})_([\w-]{43})", re.ASCII)
NOBODY = "0" * 64


class ScopeMissingError(ValidationError):
    """A key was asked for that would open everything or nothing."""


class OutOfScopeError(ObjectDoesNotExist):
    """A key was used where it opens nothing; the sentence says what it does open."""


def issue_key(
    *,
    name: str,
    brands: Iterable[Brand],
    markets: Sequence[str],
    channels: Sequence[str],
    by: User,
    at: datetime.datetime,
) -> tuple[ChannelKey, str]:
    """A new key and its plain text, which is shown once and never stored.

    No brands means all of them. Raises NotYoursError, ScopeMissingError.
    """
    facts.require(Step.ISSUE_KEY, PieceFacts(), by)
    _require_scope(name, markets, channels)
    prefix = secrets.token_hex(4)
    plain = f"imp_{prefix}_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        key = ChannelKey.objects.create(
            name=name,
            prefix=prefix,
            key_sha256=_sha256(plain),
            market_codes=tuple(markets),
            channels=tuple(channels),
            created_by=by.get_username(),
            created_at=at,
        )
        key.brands.set(brands)
        ledger.record(
            action="key.issued",
            subject=f"key:{prefix}",
            by=by.get_username(),
            at=at,
            payload=_scope(key),
        )
    return key, plain


def revoke_key(*, key_id: int, by: User, at: datetime.datetime) -> ChannelKey:
    """End a key at once. Raises NotYoursError, or NotNowError when it ended before."""
    with transaction.atomic():
        key = ChannelKey.objects.select_for_update().get(pk=key_id)
        facts.require(Step.REVOKE_KEY, PieceFacts(), by)
        if key.revoked_at is not None:
            raise facts.NotNowError("This key is revoked already.")
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        ledger.record(
            action="key.revoked",
            subject=f"key:{key.prefix}",
            by=by.get_username(),
            at=at,
            payload={"name": key.name},
        )
    return key


def key_from(plain: str) -> ChannelKey | None:
    """The standing key with this plain text; None for any other text.

    Compares in constant time also when no row has the prefix, so that the time taken
    does not tell which prefixes exist.
    """
    match = SHAPE.fullmatch(plain)
    if match is None:
        return None
    rows = ChannelKey.objects.filter(prefix=match[1], revoked_at=None)
    key = rows.first()
    stored = key.key_sha256 if key else NOBODY
    return key if hmac.compare_digest(_sha256(plain), stored) else None


def require_scope(key: ChannelKey, *, brand: str, market: str, channel: str) -> None:
    """Whether a key opens a place; ``brand`` is a slug.

    Raises OutOfScopeError, whose sentence names only what the key was issued for: a
    foreign brand reads like one that does not exist.
    """
    for word, held in ((market, key.market_codes), (channel, key.channels)):
        if word not in held:
            raise OutOfScopeError(
                f"This key does not open {word}: it opens {', '.join(sorted(held))}."
            )
    brands = set(key.brands.values_list("slug", flat=True))
    if brands and brand not in brands:
        raise OutOfScopeError(f"No brand {brand} is known in the market {market}.")


def _scope(key: ChannelKey) -> dict[str, object]:
    return {
        "name": key.name,
        "brands": sorted(brand.slug for brand in key.brands.all()),
        "markets": sorted(key.market_codes),
        "channels": sorted(key.channels),
    }


def _require_scope(name: str, markets: Sequence[str], channels: Sequence[str]) -> None:
    faults = []
    if not name.strip():
        faults.append("Name the platform that will use the key.")
    if ChannelKey.objects.filter(name=name).exists():
        faults.append(f"A key named {name} exists: choose another name.")
    if not markets:
        faults.append("Name at least one market.")
    if not channels:
        faults.append("Name at least one channel.")
    unknown = sorted(set(channels) - {channel.value for channel in Channel})
    if unknown:
        faults.append(f"Unknown channel: {', '.join(unknown)}.")
    if faults:
        raise ScopeMissingError(faults)


def _sha256(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()

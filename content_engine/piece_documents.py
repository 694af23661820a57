"""Reads pieces in the contract's JSON, telling every fault at once."""

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from content_engine.channels import catalogue
from content_engine.pieces import Context, Piece, PieceText
from content_engine.rules.packs import MARKETS
from content_engine.vocabulary import Audience, Intent, PartName

LONGEST_PART = 100_000
MOST_PARTS = 50
LANGUAGES = {"US": "en-US", "GB": "en-GB", "DE": "de-DE"}
NEEDED = ("brand", "market", "channel")


class PieceFaultsError(ValidationError):
    """A document is no piece that can be checked; ``faults`` names each key."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(list(faults))
        self.faults = faults


def read(text: str, *, today: datetime.date) -> tuple[str | None, Piece]:
    """One piece with its id. Without ``at`` it speaks today.

    Raises PieceFaultsError.
    """
    raw = _document(text)
    faults = tuple(_faults(raw))
    if faults:
        raise PieceFaultsError(faults)
    market = raw["market"]
    context = Context(
        brand=raw["brand"],
        market=market,
        channel=raw["channel"],
        audience=raw.get("audience") or Audience.HCP,
        day=_day(raw.get("at")) or today,
        language=raw.get("language") or LANGUAGES[market],
        intent=raw.get("intent") or Intent.PROMOTIONAL,
        region=raw.get("region"),
    )
    parts = (PieceText(PartName(part["name"]), part["text"]) for part in raw["parts"])
    return raw.get("id"), Piece(context, tuple(parts))


def _document(text: str) -> Mapping[str, Any]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PieceFaultsError((f"This is not JSON ({error}).",)) from None
    if not isinstance(raw, dict):
        raise PieceFaultsError(("This is not a JSON object.",))
    return raw


def _faults(raw: Mapping[str, Any]) -> Iterator[str]:
    """Every fault of a document, each beginning with its key."""
    for key in NEEDED:
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            yield f"{key} is missing."
    for key in ("id", "region", "language"):
        if not isinstance(raw.get(key), str | None):
            yield f"{key} must be text."
    yield from _unknown_words(raw)
    yield from _time_faults(raw.get("at"))
    yield from _part_faults(raw.get("parts"))


def _unknown_words(raw: Mapping[str, Any]) -> Iterator[str]:
    """Words that belong to a closed list and are not on it."""
    for key, known in (("audience", Audience), ("intent", Intent), ("market", MARKETS)):
        word = raw.get(key)
        if word is not None and word not in list(known):
            yield f"{key} must be one of {', '.join(known)}, not {word!r}."
    channel = raw.get("channel")
    if isinstance(channel, str) and channel:
        try:
            catalogue.rules_of(channel)
        except catalogue.UnbuiltChannelError as error:
            yield f"channel: {error}"


def _time_faults(at: Any) -> Iterator[str]:
    if at is None:
        return
    try:
        _day(at)
    except (TypeError, ValueError, OverflowError):
        yield f"at must be a date or a time in ISO 8601, not {at!r}."


def _day(at: str | None) -> datetime.date | None:
    """The day in UTC of a date or time; raises ValueError where it is neither."""
    if at is None:
        return None
    moment = datetime.datetime.fromisoformat(at)
    return (moment.astimezone(datetime.UTC) if moment.tzinfo else moment).date()


def _part_faults(parts: Any) -> Iterator[str]:
    if not isinstance(parts, list) or not parts:
        yield "parts must list at least one part."
        return
    if len(parts) > MOST_PARTS:
        yield f"parts may list at most {MOST_PARTS}."
    for place, part in enumerate(parts[:MOST_PARTS]):
        fault = _part_fault(part)
        if fault:
            yield f"parts[{place}]{fault}"


def _part_fault(part: Any) -> str:
    if not isinstance(part, dict):
        return " must have a name and a text."
    if part.get("name") not in list(PartName):
        return f".name must be one of {', '.join(PartName)}."
    text = part.get("text")
    if not isinstance(text, str):
        return ".text must be text."
    if len(text) > LONGEST_PART:
        return f".text has {len(text)} characters; at most {LONGEST_PART} are read."
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return ".text holds half a character (a lone surrogate)."
    return ""

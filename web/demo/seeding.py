"""Loads the sample brands and profiles; their dates move on with the years."""

import datetime
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from knowledge_base.kits import loading, reading
from knowledge_base.profiles import importing
from review import channel_keys
from review.models import ChannelKey

SAMPLES = Path(settings.BASE_DIR) / "knowledge_base" / "samples"
KITS = ("quillevra.yaml", "ervantiq.yaml")
PROFILES = "hcp_profiles.jsonl"
WRITTEN_ON = datetime.date(2026, 11, 21)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def load_kits(
    *, by: User, at: datetime.datetime
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Load each sample kit; yields its file name and what was created or changed."""
    for name in KITS:
        kit = reading.read((SAMPLES / name).read_text(), name)
        alive = reading.Kit(name, _moved(kit.content, _years_since(at.date())))
        yield name, loading.load(alive, by=by, at=at, approve=True).as_dict()


def load_profiles(*, by: User, at: datetime.datetime) -> dict[str, Any]:
    """Load the sample HCP profiles."""
    counts = importing.import_profiles(SAMPLES / PROFILES, by=by, at=at)
    return counts.as_dict()


def platform_key(*, by: User, at: datetime.datetime) -> str:
    """The demo platform's key; a new one where the old is not at hand any more."""
    path = Path(settings.DATA_DIR) / "demo_platform_key"
    if path.exists() and channel_keys.key_from(path.read_text()):
        return path.read_text()
    number = ChannelKey.objects.count() + 1
    _, plain = channel_keys.issue_key(
        name=f"Demo CRM {number}",
        brands=[],
        markets=["US", "GB"],
        channels=["email", "rep_email", "sms"],
        by=by,
        at=at,
    )
    path.touch(mode=0o600)
    path.write_text(plain)
    return plain


def _years_since(day: datetime.date) -> int:
    return max(0, (day - WRITTEN_ON).days // 365)


def _moved(content: Any, years: int) -> Any:
    """The same content with every whole date so many years later."""
    if not years:
        return content

    def move(match: re.Match[str]) -> str:
        year, rest = match.group().split("-", 1)
        return f"{int(year) + years}-{'02-28' if rest == '02-29' else rest}"

    return json.loads(_each_day(json.dumps(content, ensure_ascii=False), move))


def _each_day(text: str, move: Callable[[re.Match[str]], str]) -> str:
    return DAY.sub(move, text)

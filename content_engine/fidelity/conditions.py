"""Diseases named in a text, whatever name is used for each."""

import functools
import re
from importlib import resources

import yaml

_GROUPS: tuple[tuple[str, ...], ...] = tuple(
    map(
        tuple,
        yaml.safe_load(
            resources.files(__package__).joinpath("conditions.yaml").read_text("utf-8")
        ),
    )
)
_DISEASE = {name: group[0] for group in _GROUPS for name in group}
ANY = "|".join(sorted(map(re.escape, _DISEASE), key=len, reverse=True))
_NAMED = re.compile(rf"(?<![\w-])(?:{ANY})(?![\w-])", re.IGNORECASE)


@functools.lru_cache(maxsize=256)
def named(text: str) -> frozenset[str]:
    """The diseases that a canonical text speaks of, each by one name."""
    return frozenset(_DISEASE[found.lower()] for found in _NAMED.findall(text))


def places(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where a canonical text names a disease: start, end, and the disease."""
    return tuple(
        (*found.span(), _DISEASE[found.group().lower()])
        for found in _NAMED.finditer(text)
    )

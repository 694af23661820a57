"""Finds what limits a statement: whom it holds for, against what, when, how sure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PEOPLE = (
    r"(?:patients|adults|subjects|people|persons|men|women|children|adolescents|boys|"
    r"girls|participants|individuals|infants|volunteers)"
)
END = r"[^,;.()\[\]]*?"
POPULATION = re.compile(
    rf"\b(?:in|among|for|of) ((?:(?!(?:the|of|in|and)\b)[\w≥≤>-]+ ){{0,4}}{PEOPLE}"
    rf"(?: (?:with|without|aged|who|whose|over|under|not|from|\d)\b{END})?)"
    r"(?=[,;.()\[\]]|\s+(?:was|were|is|are|had|has|have|treated|receiving|at|on|compared|"
    r"versus|vs|reported|experienced|taking|than|and|in (?:\S+ ){0,4}"
    r"(?:studies|trials|study|trial))\b|\Z)",
    re.IGNORECASE,
)
COMPARATOR = re.compile(
    r"\b(?:compared (?:with|to)|versus|vs\.?|relative to|(?:more|less|greater|lower|"
    r"higher|fewer|superior|inferior) (?:\w+ ){0,3}(?:than|to)|"
    r"(?:different|differ) from)\s+"
    r"(?:that (?:of|in|with) |those (?:of|in|with|on) |the )?(?:\d[\d.,/]*\s?%? "
    r"(?:\([^)]*\) )?(?:with|on|in|for|of|patients? (?:treated )?with) )?(?:the )?"
    r"((?!baseline|those|that|patients)[A-Za-z][\w-]*(?: \d+ ?mg)?)",
    re.IGNORECASE,
)
SPAN = r"\d+(?:\.\d+)?(?:(?: to |-|–)\d+(?:\.\d+)?)?"
TIME = re.compile(
    r"\b((?:at|by|within|after|over|through|during|for|until)(?: the)?(?: first|"
    r" about| approximately| up to| at least)?(?: an?| a median(?: follow-up)? of|"
    rf" a mean of)? (?:(?:weeks?|months?|days?|years?) {SPAN}|{SPAN}[ -](?:weeks?|"
    r"months?|days?|years?|hours?|minutes?)))\b",
    re.IGNORECASE,
)
BRACKETED = re.compile(
    r"\((?=[^()]*(?:\bCI\b|\bp\s?[<=≤>]|\bn\s?=|\bHR\b|\bRR\b|confidence interval))"
    r"[^()]*\)",
    re.IGNORECASE,
)
SETTING = re.compile(
    r"\b(?:as an adjunct to|in combination with|in addition to|as monotherapy|"
    r"when (?:used|taken|given|co-?administered) (?:with|alone|as))(?: [\w-]+){0,5}",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"\b(?:post[- ]hoc|exploratory|interim|in vitro|in animals|preliminary|pooled|"
    r"not (?:adjusted|controlled) for \w+|regardless of causality|subgroup)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Limits:
    """What a statement itself says of its limits, each as it is written."""

    population: str = ""
    comparator: str = ""
    timepoint: str = ""
    qualifiers: tuple[str, ...] = ()


def limits(text: str) -> Limits:
    """The limits that a statement states."""
    return Limits(
        population=_told(_first(POPULATION, text)),
        comparator=_first(COMPARATOR, text),
        timepoint=_first(TIME, text),
        qualifiers=tuple(dict.fromkeys(_qualifiers(text))),
    )


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1).strip() if found else ""


def _told(population: str) -> str:
    """A population, unless it is just anybody."""
    return population if len(population.split()) > 1 else ""


def _qualifiers(text: str) -> Iterator[str]:
    for pattern in (POPULATION, BRACKETED, SETTING, HEDGE, TIME):
        for found in pattern.finditer(text):
            if len(found.group().split()) > 2 or pattern is not POPULATION:
                yield found.group().strip()

"""Knows the brackets of approved copy: ``[New data|Recent data]``."""

import itertools
import math
import re

MOST_EXPANSIONS = 512  # an approver must be able to look at what is approved
BRACKET = re.compile(r"\[([^\[\]]*)\]")
MARKS = re.compile(r"[\[\]|]")
SPACES = re.compile(r" {2,}")
SPACE_BEFORE_POINT = re.compile(r" (?=[,.:;?!])")


def fault(text: str) -> str:
    """Say in words why the brackets of a text cannot be read; empty if they can."""
    depth = 0
    for mark in MARKS.findall(text):
        if mark == "|":
            if not depth:
                return "a | stands outside square brackets"
            continue
        depth += 1 if mark == "[" else -1
        if depth > 1:
            return "square brackets stand inside square brackets"
        if depth < 0:
            return "a square bracket is closed that was never opened"
    if depth:
        return "a square bracket is never closed"
    return _fault_inside(text)


def count(text: str) -> int:
    """How many approved texts one block stands for."""
    return math.prod(len(inside.split("|")) for inside in BRACKET.findall(text))


def expansions(text: str) -> tuple[str, ...]:
    """Every approved wording of a text, in the order written.

    A text without brackets gives itself; a faulty one gives nothing, so that nothing
    counts as approved by it.
    """
    if not MARKS.search(text):
        return (text,)
    if fault(text):
        return ()
    pieces = BRACKET.split(text)
    choices = [
        piece.split("|") if place % 2 else [piece] for place, piece in enumerate(pieces)
    ]
    made = ("".join(choice) for choice in itertools.product(*choices))
    return tuple(dict.fromkeys(_tidied(wording, text) for wording in made))


def _tidied(wording: str, template: str) -> str:
    """One space between words, none before a point, a capital where one was lost."""
    tidy = SPACE_BEFORE_POINT.sub("", SPACES.sub(" ", wording)).strip()
    if template.lstrip().startswith("["):
        options = template.lstrip()[1:].partition("]")[0].split("|")
        if "" in (option.strip() for option in options):
            return tidy[:1].upper() + tidy[1:]
    return tidy


def _fault_inside(text: str) -> str:
    for inside in BRACKET.findall(text):
        choices = inside.split("|")
        if len(choices) < 2:
            return f"[{inside}] offers no choice; write [one|another]"
        if len(set(choices)) < len(choices):
            return f"[{inside}] offers the same words twice"
    if count(text) > MOST_EXPANSIONS:
        return f"the block stands for more than {MOST_EXPANSIONS} texts; split it"
    return ""

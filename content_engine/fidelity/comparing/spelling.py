"""One spelling for words that Britain and America write differently; one number."""

import functools
import re

from content_engine.fidelity.comparing import lists

WHOLE = lists.spellings("spelling.whole")
KEPT = frozenset(lists.words("spelling.kept"))
FOLDS = (
    (re.compile(r"ae"), "e"),
    (re.compile(r"oe(?=[a-z])"), "e"),
    (re.compile(r"is(?=ation(?:s|al)?$|ing$|e[dsr]?$|able$)"), "iz"),
    (re.compile(r"ys(?=ing$|e[ds]?$)"), "yz"),
    (re.compile(r"our(?=$|s$|ed$|ing$|able$|abl[ey]$|ably$|al$|ite$)"), "or"),
    (re.compile(r"(?<=[bt])re(?=s?$)"), "er"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"ll(?=(?:ed|ing|er|ers)$)"), "l"),
)
TRE = frozenset(lists.words("spelling.tre"))


@functools.lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """A lower-case word in one spelling and in the singular; endings of verbs stay."""
    if word in WHOLE:
        return WHOLE[word]
    if word in KEPT or len(word) < 4 or not word.isalpha():
        return word
    for place, (pattern, into) in enumerate(FOLDS):
        if place == 5 and word.removesuffix("s") not in TRE:
            continue
        if place == 4 and len(word.removesuffix("s")) <= 4:
            continue
        word = pattern.sub(into, word)
    return _singular(word)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "ous")):
        return word[:-1]
    return word

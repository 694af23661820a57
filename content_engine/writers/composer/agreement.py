"""Faults at the seams of composed copy: what a careful reader would stumble over."""

import re

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
DOUBLED_POINT = re.compile(r"([,:;!?])\s*[.,:;!?]|(?<!\.)\.\.(?!\.)|\.\s*[,:;]")
SHORT_FORM = re.compile(r"\b(?:e\.g|i\.e|al|etc|vs|Inc|Ltd|Dr)\.(?=[,:;])")
SAME_WORD = re.compile(r"\b([^\W\d_]+)\s+\1\b(?![-’'])", re.IGNORECASE)
# A capital A inside a sentence is a name, as in "hepatitis A and B".
ARTICLE = re.compile(r"(?:\b(an?)|(?:^|[.:!?]\s+)(An?))\s+([^\W_][\w'’,.-]*)")
NUMBER = re.compile(r"\d+")
SPELLED = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z](?:\.[A-Z])+")
SPOKEN_WITH_VOWEL = frozenset("AEFHILMNORSX")
VOWELS = frozenset("aeiouàáâäèéêëìíîïòóôöùúûü")
SILENT_H = re.compile(r"hour|honest|honou?r|heir|hba|mrna", re.IGNORECASE)
LIKE_YOU_OR_WON = re.compile(
    r"eu|ewe|u[bk][irou]|uni(?![mnr]|den|dea|ss)|us[aeu]|ut[eio]|ur[aeio]|uvu"
    r"|on(?:e(?!r)|ce)|u\b",
    re.IGNORECASE,
)


def faults(text: str) -> tuple[str, ...]:
    """What is wrong inside one wording, in a few words each."""
    articles = [match.groups() for match in ARTICLE.finditer(text)]
    said = [
        ((low or high).lower(), fitting_articles(next_))
        for low, high, next_ in articles
    ]
    found = {
        "two spaces": "  " in text,
        "space before a point": bool(re.search(r"\s[,.;:!?]", text)),
        "doubled point": bool(DOUBLED_POINT.search(SHORT_FORM.sub("x", text))),
        "a before a vowel": any(a == "a" and a not in fit for a, fit in said),
        "an before a consonant": any(a == "an" and a not in fit for a, fit in said),
        "the same word twice": bool(SAME_WORD.search(text)),
    }
    return tuple(name for name, present in found.items() if present)


def fitting_articles(word: str) -> frozenset[str]:
    """Which of "a" and "an" may stand before a word, by how the word is spoken.

    Both may before capitals that some spell and others say: "an NYHA class".
    """
    if digits := NUMBER.match(word):
        teen = digits[0][:2] in {"11", "18"} and len(digits[0]) % 3 == 2
        return _article(vowel=teen or digits[0].startswith("8"))
    if capitals := SPELLED.match(word):
        spelled = _article(vowel=capitals[0][0] in SPOKEN_WITH_VOWEL)
        return spelled | _article(vowel=_opens(word)) if _may_be_said(word) else spelled
    return _article(vowel=_opens(word))


def _may_be_said(word: str) -> bool:
    """Whether capitals may be a word of their own: four or more with a vowel."""
    has_vowel = not VOWELS.isdisjoint(word.casefold())
    return len(word) > 3 and "." not in word[:-1] and has_vowel


def _opens(word: str) -> bool:
    """Whether a word, spoken as one, opens with a vowel."""
    if LIKE_YOU_OR_WON.match(word):
        return False
    return bool(SILENT_H.match(word)) or word[0].casefold() in VOWELS


def _article(*, vowel: bool) -> frozenset[str]:
    return frozenset({"an" if vowel else "a"})


def first_word(text: str) -> str:
    """The word with which a paragraph opens, in lower case."""
    found = WORD.search(text)
    return found[0].casefold() if found else ""


def last_word(text: str) -> str:
    """The word with which a paragraph ends, in lower case."""
    found = WORD.findall(text)
    return found[-1].casefold() if found else ""

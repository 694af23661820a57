"""Why a statement is no claim: headings, methods, references elsewhere, boilerplate."""

import re

from knowledge_base.proposals import words

MOST = 1_500  # code points of a claim
LEAST_WORDS = 5
DOSE = r"(?!\s?(?:mg|mcg|µg|g|ml|years?)\b)"
COMPARED = re.compile(
    r"\bp\s?[<=≤>]\s?0?\.\d|\bCI\b|\d\s?%[^.]{0,80}\b(?:and|versus|vs\.?|compared)\b"
    rf"[^.]{{0,40}}?\d\s?%|\b\d+{DOSE} [^.\d]{{0,60}}\b(?:versus|vs\.?|compared "
    rf"(?:with|to))[^.\d]{{0,20}}\d+{DOSE}\b",
    re.IGNORECASE,
)
ENDED = re.compile(r"[.;!]\W*\Z")
LABELLED = re.compile(r"\A[A-Z][\w ,/-]{2,50}\s?:\s")
ACTING = re.compile(
    r"(?<=\w )(?:reduce[sd]|lower(?:s|ed)|improve[sd]|increase[sd]|decrease[sd]|"
    r"prevent(?:s|ed)) \w",
    re.IGNORECASE,
)
FINITE, AUXILIARY = words.tell("finite"), words.tell("auxiliary")
CONTINUING = words.tell("continuing")
# A sentence that nobody understands without the one before it is no claim by itself.
LEANING = words.tell("leaning")
METHODS, PLAINLY_METHODS = words.tell("methods"), words.tell("plainly_methods")
SHOWN, RESULT = words.tell("shown"), words.tell("result")
REASONS = (
    (re.compile(r"\?\s*\Z"), "It is a question."),
    (words.tell("boilerplate"), "It is standard text that labels and papers carry."),
    (words.tell("elsewhere"), "It refers to another place."),
    (words.tell("shown_in"), "It refers to another place."),
    (words.tell("counsel"), "It is advice to a patient or for talking to one."),
    (words.tell("unknown"), "It says what is not known."),
    (words.tell("animals"), "It is about animals."),
)


def refusal(text: str) -> str:
    """Why a statement is not offered as a claim, "" if it may be one.

    The reason is a sentence with "It" for the statement.
    """
    if len(text) > MOST:
        return f"It is longer than {MOST:,} characters."
    if text.rstrip().endswith(":"):
        return "It only leads into what follows."
    if _is_fragment(text):
        return "It is a heading or no whole sentence."
    if CONTINUING.search(text):
        return "It goes on from the words before it, such as an item of a list."
    if _is_list(text):
        return "It is a list of terms."
    told = next((why for tell, why in REASONS if tell.search(text)), "")
    return told or _methods(text) or _leaning(text)


def _is_fragment(text: str) -> bool:
    """Whether it has too few words, or no end and no verb, or is all capitals."""
    words = [word for word in text.split() if len(word) > 3]
    if len(text.split()) < LEAST_WORDS:
        return True
    if ENDED.search(text):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return not FINITE.search(text) or 2 * capitals > len(words)


def _is_list(text: str) -> bool:
    """Whether it only names things, perhaps under a label such as "Nervous:"."""
    if AUXILIARY.search(text):
        return False
    if LABELLED.match(text):
        return True
    return text.count(",") > 2 and not ACTING.search(text)


def _methods(text: str) -> str:
    """Figures that compare two arms are findings, whatever else is told beside them."""
    tells = PLAINLY_METHODS.search(text) or (
        METHODS.search(text) and not (RESULT.search(text) or COMPARED.search(text))
    )
    if not tells or SHOWN.search(text):
        return ""
    return "It tells how a study was done, not what it found."


def _leaning(text: str) -> str:
    leans = LEANING.search(text) and not COMPARED.search(text)
    return "It leans on the sentence before it." if leans else ""

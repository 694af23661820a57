"""What free copy may never hold: a first refusal in words, before the gate's."""

import re
from collections.abc import Iterable

from content_engine.fidelity import canonical, lexicon
from content_engine.pieces import Context

LONGEST = 300
TOLD = 200
TYPOGRAPHY = "‘’“”–—…"

_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty "
    "sixty seventy eighty ninety hundred hundreds thousand thousands million millions "
    "billion dozen dozens half halves third thirds quarter quarters fifth tenth once "
    "twice thrice double doubled doubles triple tripled halved twofold threefold fold "
    "percent percentage pair majority minority"
)
_UNITS = (
    "mg mcg kg g ml mmol dose doses dosage tablet tablets capsule capsules injection "
    "hour hours day days week weeks month months year years daily weekly monthly yearly"
)
_COMPARATIVES = (
    "better worse fewer less greater lesser higher lower faster quicker slower longer "
    "shorter stronger weaker milder safer earlier sooner easier simpler superior "
    "inferior superiority inferiority comparable compared comparing comparison versus "
    "vs than unlike outperform outperforms outperformed exceeds exceed beyond"
)
_SUPERLATIVES = (
    "best worst most least greatest highest lowest fastest quickest strongest mildest "
    "safest newest latest easiest leading unique uniquely only unparalleled unmatched "
    "unrivalled unrivaled unprecedented perfect ideal optimal ultimate breakthrough "
    "revolutionary remarkable outstanding exceptional impressive excellent miracle"
)
_NOVELTY = "new newly novel innovative innovation"
_PROMISES = (
    "guarantee guarantees guaranteed promise promises promised always certain "
    "certainly undoubtedly surely every everyone ensure ensures"
)
_CONTRASTS = (
    "yet but however although though despite nevertheless nonetheless unfortunately "
    "whereas unless except hardly barely rarely never not no none nor nothing neither "
    "cannot without lack lacks"
)
_SAFETY = (
    r"safe\w*|unsafe\w*|risk\w*|harm\w*|tolera\w*|toxic\w*|advers\w*|side[ -]effects?|"
    r"contraindicat\w*|warning\w*|precaution\w*|danger\w*|fatal\w*|death\w*|"
    r"mortality|hypersensitiv\w*|anaphyla\w*|interact\w*"
)
_EFFECT = (
    r"effective\w*|ineffective\w*|effect\w*|effica\w*|work(?:s|ed|ing)?|improv\w*|"
    r"reduc\w*|decreas\w*|increas\w*|prevent\w*|treat\w*|cur(?:e|es|ed|ing)|heal\w*|"
    r"reliev\w*|relief|benefi\w*|protect\w*|prove[ns]?|proved|demonstrat\w*|"
    r"show(?:s|n|ed|ing)?|respon[ds]\w*|surviv\w*|help(?:s|ed|ing|ful)?|control\w*|"
    r"success\w*|fail\w*|power\w*|potent\w*|potency|rapid\w*|quick\w*|fast|"
    r"durable|sustain\w*|eliminat\w*|free(?:dom)?|indicat\w*|"
    r"approv\w*|prescrib\w*|recommend\w*|achiev\w*|experienc\w*"
)
_MACHINE = (
    r"language model|as an ai|i'?m sorry|i am sorry|i can(?:'t|not)|instruct\w*|ignore|"
    r"prompt|assistant|json"
)
_MEDICINE = (
    r"\w+(?:mab|nib|gepant|triptan|statin|pril|sartan|gliptin|gliflozin|glutide|"
    r"prazole|olol|parin|xaban|cillin|mycin|vir|trexel?|trexate)"
)
_MORE = r"more(?=\s+(?!about\b|on\b|at\b|here\b|from\b)\w)"


def _words(*lists: str) -> str:
    return "|".join(word for each in lists for word in each.split())


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w])(?:{pattern})(?![\w])", re.IGNORECASE)


_CHARACTERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"[^\x20-\x7e{TYPOGRAPHY}]"), "a character outside plain ASCII"),
    (re.compile(r"\d"), "a digit"),
    (re.compile(r"%"), "a per cent sign"),
    (re.compile(r"[<>\[\]{}()|\\`*_#^~=+&$@]"), "a bracket, tag or special sign"),
    (re.compile(r"https?:|www\.|/|\w\.\w", re.IGNORECASE), "a link"),
)
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_rule(_words(_NUMBERS)), "a number word"),
    (_rule(_words(_UNITS)), "a unit"),
    (_rule(f"{_words(_COMPARATIVES)}|{_MORE}"), "a comparison"),
    (_rule(_words(_SUPERLATIVES)), "a superlative"),
    (_rule(_words(_NOVELTY)), "a word of novelty"),
    (_rule(_words(_PROMISES)), "a promise"),
    (_rule(rf"{_words(_CONTRASTS)}|\w+n['’]t"), "a contrast or negation"),
    (_rule(_SAFETY), "a word about safety"),
    (_rule(_EFFECT), "a word about effect"),
    (_rule(_MEDICINE), "the name of a medicine"),
    (_rule(_MACHINE), "a word that is not for the reader"),
)


def objections(text: str, context: Context) -> tuple[str, ...]:
    """What is wrong with a free copy text, one phrase for each kind of fault."""
    if not text.strip():
        return ("no words at all",)
    found = [
        f'{what} ("{match[0]}")'
        for pattern, what in (*_CHARACTERS, *_WORDS, *_brand(context))
        if (match := pattern.search(text))
    ]
    if len(text) > LONGEST:
        found.append(f"{len(text)} characters, at most {LONGEST} are allowed")
    return (*found, *_outside_vocabulary(text))


def _outside_vocabulary(text: str) -> Iterable[str]:
    """What the gate would not take for courtesy, told before it has to say so."""
    wording = canonical.canonical(text)
    if strange := lexicon.strange_words(wording):
        told = ", ".join(dict.fromkeys(strange))[:TOLD]
        yield f"words that are no plain courtesy ({told})"
    elif lexicon.kind_of(wording) is None:
        yield "too many words or exclamation marks for a courtesy"


def _brand(context: Context) -> Iterable[tuple[re.Pattern[str], str]]:
    parts = [re.escape(word) for word in re.split(r"[\W_]+", context.brand) if word]
    if parts:
        yield _rule(r"[\W_]*".join(parts)), "the name of the brand"

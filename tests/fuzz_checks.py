"""Throws random and hostile pieces at the whole gate, and says what must hold then.

Walls of one sign, torn markup, claims by the thousand, texts at which an expression of
the engine would labour: each is judged without failing, in bounded processor time, and
nothing in it that could be read is left unjudged.
"""

import dataclasses
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence

from content_engine import checking
from content_engine.pieces import (
    CheckResult,
    Context,
    Finding,
    Piece,
    PieceText,
    Statement,
)
from content_engine.supply import Supply
from content_engine.vocabulary import (
    Audience,
    Channel,
    Intent,
    Outcome,
    PartName,
    Verdict,
)
from tests import fuzz_growth
from tests.content_engine.hostile import PARAGRAPHS
from tests.content_engine.rules.staging import clean, supply_for
from tests.fuzz_strings import attacks

SECONDS_ALLOWED = 20.0  # of processor time for one piece, however long
LONGEST = 1_000_000  # characters of a piece
SHORTEST = 60
MARKETS = ("US", "GB", "DE")
CHANNELS = (Channel.EMAIL, Channel.REP_EMAIL, Channel.SMS)
DENIED = frozenset({Outcome.UNSUBSTANTIATED, Outcome.DISTORTED, Outcome.EQUIVALENT})
UNITS = (
    *("1", "1.", "1.1.", "1,", "9 ", "9% ", "%", "9.8% vs 13.1% ", "0.5-", "1/2 ", "½"),
    *("10^", "²", "①", "ⅳ ", "۹", "９", "-", "- ", "• ", "| ", "|", "1. ", "a) "),
    *("(", ")", "[", "]", "[1", "[1]", "[1] ", "[1,2]", "{{", "{{a}} ", "[a|b]", '"'),
    *(
        "'",
        "“",
        "« a b c d »",
        ".",
        ". ",
        ".*",
        "...",
        "!",
        "? ",
        "\n",
        "\r",
        " ",
        "\t",
    ),
    *("\u200b", "\u00ad", "\u202e", "a\u0300", "\u0300", "\u0315\u0300", "\ufe0f", "é"),
    *("<", "<a ", "<b>", "<p>", "</p>", "<!--", "-->", "<a href='", '<a b="', "<td>"),
    *('<i alt="safe">', "<p hidden>", "<p style='color:white;'>", "<a href='%20%73'>"),
    *(
        "&",
        "&amp;",
        "&#97;",
        "&#x61;",
        "&a",
        "&lt;",
        "%20",
        "https://",
        "www.a ",
        "x@y.",
    ),
    *("https://velorin.example/?a=b ", "javascript:", "#tag ", "a", "a ", "a. ", "A. "),
    *(
        "ab-",
        "a-b-",
        "s a f e ",
        "s.a.f.e ",
        "sa-\nfe ",
        "SHOUT ",
        "Ba ",
        "e.g. ",
        "vs. ",
    ),
    *(
        "9 mg ",
        "mg/",
        "30 mg once daily ",
        "1 in 8 ",
        "one ",
        "two hundred and ",
        "half ",
    ),
    *(
        "p<",
        "p<0.05 ",
        "95% CI ",
        "HR 0.74 ",
        "week 4, ",
        "≥ ",
        "per 100 patient-years ",
    ),
    *(
        "safe ",
        "best ",
        "new ",
        "not ",
        "Velorin ",
        "VELORIN",
        "Velorin (",
        "velorin. ",
    ),
    *(
        "Dulmora ",
        "patients ",
        "children ",
        "guarantee ",
        "Thank you. ",
        "Please read ",
    ),
    *(
        "Patienten unter ",
        "wirksam ",
        "und ",
        "а",
        "ο",
        "ℯ",
        "𝐬",
        "ﬀ",
        "谢",
        "🙂",
        "\x00",
    ),
)
HARMLESS = (" ", "\n", "- ", "Thank you.\n", "Please read on. ", "Thank you. Hello. ")
Draw = Callable[[random.Random], str]


class UnseenError(AssertionError):
    """Something that could be read was not judged."""


def pieces(seed: int, longest: int = LONGEST) -> Iterator[Piece]:
    """Pieces without end, the same ones for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - no secret is made of it
    patterns = list(fuzz_growth.patterns().values())
    while True:
        yield _piece(dice, patterns, longest)


def _piece(
    dice: random.Random, patterns: Sequence[re.Pattern[str]], longest: int
) -> Piece:
    """A clean piece, or none, with hostile texts in some of its parts."""
    market, channel = dice.choice(MARKETS), dice.choice(CHANNELS)
    kind = "sms" if channel == Channel.SMS else "email"
    stage = clean(market, kind)
    context = dataclasses.replace(
        stage.piece.context,
        channel=channel,
        intent=dice.choice((*Intent, *[Intent.PROMOTIONAL] * 4)),
        audience=dice.choice((*Audience, *[Audience.HCP] * 6)),
    )
    texts = {part.name: part.text for part in stage.piece.parts}
    if dice.random() < 0.3:
        texts = {}
    many = dice.choice((1, 1, 1, 2, 4, 12))
    room = int(SHORTEST * (longest / SHORTEST) ** dice.random())
    for name in dice.sample(list(PartName), many):
        text = _text(dice, patterns, supply_for(market), room // many)
        texts[name] = texts.get(name, "") + text
    return Piece(context, tuple(PieceText(*both) for both in texts.items()))


def _text(
    dice: random.Random, patterns: Sequence[re.Pattern[str]], supply: Supply, room: int
) -> str:
    """Some walls, one after the other or one inside the other."""
    if dice.random() < 0.1:
        return _wall(f" {dice.choice(HARMLESS)}", room)
    walls = [
        _wall(unit(dice, patterns, supply), room // many)
        for many in [dice.choice((1, 1, 2, 3, 7))]
        for _ in range(many)
    ]
    dressed = dice.choice(("{}", "{}", "{}", *DRESSES))
    return dressed.replace("{}", "".join(walls))


DRESSES = (
    *("<p>{}</p>", "<p hidden>{}</p>", "<!--{}-->", '<img alt="{}">', "<a href='{}'>x"),
    *("<b>{}", "\n\n{}", "Velorin {} [1]", "<style>{}</style>", "<td>{}</td>", '"{}"'),
    *("<p style='{}'>x</p>", "References\n1. {}", "https://velorin.example/{}", "[{}]"),
)


def _wall(unit: str, room: int) -> str:
    return unit * max(1, room // max(1, len(unit)))


def unit(
    dice: random.Random, patterns: Sequence[re.Pattern[str]], supply: Supply
) -> str:
    """What a wall is built of."""
    draws: tuple[Draw, ...] = (
        lambda dice: dice.choice(HARMLESS),
        lambda dice: dice.choice(HARMLESS),
        lambda dice: dice.choice(UNITS),
        lambda dice: dice.choice(UNITS),
        lambda dice: "".join(dice.choices(UNITS, k=dice.randint(2, 6))),
        lambda dice: dice.choice(supply.claims).text + dice.choice(("", " ", " [1] ")),
        lambda dice: supply.label.safety_full.text + dice.choice(("", " ", "\n")),
        lambda dice: dice.choice(list(PARAGRAPHS.values())) + dice.choice((" ", "\n")),
        lambda dice: _attack(dice, dice.choice(patterns)),
        lambda dice: "".join(chr(_code(dice)) for _ in range(dice.randint(1, 200))),
    )
    return dice.choice(draws)(dice) or "a"


def _attack(dice: random.Random, pattern: re.Pattern[str]) -> str:
    """What one expression of the engine would labour at, in a handy length."""
    return dice.choice(list(attacks(pattern, dice))).text(dice.choice((1, 50, 3_000)))


def _code(dice: random.Random) -> int:
    """A code point that is a character."""
    code = int(0x110000 * dice.random() ** 4)
    return code if not 0xD800 <= code <= 0xDFFF else 0xFFFD


def judged(piece: Piece) -> CheckResult:
    """The gate's result. Raises UnseenError where it is not closed."""
    result = checking.check(piece, supply_for(piece.context.market))
    fault = unseen(piece, result)
    if fault:
        raise UnseenError(fault)
    return result


def unseen(piece: Piece, result: CheckResult) -> str:
    """What of a piece was passed over, or told at a wrong place; empty if nothing."""
    texts = {part.name: part.text for part in piece.parts}
    denied = any(one.outcome in DENIED for one in result.statements)
    if denied and result.verdict != Verdict.BLOCKED:
        return f"a denied statement did not block, but {result.verdict}"
    placed: list[Statement | Finding] = [*result.statements, *result.findings]
    for told in placed:
        if told.part and told.start is not None and told.end is not None:
            own = texts[told.part][told.start : told.end]
            if own != told.text:
                return f"the words of {type(told).__name__} are not those at its place"
    for name, text in texts.items():
        spans = [(one.start, one.end) for one in result.statements if one.part == name]
        spans += [mark.span() for mark in MARKER.finditer(text)]
        if _is_passed_over(text, spans):
            return f"letters of {name} belong to no statement"
    return ""


def _is_passed_over(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether a letter or digit of a text stands outside all spans."""
    seen = bytearray(len(text))
    for start, end in spans:
        seen[start:end] = b"\x01" * (end - start)
    return any(
        not is_seen and letter.isascii() and letter.isalnum()
        for is_seen, letter in zip(seen, text, strict=True)
    )


MARKER = re.compile(r"\[[\d, \u00a0]{1,60}\]")


def attempt(piece: Piece) -> str:
    """What became of one piece: its verdict, or the failure's name."""
    before = time.process_time()
    try:
        with fuzz_growth.within(3 * SECONDS_ALLOWED):
            outcome = judged(piece).verdict.value
    except fuzz_growth.TooSlowError:
        return "failed: far too slow"
    except Exception as error:  # noqa: BLE001 - whatever comes is what is looked for
        return f"failed: {type(error).__name__}: {str(error)[:200]}"
    taken = time.process_time() - before
    return "failed: slow" if taken > SECONDS_ALLOWED else outcome


def attempts(seconds: float, seed: int) -> Iterator[tuple[str, Piece]]:
    """Pieces and what became of each, until the time is over."""
    until = time.monotonic() + seconds
    for piece in pieces(seed):
        if time.monotonic() > until:
            return
        yield attempt(piece), piece


def told(piece: Piece) -> str:
    """A piece in few words, for whoever mends what it showed."""
    parts = [
        f"{one.name}: {len(one.text)} characters {one.text[:150]!r}…{one.text[-60:]!r}"
        for one in piece.parts
        if len(one.text) > SHORTEST
    ]
    context: Context = piece.context
    where = f"{context.market} {context.channel} {context.intent} {context.audience}"
    return "\n  ".join([where, *parts])

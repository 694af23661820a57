"""The sample brands read as an editor reads a proof: every word, every figure."""

import datetime
import itertools
import re
from typing import Any

import pytest

from knowledge_base.wording import alternations
from tests import samples

Kit = dict[str, Any]
NAMES = ("quillevra", "ervantiq")
MARKETS = ("US", "GB")
CHANNELS = ("email", "rep_email", "sms")
TONES = ("clinical", "warm", "direct", "collegial")
TODAY = "2026-11-21"
THEMES = {
    "quillevra": (
        *("efficacy", "onset", "tolerability", "dosing"),
        *("quality_of_life", "mechanism"),
    ),
    "ervantiq": (
        *("skin_clearance", "itch", "safety_monitoring", "dosing"),
        *("quality_of_life", "mechanism"),
    ),
}
KITS: dict[str, Kit] = {name: samples.kit(name) for name in NAMES}
BLOCKS = [
    pytest.param(name, block, id=f"{name}-{block['key']}")
    for name in NAMES
    for block in KITS[name]["copy"]
]
CLAIMS = [(name, claim) for name in NAMES for claim in KITS[name]["claims"]]


def expanded(text: str) -> list[str]:
    """Every reading of the brackets by a scanner of its own; no tidying at all."""
    pieces = re.split(r"\[([^\]]*)\]", text)
    choices = [p.split("|") if n % 2 else [p] for n, p in enumerate(pieces)]
    return ["".join(choice) for choice in itertools.product(*choices)]


WORDINGS = [
    (name, block, wording)
    for name in NAMES
    for block in KITS[name]["copy"]
    for wording in alternations.expansions(block["text"])
]


def refused(test: Any) -> list[str]:
    """Every wording that a rule does not let pass, with its block."""
    return [
        f"{name}/{block['key']}: {wording!r}"
        for name, block, wording in WORDINGS
        if test(block, wording)
    ]


# What no promotional line may say, read from the rule catalogue (groups WD and ST).
FORBIDDEN = re.compile(
    r"""\b(
      safe|safely|safer|safest|new|newest|novel|latest|introducing|now\ available|
      best|first\ choice|number\ one|unmatched|ultimate|superior|gold\ standard|
      breakthrough|revolutionary|only|guarantee\w*|cure[ds]?|eliminat\w+|eradicat\w+|
      never\ fails|life-saving|miracle|proven|well\ tolerated|favou?rable|benign|
      manageable|placebo-like|gift|voucher|prize|reward|bonus|free|
      significant\w*|approved\ by|recommended\ by|hurry|urgent|act\ now|last\ chance|
      unique|outstanding|amazing|incredible|leading|better|faster|stronger|powerful|
      potent|unparalleled|unprecedented|todo|tbd|lorem|xx
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
TOKEN = re.compile(r"\{\{(\w+)\}\}")
LONGEST = {
    "subject": 150 - len("Promotional: "),
    "preheader": 140,
    "headline": 120,
    "call_to_action": 40,
}
VALUES = {"accountTitle": "T" * 12, "accountLname": "L" * 40, "userName": "U" * 60}
RULES: dict[str, Any] = {
    "double space": lambda b, w: "  " in w,
    "space before a point": lambda b, w: re.search(r"\s[,.:;?!)\]]", w),
    "space after an opening bracket": lambda b, w: re.search(r"[(]\s", w),
    "no space after a point": lambda b, w: re.search(r"[a-z][,;:?!][A-Za-z]", w),
    "no space after a full stop": lambda b, w: re.search(r"[a-z]\.[A-Z]", w),
    "doubled points": lambda b, w: re.search(
        r"[,;:!?]{2}|\.[,;:]|(?<!\.)\.\.(?!\.)", w
    ),
    "outer space": lambda b, w: w != w.strip() or not w,
    "line break or tab": lambda b, w: re.search(r"[\n\r\t]", w),
    "unbalanced quotes": lambda b, w: w.count('"') % 2 or w.count("“") != w.count("”"),
    "unbalanced brackets": lambda b, w: w.count("(") != w.count(")"),
    "debris of alternations": lambda b, w: set("[]|<>\\") & set(w),
    "small first letter": lambda b, w: (
        w[0].isalpha() and not w[0].isupper() and not w.startswith("{{")
    ),
    "a digit": lambda b, w: any(letter.isnumeric() for letter in w),
    "a forbidden word": lambda b, w: FORBIDDEN.search(w),
    "an exclamation mark": lambda b, w: "!" in w,
    "capitals": lambda b, w: len(re.findall(r"\b[A-Z]{4,}\b", w)) > 1,
    "a doubled word": lambda b, w: re.search(r"\b(\w+) \1\b", w, re.IGNORECASE),
    "a before a vowel": lambda b, w: re.search(r"\ba [aeio]\w", w, re.IGNORECASE),
    "an before a consonant": lambda b, w: re.search(
        r"\ban [bcdfgjklmnpqrstvwxyz][a-z]", w, re.IGNORECASE
    ),
    "an address": lambda b, w: re.search(r"https?:|www\.|@", w),
    "a foreign character": lambda b, w: (
        not re.fullmatch(r"[A-Za-zÀ-ÿ ,.:;?'\"()&/–—’“”®▼\-{}]+", w)
    ),
    "too long": lambda b, w: (
        len(TOKEN.sub(lambda m: VALUES.get(m[1], ""), w)) > LONGEST.get(b["role"], 400)
    ),
    "an unknown token": lambda b, w: set(TOKEN.findall(w)) - set(VALUES),
    "a token outside a representative's mail": lambda b, w: (
        "{{" in w and b.get("channels") != ["rep_email"]
    ),
    "stray braces": lambda b, w: re.search(r"[{}]", TOKEN.sub("", w)),
    "an evidence lead or bridge that does not end": lambda b, w: (
        b["role"] in ("evidence_lead", "bridge") and w[-1] not in ":.?"
    ),
    "a call to action that ends in a point": lambda b, w: (
        b["role"] == "call_to_action" and w[-1] in ".:;,"
    ),
    "an SMS line of more than sixty characters": lambda b, w: (
        b["role"] == "opening" and b.get("channels") == ["sms"] and len(w) > 60
    ),
    "an SMS button of more than twenty characters": lambda b, w: (
        b["role"] == "call_to_action"
        and "sms" in b.get("channels", ["sms"])
        and len(w) > 20
    ),
    "an SMS line beyond GSM-7": lambda b, w: (
        "sms" in b.get("channels", ["sms"])
        and b["role"] in ("opening", "call_to_action")
        and not re.fullmatch(r"[A-Za-z ,.:;?'\"()&/\-]+", w)
    ),
    "words that point at what may be absent": lambda b, w: re.search(
        r"\b(as above|see above|same study|also shown|as mentioned|the former)\b",
        w,
        re.I,
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_no_wording_of_any_block_has(rule: str) -> None:
    assert refused(RULES[rule]) == []


@pytest.mark.parametrize("name", NAMES)
def test_tidying_leaves_only_the_words_that_were_written(name: str) -> None:
    for block in KITS[name]["copy"]:
        made = alternations.expansions(block["text"])
        written = expanded(block["text"])
        assert len(made) == len(written), block["key"]
        for one, other in zip(made, written, strict=True):
            assert re.sub(r"\s", "", one).casefold() == (
                re.sub(r"\s", "", other).casefold()
            )


@pytest.mark.parametrize("name", NAMES)
def test_no_two_blocks_of_a_role_say_the_same(name: str) -> None:
    seen: dict[tuple[str, str], str] = {}
    for block_name, block, wording in WORDINGS:
        if block_name == name:
            for tone, channel in itertools.product(block["tones"], block["channels"]):
                place = (f"{block['role']} {tone} {channel}", wording)
                assert seen.setdefault(place, block["key"]) == block["key"], place


@pytest.mark.parametrize("name", NAMES)
def test_a_block_names_only_its_own_brand(name: str) -> None:
    kit = KITS[name]
    [other] = set(NAMES) - {name}
    rivals = [row[key] for row in kit["brand"]["competitors"] for key in row]
    strangers = [
        *rivals,
        KITS[other]["brand"]["name"],
        KITS[other]["brand"]["generic_name"],
    ]
    texts = [block["text"] for block in kit["copy"]]
    texts += [text for claim in kit["claims"] for text in words_of(claim)]
    for text in texts:
        assert not [word for word in strangers if word.casefold() in text.casefold()]


@pytest.mark.parametrize("name", NAMES)
def test_every_tone_can_fill_every_role_in_every_channel(name: str) -> None:
    mail: tuple[str, ...] = (
        "subject",
        "preheader",
        "headline",
        "opening",
        "evidence_lead",
        "bridge",
    )
    mail += ("greeting", "closing", "signature", "call_to_action")
    for tone, channel in itertools.product(TONES, CHANNELS):
        roles = ("opening", "call_to_action") if channel == "sms" else mail
        for role, theme in itertools.product(roles, THEMES[name]):
            fitting = [
                block
                for block in KITS[name]["copy"]
                if block["role"] == role
                and tone in block["tones"]
                and channel in (block.get("channels") or [channel])
                and theme in (block.get("themes") or [theme])
            ]
            assert len(fitting) >= (
                1 if channel == "sms" or role == "signature" else 2
            ), (
                tone,
                channel,
                role,
                theme,
            )


@pytest.mark.parametrize("name", NAMES)
def test_blocks_and_claims_use_the_words_that_the_kit_declares(name: str) -> None:
    themes = {theme for c in KITS[name]["claims"] for theme in c.get("themes", [])}
    for block in KITS[name]["copy"]:
        assert set(block["tones"]) <= set(TONES)
        assert set(block.get("themes", [])) <= set(THEMES[name]), block["key"]
        assert set(block.get("formats", [])) <= {"short", "standard", "long"}
    assert set(THEMES[name]) <= themes


# Claims and their evidence.

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def words_of(claim: Kit) -> list[str]:
    return [claim["text"], *claim.get("variations", [])]


def numbers(text: str) -> set[str]:
    return set(NUMBER.findall(text))


def quotes(kit: Kit, claim: Kit) -> str:
    """All the words that a claim's citations stand for, and their citations."""
    known = {row["key"]: row for row in kit["references"]}
    said = []
    for cited in claim["references"]:
        key, _, wanted = cited.partition("#")
        for anchor in known[key].get("anchors", []):
            if not wanted or anchor["key"] == wanted:
                said.append(anchor["quote"])
    return " ".join(said)


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_a_claim_stands_in_its_text_and_its_quote(name: str) -> None:
    wrong = []
    for claim in KITS[name]["claims"]:
        quoted = numbers(quotes(KITS[name], claim))
        for figure in claim.get("figures", []):
            said = [figure["value"], *figure.get("interval", []), figure.get("p", "")]
            shown = {number for one in said for number in numbers(one)}
            # A short claim may leave the counts to its source.
            kept = shown | numbers(figure.get("n", ""))
            wrong += [
                (claim["key"], text, shown - numbers(text))
                for text in words_of(claim)
                if shown - numbers(text)
            ]
            if kept - quoted:
                wrong.append((claim["key"], "not in its quote", kept - quoted))
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_percentage_and_denominator_agrees(name: str) -> None:
    texts = [text for claim in KITS[name]["claims"] for text in words_of(claim)]
    texts += [
        a["quote"] for r in KITS[name]["references"] for a in r.get("anchors", [])
    ]
    checked = 0
    for text in texts:
        for share, part, whole in re.findall(
            r"(?<![<>\d.])(\d+(?:\.\d+)?)% \((\d[\d,]*)/(\d[\d,]*)\)", text
        ):
            ratio = 100 * int(part.replace(",", "")) / int(whole.replace(",", ""))
            digits = len(share.partition(".")[2])
            assert abs(ratio - float(share)) <= 0.5 * 10**-digits + 1e-9, (share, text)
            checked += 1
    assert checked > 20


@pytest.mark.parametrize("name", NAMES)
def test_an_interval_holds_its_estimate(name: str) -> None:
    for claim in KITS[name]["claims"]:
        for figure in claim.get("figures", []):
            if "interval" in figure:
                low, high = (float(one) for one in figure["interval"])
                assert low < float(figure["value"]) < high, claim["key"]


@pytest.mark.parametrize("name", NAMES)
def test_variations_say_the_same_figures_and_differ_in_words(name: str) -> None:
    for claim in KITS[name]["claims"]:
        texts = words_of(claim)
        assert len(set(texts)) == len(texts), claim["key"]
        for text in texts[1:]:
            assert sorted(NUMBER.findall(text)) == sorted(NUMBER.findall(texts[0])), (
                claim["key"]
            )


@pytest.mark.parametrize("name", NAMES)
def test_claims_and_their_variations_are_sentences(name: str) -> None:
    wrong = [
        (claim["key"], text)
        for claim in KITS[name]["claims"]
        for text in words_of(claim)
        if text != text.strip()
        or "  " in text
        or "\n" in text
        or text[-1] not in ".?"
        or not (text[0].isupper() or text[0].isdigit())
        or text.count("(") != text.count(")")
        or re.search(r"\s[,.:;?!)]|[\[\]{}|]", text)
        or (claim.get("channels") != ["sms"] and len(text) < 20)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_a_claim_for_sms_leaves_room_for_the_rest(name: str) -> None:
    for claim in KITS[name]["claims"]:
        if claim.get("channels") == ["sms"]:
            for text in words_of(claim):
                assert len(text) <= 200, claim["key"]
                assert text.isascii(), claim["key"]


def wide(value: list[str] | None, everything: tuple[str, ...]) -> set[str]:
    return set(value or everything)


ALL_CHANNELS = (*CHANNELS, "slide", "leave_behind", "portal_card", "banner", "push")


@pytest.mark.parametrize("name", NAMES)
def test_a_companion_may_go_wherever_its_claim_goes(name: str) -> None:
    known = {claim["key"]: claim for claim in KITS[name]["claims"]}
    pairs = [
        (claim, known[k])
        for claim in known.values()
        for k in claim.get("companions", [])
    ]
    assert pairs
    for claim, companion in pairs:
        who = (claim["key"], companion["key"])
        assert set(claim["markets"]) <= set(companion["markets"]), who
        for field, everything in (
            ("channels", ALL_CHANNELS),
            ("audiences", ("HCP", "PATIENT", "PAYER")),
        ):
            assert wide(claim.get(field), everything) <= wide(
                companion.get(field), everything
            ), who
        first = max(claim.get("valid_from", ""), TODAY)
        assert companion.get("valid_from", "") <= first, who
        last = claim.get("expires_on", "9999")
        assert last <= TODAY or companion.get("expires_on", "9999") > TODAY, who


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("market", MARKETS)
def test_each_theme_has_claims_to_choose_from(
    market: str, channel: str, name: str
) -> None:
    kit = KITS[name]
    dead = {
        row["key"] for row in kit["references"] if row.get("expires_on", "9") <= TODAY
    }
    for theme in THEMES[name]:
        usable = [
            claim["key"]
            for claim in kit["claims"]
            if theme in (claim.get("themes") or THEMES[name])
            and market in claim["markets"]
            and channel in wide(claim.get("channels"), ALL_CHANNELS)
            and "HCP" in wide(claim.get("audiences"), ("HCP",))
            and claim.get("valid_from", "") <= TODAY < claim.get("expires_on", "9999")
            and not {one.partition("#")[0] for one in claim["references"]} & dead
        ]
        # A long e-mail carries three claims, an SMS one.
        assert len(usable) >= (1 if channel == "sms" else 3), theme


@pytest.mark.parametrize("name", NAMES)
def test_every_reference_and_anchor_serves_a_claim_or_states_why_not(name: str) -> None:
    cited = {one for claim in KITS[name]["claims"] for one in claim["references"]}
    bare = {one.partition("#")[0] for one in cited}
    assert {row["key"] for row in KITS[name]["references"]} == bare


@pytest.mark.parametrize("name", NAMES)
def test_sources_are_older_than_today_and_claims_end(name: str) -> None:
    for row in KITS[name]["references"]:
        assert row.get("published_on", TODAY) <= TODAY, row["key"]
    for claim in KITS[name]["claims"]:
        if end := claim.get("expires_on"):
            begin = claim.get("valid_from", TODAY)
            years = datetime.date.fromisoformat(end).year - int(begin[:4])
            assert years <= 3, claim["key"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("market", MARKETS)
def test_the_label_in_force_says_what_each_market_asks(market: str, name: str) -> None:
    kit = KITS[name]
    [label] = [
        row
        for row in kit["labels"]
        if row["market"] == market
        and row["effective_on"]
        == max(
            other["effective_on"]
            for other in kit["labels"]
            if other["market"] == market and other["effective_on"] <= TODAY
        )
    ]
    words = label["safety_information"]
    brand = kit["brand"]
    assert len(words["short"]) < len(words["full"])
    assert brand["generic_name"] in words["full"]
    assert re.search("(?i)prescribing information|smpc|summary of p", words["full"])
    for contraindication in label["contraindications"]:
        assert contraindication.strip()
    statement = brand["markets"][market]["adverse_event_statement"]
    if market == "GB":
        assert statement.startswith("Adverse events should be reported.")
        assert "yellowcard.mhra.gov.uk" in statement
        assert brand["manufacturer"] in statement
    else:
        assert "1-800-FDA-1088" in statement
    assert brand["markets"][market]["prescribing_information_url"].startswith(
        "https://"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_boxed_warning_is_in_the_full_safety_text(name: str) -> None:
    boxed = [row for row in KITS[name]["labels"] if row.get("boxed_warning")]
    assert bool(boxed) == (name == "ervantiq")
    for label in boxed:
        assert label["market"] == "US"
        full = label["safety_information"]["full"].casefold()
        for risk in (
            "infection",
            "mortality",
            "malignanc",
            "cardiovascular",
            "thrombo",
        ):
            assert risk in label["boxed_warning"].casefold()
            assert risk in full


# Products that are on sale somewhere; the samples must not be mistaken for them.
REAL_NAMES = """
    abrocitinib aimovig ajovy atogepant baricitinib botox cibinqo delgocitinib dupilumab
    dupixent ebglyss emgality eptinezumab erenumab eucrisa fremanezumab galcanezumab
    lebrikizumab lasmiditan maxalt imitrex nemluvio nemolizumab nurtec olumiant opzelura
    oritavancin propranolol qulipta reyvow rimegepant rinvoq ritlecitinib ruxolitinib
    rizatriptan sumatriptan tezspire tofacitinib topamax topiramate tralokinumab tecnu
    ubrelvy ubrogepant upadacitinib vyepti vydura xeljanz zavegepant zavzpret zomig
    adbry adtralza filgotinib jyseleca deucravacitinib sotyktu pimecrolimus elidel
    tacrolimus
    protopic crisaborole staquis candesartan humira entresto eliquis ozempic quviviq
    quillivant quillichew ervebo erivedge erbitux evrysdi entyvio quinapril
"""
REAL = sorted(set(re.findall(r"\w+", REAL_NAMES)))


def distance(first: str, second: str) -> int:
    """How many letters to change, drop or add (Levenshtein)."""
    row = list(range(len(second) + 1))
    for n, letter in enumerate(first, 1):
        previous, row[0] = row[0], n
        for m, other in enumerate(second, 1):
            cost = min(row[m] + 1, row[m - 1] + 1, previous + (letter != other))
            previous, row[m] = row[m], cost
    return row[-1]


@pytest.mark.parametrize("name", NAMES)
def test_invented_names_are_not_like_real_ones(name: str) -> None:
    brand = KITS[name]["brand"]
    rows = [brand, *brand["competitors"]]
    # Substance names share a stem (-gepant, -citinib) and so come nearer by design.
    room = {"name": 3, "generic_name": 2}
    near = [
        (row[key], real)
        for row in rows
        for key, least in room.items()
        for real in REAL
        if distance(row[key].casefold(), real) < least
    ]
    assert near == []
    assert brand["slug"] == brand["name"].casefold()


@pytest.mark.parametrize("name", NAMES)
def test_no_address_of_the_samples_leads_to_somebody_real(name: str) -> None:
    text = (samples.SAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    hosts = set(re.findall(r"https?://([\w.-]+\w)", text))
    assert hosts
    official = {"yellowcard.mhra.gov.uk", "www.fda.gov", "www.mhra.gov.uk"}
    assert {host for host in hosts - official if not host.endswith(".example")} == set()
    assert "@" not in re.sub(r"@\w+\.example\b", "", text)

"""Words that try to slip past: look-alikes, gaps, markup, hidden text, links. All seen.

Every trick stands in a piece that is clean without it, and must be told at its very
place by a rule that names what is wrong, not only as words nobody approved.
"""

import functools

import pytest

from content_engine.pieces import CheckResult, Finding
from content_engine.vocabulary import Severity, Verdict
from tests.content_engine.rules.staging import staged

Z, SHY, NB, WJ = "\u200b", "\u00ad", "\u00a0", "\u2060"

TRICKS = {
    # letters of other scripts
    "cyrillic a": ("Velorin is sаfe.", "WD-01"),
    "cyrillic e": ("Velorin is safе.", "WD-01"),
    "cyrillic es": ("It сures heart failure.", "WD-05"),
    "cyrillic dze": ("Velorin is ѕafe.", "WD-01"),
    "greek omicron": ("Velοrin is safe.", "SE-05"),
    "greek alpha": ("Velorin is sαfe.", "WD-01"),
    "greek nu in the brand": ("νelorin works.", "SE-05"),
    "all cyrillic": ("Velorin: а ѕаfе start.", "WD-01"),
    "whole word imitates": ("Meet асе of hearts.", "SE-05"),
    "fullwidth": ("Velorin is ｓａｆｅ.", "WD-01"),
    "bold mathematical": ("Velorin is 𝐬𝐚𝐟𝐞.", "WD-01"),
    "script mathematical": ("Velorin is 𝓈𝒶𝒻ℯ.", "WD-01"),
    "circled": ("Velorin is ⓢⓐⓕⓔ.", "WD-01"),
    "accented": ("Velorin is sáfé.", "WD-01"),
    "struck through": ("Velorin is s̶a̶f̶e̶.", "WD-01"),
    "dotless i": ("A guaranteed mıracle.", "WD-03"),
    "ligature": ("Velorin is without side eﬀects.", "WD-04"),
    "capitals": ("VELORIN IS SAFE.", "WD-01"),
    "small capitals": ("Velorin is ꜱᴀꜰᴇ.", "WD-01"),
    # digits and signs for letters
    "four for a": ("Velorin is s4fe.", "WD-01"),
    "three for e": ("Velorin is saf3r.", "WD-01"),
    "zero for o": ("No side eff3cts, g0ld standard.", "WD-03"),
    "dollar for s": ("Velorin is $afe.", "WD-01"),
    "at for a": ("Velorin is s@fe.", "WD-01"),
    # characters that nobody sees
    "zero width space": (f"Velorin is sa{Z}fe.", "WD-01"),
    "zero width space is told": (f"Velorin is sa{Z}fe.", "SE-05"),
    "soft hyphen": (f"Velorin is sa{SHY}fe.", "WD-01"),
    "word joiner": (f"Velorin is s{WJ}a{WJ}f{WJ}e.", "WD-01"),
    "zero width joiner": ("Velorin is sa\u200dfe.", "WD-01"),
    "byte order mark": ("Velorin is sa\ufefffe.", "WD-01"),
    "left-to-right mark": ("Velorin is sa\u200efe.", "SE-05"),
    "right-to-left override": ("Velorin is \u202eefas\u202c.", "SE-05"),
    "variation selector": ("Velorin is sa\ufe0ffe.", "WD-01"),
    "hangul filler": ("Velorin is sa\u3164fe.", "WD-01"),
    "tag characters": ("Velorin is safe\U000e0041.", "SE-05"),
    "no-break spaces": (f"no{NB}side{NB}effects", "WD-04"),
    "thin spaces": ("no\u2009side\u2009effects", "WD-04"),
    # words taken apart
    "spaced letters": ("Velorin is s a f e.", "WD-01"),
    "spaced letters are told": ("Velorin is s a f e.", "SE-05"),
    "dotted letters": ("Velorin is s.a.f.e today", "WD-01"),
    "dashed letters": ("Velorin is s-a-f-e.", "WD-01"),
    "underscored letters": ("Velorin is s_a_f_e.", "WD-01"),
    "starred letters": ("Velorin is s*a*f*e.", "WD-01"),
    "hyphen inside": ("Velorin is sa-fe.", "WD-01"),
    "broken over lines": ("Velorin is sa-\nfe.", "WD-01"),
    "broken with indent": ("It cu-\n  res heart failure.", "WD-05"),
    "phrase broken over lines": ("Velorin has no\nside\neffects.", "WD-04"),
    "phrase over table rows": ("<td>no side</td><td>effects</td>", "WD-04"),
    "star inside": ("Velorin is sa*fe.", "WD-01"),
    "middle dot inside": ("Velorin is sa·fe.", "WD-01"),
    "doubled spaces": ("no   side   effects", "WD-04"),
    "hyphens for spaces": ("no-side-effects", "WD-04"),
    "slash between": ("the best/finest tablet", "WD-03"),
    # markup
    "bold inside": ("Velorin is s<b>a</b>fe.", "WD-01"),
    "comment inside": ("Velorin is sa<!-- -->fe.", "WD-01"),
    "empty span inside": ("Velorin is sa<span></span>fe.", "WD-01"),
    "decimal entity": ("Velorin is s&#97;fe.", "WD-01"),
    "hexadecimal entity": ("Velorin is s&#x61;fe.", "WD-01"),
    "named entity": ("Velorin is sa&shy;fe.", "WD-01"),
    "zero width entity": ("Velorin is sa&#8203;fe.", "WD-01"),
    "alt attribute": ('See <img src="a.png" alt="A safe start">.', "WD-01"),
    "alt attribute is told": ('See <img src="a.png" alt="A safe start">.', "SF-01"),
    "alt with entities": ('<img src="a.png" alt="A s&#97;fe start">', "WD-01"),
    "alt without quotes": ("<img src=a.png alt=guaranteed>", "WD-05"),
    "title attribute": ('<a href="#" title="no side effects">Open</a>', "WD-04"),
    "aria label": ('<a href="#" aria-label="The best tablet">Open</a>', "WD-03"),
    "placeholder": ('<input placeholder="Win a gift card">', "WD-08"),
    "meta content": ('<meta name="x" content="a safe start">', "WD-01"),
    "image without words": ('<img src="safety.jpg">', "SF-04"),
    "comment": ("<!-- Velorin is safe -->", "WD-01"),
    "comment is told": ("<!-- Velorin is calm -->", "SE-05"),
    "comment left open": ("<!-- Velorin is safe", "WD-01"),
    "script": ("<script>var s = 'guaranteed';</script>", "WD-05"),
    "style content": ("<style>a:after{content:'the best'}</style>", "WD-03"),
    # hidden text
    "display none": ('<p style="display:none">Velorin is safe.</p>', "WD-01"),
    "display none is told": ('<p style="display:none">Velorin</p>', "SE-05"),
    "visibility": ('<p style="visibility: hidden">a safe start</p>', "SE-05"),
    "hidden attribute": ("<p hidden>a safe start</p>", "SE-05"),
    "font of nought": ('<p style="font-size:0">a safe start</p>', "SE-05"),
    "font of one pixel": ('<p style="font-size:1px">a safe start</p>', "SE-05"),
    "white on white": ('<p style="color:#fff">a safe start</p>', "SE-05"),
    "nearly white": ('<p style="color:#FEFEFE">a safe start</p>', "SE-05"),
    "old font colour": ('<font color="white">a safe start</font>', "SE-05"),
    "grey on grey": (
        '<div style="background:#808080"><p style="color:gray">a safe start</p></div>',
        "SE-05",
    ),
    "off the page": ('<p style="text-indent:-9999px">a safe start</p>', "SE-05"),
    "far left": ('<p style="position:absolute;left:-5000px">safe</p>', "SE-05"),
    "clipped": ('<p style="clip:rect(0,0,0,0)">a safe start</p>', "SE-05"),
    "no height": ('<div style="max-height:0">a safe start</div>', "SE-05"),
    "transparent": ('<p style="color:transparent">a safe start</p>', "SE-05"),
    "clear as glass": ('<p style="opacity:0">a safe start</p>', "SE-05"),
    "office only": ('<p style="mso-hide:all">a safe start</p>', "SE-05"),
    "nested in hidden": ("<div hidden><b>a safe start</b></div>", "WD-01"),
    # addresses
    "path of a link": ("https://pi.velorin.example/safe-start", "WD-01"),
    "link in markup": ('<a href="https://velorin.example/safe">Open</a>', "WD-01"),
    "encoded link": ('<a href="https://velorin.example/%73afe">Open</a>', "WD-01"),
    "query of a link": ("https://pi.velorin.example/us?segment=sceptic", "PS-02"),
    "foreign host": ("Open https://velorin.example.evil.example/us", "CH-24"),
    "script address": ("Open javascript:alert(1)//https://x.example", "CH-24"),
    "hashtag": ("Read more #heartsathome", "SF-01"),
    # figures
    "comment in a figure": ("With Velorin, 9<!-- -->.7% were admitted.", "SE-05"),
    "figure in full width": ("９．７％ vs １３．１％.", "ST-07"),
    "decimal comma": ("In all, 9,7 % were admitted.", "MK-06"),
    "superscript for a digit": ("Velorin is 100² % effective, guaranteed.", "WD-05"),
}
IN_PARTS = ("subject", "preheader", "headline", "call_to_action", "alt_text", "footer")


@functools.cache
def result_of(text: str) -> CheckResult:
    return staged(text, "US").check()


def told(text: str) -> list[Finding]:
    return [*result_of(text).findings]


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_is_told_by_a_rule_that_names_it(name: str) -> None:
    text, rule = TRICKS[name]
    assert rule in {one.rule for one in told(text)}


@pytest.mark.parametrize("name", TRICKS)
def test_no_trick_is_cleared(name: str) -> None:
    assert result_of(TRICKS[name][0]).verdict == Verdict.BLOCKED


@pytest.mark.parametrize("name", TRICKS)
def test_the_place_is_that_of_the_original(name: str) -> None:
    """Every finding's offsets cut its text out of the part as it came in."""
    stage = staged(TRICKS[name][0], "US")
    parts = {part.name: part.text for part in stage.piece.parts}
    for one in told(TRICKS[name][0]):
        if one.part and one.start is not None and one.end is not None:
            assert one.text == parts[one.part][one.start : one.end]


@pytest.mark.parametrize("part", IN_PARTS)
@pytest.mark.parametrize(
    "text", [f"sa{Z}fe", "s a f e", "ѕafe", "s&#97;fe", "<i>sa</i>fe"]
)
def test_a_trick_is_seen_in_every_part(part: str, text: str) -> None:
    found = staged({part: f"Velorin is {text}"}, "US").check().findings
    assert "WD-01" in {one.rule for one in found if one.part == part}


def test_a_hidden_word_weighs_what_a_shown_one_does() -> None:
    shown = {f.severity for f in told("a safe start") if f.rule == "WD-01"}
    hidden = {
        f.severity for f in told("<p hidden>a safe start</p>") if f.rule == "WD-01"
    }
    assert shown == hidden == {Severity.HIGH}


@pytest.mark.parametrize(
    "text",
    [
        "Velorin® (tamoxetrel)",
        "Naïve résumé, façade, Zürich.",
        "b.i.d., t.i.d. and q.i.d.",
        "p<0.001 & HR<1",
        "TNFα and β-blockers were listed.",
        "A & B; C &co",
        "95 % CI 0.64–0.86",
        "e.g. U.S.A.",
    ],
)
def test_honest_signs_are_no_tricks(text: str) -> None:
    named = {one.rule for one in told(text)} - {"EV-01", "EV-02", "CP-03", "ST-07"}
    assert named <= {"SE-05"} if "α" in text else named == set()

"""Where a reader pauses and where not: tables from labels, papers and mails."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.wording.statements import ABBREVIATIONS, Cut, cut, trimmed

LAW = settings(max_examples=60, deadline=None)


def pieces(text: str) -> list[str]:
    return [piece.text.strip() for piece in cut(text)]


# "/" marks each place at which the text must be cut, and nowhere else.
SENTENCES = [
    # abbreviations
    "Adults vs. children were studied. / Results follow.",
    "Drug A vs. Placebo was tested. / It was double-blind.",
    "Some reactions, e.g. Rash or fever, were mild. / Others were not.",
    "The label, i.e. The approved text, rules. / Nothing else does.",
    "See p. 12 for data. / See pp. 12-14 for methods.",
    "As in Fig. 3 and figs. 4-5. / The rest is online.",
    "See vol. 3, no. 2, suppl. 1. / It is short.",
    "Lund et al. Reported it first. / Hale confirmed it.",
    "Mr. Hale, Mrs. Lund and Ms. Orr spoke. / Dr. Kay replied.",
    "Prof. Kay Jr. Spoke last. / St. Mary hosted.",
    "Approx. 40 people came. / Ca. 30 stayed.",
    "Cf. Table 2. / Max. 3 tablets a day, min. 1.",
    "Hale J. reported it. / Others agreed.",
    "A. B. Hale wrote it. / C. Lund read it.",
    "Rates resp. Risks were similar. / No trend was seen.",
    "Take it at 8 a.m. daily. / Repeat weekly.",
    # decimals, dates, times, ratios
    "The mean was 4.6 vs. 2.4 days. / The difference was 2.2.",
    "It fell by 2.2 (95% CI 1.7 to 2.7; p<0.001). / It stayed low.",
    "In 9.8% of 1,004 people. / In 13.1% of 998.",
    "From 01.02.2025 to 03.04.2025. / After that, monthly.",
    "At 8.30 in the morning. / At 9 at night.",
    "Version 2.1.3 applies. / Version 2.1 is old.",
    "A change of −4.6. / A change of +2.4.",
    "In 2025. / 48% of adults responded in 2026.",
    "Code 34067-9. / Title 5.1.",
    # addresses
    "See https://pi.quillevra.example/us for details. / Call us.",
    "Go to www.halden.example/a.b.html. / Read it there.",
    "Report at https://yellowcard.mhra.gov.uk. / Report all events.",
    "Write to info@halden.example. / We reply.",
    # marks after the point
    'She said "It works." / He agreed.',
    "She said “It works.” / He agreed.",
    "He asked (why?) / Nobody knew.",
    "(See the label.) / (See the leaflet.)",
    "A result.[1] / Another result.[2][3] / End.",
    "A result. [1] / Another result. [12] [13] / End.",
    "Really?! / Truly! / Yes?",
    "Ready? / Then read on.",
    "Wait... and read.",
    "It is 5 mg... / No, it is 6.",
    # lists and lines
    "Common reactions:\n / - rash\n / - fever\n / - cough",
    "Title\n\n\n / Body text. / More.\n / Footer",
    "• Rash • Fever • Cough",
    "One line\r\n / Next line\r\n\r\n / Last line",
    "A line   \n    / indented\n\t / tabbed",
    "lower case after a line\n / stays a line",
    "Reduced dose; avoid alcohol; see below.",
    "Rash, fever: common. / Cough, chills: rare.",
    "Short claim, semi; colon: and — dash – all one.",
    # no point at all
    "No point at all",
    "One.Two.Three",
    "p<0.05",
    ".5 mg is little. / 0.5 mg is the same.",
    "?",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_a_text_is_cut_where_it_is_marked(marked: str) -> None:
    wanted = [part.strip() for part in marked.split(" / ")]
    assert pieces(marked.replace(" / ", " ")) == wanted


KNOWN = sorted({
    *("al", "approx", "ca", "cf", "dr", "e.g", "ed", "eds", "etc", "fig", "figs"),
    *("i.e", "incl", "jr", "max", "min", "mr", "mrs", "ms", "nos", "p", "pp"),
    *("prof", "resp", "sr", "st", "suppl", "vol", "vs"),
})  # fmt: skip


def test_no_abbreviation_was_lost() -> None:
    assert set(KNOWN) <= ABBREVIATIONS


@pytest.mark.parametrize("word", KNOWN)
@pytest.mark.parametrize("form", ["lower", "upper first"])
def test_each_abbreviation_goes_on_before_a_capital_or_a_figure(
    word: str, form: str
) -> None:
    shown = word if form == "lower" else word[:1].upper() + word[1:]
    assert len(cut(f"It is {shown}. Placebo here")) == 1
    assert len(cut(f"It is ({shown}. 5) here")) == 1
    # Only the point is forgiven: other marks end a sentence after any word.
    assert len(cut(f"It is {shown}! Placebo here")) == 2
    assert len(cut(f"It is {shown}? Placebo here")) == 2
    assert len(cut(f"It is {shown}.\nPlacebo here")) == 2
    # Not a word that merely ends like one.
    assert len(cut(f"It is xx{shown.replace('.', '')}. Placebo here")) == 2


@pytest.mark.parametrize("word", ["mg", "week", "days", "placebo", "2025", "CI", "US"])
def test_any_other_word_ends_a_sentence(word: str) -> None:
    assert pieces(f"It was {word}. Next one.") == [f"It was {word}.", "Next one."]


WORD = st.sampled_from(["Adults", "took", "4.6", "mg", "vs.", "e.g.", "(n=372)", "p."])
ENDING = st.sampled_from([". ", "! ", "? ", ".\n", "\n\n", '." ', ".[1] ", ". [2] "])


@LAW
@given(st.lists(st.tuples(st.lists(WORD, max_size=5), ENDING), max_size=6))
def test_every_ending_of_a_whole_word_starts_the_next_statement(
    rows: list[tuple[list[str], str]],
) -> None:
    text = "".join(" ".join(["We", *words, "agree"]) + ending for words, ending in rows)
    assert len(cut(text)) == len(rows)


@LAW
@given(st.text(alphabet="aA.!? \n[1]()\"'vs0\r\t", max_size=60))
def test_statements_cover_a_text_without_gap_or_overlap(text: str) -> None:
    made = cut(text)
    place = 0
    for piece in made:
        assert piece.start == place < piece.end
        assert piece.text == text[piece.start : piece.end]
        place = piece.end
    assert place == len(text)


@LAW
@given(st.text(alphabet="aA.!? \n[1]()\"'vs0\r\t", max_size=60))
def test_a_statement_never_begins_with_space_but_at_the_very_start(text: str) -> None:
    for piece in cut(text)[1:]:
        assert not piece.text[0].isspace()


@LAW
@given(
    st.text(alphabet="aA.! \n", max_size=30), st.text(alphabet="aA.! \n", max_size=30)
)
def test_a_line_break_parts_two_texts_for_good(one: str, two: str) -> None:
    # What stands in one paragraph cannot change how the next is cut.
    both = cut(f"{one}\n{two.lstrip()}")
    alone = [piece.text for piece in cut(two.lstrip())]
    assert [piece.text for piece in both][len(both) - len(alone) :] == alone


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  a b  ", (2, 5)),
        ("a", (0, 1)),
        ("\n\ta\u00a0", (2, 3)),
        ("   ", (3, 3)),
        ("", (0, 0)),
    ],
)
@pytest.mark.parametrize("shift", [0, 7])
def test_trimmed_words_lie_inside_their_statement(
    text: str, words: tuple[int, int], shift: int
) -> None:
    found = trimmed(Cut(shift, shift + len(text), text))
    assert found == (words[0] + shift, words[1] + shift)


def test_a_hostile_text_is_cut_in_no_time() -> None:
    # Each of these would be slow if the pattern looked back again and again.
    for text in (
        "." * 50_000,
        ". " * 20_000,
        ".[1]" * 10_000,
        ')"' * 20_000,
        "\n" * 50_000,
    ):
        assert "".join(piece.text for piece in cut(text)) == text

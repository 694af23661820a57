"""Where a full stop ends a statement and where it belongs to the word before it."""

import pytest

from knowledge_base.wording import statements
from knowledge_base.wording.statements import cut

# "/" marks each place at which the text must be cut, and nowhere else.
BOUNDARIES = [
    pytest.param("It took 5 min. / Then it stopped.", id="minutes after a figure"),
    pytest.param("It took 5min. / Then it stopped.", id="minutes without a space"),
    pytest.param("It took 12.5 min. / Pain fell.", id="minutes after a decimal"),
    pytest.param("It took 40 ms. / Then it stopped.", id="milliseconds are no Ms."),
    pytest.param("It lasted 24 h. / Pain came back.", id="hours"),
    pytest.param("The dose was 2.5 g. / Adults took it.", id="grams"),
    pytest.param("They drank 2 L. / Nobody fell ill.", id="litres"),
    pytest.param("After 7 d. / The course ends.", id="days"),
    pytest.param("They walked 400 m. / Nobody stopped.", id="metres"),
    pytest.param("It was 300 U. / It was enough.", id="units of a substance"),
    pytest.param("It was 5 max. / It was enough.", id="a bare maximum after a figure"),
    pytest.param("Min. Dose: 5 mg. / Max. Dose: 9 mg.", id="min. and max. before"),
    pytest.param("Take it (min. 3 days). / Then stop.", id="min. before a figure"),
    pytest.param("In 2025 L. Hale wrote it. / It is short.", id="a year, an initial"),
    pytest.param("It lowered LDL-C. / Then HDL-C rose.", id="a letter after a hyphen"),
    pytest.param("It blocks TNF-α. / It is new.", id="a Greek letter after a hyphen"),
    pytest.param("It blocks PD-L1. / It is new.", id="a figure after a hyphen"),
    pytest.param("Look at Cmax. / Look at AUC.", id="a word that ends like max."),
    pytest.param("He has hepatitis B. / She has none.", id="hepatitis B"),
    pytest.param("Add vitamin D. / Add nothing else.", id="vitamin D"),
    pytest.param("He was in group A. / She was in arm B.", id="groups and arms"),
    pytest.param("See Fig. A. / See Panel B. / End.", id="figures and panels"),
    pytest.param("It is type I. / It is stage V. / End.", id="Roman numbers of stages"),
    pytest.param("By J. Hale and P. Lund. / Then more.", id="initials before names"),
    pytest.param("By J.-P. Hale. / Then more.", id="a double first name"),
    pytest.param("By J.P. Hale. / Then more.", id="initials without a space"),
    pytest.param("Hale A. B. Lund wrote it. / It is short.", id="two initials"),
    pytest.param("The answer was no. / Nobody asked again.", id="no as an answer"),
    pytest.param("See No. 5 and nos. 6-7. / End.", id="No. before a figure"),
    pytest.param("See Ref. 3 and refs. 4-6. / End.", id="Ref. before a figure"),
    pytest.param("It is the last ref. / It is old.", id="ref. as a word"),
    pytest.param("See sec. 4 and ch. 5. / End.", id="sections and chapters"),
    pytest.param("From Jan. 5 to Feb. 3. / End.", id="months before a day"),
    pytest.param("It began in Dec. / It ended in May.", id="a month at the end"),
    pytest.param("From Sept. 2025 on. / End.", id="a month before a year"),
    pytest.param("It is sold in the U.S. / Adults take it.", id="the U.S. at the end"),
    pytest.param("It is sold in the U.S. today. / End.", id="the U.S. in the middle"),
    pytest.param("Take 5 mg b.i.d. / Drink water.", id="b.i.d. at the end"),
    pytest.param("Take 5 mg b.i.d. with water. / End.", id="b.i.d. in the middle"),
    pytest.param("Given i.v. / Given s.c. / Given p.o.", id="ways of giving a drug"),
    pytest.param("Take it at 8 a.m. / Eat at 9 p.m.", id="times of day at the end"),
    pytest.param("Adults vs. Children. / End.", id="vs. before a capital"),
    pytest.param("Drugs, e.g. Aspirin-like ones. / End.", id="e.g. before a capital"),
    pytest.param("Drugs, i.e. Tablets. / End.", id="i.e. before a capital"),
    pytest.param("Nausea, rash, etc. were mild. / End.", id="etc. in the middle"),
    pytest.param("Hale et al. 2024. / Lund et al. 2025.", id="et al. and a year"),
    pytest.param("Dr. Hale met Prof. Lund. / End.", id="titles"),
    pytest.param("Das war z.B. Placebo. / Ende.", id="z.B."),
    pytest.param("Das war z. B. Placebo. / Ende.", id="z. B. with a space"),
    pytest.param("Das heißt d.h. Placebo. / Ende.", id="d.h."),
    pytest.param("Velorin bzw. Placebo. / Ende.", id="bzw."),
    pytest.param("Ggf. Dosis halbieren. / Ende.", id="ggf."),
    pytest.param("Inkl. Placebo. / Vgl. Tabelle 3. / Ende.", id="inkl. and vgl."),
    pytest.param("Siehe Nr. 5 und Abb. 3. / Ende.", id="Nr. and Abb. before a figure"),
    pytest.param("Ab dem 3. Mai 2025. / Danach nicht.", id="a German date"),
    pytest.param("In der 12. Woche. / Danach nicht.", id="a German ordinal of a week"),
    pytest.param("Im 65. Lebensjahr. / Danach nicht.", id="a German ordinal of a year"),
    pytest.param("Bis zum 31. Dezember. / Danach nicht.", id="a German last day"),
    pytest.param("Es waren 12. / Wochen später nicht.", id="a figure before a plural"),
    pytest.param("It fell by 4.6. / Then it rose by 2.", id="decimals at the end"),
    pytest.param("In 1,004.5 of 2,000. / End.", id="thousands with decimals"),
    pytest.param("It was .5 mg. / Then 0.25 mg.", id="a decimal without a nought"),
    pytest.param("Take 15 mg. / Then 30 mg.", id="doses"),
    pytest.param("Take 15 mg. with water. / End.", id="a small letter goes on"),
    pytest.param("A result.[1] / Another.[2][3] / End.", id="references in brackets"),
    pytest.param("A result.[1,2] / Another.[3–5] / End.", id="lists of references"),
    pytest.param("A result. [1, 2] / Another. / End.", id="a reference after a space"),
    pytest.param("A result.¹ / Another.²,³ / More.⁴⁻⁶ / End.", id="raised references"),
    pytest.param("A result.* / Another.† / More.‡§ / End.", id="marks of footnotes"),
    pytest.param("(A result.)¹ / (Another.*) / End.", id="marks at a bracket"),
    pytest.param("A result.[1a] and more. / End.", id="brackets that are no reference"),
    pytest.param("Wait… / Then go.", id="an ellipsis that ends"),
    pytest.param("Wait… and go. / End.", id="an ellipsis that goes on"),
    pytest.param("Wait... / Then go.", id="three points that end"),
    pytest.param("Really? / No! / Yes?! / End.", id="other marks"),
    pytest.param("Is it Dr.? / Yes.", id="an abbreviation before another mark"),
    pytest.param("- Rash\n / - Fever (5 min.)\n / - No. 3", id="bullets on lines"),
    pytest.param("• Rash\n / • Fever\n / • Cough", id="round bullets on lines"),
    pytest.param("Rash vs.\n / Placebo", id="a line ends everything"),
]


@pytest.mark.parametrize("marked", BOUNDARIES)
def test_a_text_is_cut_where_a_reader_pauses(marked: str) -> None:
    wanted = [part.strip() for part in marked.split(" / ")]
    text = marked.replace(" / ", " ")
    assert [piece.text.strip() for piece in cut(text)] == wanted
    assert "".join(piece.text for piece in cut(text)) == text


@pytest.mark.parametrize("word", sorted(statements.NUMBERED))
def test_a_numbered_abbreviation_goes_on_before_a_figure_alone(word: str) -> None:
    shown = word.capitalize()
    assert len(cut(f"It stands in {shown}. 5 of it.")) == 1
    assert len(cut(f"It stands in {shown}. Placebo did.")) == 2
    assert len(cut(f"It stands in {shown}. it did.")) == 1


@pytest.mark.parametrize("word", sorted(statements.LETTERED))
def test_a_letter_after_such_a_word_is_a_name_and_ends(word: str) -> None:
    assert len(cut(f"It was {word} B. Placebo did.")) == 2
    assert len(cut(f"It was {word} B. and more.")) == 1
    assert len(cut(f"It was {word}x B. Placebo did.")) == 1


@pytest.mark.parametrize("word", sorted(statements.DOTTED))
def test_letters_with_points_may_end_a_sentence(word: str) -> None:
    for shown in (word, word.upper()):
        assert len(cut(f"It is {shown}. Placebo did.")) == 2
        assert len(cut(f"It is {shown}. and more.")) == 1


@pytest.mark.parametrize("unit", sorted(statements.UNITS))
@pytest.mark.parametrize("figure", ["5", "12.5", "1,5", "1,000"])
def test_a_unit_after_a_figure_ends_a_sentence(unit: str, figure: str) -> None:
    assert len(cut(f"It was {figure} {unit}. Placebo did.")) == 2
    assert len(cut(f"It was {figure} {unit}. and more.")) == 1


@pytest.mark.parametrize("unit", sorted(statements.UNITS))
def test_the_same_letters_after_a_word_end_nothing(unit: str) -> None:
    assert len(cut(f"It was {unit}. Placebo did.")) == 1


@pytest.mark.parametrize("noun", statements._lists["months"])
def test_a_german_ordinal_goes_on_before_its_noun(noun: str) -> None:
    assert len(cut(f"Es war am 3. {noun} so.")) == 1
    assert len(cut(f"Es war am 3. {noun}chen so.")) == 2
    assert len(cut(f"Es war am Dritten. {noun} so.")) == 2


def test_no_word_is_in_two_lists() -> None:
    groups = (statements.ABBREVIATIONS, statements.NUMBERED, statements.DOTTED)
    assert sum(map(len, groups)) == len(frozenset().union(*groups))

"""Units: every spelling is known, sizes agree with each other, conversion is exact."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.wording import lists, units
from knowledge_base.wording.quantities import Kind, Quantity, read, same

LAW = settings(max_examples=50, deadline=None)
NAMES = sorted(units.ATOMS)
SIMPLE = [name for name in NAMES if name != "1.73 m2"]  # needs a unit before it
VALUES = st.decimals("0.001", "99999", places=3)


# As they are written in labels and papers, and what they are called.
SPELLINGS = [
    *(("%", "%"), ("per cent", "%"), ("percent", "%"), ("pct", "%"), ("Prozent", "%")),
    *(("percentage points", "pp"), ("percentage-point", "pp"), ("pp", "pp")),
    *(("%-points", "pp"), ("Prozentpunkte", "pp"), ("Prozentpunkten", "pp")),
    *(("points", "points"), ("point", "points"), ("Punkten", "points")),
    *(("ULN", "ULN"), ("upper limit of normal", "ULN")),
    *(("the upper limit of the normal", "ULN"), ("kg", "kg"), ("kilograms", "kg")),
    *(("g", "g"), ("gram", "g"), ("grams", "g"), ("Gramm", "g"), ("mg", "mg")),
    *(("milligram", "mg"), ("Milligramm", "mg"), ("mcg", "mcg"), ("μg", "mcg")),
    *(("ug", "mcg"), ("micrograms", "mcg"), ("ng", "ng"), ("pg", "pg"), ("L", "L")),
    *(("litre", "L"), ("liters", "L"), ("Liter", "L"), ("dL", "dL"), ("dl", "dL")),
    *(("mL", "mL"), ("ml", "mL"), ("millilitres", "mL"), ("mcL", "mcL")),
    *(("μL", "mcL"), ("mm3", "mm3"), ("mm^3", "mm3"), ("cm^3", "cm3")),
    *(("mol", "mol"), ("mmol", "mmol"), ("millimoles", "mmol"), ("μmol", "mcmol")),
    *(("nmol", "nmol"), ("pmol", "pmol"), ("mM", "mM"), ("μM", "mcM"), ("nM", "nM")),
    *(("mEq", "mEq"), ("IU", "IU"), ("I.E.", "IU"), ("international units", "IU")),
    *(("U", "U"), ("units", "U"), ("Einheiten", "U"), ("mmHg", "mmHg")),
    *(("mm Hg", "mmHg"), ("kPa", "kPa"), ("°C", "°C"), ("degrees Celsius", "°C")),
    *(("m2", "m2"), ("m^2", "m2"), ("km", "km"), ("metres", "m"), ("cm", "cm")),
    *(("mm", "mm"), ("ms", "ms"), ("msec", "ms"), ("sec", "second")),
    *(("Sekunden", "second"), ("min", "minute"), ("mins", "minute"), ("h", "hour")),
    *(("hrs", "hour"), ("Stunden", "hour"), ("days", "day"), ("Tagen", "day")),
    *(("wks", "week"), ("Wochen", "week"), ("mo", "month"), ("Monate", "month")),
    *(("yr", "year"), ("yrs", "year"), ("Jahren", "year"), ("beats", "beat")),
    *(("cells", "cell"), ("Zellen", "cell"), ("copies", "copy"), ("copy", "copy")),
    *(("kcal", "kcal"), ("mGy", "mGy"), ("Gy", "Gy"), ("Hz", "Hz")),
    *(("nights", "night"), ("GBP", "GBP"), ("£", "GBP"), ("US$", "USD")),
    *(("€", "EUR"), ("euros", "EUR")),
]


@pytest.mark.parametrize(("written", "name"), SPELLINGS)
def test_a_spelling_has_its_name_and_is_read_to_its_end(
    written: str, name: str
) -> None:
    assert units.named(written) == name
    assert units.read(f"5 {written}, so", 2) == (name, 2 + len(written))


@pytest.mark.parametrize(
    "written",
    ["", " ", "mgs", "xmg", "mg/", "Mg", "MG", "hour s", "percentages", "meter x"],
)
def test_what_is_nearly_a_unit_has_no_name(written: str) -> None:
    assert units.named(written) == ""


@pytest.mark.parametrize("letter", sorted(units.LONE))
def test_a_lone_letter_stands_for_more_than_a_unit(letter: str) -> None:
    found = units.read(f"5 {letter} ", 2)
    assert bool(found) == (letter in {"m", "s"})


COMPOUNDS = [
    ("mg/dL", "mg/dL"),
    ("mg / dL", "mg/dL"),
    ("mg per day", "mg/day"),
    ("mg pro Tag", "mg/day"),
    ("mL/min", "mL/minute"),
    ("mL/min/1.73 m^2", "mL/minute/1.73 m2"),
    ("mL/min/1,73 m2", "mL/minute/1.73 m2"),
    ("mg/kg", "mg/kg"),
    ("mg/kg of body weight", "mg/kg"),
    ("mg/kg body weight per day", "mg/kg/day"),
    ("mg/m2 body-surface", "mg/m2"),
    ("mmol/L", "mmol/L"),
    ("cells/μL", "cell/mcL"),
    ("copies/mL", "copy/mL"),
    ("beats per minute", "beat/minute"),
    ("bpm", "beat/minute"),
    ("IU/L", "IU/L"),
    ("units/day", "U/day"),
    ("/L", "/L"),
    ("/mm3", "/mm3"),
    ("mg/tablet", "mg"),
    ("mg per tablet", "mg"),
]


@pytest.mark.parametrize(("written", "name"), COMPOUNDS)
def test_units_per_units_are_read_as_one(written: str, name: str) -> None:
    found = units.read(f"5 {written}.", 2)
    assert found is not None
    assert found.name == name


EQUAL = [
    ("1", "kg", "1000", "g"),
    ("30", "mg", "30000", "mcg"),
    ("1", "mcg", "1000", "ng"),
    ("1", "ng", "1000", "pg"),
    ("1", "L", "10", "dL"),
    ("1", "dL", "100", "mL"),
    ("1", "mL", "1000", "mcL"),
    ("1", "cm3", "1", "mL"),
    ("1", "mm3", "1", "mcL"),
    ("1", "mol", "1000", "mmol"),
    ("1", "mmol", "1000", "mcmol"),
    ("1", "mM", "1", "mmol/L"),
    ("5", "mcM", "5", "mcmol/L"),
    ("1", "nM", "1000", "pM"),
    ("90", "minute", "1.5", "hour"),
    ("2", "day", "48", "hour"),
    ("12", "week", "84", "day"),
    ("1.5", "year", "18", "month"),
    ("1", "g/L", "1", "mg/mL"),
    ("100", "mg/dL", "1", "g/L"),
    ("10", "mg/kg", "0.01", "g/kg"),
    ("60", "mL/minute", "1", "mL/second"),
    ("1", "km", "1000", "m"),
    ("1", "m", "100", "cm"),
    ("1", "Gy", "1000", "mGy"),
    ("4.2", "/100 patient-year", "0.042", "/patient-year"),
    ("42", "/1000 patient-year", "4.2", "/100 patient-year"),
    ("1", "/patient-month", "12", "/patient-year"),
    ("1", "/patient-day", "7", "/patient-week"),
]


@pytest.mark.parametrize(("one", "unit", "other", "its_unit"), EQUAL)
def test_the_same_amount_in_two_units(
    one: str, unit: str, other: str, its_unit: str
) -> None:
    assert units.convert(Decimal(one), unit) == units.convert(Decimal(other), its_unit)


APART = [
    ("week", "month"),
    ("day", "year"),
    ("mg", "mL"),
    ("mg", "IU"),
    ("IU", "U"),
    ("%", "pp"),
    ("%", "points"),
    ("°C", "°F"),
    ("mmol", "mEq"),
    ("mg/L", "mmol/L"),
    ("GBP", "EUR"),
    ("/patient-year", "/patient-day"),
    ("tablet", "capsule"),
    ("mmHg", "kPa"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_cannot_be_converted_is_never_equal(one: str, other: str) -> None:
    assert units.size(one).dimensions != units.size(other).dimensions


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_over_itself_measures_nothing(name: str) -> None:
    found = units.size(f"{name}/{name}")
    assert found == ((), Fraction(1))


@pytest.mark.parametrize("name", NAMES)
def test_every_unit_has_a_size_and_spellings_that_compile(name: str) -> None:
    atom = units.ATOMS[name]
    assert Fraction(Decimal(atom.size)) > 0
    assert atom.dimension
    for spelling in atom.spellings:
        assert re.compile(spelling)


def test_units_of_one_dimension_differ_in_size_or_name_the_same() -> None:
    alike = {"mL": "cm3", "mcL": "mm3"}
    seen: dict[tuple[str, Fraction], str] = {}
    for name, atom in units.ATOMS.items():
        measure = (atom.dimension, Fraction(Decimal(atom.size)))
        assert measure not in seen or alike[seen[measure]] == name
        seen.setdefault(measure, name)


@LAW
@given(VALUES, st.sampled_from(SIMPLE), st.sampled_from(SIMPLE))
def test_size_is_kept_by_multiplying_and_dividing(
    value: Decimal, above: str, below: str
) -> None:
    one, other = units.size(above), units.size(below)
    both = units.size(f"{above}/{below}")
    assert both.factor == one.factor / other.factor
    powers = dict(one.dimensions)
    for dimension, power in other.dimensions:
        powers[dimension] = powers.get(dimension, 0) - power
    assert dict(both.dimensions) == {name: p for name, p in powers.items() if p}
    assert units.convert(value, f"{above}/{below}")[1] == Fraction(value) * both.factor


@LAW
@given(VALUES, st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_to_be_the_same_is_mutual(value: Decimal, one: str, other: str) -> None:
    """And holds between any two units of one dimension after exact conversion."""
    size, its_size = units.size(one), units.size(other)
    mine = Quantity(Kind.VALUE, value, unit=one)
    converted = Fraction(value) * size.factor / its_size.factor
    theirs = Quantity(
        Kind.VALUE,
        Decimal(converted.numerator) / Decimal(converted.denominator),
        unit=other,
    )
    is_exact = Fraction(theirs.values[0]) == converted
    is_alike = size.dimensions == its_size.dimensions
    assert same(mine, theirs) == same(theirs, mine) == (is_alike and is_exact)
    assert same(mine, mine)


@pytest.mark.parametrize("name", SIMPLE)
def test_a_unit_in_a_text_is_read_with_its_figure(name: str) -> None:
    """Whatever the kind, the figure carries a unit that measures the same."""
    [found] = read(f"the level was 7 {name} in blood")
    assert units.size(found.unit).dimensions == units.size(name).dimensions
    assert found.values == (Decimal(7),)


LISTS = (
    *("abbreviations", "assertions", "counted", "endings", "frequencies"),
    *("measures", "numbers", "operators", "units"),
)


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_read_and_no_word_stands_in_it_twice(name: str) -> None:
    def check(value: object) -> None:
        if isinstance(value, dict):
            assert all(isinstance(key, str) for key in value)
            for inner in value.values():
                check(inner)
        elif isinstance(value, list):
            assert value
            assert len(set(map(str, value))) == len(value)
            assert all(isinstance(each, str | list) for each in value)
        else:
            assert isinstance(value, str | int)

    check(lists.read(name))

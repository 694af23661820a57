"""A lexicon is read whole, or refused with a sentence for each fault."""

from pathlib import Path
from typing import Any

import pytest

from tests.web.benchmarks_fidelity import tiny
from web.benchmarks.fidelity import lexicons
from web.benchmarks.fidelity.lexicons import Label, LexiconError, Number, Pair

FLARES = "Flares fell with {brand}."


def refusal(folder: Path) -> list[str]:
    with pytest.raises(LexiconError) as refused:
        lexicons.read(folder)
    return list(refused.value.messages)


# What is read


def test_an_area_has_its_brands_slots_and_templates(tmp_path: Path) -> None:
    area = tiny.area(tmp_path)
    assert area.name == "gout"
    assert area.brands[0]["name"] == ("Uratexin",)
    assert set(area.slots) == set(tiny.GOUT["slots"])
    assert [one.claim for one in area.templates] == [
        row["claim"] for row in tiny.GOUT["templates"]
    ]


@pytest.mark.parametrize(
    ("slot", "expected"),
    [
        pytest.param(
            "a", Number("percent", 4.1, 9.9, 1), id="a share between two bounds"
        ),
        pytest.param("n", Number("count", 1100, 1900), id="a count without decimals"),
        pytest.param(
            "lo", Number("ratio", around="hr", spread=0.1), id="the first is lower"
        ),
        pytest.param(
            "hi",
            Number("ratio", around="hr", spread=0.1, is_upper=True),
            id="the second is upper",
        ),
        pytest.param(
            "time",
            ({"is": ("within 6 months",), "not": ("within 16 months",)},),
            id="words with wrong ones",
        ),
        pytest.param("rival", ({"is": ("placebo",)},), id="a bare word"),
    ],
)
def test_a_slot_is_a_figure_or_words(
    slot: str, expected: object, tmp_path: Path
) -> None:
    assert tiny.area(tmp_path).slots[slot] == expected


def test_every_form_has_its_label_and_kind(tmp_path: Path) -> None:
    forms = tiny.area(tmp_path).templates[0].forms()
    assert [(label, kind) for label, kind, _ in forms] == [
        (Label.FAITHFUL, "per_cent"),
        (Label.FAITHFUL, "typography"),
        (Label.FREE, ""),
        (Label.DISTORTED, "digit"),
        (Label.DISTORTED, "arm_swap"),
        (Label.DISTORTED, "product"),
        (Label.DISTORTED, "population"),
        (Label.DISTORTED, "compound"),
    ]


def test_a_template_knows_the_fields_of_all_its_forms(tmp_path: Path) -> None:
    assert tiny.area(tmp_path).templates[0].fields() == {
        "a", "a.digit", "b", "b.digit", "brand", "other", "people", "people.not",
        "rival", "time",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(None, (), id="left out"),
        pytest.param(FLARES, (FLARES,), id="one wording"),
        pytest.param([FLARES, "x"], (FLARES, "x"), id="several"),
        pytest.param([], (), id="an empty list"),
    ],
)
def test_free_wordings_may_be_one_or_many(
    given: object, expected: tuple[str, ...], tmp_path: Path
) -> None:
    row = {"claim": FLARES, "free": given}
    assert tiny.area(tmp_path, templates=[row]).templates[0].free == expected


def test_areas_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    documents = [tiny.gout(area=name) for name in ("migraine", "asthma", "gout")]
    areas = tiny.lexicon(tmp_path, *documents).areas
    assert [area.name for area in areas] == ["asthma", "gout", "migraine"]


# Shared templates


def shared(**row: Any) -> dict[str, Any]:
    slots = {"m": {"kind": "months", "low": 2, "high": 9}}
    return {"slots": slots, "templates": [{"claim": FLARES, **row}]}


def test_an_area_takes_part_in_shared_templates(tmp_path: Path) -> None:
    lexicon = tiny.lexicon(tmp_path, shared=shared())
    assert [one.claim for one in lexicon.areas[0].templates][-1] == FLARES
    assert len(lexicon.areas) == 1


@pytest.mark.parametrize(
    ("claim", "takes_part"),
    [
        pytest.param("Flares fell in {m} months.", True, id="a shared slot"),
        pytest.param("Flares fell in {a} %.", True, id="a slot of the area"),
        pytest.param("Pain fell in {clinic}.", False, id="a slot it does not have"),
        pytest.param("Pain fell {time.same}.", False, id="a field it does not have"),
    ],
)
def test_an_area_without_the_words_is_left_out(
    claim: str, takes_part: bool, tmp_path: Path
) -> None:
    lexicon = tiny.lexicon(tmp_path, shared=shared(claim=claim))
    claims = [one.claim for one in lexicon.areas[0].templates]
    assert (claim in claims) is takes_part


def test_a_form_without_the_words_is_left_out_alone(tmp_path: Path) -> None:
    forms = {"connective": ["Now {brand}.", "In {clinic}, {brand}."]}
    lexicon = tiny.lexicon(
        tmp_path,
        shared=shared(
            faithful=forms, distorted={"other": "{ward}"}, free=["{clinic}", "{time}"]
        ),
    )
    template = lexicon.areas[0].templates[-1]
    assert template.faithful == {"connective": ("Now {brand}.",)}
    assert template.distorted == {"other": ()}
    assert template.free == ("{time}",)


def test_the_slot_of_an_area_stands_before_the_shared_one(tmp_path: Path) -> None:
    own = {**tiny.GOUT["slots"], "m": {"kind": "months", "low": 30, "high": 40}}
    lexicon = tiny.lexicon(tmp_path, tiny.gout(slots=own), shared=shared())
    assert lexicon.areas[0].slots["m"] == Number("months", 30, 40)


# Lines


def test_sentences_that_are_no_claims_stand_one_a_line(tmp_path: Path) -> None:
    lexicon = tiny.lexicon(tmp_path, others=("# a note", "", "Dear Doctor,", "  "))
    assert lexicon.others == ("Dear Doctor,",)


def test_a_lexicon_needs_no_lines(tmp_path: Path) -> None:
    tiny.written(tmp_path)
    (tmp_path / "others.txt").unlink()
    (tmp_path / "edits.txt").unlink()
    lexicon = lexicons.read(tmp_path)
    assert (lexicon.others, lexicon.edits) == ((), ())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "digit | 40%. | 46%.",
            Pair("40%.", "46%.", Label.DISTORTED, "digit"),
            id="a type",
        ),
        pytest.param(
            "faithful:per_cent | 40%. | 40 per cent.",
            Pair("40%.", "40 per cent.", Label.FAITHFUL, "per_cent"),
            id="a faithful way",
        ),
        pytest.param(
            "faithful | 40%. | 40 %.",
            Pair("40%.", "40 %.", Label.FAITHFUL, ""),
            id="a faithful wording of no named way",
        ),
        pytest.param(
            "free | 40%. | Four in ten.",
            Pair("40%.", "Four in ten.", Label.FREE, ""),
            id="a paraphrase",
        ),
        pytest.param(
            "compound | 40% now. | 46% then.",
            Pair("40% now.", "46% then.", Label.DISTORTED, "compound"),
            id="several types at once",
        ),
        pytest.param(
            r"faithful:list_layout | Rash and pain. | - Rash\n- Pain",
            Pair("Rash and pain.", "- Rash\n- Pain", Label.FAITHFUL, "list_layout"),
            id="a line break",
        ),
        pytest.param(
            "faithful:list_layout | Rash 4%. | | Rash | 4% |",
            Pair("Rash 4%.", "| Rash | 4% |", Label.FAITHFUL, "list_layout"),
            id="bars of a table in the candidate",
        ),
    ],
)
def test_a_line_is_a_pair(line: str, expected: Pair, tmp_path: Path) -> None:
    assert tiny.lexicon(tmp_path, edits=(line,)).edits == (expected,)


# What is refused


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(
            "typo | 40%. | 46%.",
            "typo is no type of distortion; a line is: type | approved | candidate.",
            id="an unknown type",
        ),
        pytest.param(
            "digit | 40%.",
            "'digit | 40%.' is no pair; a line is: type | approved | candidate.",
            id="no candidate",
        ),
        pytest.param(
            "digit |  | 46%.",
            "'digit |  | 46%.' is no pair; a line is: type | approved | candidate.",
            id="no approved wording",
        ),
        pytest.param(
            "free | 40%. |  ",
            "'free | 40%. |  ' is no pair; a line is: type | approved | candidate.",
            id="an empty candidate",
        ),
    ],
)
def test_a_line_that_is_no_pair_is_refused(
    line: str, said: str, tmp_path: Path
) -> None:
    assert refusal(tiny.written(tmp_path, edits=(line,))) == [said]


def test_a_folder_without_areas_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == [f"{tmp_path} holds no therapy area (*.yaml)."]


def test_shared_templates_alone_are_no_lexicon(tmp_path: Path) -> None:
    (tmp_path / "shared.yaml").write_text("templates: []", "utf-8")
    assert refusal(tmp_path) == [f"{tmp_path} holds no therapy area (*.yaml)."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"- a\n- b\n", "gout.yaml is no lexicon of an area.", id="a list"),
        pytest.param(b"gout", "gout.yaml is no lexicon of an area.", id="a word"),
        pytest.param(b"", "gout.yaml is no lexicon of an area.", id="nothing"),
        pytest.param(b"a: [", "gout.yaml cannot be read: ", id="broken YAML"),
        pytest.param(b"a: \xff", "gout.yaml cannot be read: ", id="no UTF-8"),
        pytest.param(
            b"a: !!python/object:os.x {}", "gout.yaml cannot be read: ", id="an object"
        ),
    ],
)
def test_a_file_that_is_no_area_is_refused(
    content: bytes, said: str, tmp_path: Path
) -> None:
    (tmp_path / "gout.yaml").write_bytes(content)
    assert refusal(tmp_path)[0].startswith(said)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(
            {"claim": "{brand} in {clinic}."},
            "gout.yaml, template 1 asks for {clinic}, which gout does not have.",
            id="a slot in the claim",
        ),
        pytest.param(
            {"claim": FLARES, "faithful": {"synonym": "{time.same}"}},
            "gout.yaml, template 1 asks for {time.same}, which gout does not have.",
            id="a field of words",
        ),
        pytest.param(
            {"claim": FLARES, "distorted": {"digit": "{a.half}"}},
            "gout.yaml, template 1 asks for {a.half}, which gout does not have.",
            id="a field of a figure",
        ),
        pytest.param(
            {"claim": FLARES, "free": ["{ward}"]},
            "gout.yaml, template 1 asks for {ward}, which gout does not have.",
            id="a paraphrase",
        ),
        pytest.param(
            {"claim": FLARES, "distorted": {"typo": "Flares."}},
            "gout.yaml, template 1: typo is no type of distortion.",
            id="a type that the contract does not have",
        ),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused(
    row: dict[str, Any], said: str, tmp_path: Path
) -> None:
    assert refusal(tiny.written(tmp_path, tiny.gout(templates=[row]))) == [said]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    rows = [{"claim": "{x}"}, {"claim": FLARES, "distorted": {"y": "z"}}]
    documents = tiny.gout(templates=rows), tiny.gout(area="asthma", brands=[])
    told = refusal(tiny.written(tmp_path, *documents))
    assert told[0] == "asthma names no brand."
    assert told[1] == (
        "asthma.yaml, template 1 asks for {other}, which asthma does not have."
    )
    assert told[2:] == [
        "gout.yaml, template 1 asks for {x}, which gout does not have.",
        "gout.yaml, template 2: y is no type of distortion.",
    ]


@pytest.mark.parametrize(
    "slot",
    [
        pytest.param({"low": 1, "high": 2}, id="no kind"),
        pytest.param({"kind": "percent", "lowest": 1}, id="a bound nobody knows"),
    ],
)
def test_a_figure_that_cannot_be_drawn_is_refused(
    slot: dict[str, Any], tmp_path: Path
) -> None:
    slots = {**tiny.GOUT["slots"], "a": slot}
    told = refusal(tiny.written(tmp_path, tiny.gout(slots=slots)))
    assert told[0].startswith("The slot a cannot be drawn: ")

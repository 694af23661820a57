"""Values that a cell may hold and that no claim or block can have, told in words."""

from typing import Any

import pytest

from knowledge_base.models import BatchKind, Brand
from knowledge_base.wording.keys import WITHIN_KEYS
from tests.knowledge_base.exchange import whole_rows

pytestmark = pytest.mark.django_db

CLAIMS, BLOCKS = BatchKind.CLAIMS, BatchKind.BLOCKS
KEYS = WITHIN_KEYS


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        pytest.param(
            "key", "a/b", f"key: 'a/b' is no key: {KEYS}.", id="key with a slash"
        ),
        pytest.param(
            "kind",
            "Dosing",
            "kind: 'Dosing' is none of 'efficacy', 'safety', 'tolerability', 'dosing', "
            "'mechanism', 'quality_of_life', 'disease', 'access'.",
            id="kind in capitals",
        ),
        pytest.param(
            "text",
            "Nine char",
            "text: the text is shorter than 10 characters.",
            id="wording one letter short",
        ),
        pytest.param(
            "variations",
            "Nine char | Ten of them.",
            "variations: the text is shorter than 10 characters.",
            id="one of two variations short",
        ),
        pytest.param(
            "variations",
            "|".join(f"Variation {n}" for n in range(21)),
            "variations: there are more than 20 entries.",
            id="one variation too many",
        ),
        pytest.param(
            "markets",
            "GB; us",
            "markets: 'us' is no country such as GB or US.",
            id="second market in small letters",
        ),
        pytest.param(
            "markets",
            "GBR",
            "markets: 'GBR' is no country such as GB or US.",
            id="three letters",
        ),
        pytest.param(
            "channels",
            "email | fax",
            "channels: 'fax' is not a channel.",
            id="second channel unknown",
        ),
        pytest.param(
            "audiences",
            "HCP;Nurse",
            "audiences: 'Nurse' is none of 'HCP', 'PATIENT', 'PAYER'.",
            id="second audience unknown",
        ),
        pytest.param(
            "themes",
            ["a|b"],
            "themes: 'a|b' cannot be a name here.",
            id="theme with a bar",
        ),
        pytest.param(
            "indications",
            ["gout|flare"],
            "indications: 'gout|flare' cannot be a name here.",
            id="indication with a bar",
        ),
        pytest.param(
            "indications",
            ["gout\nflare"],
            "indications: 'gout\\nflare' cannot be a name here.",
            id="indication of two lines",
        ),
        pytest.param(
            "figures",
            '[{"value": "21"}]',
            "figures: '21' does not occur in the claim's text.",
            id="figure that the wording lacks",
        ),
        pytest.param(
            "figures",
            '[{"value": "2"}]',
            "figures: '2' does not occur in the claim's text.",
            id="half of a figure",
        ),
        pytest.param(
            "figures",
            '[{"unit": "mg"}]',
            "figures: 'value' is a required property.",
            id="figure without a value",
        ),
        pytest.param(
            "figures",
            "[1",
            "figures: it is not JSON (Expecting ',' delimiter).",
            id="figures broken off",
        ),
        pytest.param(
            "figures",
            "[NaN]",
            "figures: it is not JSON (ValueError).",
            id="no number",
        ),
        pytest.param(
            "companions",
            "nobody",
            "companions: the companion nobody is neither a recorded claim nor in the "
            "file.",
            id="unknown companion",
        ),
        pytest.param(
            "companions",
            "n" * 6_000,
            f"companions: the companion {'n' * 57}... is neither a recorded claim nor "
            "in the file.",
            id="unknown companion of great length",
        ),
        pytest.param(
            "valid_from",
            "04/05/2026",
            "valid_from: '04/05/2026' may be read in two ways: say whether the day or "
            "the month comes first, or write it as 2026-03-01.",
            id="day and month unclear",
        ),
        pytest.param(
            "valid_from",
            "2026-02-30",
            "valid_from: '2026-02-30' is no day of the calendar.",
            id="thirtieth of February",
        ),
        pytest.param(
            "valid_from",
            "1 Foo 2026",
            "valid_from: '1 Foo 2026' names no month.",
            id="no month",
        ),
        pytest.param(
            "expires_on",
            "2026-04-01",
            "expires_on: 2026-04-01 does not come after valid_from 2026-04-01.",
            id="ends on the day it begins",
        ),
        pytest.param(
            "reference_expires_on",
            "2026-02-28",
            "reference_expires_on: 2026-02-28 does not come after published_on "
            "2026-03-01.",
            id="reference ends before it begins",
        ),
        pytest.param(
            "url",
            "ftp://journal.example",
            "url: 'ftp://journal.example' is not a web address (https://...).",
            id="other protocol",
        ),
        pytest.param(
            "reference_kind",
            "blog",
            "reference_kind: 'blog' is none of 'journal', 'label', 'congress', "
            "'data_on_file', 'guideline', 'registry'.",
            id="unknown kind of reference",
        ),
        pytest.param(
            "references",
            "NEW 1#table",
            f"references: 'NEW 1' is no key: {KEYS}.",
            id="key of a reference with a blank",
        ),
        pytest.param(
            "references",
            "NEW-1#ta ble",
            f"references: 'ta ble' is no key: {KEYS}.",
            id="key of a place with a blank",
        ),
        pytest.param(
            "citation",
            "One. | Two.",
            "citation: there are 2 entries for 1 references.",
            id="two citations for one reference",
        ),
    ],
)
def test_a_value_that_no_claim_can_have_is_told(
    column: str, value: Any, sentence: str, brand: Brand
) -> None:
    assert whole_rows.told_of(brand, CLAIMS, {column: value}) == {column: [sentence]}


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        pytest.param(
            "text",
            "[open|never",
            "text: a square bracket is never closed.",
            id="open bracket",
        ),
        pytest.param(
            "tones",
            ["warm", "co|ol"],
            "tones: 'co|ol' cannot be a name here.",
            id="tone with a bar",
        ),
        pytest.param(
            "formats",
            "short; epic",
            "formats: 'epic' is not a format (short, standard or long).",
            id="second format unknown",
        ),
        pytest.param(
            "markets",
            "Gb",
            "markets: 'Gb' is no country such as GB or US.",
            id="market half in capitals",
        ),
        pytest.param(
            "channels",
            "e-mail",
            "channels: 'e-mail' is not a channel.",
            id="channel with a hyphen",
        ),
    ],
)
def test_a_value_that_no_block_can_have_is_told(
    column: str, value: Any, sentence: str, brand: Brand
) -> None:
    assert whole_rows.told_of(brand, BLOCKS, {column: value}) == {column: [sentence]}

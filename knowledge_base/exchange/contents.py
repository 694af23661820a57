"""Turns what a row states into what is recorded of a claim or of a text block."""

from collections.abc import Mapping

from knowledge_base.claim_contents import Cited, ClaimContent
from knowledge_base.copy_blocks import BlockContent
from knowledge_base.exchange.recorded import Values
from knowledge_base.sheets import dates


def claim(values: Values, cited: Mapping[str, Cited]) -> ClaimContent:
    """The content of a claim's revision; ``cited`` holds each reference by name."""
    return ClaimContent(
        text=values["text"],
        variations=tuple(values["variations"]),
        endpoint=values["endpoint"],
        population=values["population"],
        comparator=values["comparator"],
        timepoint=values["timepoint"],
        facts=values["figures"],
        reading=values["reading"],
        qualifiers=values["qualifiers"],
        companions=values["companions"],
        cited=tuple(cited[name] for name in values["references"]),
        market_codes=tuple(values["markets"]),
        channels=tuple(values["channels"]),
        audiences=tuple(values["audiences"]),
        themes=tuple(values["themes"]),
        indications=tuple(values["indications"]),
        valid_from=dates.day(values["valid_from"]) if values["valid_from"] else None,
        expires_on=dates.day(values["expires_on"]) if values["expires_on"] else None,
    )


def block(values: Values) -> BlockContent:
    """The content of a block's revision."""
    return BlockContent(
        role=values["role"],
        text=values["text"],
        tones=tuple(values["tones"]),
        themes=tuple(values["themes"]),
        channels=tuple(values["channels"]),
        formats=tuple(values["formats"]),
        audiences=tuple(values["audiences"]),
        market_codes=tuple(values["markets"]),
    )

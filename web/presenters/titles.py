"""What pages call codes: markets, channels, audiences, and a kit's own words."""

from collections.abc import Iterable, Sequence

from content_engine.channels.catalogue import CHANNELS
from content_engine.vocabulary import Audience
from knowledge_base.models import Brand

Pairs = tuple[tuple[str, str], ...]
CHANNEL_TITLES: dict[str, str] = {
    "email": "E-mail",
    "rep_email": "Representative's e-mail",
    "sms": "SMS",
}
MARKET_TITLES: dict[str, str] = {
    "CA": "Canada",
    "DE": "Germany",
    "ES": "Spain",
    "FR": "France",
    "GB": "United Kingdom",
    "IE": "Ireland",
    "IT": "Italy",
    "US": "United States",
}
AUDIENCE_TITLES: dict[str, str] = {
    Audience.HCP: "Healthcare professionals",
    Audience.PATIENT: "Patients",
    Audience.PAYER: "Payers",
}


def channel_title(channel: str) -> str:
    """A channel's name for people."""
    return CHANNEL_TITLES.get(channel, channel.replace("_", " ").capitalize())


def market_title(market: str) -> str:
    """A market's name for people."""
    return MARKET_TITLES.get(market, market)


def words_title(value: str) -> str:
    """A kit's own word, such as ``quality_of_life``, for people."""
    return value.replace("_", " ").replace("-", " ").capitalize()


def word_pairs(rows: Iterable[Sequence[str]]) -> Pairs:
    """Every word of the rows once, in order, with its title."""
    values = sorted({value for row in rows for value in row})
    return tuple((value, words_title(value)) for value in values)


def market_pairs(codes: Iterable[str]) -> Pairs:
    """Markets with their names, in the order given."""
    return tuple((code, market_title(code)) for code in codes)


def channel_pairs() -> Pairs:
    """Every channel that words can be written for."""
    return tuple((c.value, channel_title(c)) for c in CHANNELS)


def audience_pairs() -> Pairs:
    """Everybody whom words can be written to."""
    return tuple((a.value, AUDIENCE_TITLES[a]) for a in Audience)


def brand_pairs() -> Pairs:
    """Every brand by its slug, in the order of their names."""
    return tuple(Brand.objects.order_by("name").values_list("slug", "name"))


def known(value: str, values: Sequence[str]) -> str:
    """The value if it is one of these, else the first of them, "" where none is."""
    if value in values:
        return value
    return values[0] if values else ""

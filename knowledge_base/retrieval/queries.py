"""Reads one query of a program into a question, or says why it is none."""

import datetime
import json
from collections.abc import Collection, Mapping
from typing import Any

from knowledge_base.retrieval.filters import Question

TEXTS = (
    *("brand", "market", "channel", "audience", "at", "query"),
    *("theme", "kind", "indication"),
)
NEEDED = frozenset({"brand", "market", "channel"})
FIELDS = ("id", *TEXTS, "limit", "diversity", "refused")
AUDIENCES = ("HCP", "PATIENT", "PAYER")
MOST_RESULTS = 1_000
# ISO 3166-1 alpha-2.
COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO
BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ
DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP
GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG
KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML
MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE
PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL
SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM
US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
MARKETS = frozenset(COUNTRIES.split())


class QueryRefusedError(ValueError):
    """One line is no query; the message says why."""


def read(line: str) -> dict[str, Any]:
    """The query as given. Raises QueryRefusedError for what is none."""
    try:
        query = json.loads(line)
        json.dumps(query, ensure_ascii=False).encode()  # half a pair is no character
    except (ValueError, RecursionError) as error:
        raise QueryRefusedError(f"this is not JSON ({error}).") from None
    if not isinstance(query, dict):
        raise QueryRefusedError("this is not a JSON object.")
    _refuse_unknown(query)
    for name in TEXTS:
        value = query.get(name, None if name in NEEDED else "")
        if not isinstance(value, str):
            raise QueryRefusedError(f"{name} must be given as text.")
    if type(query.get("refused", False)) is not bool:
        raise QueryRefusedError("refused must be true or false.")
    return query


def question(
    query: Mapping[str, Any], *, today: datetime.date, channels: Collection[str]
) -> Question:
    """The question that a query asks. Raises QueryRefusedError."""
    audience = query.get("audience") or "HCP"
    _refuse("market", query["market"], MARKETS, "two capital letters such as GB")
    _refuse("channel", query["channel"], channels, ", ".join(channels))
    _refuse("audience", audience, AUDIENCES, ", ".join(AUDIENCES))
    return Question(
        brand=query["brand"],
        market=query["market"],
        channel=query["channel"],
        audience=audience,
        day=_day(query.get("at", ""), today),
        text=query.get("query", ""),
        limit=_limit(query.get("limit", 10)),
        theme=query.get("theme", ""),
        kind=query.get("kind", ""),
        indication=query.get("indication", ""),
        diversity=_diversity(query.get("diversity", 0)),
    )


def _refuse_unknown(query: Mapping[str, Any]) -> None:
    unknown = [name for name in query if name not in FIELDS]
    if unknown:
        known = ", ".join(FIELDS)
        raise QueryRefusedError(f"there is no field {unknown[0]!r}; known are {known}.")


def _refuse(name: str, value: str, known: Collection[str], choice: str) -> None:
    if value not in known:
        raise QueryRefusedError(f"there is no {name} {value!r}; choose {choice}.")


def _limit(limit: object) -> int:
    if type(limit) is not int or not 1 <= limit <= MOST_RESULTS:
        raise QueryRefusedError(f"limit must be a number from 1 to {MOST_RESULTS}.")
    return limit


def _diversity(diversity: object) -> float:
    is_number = isinstance(diversity, int | float) and not isinstance(diversity, bool)
    if not is_number or not 0 <= float(str(diversity)) <= 1:
        raise QueryRefusedError("diversity must be a number from 0 to 1.")
    return float(str(diversity))


def _day(text: str, today: datetime.date) -> datetime.date:
    if not text:
        return today
    try:
        moment = datetime.datetime.fromisoformat(text)
        return (moment.astimezone(datetime.UTC) if moment.tzinfo else moment).date()
    except (OverflowError, ValueError):
        raise QueryRefusedError(f"at must be a date, not {text!r}.") from None

"""What an outsider knows of a sample brand: its kit, read without the product."""

import datetime
import itertools
import re
from dataclasses import dataclass
from typing import Any

from tests import samples

DAY = datetime.date(2026, 11, 21)
GSM7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_TWICE = set("^{}\\[~]|€\f")


@dataclass(frozen=True)
class Place:
    """Where and when something may be said to healthcare professionals."""

    market: str
    channel: str
    day: datetime.date = DAY


@dataclass(frozen=True)
class Book:
    """One kit."""

    kit: dict[str, Any]

    def claims(self, place: Place) -> dict[str, dict[str, Any]]:
        """Claims that may be used there and then, by key."""
        return {
            claim["key"]: claim
            for claim in self.kit["claims"]
            if _is_open(claim, place)
            and _is_in_time(claim, place.day)
            and all(self.is_sound(ref, place.day) for ref in sources(claim))
        }

    def blocks(self, place: Place) -> dict[str, dict[str, Any]]:
        """Copy that may be used there, by key."""
        return {
            block["key"]: block for block in self.kit["copy"] if _is_open(block, place)
        }

    def is_sound(self, key: str, day: datetime.date) -> bool:
        """Whether a reference has not expired."""
        until = self.reference(key).get("expires_on")
        return until is None or datetime.date.fromisoformat(str(until)) > day

    def reference(self, key: str) -> dict[str, Any]:
        """A reference of the kit."""
        found: dict[str, Any] = next(
            one for one in self.kit["references"] if one["key"] == key
        )
        return found

    def label(self, market: str) -> dict[str, Any]:
        """The newest label of a market that is in force on the day."""
        labels = [
            label
            for label in self.kit["labels"]
            if label["market"] == market and str(label["effective_on"]) <= str(DAY)
        ]
        found: dict[str, Any] = max(labels, key=lambda one: str(one["effective_on"]))
        return found

    def market(self, code: str) -> dict[str, Any]:
        """What the market obliges to."""
        found: dict[str, Any] = self.kit["brand"]["markets"][code]
        return found

    def product(self, place: Place) -> str:
        """Brand and established name; the SMS goes without the trademark."""
        brand = self.kit["brand"]
        mark = "" if place.channel == "sms" else brand["trademark"]
        triangle = "▼" if self.market(place.market)["black_triangle"] else ""
        return f"{brand['name']}{mark}{triangle} ({brand['generic_name']})"

    def obligatory(self, place: Place) -> dict[str, list[str]]:
        """The lines that a part must carry, in order."""
        facts, maker = self.market(place.market), self.kit["brand"]["manufacturer"]
        month = place.day.strftime("%B %Y")
        link = (
            f"Prescribing information ({place.market}): "
            f"{facts['prescribing_information_url']}"
        )
        dated = [
            folded(facts["adverse_event_statement"]),
            f"Date of preparation: {month}.",
        ]
        if place.channel == "sms":
            return {
                "body": [
                    f"{maker} promotion for {place.market} healthcare professionals: "
                    f"{self.product(place)}."
                ],
                "prescribing_information": [link],
                "footer": [
                    *(dated if place.market == "GB" else []),
                    "Reply STOP to opt out.",
                ],
            }
        return {
            "subject": ["Promotional:"],
            "body": [
                f"Promotional information from {maker} for {place.market} healthcare "
                f"professionals about {self.product(place)}."
            ],
            "prescribing_information": [
                link,
                folded(facts["prescribing_information"]),
            ],
            "footer": [
                "References",
                *dated,
                f"Unsubscribe and privacy information: {facts['privacy_url']}",
                folded(facts["postal_address"]),
            ],
        }

    def safety(self, place: Place) -> str:
        """The safety information that a channel carries."""
        form = "short" if place.channel == "sms" else "full"
        text: str = self.label(place.market)["safety_information"][form]
        return text


def read(brand: str) -> Book:
    """A sample kit."""
    return Book(samples.kit(brand))


def folded(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def sources(claim: dict[str, Any]) -> list[str]:
    """The references of a claim, each once, without their anchors."""
    return list(dict.fromkeys(ref.partition("#")[0] for ref in claim["references"]))


def wordings(claim: dict[str, Any]) -> list[str]:
    """Every approved wording of a claim."""
    return [claim["text"], *claim.get("variations", [])]


def expanded(text: str) -> set[str]:
    """Every approved text of a block, read off its brackets by hand."""
    choices: list[list[str]] = []
    rest = text
    while rest:
        head, bracket, tail = rest.partition("[")
        choices.append([head])
        if bracket:
            inside, _, tail = tail.partition("]")
            choices.append(inside.split("|"))
        rest = tail
    made = {"".join(words) for words in itertools.product(*choices)}
    opens_empty = text.startswith("[") and "" in choices[1]
    return {_settled(wording, capital=opens_empty) for wording in made}


def gsm_units(text: str) -> tuple[str, int]:
    """The alphabet that a text message needs, and its length in it (3GPP TS 23.038)."""
    if set(text) <= GSM7 | GSM7_TWICE:
        return "GSM-7", len(text) + sum(sign in GSM7_TWICE for sign in text)
    return "UCS-2", len(text.encode("utf-16-be")) // 2


def closure(key: str, claims: dict[str, dict[str, Any]]) -> set[str]:
    """A claim with all companions, and theirs."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(claims[name].get("companions", []) if name in claims else [])
    return found


def _settled(text: str, *, capital: bool) -> str:
    once = re.sub(" +", " ", text).strip()
    once = re.sub(r" ([,.:;?!])", r"\1", once)
    return once[:1].upper() + once[1:] if capital else once


def _is_open(row: dict[str, Any], place: Place) -> bool:
    return all(
        not row.get(name) or value in row[name]
        for name, value in (
            ("markets", place.market),
            ("channels", place.channel),
            ("audiences", "HCP"),
        )
    )


def _is_in_time(claim: dict[str, Any], day: datetime.date) -> bool:
    start, end = claim.get("valid_from"), claim.get("expires_on")
    return (start is None or str(start) <= str(day)) and (
        end is None or str(end) > str(day)
    )

"""CH: what each channel bears and asks for."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from content_engine.channels import counting
from content_engine.channels.catalogue import rules_of
from content_engine.rules import obligatory
from content_engine.rules.findings import Objection
from content_engine.rules.readings import LINK, Reading
from content_engine.rules.surfaces import markup
from content_engine.vocabulary import Channel, Intent, PartName, Severity

EMAILS = frozenset({Channel.EMAIL, Channel.REP_EMAIL})
SUBJECT_ADVISED, SUBJECT_MOST = 50, 150
PREHEADER_ADVISED = 100
SMS_ADVISED, SMS_MOST, SMS_PARTS = 320, 1600, 3
MOST_BYTES = 90 * 1024
STRIPPED = frozenset({"script", "form", "iframe", "object", "embed", "input", "link"})
JOINED = re.compile(r"(?<=:)[ \t]*\n(?=[ \t]*(?:https?:|www\.|\{\{))")
TOKEN = re.compile(r"\{\{ ?(\w{1,40}) ?\}\}")
ADVERTISES = re.compile(r"\badvert|\bpromotion")
YELLOW_CARD = "yellowcard.mhra.gov.uk"


def subject_length(reading: Reading) -> Iterator[Objection]:
    """CH-01: a subject is one line, short enough to be read, and not cut."""
    subject = reading.part(PartName.SUBJECT)
    if not _is_email(reading):
        return
    if "\n" in subject.strip():
        yield _whole("The subject has a line break.", PartName.SUBJECT, subject)
    if len(subject) > SUBJECT_MOST:
        message = f"The subject has {len(subject)} characters; {SUBJECT_MOST} at most."
        yield _whole(message, PartName.SUBJECT, subject)
    elif len(subject) > SUBJECT_ADVISED:
        message = (
            f"The subject has {len(subject)} characters; phones show {SUBJECT_ADVISED}."
        )
        yield _whole(message, PartName.SUBJECT, subject, Severity.MED)


def preheader_length(reading: Reading) -> Iterator[Objection]:
    """CH-02: a preheader is short enough to be seen."""
    text = reading.part(PartName.PREHEADER)
    if len(text) > PREHEADER_ADVISED:
        message = (
            f"The preheader has {len(text)} characters; {PREHEADER_ADVISED} are shown."
        )
        yield _whole(message, PartName.PREHEADER, text)


def commercial_email(reading: Reading) -> Iterator[Objection]:
    """CH-04: a US e-mail gives a postal address and a way to stop."""
    brand = reading.supply.brand
    if not _is_email(reading) or _is_answer(reading):
        return
    words = reading.unit().lower()
    if reading.context.intent == Intent.PROMOTIONAL and not ADVERTISES.search(words):
        yield Objection("The e-mail is not marked as advertising.")
    if not brand.postal_address or not reading.holds(brand.postal_address):
        yield Objection(
            "The postal address is missing.", suggestion=brand.postal_address
        )
    if not _says_how_to_stop(reading):
        yield Objection(
            "The link to unsubscribe is missing.",
            suggestion=obligatory.opt_out_line(brand, reading.context),
        )


def opt_out(reading: Reading) -> Iterator[Objection]:
    """CH-07: an e-mail says how further messages are stopped."""
    if not _is_email(reading) or _is_answer(reading):
        return
    if not _says_how_to_stop(reading):
        yield Objection(
            "The e-mail does not say how to stop further messages.",
            suggestion=obligatory.opt_out_line(reading.supply.brand, reading.context),
        )


def _says_how_to_stop(reading: Reading) -> bool:
    """Whether a reader sees a line that speaks of stopping and leads there.

    It leads there by a link or a token, on the line or on the next one after a colon;
    the link to the prescribing information leads elsewhere.
    """
    elsewhere = reading.supply.brand.prescribing_information_url
    language = reading.context.language
    for part in reading.visible():
        for line in JOINED.sub(" ", part.original).splitlines():
            leads = [one.rstrip(".,;:!?)]'") for one in LINK.findall(line)]
            words = LINK.sub(" ", line)
            is_led = any(one != elsewhere for one in leads) or TOKEN.search(line)
            if is_led and obligatory.says_how_to_stop(words, language):
                return True
    return False


def unsent_markup(reading: Reading) -> Iterator[Objection]:
    """CH-03: no scripts, forms or frames; mail clients strip them."""
    for part in reading.parts if _is_email(reading) else ():
        for token in markup.tokens(part.original):
            if token.kind is markup.Kind.OPEN and token.name in STRIPPED:
                text = part.original[token.start : token.end]
                message = f"Mail clients strip <{token.name}>: take it out."
                yield Objection(message, part.name, token.start, token.end, text)


def clipped(reading: Reading) -> Iterator[Objection]:
    """CH-06: an e-mail is short enough to be shown to its end."""
    if _is_email(reading):
        size = sum(len(part.original.encode()) for part in reading.parts)
        if size > MOST_BYTES:
            yield Objection(
                f"The e-mail has {size // 1024} KB; clients cut what is longer than "
                f"{MOST_BYTES // 1024} KB."
            )


def misspelt_tokens(reading: Reading) -> Iterator[Objection]:
    """CH-08: tokens are case-sensitive and are not filled in comments."""
    known = {token.lower(): token for token in rules_of(reading.context.channel).tokens}
    for part in reading.parts if known else ():
        for found in TOKEN.finditer(part.original):
            name = found.group(1)
            right = known.get(name.lower(), name)
            if name != right:
                message = f"The token is spelt {right}."
                yield Objection(message, part.name, *found.span(), found.group())
        for token in markup.tokens(part.original):
            if token.kind is markup.Kind.COMMENT and TOKEN.search(token.text):
                text = part.original[token.start : token.end]
                message = "A token in a comment is not filled: take it out."
                yield Objection(message, part.name, token.start, token.end, text)


def sms_parts(reading: Reading) -> Iterator[Objection]:
    """CH-09: how many messages the text is cut into."""
    if reading.is_sms:
        size = counting.count(sms_text(reading))
        if size.parts > SMS_PARTS:
            yield Objection(
                f"The message is sent in {size.parts} parts ({size.units} units of "
                f"{size.alphabet})."
            )


def sms_use(reading: Reading) -> Iterator[Objection]:
    """CH-10: an SMS has a limit and says how to stop."""
    if not reading.is_sms:
        return
    text = sms_text(reading)
    if len(text) > SMS_MOST:
        yield Objection(f"The message has {len(text)} characters; {SMS_MOST} at most.")
    elif len(text) > SMS_ADVISED:
        yield Objection(
            f"The message has {len(text)} characters; {SMS_ADVISED} are advised.",
            severity=Severity.MED,
        )
    stop = obligatory.opt_out_line(reading.supply.brand, reading.context)
    if not reading.holds(stop):
        yield Objection("The message does not say how to stop.", suggestion=stop)


def sms_text(reading: Reading) -> str:
    """The parts of an SMS as the one message that is sent."""
    return " ".join(part.original.strip() for part in reading.visible())


def links(reading: Reading) -> Iterator[Objection]:
    """CH-24: links are https and lead to the brand's own hosts."""
    hosts = _hosts(reading)
    for link in reading.links():
        scheme, host = _scheme_and_host(link.address)
        if scheme != "https" or host not in hosts:
            yield Objection(
                f"The link does not lead by https to a host of the brand: {host}",
                link.part,
                link.start,
                link.end,
                link.address,
            )


def _hosts(reading: Reading) -> frozenset[str]:
    """Hosts of the brand's addresses and of those in its approved statements."""
    brand = reading.supply.brand
    texts = (
        brand.prescribing_information_url,
        brand.privacy_url,
        brand.adverse_event_statement,
        brand.prescribing_information,
    )
    found = [hit.group().rstrip(".,;:)") for hit in LINK.finditer("\n".join(texts))]
    return frozenset({_scheme_and_host(one)[1] for one in found} | {YELLOW_CARD})


def _scheme_and_host(address: str) -> tuple[str, str]:
    """Scheme and host with its port; an address with a user's name has no host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.scheme.lower(), "" if "@" in parts.netloc else parts.netloc.lower()


def _is_answer(reading: Reading) -> bool:
    """Whether it answers a question that its reader asked: that is no advertising."""
    return reading.context.intent == Intent.MEDICAL_RESPONSE


def _is_email(reading: Reading) -> bool:
    return reading.context.channel in EMAILS


def _whole(
    message: str, name: PartName, text: str, severity: Severity | None = None
) -> Objection:
    return Objection(message, name, 0, len(text), text, severity=severity)

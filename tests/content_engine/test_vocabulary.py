"""The words of the contract are the words of the code, all of them and no other."""

from enum import StrEnum

import pytest

from content_engine import vocabulary
from content_engine.channels.catalogue import CHANNELS, UnbuiltChannelError, rules_of
from content_engine.models import GenerationRun, VariantSegment
from content_engine.vocabulary import Channel, CopyRole, Format, PartName

WORDS = {
    "Channel": (
        "email rep_email sms rcs whatsapp push banner slide search_ad linkedin x_post "
        "leave_behind portal_card"
    ),
    "Format": "short standard long",
    "Audience": "HCP PATIENT PAYER",
    "Intent": "promotional reminder medical_response non_promotional",
    "PartName": (
        "subject preheader headline body call_to_action alt_text safety_information "
        "prescribing_information footer description path plain_text"
    ),
    "Severity": "BLOCK HIGH MED INFO",
    "StatementKind": "claim risk disease obligatory navigation courtesy",
    "Outcome": (
        "exact equivalent distorted context_missing unsubstantiated not_a_claim"
    ),
    "Verdict": "cleared review blocked",
    "SegmentKind": "claim copy block safety reference token",
    "WriterName": "composer openai",
    "CopyRole": (
        "subject preheader headline greeting opening evidence_lead bridge "
        "call_to_action closing signature description"
    ),
    "RunState": "QUEUED RUNNING DONE FAILED",
    "FindingState": "OPEN FIXED OVERRIDDEN",
}
UNBUILT = (
    "rcs",
    "whatsapp",
    "push",
    "banner",
    "slide",
    "search_ad",
    "linkedin",
    "x_post",
    "leave_behind",
    "portal_card",
)


@pytest.mark.parametrize("name", WORDS)
def test_a_list_holds_the_words_of_the_contract_in_their_order(name: str) -> None:
    words: type[StrEnum] = getattr(vocabulary, name)
    assert [word.value for word in words] == WORDS[name].split()


@pytest.mark.parametrize("name", WORDS)
def test_a_word_is_written_as_it_is_stored(name: str) -> None:
    words: type[StrEnum] = getattr(vocabulary, name)
    for word in words:
        assert str(word) == word.value == f"{word}"
        assert word.name == word.value.upper()


def test_every_list_of_words_is_held_against_the_contract() -> None:
    lists = {
        name
        for name, held in vars(vocabulary).items()
        if isinstance(held, type) and issubclass(held, StrEnum) and held is not StrEnum
    }
    assert lists == set(WORDS)


def test_no_verdict_says_approved() -> None:
    assert not any("approv" in word.value for word in vocabulary.Verdict)


def test_every_channel_is_built_or_named_as_unbuilt() -> None:
    assert {*CHANNELS, *UNBUILT} == set(Channel)
    assert not set(CHANNELS) & set(UNBUILT)


@pytest.mark.parametrize("channel", [*UNBUILT, "fax", "", "EMAIL", "e-mail", "Sms"])
def test_what_is_not_built_is_refused_by_name_with_what_is(channel: str) -> None:
    with pytest.raises(UnbuiltChannelError) as refusal:
        rules_of(channel)
    assert str(refusal.value) == (
        f"The channel {channel} is not built yet; choose one of email, rep_email, sms."
    )


@pytest.mark.parametrize("channel", list(CHANNELS))
def test_a_channel_is_found_by_its_word(channel: Channel) -> None:
    assert rules_of(channel.value) is CHANNELS[channel]
    assert rules_of(channel).channel == channel


@pytest.mark.parametrize("channel", list(CHANNELS))
def test_what_a_channel_says_of_itself_fits_together(channel: Channel) -> None:
    rules = rules_of(channel)
    assert len(set(rules.parts)) == len(rules.parts)
    assert set(rules.parts) <= set(PartName)
    assert set(rules.limits) <= set(rules.parts)
    assert set(rules.claims) <= set(Format)
    assert all(most > 0 for most in rules.claims.values())
    assert rules.by == "by " + rules.by.removeprefix("by ")
    assert rules.title.startswith(("A ", "An "))
    assert rules.full_safety == rules.cites == (rules.units is None)


@pytest.mark.parametrize("channel", list(CHANNELS))
def test_safety_and_prescribing_information_stand_before_the_footer(
    channel: Channel,
) -> None:
    parts = rules_of(channel).parts
    assert parts[-3:] == (
        PartName.SAFETY_INFORMATION,
        PartName.PRESCRIBING_INFORMATION,
        PartName.FOOTER,
    )


@pytest.mark.parametrize("channel", list(CHANNELS))
def test_a_longer_format_holds_no_fewer_claims(channel: Channel) -> None:
    held = [rules_of(channel).claims.get(form, 0) for form in Format]
    carried = [most for most in held if most]
    assert carried == sorted(carried)


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        (GenerationRun._meta.get_field("state"), "RunState"),
        (VariantSegment._meta.get_field("kind"), "SegmentKind"),
    ],
)
def test_the_database_offers_the_same_words(stored: object, words: str) -> None:
    choices = getattr(stored, "choices")  # noqa: B009 - fields of several types
    length = getattr(stored, "max_length")  # noqa: B009
    assert [value for value, _ in choices] == WORDS[words].split()
    assert all(len(value) <= length for value, _ in choices)


def test_every_role_of_copy_has_a_place_or_only_describes() -> None:
    from content_engine.planning.coverage import needs

    used = {
        need.role
        for rules in CHANNELS.values()
        for form in Format
        for need in needs(rules, form)
    }
    assert set(CopyRole) - used == {CopyRole.DESCRIPTION}

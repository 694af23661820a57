"""Edits: nothing that is locked moves, and nothing is lost when a lease is."""

import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from content_engine import pipeline, variants
from content_engine.models import (
    Brief,
    CheckRecord,
    Family,
    GenerationRun,
    Variant,
    VariantSegment,
    VariantVersion,
)
from content_engine.variants import (
    NotEditableError,
    NothingChangedError,
    StaleVersionError,
)
from content_engine.vocabulary import RunState
from knowledge_base.models import CopyBlockVersion, LedgerEntry
from tests.conftest import AT
from tests.content_engine import outsider, small_world
from tests.content_engine.outsider_book import expanded
from tests.content_engine.small_world import CANARIES, SmallWorld

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
DAY = AT.date()


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[SmallWorld]:
    with small_world.built(django_db_blocker) as world:
        yield world


@pytest.fixture(scope="module")
def mail(world: SmallWorld) -> VariantVersion:
    return stored(world.author, channel="rep_email", market="GB", formats=["long"])


def stored(author: User, **changes: Any) -> VariantVersion:
    run = variants.request(small_world.brief(**changes), by=author, at=AT)
    variants.carry_out(run.pk, by=author, at=AT, lease_seconds=60)
    return VariantVersion.objects.get(variant__family=run.family, variant__ordinal=1)


def rows(version: VariantVersion) -> list[VariantSegment]:
    found = VariantSegment.objects.filter(part__version=version)
    return list(found.select_related("part").order_by("part__ordinal", "ordinal"))


def words_of(version: VariantVersion) -> list[tuple[str, str, str]]:
    return [(row.kind, row.ref, row.text) for row in rows(version)]


# Edits


def test_every_single_stretch_is_open_or_refused(
    mail: VariantVersion, world: SmallWorld
) -> None:
    """One stretch after the other: only words from copy blocks may be rewritten."""
    refused: set[str] = set()
    for row in rows(mail):
        if row.block_version_id is not None:
            continue
        with pytest.raises(NotEditableError, match="is fixed"):
            variants.edit(mail.pk, {row.pk: "Other words"}, by=world.author, at=AT)
        refused.add(row.kind)
    assert refused == {"claim", "reference", "safety", "token", "copy", "block"}
    assert mail.variant.versions.count() == 1


def test_a_qualifier_is_as_fixed_as_its_claim(world: SmallWorld) -> None:
    version = stored(
        world.author, market="GB", key_messages=["year-one-extension"], count=1
    )
    row = next(r for r in rows(version) if r.kind == "block" and r.claim_version_id)
    assert row.text.startswith("CAIRN-EXT was an open-label study")
    with pytest.raises(NotEditableError, match="is fixed"):
        variants.edit(version.pk, {row.pk: "Open-label."}, by=world.author, at=AT)


def test_an_open_and_a_locked_stretch_together_are_refused_together(
    mail: VariantVersion, world: SmallWorld
) -> None:
    found = rows(mail)
    headline = next(r for r in found if r.part.name == "headline")
    claim = next(r for r in found if r.kind == "claim")
    before = LedgerEntry.objects.count()
    with pytest.raises(NotEditableError):
        variants.edit(
            mail.pk, {headline.pk: "Fine", claim.pk: "Not"}, by=world.author, at=AT
        )
    assert mail.variant.versions.count() == 1
    assert LedgerEntry.objects.count() == before


def test_an_edit_moves_only_what_it_names(
    mail: VariantVersion, world: SmallWorld
) -> None:
    found = rows(mail)
    headline = next(r for r in found if r.part.name == "headline")
    made = variants.edit(
        mail.pk, {headline.pk: "For your gout clinic"}, by=world.author, at=AT
    )
    expected = [
        ("copy", "", "For your gout clinic")
        if row.pk == headline.pk
        else (row.kind, row.ref, row.text)
        for row in found
    ]
    assert words_of(made) == expected
    assert words_of(mail) == [(r.kind, r.ref, r.text) for r in found]
    for row in rows(made):
        assert row.part.text[row.start : row.end] == row.text
        assert row.sha256 == outsider.digest(row.text)
    old = {row.pk for row in found}
    assert not old & {row.pk for row in rows(made)}


def test_locked_words_keep_their_origin_through_an_edit(
    mail: VariantVersion, world: SmallWorld
) -> None:
    def origins(version: VariantVersion) -> list[tuple[Any, ...]]:
        return [
            (r.claim_version_id, r.reference_id, r.safety_text_id)
            for r in rows(version)
            if r.kind in {"claim", "reference", "safety"}
        ]

    headline = next(r for r in rows(mail) if r.part.name == "headline")
    made = variants.edit(mail.pk, {headline.pk: "Words"}, by=world.author, at=AT)
    assert origins(made) == origins(mail)
    assert all(any(pointers) for pointers in origins(made))


# what is typed, and a word of the sentence that refuses it
UNUSABLE = [
    ("", "cannot be left empty"),
    ("\t ", "cannot be left empty"),
    ("a\nb", "no line breaks"),
    ("a\rb", "no line breaks"),
    ("a\u2028b", "no line breaks"),
    ("a\x00b", "no line breaks"),
    ("a\x7fb", "no line breaks"),
    ("see [1]", "brackets"),
    ("see ]", "brackets"),
    ("<b>bold</b>", "markup"),
    ("1 > 0", "markup"),
    ("{name}", "brackets"),
    ("{{secret}}", "secret}} is not allowed by a representative's e-mail"),
    ("{{userName}} {{hcpSegment}}", "hcpSegment}} is not allowed"),
    ("{{ userName }}", "brackets"),
    ("x" * 121, "The headline has 121 characters; 120 are allowed."),
    ("x" * 61 + "{{userName}}", "The headline has 121 characters"),
]


@pytest.mark.parametrize(
    ("text", "sentence"), UNUSABLE, ids=[r[0][:20] for r in UNUSABLE]
)
def test_words_that_nobody_may_type(
    mail: VariantVersion, world: SmallWorld, text: str, sentence: str
) -> None:
    headline = next(r for r in rows(mail) if r.part.name == "headline")
    with pytest.raises(NotEditableError) as refusal:
        variants.edit(mail.pk, {headline.pk: text}, by=world.author, at=AT)
    assert sentence in refusal.value.messages[0]
    assert mail.variant.versions.count() == 1


@pytest.mark.parametrize("text", ["x" * 120, "x" * 60 + "{{userName}}"])
def test_words_of_just_the_allowed_length(
    mail: VariantVersion, world: SmallWorld, text: str
) -> None:
    headline = next(r for r in rows(mail) if r.part.name == "headline")
    made = variants.edit(mail.pk, {headline.pk: text}, by=world.author, at=AT)
    assert made.parts.get(name="headline").text == text


def test_any_approved_wording_of_the_same_role_regains_its_block(
    mail: VariantVersion, world: SmallWorld
) -> None:
    headline = next(r for r in rows(mail) if r.part.name == "headline")
    blocks = CopyBlockVersion.objects.filter(role="headline").order_by("block__key")
    version, row = mail, headline
    wordings = [(b.block.key, text) for b in blocks for text in expanded(b.text)]
    assert len(wordings) == 6
    for key, text in sorted(wordings):
        if text == row.text:
            continue
        version = variants.edit(version.pk, {row.pk: text}, by=world.author, at=AT)
        row = next(r for r in rows(version) if r.part.name == "headline")
        assert (row.kind, row.ref, row.text) == ("block", f"{key}@1", text)


def test_an_approved_wording_of_another_role_is_only_copy(
    mail: VariantVersion, world: SmallWorld
) -> None:
    headline = next(r for r in rows(mail) if r.part.name == "headline")
    made = variants.edit(
        mail.pk, {headline.pk: "Take a closer look"}, by=world.author, at=AT
    )
    row = next(r for r in rows(made) if r.part.name == "headline")
    assert (row.kind, row.ref, row.block_version_id) == ("copy", "", None)


# words in the headline that the gate must not let pass
BLOCKED = [
    "Calvoryn cures gout",
    "Calvoryn is the best choice for your patients",
    "Calvoryn is safe",
    "61% of your patients reach the target",
    "Calvoryn works better than Dravettix",
]


@pytest.mark.parametrize("text", BLOCKED)
def test_what_the_gate_blocks_is_kept_and_marked(
    mail: VariantVersion, world: SmallWorld, text: str
) -> None:
    headline = next(r for r in rows(mail) if r.part.name == "headline")
    made = variants.edit(mail.pk, {headline.pk: text}, by=world.author, at=AT)
    check = CheckRecord.objects.get(version=made)
    assert check.verdict == "blocked"
    assert check.findings.filter(severity="BLOCK", part="headline").exists()
    assert made.parts.get(name="headline").text == text
    assert CheckRecord.objects.get(version=mail).verdict == "cleared"
    shown = variants.as_contract(made.variant.family)
    verdicts = [variant["check"]["verdict"] for variant in shown["variants"]]
    assert verdicts == ["blocked", "cleared"]


def test_identical_words_and_no_words_are_nothing(
    mail: VariantVersion, world: SmallWorld
) -> None:
    same = {row.pk: row.text for row in rows(mail)}
    for changes in ({}, same):
        with pytest.raises(NothingChangedError):
            variants.edit(mail.pk, changes, by=world.author, at=AT)
    assert mail.variant.versions.count() == 1


def test_only_the_newest_version_can_be_edited(
    mail: VariantVersion, world: SmallWorld
) -> None:
    first = next(r for r in rows(mail) if r.part.name == "headline")
    second = variants.edit(mail.pk, {first.pk: "Two"}, by=world.author, at=AT)
    again = next(r for r in rows(second) if r.part.name == "headline")
    third = variants.edit(second.pk, {again.pk: "Three"}, by=world.author, at=AT)
    for version, row in ((mail, first), (second, again)):
        with pytest.raises(StaleVersionError, match="Version 3 of this variant"):
            variants.edit(version.pk, {row.pk: "Four"}, by=world.author, at=AT)
    assert third.variant.versions.count() == 3


def test_a_stretch_of_a_sister_variant_is_refused(
    mail: VariantVersion, world: SmallWorld
) -> None:
    sister = VariantVersion.objects.get(
        variant__family=mail.variant.family, variant__ordinal=2
    )
    row = next(r for r in rows(sister) if r.part.name == "headline")
    with pytest.raises(NotEditableError, match="not in this version"):
        variants.edit(mail.pk, {row.pk: "Words"}, by=world.author, at=AT)


# Leases


def fresh(author: User) -> GenerationRun:
    return variants.request(small_world.brief(), by=author, at=AT)


def carry(run: GenerationRun, author: User, **changes: Any) -> GenerationRun:
    given = {"by": author, "at": AT, "lease_seconds": 60, **changes}
    return variants.carry_out(run.pk, **given)


@pytest.mark.parametrize(
    ("state", "leased", "taken"),
    [
        ("QUEUED", None, True),
        ("QUEUED", -1, True),
        ("QUEUED", 1, True),
        ("RUNNING", -1, True),
        ("RUNNING", 0, False),
        ("RUNNING", 1, False),
        ("DONE", None, False),
        ("DONE", -1, False),
        ("FAILED", None, False),
        ("FAILED", -1, False),
    ],
)
def test_who_may_take_a_run(
    world: SmallWorld, state: str, leased: int | None, taken: bool
) -> None:
    run = fresh(world.author)
    until = None if leased is None else AT + leased * MINUTE
    GenerationRun.objects.filter(pk=run.pk).update(
        state=state, leased_until=until, attempts=1
    )
    after = carry(run, world.author)
    assert after.attempts == (2 if taken else 1)
    assert after.state == ("DONE" if taken else state)
    assert run.family.variants.exists() is taken


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ConnectionError("The line is dead."), "The line is dead."),
        (Family.DoesNotExist("Gone."), "Gone."),
    ],
)
def test_what_fails_leaves_no_variant_and_counts_its_try(
    world: SmallWorld,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    reason: str,
) -> None:
    real = pipeline.generate

    def broken(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        raise error

    monkeypatch.setattr(pipeline, "generate", broken)
    run = fresh(world.author)
    failed = carry(run, world.author)
    assert (failed.state, failed.note, failed.attempts) == ("FAILED", reason, 1)
    assert failed.leased_until is None
    assert not run.family.variants.exists()
    assert not CheckRecord.objects.filter(version__variant__family=run.family).exists()
    again = variants.request_again(run.family_id, by=world.author, at=AT)
    monkeypatch.setattr(pipeline, "generate", real)
    assert carry(again, world.author).state == "DONE"
    assert run.family.variants.count() == 2


@pytest.mark.parametrize("stolen", [{"attempts": 9}, {"state": "FAILED"}])
def test_a_run_taken_while_it_was_written_stores_nothing(
    world: SmallWorld, monkeypatch: pytest.MonkeyPatch, stolen: dict[str, Any]
) -> None:
    real, run = pipeline.generate, fresh(world.author)

    def robbed(*args: Any, **kwargs: Any) -> Any:
        made = real(*args, **kwargs)
        GenerationRun.objects.filter(pk=run.pk).update(**stolen)
        return made

    monkeypatch.setattr(pipeline, "generate", robbed)
    lines = LedgerEntry.objects.count()
    after = carry(run, world.author)
    assert after.origin == {}
    assert not Variant.objects.filter(family=run.family).exists()
    assert LedgerEntry.objects.count() == lines


@pytest.mark.parametrize(
    ("attempts", "late", "state"),
    [
        (1, 1, RunState.QUEUED),
        (2, 1, RunState.QUEUED),
        (3, 1, RunState.FAILED),
        (4, 1, RunState.FAILED),
        (1, 0, RunState.RUNNING),
        (3, 0, RunState.RUNNING),
        (3, -1, RunState.RUNNING),
    ],
)
def test_a_silent_run_is_given_away_twice(
    world: SmallWorld, settings: Settings, attempts: int, late: int, state: RunState
) -> None:
    settings.RUN_MAX_ATTEMPTS = 3
    run = fresh(world.author)
    GenerationRun.objects.filter(pk=run.pk).update(
        state="RUNNING", attempts=attempts, leased_until=AT - late * MINUTE
    )
    taken = variants.take_up_abandoned(at=AT)
    run.refresh_from_db()
    assert run.state == state
    assert (run.pk in taken) is (state == RunState.QUEUED)
    assert run.attempts == attempts


# People


def generated(**changes: Any) -> list[dict[str, Any]]:
    from content_engine import briefs
    from content_engine.writers.composer.writing import Composer

    brief = briefs.complete(small_world.brief(**changes), day=DAY)
    made = pipeline.generate(
        brief, writer=Composer(), fallback=None, progress=lambda done, total: None
    )
    shown: list[dict[str, Any]] = variants.generated_as_contract(brief, made)[
        "variants"
    ]
    return shown


def scores(hcp: str) -> dict[tuple[str, str], float]:
    formats = ["short", "long"]
    made = generated(hcps=[hcp], formats=formats, count=4)
    return {(v["tone"], v["format"]): v["affinity"]["score"] for v in made}


def test_a_half_and_half_mix_lies_between_the_pure_ones(world: SmallWorld) -> None:
    pure, other, half = (scores(f"dr-{n}") for n in ("seeker", "advocate", "half"))
    assert len(half) == 4
    for cell, score in half.items():
        assert score == pytest.approx((pure[cell] + other[cell]) / 2, abs=1e-3)
    assert pure["clinical", "long"] > half["clinical", "long"]
    assert half["clinical", "long"] > other["clinical", "long"]


def test_the_same_mix_and_other_facts_are_ranked_otherwise(world: SmallWorld) -> None:
    before = [generated(hcps=[h], count=1)[0]["tone"] for h in ("dr-half", "dr-twin")]
    assert before[0] == before[1]
    for number in range(3):
        day = DAY - datetime.timedelta(days=number)
        small_world.observe("dr-half", "tone", "warm", 0.9, day)
        small_world.observe("dr-twin", "tone", "clinical", 0.9, day)
    (warm,), (clinical,) = (
        generated(hcps=[h], count=1) for h in ("dr-half", "dr-twin")
    )
    assert (warm["tone"], clinical["tone"]) == ("warm", "clinical")
    assert warm["affinity"]["score"] > 0.5 < clinical["affinity"]["score"]
    assert "own, 3 observations" in warm["affinity"]["reasons"][0]


def test_what_is_observed_after_the_day_is_not_known_on_it(world: SmallWorld) -> None:
    plain = scores("dr-half")
    small_world.observe("dr-half", "tone", "warm", 1.0, DAY + datetime.timedelta(1))
    assert scores("dr-half") == plain
    small_world.observe("dr-half", "tone", "warm", 1.0, DAY)
    assert scores("dr-half") != plain


def test_the_newest_fact_of_ones_own_stands(world: SmallWorld) -> None:
    small_world.observe("dr-half", "tone", "warm", 0.9, DAY)
    small_world.observe("dr-half", "tone", "warm", -0.9, DAY - datetime.timedelta(9))
    assert scores("dr-half")["warm", "short"] > 0.5


@pytest.mark.parametrize("channel", ["email", "rep_email", "sms"])
def test_no_word_of_a_profile_reaches_a_message(
    world: SmallWorld, channel: str
) -> None:
    keys = ["dr-half", "dr-seeker", "dr-advocate"]
    made = generated(hcps=keys, channel=channel, count=3)
    assert made
    forbidden = [*CANARIES, *keys, "seeker", "advocate", "observation"]
    for variant in made:
        said = json.dumps(variant["parts"], ensure_ascii=False).casefold()
        assert not [word for word in forbidden if word.casefold() in said]


def test_the_same_cell_reads_alike_whoever_it_is_for(world: SmallWorld) -> None:
    """Two people with opposite tastes get the same words for the same cell."""
    one, other = (
        {v["tone"]: v["content_sha256"] for v in generated(hcps=[hcp], tones=["warm"])}
        for hcp in ("dr-seeker", "dr-advocate")
    )
    assert one == other


# The command


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--dry-run"], 0),
        (["--json"], 0),
        (["--by", "author-of-module"], 0),
        (["--by", "nobody-at-all"], 2),
        (["--by", "kit-of-nobody", "--dry-run"], 2),
    ],
)
def test_exit_codes_of_a_good_brief(
    world: SmallWorld,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    code: int,
) -> None:
    path = tmp_path_factory.mktemp("brief") / "brief.json"
    path.write_text(json.dumps(small_world.brief(count=1)), "utf-8")
    before = Brief.objects.count()
    assert exit_code(
        lambda: call_command("generate_variants", str(path), *options)
    ) == (code)
    stores = code == 0 and "--dry-run" not in options
    assert Brief.objects.count() == before + stores
    out = capsys.readouterr()
    assert bool(out.out) is (code == 0)
    assert out.err == ""
    if "--json" in options:
        shown = json.loads(out.out)
        assert shown["seconds"] >= 0
        assert len(shown["variants"]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "nothing",
        "{",
        "brand: [",
        "brand: calvoryn\nbrand: !!python/object:os.system {}",
        "brand: calvoryn",
        '{"brand": "calvoryn", "market": "US", "channel": "banner"}',
        '{"brand": "calvoryn", "market": "US", "channel": "email", "at": []}',
    ],
)
def test_exit_code_one_for_a_bad_brief(
    world: SmallWorld, tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("brief") / "brief.yaml"
    path.write_text(text, "utf-8")
    before = Brief.objects.count()
    assert exit_code(lambda: call_command("generate_variants", str(path))) == 1
    assert Brief.objects.count() == before


def exit_code(call: Callable[[], Any]) -> int:
    try:
        call()
    except CommandError as error:
        return int(error.returncode)
    return 0

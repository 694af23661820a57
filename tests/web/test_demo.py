"""The demo: told to its end, told again, and every way in which it may stop."""

import datetime
import errno
import io
import re
import signal
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from pytest_django.fixtures import Settings
from rich.console import Console

from content_engine import variants
from content_engine.models import Family, GenerationRun
from content_engine.vocabulary import RunState
from knowledge_base import ledger
from knowledge_base.models import ClaimState, LedgerEntry
from review.models import ChannelKey, Fetch, Release, Review
from review.states import ReleaseState, ReviewState
from tests import factories
from tests.web.processes import environment, manage
from web.demo import people, seeding, server, story, telling
from web.management.commands import demo

STEPS = [
    "1. The stores, the people and two brands",
    "2. What was retrieved, and why",
    "3. Variants for four HCPs",
    "4. What the gate found",
    "5. Medical, Legal and Regulatory decide and sign",
    "6. Released under a code",
    "7. A platform fetches",
    "8. A claim in it is withdrawn",
    "9. The platform's next fetch",
    "10. The ledger",
]
AT = factories.AT


def headings(text: str) -> list[str]:
    """The steps as they were told."""
    return re.findall(r"^(\d+\. .*?) ─", text, re.MULTILINE)


# As a process of its own, as `make demo SERVE=0` starts it


@pytest.mark.slow
def test_the_story_is_told_and_told_again(tmp_path: Path) -> None:
    env = environment(tmp_path, COLUMNS="100", JOBS="thread")
    del env["DATABASE_URL"]
    texts, counts = [], []
    for _ in range(2):
        result = manage("demo", "--no-serve", env=env, seconds=300)
        assert (result.returncode, result.stderr) == (0, "")
        texts.append(result.stdout)
        counts.append(_counted(tmp_path / "imprimatur.sqlite3"))
    for text in texts:
        assert headings(text) == STEPS
        assert '"reason": "claim-withdrawn"' in text
        assert "one unbroken chain" in text
        assert max(len(line) for line in text.splitlines()) <= 100
    assert counts[0] == counts[1]
    assert counts[0]["content_engine_family"] == 3
    assert _codes(texts[0]) == _codes(texts[1])


def _counted(path: Path) -> dict[str, int]:
    """Rows of what a second telling must not make anew."""
    tables = (
        "content_engine_family",
        "content_engine_variantversion",
        "review_review",
        "review_release",
        "review_signature",
        "review_channelkey",
        "knowledge_base_ledgerentry",
        "auth_user",
    )
    with sqlite3.connect(path) as connection:
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in tables
        }
    connection.close()
    return counts


def _codes(text: str) -> list[str]:
    return sorted(set(re.findall(r"US-QUI-\d+", text)))


def test_a_taken_port_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = manage("demo", f"--port={port}", env=environment(tmp_path))
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        f"CommandError: Port {port} is taken by another program: stop it, or choose "
        f"another with PORT={port + 1}.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_free_port_is_free_until_somebody_listens() -> None:
    port = server.free_port()
    server.require_free(port)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(server.PortTakenError, match=f"Port {port} is taken"):
            server.require_free(port)


# In this process, with Django's client in place of the server


@pytest.fixture
def told(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Tells the story and gives its text; the server is Django's client."""

    @contextmanager
    def running(port: int) -> Iterator[str]:
        yield "http://testserver"

    def get(address: str, key: str) -> tuple[int, dict[str, Any]]:
        path = address.removeprefix("http://testserver")
        response = Client().get(path, headers={"Authorization": f"Bearer {key}"})
        return response.status_code, response.json()

    monkeypatch.setattr(server, "running", running)
    monkeypatch.setattr(server, "get", get)

    def tell(*arguments: str) -> str:
        out = io.StringIO()
        monkeypatch.setattr(demo, "Console", lambda: Console(file=out, width=100))
        call_command("demo", *arguments)
        return out.getvalue()

    return tell


@pytest.mark.slow
def test_the_story_leaves_what_it_tells(told: Callable[..., str]) -> None:
    first = told("--no-serve")
    assert headings(first) == STEPS
    withdrawn, kept = Release.objects.order_by("pk")
    assert (withdrawn.state, kept.state) == (ReleaseState.RELEASED,) * 2
    claim = story.first_claim(withdrawn)
    assert claim.state == ClaimState.WITHDRAWN
    assert not kept.claims.filter(claim_version=claim).exists()
    states = list(Review.objects.order_by("pk").values_list("state", flat=True))
    assert sorted(states) == sorted(
        [
            ReviewState.APPROVED,
            ReviewState.CHANGES_REQUESTED,
            ReviewState.IN_REVIEW,
            ReviewState.APPROVED,
        ]
    )
    fetched = Fetch.objects.order_by("pk").values_list("status", "reason")
    assert list(fetched) == [(200, ""), (410, "claim-withdrawn"), (200, "")]
    assert ledger.first_broken_entry() is None
    length = LedgerEntry.objects.count()
    second = told("--no-serve")
    assert headings(second) == STEPS
    assert "The receipt says: Demo CRM 1 got it with 200 on" in second
    assert "nothing new" in second
    assert (Family.objects.count(), LedgerEntry.objects.count()) == (3, length)
    _a_broken_ledger_ends_it(told)
    _served_until_it_is_stopped(told)


def _served_until_it_is_stopped(told: Callable[..., str]) -> None:
    """The last step: sign-ins, password, address."""

    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signal, "pause", interrupted)
        patch.setattr(signal, "signal", lambda *_: None)
        text = told(f"--port={server.free_port()}")
    assert headings(text) == [*STEPS, "11. Look around"]
    for person in people.PEOPLE:
        assert person.username in text
    assert f"Password of all: {people.password()}" in text
    assert text.endswith("Stopped.\n")


def _a_broken_ledger_ends_it(told: Callable[..., str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        broken = ledger.Break(sequence=3, reason="the hash does not fit")
        patch.setattr(ledger, "first_broken_entry", lambda: broken)
        with pytest.raises(CommandError, match=r"Entry 3 does not hold: the hash"):
            told("--no-serve")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full: free"),
        (OperationalError("database or disk is full"), "The disk is full: free"),
        (KeyboardInterrupt(), "Stopped; told again, the story goes on from here."),
        (story.InterruptedStoryError("Try again."), "Try again."),
        (server.ServerFailedError("It stopped."), "It stopped."),
    ],
)
def test_what_may_well_happen_is_said_in_one_sentence(
    told: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    sentence: str,
) -> None:
    def fail(**_: Any) -> None:
        raise error

    monkeypatch.setattr(people, "ensure_people", fail)
    with pytest.raises(CommandError) as refused:
        told("--no-serve")
    assert str(refused.value).startswith(sentence)
    assert refused.value.returncode == 1


@pytest.mark.parametrize("error", [OSError("odd"), OperationalError("odd")])
def test_what_nobody_foresaw_is_not_hidden(
    told: Callable[..., str], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(**_: Any) -> None:
        raise error

    monkeypatch.setattr(people, "ensure_people", fail)
    with pytest.raises(type(error), match="odd"):
        told("--no-serve")


# An earlier telling that stopped on its way


@pytest.fixture
def run(db: None) -> GenerationRun:
    """A run of the demo's as an earlier telling left it."""
    brand = factories.make_brand()
    author = people.ensure_people(at=AT)["mara.lindqvist"]
    raw = {"brand": brand.slug, "market": "US", "channel": "email", "count": 1}
    content = raw | {"objective": "Demo: x", "writer": "composer"}
    brief = factories.make_variant(requester=author).family.brief
    brief.content = content
    brief.save()
    return GenerationRun.objects.create(
        family=brief.family, writer="composer", queued_at=AT
    )


def cast() -> story.Cast:
    return story.Cast(people.ensure_people(at=AT), AT)


def family_again(run: GenerationRun) -> Family:
    content = run.family.brief.content
    return story.family_for(content, cast(), lambda done, total: None)


def test_a_run_in_other_hands_is_waited_for(run: GenerationRun) -> None:
    run.state = RunState.RUNNING.value
    run.leased_until = AT + datetime.timedelta(seconds=30)
    run.save()
    with pytest.raises(story.InterruptedStoryError, match="try again in 60 seconds"):
        family_again(run)


def test_a_failed_run_is_asked_for_again(
    run: GenerationRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.state, run.note = RunState.FAILED.value, "The disk was full."
    run.save()

    def carry_out(run_id: int, **_: Any) -> GenerationRun:
        GenerationRun.objects.filter(pk=run_id).update(state=RunState.DONE.value)
        return GenerationRun.objects.get(pk=run_id)

    monkeypatch.setattr(variants, "carry_out", carry_out)
    assert family_again(run) == run.family
    assert run.family.runs.count() == 2


def test_a_run_that_fails_now_ends_the_story(
    run: GenerationRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def carry_out(run_id: int, **_: Any) -> GenerationRun:
        rows = GenerationRun.objects.filter(pk=run_id)
        rows.update(state=RunState.FAILED.value, note="No label is in force.")
        return rows.get()

    monkeypatch.setattr(variants, "carry_out", carry_out)
    with pytest.raises(
        story.InterruptedStoryError,
        match=r"Nothing could be written: No label is in force\.",
    ):
        family_again(run)


# People, samples, keys


@pytest.mark.django_db
def test_people_are_made_once_and_can_sign_in() -> None:
    made = people.ensure_people(at=AT)
    again = people.ensure_people(at=AT)
    assert list(made) == [person.username for person in people.PEOPLE]
    assert made == again
    assert LedgerEntry.objects.filter(action="person.added").count() == len(made)
    for person in people.PEOPLE:
        user = User.objects.get(username=person.username)
        assert user.check_password(people.password())
        assert list(user.groups.values_list("name", flat=True)) == [person.role.value]


@pytest.mark.django_db
def test_a_lost_password_is_set_anew(own_stores: Path) -> None:
    people.ensure_people(at=AT)
    path = own_stores / "demo_password"
    assert path.stat().st_mode & 0o077 == 0
    path.unlink()
    user = people.ensure_people(at=AT)["leo.brandt"]
    assert user.check_password(path.read_text())


@pytest.mark.django_db
def test_the_platform_keeps_its_key_and_gets_another_when_it_is_lost(
    own_stores: Path,
) -> None:
    by = factories.make_user("COORDINATOR")
    first = seeding.platform_key(by=by, at=AT)
    assert seeding.platform_key(by=by, at=AT) == first
    path = own_stores / "demo_platform_key"
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("imp_nonsense")
    second = seeding.platform_key(by=by, at=AT)
    assert second not in (first, "imp_nonsense")
    names = ChannelKey.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Demo CRM 1", "Demo CRM 2"]


@pytest.mark.parametrize(
    ("years", "moved"),
    [
        (0, {"on": "2028-02-29", "text": "since 2028-01-02", "n": [1]}),
        (1, {"on": "2029-02-28", "text": "since 2029-01-02", "n": [1]}),
        (4, {"on": "2032-02-28", "text": "since 2032-01-02", "n": [1]}),
    ],
)
def test_dates_of_the_samples_move_on(years: int, moved: dict[str, Any]) -> None:
    content = {"on": "2028-02-29", "text": "since 2028-01-02", "n": [1]}
    assert seeding._moved(content, years) == moved


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (datetime.date(2025, 1, 1), 0),
        (datetime.date(2026, 11, 21), 0),
        (datetime.date(2027, 11, 20), 0),
        (datetime.date(2027, 11, 21), 1),
        (datetime.date(2036, 12, 1), 10),
    ],
)
def test_years_since_the_samples_were_written(day: datetime.date, years: int) -> None:
    assert seeding._years_since(day) == years


# What is shown


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (
            {
                "brands": {"created": 1, "changed": 0, "unchanged": 0},
                "claims": {"created": 2, "changed": 1, "unchanged": 4},
                "copy": {"created": 9, "changed": 0, "unchanged": 0},
            },
            "7 claims, 9 copy blocks",
        ),
        (
            {"claims": {"created": 0, "changed": 0, "unchanged": 7}},
            "7 claims (nothing new)",
        ),
        ({"profiles": 3, "facts": 0, "unchanged": 1}, "3 profiles, 1 unchanged"),
        ({"profiles": 0, "unchanged": 4}, "4 unchanged (nothing new)"),
    ],
)
def test_counts_read_as_words(counts: dict[str, Any], words: str) -> None:
    assert telling._counts(counts) == words


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 reviews"), (1, "1 review"), (2, "2 reviews")]
)
def test_nouns_agree(count: int, words: str) -> None:
    assert telling._number(count, "review") == words


def test_the_last_variant_is_kept_when_all_say_the_claim(db: None) -> None:
    version = factories.make_version()
    claim = version.parts.get(name="body").segments.get(kind="claim").claim_version
    assert claim is not None
    other = factories.make_version()
    assert story.spared([version.variant, other.variant], claim) == other.variant
    assert story.spared([other.variant, version.variant], claim) == other.variant
    assert story.spared([version.variant], claim) == version.variant


# The server as a child


FAKE = """
import http.server, sys, time
{before}
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'{{"reason": "gone"}}' if "gone" in self.path else b'{{"ok": true}}'
        self.send_response(410 if "gone" in self.path else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[3])), Handler).serve_forever()
"""


@pytest.fixture
def child(settings: Settings, tmp_path: Path) -> Callable[[str], int]:
    """Puts a small server in place of ours, and gives a port for it."""

    def stand(before: str = "") -> int:
        settings.BASE_DIR = tmp_path
        (tmp_path / "manage.py").write_text(FAKE.format(before=before))
        return server.free_port()

    return stand


def test_the_server_is_asked_while_it_runs_and_then_stopped(
    child: Callable[..., int],
) -> None:
    port = child()
    with server.running(port) as address:
        assert address == f"http://127.0.0.1:{port}"
        assert server.get(f"{address}/fine", "imp_x") == (200, {"ok": True})
        assert server.get(f"{address}/gone", "imp_x") == (410, {"reason": "gone"})
    server.require_free(port)


def test_a_server_that_ends_at_once_is_told(child: Callable[..., int]) -> None:
    port = child("sys.exit(3)")
    with (
        pytest.raises(server.ServerFailedError, match="stopped at once"),
        server.running(port),
    ):
        pytest.fail("It runs.")


def test_a_server_that_never_answers_is_told(
    child: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "START_SECONDS", 0.3)
    port = child("time.sleep(60)")
    with (
        pytest.raises(server.ServerFailedError, match="did not answer within"),
        server.running(port),
    ):
        pytest.fail("It runs.")

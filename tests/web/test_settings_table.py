"""Every setting: what it is without a word, and what a word in the environment does."""

import os
import runpy
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from environs import Env
from environs.exceptions import EnvError

from web.management.commands.draw_settings import SOURCE, Command

KEY = "k" * 60
DATA = Path("/nowhere/data")


def read(tmp_path: Path = DATA, /, **environment: str) -> dict[str, Any]:
    """The settings as they come out of this environment and no other."""
    given = {"SECRET_KEY": KEY, "DATA_DIR": str(tmp_path), **environment}
    with (
        mock.patch.dict(os.environ, given, clear=True),
        mock.patch.object(Env, "read_env"),
    ):
        return runpy.run_path(str(SOURCE))


def database(settings: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = settings["DATABASES"]["default"]
    return found


DEFAULTS: dict[str, tuple[str, Any]] = {
    "DEBUG": ("DEBUG", False),
    "SECRET_KEY": ("SECRET_KEY", KEY),
    "LEDGER_KEY": ("LEDGER_KEY", KEY),
    "ALLOWED_HOSTS": ("ALLOWED_HOSTS", ["127.0.0.1", "localhost"]),
    "CSRF_TRUSTED_ORIGINS": ("CSRF_TRUSTED_ORIGINS", []),
    "SIGNING_IDLE_MINUTES": ("SIGNING_IDLE_MINUTES", 15),
    "SIGNING_MAX_FAILURES": ("SIGNING_MAX_FAILURES", 5),
    "HTTPS": ("HTTPS", True),
    "HSTS_SECONDS": ("SECURE_HSTS_SECONDS", 31_536_000),
    "JOBS": ("JOBS", "thread"),
    "RUN_LEASE_SECONDS": ("RUN_LEASE_SECONDS", 60),
    "RUN_MAX_ATTEMPTS": ("RUN_MAX_ATTEMPTS", 3),
    "CHROMA_DIR": ("CHROMA_DIR", DATA / "chroma"),
    "CHROMA_URL": ("CHROMA_URL", ""),
    "CHROMA_TOKEN": ("CHROMA_TOKEN", ""),
    "EMBEDDER": ("EMBEDDER", "minilm"),
    "EMBEDDING_MODEL": ("EMBEDDING_MODEL", "text-embedding-3-small"),
    "WRITER": ("WRITER", "composer"),
    "WRITER_FALLBACK": ("WRITER_FALLBACK", True),
    "OPENAI_API_KEY": ("OPENAI_API_KEY", ""),
    "OPENAI_BASE_URL": ("OPENAI_BASE_URL", ""),
    "OPENAI_MODEL": ("OPENAI_MODEL", "gpt-4.1-mini"),
    "OPENAI_TEMPERATURE": ("OPENAI_TEMPERATURE", 0.7),
    "OPENAI_TIMEOUT_SECONDS": ("OPENAI_TIMEOUT_SECONDS", 30.0),
    "OPINIONS": ("OPINIONS", "none"),
    "OPINION_MODEL": ("OPINION_MODEL", ""),
    "LOG_LEVEL": ("LOG_LEVEL", "WARNING"),
}
GIVEN: list[tuple[str, str, str, Any]] = [
    ("DEBUG", "1", "DEBUG", True),
    ("DEBUG", "false", "DEBUG", False),
    ("SECRET_KEY", "another" * 8, "SECRET_KEY", "another" * 8),
    ("LEDGER_KEY", "kept apart", "LEDGER_KEY", "kept apart"),
    ("ALLOWED_HOSTS", "copy.example,b.example", "ALLOWED_HOSTS", ["copy.example"]),
    (
        "CSRF_TRUSTED_ORIGINS",
        "https://copy.example",
        "CSRF_TRUSTED_ORIGINS",
        ["https://copy.example"],
    ),
    ("SIGNING_IDLE_MINUTES", "5", "SIGNING_IDLE_MINUTES", 5),
    ("SIGNING_MAX_FAILURES", "3", "SIGNING_MAX_FAILURES", 3),
    ("HTTPS", "0", "HTTPS", False),
    ("HSTS_SECONDS", "60", "SECURE_HSTS_SECONDS", 60),
    ("JOBS", "database", "JOBS", "database"),
    ("RUN_LEASE_SECONDS", "90", "RUN_LEASE_SECONDS", 90),
    ("RUN_MAX_ATTEMPTS", "1", "RUN_MAX_ATTEMPTS", 1),
    ("CHROMA_DIR", "/points", "CHROMA_DIR", Path("/points")),
    ("CHROMA_URL", "http://chroma:8000", "CHROMA_URL", "http://chroma:8000"),
    ("CHROMA_TOKEN", "secret", "CHROMA_TOKEN", "secret"),
    ("EMBEDDER", "service", "EMBEDDER", "service"),
    ("EMBEDDING_MODEL", "ours", "EMBEDDING_MODEL", "ours"),
    ("WRITER", "openai", "WRITER", "openai"),
    ("WRITER_FALLBACK", "no", "WRITER_FALLBACK", False),
    ("OPENAI_API_KEY", "key", "OPENAI_API_KEY", "key"),
    ("OPENAI_BASE_URL", "http://model:1", "OPENAI_BASE_URL", "http://model:1"),
    ("OPENAI_MODEL", "ours", "OPENAI_MODEL", "ours"),
    ("OPENAI_TEMPERATURE", "0", "OPENAI_TEMPERATURE", 0.0),
    ("OPENAI_TIMEOUT_SECONDS", "2.5", "OPENAI_TIMEOUT_SECONDS", 2.5),
    ("OPINIONS", "openai", "OPINIONS", "openai"),
    ("OPINION_MODEL", "another", "OPINION_MODEL", "another"),
    ("LOG_LEVEL", "DEBUG", "LOG_LEVEL", "DEBUG"),
]
NUMBERS = (
    *("SIGNING_IDLE_MINUTES", "SIGNING_MAX_FAILURES", "HSTS_SECONDS"),
    *("RUN_LEASE_SECONDS", "RUN_MAX_ATTEMPTS"),
)
UNREADABLE = [
    *((name, "soon", "integer") for name in NUMBERS),
    *((name, "1.5", "integer") for name in NUMBERS),
    *((name, "", "integer") for name in NUMBERS),
    ("DEBUG", "perhaps", "boolean"),
    ("HTTPS", "perhaps", "boolean"),
    ("WRITER_FALLBACK", "perhaps", "boolean"),
    ("OPENAI_TEMPERATURE", "warm", "number"),
    ("OPENAI_TIMEOUT_SECONDS", "a while", "number"),
]


# Names and values


def documented() -> set[str]:
    rows = Command().text().splitlines()
    return {row.split("`")[1] for row in rows if row.startswith("| `")}


def test_every_documented_setting_is_in_these_tables() -> None:
    read_elsewhere = {"DATA_DIR", "DATABASE_URL", "REDIS_URL"}
    assert documented() == set(DEFAULTS) | read_elsewhere
    assert {name for name, *_ in GIVEN} == set(DEFAULTS)


@pytest.mark.parametrize("name", DEFAULTS)
def test_without_a_word_a_setting_has_its_default(name: str) -> None:
    setting, value = DEFAULTS[name]
    assert read()[setting] == value


@pytest.mark.parametrize(("name", "word", "setting", "value"), GIVEN)
def test_a_word_in_the_environment_decides(
    name: str, word: str, setting: str, value: Any
) -> None:
    found = read(**{name: word})[setting]
    assert found[: len(value)] == value if isinstance(value, list) else found == value


@pytest.mark.parametrize(("name", "word", "kind"), UNREADABLE)
def test_a_word_that_cannot_be_read_is_named(name: str, word: str, kind: str) -> None:
    with pytest.raises(EnvError) as refused:
        read(**{name: word})
    assert str(refused.value) == (
        f'Environment variable "{name}" invalid: Not a valid {kind}.'
    )


@pytest.mark.parametrize("name", ["JOB", "Debug", "IMPRIMATUR_DEBUG"])
def test_a_name_that_nobody_reads_changes_nothing(name: str) -> None:
    def plain(settings: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in settings.items() if key.isupper()}

    assert plain(read(**{name: "1"})) == plain(read())


# Keys


@pytest.mark.parametrize(
    ("given", "written", "key"),
    [
        pytest.param({}, "", KEY, id="the environment's"),
        pytest.param({}, "from-setup", KEY, id="the environment's before the file's"),
        pytest.param(
            {"SECRET_KEY": ""}, "from-setup\n", "from-setup", id="the file's, trimmed"
        ),
        pytest.param(
            {"SECRET_KEY": "", "DEBUG": "1"},
            "from-setup",
            "from-setup",
            id="the file's in development too",
        ),
    ],
)
def test_the_key_comes_from_the_first_that_has_one(
    tmp_path: Path, given: dict[str, str], written: str, key: str
) -> None:
    if written:
        (tmp_path / "secret_key").write_text(written, encoding="ascii")
    assert read(tmp_path, **given)["SECRET_KEY"] == key


@pytest.mark.parametrize("written", [None, "", "  \n"], ids=["no", "empty", "blank"])
def test_without_a_key_nothing_starts(tmp_path: Path, written: str | None) -> None:
    if written is not None:
        (tmp_path / "secret_key").write_text(written, encoding="ascii")
    with pytest.raises(SystemExit) as refused:
        read(tmp_path, SECRET_KEY="")
    assert str(refused.value) == (
        "SECRET_KEY is not set: put a long random value into the environment or .env "
        "(or DEBUG=1 for development), then start again."
    )


def test_development_has_a_key_that_says_what_it_is(tmp_path: Path) -> None:
    key = read(tmp_path, SECRET_KEY="", DEBUG="1")["SECRET_KEY"]
    assert key.startswith("development-only-key-")
    assert len(key) >= 50


@pytest.mark.parametrize(
    ("given", "ledger"),
    [({}, KEY), ({"LEDGER_KEY": "apart"}, "apart"), ({"LEDGER_KEY": ""}, "")],
)
def test_the_ledger_has_the_site_s_key_until_it_has_its_own(
    given: dict[str, str], ledger: str
) -> None:
    assert read(**given)["LEDGER_KEY"] == ledger


# Stores


@pytest.mark.parametrize(
    ("address", "engine", "name"),
    [
        ("", "sqlite3", f"{DATA}/imprimatur.sqlite3"),
        ("sqlite:////elsewhere/own.sqlite3", "sqlite3", "/elsewhere/own.sqlite3"),
        ("postgres://u:p@db:5432/copy", "postgresql", "copy"),
    ],
)
def test_the_database_is_where_its_address_says(
    address: str, engine: str, name: str
) -> None:
    found = database(read(**({"DATABASE_URL": address} if address else {})))
    assert (found["ENGINE"], found["NAME"]) == (f"django.db.backends.{engine}", name)
    assert ("init_command" in found.get("OPTIONS", {})) == (engine == "sqlite3")


@pytest.mark.parametrize(
    "wanted", ["journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"]
)
def test_every_sqlite_connection_is_made_safe_for_several_writers(wanted: str) -> None:
    options = database(read())["OPTIONS"]
    assert f"PRAGMA {wanted};" in options["init_command"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)


def test_all_embedded_stores_stand_below_one_directory(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings["CHROMA_DIR"].parent == tmp_path
    assert Path(database(settings)["NAME"]).parent == tmp_path
    assert settings["KEY_FILE"].parent == tmp_path


# Transport


@pytest.mark.parametrize(
    ("given", "secure", "seconds"),
    [
        pytest.param({}, True, 31_536_000, id="served"),
        pytest.param({"DEBUG": "1"}, False, 0, id="developed"),
        pytest.param({"HTTPS": "0"}, False, 0, id="behind plain HTTP"),
        pytest.param({"DEBUG": "1", "HTTPS": "1"}, True, 31_536_000, id="said so"),
        pytest.param({"HSTS_SECONDS": "0"}, True, 0, id="not insisted on yet"),
    ],
)
def test_cookies_redirect_and_insistence_go_together(
    given: dict[str, str], secure: bool, seconds: int
) -> None:
    settings = read(**given)
    for name in (
        *("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"),
        *("SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"),
    ):
        assert settings[name] is secure, name
    assert settings["SECURE_HSTS_SECONDS"] == seconds


@pytest.mark.parametrize("given", [{}, {"DEBUG": "1"}, {"HTTPS": "0"}])
def test_nothing_loosens_what_a_page_may_load(given: dict[str, str]) -> None:
    allowed = read(**given)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    words = [word for sources in allowed.values() for word in sources]
    assert set(words) == {"'self'", "'none'", "data:"}
    assert allowed["object-src"] == allowed["base-uri"] == ["'none'"]


# Jobs and logs


@pytest.mark.parametrize(
    ("jobs", "backend", "apps"),
    [
        ("thread", "web.threads.ThreadBackend", set()),
        ("immediate", "django_tasks.backends.immediate.ImmediateBackend", set()),
        ("database", "django_tasks_db.DatabaseBackend", set()),
        ("redis", "django_tasks_rq.RQBackend", {"django_rq", "django_tasks_rq"}),
    ],
)
def test_each_place_for_jobs_brings_its_backend(
    jobs: str, backend: str, apps: set[str]
) -> None:
    settings = read(JOBS=jobs)
    assert settings["TASKS"] == {"default": {"BACKEND": backend}}
    added = {"django_rq", "django_tasks_rq"} & set(settings["INSTALLED_APPS"])
    assert added == apps
    assert ("RQ_QUEUES" in settings) == (jobs == "redis")


CHOICES = {
    "JOBS": ("thread", "immediate", "database", "redis"),
    "EMBEDDER": ("minilm", "hashing", "service"),
    "WRITER": ("composer", "openai"),
    "LOG_LEVEL": ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
}


@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.parametrize("word", ["nobody", "", "capital", "blank"])
def test_a_word_outside_a_closed_list_is_refused_with_the_choices(
    name: str, word: str
) -> None:
    first = CHOICES[name][0]
    wrong = {"capital": first.swapcase(), "blank": f" {first}"}.get(word, word)
    with pytest.raises(SystemExit) as refused:
        read(**{name: wrong})
    assert str(refused.value) == (
        f"{name} is {wrong!r}; choose one of {', '.join(CHOICES[name])}."
    )


@pytest.mark.parametrize(
    ("name", "word"),
    [(name, word) for name, words in CHOICES.items() for word in words],
)
def test_every_choice_of_a_closed_list_is_taken(name: str, word: str) -> None:
    assert read(**{name: word})[name] == word


@pytest.mark.parametrize(
    ("given", "broker"),
    [
        ({}, "redis://127.0.0.1:6379/0"),
        ({"REDIS_URL": "redis://broker:6379/3"}, "redis://broker:6379/3"),
    ],
)
def test_the_broker_stands_where_it_is_said_to(
    given: dict[str, str], broker: str
) -> None:
    settings = read(JOBS="redis", **given)
    assert settings["RQ_QUEUES"] == {"default": {"URL": broker}}
    assert settings["RQ"] == {"JOB_CLASS": "django_tasks_rq.Job"}


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR"])
def test_one_level_is_set_everywhere(level: str) -> None:
    logging = read(LOG_LEVEL=level)["LOGGING"]
    assert logging["root"] == {"handlers": ["console"], "level": level}
    assert logging["handlers"]["console"]["level"] == level

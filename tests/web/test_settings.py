"""Settings refuse what cannot work, in one sentence, before anything starts."""

from pathlib import Path

import pytest

from tests.web.processes import environment, manage

STRICT = ("check", "--fail-level", "WARNING")


def sentence(stderr: str) -> str:
    """The only line that a refused start may print."""
    assert "Traceback" not in stderr
    assert stderr.count("\n") == 1, stderr
    return stderr.strip()


def test_a_missing_secret_key_is_said_in_one_sentence(tmp_path: Path) -> None:
    result = manage("check", env=environment(tmp_path, SECRET_KEY=""))
    assert result.returncode == 1
    assert result.stdout == ""
    assert sentence(result.stderr) == (
        "SECRET_KEY is not set: put a long random value into the environment or .env "
        "(or DEBUG=1 for development), then start again."
    )


def test_development_needs_no_secret_key(tmp_path: Path) -> None:
    env = environment(tmp_path, DEBUG="1")
    del env["SECRET_KEY"]
    result = manage(*STRICT, env=env)
    assert result.returncode == 0, result.stderr


def test_an_unknown_place_for_jobs_is_said_in_one_sentence(tmp_path: Path) -> None:
    result = manage("check", env=environment(tmp_path, JOBS="celery"))
    assert result.returncode == 1
    assert sentence(result.stderr) == (
        "JOBS is 'celery'; choose one of thread, immediate, database, redis."
    )


@pytest.mark.parametrize("jobs", ["thread", "immediate", "database", "redis"])
def test_every_place_for_jobs_is_set_up(tmp_path: Path, jobs: str) -> None:
    result = manage(*STRICT, env=environment(tmp_path, JOBS=jobs))
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("RUN_LEASE_SECONDS", "soon"),
        ("OPENAI_TEMPERATURE", "warm"),
        ("DATABASE_URL", "nonsense"),
    ],
)
def test_a_value_that_cannot_be_read_is_said_in_one_sentence(
    tmp_path: Path, name: str, value: str
) -> None:
    result = manage("check", env=environment(tmp_path, **{name: value}))
    assert result.returncode == 1
    said = sentence(result.stderr)
    assert said.startswith(f'Environment variable "{name}" invalid: Not a valid ')
    assert said.endswith("See docs/settings.md.")


def test_ready_for_deployment(tmp_path: Path) -> None:
    env = environment(tmp_path, HTTPS="1")
    result = manage("check", "--deploy", "--fail-level", "WARNING", env=env)
    assert result.returncode == 0, result.stderr


def test_without_https_the_deployment_check_objects(tmp_path: Path) -> None:
    env = environment(tmp_path, HTTPS="0")
    result = manage("check", "--deploy", "--fail-level", "WARNING", env=env)
    assert result.returncode == 1
    assert "SECURE_SSL_REDIRECT" in result.stderr


def test_https_is_the_default_outside_development(tmp_path: Path) -> None:
    env = environment(tmp_path)
    del env["HTTPS"]
    result = manage("check", "--deploy", "--fail-level", "WARNING", env=env)
    assert result.returncode == 0, result.stderr


def test_the_key_that_setup_wrote_is_taken(tmp_path: Path) -> None:
    written = "written-by-setup-" + "k" * 40
    (tmp_path / "secret_key").write_text(f"{written}\n", encoding="ascii")
    env = environment(tmp_path, SECRET_KEY="", DATA_DIR=str(tmp_path))
    told = "from django.conf import settings; print(settings.SECRET_KEY)"
    result = manage("shell", "--no-imports", "-c", told, env=env)
    assert result.stdout.strip() == written, result.stderr


def test_a_database_without_tables_is_said_in_one_sentence(tmp_path: Path) -> None:
    result = manage("verify_ledger", env=environment(tmp_path))
    assert result.returncode == 1
    assert sentence(result.stderr) == (
        "The database is not set up: run `manage.py migrate`, then try again."
    )


def test_a_database_that_does_not_answer_is_no_matter_of_tables(tmp_path: Path) -> None:
    away = environment(tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    result = manage("verify_ledger", env=away)
    assert result.returncode == 1
    assert "not set up" not in result.stderr

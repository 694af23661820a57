"""Documents that are made from the code are as the code is."""

from pathlib import Path

import pytest
from django.core.management import call_command

from knowledge_base.documents import DocumentCommand, StaleDocumentError, settle

DOCUMENTS = ["draw_workflow", "draw_settings", "draw_api", "draw_house"]


@pytest.mark.parametrize("command", DOCUMENTS)
def test_generated_documents_are_current(command: str) -> None:
    call_command(command, "--check")


@pytest.mark.django_db
def test_migrations_are_current() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_a_stale_document_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rules.md"
    path.write_text("old\n")
    with pytest.raises(StaleDocumentError, match=r"rules\.md is out of date"):
        settle(path, "new\n", check=True)
    assert path.read_text() == "old\n"


def test_a_document_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "made" / "rules.md"
    settle(path, "new\n", check=False)
    assert path.read_text() == "new\n"
    settle(path, "new\n", check=True)


def test_a_document_command_must_say_what() -> None:
    with pytest.raises(TypeError, match="does not say what to write"):
        DocumentCommand().text()

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from review.workflow import drawing


def test_writes_what_it_then_accepts(tmp_path: Path) -> None:
    path = tmp_path / "docs" / "workflow.md"
    call_command("draw_workflow", file=path)
    call_command("draw_workflow", "--check", file=path)
    assert path.read_text(encoding="utf-8") == drawing.page()


@pytest.mark.parametrize("content", [None, "another page"])
def test_check_refuses_a_missing_or_other_page(
    content: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "workflow.md"
    if content is not None:
        path.write_text(content)
    with pytest.raises(CommandError, match="draw_workflow") as refusal:
        call_command("draw_workflow", "--check", file=path)
    assert refusal.value.returncode == 1
    assert path.exists() == (content is not None)


def test_the_committed_page_agrees() -> None:
    page = Path(settings.BASE_DIR) / "docs" / "workflow.md"
    assert page.read_text(encoding="utf-8") == drawing.page()


def test_page_shows_both_machines_and_all_owners() -> None:
    page = drawing.page()
    assert page.count("```mermaid\nstateDiagram-v2") == 2
    assert "    IN_REVIEW --> APPROVED: approve" in page
    assert "    WITHDRAWN --> [*]" in page
    assert "| IN_REVIEW | legal, medical, regulatory |" in page
    assert "| EXPIRED | – (final) |" in page
    assert "| release | coordinator |" in page

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from knowledge_base import claims
from review.states import CLAIM_OWNERS
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


def test_page_shows_every_machine_and_all_owners() -> None:
    page = drawing.page()
    assert page.count("```mermaid\nstateDiagram-v2") == 3
    assert "    DRAFT --> DRAFT: approve_first" in page
    assert "    SUSPENDED --> APPROVED: reconfirm" in page
    assert "| SUSPENDED | medical, regulatory |" in page
    assert "    IN_REVIEW --> APPROVED: approve" in page
    assert "    WITHDRAWN --> [*]" in page
    assert "| IN_REVIEW | legal, medical, regulatory |" in page
    assert "| EXPIRED | – (final) |" in page
    assert "| release | coordinator |" in page


def test_every_state_of_a_claim_that_can_be_left_has_an_owner() -> None:
    sources = {state for leads in claims.NEXT.values() for state in leads}
    assert set(CLAIM_OWNERS) == {str(state) for state in sources}
    assert all(CLAIM_OWNERS.values())

"""The floors hold, and each contract notices its own violation."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("knowledge_base", "content_engine", "review", "web")
LINTER = Path(sys.executable).parent / "lint-imports"

VIOLATIONS = [
    ("knowledge_base/ledger.py", "import review.states", "Floors"),
    (
        "knowledge_base/models/brands.py",
        "import knowledge_base.ledger",
        "Rooms of knowledge_base",
    ),
    (
        "content_engine/models/briefs.py",
        "import content_engine.variants",
        "Rooms of content_engine",
    ),
    ("review/models/reviews.py", "import review.releases", "Rooms of review"),
    ("web/access.py", "import web.urls", "Rooms of web"),
    ("knowledge_base/wording/normalise.py", "import django.db", "Pure rooms"),
    ("web/access.py", "import knowledge_base.index", "Doors"),
    ("review/gates.py", "import openai", "Vendors"),
]


def lint(where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own linter on our own tree
        [LINTER, "--no-cache"], cwd=where, capture_output=True, text=True, check=False
    )


def broken(output: str) -> set[str]:
    return set(re.findall(r"^(.+) BROKEN", output, flags=re.MULTILINE))


@pytest.mark.slow
def test_the_floors_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("module", "line", "contract"), VIOLATIONS)
def test_a_violation_breaks_its_contract(
    tmp_path: Path, module: str, line: str, contract: str
) -> None:
    for floor in FLOORS:
        shutil.copytree(
            ROOT / floor,
            tmp_path / floor,
            ignore=shutil.ignore_patterns("samples", "static", "__pycache__"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / module
    path.write_text(f"{path.read_text()}\n{line}\n")
    assert any(contract in name for name in broken(lint(tmp_path).stdout))

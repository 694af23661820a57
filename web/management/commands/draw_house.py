"""Writes the room list into docs/architecture.md: every module with its single job."""

import ast
from pathlib import Path

from django.conf import settings

from knowledge_base.documents import DocumentCommand

FLOORS = ("web", "review", "content_engine", "knowledge_base")
BEGIN = "<!-- rooms: made by `make docs` -->\n"
END = "<!-- end of rooms -->\n"


class Command(DocumentCommand):
    """Keeps what is written by hand and makes the rest anew."""

    help = "Write the room list of docs/architecture.md, or compare it with --check."
    path = Path(settings.BASE_DIR) / "docs" / "architecture.md"

    def text(self) -> str:
        """The document with its room list as the code has it."""
        before, rest = self.path.read_text().split(BEGIN)
        after = rest.split(END)[1]
        rooms = "".join(_floor(name) for name in FLOORS)
        return f"{before}{BEGIN}{rooms}\n{END}{after}"


def _floor(name: str) -> str:
    root = Path(settings.BASE_DIR) / name
    modules = [
        path
        for path in sorted(root.rglob("*.py"))
        if "migrations" not in path.parts and path.name != "__init__.py"
    ]
    rows = "".join(f"| `{_address(m)}` | {_job(m)} |\n" for m in modules)
    return f"\n### {name}\n\n| module | job |\n|---|---|\n{rows}"


def _address(module: Path) -> str:
    return str(module.relative_to(settings.BASE_DIR).with_suffix("")).replace("/", ".")


def _job(module: Path) -> str:
    docstring = ast.get_docstring(ast.parse(module.read_text())) or ""
    return docstring.split("\n\n")[0].replace("\n", " ").replace("|", "\\|")

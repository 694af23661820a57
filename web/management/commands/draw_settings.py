"""Writes docs/settings.md: every variable that the settings read."""

import ast
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from knowledge_base.documents import DocumentCommand

SOURCE = Path(settings.BASE_DIR) / "web" / "settings.py"
HEAD = """# Settings

Read from the environment, or from `.env` beside `manage.py`. This table is made from
`web/settings.py` by `make docs`.

| variable | kind | default | what for |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Setting:
    """One variable as the settings read it."""

    name: str
    kind: str
    default: str
    purpose: str

    def row(self) -> str:
        """The table row."""
        default = f"`{self.default}`" if self.default else "required"
        return f"| `{self.name}` | {self.kind} | {default} | {self.purpose} |\n"


class Command(DocumentCommand):
    """Reads the calls of the environment reader out of the source."""

    help = "Write docs/settings.md, or compare it with --check."
    path = Path(settings.BASE_DIR) / "docs" / "settings.md"

    def text(self) -> str:
        """The table, in the order of the settings."""
        source = SOURCE.read_text()
        lines = source.splitlines()
        calls = [
            node
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Call) and _reads_environment(node)
        ]
        calls.sort(key=lambda call: call.lineno)
        return HEAD + "".join(_setting(call, lines).row() for call in calls)


def _reads_environment(call: ast.Call) -> bool:
    target = call.func
    return (
        isinstance(target, ast.Attribute)
        and isinstance(target.value, ast.Name)
        and target.value.id == "env"
        and target.attr != "read_env"
    )


def _setting(call: ast.Call, lines: list[str]) -> Setting:
    assert isinstance(call.func, ast.Attribute)  # noqa: S101 - settled by the filter
    name = ast.literal_eval(call.args[0])
    default = ast.unparse(call.args[1]) if len(call.args) > 1 else ""
    kind = call.func.attr.replace("dj_db_url", "address")
    return Setting(name, kind, default.replace("|", "\\|"), _purpose(name, call, lines))


def _purpose(name: str, call: ast.Call, lines: list[str]) -> str:
    """The comment `# NAME: …` above the call, over as many lines as it takes."""
    words: list[str] = []
    for line in reversed(lines[: call.lineno - 1]):
        stripped = line.strip()
        if stripped.startswith("# "):
            words.insert(0, stripped[2:])
            if stripped.startswith(f"# {name}: "):
                return " ".join(words).removeprefix(f"{name}: ")
        elif words:
            break
    raise ValueError(f"Say above it in web/settings.py what {name} is for.")

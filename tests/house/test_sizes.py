"""Modules and functions stay readable; a longer one gives its reason."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("knowledge_base", "content_engine", "review", "web")
MODULES = [
    path.relative_to(ROOT)
    for floor in FLOORS
    for path in sorted((ROOT / floor).rglob("*.py"))
    if "migrations" not in path.parts
]
MODULE_LINES, FUNCTION_LINES = 300, 40
FORBIDDEN = {
    "utils",
    "helpers",
    "common",
    "core",
    "misc",
    "manager",
    "base",
    "services",
}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_modules_are_short_and_say_their_job(module: Path) -> None:
    source = (ROOT / module).read_text()
    tree = ast.parse(source)
    assert ast.get_docstring(tree) or not source.strip()
    assert source.count("\n") <= MODULE_LINES
    assert module.stem not in FORBIDDEN


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_functions_are_short(module: Path) -> None:
    tree = ast.parse((ROOT / module).read_text())
    long = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []

"""The commands that make documents: they write, compare, and say what is stale."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from knowledge_base.documents import StaleDocumentError
from web.api import api
from web.management.commands import draw_api, draw_house, draw_settings

MODULES = [draw_api, draw_house, draw_settings]
ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All three documents in another place, as they stand."""
    for module in MODULES:
        standing = module.Command.path
        moved = tmp_path / standing.name
        moved.write_text(standing.read_text() if standing.exists() else "")
        monkeypatch.setattr(module.Command, "path", moved)
    return tmp_path


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_a_document_is_written_and_then_current(module: object, copy: Path) -> None:
    name = module.__name__.rpartition(".")[2]  # type: ignore[attr-defined]
    call_command(name)
    call_command(name, "--check")


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_a_stale_document_is_named_with_what_to_do(module: object, copy: Path) -> None:
    name = module.__name__.rpartition(".")[2]  # type: ignore[attr-defined]
    call_command(name)
    path: Path = module.Command.path  # type: ignore[attr-defined]
    assert "|\n" in path.read_text()
    stale = path.read_text().replace("|\n", "stale |\n")
    path.write_text(stale)
    with pytest.raises(StaleDocumentError, match="is out of date: run `make docs`"):
        call_command(name, "--check")
    assert path.read_text() == stale


def test_every_operation_is_described() -> None:
    text = draw_api.Command().text()
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            section = text.split(f"## {method.upper()} {path}\n")[1].split("\n## ")[0]
            assert operation["description"] in section
            for parameter in operation["parameters"]:
                assert f"| `{parameter['name']}` | {parameter['in']} | " in section
            for status in operation["responses"]:
                assert str(status) in section.rpartition("Answers: ")[2]


def test_limits_of_parameters_are_told() -> None:
    text = draw_api.Command().text()
    assert "| `limit` | query | integer, at least 1, at most 100 |" in text
    assert "| `market` | query | string or null |" in text
    assert "| `channel` | query | one of email, rep_email, sms" in text


def test_every_reason_of_a_refusal_is_told() -> None:
    text = draw_api.Command().text()
    source = (ROOT / "review" / "servability.py").read_text()
    reasons = re.findall(r'"((?:claim|label|reference|release)-[a-z]+)"', source)
    assert len(set(reasons)) >= 8
    for reason in {*reasons, "not-found"}:
        assert f"`{reason}`" in text


def test_every_module_has_its_row() -> None:
    text = draw_house.Command().text()
    for floor in draw_house.FLOORS:
        for path in (ROOT / floor).rglob("*.py"):
            if path.name == "__init__.py" or "migrations" in path.parts:
                continue
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            job = (ast.get_docstring(ast.parse(path.read_text())) or "").split("\n")[0]
            assert f"| `{name}` | {job.replace('|', '')[:20]}" in text


def test_what_is_written_by_hand_is_kept(copy: Path) -> None:
    path = draw_house.Command.path
    path.write_text(f"Before\n{draw_house.BEGIN}old\n{draw_house.END}After\n")
    call_command("draw_house")
    text = path.read_text()
    assert text.startswith(f"Before\n{draw_house.BEGIN}")
    assert text.endswith(f"{draw_house.END}After\n")
    assert "\nold\n" not in text


def test_every_setting_read_is_in_the_table() -> None:
    text = draw_settings.Command().text()
    source = (ROOT / "web" / "settings.py").read_text()
    names = set(re.findall(r'env\.[a-z_]+\(\s*"([A-Z_]+)"', source))
    rows = re.findall(r"^\| `([A-Z_]+)`", text, re.MULTILINE)
    assert len(rows) > 20
    assert sorted(rows) == sorted(names)


@pytest.mark.parametrize("before", ["", "X = 1\n", "\n# Something else.\n"])
def test_a_setting_without_a_reason_is_refused(
    before: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "settings.py"
    source.write_text(f'{before}SILENT = env.str("SILENT", "a|b")\n')
    monkeypatch.setattr(draw_settings, "SOURCE", source)
    with pytest.raises(ValueError, match=r"Say above it .* what SILENT is for"):
        draw_settings.Command().text()


def test_a_required_setting_and_a_longer_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "settings.py"
    source.write_text(
        'NOISE = 1\n# NAME: first half,\n# second half.\nNAME = env.str("NAME")\n'
        '# DB: where.\nD = {"default": env.dj_db_url("DB", "a|b")}\nother.env("NO")\n'
    )
    monkeypatch.setattr(draw_settings, "SOURCE", source)
    assert (
        draw_settings.Command()
        .text()
        .endswith(
            "| `NAME` | str | required | first half, second half. |\n"
            "| `DB` | address | `'a\\|b'` | where. |\n"
        )
    )

"""Writes docs/api.md: every operation that platforms can call, from its schema."""

from pathlib import Path
from typing import Any

from django.conf import settings

from knowledge_base.documents import DocumentCommand
from web.api import DESCRIPTION, api

HEAD = f"""# The interface for platforms

Made from the code by `make docs`. The live page stands at `/api/v1/docs`, the OpenAPI
3.1 document at `/api/v1/openapi.json`.
{DESCRIPTION}
Reasons of a refused fetch: `claim-withdrawn`, `claim-superseded`, `claim-suspended`,
`claim-expired`, `block-retired`, `block-suspended`, `reference-invalid`,
`label-superseded`, `release-withdrawn`, `release-suspended`, `release-expired`,
`release-superseded` (410); `not-found` (404). Reasons of a refused request:
`unknown-key`, `key-in-address` (401), `not-found` (404: brand, market or channel that
the key does not open), `method-not-allowed` (405), `too-large` (413),
`invalid-parameters`, `invalid-piece` (422, with `faults`: each `{{"at", "fault"}}`).
"""
TAIL = """
## manage.py search_claims

Beside the agreed fields a query may have `theme`, `kind` and `indication` (only claims
of these; a claim that names none is open to all), `diversity` (0 to 1: how much a
result that differs from those before it is preferred) and `refused` (true: also what
fits and may not be used there and then). A query with another field, an unknown
market, channel or audience is refused by name, and the command ends with 1.

Each result also has `why` (sentences) and `group` (the `KEY@VERSION` under which it is
folded, because that one says nearly the same; often its own). With `"refused": true`
the answer has `refused`: claims with `claim`, `score`, `text`, `why` and `reasons`, of
which each is `{"code", "reason", "remedy"}`. Codes: `DRAFT`, `SUSPENDED`, `WITHDRAWN`,
`SUPERSEDED`, `PENDING`, `EXPIRED`, `REFERENCE`, `MARKET`, `CHANNEL`, `AUDIENCE`,
`THEME`, `KIND`, `INDICATION`. What is listed there is never among the results.

## manage.py import_label

Beside the agreed keys the answer has `source` (SPL or FHIR), `market`, `language`,
`sha256` (of the file's bytes) and `stored`: `{"brand", "market", "label", "state"}`,
where state is `created`, `unchanged`, `version` (of a label known here), `labeler` (the
same product by another labeller) or `not_stored` with a `reason`. A label comes in as a
draft; adopting it is a signed step.
"""


class Command(DocumentCommand):
    """Turns the OpenAPI document into a page for people."""

    help = "Write docs/api.md, or compare it with --check."
    path = Path(settings.BASE_DIR) / "docs" / "api.md"

    def text(self) -> str:
        """Head, one section for each operation, and the command for claims."""
        schema = api.get_openapi_schema(path_prefix="/api/v1/")
        shapes = schema["components"]["schemas"]
        sections = [
            _section(method, path, operation, shapes)
            for path, methods in schema["paths"].items()
            for method, operation in methods.items()
        ]
        return HEAD + "".join(sections) + TAIL


def _section(
    method: str, path: str, operation: dict[str, Any], shapes: dict[str, Any]
) -> str:
    rows = (_parameter(each, shapes) for each in operation.get("parameters", []))
    parameters = "".join(rows)
    table = (
        f"\n| parameter | in | kind |\n|---|---|---|\n{parameters}"
        if parameters
        else ""
    )
    table += _body(operation, shapes)
    answers = ", ".join(str(status) for status in operation["responses"])
    words = operation.get("description") or operation["summary"]
    return f"\n## {method.upper()} {path}\n\n{words}\n{table}\nAnswers: {answers}.\n"


def _body(operation: dict[str, Any], shapes: dict[str, Any]) -> str:
    """A table of what is sent, each field with its kind; "" where nothing is."""
    sent = operation.get("requestBody")
    if not sent:
        return ""
    named = sent["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    shape = shapes[named]
    rows = "".join(
        _field(name, each, shapes, is_needed=name in shape["required"])
        for name, each in shape["properties"].items()
    )
    return f"\n| field of the body | kind |\n|---|---|\n{rows}"


def _field(
    name: str, schema: dict[str, Any], shapes: dict[str, Any], *, is_needed: bool
) -> str:
    options = schema.get("anyOf", [schema])
    kind = " or ".join(_kind(option, shapes) for option in options)
    if "items" in schema:
        inside = shapes[schema["items"]["$ref"].rpartition("/")[2]]
        kind = f"list of {{{', '.join(inside['properties'])}}}"
    need = ", needed" if is_needed else ""
    return f"| `{name}` | {kind}{need} |\n"


def _parameter(parameter: dict[str, Any], shapes: dict[str, Any]) -> str:
    schema = parameter["schema"]
    kinds = [_kind(option, shapes) for option in schema.get("anyOf", [schema])]
    limits = [
        f"{word} {schema[key]}"
        for key, word in (("minimum", "at least"), ("maximum", "at most"))
        if key in schema
    ]
    kind = ", ".join([" or ".join(kinds), *limits])
    return f"| `{parameter['name']}` | {parameter['in']} | {kind} |\n"


def _kind(option: dict[str, Any], shapes: dict[str, Any]) -> str:
    """The type's name, or every word of a closed list."""
    named = shapes.get(option.get("$ref", "").rpartition("/")[2], option)
    if "enum" in named:
        return f"one of {', '.join(named['enum'])}"
    return str(named.get("type", ""))

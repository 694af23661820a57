"""Generated requests: the interface answers as its document says, and never 5xx."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from tests import factories
from web.wsgi import application

EXAMPLES = 100  # of three operations, well-formed and malformed: 600 in all
DOCUMENT = "/api/v1/openapi.json"
PATHS = {
    "/api/v1/assets": "get",
    "/api/v1/assets/{asset_id}": "get",
    "/api/v1/checks": "post",
}
load_all_checks()
CHOSEN = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    ]
)


@pytest.fixture
def one_connection(db: None) -> Iterator[None]:
    """Requests use the test's own connection, as those of Django's client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def document(one_connection: None) -> Any:
    """The document as a platform reads it, in process."""
    return schemathesis.openapi.from_wsgi(DOCUMENT, application)


def test_every_operation_is_tried(document: Any) -> None:
    paths = document.raw_schema["paths"]
    assert {path: list(each) for path, each in paths.items()} == {
        path: [method] for path, method in PATHS.items()
    }


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", PATHS)
def test_any_request_is_answered_as_documented(
    document: Any, path: str, mode: GenerationMode
) -> None:
    uid = str(factories.make_release().uid)
    _, plain = factories.make_key()

    @settings(
        derandomize=True,
        database=None,
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=document[path][PATHS[path].upper()].as_strategy(generation_mode=mode),
        is_real=st.booleans(),
        token=st.sampled_from([plain, plain, plain, "imp_unknown"]),
    )
    def ask(case: Any, is_real: bool, token: str) -> None:
        if is_real and "{" in path:
            case.path_parameters = {"asset_id": uid}
        answer = case.call_and_validate(
            headers={"Authorization": f"Bearer {token}"}, checks=CHOSEN
        )
        seen.add(answer.status_code)

    seen: set[int] = set()
    ask()
    assert 401 in seen
    assert seen & {200, 422}

"""Opens the interface's addresses to platforms: keys instead of sign-in, no cookies."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from web.api import problems
from web.api.schema import Piece, shapes

View = Callable[..., HttpResponseBase]
WRONG_METHOD = 405


class PlatformAPI(NinjaAPI):
    """An interface in which every refusal is a problem, whatever was asked for."""

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """Every address here asks for a key, never for a sign-in page."""
        patterns, app, namespace = super().urls
        for pattern in cast("list[URLPattern]", patterns):
            pattern.callback = _opened(pattern.callback)
        # Before the last, which is kept only so that the root has an address.
        for anything in ("", "<path:rest>"):
            patterns.insert(-1, path(anything, _opened(_nothing_here)))
        return patterns, app, namespace

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The schema, with refusals under the media type they really have."""
        schema = super().get_openapi_schema(**options)
        # The gate reads a piece by itself, to tell every fault in its own sentences.
        schema["components"]["schemas"] |= shapes(Piece)
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {
                            problems.KIND: answer["content"].pop("application/json")
                        }
        return schema


def _opened(view: View) -> View:
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != WRONG_METHOD:
            return response
        return problems.wrong_method(request, response.headers["Allow"])

    return csrf_exempt(login_not_required(opened))


def _nothing_here(request: HttpRequest, **_: Any) -> HttpResponse:
    return problems.problem(
        request, 404, "not-found", "There is nothing at this address."
    )

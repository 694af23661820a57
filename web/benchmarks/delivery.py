"""Measures what platforms wait for: fetch and list, beside a bare view of one query.

Every request goes through the whole application in process, the three kinds in turn,
so that load on the machine falls on all of them alike.
"""

import datetime
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test.utils import override_settings
from django.urls import path

from content_engine.vocabulary import Channel
from knowledge_base.models import BrandMarket
from review import channel_keys
from review.models import Release
from review.policies import CERTIFIED_MARKETS
from web.benchmarks import stores, timing
from web.benchmarks.timing import Progress
from web.demo import story
from web.demo.story import Cast
from web.urls import urlpatterns as ours

ASSETS, REQUESTS, WARM_UP = 8, 400, 20
HOST = "127.0.0.1"
PEER = "a Django view with one query"
SETTINGS = {"ROOT_URLCONF": __name__, "ALLOWED_HOSTS": [HOST]}


class RefusedError(RuntimeError):
    """A request of the measurement was not answered with 200."""


class NothingToFetchError(ValidationError):
    """No asset could be released from the data."""


@login_not_required
def bare(_: HttpRequest, uid: str) -> HttpResponse:
    """The named peer: one row by its number, nothing asked of it."""
    row = Release.objects.filter(uid=uid).values("code", "body").first()
    return JsonResponse(row)


urlpatterns = [path("bare/<uuid:uid>", bare), *ours]


def run(
    data: Path | None, *, at: datetime.datetime, progress: Progress
) -> dict[str, Any]:
    """Everything measured, as one object for machines.

    ``data`` is a directory of brand kits, None for the sample brands. Raises
    NoKitsError, KitFaultsError, NothingToFetchError.
    """
    with stores.throwaway(), override_settings(**SETTINGS):
        cast = Cast(stores.load(data, at=at), at)
        released = _released(cast, progress)
        key = _key(cast)
        addresses = {
            "bare": f"/bare/{released[0].uid}",
            "fetch": f"/api/v1/assets/{released[0].uid}",
            "list": "/api/v1/assets",
        }
        seconds = _asked_in_turn(addresses, key, progress)
    measured = {kind: _told(values) for kind, values in seconds.items()}
    return {
        "benchmark": "delivery",
        **stores.named(data),
        "assets": len(released),
        "requests_of_each_kind": REQUESTS,
        "peer": PEER,
        **measured,
        "times_the_peer": {
            kind: timing.times_the_peer(measured[kind], measured["bare"])
            for kind in ("fetch", "list")
        },
    }


def _released(cast: Cast, progress: Progress) -> list[Release]:
    """Assets by the real route: written, decided by three people, released."""
    markets = BrandMarket.objects.exclude(market__in=CERTIFIED_MARKETS)
    market = markets.select_related("brand").order_by("brand__slug", "market").first()
    if market is None:
        raise NothingToFetchError("Every market here asks for a signatory's name.")
    brief = {
        "brand": market.brand.slug,
        "market": market.market,
        "channel": Channel.EMAIL.value,
        "audience": "HCP",
        "objective": "Benchmark: assets to fetch",
        "formats": ["short"],
        "count": ASSETS,
        "writer": "composer",
    }
    family = story.family_for(brief, cast, lambda done, total: None)
    made = []
    for variant in family.variants.order_by("ordinal"):
        made.append(story.release_of(story.approved_review(variant, cast), cast))
        progress(len(made), ASSETS + REQUESTS)
    if not made:
        raise NothingToFetchError(f"No e-mail could be written for {market.brand}.")
    return made


def _key(cast: Cast) -> str:
    _, plain = channel_keys.issue_key(
        name="Benchmark",
        brands=[],
        markets=list(BrandMarket.objects.values_list("market", flat=True).distinct()),
        channels=[Channel.EMAIL.value],
        by=cast.people["cora.whitlock"],
        at=cast.at,
    )
    return plain


def _asked_in_turn(
    addresses: Mapping[str, str], key: str, progress: Progress
) -> dict[str, list[float]]:
    """The seconds that each request took, those of the warming up left out."""
    application = WSGIHandler()
    seconds: dict[str, list[float]] = {kind: [] for kind in addresses}
    for number in range(WARM_UP + REQUESTS):
        for kind, address in addresses.items():
            started = time.perf_counter()
            _ask(application, address, key)
            if number >= WARM_UP:
                seconds[kind].append(time.perf_counter() - started)
        if number >= WARM_UP:
            progress(ASSETS + number - WARM_UP + 1, ASSETS + REQUESTS)
    return seconds


def _ask(application: WSGIHandler, address: str, key: str) -> None:
    environ: dict[str, Any] = {
        "PATH_INFO": address,
        "REMOTE_ADDR": HOST,
        "HTTP_HOST": HOST,
        "HTTP_AUTHORIZATION": f"Bearer {key}",
        "wsgi.url_scheme": "https",
    }
    setup_testing_defaults(environ)
    statuses: list[str] = []

    def start(status: str, *_: Any) -> Callable[[bytes], object]:
        statuses.append(status)
        return bytes

    answer = application(environ, start)
    b"".join(answer)
    answer.close()
    if not statuses[0].startswith("200 "):
        raise RefusedError(f"{address} answered {statuses[0]}.")


def _told(seconds: list[float]) -> dict[str, float]:
    rate = round(len(seconds) / sum(seconds), 1)
    return {"requests_per_second": rate, **timing.told(seconds, 3)}

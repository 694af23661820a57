"""Assets for platforms: listed and fetched, only while everything in them is valid."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import parse_etags
from ninja import Query, Router
from ninja.errors import ValidationError

from review import delivery
from review.models import Release
from web.api.schema import Asset, AssetFilters, AssetPage, InvalidParameters, Problem

router = Router(tags=["assets"])
# A platform may keep a copy, and must ask before each use of it.
ASK_EACH_TIME = "private, no-cache"


@router.get("", response={200: AssetPage, 401: Problem, 422: InvalidParameters})
def list_assets(
    request: HttpRequest, response: HttpResponse, filters: Query[AssetFilters]
) -> Any:
    """List what this key may fetch right now, oldest release first."""
    _require_known(request)
    wanted = filters.dict(exclude={"after", "limit"}, exclude_none=True)
    rows = delivery.listing(
        request.auth,  # type: ignore[attr-defined]
        at=timezone.now(),
        filters=wanted,
        after=filters.after,
        limit=filters.limit + 1,
    )
    response["Cache-Control"] = "no-store"
    page = rows[: filters.limit]
    more = page[-1].pk if len(rows) > filters.limit else None
    return {"items": [_row(release) for release in page], "next": more}


@router.get(
    "/{asset_id}",
    response={
        200: Asset,
        304: None,
        401: Problem,
        404: Problem,
        410: Problem,
        422: InvalidParameters,
    },
)
def fetch_asset(
    request: HttpRequest, response: HttpResponse, asset_id: uuid.UUID
) -> Any:
    """Fetch one asset with its words.

    410 says that it was released and must not be used any more; `reason` says why.
    Send the `ETag` of a kept copy as `If-None-Match`: 304 says that the copy may be
    used now, and 410 comes first.
    """
    release = delivery.fetch(
        request.auth,  # type: ignore[attr-defined]
        str(asset_id),
        at=timezone.now(),
    )
    etag = f'"{release.content_sha256}"'
    if _holds_copy(request, etag):
        response = HttpResponse(status=304)
    response["Cache-Control"] = ASK_EACH_TIME
    response["ETag"] = etag
    if response.status_code == 304:
        return response
    return _row(release) | {"body": release.body}


def _require_known(request: HttpRequest) -> None:
    """A misspelt filter would otherwise open the whole list."""
    unknown = sorted(set(request.GET) - set(AssetFilters.model_fields))
    if unknown:
        raise ValidationError(
            [{"loc": ("query", name), "msg": "Unknown parameter"} for name in unknown]
        )


def _holds_copy(request: HttpRequest, etag: str) -> bool:
    kept = parse_etags(request.headers.get("If-None-Match", ""))
    return etag in [tag.removeprefix("W/") for tag in kept]


def _row(release: Release) -> dict[str, Any]:
    return {
        "id": release.uid,
        "code": release.code,
        "brand": release.brand.slug,
        "market": release.market,
        "channel": release.channel,
        "audience": release.audience,
        "language": release.language,
        "content_sha256": release.content_sha256,
        "released_at": release.released_at,
        "expires_on": release.expires_on,
    }

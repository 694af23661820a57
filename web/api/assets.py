"""Assets for platforms: listed and fetched, only while everything in them is valid."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from review import delivery
from review.models import Release
from web.api.schema import Asset, AssetFilters, AssetPage, Problem

router = Router(tags=["assets"])


@router.get("", response={200: AssetPage, 401: Problem, 422: Problem})
def list_assets(request: HttpRequest, filters: Query[AssetFilters]) -> Any:
    """List what this key may fetch right now, oldest release first."""
    wanted = filters.dict(exclude={"after", "limit"}, exclude_none=True)
    rows = delivery.listing(
        request.auth,  # type: ignore[attr-defined]
        at=timezone.now(),
        filters=wanted,
        after=filters.after,
        limit=filters.limit + 1,
    )
    page = rows[: filters.limit]
    more = page[-1].pk if len(rows) > filters.limit else None
    return {"items": [_row(release) for release in page], "next": more}


@router.get(
    "/{asset_id}",
    response={200: Asset, 401: Problem, 404: Problem, 410: Problem, 422: Problem},
)
def fetch_asset(
    request: HttpRequest, response: HttpResponse, asset_id: uuid.UUID
) -> Any:
    """Fetch one asset with its words.

    410 says that it was released and must not be used any more; `reason` says why.
    """
    release = delivery.fetch(
        request.auth,  # type: ignore[attr-defined]
        str(asset_id),
        at=timezone.now(),
    )
    # Nothing may be kept: the next fetch decides again.
    response["Cache-Control"] = "no-store"
    response["ETag"] = f'"{release.content_sha256}"'
    return _row(release) | {"body": release.body}


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

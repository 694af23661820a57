"""The interface for omnichannel platforms: OpenAPI 3.1 and its page."""

from django.views.decorators.http import require_safe

from web.api import assets, checks, problems
from web.api.keys import ChannelKeyAuth
from web.api.opening import PlatformAPI

DESCRIPTION = """
Platforms fetch approved assets here. Send the platform's key as
`Authorization: Bearer imp_…`. A key is scoped to brands, markets and channels; what is
outside its scope does not exist for it. A key in an address is refused, for addresses
end in logs. Every answer is decided at that moment, also for a copy that a platform
kept (`If-None-Match`): an asset whose claim, reference, label or safety text is no
longer valid is refused with 410 and a machine-readable `reason`. Refusals are problem
details (RFC 9457).

Agencies and authoring tools have texts checked here, by the same gate that every piece
of the house passes. A check stores nothing and never says "approved".
"""

api = PlatformAPI(
    title="Imprimatur",
    version="1",
    description=DESCRIPTION,
    auth=ChannelKeyAuth(),
    docs_decorator=require_safe,
    urls_namespace="api",
)
api.add_router("/assets", assets.router)
api.add_router("/checks", checks.router)
problems.install(api)

__all__ = ["DESCRIPTION", "api"]

"""The interface for omnichannel platforms: OpenAPI 3.1 and its page."""

from django.contrib.auth.decorators import login_not_required
from ninja import NinjaAPI

from web.api import assets, problems
from web.api.keys import ChannelKeyAuth

DESCRIPTION = """
Platforms fetch approved assets here. Send the platform's key as
`Authorization: Bearer imp_…`. A key is scoped to brands, markets and channels; what is
outside its scope does not exist for it. Every answer is decided at that moment: an
asset whose claim, reference, label or safety text is no longer valid is refused with
410 and a machine-readable `reason`. Refusals are problem details (RFC 9457).
"""

api = NinjaAPI(
    title="Imprimatur",
    version="1",
    description=DESCRIPTION,
    auth=ChannelKeyAuth(),
    docs_decorator=login_not_required,
    urls_namespace="api",
)
api.add_router("/assets", assets.router)
problems.install(api)

__all__ = ["api"]

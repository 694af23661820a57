"""Measures what platforms wait for: fetch and list, beside a bare view of one query.

Every request goes through the whole application in process, the three kinds in turn,
so that load on the machine falls on all of them alike.
"""

import datetime
import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.core.wsgi import get_wsgi_application
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test.utils import override_settings
from django.urls import path

from content_engine import variants
from content_engine.channels.catalogue import CHANNELS
from knowledge_base.models import BrandMarket
from review import channel_keys
from review.models import Release
from web.benchmarks import stores
from web.demo import story
from web.urls import urlpatterns as ours

Progress = Callable[[int, int], None]
ASSETS, REQUESTS, WARM_UP = 8, 400, 20
BARE = "a Django view with one query"


class RefusedError(RuntimeError):
    """A request of the measurement was not answered with 200."""


@login_not_required
def bare(request: HttpRequest, uid: str) -> HttpResponse:
    """The named peer: one row by its number, nothing asked of it."""
    row = Release.objects.filter(uid=uid).values("code", "body").first()
    return JsonResponse(row)


urlpatterns = [path("bare/<uuid:uid>", bare), *ours]

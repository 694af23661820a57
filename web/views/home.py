"""The first page: what waits for the person who came in."""

from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from web.access import Permission, requires
from web.presenters.home import worklist


@requires(Permission.READ)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The person's worklist."""
    work = worklist(cast(User, request.user))
    return render(request, "home/home.html", {"work": work})

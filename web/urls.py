"""Which address leads where."""

from django.urls import URLPattern, URLResolver, path

from web.api import api

urlpatterns: list[URLPattern | URLResolver] = [path("api/v1/", api.urls)]

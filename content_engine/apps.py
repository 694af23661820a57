"""Registers this floor with Django."""

from django.apps import AppConfig


class ContentEngineConfig(AppConfig):
    """What could be said, and whether it may be."""

    name = "content_engine"
    verbose_name = "What could be said, and whether it may be"
    default_auto_field = "django.db.models.BigAutoField"

"""Registers this floor with Django."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """What was decided, released and fetched."""

    name = "review"
    verbose_name = "What was decided, released and fetched"
    default_auto_field = "django.db.models.BigAutoField"

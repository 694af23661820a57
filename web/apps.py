"""Registers this floor with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Where people and machines come in."""

    name = "web"
    verbose_name = "Where people and machines come in"
    default_auto_field = "django.db.models.BigAutoField"

"""Registers this floor with Django."""

from django.apps import AppConfig


class KnowledgeBaseConfig(AppConfig):
    """What is known, and what happened."""

    name = "knowledge_base"
    verbose_name = "What is known, and what happened"
    default_auto_field = "django.db.models.BigAutoField"

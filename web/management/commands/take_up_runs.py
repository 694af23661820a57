"""Takes up generation runs whose worker went silent; for cron or by hand."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from web import jobs


class Command(BaseCommand):
    """Start abandoned runs again."""

    help = "Start again every generation run whose worker went silent."

    def handle(self, *_: Any, **__: Any) -> None:
        """Take up, and say how many."""
        taken = jobs.take_up(at=timezone.now())
        noun = "run was" if len(taken) == 1 else "runs were"
        self.stdout.write(f"{len(taken)} {noun} taken up again.")

"""Background work in this very process: for the demo and for one small machine."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections
from django_tasks.backends.immediate import ImmediateBackend

POOL = ThreadPoolExecutor(max_workers=2, thread_name_prefix="job")


class ThreadBackend(ImmediateBackend):
    """Runs each task in a thread, so that the page that asked answers at once.

    A task dies with its process; the run it worked on is taken up again when its lease
    has passed (see web.jobs).
    """

    def _execute_task(self, task_result: Any) -> None:
        POOL.submit(self._run, task_result)

    def _run(self, task_result: Any) -> None:
        try:
            super()._execute_task(task_result)
        finally:
            connections.close_all()

"""Measures the house beside named peers, on throwaway stores."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from web.benchmarks import delivery, generation, index_scale, linking, retrieval, tables
from web.benchmarks.fidelity import fitting
from web.benchmarks.fidelity import running as fidelity
from web.benchmarks.timing import Progress as Report

BUILT = {
    "generation": generation.run,
    "delivery": delivery.run,
    "fidelity": fidelity.run,
    "index": index_scale.run,
    "linking": linking.run,
    "retrieval": retrieval.run,
}
NOT_BUILT = ("affinity",)
CALLED_WRONGLY = 2


class Command(BaseCommand):
    """One measurement: a table for a person, one object for a machine."""

    help = (
        "Measure the house on the sample brands or on invented claims, in a "
        "throwaway SQLite database and index: nothing of yours is read or written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to measure, on which data, and for whom."""
        parser.add_argument("name", help=", ".join(BUILT))
        parser.add_argument("--json", action="store_true", help="one object")
        parser.add_argument(
            "--data",
            type=Path,
            metavar="DIR",
            help="a directory of brand kits; for retrieval a BEIR folder; for fidelity "
            "JSON lines of approved, candidate and label",
        )

        parser.add_argument(
            "--fit",
            type=Path,
            metavar="FILE",
            help="for fidelity: fit the second reader anew on lexicons A and B and "
            "write its weights to FILE; nothing is measured",
        )

    def handle(
        self,
        *_: Any,
        name: str,
        json: bool,
        data: Path | None,
        fit: Path | None = None,
        **__: Any,
    ) -> None:
        """Measure and show."""
        if fit is not None:
            self._fit(name, fit)
            return
        measure = BUILT.get(name)
        if measure is None:
            raise CommandError(_unknown(name), returncode=CALLED_WRONGLY)
        if data is not None and not data.is_dir():
            raise CommandError(f"{data} is no directory.", returncode=CALLED_WRONGLY)
        try:
            with _progress() as report:
                result = measure(data, at=timezone.now(), progress=report)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self._show(result, as_json=json)

    def _fit(self, name: str, file: Path) -> None:
        """Write weights that were learned anew."""
        if BUILT.get(name) is not fidelity.run:
            raise CommandError(
                f"The benchmark {name} has nothing to fit; fit fidelity.",
                returncode=CALLED_WRONGLY,
            )
        with _progress() as report:
            document = fitting.fit(fitting.pairs_learned_from(), report)
        try:
            file.write_text(document, "utf-8")
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error}.") from error
        self.stdout.write(f"The weights stand in {file}.")

    def _show(self, result: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            self.stdout.ending = ""  # the console ends its lines itself
            tables.show(Console(file=self.stdout), result)  # type: ignore[arg-type]


def _unknown(name: str) -> str:
    built = " or ".join(BUILT)
    if name in NOT_BUILT:
        return f"The benchmark {name} is not built yet; choose {built}."
    return f"There is no benchmark {name}; choose {built}."


@contextmanager
def _progress() -> Iterator[Report]:
    """A bar on standard error, and only where a person looks."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("Measuring", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)

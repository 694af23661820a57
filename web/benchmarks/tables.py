"""Shows measurements to a person: one table for each question."""

from collections.abc import Callable, Iterator
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from web.benchmarks import generation, retrieval
from web.benchmarks.fidelity import reporting

# The targets of the design, for the words that connect.
TARGETS = {
    "8": {"self_bleu4": "≤ .15", "distinct2": "≥ .80", "largest_jaccard": "≤ .10"},
    "20": {"self_bleu4": "≤ .55", "distinct2": "≥ .55", "largest_jaccard": "≤ .20"},
}
TITLES = {
    "self_bleu4": "self-BLEU4",
    "distinct2": "distinct-2",
    "largest_jaccard": "largest Jaccard",
}
KINDS = {"bare": "bare view", "fetch": "fetch an asset", "list": "list assets"}


def show(console: Console, result: dict[str, Any]) -> None:
    """Print whatever was measured."""
    console.print(f"Measured on {result['data']}; {result['stores']}.")
    tables: dict[str, Callable[[dict[str, Any]], Iterator[Table | str]]] = {
        "generation": _generation,
        "delivery": _delivery,
        "retrieval": _retrieval,
        "index": _index,
        "linking": _linking,
        "fidelity": reporting.tables,
    }
    for table in tables[result["benchmark"]](result):
        console.print(table)


def _generation(result: dict[str, Any]) -> Iterator[Table]:
    yield _families(result["families"])
    for count, summary in result["summary"].items():
        yield _diversity(count, summary)
    yield _speed(result["speed"])


def _families(families: list[dict[str, Any]]) -> Table:
    table = _table("Families", "brand", "place")
    for heading in ("asked", "made", "cells", "explained", "cleared", "review"):
        table.add_column(heading, justify="right")
    table.add_column("self-BLEU4", justify="right")
    for family in families:
        cells, verdicts = family["cells"], family["verdicts"]
        table.add_row(
            family["brand"],
            f"{family['market']} {family['channel']}",
            str(family["asked"]),
            str(family["made"]),
            f"{cells['filled']} of {cells['all']}",
            str(cells["explained"]),
            str(verdicts["cleared"]),
            str(verdicts["review"]),
            f"{family['composer']['connective']['self_bleu4']:.2f}",
        )
    return table


def _diversity(count: str, summary: dict[str, Any]) -> Table:
    title = (
        f"{count} variants: {summary['full']} full of {summary['families']} families"
    )
    table = _table(title, "words", "measure")
    for heading in ("composer", "worst", generation.PEER.name, "worst", "target"):
        table.add_column(heading, justify="right")
    for text, words in (("connective", "connecting"), ("full_text", "all")):
        for measure, name in TITLES.items():
            row = [words, name]
            for writer in ("composer", generation.PEER.name):
                found = summary[writer].get(text, {}).get(measure)
                row += (
                    [f"{found['mean']:.2f}", f"{found['worst']:.2f}"]
                    if found
                    else ["–", "–"]
                )
            target = TARGETS.get(count, {}) if text == "connective" else {}
            table.add_row(*row, target.get(measure, ""))
    return table


def _speed(speed: dict[str, Any]) -> Table:
    table = _table("Speed on one core", "what")
    table.add_column("", justify="right")
    for what, value in (
        ("checked variants a second", speed["variants_per_second"]),
        ("share of the gate", f"{speed['gate_share']:.0%}"),
        ("checks for each variant", speed["checks_per_variant"]),
        (f"{speed['floor']}, a second", speed["floor_per_second"]),
        ("times the time of that floor", speed["times_the_floor"]),
        ("variants measured", speed["variants"]),
    ):
        table.add_row(what, str(value))
    return table


def _delivery(result: dict[str, Any]) -> Iterator[Table]:
    each = result["requests_of_each_kind"]
    title = f"{each} requests of each kind in turn, {result['assets']} assets released"
    table = _table(title, "request")
    for heading in ("a second", "p50 ms", "p99 ms", "p50 ×", "p99 ×"):
        table.add_column(heading, justify="right")
    for kind, name in KINDS.items():
        told = result[kind]
        times = result["times_the_peer"].get(kind, {})
        table.add_row(
            name,
            str(told["requests_per_second"]),
            f"{told['p50_ms']:.2f}",
            f"{told['p99_ms']:.2f}",
            *(f"{times[cut]:.1f}" if times else "1" for cut in ("p50_ms", "p99_ms")),
        )
    yield table


def _retrieval(result: dict[str, Any]) -> Iterator[Table]:
    title = f"{result['questions']} questions, mean and 95% interval"
    table = _table(title, "method")
    for measure in retrieval.MEASURES:
        table.add_column(measure, justify="right")
    for method, name in retrieval.METHODS.items():
        told = result["methods"][method]
        table.add_row(name, *(_sure(told[measure]) for measure in retrieval.MEASURES))
    yield table


def _index(result: dict[str, Any]) -> Iterator[Table | str]:
    for told in result["sizes"]:
        title = (
            f"{told['claims']} claims: built in {told['build_s']} s by another "
            f"process, {told['reader_mb']} MB more in a reader"
        )
        table = _table(title, "what")
        for heading in ("p50 ms", "p95 ms", "p99 ms", "longest"):
            table.add_column(heading, justify="right")
        rows = {
            "search with filters": told["search"],
            "… while another process builds": told.get("search_during_rebuild"),
            "a claim added, till it shows": told["shows"]["added"],
            "a claim withdrawn, till it is gone": told["shows"]["withdrawn"],
            **told["peers"],
        }
        for name, times in rows.items():
            if times:
                cuts = ("p50_ms", "p95_ms", "p99_ms", "max_ms")
                table.add_row(name, *(f"{times[cut]:.1f}" for cut in cuts))
        yield table
    yield f"The median grows {result['growth']} times."


def _linking(result: dict[str, Any]) -> Iterator[Table]:
    for told in result["sizes"]:
        title = (
            f"{told['claims']} claims, pieces of {result['statements_of_a_piece']} "
            f"statements; a process's first check takes {told['first_check_s']} s and "
            f"keeps {told['kept_mb']} MB"
        )
        table = _table(title, "method")
        for heading in ("p50 ms", "p99 ms", "recall@1", "false links"):
            table.add_column(heading, justify="right")
        for name, found in {
            "checked, every link verified": told["checked"],
            **told["peers"],
        }.items():
            table.add_row(
                name,
                f"{found['p50_ms']:.1f}",
                f"{found['p99_ms']:.1f}",
                f"{found['recall@1']:.3f}",
                f"{found['false_links']:.3f}",
            )
        yield table
    changes = result["sizes"][-1]["changes"]
    times = ", ".join(
        f"{name} takes {t['p99_ms']:.1f} ms" for name, t in changes.items()
    )
    grown = (
        f"The median grows {result['growth']} times; the check that shows one claim "
        f"{times} (p99)."
    )
    yield _table(grown, f"Peer: {result['peer']}.")


def _sure(told: dict[str, Any]) -> str:
    low, high = told["interval"]
    return f"{told['mean']:.3f} ({low:.3f} to {high:.3f})"


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE)
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    return table

"""Shows the measures of fidelity to a person, target and verdict beside each."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich import box
from rich.table import Table

VERDICTS = {True: "met", False: "not met", None: "–"}
NONE = "–"
TYPES = ("detected", "distorted", "named", "placed", "at 1%", "at 5%")
RATES = ("auroc", "at 1%", "at 5%", "at 10%")


def tables(result: dict[str, Any]) -> Iterator[Table | str]:
    """The tables of each set, then what was learned."""
    for told in result["sets"]:
        yield _measures(told)
        if told["types"]:
            yield _types(told)
        if told["ways"]:
            yield _ways(told)
        if told["methods"]:
            yield _methods(told)
        if "page" in told:
            yield (
                f"A page of 40 statements: {told['page']['p50_ms']} ms at the median, "
                f"{told['page']['p99_ms']} ms at the tail (p99)."
            )
    if reader := result["second_reader"]:
        yield _left_out(reader)
        alone = reader["by folds over claims"]
        rates = ", ".join(f"{name} {alone[name]:.3f}" for name in RATES)
        yield f"The second reader alone, by folds over claims: {rates}."
    yield f"Learned: {result['learned']}. Figures of different sets do not compare."


def _measures(told: Mapping[str, Any]) -> Table:
    sizes = ", ".join(f"{count:,} {name}" for name, count in told["sizes"].items())
    table = _table(f"{told['name']}: {sizes}", "measure")
    for heading in ("share", "95% interval", "of", "target", ""):
        table.add_column(heading, justify="right")
    for name, one in told["measures"].items():
        label = f"{name} ({one['type']})" if "type" in one else name
        target = one.get("target", "")
        verdict = VERDICTS[one["met"]] if target else ""
        table.add_row(
            label, _share(one), _interval(one), f"{one['of']:,}", target, verdict
        )
    return table


def _types(told: Mapping[str, Any]) -> Table:
    table = _table(f"{told['name']}, by type of distortion", "type")
    table.add_column("pairs", justify="right")
    for heading in TYPES:
        table.add_column(heading, justify="right")
    for kind, one in told["types"].items():
        shares = (_share(one[name]) if name in one else NONE for name in TYPES)
        table.add_row(kind, f"{one['detected']['of']:,}", *shares)
    return table


def _ways(told: Mapping[str, Any]) -> Table:
    table = _table(f"{told['name']}, by faithful way", "way")
    for heading in ("pairs", "linked", "called distorted"):
        table.add_column(heading, justify="right")
    for kind, one in told["ways"].items():
        linked, wrong = one["linked"], one["distorted"]
        table.add_row(kind, f"{linked['of']:,}", _share(linked), _share(wrong))
    return table


def _methods(told: Mapping[str, Any]) -> Table:
    table = _table(f"{told['name']}, score beside similarities", "method")
    for heading in RATES:
        table.add_column(heading, justify="right")
    for name, one in told["methods"].items():
        table.add_row(name, *(f"{one[rate]:.3f}" for rate in RATES))
    return table


def _left_out(reader: Mapping[str, Any]) -> Table:
    table = _table(
        f"Second reader alone, {reader['pairs']:,} pairs: detected at 5%", "type"
    )
    for heading in ("pairs", "type seen", "type never seen"):
        table.add_column(heading, justify="right")
    for kind, one in reader["types left out"].items():
        seen, unseen = (f"{one[name]:.3f}" for name in ("seen", "never seen"))
        table.add_row(kind, f"{one['of']:,}", seen, unseen)
    return table


def _share(one: Mapping[str, Any]) -> str:
    return NONE if one["share"] is None else f"{one['share']:.3f}"


def _interval(one: Mapping[str, Any]) -> str:
    if one["interval"] is None:
        return NONE
    low, high = one["interval"]
    return f"{low:.3f} to {high:.3f}"


def _table(title: str, first: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE)
    table.add_column(first, no_wrap=True)
    return table

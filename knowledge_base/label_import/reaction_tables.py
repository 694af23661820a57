"""Reads adverse reactions with their rates from the tables of a label."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_base.label_import.documents import LabelDocument, Table
from knowledge_base.label_import.sections import Topic, about

NUMBER = r"[<>≤≥~]?\s?\d{1,3}(?:[.,·]\d{1,3})?"
PERCENT = re.compile(rf"({NUMBER})\s?%")
PLAIN = re.compile(rf"({NUMBER})\Z")
COUNT_AND_RATE = re.compile(rf"\d[\d,]*\s?\(({NUMBER})\s?%?\)\Z")
SHARES = re.compile(r"%|\bper\s?cent(?:age)?s?\b", re.IGNORECASE)
COMPARATOR = re.compile(
    r"\b(?:placebo|vehicle|sham|control|comparator|standard of care|untreated)\b",
    re.IGNORECASE,
)
OVERALL = re.compile(r"\b(?:any|all|total|overall|pooled|combined)\b", re.IGNORECASE)
SIZE = re.compile(r"\(?\s*\bN\s?=\s?[\d,. ]*\d\s*\)?|\(?\s*%\s*(?:of \w+)?\)?", re.I)
MARK = re.compile(r"\s*\[[a-z]{1,2}\]|[*†‡§¶#]+\Z")
NO_TERM = re.compile(r"\s*(?:\[[a-z]{1,2}\] |\d|\Z)")


@dataclass(frozen=True)
class AdverseReaction:
    """A reaction with its rates as the label writes them, such as ``7%``."""

    term: str
    rate: str
    comparator_rate: str = ""

    def as_dict(self) -> dict[str, str]:
        """As a kit states it."""
        found = {"term": self.term, "rate": self.rate}
        if self.comparator_rate:
            found["comparator_rate"] = self.comparator_rate
        return found


def adverse_reactions(document: LabelDocument) -> tuple[AdverseReaction, ...]:
    """What the tables of the adverse reactions section give, each term once."""
    names = tuple(
        name.casefold()
        for product in document.products
        for name in (product.name, product.generic_name)
        if name
    )
    found: dict[str, AdverseReaction] = {}
    for section in about(document.sections, Topic.ADVERSE_REACTIONS):
        for part in section.walk():
            for table in part.tables:
                for reaction in RateTable(table, names).reactions():
                    found.setdefault(reaction.term.casefold(), reaction)
    return tuple(found.values())


class RateTable:
    """A table whose columns are arms; columns without rates are passed over."""

    def __init__(self, table: Table, names: tuple[str, ...]) -> None:
        self._rows = table.rows
        self._heads = [" ".join(column) for column in zip(*table.header, strict=True)]
        self._names = names
        told = SHARES.search(" ".join([table.caption, *self._heads]))
        self._are_shares = bool(told)
        found = [n for n in range(len(self._heads)) if self._is_rates(n)]
        # Where some columns are marked %, the others are counts.
        self._columns = [n for n in found if self._is_marked(n)] or found
        self._term = found[0] - 1 if found else -1

    def reactions(self) -> Iterator[AdverseReaction]:
        """Each row's reaction; one for each arm where no column is of all arms."""
        compared = [n for n in self._columns if self._is_comparator(n)]
        arms = [n for n in self._columns if n not in compared]
        if self._term < 0 or not arms:
            return
        whole = self._whole(arms)
        for row in self._rows:
            term = MARK.sub("", row[self._term]).strip()
            if NO_TERM.match(row[self._term]) or not term:
                continue
            against = _rate(row[compared[0]], told=True) if compared else ""
            for arm in [whole] if whole is not None else arms:
                if rate := _rate(row[arm], told=True):
                    name = "" if whole is not None else self._arm(arm)
                    yield AdverseReaction(term + name, rate, against)

    def _whole(self, arms: list[int]) -> int | None:
        """The column of all patients treated: the only one, or the one that says so."""
        if len(arms) == 1:
            return arms[0]
        told = [n for n in arms if OVERALL.search(self._heads[n])]
        named = [n for n in arms if self._names_product(n)]
        if told or len(named) == 1:
            return (told or named)[0]
        return None

    def _names_product(self, column: int) -> bool:
        return any(name in self._heads[column].casefold() for name in self._names)

    def _arm(self, column: int) -> str:
        name = " ".join(SIZE.sub(" ", MARK.sub("", self._heads[column])).split())
        return f" ({name})" if name else ""

    def _is_comparator(self, column: int) -> bool:
        """Whether it is an arm without the product: heads may name trials too."""
        head = self._heads[column]
        return bool(COMPARATOR.search(head)) and not self._names_product(column)

    def _is_marked(self, column: int) -> bool:
        return "%" in self._heads[column] or any(
            "%" in row[column] for row in self._rows
        )

    def _is_rates(self, column: int) -> bool:
        """Whether at least half of the filled cells are rates."""
        cells = [row[column] for row in self._rows if row[column].strip(" -–—")]
        rates = [cell for cell in cells if _rate(cell, told=self._are_shares)]
        return bool(rates) and 2 * len(rates) >= len(cells)


def _rate(cell: str, *, told: bool) -> str:
    """The rate in a cell with its sign; ``told`` is whether shares are spoken of."""
    cell = MARK.sub("", cell).strip()
    found = COUNT_AND_RATE.match(cell) if told or "%" in cell else None
    found = found or PERCENT.match(cell) or (PLAIN.match(cell) if told else None)
    return f"{found.group(1)}%" if found else ""

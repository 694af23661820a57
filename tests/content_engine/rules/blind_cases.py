"""Cases of independent authors, who wrote them from the rule catalogue alone.

A case is a complete piece in the contract's shape with one thing changed. Each author's
cases are a folder of YAML files; the second author's folder holds the kit as well, and
its ``bases.yaml`` explains the placeholders.
"""

import copy
import datetime
import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

Json = dict[str, Any]
Texts = dict[str, str]

FOLDER = Path(__file__).parent
BATCHES = ("second_eyes", "third_eyes")
KIT = FOLDER / "second_eyes" / "velorin.yaml"
NOT_CASES = frozenset({"velorin", "bases"})
PLACEHOLDER = re.compile(r"<<([^<>]+)>>")
FRAME = ("market", "channel", "audience", "intent", "at")


@functools.cache
def kit() -> Json:
    """The brand kit of the worked example."""
    return _loaded(KIT)


@functools.cache
def cases(batch: str) -> tuple[Json, ...]:
    """Every case of an author, in the order of files and lines."""
    paths = sorted((FOLDER / batch).glob("*.yaml"))
    return tuple(
        {**case, "file": path.stem}
        for path in paths
        if path.stem not in NOT_CASES
        for case in _loaded(path)["cases"]
    )


def violations(batch: str) -> list[Json]:
    """The cases of an author that break a rule."""
    return [case for case in cases(batch) if "rules" in case]


def clean_ones(batch: str) -> list[Json]:
    """The cases of an author that keep every rule."""
    return [case for case in cases(batch) if case.get("clean")]


def document(case: Mapping[str, Any]) -> Json:
    """The piece of a case as the contract wants it.

    Raises ValueError where a replacement finds nothing to replace.
    """
    frame = {**_base(case.get("base", "")), **case}
    market = frame["market"]
    source = case.get("parts") or frame.get("parts", {})
    texts = {name: expanded(text, market) for name, text in source.items()}
    for name in case.get("without", ()):
        del texts[name]
    texts.update(_each(case.get("with", {}), market))
    for name, pairs in case.get("replace", {}).items():
        texts[name] = _replaced(texts[name], [expanded(p, market) for p in pairs])
    for name, text in _each(case.get("prepend", {}), market).items():
        texts[name] = f"{text}\n\n{texts[name]}"
    for name, text in _each(case.get("append", {}), market).items():
        texts[name] = f"{texts[name]}\n\n{text}"
    return {
        "id": case["id"],
        "brand": kit()["brand"]["slug"],
        **{key: _plain(frame[key]) for key in FRAME},
        "parts": [{"name": name, "text": text} for name, text in texts.items()],
    }


def at_the_top(case: Mapping[str, Any]) -> Json:
    """The same case with what it appends standing first instead."""
    kept = {key: one for key, one in case.items() if key != "append"}
    return {**kept, "prepend": case["append"]}


def unchanged(case: Mapping[str, Any]) -> Json:
    """The piece that a case starts from."""
    return document({"id": case["base"], "base": case["base"]})


def expanded(text: str, market: str) -> str:
    """A text with the kit's words of a market in place of each placeholder."""
    return PLACEHOLDER.sub(lambda found: _words(found[1].split(), market), text)


def _words(names: list[str], market: str) -> str:
    first, *others = names
    label = next(one for one in kit()["labels"] if one["market"] == market)
    place = kit()["brand"]["markets"][market]
    if first == "references":
        return "\n".join(f"{n}. {_citation(key)}" for n, key in enumerate(others, 1))
    if first == "safety":
        return str(label["safety_information"][others[0]])
    fixed = {
        "boxed": label["boxed_warning"],
        "indication": label["indication"],
        "pi": place["prescribing_information"],
        "events": place.get("adverse_event_statement"),
        "address": place["postal_address"],
    }
    return str(fixed[first]) if first in fixed else _claim(f"{first}-{market}", others)


def _claim(key: str, others: list[str]) -> str:
    claim = next(one for one in kit()["claims"] if one["key"] == key)
    wordings = [claim["text"], *claim.get("variations", ())]
    return str(wordings[int(others[0]) - 1 if others else 0])


def _citation(key: str) -> str:
    return next(str(r["citation"]) for r in kit()["references"] if r["key"] == key)


def _base(name: str) -> Json:
    if not name:
        return {}
    found = copy.deepcopy(_bases()[name])
    return {**_base(found.pop("like", "")), **found}


@functools.cache
def _bases() -> Json:
    every = (_loaded(FOLDER / batch / "bases.yaml") for batch in BATCHES)
    return {name: base for bases in every for name, base in bases.items()}


def _each(texts: Mapping[str, str], market: str) -> Texts:
    return {name: expanded(text, market) for name, text in texts.items()}


def _replaced(text: str, pairs: list[str]) -> str:
    """Each old text, which must be there, by the new one that follows it."""
    for old, new in _pairs(pairs):
        if old not in text:
            raise ValueError(f"{old!r} is not in {text!r}")
        text = text.replace(old, new)
    return text


def _pairs(flat: list[str]) -> Iterator[tuple[str, str]]:
    return zip(flat[::2], flat[1::2], strict=True)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


@functools.cache
def _loaded(path: Path) -> Json:
    found: Json = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found

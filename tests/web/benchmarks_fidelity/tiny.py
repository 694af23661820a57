"""A lexicon so small that a test can say what is drawn from it."""

import copy
from pathlib import Path
from typing import Any

import yaml

from web.benchmarks.fidelity import lexicons
from web.benchmarks.fidelity.lexicons import Area, Lexicon

CLAIM = "With {brand}, {a} % of {people} had a flare {time}, against {b} % on {rival}."
GOUT: dict[str, Any] = {
    "author": "T",
    "area": "gout",
    "brands": [{"name": "Uratexin", "generic": "febuxolate", "other": "Purilane"}],
    "slots": {
        "a": {"kind": "percent", "low": 4.1, "high": 9.9, "decimals": 1},
        "b": {"kind": "percent", "low": 15.1, "high": 29.9, "decimals": 1},
        "n": {"kind": "count", "low": 1100, "high": 1900},
        "hr": {"kind": "ratio", "low": 0.6, "high": 0.8, "decimals": 2},
        "lo": {"kind": "ratio", "around": "hr", "spread": 0.1},
        "hi": {"kind": "ratio", "around": "hr", "spread": 0.1},
        "people": [{"is": "adults with tophi", "not": ["adults without tophi"]}],
        "time": [{"is": "within 6 months", "not": ["within 16 months"]}],
        "rival": ["placebo"],
    },
    "templates": [
        {
            "claim": CLAIM,
            "faithful": {
                "per_cent": CLAIM.replace(" %", " per cent"),
                "typography": CLAIM.replace(" %", "%"),
            },
            "free": ["Flares came to {a} % {time} on {brand} and {b} % on {rival}."],
            "distorted": {
                "digit": CLAIM.replace("{a}", "{a.digit}"),
                "arm_swap": CLAIM.replace("{a}", "{x}")
                .replace("{b}", "{a}")
                .replace("{x}", "{b}"),
                "product": CLAIM.replace("{brand}", "{other}"),
                "population": [CLAIM.replace("{people}", "{people.not}")],
                "compound": CLAIM.replace("{a}", "{b.digit}").replace("{time}", ""),
            },
        },
        {
            "claim": "{brand} was studied in {n} adults (HR {hr}; 95% CI {lo}–{hi}).",
            "faithful": {
                "number_format": "{brand} was studied in {n.plain} adults "
                "(HR {hr}; 95% CI {lo} to {hi})."
            },
            "distorted": {
                "sample_size": "{brand} was studied in {n.digit} adults "
                "(HR {hr}; 95% CI {lo}–{hi})."
            },
        },
    ],
}
OTHERS = ("Thank you for your time.", "Read more about {brand} here.", "Dear Doctor,")
EDITS = (
    "digit | Tophi shrank by 40% in a year. | Tophi shrank by 46% in a year.",
    "faithful:per_cent | Tophi shrank by 40%. | Tophi shrank by 40 per cent.",
    "free | Tophi shrank by 40%. | There was 40% less of the tophi afterwards.",
)


def gout(**changes: Any) -> dict[str, Any]:
    """The area as a document, with some of its keys given anew."""
    return {**copy.deepcopy(GOUT), **changes}


def written(
    folder: Path,
    *documents: dict[str, Any],
    shared: dict[str, Any] | None = None,
    others: tuple[str, ...] = OTHERS,
    edits: tuple[str, ...] = EDITS,
) -> Path:
    """A folder with a lexicon; without documents it is of the area above."""
    folder.mkdir(parents=True, exist_ok=True)
    for document in documents or (gout(),):
        path = folder / f"{document['area'].replace(' ', '_')}.yaml"
        path.write_text(
            yaml.safe_dump(document, allow_unicode=True, sort_keys=False), "utf-8"
        )
    if shared is not None:
        (folder / "shared.yaml").write_text(yaml.safe_dump(shared), "utf-8")
    (folder / "others.txt").write_text("\n".join(others), "utf-8")
    (folder / "edits.txt").write_text("\n".join(edits), "utf-8")
    return folder


def lexicon(folder: Path, *documents: dict[str, Any], **files: Any) -> Lexicon:
    """The lexicon of such a folder, read."""
    return lexicons.read(written(folder, *documents, **files))


def area(folder: Path, **changes: Any) -> Area:
    """Its one area."""
    return lexicon(folder, gout(**changes)).areas[0]

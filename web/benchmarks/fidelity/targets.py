"""What the design asks for, beside what was measured."""

from typing import Any

AT_LEAST = {
    "detected, mean of types": 0.97,
    "detected, worst type": 0.90,
    "numeric and product detected": 0.99,
    "type named": 0.90,
    "faithful linked": 0.98,
    "AUROC": 0.80,
    "balanced accuracy": 0.74,
}
AT_MOST = {
    "faithful distorted": 0.01,
    "corrupted accepted": 0.001,
    "numeric accepted": 0.0,
    "free distorted": 0.10,
}


def held(name: str, told: dict[str, Any]) -> dict[str, Any]:
    """A measure with its target and whether it is met; without one as it was."""
    share = told["share"]
    if name in AT_LEAST:
        bound = AT_LEAST[name]
        return {**told, "target": f"≥ {bound}", "met": _is(share, bound, above=True)}
    if name in AT_MOST:
        bound = AT_MOST[name]
        return {**told, "target": f"≤ {bound}", "met": _is(share, bound, above=False)}
    return told


def _is(share: float | None, bound: float, *, above: bool) -> bool | None:
    """None where nothing was measured."""
    if share is None:
        return None
    return share >= bound if above else share <= bound

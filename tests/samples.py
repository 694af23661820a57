"""The sample brands as their files say it, read without the product."""

from pathlib import Path
from typing import Any

import yaml

SAMPLES = Path(__file__).parents[1] / "knowledge_base" / "samples"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # C where it is built


def kit(name: str) -> dict[str, Any]:
    """A fresh copy of a sample kit."""
    return content_of(f"{name}.yaml")


def content_of(name: str) -> dict[str, Any]:
    """What one of the sample files says."""
    text = (SAMPLES / name).read_text("utf-8")
    return dict(yaml.load(text, Loader=LOADER))  # noqa: S506 - both are safe

"""FHIR bundles with one thing changed, and both forms in which they are read."""

import json
from typing import Any

from knowledge_base.label_import.documents import LabelDocument
from tests.knowledge_base import label_files as files
from tests.knowledge_base.label_import.trees import read

Node = dict[str, Any]


def bundle(**composition: Any) -> Node:
    """The bundle with these in its composition; None takes one out."""
    made = files.bundle()
    resource = made["entry"][0]["resource"]
    for name, value in composition.items():
        resource.pop(name, None)
        if value is not None:
            resource[name] = value
    return made


def both(node: Node) -> tuple[LabelDocument, LabelDocument]:
    """A bundle as read from JSON and from XML."""
    return read(json.dumps(node).encode()), read(files.fhir_xml(node))

"""Reads label files, FDA SPL or FHIR ePI, into plain documents."""

import hashlib

from knowledge_base.label_import import (
    elements,
    encodings,
    fhir,
    limits,
    resources,
    spl,
)
from knowledge_base.label_import.documents import LabelDocument
from knowledge_base.label_import.limits import (
    MAX_BYTES,
    Budget,
    LabelUnreadableError,
)

__all__ = ["MAX_BYTES", "LabelUnreadableError", "read"]


def read(data: bytes, name: str) -> LabelDocument:
    """The label in a file's bytes; ``name`` is for the sentence of a refusal.

    Pure and bounded in time and memory, whatever the bytes. Raises
    LabelUnreadableError.
    """
    try:
        limits.refuse_oversized(len(data))
        return _read(encodings.decode(data), hashlib.sha256(data).hexdigest())
    except LabelUnreadableError as error:
        raise LabelUnreadableError(f"{name}: {error}") from None


def _read(text: str, sha256: str) -> LabelDocument:
    budget = Budget()
    if text.lstrip().startswith(("{", "[")):
        return fhir.read(resources.from_json(text), budget, sha256)
    namespace, root = elements.parse(text, budget)
    if namespace == resources.NAMESPACE:
        return fhir.read(resources.from_xml(root), budget, sha256)
    if (namespace, root.tag) == (spl.NAMESPACE, "document"):
        return spl.read(root, budget, sha256)
    raise LabelUnreadableError(
        f"The XML is neither an SPL document nor a FHIR bundle, but <{root.tag}>."
    )

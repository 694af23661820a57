"""Gives out the embedder that the settings name, loaded once a process."""

import functools
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from knowledge_base.embeddings.hashing import HashingEmbedder
from knowledge_base.embeddings.minilm import MiniLmEmbedder
from knowledge_base.embeddings.protocol import Embedder
from knowledge_base.embeddings.service import ServiceEmbedder


def chosen() -> Embedder:
    """The embedder of the setting EMBEDDER. Raises ImproperlyConfigured."""
    return _loaded(settings.EMBEDDER)


@functools.cache
def _loaded(name: str) -> Embedder:
    if name not in EMBEDDERS:
        raise ImproperlyConfigured(
            f"EMBEDDER is {name!r}; choose one of {', '.join(EMBEDDERS)}."
        )
    return EMBEDDERS[name]()


def _service() -> Embedder:
    return ServiceEmbedder(
        model=settings.EMBEDDING_MODEL,
        api_key=settings.OPENAI_API_KEY,
        base_url=settings.OPENAI_BASE_URL,
        timeout_seconds=settings.OPENAI_TIMEOUT_SECONDS,
    )


EMBEDDERS: dict[str, Callable[[], Embedder]] = {
    "minilm": MiniLmEmbedder,
    "hashing": HashingEmbedder,
    "service": _service,
}

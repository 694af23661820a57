"""Embeds through any endpoint that speaks OpenAI's embeddings interface."""

from collections.abc import Sequence

import numpy as np
from pydantic import SecretStr

from knowledge_base.embeddings.protocol import Vectors, of_length_one


class EmbeddingServiceError(ConnectionError):
    """The endpoint did not answer, or not with vectors."""


class ServiceEmbedder:
    """One model of one endpoint; texts leave this machine when it is chosen."""

    def __init__(
        self, *, model: str, api_key: str, base_url: str, timeout_seconds: float
    ) -> None:
        from langchain_openai import OpenAIEmbeddings
        from openai import OpenAIError

        self.name = f"service/{model}"
        self._failures = (OpenAIError,)
        self._client = OpenAIEmbeddings(
            model=model,
            api_key=SecretStr(api_key or "none"),
            base_url=base_url or None,
            timeout=timeout_seconds,
            max_retries=1,
            # Else it downloads a tokenizer, and sends numbers that only OpenAI reads.
            check_embedding_ctx_length=False,
        )
        self._dimension = 0

    @property
    def dimension(self) -> int:
        """How many numbers the endpoint gives; asked of it once."""
        if not self._dimension:
            self._dimension = self.embed(["dimension"]).shape[1]
        return self._dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row for each text. Raises EmbeddingServiceError."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        try:
            rows = self._client.embed_documents(list(texts))
        except self._failures as error:
            raise EmbeddingServiceError(
                f"The embedding service failed: {type(error).__name__}."
            ) from error
        return of_length_one(np.array(rows, dtype=np.float32))

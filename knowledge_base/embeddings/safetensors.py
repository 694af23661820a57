"""Reads model weights from a safetensors file: a JSON head and plain numbers."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TYPES: dict[str, Any] = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2")}


def read(path: Path) -> dict[str, NDArray[np.float32]]:
    """Every floating-point tensor of the file by its name, as float32."""
    # Mapped, so that the processes of one machine share the weights in memory.
    raw = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
    size = int.from_bytes(raw[:8].tobytes(), "little")
    head = json.loads(raw[8 : 8 + size].tobytes())
    body = raw[8 + size :]
    tensors = {}
    for name, told in head.items():
        if told.get("dtype") not in TYPES:
            continue
        start, end = told["data_offsets"]
        values = body[start:end].view(TYPES[told["dtype"]]).reshape(told["shape"])
        tensors[name] = values.astype(np.float32, copy=False)
    return tensors

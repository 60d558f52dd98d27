"""Vectors of points: their cosines, how near each is to the others, and what is kept of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model import Cancelled
from briefing.suggest import vectors as vectors_module
from briefing.suggest.embedding import WIDTH
from briefing.suggest.meanings import find_meanings
from briefing.suggest.vectors import NEIGHBOURS, Vectors, find_nearest


def some_vectors(count: int, seed: int) -> Vectors:
    made = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    scales = np.abs(made).max(axis=1) / 127
    return Vectors(np.round(made / scales[:, None]).astype(np.int8), scales)


def unknown(count: int) -> np.ndarray:
    return np.full((count, NEIGHBOURS), np.nan, np.float32)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 9), st.sampled_from([1, 40, 9999]))
def test_the_nearest_are_found_at_once_and_one_by_one(
    count: int, more: int, seed: int, cosines: int
) -> None:
    vectors = some_vectors(count + more, seed)
    floats = vectors.floats(np.arange(count + more))
    every = floats @ floats.T
    np.fill_diagonal(every, -1)
    nearest = np.full((count + more, NEIGHBOURS), -1, np.float32)
    found = -np.sort(-every, axis=1)[:, : min(NEIGHBOURS, count + more - 1)]
    nearest[:, : found.shape[1]] = found
    first, later = unknown(count), unknown(count + more)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectors_module, "_COSINES", cosines)
        find_nearest(Vectors(vectors.bytes_[:count], vectors.scales[:count]), first)
        later[:count] = first
        find_nearest(vectors, later)
    assert later == pytest.approx(nearest, abs=1e-5)


class Embedder:
    """Vectors by the length of a text; keeps what it was given."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        found = np.zeros((len(texts), WIDTH), np.float32)
        found[np.arange(len(texts)), [len(text) for text in texts]] = 1
        return found


def test_what_is_known_of_a_text_is_not_found_again(tmp_path: Path) -> None:
    texts = ["war", "men", "peace", "treaty", "weapon"]
    keys = np.arange(5, dtype=np.uint64)
    embedder = Embedder()

    def find(rows: list[int], **more: Any) -> list[float]:
        found = find_meanings(
            cast("Any", embedder), keys[rows], lambda row: texts[rows[row]], tmp_path, **more
        )
        return cast("list[float]", found.near.tolist())

    assert find([0, 2, 3]) == [0, 0, 0]
    assert embedder.asked == ["war", "peace", "treaty"]
    assert find([3, 1, 0, 2]) == pytest.approx([0, 1, 1, 0], abs=1e-4)
    assert embedder.asked[3:] == ["men"]
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:99])
    assert find([3, 1, 0, 2, 4]) == pytest.approx([1, 1, 1, 0, 1], abs=1e-4)
    assert find([0, 1]) == pytest.approx([1, 1], abs=1e-4)
    with pytest.raises(Cancelled):
        find_meanings(cast("Any", embedder), keys + 9, texts.__getitem__, stop=lambda: True)

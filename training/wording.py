"""Trains the wording model: python -m training.wording PERSPECTRUM KEYPOINTS [OUT]

Without OUT it only cross-validates by claim and topic. A minute on one core.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from briefing.suggest.wording import negated, telling, turns
from training.pairs import Pair, between, keypoints, perspectrum

SIZE = 6  # numbers of a text
LEAST = 4  # texts that a term must stand in
STEPS, BATCH, RATE, DECAY = 2500, 256, 0.02, 2e-3


class Trainer:
    """Adam on the logistic loss of "the second text supports the first"."""

    def __init__(self, pairs: list[Pair], seed: int = 0) -> None:
        texts = sorted({text for pair in pairs for text in (pair.one, pair.other)})
        self.said = {text: negated(text) for text in texts}
        counts = Counter(term for said in self.said.values() for term in {t for t, _ in said})
        kept = sorted(term for term, count in counts.items() if count >= LEAST)
        self.vocabulary = {term: row for row, term in enumerate(kept)}
        self.random = np.random.default_rng(seed)
        width = 2 * len(kept)
        self.weights = {
            "table": self.random.normal(0, 0.1, (width, SIZE)),
            "strength": np.ones(SIZE),
            "rest": np.zeros(3),
        }
        self.pairs = pairs

    def rows(self, text: str) -> list[int]:
        """The rows of a text's terms."""
        said = self.said[text] if text in self.said else negated(text)
        return [
            self.vocabulary[term] + (len(self.vocabulary) if is_not else 0)
            for term, is_not in said
            if term in self.vocabulary
        ]

    def turned(self, pair: Pair) -> tuple[float, float]:
        """Shared terms negated on one side only, and alike."""
        one = self.said.get(pair.one) or negated(pair.one)
        other = self.said.get(pair.other) or negated(pair.other)
        return turns(telling(one), telling(other))

    def train(self) -> None:
        """Train from the pairs, drawn at random."""
        prepared = [(self.rows(p.one), self.rows(p.other), *self.turned(p)) for p in self.pairs]
        truth = np.array([p.agree for p in self.pairs], float)
        first = {name: np.zeros_like(value) for name, value in self.weights.items()}
        second = {name: np.zeros_like(value) for name, value in self.weights.items()}
        for step in range(1, STEPS + 1):
            drawn = self.random.integers(0, len(prepared), BATCH)
            slope = self._slope([prepared[one] for one in drawn], truth[drawn])
            for name, value in self.weights.items():
                move = slope[name] + DECAY * value * (name == "table")
                first[name] += 0.1 * (move - first[name])
                second[name] += 0.001 * (move * move - second[name])
                size = RATE * (1 - step / STEPS) * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
                value -= size * first[name] / (np.sqrt(second[name]) + 1e-8)

    def _slope(self, batch: list, truth: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        table, strength, rest = (self.weights[name] for name in ("table", "strength", "rest"))
        slope = {name: np.zeros_like(value) for name, value in self.weights.items()}
        for (one, other, turned, alike), true in zip(batch, truth, strict=True):
            a, b = _numbers(table, one), _numbers(table, other)
            z = float((strength * a * b).sum() + rest @ (1.0, turned, alike))
            error = (1 / (1 + np.exp(-z)) - true) / len(batch)
            slope["strength"] += error * a * b
            slope["rest"] += error * np.array((1.0, turned, alike))
            np.add.at(slope["table"], one, error * strength * b / np.sqrt(max(len(one), 1)))
            np.add.at(slope["table"], other, error * strength * a / np.sqrt(max(len(other), 1)))
        return slope

    def predict(self, pairs: list[Pair]) -> NDArray[np.float64]:
        """Log odds that the second text supports the first."""
        table, strength, rest = (self.weights[name] for name in ("table", "strength", "rest"))
        found = []
        for pair in pairs:
            a, b = _numbers(table, self.rows(pair.one)), _numbers(table, self.rows(pair.other))
            found.append((strength * a * b).sum() + rest @ (1.0, *self.turned(pair)))
        return np.array(found)

    def save(self, path: Path) -> None:
        """Write the weights: a byte for each number of a term."""
        table = self.weights["table"]
        scale = np.float32(np.abs(table).max() / 127)
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            terms=np.array(list(self.vocabulary), dtype=np.str_),
            table=np.round(table / scale).astype(np.int8),
            scale=scale,
            strength=self.weights["strength"].astype(np.float32),
            rest=self.weights["rest"].astype(np.float32),
        )


def _numbers(table: NDArray[np.float64], rows: list[int]) -> NDArray[np.float64]:
    return table[rows].sum(axis=0) / np.sqrt(max(len(rows), 1))


def accuracy(trainer: Trainer, pairs: list[Pair]) -> float:
    """The share of pairs that a trained model gets right."""
    odds = trainer.predict(pairs)
    return float(np.mean((odds > 0) == np.array([pair.agree for pair in pairs])))


def main(words: list[str]) -> None:
    """Cross-validate, and train on all where a file to write is named."""
    claims = perspectrum(Path(words[0]), "train") + keypoints(Path(words[1]), "train")
    pairs = claims + between(claims, 25, 1)
    groups = sorted({pair.group for pair in pairs})
    np.random.default_rng(0).shuffle(groups)
    figures = []
    for fold in range(3):
        held = set(groups[fold::3])
        trainer = Trainer([pair for pair in pairs if pair.group not in held], fold)
        trainer.train()
        left = [pair for pair in claims if pair.group in held]
        figures.append(accuracy(trainer, left))
    print("claim and text, groups left out:", [round(one, 3) for one in figures])
    if len(words) > 2:
        trainer = Trainer(pairs)
        trainer.train()
        trainer.save(Path(words[2]))
        for name, held_out in (
            ("perspectrum dev", perspectrum(Path(words[0]), "dev")),
            ("keypoints dev", keypoints(Path(words[1]), "dev")),
        ):
            print(name, round(accuracy(trainer, held_out), 3))


if __name__ == "__main__":
    main(sys.argv[1:])

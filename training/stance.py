"""Trains the stance model: python -m training.stance PERSPECTRUM KEYPOINTS PAIRS OUT

The folders hold the data that `training/pairs.py` reads; OUT becomes the file that is shipped.
Needs `torch` and `onnx` beside the extra `semantic`. `--minutes` is how long it trains (the last
sitting of what is shipped took 90, of one core), `--start` goes on from weights that an earlier run
left (OUT with the ending .pt).
"""

from __future__ import annotations

import argparse
import copy
import random
import re
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from briefing.resources import resources
from briefing.suggest.layers import (
    HALVES,
    LAYERS,
    NORMS,
    PARTS,
    VOCABULARY,
    Embeddings,
    embeddings_of,
    layers_of,
    read_package,
)
from briefing.suggest.wordpiece import WordPieces
from training.pairs import FILES, Pair, keypoints, perspectrum, told, turned
from training.stance_layers import Layer, Upper, added_mask, fill, graph

BATCH, POOL, RATE, WARM = 32, 16, 1e-4, 60
SMOOTH = 0.05  # of what is to be learned: 0.95 and 0.05 instead of 1 and 0
PIECES = 64  # of a text, more than the app reads
RANK = 96  # of what is learned: all but a tenth of it, in a third of the bytes
SCALE = 0.7  # of the log odds: found on the held-out part
KEPT_RATE = 0.998  # of the running mean of the weights, which is what is shipped


@dataclass(frozen=True, slots=True)
class Drawn:
    """Two texts to learn from: 1 if the second supports the first, 0 if it answers it."""

    one: str
    other: str
    agree: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """Pairs of one kind, and how often and in what way they are drawn."""

    name: str
    share: float  # of what is drawn: a claim with a text on it
    share_between: float  # two texts on one claim
    weight_between: float
    is_long: bool = False  # paragraphs: some of their sentences are drawn
    is_turned: bool = True  # a claim may be said the other way round, and stand second


SOURCES = (
    Source("perspectrum", 0.28, 0.08, 0.9),
    Source("arguments", 0.10, 0.05, 0.9),
    Source("claims", 0.05, 0.0, 0.0),
    Source("beliefs", 0.07, 0.0, 0.0),
    Source("comments", 0.08, 0.0, 0.0),
    Source("speeches", 0.07, 0.06, 0.9, is_long=True),
    Source("motions", 0.0, 0.03, 0.7, is_long=True),
    Source("pairs", 0.015, 0.0, 0.0, is_long=True, is_turned=False),
    Source("inference", 0.115, 0.0, 0.0, is_turned=False),
)
OF_PAIRS = 0.7  # weight of a label that says less than a side: entailed, attacked


@dataclass(slots=True)
class Data:
    """The pairs of each source by claim, and how they are drawn."""

    pairs: dict[str, list[Pair]]
    random: random.Random
    by_claim: dict[str, dict[str, list[Pair]]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_claim = {}
        for name, pairs in self.pairs.items():
            claims = self.by_claim[name] = defaultdict(list)
            for pair in pairs:
                claims[pair.group].append(pair)

    def draw(self) -> Drawn:
        """A claim and a text on it, or two texts on one claim."""
        shares = [(source, True) for source in SOURCES] + [(source, False) for source in SOURCES]
        weights = [one.share if alone else one.share_between for one, alone in shares]
        [(source, alone)] = self.random.choices(shares, weights)
        return self._claim(source) if alone else self._between(source)

    def _pair(self, source: Source) -> Pair:
        """Any pair, or one of any claim: claims with few texts are drawn more often than others."""
        if self.random.random() < 0.5:
            return self.random.choice(self.pairs[source.name])
        return self.random.choice(self.random.choice(list(self.by_claim[source.name].values())))

    def _between(self, source: Source) -> Drawn:
        while True:
            one = self._pair(source)
            group = self.by_claim[source.name][one.group]
            other, agree = self.random.choice(group), self.random.random() < 0.5
            if one.other != other.other and (one.agree is other.agree) is agree:
                texts = self._cut(source, one.other), self._cut(source, other.other)
                return Drawn(*texts, float(agree), source.weight_between)

    def _claim(self, source: Source) -> Drawn:
        pair = self._pair(source)
        claim, text, agree = pair.one, self._cut(source, pair.other), pair.agree
        if not source.is_turned:
            texts = [self._cut(source, claim), text]
            if self.random.random() < 0.3:
                texts.reverse()
            return Drawn(*texts, float(agree), OF_PAIRS)
        if self.random.random() < 0.2 and turned(claim):
            claim, agree = turned(claim), not agree
        if not source.is_long and self.random.random() < 0.12:  # two of one mind, one after another
            group = self.by_claim[source.name][pair.group]
            some = self.random.sample(group, min(6, len(group)))
            more = [one.other for one in some if one.agree is pair.agree and one != pair]
            text = f"{text.rstrip(' .')}. {more[0]}" if more else text
        one, other = (text, claim) if self.random.random() < 0.2 else (claim, text)
        return Drawn(one, other, float(agree))

    def _cut(self, source: Source, text: str) -> str:
        """Of a paragraph up to sixty words, from its beginning or a sentence's."""
        if not source.is_long:
            return text
        sentences = re.split(r"(?<=[.!?])\s+", text)
        first = (
            self.random.randrange(max(1, len(sentences) - 2)) if self.random.random() < 0.5 else 0
        )
        words = " ".join(sentences[first:]).split()
        return " ".join(words[: self.random.choice((30, 45, 60))])


class Reader:
    """The frozen lower half: texts to states, remembered for texts that come again."""

    def __init__(self, keep: set[str]) -> None:
        base = read_package(HALVES[0])
        self.embeddings: Embeddings = embeddings_of(base)
        self.words = WordPieces.read(resources() / "models" / VOCABULARY)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS)).eval()
        fill(self.layers, layers_of(base, HALVES[0]))
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
        agree = model(*reader.pairs([(pair.one, pair.other) for pair in part])) > 0
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
    weights = torch.tensor([one.weight for one in batch])
    losses = functional.binary_cross_entropy_with_logits(found, agree, reduction="none")
    ((losses * weights).sum() / len(batch)).backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()


def write(model: Upper, base: Upper, scale: float, path: Path) -> None:
    """The file that is shipped: what was learned, each matrix as two narrow ones of bytes."""
    arrays = {"layers": np.frombuffer(graph(of_bytes=True), np.uint8)}
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
    above = HALVES[1]
    model = Upper()
    fill(model.layers, layers_of(read_package(above), above))
    return model


def main() -> None:
    """Train, tell how good it is on what it has not seen, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("perspectrum", "keypoints", "pairs", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--start", type=Path)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    held = {
        "perspectrum": perspectrum(asked.perspectrum, "dev"),
        "keypoints": keypoints(asked.keypoints, "dev"),
    }
    topics = frozenset(pair.group for pair in held["keypoints"])
    pairs = {name: told(asked.pairs, files, topics) for name, files in FILES.items()}
    pairs["perspectrum"] = perspectrum(asked.perspectrum, "train")
    data = Data(pairs, random.Random(1))
    short = [pairs[one.name] for one in SOURCES if not one.is_long and one.name != "inference"]
    texts = [pair for some in (*short, *held.values()) for pair in some]
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

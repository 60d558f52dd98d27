"""A library of any size with the statistics of real text, the same in every run.

The sentences are those of the documentation that pinned packages carry in their modules (numpy,
mypy, hypothesis, reportlab, pypdf): some 14,000. A point's text is made of new sentences, each
the beginning of one of them and the end of another, joined at a word that both have; one word in
fifty is replaced by a rarer one, an identifier of those modules, drawn so that frequencies fall as
1/rank (Zipf). So common words are as common as in English, pairs of words recur, and the
vocabulary goes on growing with the library.
"""

from __future__ import annotations

import importlib.util
import random
import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

from briefing.index import Entry, Kind

_PACKAGES = ("hypothesis", "mypy", "numpy", "pypdf", "reportlab")
_SENTENCE = re.compile(r"\b[A-Z][a-z]+(?:,?\s+(?:# )?[A-Za-z]+){6,30}\.(?=\s)")
_IDENTIFIER = re.compile(r"\b[a-z]{5,14}\b")
_THEMES = ("economy", "legal", "moral", "military", "humanitarian", "environment", "political")
_RARE = 0.02  # of the words


@cache
def _material() -> tuple[list[list[str]], list[str]]:
    """Sentences as words in small letters; identifiers, the frequent ones first."""
    sentences: dict[str, None] = {}
    often: dict[str, int] = defaultdict(int)
    for package in _PACKAGES:
        found = importlib.util.find_spec(package)
        assert found is not None and found.origin is not None, f"{package} is installed"
        for path in sorted(Path(found.origin).parent.rglob("*.py*")):
            if path.suffix not in (".py", ".pyi"):
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            for sentence in _SENTENCE.findall(text):
                words = re.findall(r"[a-z]+", sentence.lower())
                sentences.setdefault(" ".join(words))
            for word in _IDENTIFIER.findall(text):
                often[word] += 1
    rare = sorted(often, key=lambda word: (-often[word], word))
    return [sentence.split() for sentence in sentences], rare


class Corpus:
    """So many points, made one by one as they are asked for; `len` and iteration, no more."""

    def __init__(self, points: int, seed: int = 3) -> None:
        self._points = points
        self._seed = seed

    def __len__(self) -> int:
        return self._points

    def __iter__(self) -> Iterator[Entry]:
        sentences, rare = _material()
        made = _Sentences(sentences, rare, random.Random(self._seed))
        names = _names(max(50, self._points // 40))
        chance = random.Random(self._seed + 1)
        for number in range(self._points):
            yield _point(number, made, names, chance)


class _Sentences:
    def __init__(self, sentences: list[list[str]], rare: list[str], chance: random.Random) -> None:
        self._all = sentences
        self._rare = rare
        self._zipf = list(accumulate(1.0 / rank for rank in range(1, len(rare) + 1)))
        self._chance = chance
        self._having: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, words in enumerate(sentences):
            for at, word in enumerate(words[1:-1], 1):
                self._having[word].append((number, at))

    def text(self, words: int) -> str:
        """Sentences, together at least so many words."""
        parts: list[str] = []
        count = 0
        while count < words:
            made = self.sentence()
            count += len(made)
            parts.append(" ".join(made).capitalize() + ".")
        return " ".join(parts)

    def sentence(self) -> list[str]:
        """The beginning of one sentence and the end of another, joined at a common word."""
        chance = self._chance
        first = self._all[int(chance.random() * len(self._all))]
        at = 1 + int(chance.random() * (len(first) - 2))
        having = self._having[first[at]]
        other, there = having[int(chance.random() * len(having))]
        made = first[:at] + self._all[other][there:]
        for place in range(len(made)):
            if chance.random() < _RARE:
                drawn = chance.random() * self._zipf[-1]
                made[place] = self._rare[min(bisect(self._zipf, drawn), len(self._rare) - 1)]
        return made


def _names(count: int) -> list[str]:
    """Names of speakers: two made-up words, different each time."""
    chance = random.Random(11)
    heads = ("Ka", "Mor", "Sil", "Ter", "Van", "Bel", "Dor", "Fen", "Gra", "Hol", "Jun", "Lor")
    tails = ("den", "vik", "ros", "mann", "ley", "ski", "ton", "berg", "ara", "eau", "ini", "ov")

    def word() -> str:
        return chance.choice(heads) + chance.choice(tails) + chance.choice(("", "a", "er", "is"))

    return [f"{word()} {word()}" for _ in range(count)]


def _point(number: int, made: _Sentences, names: list[str], chance: random.Random) -> Entry:
    is_quote = number % 2 == 0
    length = int(min(300, max(30, chance.lognormvariate(4.8, 0.5))))
    speaker = names[int(len(names) * chance.random() ** 2)]
    theme = _THEMES[int(len(_THEMES) * chance.random() ** 2)]
    year = 1990 + int(36 * chance.random() ** 0.5)
    return Entry(
        kind=Kind.QUOTE if is_quote else Kind.POINT,
        id=f"p{number}",
        topic=f"motion{number % 9}",
        title=speaker if is_quote else " ".join(made.sentence()[:14]).capitalize(),
        text=made.text(length),
        speaker=speaker if is_quote else "",
        source=" ".join(made.sentence()[:6]).title(),
        notes=" ".join(made.sentence()) if number % 5 == 0 else "",
        side=("for", "against", "")[number % 3],
        theme=theme,
        year=year,
        date=f"{year}-{1 + number % 12:02}",
        flags=("quote",) if is_quote else (),
    )

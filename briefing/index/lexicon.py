"""All words of an index, sorted, and the families of words that share a stem."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from briefing.index.words import american, stem


class Lexicon:
    """Widens a typed word to the words of the index that it means."""

    def __init__(self, stems: Iterable[tuple[str, str]]) -> None:
        pairs = sorted(stems)
        self._words = [word for word, _ in pairs]
        self._stems = dict(pairs)
        self._families: dict[str, list[str]] = {}
        for word, root in pairs:
            self._families.setdefault(root, []).append(word)

    @classmethod
    def of(cls, words: Iterable[str], known: Lexicon | None = None) -> Lexicon:
        """The lexicon of `words`; stems that `known` has are not computed again."""
        stems = known._stems if known is not None else {}
        return cls((word, stems.get(word) or stem(word)) for word in set(words))

    @classmethod
    def from_text(cls, text: str) -> Lexicon:
        """Read what `to_text` wrote."""
        pairs = (line.split("\t") for line in text.split("\n") if line)
        return cls((word, root) for word, root in pairs)

    def to_text(self) -> str:
        """One line per word: the word, a tab, its stem."""
        return "".join(f"{word}\t{self._stems[word]}\n" for word in self._words)

    def __contains__(self, word: str) -> bool:
        return word in self._stems

    def __len__(self) -> int:
        return len(self._words)

    def family(self, word: str) -> Sequence[str]:
        """The words of the index with the stem of `word` (itself among them if it occurs)."""
        found = self._families.get(stem(word), [])
        if word in self._stems and word not in found:
            return [word, *found]
        return found

    def starting(self, prefix: str) -> Sequence[str]:
        """The words of the index that begin with `prefix`."""
        if not prefix:
            return ()
        first = bisect_left(self._words, prefix)
        last = bisect_left(self._words, prefix + "\U0010ffff", first)
        found = self._words[first:last]
        spelt = american(prefix)
        return found if spelt == prefix else [*found, *self.starting(spelt)]

    def split(self, word: str) -> tuple[str, str] | None:
        """Two words of the index that `word` runs together ("selfdestruct"), if there are any."""
        for at in range(3, len(word) - 3):
            first, second = word[:at], word[at:]
            if first in self._stems and self.family(second):
                return first, second
        return None

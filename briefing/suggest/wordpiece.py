"""Text to the word pieces that the language model reads.

The rules are those of BERT's uncased tokeniser (Devlin et al. 2019): control characters go, case
and accents are folded, punctuation and CJK characters stand alone, and a word is cut greedily
into the longest pieces that the vocabulary knows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

_LONGEST_WORD = 100  # characters; a longer "word" is no word


class WordPieces:
    """A vocabulary, and the way from text to its ids."""

    def __init__(self, words: Iterable[str]) -> None:
        self._ids = {word: place for place, word in enumerate(words)}
        self._unknown = self._ids["[UNK]"]
        self.start, self.end = self._ids["[CLS]"], self._ids["[SEP]"]
        self._known: dict[str, tuple[int, ...]] = {}

    @classmethod
    def read(cls, path: Path) -> WordPieces:
        """Read a vocabulary file: one piece a line, its id the number of the line."""
        return cls(path.read_text(encoding="utf-8").rstrip("\n").split("\n"))

    def ids(self, text: str, most: int) -> list[int]:
        """The ids of a text between [CLS] and [SEP], at most `most` of them in all."""
        found = [self.start]
        # A word has at least one character and becomes at least one piece.
        for word in _words(text[: most * 20]):
            found += self._pieces(word)
            if len(found) >= most - 1:
                break
        return [*found[: most - 1], self.end]

    def _pieces(self, word: str) -> tuple[int, ...]:
        known = self._known.get(word)
        if known is None:
            known = self._cut(word)
            if len(self._known) < 100_000:
                self._known[word] = known
        return known

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return (self._unknown,)
        pieces: list[int] = []
        start = 0
        while start < len(word):
            end = len(word)
            while end > start:
                piece = word[start:end] if start == 0 else "##" + word[start:end]
                if piece in self._ids:
                    pieces.append(self._ids[piece])
                    break
                end -= 1
            else:
                return (self._unknown,)
            start = end
        return tuple(pieces)


def _words(text: str) -> Iterable[str]:
    """Words and single punctuation marks, folded."""
    folded = unicodedata.normalize("NFD", text.lower())
    spaced = "".join(_spaced(char) for char in folded)
    return spaced.split()


def _spaced(char: str) -> str:
    if char.isascii():
        if char.isalnum():
            return char
        if char.isspace():
            return " "
        return f" {char} " if char.isprintable() else ""
    kind = unicodedata.category(char)
    if kind == "Mn" or kind.startswith("C"):
        return ""
    if kind.startswith("P") or _is_cjk(ord(char)):
        return f" {char} "
    return " " if kind == "Zs" else char


def _is_cjk(code: int) -> bool:
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x2CEAF
        or 0xF900 <= code <= 0xFAFF
        or 0x2F800 <= code <= 0x2FA1F
    )

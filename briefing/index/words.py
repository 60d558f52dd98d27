"""Words: how text is cut into them, when two of them count as the same, and their stems.

Indexed are surface forms (folded, not stemmed), so that a prefix finds all words that begin with
it. A typed word is widened to all surface forms with the same stem when it is searched.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from briefing.index.spelling import american

# A number with its separators, or letters and digits with inner apostrophes and combining marks.
# A soft hyphen and what joins letters or keeps them together count as marks: nobody sees them.
_LETTER = r"(?:[^\W_][\u0300-\u036f\u00ad\u200c\u200d\u2060]*)"
_WORD = re.compile(rf"\d+(?:[.,]\d+)+|{_LETTER}+(?:['’ʼ`´]{_LETTER}+)*")
# The same for texts without combining marks, several times as fast.
_PLAIN_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’ʼ`´][^\W_]+)*")
# The same once more, to cut a text at its words and to keep them.
_CUT = re.compile(f"({_WORD.pattern})")
_PLAIN_CUT = re.compile(f"({_PLAIN_WORD.pattern})")
_ASCII_CUT = re.compile(r"([0-9]+(?:[.,][0-9]+)+|[0-9A-Za-z]+(?:['`][0-9A-Za-z]+)*)")
_MARK = re.compile(r"[\u0300-\u036f\u00ad\u200c\u200d\u2060]")

_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")
_OWNER = re.compile(r"['’ʼ`´]s$", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")

# Letters that Unicode does not decompose into a base letter and a mark.
_BASE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


class Token(NamedTuple):
    """A word of a text, folded, and the characters that it comes from."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """`word` in lower case, without accents, apostrophes, possessive s, separators of thousands."""
    if word.isascii() and word.isalnum():
        return word.lower()
    word = _OWNER.sub("", word).translate(_APOSTROPHES)
    if word[:1].isdigit() and "," in word:
        word = word.replace(",", "") if _THOUSANDS.match(word) else word.replace(",", ".")
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_BASE))
    return "".join(c for c in plain.casefold() if c.isalnum() or c == ".")


# What stands in nearly every text that is not plain ASCII, and does as well as what it becomes.
_TYPOGRAPHY = (
    ("’", "'"),
    ("‘", " "),
    ("“", " "),
    ("”", " "),
    ("–", " "),
    ("—", " "),
    ("…", " "),
    ("\xa0", " "),
)
# For texts in ASCII, byte by byte: a blank for what is of no word, small letters for capitals.
_SPLIT = bytes(ord(chr(c).lower()) if chr(c).isalnum() or c in b"'`" else 32 for c in range(128))
_SPLIT += bytes(128)
_DIGITS = b"0123456789"
_SEPARATED = re.compile(rb"[0-9][.,][0-9]")


def surfaces(text: str) -> list[str]:
    """The words of `text` in order, more or less as they are written, found as quickly as can be.

    A word may still have apostrophes about it; `word_of` takes them away. Of a few odd forms
    (`rock''n`) it says that they must be looked at more closely, by `written`.
    """
    plain = _split(text)
    return written(text) if plain is None else plain.split()


def _split(text: str) -> str | None:
    """`text` sign by sign in ASCII, with blanks for what is of no word.

    None if that would change its words, or if it has numbers with separators.
    """
    if not text.isascii():
        for sign, instead in _TYPOGRAPHY:
            text = text.replace(sign, instead)
        if not text.isascii():
            return None
    signs = text.encode("ascii")
    if len(signs.translate(None, _DIGITS)) < len(signs) and _SEPARATED.search(signs):
        return None
    return signs.translate(_SPLIT).decode("ascii")


def spaced(text: str) -> str:
    """The words of `text` in small letters at their places, blanks elsewhere and on either side.

    "" for texts that must be looked at more closely, by `cut`.
    """
    plain = _split(text)
    if plain is None:
        return ""
    found = f" {plain} "
    if "'" in found or "`" in found:  # these belong to a word only between its letters
        found = found.replace("`", "'").replace(" '", "  ").replace("' ", "  ")
        if "''" in found or " '" in found or "' " in found:
            return ""
    return found


def written(text: str) -> list[str]:
    """The words of `text` as they are written, in order; `fold` may leave nothing of one."""
    return pattern(text).findall(text)


def cut(text: str) -> list[str]:
    """What stands between the words of `text` and the words as they are written, in turns."""
    if text.isascii():  # what letters are need not be looked up
        return _ASCII_CUT.split(text)
    return (_PLAIN_CUT if pattern(text) is _PLAIN_WORD else _CUT).split(text)


def word_of(surface: str) -> str | None:
    """The folded word of something that `surfaces` found; None if there are several in it."""
    if surface.isalnum():
        return fold(surface)
    found = written(surface)
    return None if len(found) > 1 else fold(found[0]) if found else ""


def pattern(text: str) -> re.Pattern[str]:
    """What finds the written words of `text`."""
    return _PLAIN_WORD if text.isascii() or not _MARK.search(text) else _WORD


def tokens(text: str) -> Iterator[Token]:
    """The words of `text`, in order, with their places."""
    for match in pattern(text).finditer(text):
        folded = fold(match.group())
        if folded:
            yield Token(folded, match.start(), match.end())


def folded(text: str) -> tuple[str, ...]:
    """The folded words of `text`."""
    return tuple(token.text for token in tokens(text))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """What all forms of a folded English word have in common; words with digits stay themselves."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    return str(_stemmer().stemWord(american(word)))


class _Own(threading.local):
    """A stemmer for each thread: one must not serve two at a time."""

    stemmer: Any = None


_OWN = _Own()


def _stemmer() -> Any:
    if _OWN.stemmer is None:
        from Stemmer import Stemmer

        _OWN.stemmer = Stemmer("english", 0)  # `stem` keeps what it was asked before
    return _OWN.stemmer

"""The terms of a text: folded words, stemmed, with the words that a reader would recognise."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_OWNER = re.compile(r"['’ʼ]s$")
_APOSTROPHES = str.maketrans("", "", "'’ʼ")

# Snowball stemmers by the language tag of a topic; all others are taken as English.
_STEMMERS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip

# Words that are never given as a reason: they say nothing about what a text is about.
_STOP = """
a about after all also although an and any are as at be because been before being between
both but by can could did do does doing down during each either even ever every few for from
further get had has have having he her here hers him his how however i if in into is it its
itself just less like made make many may might more most much must my neither no nor not now
of off on once one only or other our out over own same say says she should since so some
still such than that the their them then there therefore these they this those though
through thus to too under until up upon us very was we well were what when where whether
which while who whom whose why will with within without would yet you your
"""
STOP = frozenset(_STOP.split())


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Any:
    import Stemmer

    name = _STEMMERS.get(language.lower().replace("_", "-").split("-")[0], "english")
    return Stemmer.Stemmer(name)


def words(text: str) -> list[str]:
    """The words of a text in lower case, in order, without possessive s and apostrophes."""
    found = _WORD.findall(text.lower())
    if text.isascii():
        return [_OWNER.sub("", one).translate(_APOSTROPHES) if "'" in one else one for one in found]
    return [_plain(one) for one in found]


@lru_cache(maxsize=1 << 16)
def _plain(word: str) -> str:
    bare = _OWNER.sub("", word).translate(_APOSTROPHES)
    if bare.isascii():
        return bare
    apart = unicodedata.normalize("NFKD", bare)
    return "".join(char for char in apart if not unicodedata.combining(char)) or bare


def terms(text: str, language: str = "en") -> list[str]:
    """The stems of the words of a text, in order."""
    return stems(words(text), language)


def stems(said: list[str], language: str = "en") -> list[str]:
    """The stems of `words`, one each."""
    return list(_stemmer(language).stemWords(said))


def surfaces(text: str, language: str = "en") -> dict[str, str]:
    """For each term of a text, the word by which a reader would recognise it: the first one."""
    written = _WORD.findall(text)
    said = [_plain(one.lower()) for one in written]
    kept = [place for place, word in enumerate(said) if word not in STOP]
    stemmed = stems([said[place] for place in kept], language)
    found: dict[str, str] = {}
    for stem, place in zip(stemmed, kept, strict=True):
        found.setdefault(stem, written[place])
    return found

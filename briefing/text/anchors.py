"""Finding a passage again by its words: text-quote selectors (W3C Web Annotation, §4.2.4).

Exact words first (with the context deciding between repeats), then nearly the same words, then
"lost": a wrong place is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefing.model import Selector

_TABLE = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | {"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "…": "..."}
    | {"\u00ad": "", "\u200b": "", "\u200c": "", "\u2060": "", "\ufeff": ""}
)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+(?:'\w+)*")

# Fuzzy: this share of the words, in order, must be there, and no other passage may come near.
_ENOUGH = 0.75
_LEAD = 0.15
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Found:
    """Where a selector's words stand. `exact` is false when they were found only nearly."""

    index: int
    exact: bool


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """`text` with one kind of quotation mark, dash and space, as selectors compare it."""
    return _SPACE.sub(" ", text.translate(_TABLE)).strip()


def count(selector: Selector, texts: Sequence[str]) -> int:
    """How many of the texts hold the selector's exact words (with its context, if it has any)."""
    return len(_exact(selector, texts))


def find(selector: Selector, texts: Sequence[str]) -> Found | None:
    """The text that holds the selector's words, or None when they are lost.

    Of several exact matches the one whose surroundings fit the selector's context wins, and the
    first where nothing tells them apart.
    """
    if not normalise(selector.exact):
        return None
    exact = _exact(selector, texts)
    if not exact:  # the context may have been edited away while the words stayed
        exact = _exact(Selector(selector.exact), texts)
    if exact:
        return Found(exact[0], exact=True)
    near = _near(selector.exact, texts)
    return None if near is None else Found(near, exact=False)


def _exact(selector: Selector, texts: Sequence[str]) -> list[int]:
    words = normalise(selector.exact)
    return [index for index, text in enumerate(texts) if _holds(normalise(text), words, selector)]


def _holds(text: str, words: str, selector: Selector) -> bool:
    start = text.find(words)
    before, after = normalise(selector.prefix), normalise(selector.suffix)
    while start >= 0:
        end = start + len(words)
        if text[:start].rstrip().endswith(before) and text[end:].lstrip().startswith(after):
            return True
        start = text.find(words, start + 1)
    return False


def _near(words: str, texts: Sequence[str]) -> int | None:
    wanted = _words(words)
    if len(wanted) < _FEWEST_WORDS:
        return None
    scores = sorted(
        ((_share(wanted, _words(text)), -i) for i, text in enumerate(texts)), reverse=True
    )
    if not scores or scores[0][0] < _ENOUGH:
        return None
    if len(scores) > 1 and scores[0][0] - scores[1][0] < _LEAD:
        return None
    return -scores[0][1]


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(normalise(text).casefold()))


def _share(wanted: tuple[str, ...], there: tuple[str, ...]) -> float:
    """The share of the wanted words that stand in `there` in order and close together."""
    common = set(wanted) & set(there)
    if len(common) < _ENOUGH * len(set(wanted)):
        return 0.0
    from difflib import SequenceMatcher  # only edited texts need it

    blocks = SequenceMatcher(None, wanted, there, autojunk=False).get_matching_blocks()
    matched = [block for block in blocks if block.size]
    if not matched:
        return 0.0
    span = matched[-1].b + matched[-1].size - matched[0].b
    return sum(block.size for block in matched) / max(len(wanted), span)

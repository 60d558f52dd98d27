"""Finding a passage again by its words: text-quote selectors (W3C Web Annotation, §4.2.4).

Exact words first (with the context deciding between repeats), then nearly the same words, then
"lost": a wrong place is worse than none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise
from math import log

from briefing.model import Selector

_TABLE = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | {"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "…": "..."}
    | {"\u00ad": "", "\u200b": "", "\u200c": "", "\u2060": "", "\ufeff": ""}
)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+(?:'\w+)*")

# Fuzzy: this share of the words, weighed by how rare they are in the article, must be there, and
# no other passage may come near. Measured in tests/bench/edited.py: lower, and wrong places appear.
_ENOUGH = 0.7
_ENOUGH_WITH_CONTEXT = 0.6
_LEAD = 0.2
_FEWEST_WORDS = 4
_CANDIDATES = 6
_RUN = 3  # so many words in a row are recognised though sentences changed places
_FEW = 7  # fewer words than this are found again only with some of the words around them
_CONTEXT = 6  # so many words before and after count, half


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

    Of several exact matches the one whose surroundings fit the selector's context best wins, and
    the first where there is no context that could tell them apart.
    """
    words = normalise(selector.exact)
    if not words:
        return None
    exact = _exact(selector, texts)
    if not exact:  # the context may have been edited away while the words stayed
        exact = _exact(Selector(selector.exact), texts)
        if len(exact) > 1:
            exact = _best_context(selector, words, exact, texts)
            if not exact:
                return None
        elif exact and _is_elsewhere(selector, words, texts[exact[0]]):
            exact = []
    if exact:
        return Found(exact[0], exact=True)
    near = _across(words, texts)
    if near is None:
        near = _near(selector, texts)
    return None if near is None else Found(near, exact=False)


def moved(index: int, before: Sequence[str], after: Sequence[str]) -> int:
    """Where a text of `before` stands in `after`: the same words that are nearest, or like ones;
    where its words are gone, the place of the next text before it that is there still.
    """
    places: dict[str, list[int]] = {}
    for place, text in enumerate(after):
        places.setdefault(text, []).append(place)
    for back in range(index + 1):
        wanted = before[index - back]
        if wanted in places:
            place = min(places[wanted], key=lambda place: abs(place - index))
            return min(place + min(back, 1), len(after) - 1)
        if back == 0 and (found := find(Selector(wanted), after)) is not None:
            return found.index
    return 0


def _exact(selector: Selector, texts: Sequence[str]) -> list[int]:
    words = normalise(selector.exact)
    before, after = normalise(selector.prefix), normalise(selector.suffix)
    return [
        index
        for index, text in enumerate(_normalised(tuple(texts)))
        if words in text and _holds(text, words, before, after)
    ]


def _holds(text: str, words: str, before: str, after: str) -> bool:
    start = text.find(words)
    while start >= 0:
        end = start + len(words)  # of blanks, what is normalised has one at most
        left, right = start - text.endswith(" ", 0, start), end + text.startswith(" ", end)
        if text.endswith(before, 0, left) and text.startswith(after, right):
            return True
        start = text.find(words, start + 1)
    return False


def _best_context(
    selector: Selector, words: str, places: list[int], texts: Sequence[str]
) -> list[int]:
    """Of the texts that hold the words, the one whose words around them are most like the context.

    None if two are equally like it, or none is at all.
    """
    before, after = _words(selector.prefix)[-_CONTEXT:], _words(selector.suffix)[:_CONTEXT]
    scores = sorted((_likeness(normalise(texts[i]), words, before, after), -i) for i in places)
    (second, _), (best, place) = scores[-2:]
    return [-place] if best > second else []


def _is_elsewhere(selector: Selector, words: str, text: str) -> bool:
    """Whether a few words with context stand where hardly any of it does: that proves nothing."""
    before, after = _words(selector.prefix)[-_CONTEXT:], _words(selector.suffix)[:_CONTEXT]
    if not (before or after) or len(_words(words)) >= _FEW:
        return False
    around = len({*before}) + len({*after})
    return _likeness(normalise(text), words, before, after) < around / 4


def _likeness(text: str, words: str, before: tuple[str, ...], after: tuple[str, ...]) -> int:
    """How many words of the context stand around the words, at the best of their places."""
    best = 0
    start = text.find(words)
    while start >= 0:
        left = _words(text[max(0, start - 120) : start])[-_CONTEXT:]
        right = _words(text[start + len(words) : start + len(words) + 120])[:_CONTEXT]
        best = max(best, len(set(before) & set(left)) + len(set(after) & set(right)))
        start = text.find(words, start + 1)
    return best


def _across(words: str, texts: Sequence[str]) -> int | None:
    """The text that holds most of the words where a paragraph was split in the middle of them."""
    found: list[int] = []
    normalised = _normalised(tuple(texts))
    if words not in " ".join(normalised):  # most often: then no two of them need be looked at
        return None
    size = len(words)
    for index, (first, second) in enumerate(pairwise(normalised)):
        joined = f"{first[-size:]} {second[:size]}"
        at = joined.find(words)
        if at >= 0:
            found.append(index if len(first[-size:]) - at >= size / 2 else index + 1)
    return found[0] if len(found) == 1 else None


def _near(selector: Selector, texts: Sequence[str]) -> int | None:
    """The one text that has most of the words, or most of them and of the words around them."""
    wanted = _words(selector.exact)
    if len(wanted) < _FEWEST_WORDS:
        return None
    places = _places(tuple(texts))
    weights = _weights(tuple(texts))
    unknown = max(weights.values(), default=1.0)

    def weight(words: Iterable[str]) -> float:
        return sum(weights.get(word, unknown) for word in words)

    distinct = set(wanted)
    bags: defaultdict[int, float] = defaultdict(float)
    for word in sorted(distinct):  # in order, so that sums that are equal are so to the last bit
        for index in places.get(word, ()):
            bags[index] += weights[word]
    best = nlargest(_CANDIDATES, ((bag, -index) for index, bag in bags.items()))
    before, after = _words(selector.prefix)[-_CONTEXT:], _words(selector.suffix)[:_CONTEXT]
    whole = weight(wanted)
    scores: list[tuple[float, int]] = []
    for bag, negative in best:
        if bag >= 0.3 * weight(distinct):
            there = _words(texts[-negative])
            share = _matched(wanted, there, weight) / whole
            if (before or after) and share >= 0.4:
                around = weight({*before, *after}) / 2
                kept = weight({*before, *after} & set(there)) / 2
                share = (share * whole + kept) / (whole + around)
            scores.append((share, negative))
    scores.sort(reverse=True)
    enough = _ENOUGH_WITH_CONTEXT if before or after else _ENOUGH
    if not scores or scores[0][0] < enough:
        return None
    if len(scores) > 1 and scores[0][0] - scores[1][0] < _LEAD:
        return None
    return -scores[0][1]


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(normalise(text).casefold()))


# Of an article all passages are kept, however many: a selector goes through every one of them, and
# where fewer are kept than an article has, none is there any more when it is asked for again.


@lru_cache(maxsize=8)
def _normalised(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(normalise, texts))


@lru_cache(maxsize=8)
def _places(texts: tuple[str, ...]) -> dict[str, list[int]]:
    """In which of the texts each word stands."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(_normalised(texts)):
        for word in set(_WORD.findall(text.casefold())):
            places[word].append(index)
    return dict(places)


@lru_cache(maxsize=8)
def _weights(texts: tuple[str, ...]) -> dict[str, float]:
    """How much each word tells of the place: the rarer, the more."""
    return {word: log(1 + len(texts) / len(there)) for word, there in _places(texts).items()}


def _matched(
    wanted: tuple[str, ...], there: tuple[str, ...], weight: Callable[[Iterable[str]], float]
) -> float:
    """The weight of the wanted words that stand there: in order and close, or in runs."""
    from difflib import SequenceMatcher  # only edited texts need it

    blocks = SequenceMatcher(None, wanted, there, autojunk=False).get_matching_blocks()
    matched = [block for block in blocks if block.size]
    if not matched:
        return 0.0
    span = matched[-1].b + matched[-1].size - matched[0].b
    in_order = weight(wanted[at] for one in matched for at in range(one.a, one.a + one.size))
    in_order *= len(wanted) / max(len(wanted), span)
    runs = {there[at : at + _RUN] for at in range(len(there) - _RUN + 1)}
    covered = {
        at + step
        for at in range(len(wanted) - _RUN + 1)
        if wanted[at : at + _RUN] in runs
        for step in range(_RUN)
    }
    return max(in_order, weight(wanted[at] for at in covered))

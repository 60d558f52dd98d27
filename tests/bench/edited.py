"""Are passages found again after their article was edited?

Real texts (the starter library's own) are edited as people edit: of a fifth of their paragraphs
words are replaced, sentences added, cut or turned round, paragraphs moved, split or joined. Each
word knows where it came from, so that for every selector it is known where its words went.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.model import Selector
from briefing.text.anchors import count as count_exact
from briefing.text.anchors import find
from tests.bench.figures import Figure
from tests.bench.quotes import texts

Word = tuple[str, int]  # as written, and its number in the original (-1: new)
Paragraph = list[Word]

_SENTENCE_END = re.compile(r"[.!?][”\"')]*\Z")
EDITED = 0.2
KINDS = ("words", "sentences", "moved", "split", "joined", "moved and edited", "deleted")


@dataclass(frozen=True)
class Outcome:
    """What became of one selector. `kind` says what was done to its paragraph."""

    kind: str  # "" if nothing
    survives: bool  # most of its words are still there, in one place or two neighbours
    found: bool
    is_right: bool  # found where its words are
    selector: Selector
    before: str = ""
    now: str = ""


def outcomes(seed: int, rounds: int) -> Iterator[Outcome]:
    """Edit each article so many times, and look for selectors of all its paragraphs."""
    chance = random.Random(seed)
    for _ in range(rounds):
        for name in sorted(texts()):
            yield from _of_article(chance, texts()[name])


def _of_article(chance: random.Random, blocks: tuple[str, ...]) -> Iterator[Outcome]:
    original: list[Paragraph] = []
    number = 0
    for block in blocks:
        words = block.split()
        original.append([(word, number + place) for place, word in enumerate(words)])
        number += len(words)
    edited, kinds = _edit(chance, original)
    now = [" ".join(word for word, _ in paragraph) for paragraph in edited]
    at = {origin: place for place, part in enumerate(edited) for _, origin in part if origin >= 0}
    for place, paragraph in enumerate(original):
        for selector, origins in _selectors(chance, paragraph, list(blocks)):
            found = find(selector, now)
            homes = Counter(at[origin] for origin in origins if origin in at)
            survives = sum(homes.values()) >= 0.7 * len(origins)
            right = found is not None and homes.get(found.index, 0) >= 0.3 * sum(homes.values()) > 0
            where = now[found.index] if found is not None else ""
            kind = kinds.get(place, "")
            yield Outcome(kind, survives, found is not None, right, selector, blocks[place], where)


def _selectors(
    chance: random.Random, paragraph: Paragraph, blocks: list[str]
) -> Iterator[tuple[Selector, list[int]]]:
    """Some words of a paragraph: few as a claim quotes them, many as one selects them."""
    for least, most, has_context in ((5, 8, False), (6, 14, False), (4, 12, True), (15, 40, True)):
        size = min(chance.randint(least, most), len(paragraph))
        start = chance.randrange(len(paragraph) - size + 1)
        words = [word for word, _ in paragraph]
        exact = " ".join(words[start : start + size])
        prefix = " ".join(words[max(0, start - 5) : start]) if has_context else ""
        suffix = " ".join(words[start + size : start + size + 5]) if has_context else ""
        selector = Selector(exact, prefix, suffix)
        if count_exact(selector, blocks) == 1:
            yield selector, [origin for _, origin in paragraph[start : start + size]]


# -- editing --------------------------------------------------------------------------------------


def _edit(
    chance: random.Random, original: list[Paragraph]
) -> tuple[list[Paragraph], dict[int, str]]:
    """The article with a fifth of its paragraphs edited, and what was done to which."""
    number = max(1, round(EDITED * len(original)))
    chosen = set(chance.sample(range(len(original)), number))
    kinds: dict[int, str] = {}
    result: list[Paragraph] = []
    moved: list[Paragraph] = []
    pool = [word for paragraph in original for word, _ in paragraph]
    for place, paragraph in enumerate(original):
        if place not in chosen:
            result.append(paragraph)
            continue
        kind = chance.choice(KINDS)
        kinds[place] = kind
        if kind == "words":
            result.append(_reworded(chance, paragraph, pool, chance.uniform(0.05, 0.25)))
        elif kind == "sentences":
            result.append(_resentenced(chance, paragraph, pool))
        elif kind == "moved":
            moved.append(paragraph)
        elif kind == "moved and edited":
            moved.append(_reworded(chance, paragraph, pool, 0.1))
        elif kind == "split":
            cut = chance.randrange(1, len(paragraph))
            result += [paragraph[:cut], paragraph[cut:]]
        elif kind == "joined" and result:
            result[-1] = result[-1] + paragraph
        elif kind != "deleted":
            result.append(paragraph)
    for paragraph in moved:
        result.insert(chance.randrange(len(result) + 1), paragraph)
    return result, kinds


def _reworded(
    chance: random.Random, paragraph: Paragraph, pool: list[str], share: float
) -> Paragraph:
    result: Paragraph = []
    for word in paragraph:
        if chance.random() >= share:
            result.append(word)
            continue
        kind = chance.random()
        if kind < 0.6:
            result.append((chance.choice(pool), -1))
        elif kind < 0.8:
            result += [word, (chance.choice(pool), -1)]
    return result or paragraph


def _resentenced(chance: random.Random, paragraph: Paragraph, pool: list[str]) -> Paragraph:
    """With a sentence more, a sentence less, or two of them turned round."""
    sentences: list[Paragraph] = [[]]
    for word in paragraph:
        sentences[-1].append(word)
        if _SENTENCE_END.search(word[0]):
            sentences.append([])
    sentences = [one for one in sentences if one]
    kind = chance.randrange(3)
    if kind == 0 or len(sentences) < 2:
        new = [(chance.choice(pool), -1) for _ in range(chance.randint(5, 20))]
        sentences.insert(chance.randrange(len(sentences) + 1), new)
    elif kind == 1:
        del sentences[chance.randrange(len(sentences))]
    else:
        at = chance.randrange(len(sentences) - 1)
        sentences[at], sentences[at + 1] = sentences[at + 1], sentences[at]
    return [word for sentence in sentences for word in sentence]


# -- figures --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counted:
    """Selectors whose words are still there: how many, found again; and wrong ones among all."""

    kind: str
    number: int
    right: int
    wrong: int
    gone: int


def count(seed: int = 1, rounds: int = 10) -> list[Counted]:
    """The outcomes by what was done to the paragraph; the last line is their sum."""
    tables: dict[str, Counter[str]] = {}
    for one in outcomes(seed, rounds):
        for kind in (one.kind or "not edited", "all"):
            table = tables.setdefault(kind, Counter())
            table["number"] += one.survives
            table["right"] += one.survives and one.is_right
            table["wrong"] += one.found and not one.is_right
            table["gone"] += not one.survives
    ordered = sorted(tables, key=lambda kind: (kind == "all", kind))
    return [
        Counted(kind, *(tables[kind][name] for name in ("number", "right", "wrong", "gone")))
        for kind in ordered
    ]


def measure(quick: bool = False) -> Iterator[Figure]:
    """The table: found again by what was done to the paragraph, and how many wrongly."""
    counted = count(rounds=5 if quick else 40)
    group = "Passages found again, a fifth of the paragraphs edited"
    for one in counted:
        if not one.number:
            continue
        note = f"{one.right} of {one.number}; {one.wrong} wrong; {one.gone} whose words are gone"
        yield Figure(group, one.kind, 100 * one.right / max(1, one.number), "%", note=note)
    everything = counted[-1]
    total = everything.number + everything.gone
    yield Figure(group, "wrong ones", 1000 * everything.wrong / total, "‰", goal=1.0)

"""Quotations, faithful and distorted, made from the starter library's own texts.

Every case is known to be faithful or not, because it is made from a passage by one rule. What the
comparison says of them is counted by kind; `./run bench quotes` prints the table, and a test sets
floors.
"""

from __future__ import annotations

import random
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from briefing.model import Mark, MarkKind
from briefing.text.comparison import Fidelity, SourceText, compare
from briefing.text.passages import passages
from briefing.text.quoted_words import key_of
from briefing.text.turning_words import clips
from tests.bench.figures import Figure

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
_NEGATION = re.compile(r"\b(?:not|no|never|without|nor|nothing|neither|hardly|cannot)\b")
_TURN = re.compile(r"\b(?:not|no|never|without|unless|however|although|nor|though|neither)\b", re.I)
_HARMLESS = re.compile(r"\b(?:not (?:only|just|merely)|no (?:doubt|less)|or not|as though)\b", re.I)
_NUMBER = re.compile(r"\b\d[\d.,]*\d\b|\b\d\b")
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|can|could|would|will|must|may|does|did)\b")
_SYNONYMS = {
    **{"weapon": "arm", "weapons": "arms", "treaty": "pact", "convention": "agreement"},
    **{"states": "countries", "state": "country", "war": "conflict", "army": "military"},
    **{"says": "claims", "said": "argued", "shells": "rounds", "ban": "prohibition"},
    **{"allies": "partners", "killed": "murdered", "duds": "failures", "many": "most"},
    **{"some": "all", "may": "will", "could": "would", "few": "many", "half": "most"},
    **{"government": "regime", "harm": "damage", "people": "civilians", "right": "power"},
}


@dataclass(frozen=True)
class Case:
    """A quotation, the text it is held against, and whether it is faithful."""

    kind: str
    is_faithful: bool
    quotation: str
    text: str
    marks: tuple[Mark, ...] = ()


@cache
def texts() -> dict[str, tuple[str, ...]]:
    """The passages of the starter library's articles, by article."""
    from briefing.library import read_library
    from briefing.resources import seeds

    return {
        str(one.id): tuple(
            each.text for each in passages(one.text_md) if len(each.text.split()) > 25
        )
        for one in read_library(seeds()).articles
    }


def cases(seed: int, each: int) -> Iterator[Case]:
    """So many cases of each kind. Where a rule does not fit a passage another one is taken."""
    chance = random.Random(seed)
    for is_faithful, kinds in ((False, DISTORTIONS), (True, FAITHFUL)):
        for kind, change in kinds.items():
            made = tries = 0
            while made < each and tries < each * 60:
                tries += 1
                case = _made(chance, kind, is_faithful, change)
                if case is not None:
                    made += 1
                    yield case


def _made(chance: random.Random, kind: str, is_faithful: bool, change: Change) -> Case | None:
    text = chance.choice(sorted(texts()))
    source = "\n\n".join(texts()[text])
    quotation = _passage(chance, texts()[text])
    changed = change(chance, quotation, source)
    if changed is None:
        return None
    case = Case(kind, is_faithful, changed.quotation, changed.source, changed.marks)
    if not is_faithful and not case.marks:
        keys, there = _keys(case.quotation), _keys(case.text)
        if f" {' '.join(keys)} " in f" {' '.join(there)} ":
            return None  # by chance, the change made another faithful quotation
    return case


def _keys(text: str) -> list[str]:
    return [key for key in map(key_of, re.findall(r"[\w'’]+", text)) if key]


def _passage(chance: random.Random, blocks: tuple[str, ...]) -> str:
    """One to three sentences of a passage, or some words of it."""
    block = chance.choice(blocks)
    sentences = _SENTENCE.split(block)
    first = chance.randrange(len(sentences))
    quotation = " ".join(sentences[first : first + chance.randint(1, 3)])
    words = quotation.split()
    if len(words) > 14 and chance.random() < 0.4:
        size = chance.randint(6, min(40, len(words)))
        start = chance.randrange(len(words) - size + 1)
        quotation = " ".join(words[start : start + size])
    return quotation


@dataclass(frozen=True)
class Changed:
    """What a rule makes of a passage; the source may be changed too (a faithful copy of it)."""

    quotation: str
    source: str
    marks: tuple[Mark, ...] = ()


Change = Callable[[random.Random, str, str], Changed | None]


def _replace(pattern: re.Pattern[str], new: Callable[[random.Random, str], str]) -> Change:
    def change(chance: random.Random, quotation: str, source: str) -> Changed | None:
        found = [one for one in pattern.finditer(quotation) if not _HARMLESS.search(quotation)]
        if not found:
            return None
        one = chance.choice(found)
        words = quotation[: one.start()] + new(chance, one[0]) + quotation[one.end() :]
        return Changed(" ".join(words.split()), source) if words != quotation else None

    return change


def _with_words(edit: Callable[[random.Random, list[str], str], list[str] | None]) -> Change:
    def change(chance: random.Random, quotation: str, source: str) -> Changed | None:
        words = quotation.split()
        if len(words) < 5:
            return None
        result = edit(chance, words, source)
        if result is None or _keys(" ".join(result)) == _keys(quotation):
            return None
        return Changed(" ".join(result), source)

    return change


def _some_word(chance: random.Random, source: str) -> str:
    return chance.choice(re.findall(r"[a-z]{4,}", source))


def _swap(chance: random.Random, words: list[str], source: str) -> list[str]:
    at = chance.randrange(len(words))
    return [*words[:at], _some_word(chance, source), *words[at + 1 :]]


def _add(chance: random.Random, words: list[str], source: str) -> list[str]:
    at = chance.randrange(1, len(words))
    return [*words[:at], _some_word(chance, source), *words[at:]]


def _omit(least: int, most: int) -> Callable[[random.Random, list[str], str], list[str] | None]:
    def edit(chance: random.Random, words: list[str], source: str) -> list[str] | None:
        size = chance.randint(least, most)
        if len(words) < size + 8:
            return None
        at = chance.randrange(2, len(words) - size - 1)
        return words[:at] + words[at + size :]

    return edit


def _neighbours(chance: random.Random, words: list[str], source: str) -> list[str]:
    at = chance.randrange(len(words) - 1)
    return [*words[:at], words[at + 1], words[at], *words[at + 2 :]]


def _halves(chance: random.Random, words: list[str], source: str) -> list[str]:
    at = chance.randrange(2, len(words) - 2)
    return words[at:] + words[:at]


def _ending(chance: random.Random, words: list[str], source: str) -> list[str] | None:
    at = chance.randrange(len(words))
    if not words[at].isalpha() or len(words[at]) < 4:
        return None
    new = words[at][:-1] if words[at].endswith("s") else words[at] + chance.choice(("s", "ed"))
    return [*words[:at], new, *words[at + 1 :]]


def _synonym(chance: random.Random, words: list[str], source: str) -> list[str] | None:
    found = [at for at, word in enumerate(words) if word.casefold() in _SYNONYMS]
    if not found:
        return None
    at = chance.choice(found)
    return [*words[:at], _SYNONYMS[words[at].casefold()], *words[at + 1 :]]


def _name(chance: random.Random, words: list[str], source: str) -> list[str] | None:
    found = [at for at in range(1, len(words)) if re.fullmatch(r"[A-Z][a-z]{3,}", words[at])]
    if not found:
        return None
    at = chance.choice(found)
    return [*words[:at], chance.choice(("Ruritania", "Bhutan", "Merkel")), *words[at + 1 :]]


def _number(chance: random.Random, number: str) -> str:
    at = chance.choice([place for place, char in enumerate(number) if char.isdigit()])
    return number[:at] + str((int(number[at]) + chance.randint(1, 9)) % 10) + number[at + 1 :]


def _spliced(joint: str) -> Change:
    """Two passages as if they were one; with a mark, in the wrong order."""

    def change(chance: random.Random, quotation: str, source: str) -> Changed | None:
        blocks = source.split("\n\n")
        one, other = sorted(chance.sample(range(len(blocks)), 2))
        first = blocks[one].split()[: chance.randint(6, 25)]
        second = blocks[other].split()[: chance.randint(6, 25)]
        parts = (second, first) if joint.strip() else (first, second)
        return Changed(joint.join(" ".join(part) for part in parts), source)

    return change


def _far(chance: random.Random, quotation: str, source: str) -> Changed | None:
    words = source.split()
    start = chance.randrange(len(words) // 3)
    end = start + 330 + chance.randrange(max(1, len(words) - start - 360))
    first, second = words[start : start + 12], words[end : end + 12]
    return Changed(f"{' '.join(first)} … {' '.join(second)}", source) if len(second) > 8 else None


def _other_source(chance: random.Random, quotation: str, source: str) -> Changed | None:
    others = [text for text in ("\n\n".join(one) for one in texts().values()) if text != source]
    return Changed(quotation, chance.choice(others)) if len(quotation.split()) > 7 else None


def _mark_not(chance: random.Random, quotation: str, source: str) -> Changed | None:
    """A marked omission that takes a "not" with it."""
    return _replace(_NEGATION, lambda _, word: "…")(chance, quotation, source)


def _clip(chance: random.Random, quotation: str, source: str) -> Changed | None:
    """All is read aloud but the word that turns the sense."""
    found = [one for one in _TURN.finditer(quotation) if not _HARMLESS.search(quotation)]
    if not found:
        return None
    one = chance.choice(found)
    before = Mark(0, one.start(), MarkKind.HIGHLIGHT)
    after = Mark(one.end(), len(quotation), MarkKind.HIGHLIGHT)
    return Changed(quotation, source, tuple(m for m in (before, after) if m.start < m.end))


DISTORTIONS: dict[str, Change] = {
    "a word swapped": _with_words(_swap),
    "a synonym": _with_words(_synonym),
    "another ending": _with_words(_ending),
    "a name changed": _with_words(_name),
    "a number changed": _replace(_NUMBER, _number),
    "a negation dropped": _replace(_NEGATION, lambda _, word: ""),
    "a negation added": _replace(_AUXILIARY, lambda _, word: f"{word} not"),
    "a word added": _with_words(_add),
    "a word left out": _with_words(_omit(1, 1)),
    "some words left out": _with_words(_omit(2, 12)),
    "neighbours swapped": _with_words(_neighbours),
    "halves swapped": _with_words(_halves),
    "two passages spliced": _spliced(" "),
    "marked, but in another order": _spliced(" … "),
    "marked, but far apart": _far,
    "a mark in the place of a negation": _mark_not,
    "highlight without the turning word": _clip,
    "of another source": _other_source,
}


def _same(edit: Callable[[random.Random, str], str]) -> Change:
    return lambda chance, quotation, source: Changed(edit(chance, quotation), source)


def _typed(chance: random.Random, text: str) -> str:
    table = {"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": " - ", "…": "..."}
    return text.translate(str.maketrans(table))


def _typeset(chance: random.Random, text: str) -> str:
    return text.replace("'", "’").replace('"', "”").replace("-", "‑").replace(" - ", " — ")


def _lines(chance: random.Random, text: str) -> str:
    """Broken into lines, with hyphens at their ends, as text out of a PDF is."""
    words = []
    for word in text.split(" "):
        if word.isalpha() and len(word) > 6 and chance.random() < 0.2:
            at = chance.randint(3, len(word) - 3)
            word = f"{word[:at]}-\n{word[at:]}"
        words.append(word)
    return " ".join(words)


def _hidden(chance: random.Random, text: str) -> str:
    return re.sub(r"(?<=\w{3})(?=\w{3})", "\u00ad", text).replace(" ", "\u00a0", 3)


def _ligatures(chance: random.Random, text: str) -> str:
    for plain, joined in (("ffi", "ﬃ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ")):
        text = text.replace(plain, joined)
    return text


def _noted(chance: random.Random, text: str) -> str:
    """With marks of footnotes behind some words."""
    mark = chance.choice(("[1]", "[12]", "¹", "³", "[@r17]", " [4, 5]"))
    return re.sub(r"(?<=[a-z]{4})([.,])", lambda found: f"{found[1]}{mark}", text, count=2)


def _glued_notes(chance: random.Random, quotation: str, source: str) -> Changed:
    """In the source, numbers of footnotes run into the words before them."""
    made = re.sub(r"(?<=[a-z]{4}[.,])(?= )", lambda _: str(chance.randint(1, 99)), source)
    return Changed(quotation, made)


def _bracketed(chance: random.Random, text: str) -> str:
    first = text[0]
    other = first.lower() if first.isupper() else first.upper()
    return f"[{other}]{text[1:]}" if first.isalpha() and text[1:2].isalpha() else text


def _inserted(chance: random.Random, text: str) -> str:
    words = text.split()
    at = chance.randrange(len(words))
    insertion = chance.choice(("[of 2008]", "[sic]", "[the authors]", "[in Oslo]"))
    return " ".join([*words[: at + 1], insertion, *words[at + 1 :]])


def _replaced(chance: random.Random, text: str) -> str:
    """A pronoun replaced by a name in brackets."""
    return re.sub(r"\b(?:it|they|he|she|this|that)\b", "[the treaty]", text, count=1)


def _shortened(chance: random.Random, quotation: str, source: str) -> Changed | None:
    """Words left out, and marked; not those on which the sense hangs."""
    words = quotation.split()
    if len(words) < 16:
        return None
    size = chance.randint(1, min(12, len(words) - 10))
    at = chance.randrange(4, len(words) - size - 4)
    if size <= 4 and _NEGATION.search(" ".join(words[at : at + size])):
        return None
    mark = chance.choice(("…", "...", ". . .", "[…]", "[...]", "(…)", ". …"))
    return Changed(" ".join([*words[:at], mark, *words[at + size :]]), source)


def _joined_sentences(chance: random.Random, quotation: str, source: str) -> Changed | None:
    """Two sentences of one passage or of neighbours, with a mark between them."""
    blocks = source.split("\n\n")
    at = chance.randrange(len(blocks) - 1)
    sentences = _SENTENCE.split(f"{blocks[at]} {blocks[at + 1]}")
    if len(sentences) < 3:
        return None
    one, other = sorted(chance.sample(range(len(sentences)), 2))
    return Changed(f"{sentences[one]} … {sentences[other]}", source)


def _cut_ends(chance: random.Random, text: str) -> str:
    return f"… {text} …"


def _highlighted(chance: random.Random, quotation: str, source: str) -> Changed | None:
    """Whole sentences are read, others are not."""
    sentences = _SENTENCE.split(quotation)
    read = chance.choice(sentences)
    start = quotation.index(read)
    return Changed(quotation, source, (Mark(start, start + len(read), MarkKind.HIGHLIGHT),))


def _highlighted_words(chance: random.Random, quotation: str, source: str) -> Changed | None:
    """Some words are not read, none of which turns the sense."""
    turning = re.compile(
        r"(?:not|no|never|without|unless|however|although|nor|though|neither|but|if|only|except"
        r"|despite|hardly|cannot|none|nobody|nothing|rarely|nowhere|\w+n.t)\W*",
        re.IGNORECASE,
    )
    marks, at = [], 0
    for word in quotation.split(" "):
        if turning.fullmatch(word.strip("“”‘’\"'(")) or chance.random() < 0.8:
            marks.append(Mark(at, at + len(word), MarkKind.HIGHLIGHT))
        at += len(word) + 1
    return Changed(quotation, source, tuple(marks))


FAITHFUL: dict[str, Change] = {
    "as it stands": _same(lambda _, text: text),
    "typed with plain marks": _same(_typed),
    "typeset": _same(_typeset),
    "lines and hyphens": _same(_lines),
    "lines and hyphens in the source": lambda chance, quotation, source: Changed(
        quotation, _lines(chance, source)
    ),
    "soft hyphens": _same(_hidden),
    "ligatures": _same(_ligatures),
    "decomposed accents": lambda _, quotation, source: Changed(
        unicodedata.normalize("NFD", quotation), source
    ),
    "notes": _same(_noted),
    "notes glued in the source": _glued_notes,
    "first letter in brackets": _same(_bracketed),
    "words inserted in brackets": _same(_inserted),
    "a pronoun replaced in brackets": _same(_replaced),
    "an omission that is marked": _shortened,
    "sentences joined by a mark": _joined_sentences,
    "marks at its ends": _same(_cut_ends),
    "in capitals": _same(lambda _, text: text.upper()),
    "highlighted sentences": _highlighted,
    "highlighted words": _highlighted_words,
}


def is_found_faulty(case: Case, sources: dict[str, SourceText]) -> bool:
    """Whether anything is said against a case."""
    source = sources.get(case.text)
    if source is None:
        source = sources[case.text] = SourceText(case.text)
    fidelity = compare(case.quotation, source).fidelity
    return fidelity is not Fidelity.EXACT or bool(clips(case.quotation, case.marks))


@dataclass(frozen=True)
class Counted:
    """How many cases of a kind there were, and how many the comparison judged rightly."""

    kind: str
    is_faithful: bool
    number: int
    right: int


def count(seed: int = 1, each: int = 60) -> tuple[list[Counted], list[Case]]:
    """Judge all cases: the counts by kind, and the cases that were judged wrongly."""
    sources: dict[str, SourceText] = {}
    numbers: Counter[tuple[str, bool]] = Counter()
    right: Counter[tuple[str, bool]] = Counter()
    wrong: list[Case] = []
    for case in cases(seed, each):
        key = (case.kind, case.is_faithful)
        numbers[key] += 1
        if is_found_faulty(case, sources) != case.is_faithful:
            right[key] += 1
        else:
            wrong.append(case)
    counted = [Counted(kind, ok, number, right[kind, ok]) for (kind, ok), number in numbers.items()]
    return counted, wrong


def share(counted: list[Counted], is_faithful: bool) -> float:
    """The share of the cases that were judged rightly."""
    chosen = [one for one in counted if one.is_faithful is is_faithful]
    return sum(one.right for one in chosen) / sum(one.number for one in chosen)


def measure(quick: bool = False) -> Iterator[Figure]:
    """The table: distortions found and false alarms, by kind; and the time a quotation takes."""
    counted, _ = count(each=60 if quick else 300)
    for name, is_faithful, least in (("found", False, 98.0), ("passed", True, 99.0)):
        group = f"Quotations: {'faithful' if is_faithful else 'distorted'} ones {name}"
        for one in counted:
            if one.is_faithful is is_faithful:
                note = f"{one.right} of {one.number}"
                yield Figure(group, one.kind, 100 * one.right / one.number, "%", note=note)
        yield Figure(
            group, f"all (goal: at least {least:g})", 100 * share(counted, is_faithful), "%"
        )
    yield from _speed(2_000 if quick else 10_000)


def _speed(number: int) -> Iterator[Figure]:
    chance = random.Random(3)
    blocks = list(texts().values())
    chosen = [chance.choice(blocks) for _ in range(number)]
    quotations = [(_passage(chance, one), "\n\n".join(one)) for one in chosen]
    swap = DISTORTIONS["a word swapped"]
    for place in range(0, number, 10):  # one in ten is faulty, which takes longer
        changed = swap(chance, *quotations[place])
        if changed is not None:
            quotations[place] = (changed.quotation, changed.source)
    begin = time.process_time()
    sources: dict[str, SourceText] = {}
    for quotation, text in quotations:
        source = sources.get(text) or sources.setdefault(text, SourceText(text))
        compare(quotation, source)
    seconds = time.process_time() - begin
    name = f"{number:,} quotations, every tenth faulty"
    yield Figure("Quotations: time", name, seconds, "s", goal=10.0)

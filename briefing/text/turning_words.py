"""Words on which the sense of a sentence hangs, and what is read aloud without them.

Debaters call it clipping: a card that says "the treaty does not work unless …" is read as "the
treaty does work". Whoever reads only some words of a sentence must not leave out the one that
turns it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from briefing.model import Mark, MarkKind
from briefing.text.quoted_words import Words, words_of_quotation

# They deny what stands in their own clause.
_DENIALS = {
    *("not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "cannot"),
    *("without", "hardly", "scarcely", "barely", "rarely", "seldom"),
}
# They limit what the rest of the sentence says.
_LIMITS = {
    *("unless", "except", "excepting", "however", "although", "though", "despite"),
    *("notwithstanding", "nevertheless", "nonetheless", "allegedly", "supposedly", "purportedly"),
}
# The same in other languages, where one word does it. Others are not looked at.
_ELSEWHERE = {
    "de": {
        *("nicht", "kein", "keine", "keinen", "keiner", "keinem", "keines", "nie", "niemals"),
        *("niemand", "nichts", "ohne", "weder", "kaum", "außer", "jedoch", "allerdings", "obwohl"),
        *("sofern", "trotz", "angeblich"),
    },
    "fr": {
        *("pas", "jamais", "aucun", "aucune", "rien", "personne", "sans", "ni", "sauf"),
        *("cependant", "toutefois", "pourtant", "malgré", "guère", "prétendument"),
    },
    "es": {
        *("no", "nunca", "jamás", "ningún", "ninguna", "ninguno", "nada", "nadie", "sin", "ni"),
        *("salvo", "excepto", "aunque", "apenas", "embargo", "obstante", "supuestamente"),
    },
}
# With one of these behind it, "only" sets a condition; "if" does whenever its clause is read.
_AFTER_ONLY = {"if", "when", "by", "because", "after", "where", "with", "until"}
# So goes on a sentence whose beginning does not hold without the rest.
_GOES_ON = {"but", "only", "without", "if", "provided"}
# Pairs that deny nothing.
_HARMLESS = {
    *(("not", "only"), ("not", "just"), ("not", "merely"), ("not", "simply"), ("not", "least")),
    *(("no", "doubt"), ("no", "matter"), ("no", "wonder"), ("no", "less"), ("no", "one's")),
    *(("without", "doubt"), ("without", "question"), ("nothing", "but"), ("nothing", "less")),
}
_HARMLESS_SECOND = {("or", "not"), ("as", "though")}
_SHOWN_BEFORE, _SHOWN_AFTER = 8, 12  # words of the sentence in the source
_BREAKS = {"and", "but", "while", "whereas", "because", "so", "yet", "then"}

_SENTENCE_ENDS = re.compile(r"[.!?…][\"'”’)\]]*(?:\s+(?=[^a-z\s])|\s*\Z)|\n\s*\n")
_CLAUSE_ENDS = re.compile(r"[,;:()\[\]—]|\s[–-]\s|\.{3}|…")
# "Mr. Smith", "e.g. this": no sentence ends there.
_SHORTENED = re.compile(r"\b(?:[A-Z]|[A-Z][a-z]{1,2}|e\.g|i\.e|No|vs|cf|etc)\.\Z")


@dataclass(frozen=True, slots=True)
class Clip:
    """A word that is not read aloud although the sense of its sentence hangs on it."""

    word: str
    start: int  # characters of the quotation
    end: int


def turns_in(keys: Sequence[str]) -> list[str]:
    """Those of some words (as they are compared) that turn a sentence."""
    return [keys[place] for place in range(len(keys)) if _is_turn(keys, place)]


def denials_in(keys: Sequence[str]) -> list[str]:
    """Those of some words that nobody may leave out, not even with a mark."""
    strict = {*_DENIALS, "unless", "except", "only"}
    return [key for key in turns_in(keys) if key in strict or key.endswith("n't")]


def clips(quotation: str, marks: Sequence[Mark], language: str = "en") -> tuple[Clip, ...]:
    """Turning words that the highlight leaves out of sentences of which it reads the rest.

    Nothing if no word is highlighted (then the quotation is read as it stands), or if the words of
    the language (ISO 639) are not known here.
    """
    turning = _ELSEWHERE.get(language[:2].lower())
    if turning is None and not language.lower().startswith("en"):
        return ()
    read = [mark for mark in marks if mark.kind is MarkKind.HIGHLIGHT and mark.start < mark.end]
    if not read:
        return ()
    words = words_of_quotation(quotation)
    read.sort(key=lambda mark: mark.start)
    begins = [mark.start for mark in read]
    reach = [0, *accumulate((mark.end for mark in read), max)]  # of those that began so far
    is_read = [
        end <= reach[bisect_right(begins, start)]
        for start, end in zip(words.starts, words.ends, strict=True)
    ]
    return tuple(
        Clip(quotation[words.starts[place] : words.ends[place]], words.starts[place], end)
        for sentence in _sentences(words)
        if any(is_read[place] for place in sentence)
        for place, end in _dropped(words, sentence, is_read, turning)
    )


def sentence_goes_on(text: str, end: int) -> str:
    """The next words of the sentence that runs past character `end`, if they turn its sense."""
    rest = text[end : end + 400]
    ending = _SENTENCE_ENDS.search(rest)
    rest = rest[: ending.start()] if ending else rest
    words = words_of_quotation(rest)
    is_turn = any(key in _LIMITS or key in _GOES_ON for key in words.keys[:3])
    return words.shown(0, min(_SHOWN_AFTER, len(words))) if is_turn else ""


def sentence_began(words: Words, start: int) -> str:
    """The words of the sentence before character `start`, if one that is near denies the rest."""
    place = bisect_left(words.starts, start)
    first = place
    while 0 < first < len(words) and place - first < _SHOWN_BEFORE and not _begins(words, first):
        first -= 1
    near = range(max(first, place - 3), place)
    return words.shown(first, place) if any(_is_turn(words.keys, one) for one in near) else ""


def left_out(words: Words, start: int, end: int) -> list[str]:
    """The denials among words `start` to `end` that belong to a sentence of which the rest is kept.

    A whole sentence that is left out takes its denial with it; a part of one does not.
    """
    rest = next((one for one in range(start, end) if one and _begins(words, one)), end)
    head = end
    if rest < end and end < len(words):
        while not _begins(words, head):
            head -= 1
    return denials_in(words.keys[start:rest]) + denials_in(words.keys[head:end])


def _dropped(
    words: Words, sentence: range, is_read: list[bool], turning: set[str] | None
) -> Iterator[tuple[int, int]]:
    keys = words.keys
    for clause in _clauses(words, sentence):
        some_read = any(is_read[place] for place in clause)
        for place in clause:
            if is_read[place]:
                continue
            key = keys[place]
            if turning is not None:
                is_clip = some_read and key in turning
            elif key == "if":
                is_clip = any(is_read[other] for other in clause if other > place)
            else:
                # "It is legal, not, as they say, banned": cut out between words that are read.
                around = [other for other in (place - 1, place + 1) if other in sentence]
                is_heard = some_read or key in _LIMITS or key == "only"
                is_heard = is_heard or all(is_read[other] for other in around)
                is_clip = is_heard and _is_turn(keys, place, is_read)
            if is_clip:
                yield place, words.ends[place]


def _is_turn(keys: Sequence[str], place: int, is_read: Sequence[bool] = ()) -> bool:
    """Whether the word at `place` turns a sentence. What is read aloud takes a pair apart."""
    key = keys[place]
    if key == "only":
        return place + 1 < len(keys) and keys[place + 1] in _AFTER_ONLY
    is_denial = key in _DENIALS or key.endswith("n't")
    if not is_denial and key not in _LIMITS:
        return False
    is_split = bool(is_read) and place + 1 < len(keys) and is_read[place + 1]
    return not _is_harmless(keys, place, is_split)


def _is_harmless(keys: Sequence[str], place: int, is_split: bool = False) -> bool:
    """Whether the word is part of a pair that denies nothing: "not only", "no doubt", "or not"."""
    if tuple(keys[max(0, place - 1) : place + 1]) in _HARMLESS_SECOND:
        return True
    return not is_split and tuple(keys[place : place + 2]) in _HARMLESS


def _sentences(words: Words) -> Iterator[range]:
    start = 0
    for place in range(1, len(words)):
        if _begins(words, place):
            yield range(start, place)
            start = place
    yield range(start, len(words))


def _begins(words: Words, place: int) -> bool:
    """Whether a sentence begins with the word at `place`, which is not the first one."""
    between = words.text[words.ends[place - 1] : words.starts[place]]
    if not _SENTENCE_ENDS.search(between + words.text[words.starts[place]]):
        return False
    before = words.text[max(0, words.ends[place - 1] - 6) : words.ends[place - 1] + 1]
    return not (between.strip() == "." and _SHORTENED.search(before))


def _clauses(words: Words, sentence: range) -> Iterator[range]:
    start = sentence.start
    for place in range(sentence.start + 1, sentence.stop):
        between = words.text[words.ends[place - 1] : words.starts[place]]
        if words.keys[place] in _BREAKS or _CLAUSE_ENDS.search(between):
            yield range(start, place)
            start = place
    if start < sentence.stop:
        yield range(start, sentence.stop)

"""Words of a quotation and of its source, as they are compared: without what makes no difference.

No difference make: the kind of quotation mark, dash and space, capitals, ligatures, how accents are
encoded, soft hyphens, the marks of footnotes and all punctuation. What an editor adds in a
quotation (omissions, words in brackets) is told apart from the words themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

# Letters and digits, with the marks that combine with them and what is invisible inside a word. No
# sign may be both: a word of n such signs could be read in 2 to the n ways, and all would be tried.
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_LETTER = (
    rf"(?:[^\W_]|(?!\w)[{_INVISIBLE}\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f"
    r"\u0670\u0900-\u0903\u093a-\u094f\u0980-\u0983\u09bc-\u09cd\u0b82\u0bbe-\u0bcd\u0e31"
    r"\u0e34-\u0e3a\u0e47-\u0e4e])"
)
# Chinese and Japanese have no spaces: each character counts as a word.
_WIDE = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_APOSTROPHE = "'’‘ʼ`´′"
_TAIL = rf"(?:[{_APOSTROPHE}]{_LETTER}+)*"
_BRACKETED = rf"(?:{_LETTER}+\[{_LETTER}+\]{_LETTER}*|\[{_LETTER}+\]{_LETTER}+){_TAIL}"
_WORD = rf"{_LETTER}+{_TAIL}"
_GAP = r"…|\.(?:[ \u00a0\u202f]?\.){2,}|\*[ ]?\*[ ]?\*"
_TOKEN = re.compile(
    rf"(?P<gap>[\[(]\s*(?:{_GAP})\s*[\])]|{_GAP})"
    r"|(?P<note>\[(?:\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*|@[^\]\n]*|citation needed)\]"
    r"|\[p(?:p|age)?\.? ?\d+\]"
    r"|(?<![\d])[¹²³⁰-⁹]+|\[sic!?\]|\(sic!?\)"
    r"|[\[(](?:my |our )?(?:emphas[ie]s|italics|underlining|translation|citations?|footnotes?"
    r"|(?:internal )?quotation marks)(?: (?:added|mine|ours|supplied|omitted|removed"
    r"|in (?:the )?original))[\])]"
    r"|[\[(](?:my|our|author[’']s) (?:emphasis|italics|translation)[\])]|[\[(]trans(?:\.|l\.)[\])])"
    rf"|(?P<part>{_BRACKETED})"
    rf"|(?P<insert>\[[^\[\]\n]{{1,120}}\]{_TAIL})"
    rf"|(?P<word>{_WIDE}|\d+(?:[.,]\d+)+|{_WORD}|[%‰$€£¥§°+=<>≤≥≠±×÷&]|(?<![^\s(])[−-](?=\d))",
    re.IGNORECASE,
)
_VANISHES = re.compile(rf"[{_INVISIBLE}]")
_APOSTROPHES = str.maketrans(dict.fromkeys(_APOSTROPHE, "'"))
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SAME = {"&": "and", "−": "-"}
_AFTER_WORD = re.compile(r"[^\W\d_][.,;:!?)\]”’\"']{0,3}\Z")

# So many words of the source may stand behind words in brackets.
BRACKET_ROOM = 8


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: how they compare, and where they stand in it.

    `marked` names the places before which an editor marks words as omitted; `bracketed` those at
    which an editor put words of his own; the number of words is the place after the last one.
    `loose` are words in part in brackets ("mov[ing]"), with the letters before and after those.
    `notes` are numbers that are glued to what stands before them, as the marks of footnotes are.
    """

    text: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    marked: frozenset[int] = frozenset()
    bracketed: frozenset[int] = frozenset()
    loose: tuple[tuple[int, str, str], ...] = ()
    notes: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.keys)

    def shown(self, start: int, end: int) -> str:
        """Words `start` to `end` (exclusive) as they stand in the text, in one line."""
        if start >= end:
            return ""
        return " ".join(self.text[self.starts[start] : self.ends[end - 1]].split())

    def between(self, start: int, end: int) -> str:
        """What stands between words `start` to `end` (exclusive), without those words."""
        pairs = zip(self.ends[start : end - 1], self.starts[start + 1 : end], strict=True)
        return "".join(self.text[one:other] for one, other in pairs)


def words_of_quotation(text: str, has_insertions: bool = True) -> Words:
    """The words of a quotation: omissions are the editor's and, unless told not, brackets too."""
    return _words(text, True, has_insertions)


def words_of_source(text: str) -> Words:
    """The words of a source: what stands in brackets is the author's."""
    return _words(text, False, False)


def _words(text: str, is_quotation: bool, has_insertions: bool) -> Words:
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    marked: set[int] = set()
    bracketed: set[int] = set()
    loose: list[tuple[int, str, str]] = []
    notes: set[int] = set()
    for kind, start, end in _tokens(text, has_insertions):
        if kind == "gap":
            marked.add(len(keys))
        elif kind == "insert":
            bracketed.add(len(keys))
        else:
            if kind == "part" and has_insertions:
                before, _, rest = text[start:end].partition("[")
                loose.append((len(keys), key_of(before), key_of(rest.partition("]")[2])))
            key = key_of(text[start:end])
            if not key:
                continue
            if key.isdigit() and len(key) < 4 and _is_glued(text, start):
                notes.add(len(keys))
            keys.append(key)
            spans.append((start, end))
    starts, ends = tuple(one for one, _ in spans), tuple(one for _, one in spans)
    return Words(
        text,
        tuple(keys),
        starts,
        ends,
        frozenset(marked) if is_quotation else frozenset(),
        frozenset(bracketed),
        tuple(loose),
        frozenset(notes),
    )


def _tokens(text: str, has_insertions: bool) -> Iterator[tuple[str, int, int]]:
    position = 0
    while match := _TOKEN.search(text, position):
        kind = match.lastgroup or "word"
        position = match.end()
        if kind == "insert" and not has_insertions:
            position = match.start() + 1  # the author's own brackets: their words count
        elif kind != "note":
            yield kind, match.start(), match.end()


def _is_glued(text: str, start: int) -> bool:
    return start > 0 and _AFTER_WORD.search(text, max(0, start - 4), start) is not None


@lru_cache(maxsize=65536)
def key_of(word: str) -> str:
    """A word as it is compared."""
    key = word.strip("[]")
    if not key.isascii():
        key = normalize("NFKC", _VANISHES.sub("", key))
    key = key.translate(_APOSTROPHES).replace("[", "").replace("]", "").casefold()
    if "," in key and _THOUSANDS.fullmatch(key):
        key = key.replace(",", "")
    return _SAME.get(key, key)

"""The query language: any text in, a tree of frozen nodes out. Never raises.

    words                  all must occur           "exact phrase"        in this order
    AND OR NOT -word ( )   as one expects           prefix*               words that begin so
    by: source: topic: theme:    words or "a phrase" in that field
    side: kind:            one of a fixed set       year:2024 year:2022..2024 year:..2023

What cannot be understood is searched as plain words, and `Parsed.notices` says so in sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from briefing.index.entry import Kind
from briefing.index.words import fold, folded

MOST_WORDS = 120
_DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word. Several tokens ("CBU-105") must stand side by side."""

    tokens: tuple[str, ...]
    prefix: bool = False  # also words that begin with the last token
    guessed: bool = False  # the prefix was not asked for with *: the word is still being typed
    within: str = ""  # "who", "source", "theme", "topic"; "" for all text
    exact: bool = False  # only as it is written: no other forms of the word


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must follow one another exactly so."""

    tokens: tuple[str, ...]
    prefix: bool = False
    within: str = ""
    is_open: bool = False  # no mark closes it: words, if nothing has the phrase


@dataclass(frozen=True, slots=True)
class Near:
    """Words that must stand within `distance` words of one another, in any order.

    The first and the last of them are at most so many places apart, in one field. Each word is
    meant in all its forms.
    """

    tokens: tuple[str, ...]
    distance: int = 10
    within: str = ""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words that become the token by so many insertions, deletions, changes, or swaps."""

    token: str
    edits: int = 1  # 1 or 2
    within: str = ""


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Words of a folded pattern: `*` stands for any letters, `?` for one."""

    pattern: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class Boost:
    """A part that counts `gain` times as much as others."""

    part: Node
    gain: float


@dataclass(frozen=True, slots=True)
class Stock:
    """A query of Whoosh's own (`whoosh.query.Query`), answered by Whoosh's matchers."""

    query: object


@dataclass(frozen=True, slots=True)
class OneOf:
    """A column that must have one of some values (see `fields.COLUMNS`)."""

    field: str  # "side", "kind", "flags" …
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Years:
    """A year from `first` to `last`, both included; None for open ends."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class And:
    """All parts. `implicit` if the user only wrote words side by side."""

    parts: tuple[Node, ...]
    implicit: bool = True


@dataclass(frozen=True, slots=True)
class Or:
    """Any part."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but the part."""

    part: Node


Node = Word | Phrase | Near | Fuzzy | Wildcard | OneOf | Years | And | Or | Not | Boost | Stock


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as understood. `odd` are the places in the text that were not (start, end)."""

    node: Node | None
    notices: tuple[str, ...] = ()
    odd: tuple[tuple[int, int], ...] = ()


Sides = Mapping[str, str]  # a name of a side, folded, to "for" or "against"

_SIDES = {"for": "for", "pro": "for", "against": "against", "con": "against", "none": "none"}
_KINDS = {
    **{kind.value: kind.value for kind in Kind},
    **{fold(kind.plural.split()[-1]): kind.value for kind in Kind},
    "quotation": "quote",
    "quotes": "quote",
    "glossary": "term",
    "card": "quote",
    "evidence": "quote",
    "claim": "point",
}
_WITHIN = {
    "by": "who",
    "speaker": "who",
    "author": "who",
    "source": "source",
    "theme": "theme",
    "topic": "topic",
}

_OPEN = '"“„«‟'
_CLOSE = '"”“»‟'
_LEX = re.compile(
    r"""(?P<space>[\s\u200b\ufeff]+)
      | (?P<bracket>[()])
      | (?P<minus>[-−–](?=[^\s()-]))
      | (?P<field>[^\W\d_]+):(?=\S)
      | (?P<quote>["“„«‟])(?P<phrase>[^"“”»‟]*)(?P<closed>["”“»‟]?)
      | (?P<word>[^\s()"“”„«»‟]+)
      | (?P<rest>.)""",
    re.VERBOSE | re.DOTALL,
)
_YEARS = re.compile(r"(\d{4})?\s*(\.\.\.?|…)?\s*(\d{4})?")


@dataclass(frozen=True, slots=True)
class _Piece:
    what: str  # "(", ")", "AND", "OR", "NOT", "node"
    start: int
    end: int
    node: Node | None = None


def parse(text: str, sides: Sides | None = None, typing: bool = False) -> Parsed:
    """Understand `text`. `typing`: it is still being typed, so its last word may be unfinished."""
    names = {**_SIDES, **{" ".join(folded(k)): v for k, v in (sides or {}).items()}}
    lexer = _Lexer(text, names, typing)
    lexer.run()
    parser = _Parser(lexer.pieces, lexer.odd_at, typing)
    node = parser.run()
    return Parsed(node, tuple(dict.fromkeys(lexer.notices)), tuple(sorted(set(lexer.odd))))


@dataclass
class _Lexer:
    """Cuts a query into pieces: brackets, operators, and leaves of the tree."""

    text: str
    sides: Sides
    typing: bool
    pieces: list[_Piece] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    odd: list[tuple[int, int]] = field(default_factory=list)
    words: int = 0

    def run(self) -> None:
        """Fill `pieces`."""
        at = 0
        while at < len(self.text) and self.words <= MOST_WORDS:
            match = _LEX.match(self.text, at)
            assert match is not None  # `rest` takes any character
            at = self._take(match)
        if self.words > MOST_WORDS:
            self.odd_at(at, len(self.text), f"Only the first {MOST_WORDS} words are searched.")

    def odd_at(self, start: int, end: int, notice: str) -> None:
        """Note that a stretch of the query was not understood."""
        self.odd.append((start, end))
        self.notices.append(notice)

    def _take(self, match: re.Match[str]) -> int:
        start, end = match.span()
        if match["bracket"]:
            self.pieces.append(_Piece(match["bracket"], start, end))
        elif match["minus"]:
            after_word = start > 0 and not self.text[start - 1].isspace()
            if not after_word or self.text[start - 1] in "(":
                self.pieces.append(_Piece("NOT", start, end))
        elif match["field"]:
            return self._field(match["field"], start, end)
        elif match["quote"]:
            self._add(self._phrase(match), start, end)
        elif match["word"]:
            self._word(match["word"], start, end)
        return end

    def _phrase(self, match: re.Match[str], within: str = "") -> Node | None:
        tokens = self._count(folded(match["phrase"]))
        if not tokens:
            return None
        unfinished = not match["closed"]
        if unfinished and not self.typing:
            self.odd_at(
                match.start("quote"),
                match.end(),
                "A quotation mark is not closed: read to the end.",
            )
        typed_on = unfinished and self.typing and match["phrase"][-1:].isalnum()
        if typed_on and len(tokens) > 1 and tokens[-1].isascii() and len(tokens[-1]) == 1:
            return Phrase(tokens[:-1], within=within, is_open=True)
        return Phrase(tokens, prefix=typed_on, within=within, is_open=unfinished)

    def _word(self, word: str, start: int, end: int) -> None:
        if word in ("AND", "OR", "NOT"):
            self.pieces.append(_Piece(word, start, end))
        else:
            self._add(self._plain(word, end), start, end)

    def _plain(self, word: str, end: int, within: str = "") -> Node | None:
        starred = word.endswith("*")
        tokens = self._count(folded(word))
        if not tokens:
            return None
        last = self.typing and end == len(self.text) and word[-1].isalnum()
        guessed = last and not starred
        if guessed and self.pieces and not within and word.isascii() and len(word) == 1:
            return None  # one letter more would match nearly everything: wait for the second
        return Word(tokens, prefix=starred or guessed, guessed=guessed, within=within)

    def _count(self, tokens: tuple[str, ...]) -> tuple[str, ...]:
        kept = tokens[: max(0, MOST_WORDS - self.words)]
        self.words += len(tokens)
        return kept

    def _add(self, node: Node | None, start: int, end: int) -> None:
        if node is not None:
            self.pieces.append(_Piece("node", start, end, node))

    def _field(self, name: str, start: int, at: int) -> int:
        """A known field takes the word, phrase or bracketed words that follow; others are words."""
        reader = self._reader(fold(name))
        value = _LEX.match(self.text, at)
        assert value is not None
        if reader is None or not (value["word"] or value["quote"]):
            if reader is not None or (value["word"] and not value["word"].startswith("/")):
                known = "has nothing to look for" if reader is not None else "is not a field"
                self.odd_at(start, at, f"“{name}:” {known}: searched as words.")
            self._add(self._plain(name, at - 1), start, at)
            return at
        node = reader(value)
        if node is None:
            whole = self.text[start : value.end()]
            if not (self.typing and value.end() == len(self.text)):
                self.odd_at(
                    start, value.end(), f"“{whole}” {_NOT_A[fold(name)]}: searched as words."
                )
            self._add(self._plain(name, at - 1), start, at)
            node = (
                self._phrase(value) if value["quote"] else self._plain(value["word"], value.end())
            )
        self._add(node, start, value.end())
        return value.end()

    def _reader(self, name: str) -> Callable[[re.Match[str]], Node | None] | None:
        if name in _WITHIN:
            return lambda value: self._within(_WITHIN[name], value)
        return {"side": self._side, "kind": self._kind, "year": self._years}.get(name)

    def _within(self, where: str, value: re.Match[str]) -> Node | None:
        if value["quote"]:
            return self._phrase(value, where)
        return self._plain(value["word"], value.end(), where)

    def _side(self, value: re.Match[str]) -> Node | None:
        return self._choice("side", value, self.sides)

    def _kind(self, value: re.Match[str]) -> Node | None:
        return self._choice("kind", value, _KINDS)

    def _choice(self, name: str, value: re.Match[str], known: Mapping[str, str]) -> Node | None:
        typed = (value["phrase"] if value["quote"] else value["word"]).strip()
        found: list[str] = []
        for part in typed.split(","):
            wanted = " ".join(folded(part))
            if not wanted:
                continue
            exact = known.get(wanted)
            unfinished = self.typing and value.end() == len(self.text)
            near = {known[k] for k in known if k.startswith(wanted)} if unfinished else set()
            if exact is None and not near:
                return None
            found.extend([exact] if exact else sorted(near))
        return OneOf(name, tuple(dict.fromkeys(found))) if found else None

    def _years(self, value: re.Match[str]) -> Node | None:
        typed = (value["phrase"] if value["quote"] else value["word"]).strip()
        match = _YEARS.fullmatch(typed.replace("–", ".."))
        if (
            match is None
            or not (match[1] or match[3])
            or bool(match[1] and match[3]) > bool(match[2])
        ):
            return None
        first, last = (int(year) if year else None for year in (match[1], match[3]))
        if not match[2]:
            return Years(first, first)
        if first is not None and last is not None and first > last:
            first, last = last, first
        return Years(first, last)


_NOT_A = {
    "year": "is not a year (write year:2024 or year:2022..2024)",
    "side": "is not a side (write side:for or side:against)",
    "kind": "is not a kind (write kind:quote, kind:point, kind:source …)",
    **dict.fromkeys(_WITHIN, "has no words to look for"),
}


@dataclass
class _Parser:
    """Recursive descent over the pieces, bounded in depth; what does not fit is passed over."""

    pieces: list[_Piece]
    odd_at: Callable[[int, int, str], None]
    typing: bool
    at: int = 0
    depth: int = 0

    def run(self) -> Node | None:
        """The whole query."""
        parts: list[Node] = []
        while self.at < len(self.pieces):
            node = self._any()
            if node is not None:
                parts.append(node)
            if self.at < len(self.pieces):  # only a closing bracket stops `_any` early
                piece = self.pieces[self.at]
                self.odd_at(piece.start, piece.end, "A bracket is not opened: passed over.")
                self.at += 1
        return _joined(parts)

    def _peek(self) -> str:
        return self.pieces[self.at].what if self.at < len(self.pieces) else ""

    def _any(self) -> Node | None:
        groups: list[Node] = []
        self._no_operand("OR", left=True)
        while True:
            node = self._all()
            if node is not None:
                groups.append(node)
            if self._peek() != "OR":
                break
            piece = self.pieces[self.at]
            self.at += 1
            if self._peek() in ("", ")", "OR"):
                self._dangling(piece)
        return groups[0] if len(groups) == 1 else Or(tuple(groups)) if groups else None

    def _all(self) -> Node | None:
        parts: list[Node] = []
        implicit = True
        self._no_operand("AND", left=True)
        while self._peek() not in ("", ")", "OR"):
            if self._peek() == "AND":
                piece = self.pieces[self.at]
                implicit = False
                self.at += 1
                if self._peek() in ("", ")", "OR", "AND"):
                    self._dangling(piece)
                continue
            node = self._one()
            if node is not None:
                parts.append(node)
        return _joined(parts, implicit)

    def _no_operand(self, word: str, left: bool) -> None:
        while self._peek() == word:
            self._dangling(self.pieces[self.at], left)
            self.at += 1

    def _dangling(self, piece: _Piece, left: bool = False) -> None:
        if left or not (self.typing and self.at >= len(self.pieces)):
            side = "before" if left else "after"
            self.odd_at(piece.start, piece.end, f"“{piece.what}” has nothing {side} it: left out.")

    def _one(self) -> Node | None:
        negative = False
        while self._peek() == "NOT":
            piece = self.pieces[self.at]
            negative = not negative
            self.at += 1
            if self._peek() in ("", ")", "OR", "AND"):
                self._dangling(piece)
                return None
        piece = self.pieces[self.at]
        self.at += 1
        node = self._bracket(piece) if piece.what == "(" else piece.node
        return Not(node) if negative and node is not None else node

    def _bracket(self, opening: _Piece) -> Node | None:
        if self.depth >= _DEEPEST:
            self.odd_at(opening.start, opening.end, "Brackets are nested too deep: left out.")
            return None
        self.depth += 1
        node = self._any()
        self.depth -= 1
        if self._peek() == ")":
            self.at += 1
        elif not self.typing:
            self.odd_at(opening.start, opening.end, "A bracket is not closed: read to the end.")
        return node


def _joined(parts: list[Node], implicit: bool = True) -> Node | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return And(tuple(parts), implicit)

"""The query language: any text in, a tree of frozen nodes out. Never raises.

    words                  all must occur           "exact phrase"        in this order
    AND OR NOT -word ( )   as one expects           "words near"~10       near one another
    prefix*  wild?card     patterns                 fuzzy~  fuzzy~2       misspellings
    =word                  in this form only        word^2                counts more
    field:value  field:"several words"  field:(one OR another)            see `field_values`

What cannot be understood is searched as plain words, and `Parsed.notices` says so in sentences.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefing.index.lexing import Lexer, Piece, closed
from briefing.index.query import And, Boost, Node, Not, Or, Parsed, Sides, Titles

_DEEPEST = 30


def parse(
    text: str, sides: Sides | None = None, typing: bool = False, titles: Titles | None = None
) -> Parsed:
    """Understand `text`. `typing`: it is still being typed, so its last word may be unfinished.

    `sides` names the sides of topics: what `side:` understands besides "for" and "against".
    `titles` are those of topics, by id: `topic:` understands their words besides those of the ids.
    """
    lexer = Lexer(text, sides or {}, titles or {}, typing)
    lexer.run()
    node = _Parser(lexer.pieces, lexer.odd_at, typing).run()
    if node is None and not lexer.odd and not typing:
        lexer.odd_at(0, len(text.rstrip()), "There is no word in it to look for.")
    return Parsed(node, tuple(dict.fromkeys(lexer.notices)), tuple(sorted(set(lexer.odd))))


def as_one(text: str) -> str:
    """`text` so that words put behind it look within what it finds, and are no part of its end.

    Marks and brackets that are open are closed, an operator with nothing after it is left out, and
    what has an `OR` is bracketed.
    """
    lexer = Lexer(text.strip(), {}, {}, False)
    lexer.run()
    text = closed(lexer.text)
    pieces = lexer.pieces
    while pieces and pieces[-1].what in ("AND", "OR", "NOT"):
        text = text[: pieces.pop().start].rstrip()
    depth = alternatives = 0
    for piece in pieces:
        depth += (piece.what == "(") - (piece.what == ")" and depth > 0)
        alternatives += piece.what == "OR"
    text += ")" * depth
    return f"({text})" if alternatives else text


@dataclass
class _Parser:
    """Recursive descent over the pieces, bounded in depth; what does not fit is passed over."""

    pieces: list[Piece]
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

    def _dangling(self, piece: Piece, left: bool = False) -> None:
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
        while self._peek() == "^":
            gain = self.pieces[self.at].gain
            self.at += 1
            node = Boost(node, gain) if node is not None else None
        return Not(node) if negative and node is not None else node

    def _bracket(self, opening: Piece) -> Node | None:
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

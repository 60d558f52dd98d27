"""Cuts a query into pieces: brackets, operators, and leaves of the tree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.index.field_values import FIELDS, chosen, not_a
from briefing.index.query import (
    Boost,
    Fuzzy,
    InArticle,
    Near,
    Node,
    OneOf,
    Or,
    Phrase,
    Sides,
    Titles,
    Wildcard,
    Word,
)
from briefing.index.words import fold, folded

MOST_WORDS = 120
_NEAR = 10  # words, where no number is given
_FARTHEST = 1000  # places: about as many words as the longest passages have
_LONG = 5  # letters, beyond which two of them may be wrong
_MARKS = (("unanswered",),)  # words that name a mark of entries by themselves

_NAMES = "|".join(FIELDS)
# What ends a quotation in one language begins one in another: it does where a word could begin.
_LEX = re.compile(
    rf"""(?P<space>[\s\u200b\ufeff]+)
      | (?P<bracket>[()])
      | (?P<minus>[-−–](?=[\w("“„«‟＂=*?]))
      | (?P<field>[^\W\d_]+):(?=\S)
      | (?P<apart>{_NAMES}):(?=\s+[^\s:]|\s*$)
      | (?P<quote>["“„«‟＂]|(?<![^\s(:,])[”»](?=[^\s"”»]))
        (?P<phrase>[^"“”«»‟＂]*)(?P<closed>["”“«»‟＂]?)
      | (?P<word>(?i:per\s+cent(?!\w))|[^\s()"“”„«»‟＂]+)
      | (?P<rest>.)""",
    re.VERBOSE | re.DOTALL,
)
_OPERATORS = ("AND", "OR", "NOT")
_LEAST_SHOUTED = 6  # words
_BLANKS = re.compile(r"\s*")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")  # not within a number
_AND_ANOTHER = re.compile(r",(?=[^\s,()])")
_GAIN = re.compile(r"\^(\d*+(?:\.\d+)?)(?<=\d)(?![^\s)])")
_NEARNESS = re.compile(r"~(\d{0,9})(?=[\s)^]|$)")
_BOOST = re.compile(r"\^(\d*+(?:\.\d+)?)(?<=\d)\Z")
_NO_DIGIT = re.compile(r"[^\W\d]")
_FUZZY = re.compile(r"([^\W_]+)~(\d{0,9})")
_MOST_EDITS = 2
_STRAY = re.compile(r"(?<=[^\W\d_])[~^](?![^/]*/)|^\^")  # after a letter, but not in an address
_WILD = re.compile(r"[*?]?[^\W_](?:[^\W_]|['’?*])*|\*[^\W_]+")
_INNER = re.compile(r"[^\W_][?*]+[^\W_]|^[*?][^\W_]|[^\W_]\?+\*")
_SENTENCES = re.compile(r"[a-z]\?[A-Z]")  # "first?The": pasted, not a pattern
_SIGNS = re.compile(r"([?*]+)")
_ABOUT = ".,;:!()[]{}'’"  # what may stand about a word in a phrase


@dataclass(frozen=True, slots=True)
class Piece:
    """A bracket, an operator, a leaf, or how much what stands before it counts."""

    what: str  # "(", ")", "AND", "OR", "NOT", "node", "^"
    start: int
    end: int
    node: Node | None = None
    gain: float = 1.0


@dataclass
class Lexer:
    """Fills `pieces`, and notes what was not understood."""

    text: str
    sides: Sides
    titles: Titles
    typing: bool
    pieces: list[Piece] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    odd: list[tuple[int, int]] = field(default_factory=list)
    words: int = 0
    _scopes: list[str] = field(default_factory=list)  # the field of each open bracket, or ""
    _is_shouted: bool = False

    def run(self) -> None:
        """Fill `pieces`."""
        at = 0
        self._is_shouted = _is_shouted(self.text)
        while at < len(self.text) and self.words <= MOST_WORDS:
            match = _LEX.match(self.text, at)
            assert match is not None  # `rest` takes any character
            at = self._take(match)
        if self.words > MOST_WORDS:
            self.odd_at(at, len(self.text), f"Only the first {MOST_WORDS} words are searched.")

    def odd_at(self, start: int, end: int, notice: str) -> None:
        """Note that a stretch of the query was not understood."""
        if start < end:
            self.odd.append((start, end))
            self.notices.append(notice)

    def _take(self, match: re.Match[str]) -> int:
        start, end = match.span()
        if match["bracket"]:
            return self._bracket(match["bracket"], start, end)
        if match["minus"]:
            after_word = start > 0 and not self.text[start - 1].isspace()
            if not after_word or self.text[start - 1] in "(":
                self.pieces.append(Piece("NOT", start, end))
        elif match["field"]:
            return self._field(match["field"], start, end)
        elif match["apart"]:
            return self._field(match["apart"], start, end)
        elif match["word"] in _OPERATORS and not self._is_shouted:
            self.pieces.append(Piece(match["word"], start, end))
        elif match["word"] or match["quote"]:
            scope = self._scopes[-1] if self._scopes else ""
            return self._value(scope, match, start) if scope else self._leaf(match, start)
        return end

    def _bracket(self, sign: str, start: int, end: int, scope: str = "") -> int:
        self.pieces.append(Piece(sign, start, end))
        if sign == "(":
            self._scopes.append(scope or (self._scopes[-1] if self._scopes else ""))
            return end
        if self._scopes:
            self._scopes.pop()
        return self._gain(end)

    def _gain(self, at: int) -> int:
        """How much the part that ends here counts, if it is said."""
        match = _GAIN.match(self.text, at)
        if match is None:
            return at
        self.pieces.append(Piece("^", at, match.end(), gain=_bounded(match[1])))
        return match.end()

    def _leaf(self, match: re.Match[str], start: int, within: str = "") -> int:
        """A word, a phrase, or words near one another."""
        if match["word"]:
            self._add(self._word(match["word"], start, match.end(), within), start, match.end())
            return match.end()
        end = match.end()
        node = self._phrase(match, within)
        near = _NEARNESS.match(self.text, end) if match["closed"] else None
        if near is not None:
            end = near.end()
            tokens = tuple(token for token in _patterned(match["phrase"]) if token != "*")
            if len(tokens) > 1:
                places = min(max(1, int(near[1] or _NEAR)), _FARTHEST)
                node = Near(tokens[:MOST_WORDS], places, within)
        elif self.text[end : end + 1] == "~":
            self.odd_at(end, end + 1, "“~” is followed by no number: searched as words.")
        self._add(node, start, end)
        return self._gain(end) if match["closed"] and node is not None else end

    def _phrase(self, match: re.Match[str], within: str = "") -> Node | None:
        unfinished = not match["closed"]
        phrase = match["phrase"]
        tokens = self._count(folded(phrase) if unfinished else _patterned(phrase))
        if not any(token != "*" for token in tokens):
            return None
        if unfinished and not self.typing:
            self.odd_at(
                match.start("quote"),
                match.start("quote") + 1,
                "A quotation mark is not closed: read to the end.",
            )
        typed_on = unfinished and self.typing and phrase[-1:].isalnum()
        if typed_on and len(tokens) > 1 and tokens[-1].isascii() and len(tokens[-1]) == 1:
            return Phrase(tokens[:-1], within=within, is_open=True)
        if not unfinished and _is_beginning(tokens[-1]):
            return Phrase((*tokens[:-1], tokens[-1][:-1]), prefix=True, within=within)
        starred = unfinished and phrase.endswith("*")
        return Phrase(tokens, prefix=typed_on or starred, within=within, is_open=unfinished)

    def _word(self, word: str, start: int, end: int, within: str = "") -> Node | None:
        boost = _BOOST.search(word)
        if boost and _NO_DIGIT.search(word, 0, boost.start()):
            node = self._formed(word[: boost.start()], start, end, within)
            return Boost(node, _bounded(boost[1])) if node is not None else None
        return self._formed(word, start, end, within)

    def _formed(self, word: str, start: int, end: int, within: str) -> Node | None:
        """A word with the signs about it that say how it is meant."""
        fuzzy = _FUZZY.fullmatch(word)
        if fuzzy:
            tokens = self._count(folded(fuzzy[1]))
            if len(tokens) == 1:
                edits = int(fuzzy[2] or (_MOST_EDITS if len(tokens[0]) > _LONG else 1))
                if edits > _MOST_EDITS:
                    self.odd_at(start, end, "“~” allows two edits at most: read as “~2”.")
                return Fuzzy(tokens[0], min(max(edits, 1), _MOST_EDITS), within)
        if word.startswith("=") and len(word) > 1:
            tokens = self._count(folded(word[1:]))
            return Word(tokens, within=within, exact=True) if tokens else None
        if _INNER.search(word) and not _SENTENCES.search(word) and not word.startswith("**"):
            tokens = _pattern(word)
            if len(tokens) == 1:
                self._count(("",))
                return Wildcard(tokens[0], within)
            if len(tokens) > 1 and any(map(_SIGNS.search, tokens)):
                return Phrase(self._count(tokens), within=within)
        stray = _STRAY.search(word)
        unfinished = self.typing and end == len(self.text)
        if stray and not unfinished and any(map(str.isalnum, word)):
            sign = word[stray.start()]
            self.odd_at(start, end, f"“{sign}” is not understood here: searched as words.")
        return self._plain(word, end, within)

    def _plain(self, word: str, end: int, within: str = "") -> Node | None:
        starred = word.endswith("*")
        tokens = self._count(folded(word))
        if not tokens:
            return None
        last = self.typing and end == len(self.text) and word[-1].isalnum()
        guessed = last and not starred
        if guessed and self.pieces and not within and word.isascii() and len(word) == 1:
            return None  # one letter more would match nearly everything: wait for the second
        mark = tokens[0] if tokens in _MARKS and not within and not starred else ""
        return Word(tokens, starred or guessed, guessed, within, mark=mark)

    def _count(self, tokens: tuple[str, ...]) -> tuple[str, ...]:
        kept = tokens[: max(0, MOST_WORDS - self.words)]
        self.words += len(tokens)
        return kept

    def _add(self, node: Node | None, start: int, end: int) -> None:
        if node is not None:
            self.pieces.append(Piece("node", start, end, node))

    # -- fields

    def _field(self, name: str, start: int, at: int) -> int:
        """A known field takes the word, phrase or bracket that follows; others are words.

        Between a field, in small letters, and what it takes there may be a blank.
        """
        known = fold(name) in FIELDS
        blanks = _BLANKS.match(self.text, at)
        assert blanks is not None
        value = _LEX.match(self.text, blanks.end())
        if known and value is not None and value["bracket"] == "(":
            return self._bracket("(", value.start(), value.end(), fold(name))
        if not known or value is None or not (value["word"] or value["quote"]):
            if self.typing and known and value is None:
                return at
            if known or (value is not None and value["word"] and value["word"][0] != "/"):
                reason = "has nothing to look for" if known else "is not a field"
                self.odd_at(start, at, f"“{name}:” {reason}: searched as words.")
            self._add(self._plain(name, at - 1), start, at)
            return at
        return self._value(fold(name), value, start)

    def _value(self, name: str, value: re.Match[str], start: int) -> int:
        """One value of a field, or several with commas between them: any of them will do."""
        kind, where = FIELDS[name]
        before = len(self.pieces)
        values = self._listed(value)
        end = values[-1].end()
        if kind == "words":
            end = self._worded(name, where, values, start)
        else:
            self._add(self._chosen(name, kind, values), start, end)
        if len(self.pieces) == before:
            whole = self.text[start:end]
            if not (self.typing and end == len(self.text)):
                self.odd_at(start, end, f"“{whole}” {not_a(name)}: searched as words.")
            if start < value.start():  # the name of the field stands there
                self._add(self._plain(name, value.start() - 1), start, value.start())
            end = self._leaf(value, start)
        return end

    def _listed(self, first: re.Match[str]) -> list[re.Match[str]]:
        """Words and phrases that only commas part."""
        found = [first]
        while True:
            last = found[-1]
            at = last.end()
            if last["quote"]:
                comma = _AND_ANOTHER.match(self.text, at) if last["closed"] else None
                at = comma.end() if comma else -1
            elif not last["word"].endswith(",") or self.text[at : at + 1].isspace():
                at = -1
            another = _LEX.match(self.text, at) if at >= 0 else None
            if another is None or not (another["word"] or another["quote"]):
                return found
            found.append(another)

    def _chosen(self, name: str, kind: str, values: Sequence[re.Match[str]]) -> Node | None:
        typed = ",".join(value["phrase"] if value["quote"] else value["word"] for value in values)
        each = [part for one in typed.split(",") if (part := one.strip())]
        unfinished = self.typing and values[-1].end() == len(self.text)
        if kind == "article":
            return self._article(each, values, unfinished)
        return chosen(name, each, self.sides, unfinished)

    def _worded(self, name: str, where: str, values: Sequence[re.Match[str]], start: int) -> int:
        """Words or phrases within a field."""
        first, end = values[0], values[-1].end()
        if name == "topic" and (first["word"] or first["phrase"]) in self.titles:
            named: list[Node] = [OneOf("topic_id", (first["word"] or first["phrase"],))]
        elif name == "topic":
            titled = tuple(one for value in values for one in self._titled(value))
            named = self._each(values, start, where)
            named += [OneOf("topic_id", titled)] if titled else []
        elif len(values) > 1 or len(_words(first)) > 1:
            named = self._each(values, start, where)
        else:
            return self._leaf(first, start, where)
        self._add(_any(named), start, end)
        return self._gain(end) if values[-1]["closed"] and named else end

    def _each(self, values: Sequence[re.Match[str]], start: int, where: str) -> list[Node]:
        """What each of some words and phrases looks for within a field."""
        nodes: list[Node | None] = []
        for value in values:
            if value["quote"]:
                nodes.append(self._phrase(value, where))
                continue
            *others, last = _words(value) or [""]
            nodes += [self._word(one, start, -1, where) for one in others]
            nodes.append(self._word(last, start, value.end(), where))
        return [node for node in nodes if node is not None]

    def _titled(self, value: re.Match[str]) -> list[str]:
        """The topics whose titles have all the words of a value, or of a part of it."""
        parts = [value["phrase"]] if value["quote"] else _words(value)
        wanted = [set(folded(part)) for part in parts]
        return [
            topic
            for topic, title in self.titles.items()
            if any(words and words <= set(folded(title)) for words in wanted)
        ]

    def _article(
        self, ids: Sequence[str], values: Sequence[re.Match[str]], is_open: bool
    ) -> Node | None:
        """An article by its id or by words of its title."""
        titles = self._each(values, values[0].start(), "title")
        if not titles and not ids:
            return None
        return InArticle(tuple(one.lower() for one in ids), _any(titles), is_open)


def _is_shouted(text: str) -> bool:
    """Whether a text is all in capitals, as headlines are: its "AND" and "NOT" are words, too.

    A list of abbreviations ("NATO OR EU OR UN") has an operator for nearly every word, and whoever
    uses signs or few words means what is typed.
    """
    if not text.isupper() or re.search(r"[\"“”„«»():=~^*]", text):
        return False
    words = text.split()
    operators = sum(word in _OPERATORS for word in words)
    return len(words) - operators >= max(_LEAST_SHOUTED, 3 * operators)


def closed(text: str) -> str:
    """`text` with a mark at its end that closes a quotation, if one is open."""
    at = 0
    while at < len(text):
        match = _LEX.match(text, at)
        assert match is not None
        if match["quote"] and not match["closed"]:
            return f'{text}"' if match["phrase"].strip() else text[: match.start()].rstrip()
        at = match.end()
    return text


def _any(nodes: Sequence[Node]) -> Node | None:
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return Or(tuple(nodes))


def _words(value: re.Match[str]) -> list[str]:
    """The words of a value that commas part."""
    return [word for word in _COMMA.split(value["word"] or "") if word]


def _pattern(word: str) -> tuple[str, ...]:
    """A word with signs that stand for letters: folded but for these; what is in several pieces
    ("self-d*ct") in as many. Nothing, if the signs stand where they mean nothing.
    """
    found: list[str] = []
    for piece in re.split(r"[-‐‑–/]", word):
        if not _WILD.fullmatch(piece):
            return ()
        parts = (
            part if part[:1] in ("?", "*") else "".join(folded(part))
            for part in _SIGNS.split(piece)
        )
        found.append(re.sub(r"\*{2,}", "*", "".join(parts)))
    return tuple(found)


def _patterned(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase; signs that stand for letters stay. `*` alone is any word."""
    found: list[str] = []
    for piece in phrase.split():
        word = piece.strip(_ABOUT)
        signs = "*" in word or "?" in word
        if word == "*":
            found.append("*")
        elif signs and (_INNER.search(word) or word.endswith("*")) and (made := _pattern(word)):
            found += made
        else:
            found += folded(piece)
    return tuple(found)


def _is_beginning(token: str) -> bool:
    """Whether a pattern is nothing but the beginning of a word."""
    return len(token) > 1 and token.endswith("*") and not _SIGNS.search(token[:-1])


def _bounded(gain: str) -> float:
    return min(max(float(gain), 0.1), 100.0)

"""Cuts a query into pieces: brackets, operators, and leaves of the tree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.index.entry import Kind
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
    Wildcard,
    Word,
    Years,
)
from briefing.index.words import fold, folded

MOST_WORDS = 120
_NEAR = 10  # words, where no number is given
_LONG = 5  # letters, beyond which two of them may be wrong

# Every field: what its value is ("words" in a field of the index, one of some values of a column,
# a year, an id, an article), and where that is looked for.
FIELDS: Mapping[str, tuple[str, str]] = {
    "by": ("words", "who"),
    "speaker": ("words", "who"),
    "author": ("words", "who"),
    "source": ("words", "source"),
    "title": ("words", "title"),
    **dict.fromkeys(("claim", "tag"), ("words", "title")),
    **dict.fromkeys(("quote", "card"), ("words", "quote")),
    "text": ("words", "text"),
    **dict.fromkeys(("note", "caution", "label"), ("words", "notes")),
    "theme": ("words", "theme"),
    "topic": ("words", "topic"),
    "side": ("choice", "side"),
    "kind": ("choice", "kind"),
    "has": ("choice", "flags"),
    "is": ("choice", "flags"),
    "verdict": ("choice", "verdicts"),
    **dict.fromkeys(("year", "date"), ("year", "year")),
    "article": ("article", "title"),
    "answers": ("id", "flags"),
    "undercuts": ("id", "flags"),
    "supports": ("id", "flags"),
}
_SIDES = {"for": "for", "pro": "for", "against": "against", "con": "against", "none": "none"}
_KINDS = {
    **{kind.value: kind.value for kind in Kind},
    **{name: kind.value for kind in Kind for name in (kind.singular, kind.plural)},
    **{kind.plural.split()[-1]: kind.value for kind in Kind},
    **dict.fromkeys(("quotes", "card", "cards", "evidence"), "quote"),
    **dict.fromkeys(("claim", "claims"), "point"),
    **dict.fromkeys(("key figure", "key figures"), "figure"),
    "glossary": "term",
    "timeline": "event",
}
# The words after `has:` and `is:`, and the marks of entries that they ask for.
_HAS = {
    **dict.fromkeys(("quote", "quotation", "evidence"), "quote"),
    **dict.fromkeys(("caution", "label", "warning"), "caution"),
    **dict.fromkeys(("answer", "answers", "counterpoint"), "answered"),
    **dict.fromkeys(("check", "verdict"), "checked"),
    "source": "sourced",
}
_IS = {"answered": "answered", "unanswered": "unanswered", "checked": "checked"}
_MARKS = (("unanswered",),)  # words that name a mark of entries by themselves
_VERDICTS = {
    **{one: one for one in ("supported", "disputed", "inaccurate", "unverified")},
    **dict.fromkeys(("needs context", "needs", "context"), "needs context"),
}
_CHOICES = {"kind": _KINDS, "has": _HAS, "is": _IS, "verdict": _VERDICTS}

_NOT_A = {
    "article": "names no article",
    "year": "is not a year (write year:2024 or year:2022..2024)",
    "side": "is not a side (write side:for or side:against)",
    "kind": "is not a kind (write kind:quote, kind:point, kind:source …)",
    "has": "is nothing to have (write has:quote, has:caution, has:answer, has:source, has:check)",
    "is": "is nothing to be (write is:unanswered, is:answered or is:checked)",
    "verdict": "is not a verdict (supported, needs-context, disputed, inaccurate, unverified)",
}
_NO_WORDS = "has no words to look for"

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
_YEARS = re.compile(r"(\d{4})?\s*(\.\.\.?|…|[-–—])?\s*(\d{4})?")
_SINCE = re.compile(r"([<>])(=?)\s*(\d{4})")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")  # not within a number
_GAIN = re.compile(r"\^(\d{1,3}(?:\.\d{1,3})?)(?![^\s)])")
_NEARNESS = re.compile(r"~(\d{0,4})(?=[\s)^]|$)")
_BOOSTED = re.compile(r"(.*[^\W\d].*?)\^(\d{1,3}(?:\.\d{1,3})?)", re.DOTALL)
_FUZZY = re.compile(r"([^\W_]+)~(\d{0,2})")
_WILD = re.compile(r"\*?[^\W_](?:[^\W_]|['’?*])*|\*[^\W_]+")
_INNER = re.compile(r"[^\W_][?*]+[^\W_]|^\*[^\W_]|[^\W_]\?+\*")
_SIGNS = re.compile(r"([?*]+)")


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
    typing: bool
    pieces: list[Piece] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    odd: list[tuple[int, int]] = field(default_factory=list)
    words: int = 0
    _scopes: list[str] = field(default_factory=list)  # the field of each open bracket, or ""

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
        elif match["word"] in ("AND", "OR", "NOT"):
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
            self._add(self._word(match["word"], match.end(), within), start, match.end())
            return match.end()
        end = match.end()
        node = self._phrase(match, within)
        near = _NEARNESS.match(self.text, end) if match["closed"] else None
        if near is not None:
            end = near.end()
            tokens = folded(match["phrase"])[:MOST_WORDS]
            if len(tokens) > 1:
                node = Near(tokens, max(1, int(near[1] or _NEAR)), within)
        self._add(node, start, end)
        return self._gain(end) if match["closed"] and node is not None else end

    def _phrase(self, match: re.Match[str], within: str = "") -> Node | None:
        tokens = self._count(folded(match["phrase"]))
        if not tokens:
            return None
        unfinished = not match["closed"]
        if unfinished and not self.typing:
            self.odd_at(
                match.start("quote"),
                match.start("quote") + 1,
                "A quotation mark is not closed: read to the end.",
            )
        typed_on = unfinished and self.typing and match["phrase"][-1:].isalnum()
        if typed_on and len(tokens) > 1 and tokens[-1].isascii() and len(tokens[-1]) == 1:
            return Phrase(tokens[:-1], within=within, is_open=True)
        starred = match["phrase"].endswith("*")
        return Phrase(tokens, prefix=typed_on or starred, within=within, is_open=unfinished)

    def _word(self, word: str, end: int, within: str = "") -> Node | None:
        boosted = _BOOSTED.fullmatch(word)
        if boosted:
            node = self._formed(boosted[1], end, within)
            return Boost(node, _bounded(boosted[2])) if node is not None else None
        return self._formed(word, end, within)

    def _formed(self, word: str, end: int, within: str) -> Node | None:
        """A word with the signs about it that say how it is meant."""
        fuzzy = _FUZZY.fullmatch(word)
        if fuzzy:
            tokens = self._count(folded(fuzzy[1]))
            if len(tokens) == 1:
                usual = 2 if len(tokens[0]) > _LONG else 1
                return Fuzzy(tokens[0], min(max(int(fuzzy[2] or usual), 1), 2), within)
        if word.startswith("=") and len(word) > 1:
            tokens = self._count(folded(word[1:]))
            return Word(tokens, within=within, exact=True) if tokens else None
        if _INNER.search(word) and _WILD.fullmatch(word) and not word.startswith("**"):
            pattern = "".join(
                part if part[:1] in ("?", "*") else "".join(folded(part))
                for part in _SIGNS.split(word)
            )
            self._count(("",))
            return Wildcard(re.sub(r"\*{2,}", "*", pattern), within)
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
        """A known field takes the word, phrase or bracket that follows; others are words."""
        known = fold(name) in FIELDS
        value = _LEX.match(self.text, at)
        assert value is not None
        if known and value["bracket"] == "(":
            return self._bracket("(", at, value.end(), fold(name))
        if not known or not (value["word"] or value["quote"]):
            if known or (value["word"] and not value["word"].startswith("/")):
                reason = "has nothing to look for" if known else "is not a field"
                self.odd_at(start, at, f"“{name}:” {reason}: searched as words.")
            self._add(self._plain(name, at - 1), start, at)
            return at
        return self._value(fold(name), value, start)

    def _value(self, name: str, value: re.Match[str], start: int) -> int:
        kind, where = FIELDS[name]
        end = value.end()
        before = len(self.pieces)
        if kind == "words":
            end = self._several(value, start, where)
        else:
            self._add(self._chosen(name, kind, value), start, end)
        if len(self.pieces) == before:
            whole = self.text[start:end]
            if not (self.typing and end == len(self.text)):
                reason = _NOT_A.get(name, _NO_WORDS)
                self.odd_at(start, end, f"“{whole}” {reason}: searched as words.")
            if start < value.start():  # the name of the field stands there
                self._add(self._plain(name, value.start() - 1), start, value.start())
            end = self._leaf(value, start)
        return end

    def _chosen(self, name: str, kind: str, value: re.Match[str]) -> Node | None:
        typed = (value["phrase"] if value["quote"] else value["word"]).strip()
        if kind == "year":
            return _any_years(typed)
        if kind == "article":
            return self._article(typed, value, FIELDS[name][1])
        if kind == "id":
            return _named(name, typed)
        known = _CHOICES.get(name) or {
            **_SIDES,
            **{" ".join(folded(key)): side for key, side in self.sides.items()},
        }
        unfinished = self.typing and value.end() == len(self.text)
        return _choice(FIELDS[name][1], typed, known, unfinished)

    def _several(self, value: re.Match[str], start: int, where: str) -> int:
        """A word or phrase within a field; of words with commas between them, any will do."""
        words = [word for word in _COMMA.split(value["word"] or "") if word]
        if len(words) < 2:
            return self._leaf(value, start, where)
        ends = [-1] * (len(words) - 1) + [value.end()]
        found = [self._word(*one, where) for one in zip(words, ends, strict=True)]
        named = tuple(node for node in found if node is not None)
        self._add(Or(named) if len(named) > 1 else named[0] if named else None, start, value.end())
        return value.end()

    def _article(self, typed: str, value: re.Match[str], within: str) -> Node | None:
        """An article by its id or by words of its title; several with commas between them."""
        ids = [part.strip() for part in typed.split(",") if part.strip()]
        if value["quote"]:
            titles = [self._phrase(value, within)]
        else:
            *others, last = ids or [""]
            titles = [self._word(one, -1, within) for one in others]
            titles.append(self._word(last, value.end(), within))
        named = tuple(title for title in titles if title is not None)
        if not named and not ids:
            return None
        title = named[0] if len(named) == 1 else Or(named) if named else None
        is_open = self.typing and value.end() == len(self.text)
        return InArticle(tuple(one.lower() for one in ids), title, is_open)


def _bounded(gain: str) -> float:
    return min(max(float(gain), 0.1), 100.0)


def _choice(column: str, typed: str, known: Mapping[str, str], unfinished: bool) -> Node | None:
    found: list[str] = []
    for part in typed.split(","):
        wanted = " ".join(folded(part))
        if not wanted:
            continue
        exact = known.get(wanted)
        near = {known[k] for k in known if k.startswith(wanted)} if unfinished else set()
        if exact is None and not near:
            return None
        found.extend([exact] if exact else sorted(near))
    return OneOf(column, tuple(dict.fromkeys(found))) if found else None


def _named(name: str, typed: str) -> Node | None:
    ids = [part.strip() for part in typed.split(",") if part.strip()]
    if not ids:
        return None
    return OneOf("flags", tuple(f"{name}:{one.lower()}" for one in ids))


def _any_years(typed: str) -> Node | None:
    found = [_years(part.strip()) for part in typed.split(",") if part.strip()]
    some = tuple(years for years in found if years is not None)
    if not some or len(some) < len(found):
        return None
    return some[0] if len(some) == 1 else Or(some)


def _years(typed: str) -> Years | None:
    since = _SINCE.fullmatch(typed)
    if since:
        year = int(since[3])
        later, or_same = since[1] == ">", bool(since[2])
        return Years(year + (not or_same), None) if later else Years(None, year - (not or_same))
    match = _YEARS.fullmatch(typed)
    if match is None or not (match[1] or match[3]) or bool(match[1] and match[3]) > bool(match[2]):
        return None
    first, last = (int(year) if year else None for year in (match[1], match[3]))
    if not match[2]:
        return Years(first, first)
    if first is not None and last is not None and first > last:
        first, last = last, first
    return Years(first, last)

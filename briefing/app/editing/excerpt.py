"""From words that were selected on screen to the exact words of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from briefing.model import Article, UserError
from briefing.text.passages import passages

_LETTER = re.compile(r"[\w’'-]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as it stands on screen, and which of its characters are selected.

    On screen a passage also has labels of sources and marks of footnotes; those are no words of
    the article.
    """

    index: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Exact words of an article: the passage where they begin, and what they are there."""

    article: Article
    index: int
    quote: str
    words: str  # of the first passage: what a link can name


def excerpt_of(article: Article, shown: Sequence[Shown]) -> Excerpt:
    """The words of the article that are selected, whole words only; paragraphs stay apart.

    UserError if none are.
    """
    texts = {one.index: one.text for one in passages(article.text_md)}
    parts: list[tuple[int, str]] = []
    for one in shown:
        text = texts.get(one.index, "")
        start, end = _inside(one, text)
        start, end = _whole_words(text, start, end)
        words = text[start:end].strip()
        if words:
            parts.append((one.index, words))
    if not parts:
        raise UserError("Select the words of the article first: drag over them, or hold Shift.")
    quote = "\n\n".join(words for _, words in parts)
    return Excerpt(article, parts[0][0], quote, parts[0][1])


def whole_passage(article: Article, index: int) -> Excerpt:
    """A passage as an excerpt."""
    texts = passages(article.text_md)
    if not 0 <= index < len(texts):
        raise UserError("Go to a passage of an article first.")
    words = texts[index].text
    return excerpt_of(article, [Shown(index, words, 0, len(words))])


def _inside(shown: Shown, text: str) -> tuple[int, int]:
    """The selected characters of the screen as characters of the passage's own text."""
    if shown.text == text:
        return shown.start, shown.end
    start, end = len(text), 0
    matcher = SequenceMatcher(None, shown.text, text, autojunk=False)
    for block in matcher.get_matching_blocks():
        first = max(shown.start, block.a)
        last = min(shown.end, block.a + block.size)
        if first < last:
            start = min(start, first - block.a + block.b)
            end = max(end, last - block.a + block.b)
    return start, end


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    if start >= end:
        return start, start
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    while 0 < start < len(text) and _LETTER.match(text[start]) and _LETTER.match(text[start - 1]):
        start -= 1
    while 0 < end < len(text) and _LETTER.match(text[end]) and _LETTER.match(text[end - 1]):
        end += 1
    return start, end

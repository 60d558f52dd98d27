"""Articles and topics: from their files, and their front matter."""

from __future__ import annotations

from pathlib import Path

from briefing.library.context import Context, read_side
from briefing.model import (
    Article,
    ArticleId,
    ArticleKind,
    Place,
    Side,
    SourceId,
    Topic,
    TopicId,
)
from briefing.text import front_matter
from briefing.text.front_matter import FrontMatter
from briefing.text.records import clean

_KINDS = {kind.value: kind for kind in ArticleKind}


def read_topic(context: Context, path: Path, id_: str, text: str) -> Topic:
    """The topic whose `topic.md` has this `text`."""
    front = front_matter.read(text)
    context.problems(path, front.problems)
    motion = front.text("motion")
    if not motion:
        context.fault(path, 1, "the topic has no motion", "add `motion: …` to its front matter")
    background = clean(text[front.body :])
    context.refer_in(background, path, _line_of(front, text))
    return Topic(
        TopicId(id_),
        front.text("title") or motion or id_,
        motion,
        (front.text("for") or "For", front.text("against") or "Against"),
        front.texts("themes"),
        front.text("language") or "en",
        background,
    )


def read_article(context: Context, path: Path, topic: TopicId, id_: str, text: str) -> Article:
    """The article whose file has this `text`."""
    front = front_matter.read(text)
    context.problems(path, front.problems)
    title = front.text("title")
    if not title:
        context.fault(path, 1, "the article has no title", "add `title: …` to its front matter")
    source, digest = front.text("source"), front.text("full-text-of")
    if source:
        context.refer("source", source, path, line_of(front, "source"))
    if digest:
        context.refer("article", digest, path, line_of(front, "full-text-of"))
    date = front.text("date")
    context.date(date, path, line_of(front, "date"))
    body = clean(text[front.body :])
    if not body:
        context.fault(path, 1, "the article has no text", "write it below the front matter")
    context.refer_in(body, path, _line_of(front, text))
    return Article(
        ArticleId(id_),
        topic,
        title or id_,
        _kind(context, path, front),
        _side(context, path, front),
        front.texts("authors", ";"),
        front.text("venue"),
        date,
        front.text("url"),
        SourceId(source) if source else None,
        ArticleId(digest) if digest else None,
        front.text("note"),
        body,
        Place(path),
    )


def _kind(context: Context, path: Path, front: FrontMatter) -> ArticleKind:
    name = front.text("kind")
    kind = _KINDS.get(name)
    if kind is None and name:
        what = f"`{name}` is not a kind of article"
        context.fault(path, line_of(front, "kind"), what, f"use one of {', '.join(_KINDS)}")
    return kind or ArticleKind.ARTICLE


def _side(context: Context, path: Path, front: FrontMatter) -> Side | None:
    return read_side(front.text("side"), context, path, line_of(front, "side"))


def line_of(front: FrontMatter, key: str) -> int:
    """The line on which `key` stands in the front matter; 1 if it does not."""
    entry = front.find(key)
    return entry.line if entry else 1


def _line_of(front: FrontMatter, text: str) -> int:
    """The line on which the words begin, after the empty lines below the front matter."""
    rest = text[front.body :]
    return front.body_line + rest[: len(rest) - len(rest.lstrip("\r\n"))].count("\n")


def article_values(article: Article) -> dict[str, str]:
    """The front matter of `article`; values that need not be written are empty."""
    return {
        "title": article.title,
        "kind": "" if article.kind is ArticleKind.ARTICLE else article.kind.value,
        "side": article.side.value if article.side else "",
        "authors": "; ".join(article.authors),
        "venue": article.venue,
        "date": article.date,
        "url": article.url,
        "source": article.source or "",
        "full-text-of": article.full_text_of or "",
        "note": article.note,
    }

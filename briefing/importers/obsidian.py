"""Vaults of Obsidian, and folders of Markdown notes: a note is an article, or a point.

A note becomes a point if its front matter says that it is one (`type: point`, `claim`, `argument`,
`card` or `counterpoint`, or such a tag). All other notes become articles.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import replace

from briefing.importers.base import Dropped, Files, Group, Imported, Intake, Options
from briefing.importers.decoding import decode
from briefing.importers.markdown import article_of
from briefing.importers.records import side_of
from briefing.model import Point, PointId, Side, TopicId, UserError

_NOTES = (".md", ".markdown")
_MOST_NOTES = 5000
_POINTS = frozenset(("point", "claim", "argument", "card", "counterpoint", "evidence"))


def holds(names: Sequence[str]) -> bool:
    """Whether a folder or zip is a vault, or nothing but notes."""
    if any(name.startswith(".obsidian/") or "/.obsidian/" in name for name in names):
        return any(name.lower().endswith(_NOTES) for name in names)
    seen = [name for name in names if not _is_hidden(name)]
    notes = [name for name in seen if name.lower().endswith(_NOTES)]
    # A folder of other documents with some notes is read file by file.
    others = [name for name in seen if name.lower().endswith(_DOCUMENTS)]
    return len(notes) >= 2 and not others and "library.md" not in names


_DOCUMENTS = (".docx", ".docm", ".pdf", ".odt", ".rtf", ".epub", ".html", ".htm", ".mhtml", ".txt",
              ".bib", ".ris", ".json", ".csv", ".argdown", ".opml")  # fmt: skip


def read_vault(files: Files, options: Options) -> Intake:
    """The notes of a vault. A note that cannot be read is told, and the others go on."""
    names = [name for name in files.names if name.lower().endswith(_NOTES)]
    names = [name for name in names if not _is_hidden(name)]
    articles: list[Imported] = []
    points: dict[tuple[str, ...], list[Point]] = {}
    dropped = [Dropped(0, one) for one in files.unread]
    notices: list[str] = []
    if len(names) > _MOST_NOTES:
        dropped.append(Dropped(0, f"{len(names) - _MOST_NOTES:,} notes after {_MOST_NOTES:,}"))
    for number, name in enumerate(names[:_MOST_NOTES], 1):
        try:
            data = files.read(name)
            if not data.strip():
                dropped.append(Dropped(0, f"{name}: empty"))
                continue
            text, said = decode(data, name, options.encoding)
        except UserError as error:
            dropped.append(Dropped(0, f"{name}: {error}"))
            continue
        article, kind, side = _note(text, name)
        notices += [f"{name}: {one}" for one in (*said, *article.notices)]
        dropped += [Dropped(one.line, f"{name}: {one.text}") for one in article.dropped]
        if kind:
            path = tuple(part for part in posixpath.dirname(name).split("/") if part)
            point = Point(
                id=PointId(f"p{number}"),
                topic=TopicId(""),
                claim=article.title,
                side=side,
                explanation_md=article.text_md.strip(),
            )
            points.setdefault(path, []).append(point)
        elif article.text_md.strip():
            articles.append(replace(article, notices=(), dropped=()))
        else:
            dropped.append(Dropped(0, f"{name}: nothing but front matter"))
    if not articles and not points:
        raise UserError(f"“{files.name}” holds no notes with text in them.")
    notices += _others(files)
    groups = tuple(Group(path, tuple(found)) for path, found in points.items())
    return Intake(
        articles=tuple(articles),
        groups=groups,
        title=files.name,
        notices=tuple(notices),
        dropped=tuple(dropped),
    )


def _others(files: Files) -> list[str]:
    left = [name for name in files.names
            if not name.lower().endswith(_NOTES) and not _is_hidden(name)]  # fmt: skip
    if not left:
        return []
    shown = ", ".join(left[:8]) + (f" and {len(left) - 8} more" if len(left) > 8 else "")
    return [f"Files that are no notes were left out: {shown}."]


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "~", "__MACOSX")) for part in name.split("/"))


def _note(text: str, name: str) -> tuple[Imported, bool, Side | None]:
    article, front = article_of(text, name)
    marks = {front.text("type").casefold(), *(one.casefold() for one in front.texts("tags"))}
    side = side_of(front.text("side") or front.text("stance"))
    return article, bool(marks & _POINTS), side

"""Vaults of Obsidian, and folders of Markdown notes: a note is an article, or a point.

A note becomes a point if its front matter says that it is one (`type: point`, `claim`, `argument`,
`card` or `counterpoint`, or such a tag). All other notes become articles. What only Obsidian
understands becomes words: a link is the name that it shows, an embedded note or picture is named,
a callout is a block quotation with its title in bold; comments (`%% … %%`) stay out, and are told.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.importers.base import Dropped, Files, Group, Imported, Intake, Options
from briefing.importers.decoding import decode
from briefing.importers.naming import from_file_name
from briefing.importers.records import side_of
from briefing.model import Point, PointId, Side, TopicId, UserError
from briefing.text import front_matter
from briefing.text.worded_dates import read_date

_NOTES = (".md", ".markdown")
_MOST_NOTES = 5000
_POINTS = frozenset(("point", "claim", "argument", "card", "counterpoint", "evidence"))
_LINK = re.compile(r"(!?)(?<!\\)\[\[([^\[\]\n]{1,300})\]\]")
_COMMENT = re.compile(r"%%(.{0,5000}?)%%", re.DOTALL)
_MARKED = re.compile(r"(?<![=\w])==(?=\S)([^=\n]{1,2000}?)(?<=\S)==(?!=)")
_BLOCK_ID = re.compile(r"(?m)(?:^|[ \t]+)\^[A-Za-z0-9-]{1,40}[ \t]*$")
_CALLOUT = re.compile(r"(?m)^((?:>[ \t]?)+)\[!([\w-]{1,30})\][+-]?[ \t]*(.{0,300})$")
_CODE = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]{1,1000}`)", re.DOTALL)


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
    front = front_matter.read(text)
    body = text[front.body :]
    said: tuple[str, ...] = ()
    if front.problems:
        what = front.problems[0].what
        front, body = front_matter.FrontMatter(), text
        said = (f"the front matter was read as text: {what}.",)
    body, comments = as_markdown(body)
    title = front.text("title") or from_file_name(posixpath.basename(name))
    heading = re.match(r"\s*#[ \t]+(\S.*?)[ \t]*#*[ \t]*(?:\n|\Z)", body)
    if heading and (not front.text("title") or heading[1] == title):
        title, body = heading[1], body[heading.end() :]
    date = front.text("date") or front.text("published")
    people = front.text("authors") or front.text("author")
    marks = {front.text("type").casefold(), *(one.casefold() for one in front.texts("tags"))}
    side = side_of(front.text("side") or front.text("stance"))
    article = Imported(
        title=title,
        text_md=body.strip() + "\n" if body.strip() else "",
        authors=tuple(part.strip() for part in re.split(r"[;,]", people) if part.strip()),
        venue=front.text("venue") or front.text("publication"),
        date=read_date(date),
        url=front.text("url") or front.text("source-url") or _link(front.text("source")),
        notices=said,
        dropped=tuple(Dropped(0, f"comment: {one[:80]}") for one in comments),
    )
    return article, bool(marks & _POINTS), side


def _link(text: str) -> str:
    return text if text.startswith(("http://", "https://")) else ""


def as_markdown(text: str) -> tuple[str, list[str]]:
    """Markdown as all programs read it, and the comments that were left out."""
    if not any(mark in text for mark in ("[[", "%%", "==", "^", "[!")):
        return text, []
    comments: list[str] = []
    pieces = _CODE.split(text)
    for at in range(0, len(pieces), 2):  # code stays as it is
        piece = _COMMENT.sub(lambda found: _keep(found[1], comments), pieces[at])
        piece = _LINK.sub(_shown, piece)
        piece = _MARKED.sub(r"**\1**", piece)
        piece = _CALLOUT.sub(_callout, piece)
        pieces[at] = _BLOCK_ID.sub("", piece)
    return "".join(pieces), comments


def _keep(comment: str, comments: list[str]) -> str:
    if comment.strip():
        comments.append(" ".join(comment.split()))
    return "\n" * comment.count("\n")  # so that lines keep their numbers


def _shown(found: re.Match[str]) -> str:
    target, _, alias = found[2].partition("|")
    name = alias.rpartition("|")[2].strip() if not found[1] else ""
    if not name:
        note, _, part = target.strip().partition("#")
        note = posixpath.basename(note.strip()).removesuffix(".md")
        part = part.rpartition("#")[2]
        name = note or part.lstrip("^")
    if not name.strip():
        return found[0]
    return f"\\[embedded: {name}\\]" if found[1] else name


def _callout(found: re.Match[str]) -> str:
    words = found[3].strip() or found[2].capitalize()
    return f"{found[1]}**{words}**\n{found[1].rstrip()}"

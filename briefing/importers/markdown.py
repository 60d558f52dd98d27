"""Markdown: an article or note with front matter, kept as it is.

What only Obsidian understands becomes words: a link is the name that it shows, an embedded note or
picture is named, a callout is a block quotation with its title in bold; comments (`%% … %%`) stay
out, and are told.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace

from briefing.importers.base import Dropped, Imported, Intake, Options
from briefing.importers.decoding import decode
from briefing.importers.naming import from_file_name
from briefing.importers.plain import without_furniture
from briefing.text import front_matter
from briefing.text.front_matter import FrontMatter

_HEADING = re.compile(r"\s*#[ \t]+(\S.*?)[ \t]*#*[ \t]*(?:\n|\Z)")
_LINK = re.compile(r"(!?)(?<!\\)\[\[([^\[\]\n]{1,300})\]\]")
_COMMENT = re.compile(r"%%(.{0,5000}?)%%", re.DOTALL)
_MARKED = re.compile(r"(?<![=\w])==(?=\S)([^=\n]{1,2000}?)(?<=\S)==(?!=)")
_BLOCK_ID = re.compile(r"(?m)(?:^|[ \t]+)\^[A-Za-z0-9-]{1,40}[ \t]*$")
_CALLOUT = re.compile(r"(?m)^((?:>[ \t]?)+)\[!([\w-]{1,30})\][+-]?[ \t]*(.{0,300})$")
_CODE = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]{1,1000}`)", re.DOTALL)


def read_markdown(data: bytes, name: str, options: Options) -> Intake:
    """An article from Markdown, without what a page says around it; front matter fills in."""
    text, notices = decode(data, name, options.encoding)
    article, _ = article_of(text, name, is_page=True)
    return Intake(articles=(replace(article, notices=notices + article.notices),))


def article_of(text: str, name: str, *, is_page: bool = False) -> tuple[Imported, FrontMatter]:
    """The article that some Markdown is, and its front matter.

    `is_page`: it may have been copied from a web page, with what stands around an article there.
    """
    front = front_matter.read(text)
    body = text[front.body :]
    notices: tuple[str, ...] = ()
    if front.problems:
        notices = (f"The front matter was read as text: {front.problems[0].what}.",)
        front, body = FrontMatter(), text
    first = text[: len(text) - len(body)].count("\n") + 1
    body, comments = as_markdown(body)
    dropped = [Dropped(0, f"comment: {one[:80]}") for one in comments]
    if is_page:
        kept, around = without_furniture(list(enumerate(body.split("\n"), first)))
        dropped = [*(Dropped(number, line.strip()) for number, line in around), *dropped]
        body = "\n".join(line for _, line in kept)
    title = front.text("title")
    heading = _HEADING.match(body)
    if heading and title in ("", heading[1]):
        title, body = heading[1], body[heading.end() :]
    article = Imported(
        title=title or from_file_name(name),
        text_md=body.strip("\n").rstrip() + "\n" if body.strip() else "",
        authors=_people(front),
        venue=front.text("venue") or front.text("publication"),
        date=front.text("date") or front.text("published"),
        url=front.text("url") or front.text("source-url") or _address(front.text("source")),
        notices=notices,
        dropped=tuple(dropped),
    )
    return article, front


def _people(front: FrontMatter) -> tuple[str, ...]:
    """The authors: a list, or names between semicolons, or whole names between commas."""
    key = "authors" if front.text("authors") else "author"
    people = front.texts(key, ";")
    if len(people) == 1:
        names = [one.strip() for one in people[0].split(",")]
        if all(" " in one for one in names):
            return tuple(names)
    return people


def _address(text: str) -> str:
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

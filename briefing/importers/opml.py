"""OPML: outlines become points under headings, or an article; subscriptions become sources.

An entry with an address is a source. An outline whose words stand mostly in notes is an article,
written in outline. Of all other outlines an entry that is a short phrase with entries below it is a
heading, and any other entry is a point; what stands below a point is its explanation, as a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from briefing.importers import markup
from briefing.importers.base import Group, Imported, Intake, Options
from briefing.importers.blocks import Block, Kind, heading, paragraph, to_markdown, words
from briefing.importers.decoding import cleaned
from briefing.importers.naming import from_file_name
from briefing.importers.records import new_id
from briefing.model import Point, PointId, Source, SourceId, TopicId, UserError

_ADDRESSES = ("htmlUrl", "url", "xmlUrl")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_AMPERSAND = re.compile(
    rb"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)(?:(\w{2,10});)?"
)
_MOST_WORDS = 12  # of a heading
_MOST_LEVELS = 200


@dataclass(slots=True)
class _Entry:
    text: str
    note: str
    url: str
    level: int
    children: list[_Entry] = field(default_factory=list)


def read_opml(data: bytes, name: str, options: Options) -> Intake:
    """The outline of a file as points, sources, or an article."""
    root = _root(data, name)
    body = next((one for one in root if _tag(one) == "body"), None)
    if _tag(root) != "opml" or body is None:
        raise UserError(f"“{name}” is no OPML: it has no outline. Export it again as OPML.")
    entries = _entries(body, name)
    everything = list(_all(entries))
    if not any(one.text or one.note for one in everything):
        raise UserError(f"“{name}” holds an outline without words.")
    head = next((one for one in root if _tag(one) == "head"), ())
    stated = {_tag(one): _line(one.text or "") for one in head}
    title = stated.get("title") or from_file_name(name)
    noted = sum(len(one.note) for one in everything)
    if noted > 2 * sum(len(one.text) for one in everything):
        owner = stated.get("ownername", "")
        article = Imported(
            title=title,
            text_md=to_markdown(list(_as_blocks(entries))),
            authors=tuple(part.strip() for part in owner.split(";") if part.strip()),
        )
        return Intake(articles=(article,))
    sources = _sources(everything)
    groups = tuple(_groups(entries))
    if sources and not groups:
        return Intake(sources=sources, title=title)
    return Intake(groups=groups, sources=sources, title=title)


def _root(data: bytes, name: str) -> Any:
    """The root element. Lists of feeds are full of `&` that are no XML; those are mended."""
    if b"\x00" not in data:
        data = _AMPERSAND.sub(_mended, data)
    return markup.parse(data, name)


def _mended(found: re.Match[bytes]) -> bytes:
    from html.entities import name2codepoint

    name = (found[1] or b"").decode("ascii")
    if name in name2codepoint:
        return f"&#{name2codepoint[name]};".encode("ascii")
    return b"&amp;" + found[0][1:]


def _tag(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].casefold() if isinstance(tag, str) else ""


def _entries(body: Any, name: str) -> list[_Entry]:
    """The entries of an outline. Read without recursion: outlines may be deep."""
    top: list[_Entry] = []
    stack: list[tuple[Any, list[_Entry], int]] = [(body, top, 1)]
    while stack:
        element, into, level = stack.pop()
        if level > _MOST_LEVELS:
            raise UserError(f"“{name}” is an outline of more than {_MOST_LEVELS} levels.")
        for child in element:
            if _tag(child) != "outline":
                continue
            given = {key.casefold(): value for key, value in child.attrib.items()}
            text = given.get("text") or given.get("title") or ""
            url = next((given[key.casefold()] for key in _ADDRESSES
                        if given.get(key.casefold(), "").startswith("http")), "")  # fmt: skip
            entry = _Entry(_line(text), _text(given.get("_note", "")), url, level)
            into.append(entry)
            stack.append((child, entry.children, level + 1))
    return top


def _all(entries: list[_Entry]) -> Iterator[_Entry]:
    stack = list(reversed(entries))
    while stack:
        entry = stack.pop()
        yield entry
        stack.extend(reversed(entry.children))


def _sources(everything: list[_Entry]) -> tuple[Source, ...]:
    found: dict[str, Source] = {}
    for number, entry in enumerate(everything, 1):
        if entry.url:
            id_ = new_id(f"s{number}", found, number)
            found[id_] = Source(SourceId(id_), TopicId(""), "webpage", entry.text or entry.url,
                                url=entry.url, note=entry.note)  # fmt: skip
    return tuple(found.values())


def _is_heading(entry: _Entry) -> bool:
    short = len(entry.text.split()) <= _MOST_WORDS and not entry.text.endswith((".", "!", "?"))
    return bool(entry.children) and short and not entry.note


def _groups(entries: list[_Entry]) -> Iterator[Group]:
    """Groups in the order of the outline."""
    number = 0
    stack: list[tuple[tuple[str, ...], list[_Entry]]] = [((), entries)]
    while stack:
        path, here = stack.pop()
        points = []
        below = []
        for entry in here:
            if entry.url and not entry.children:
                continue
            if _is_heading(entry):
                below.append(((*path, entry.text)[-6:], entry.children))
            elif entry.text or entry.note:
                number += 1
                claim = entry.text or entry.note.split("\n")[0]
                points.append(
                    Point(PointId(f"p{number}"), TopicId(""), claim,
                          explanation_md=_explanation(entry))
                )  # fmt: skip
        if points:
            yield Group(path, tuple(points))
        stack.extend(reversed(below))


def _explanation(entry: _Entry) -> str:
    blocks = [paragraph(part) for part in entry.note.split("\n\n") if part.strip()]
    for one in _all(entry.children):
        depth = one.level - entry.level
        said = f"{one.text}: {one.note}" if one.note else one.text
        if one.url:
            said = f"{said} ({one.url})"
        blocks.append(Block(Kind.ITEM, words(said.replace("\n", " ")), depth, "-"))
    return to_markdown(blocks).strip()


def _as_blocks(entries: list[_Entry]) -> Iterator[Block]:
    for entry in _all(entries):
        if entry.text and (entry.children or entry.note):
            yield heading(entry.text, entry.level + 1)
        elif entry.text:
            yield paragraph(entry.text)
        for part in entry.note.split("\n\n"):
            if part.strip():
                yield paragraph(part.strip())


def _line(text: str) -> str:
    return " ".join(_text(text).split())


def _text(text: str) -> str:
    """The words of a text that may be HTML."""
    from html import unescape

    if "<" in text:
        text = unescape(_TAG.sub("", text))
    elif "&" in text:
        text = unescape(text)
    return cleaned(text).strip()

"""Argdown: statements and arguments become points, relations links, running text an article.

The syntax is that of https://argdown.org/syntax. Premises and conclusions stay as text in the
explanation of their argument; titled ones are points of their own that support it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from briefing.importers.argdown_graph import Debate, Element
from briefing.importers.base import Dropped, Imported, Intake, Options
from briefing.importers.decoding import decode
from briefing.model import UserError
from briefing.text.escaping import escape

# Escaped characters hide in a private plane while the syntax is read.
_HIDDEN = 0x100000
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_FRONT = re.compile(r"\A={3,}[ \t]*\n(.*?)\n={3,}[ \t]*(?:\n|\Z)", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->|(?<![:\w])//[^\n]*", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)", re.DOTALL)
_RELATION = re.compile(r"([ \t]*)(<\+|\+>|<-|->|<_|_>|><|\+|-|_)[ \t]+(.*)", re.DOTALL)
_PREMISE = re.compile(r"[ \t]*\((\d+)\)[ \t]*(.*)", re.DOTALL)
_INFERENCE = re.compile(r"[ \t]*-{2,}[ \t]*")
_ELEMENT = re.compile(r"(?:\[([^\[\]]+)\]|<([^<>]+)>)[ \t]*(:)?[ \t]*(.*)", re.DOTALL)
_DATA = re.compile(r"[ \t]*\{([^{}]*)\}[ \t]*\Z", re.DOTALL)
_TAG = re.compile(r"(?:(?<=\s)|\A)#(?:\(([^()]+)\)|([\w-]+))")
_MENTION = re.compile(r"@(?:\[([^\[\]]+)\]|<([^<>]+)>)")
_MOST_LINES = 200_000
_TITLE = re.compile(r"^title:[ \t]*(.+(?:\n[ \t]+.+)*)", re.MULTILINE)


def read(data: bytes, name: str, options: Options) -> Intake:
    """Everything that an Argdown file says; UserError if it says nothing."""
    text, notices = decode(data, name, options.encoding)
    if text.count("\n") > _MOST_LINES:
        raise UserError(f"“{name}” has more than {_MOST_LINES:,} lines. Cut it into several files.")
    reader = _Reader(text)
    debate = reader.debate
    if not debate.nodes and not reader.prose:
        raise UserError(f"“{name}” holds no statements and no arguments: is it Argdown?")
    articles: tuple[Imported, ...] = ()
    if reader.prose:
        title = reader.title or name.rsplit(".", 1)[0]
        articles = (Imported(title, "\n\n".join(reader.prose)),)
    return Intake(
        articles=articles,
        groups=debate.groups(),
        sources=debate.sources(),
        title=reader.title,
        motion=debate.motion,
        notices=notices,
        dropped=tuple(reader.dropped),
    )


@dataclass(slots=True)
class _Line:
    """A logical line: what it begins with, and its words, continued or not."""

    text: str
    number: int


@dataclass(slots=True)
class _Argument:
    """A reconstruction that is being read: premises, and whether a conclusion comes next."""

    key: str
    lines: list[str] = field(default_factory=list)
    premises: list[str] = field(default_factory=list)
    is_conclusion: bool = False
    in_inference: bool = False
    only_quotations: bool = True


class _Reader:
    """Reads a file line by line into a `Debate`."""

    def __init__(self, text: str) -> None:
        self.title = ""
        self.debate = Debate()
        self.prose: list[str] = []
        self.dropped: list[Dropped] = []
        self._has_words = False
        text = _ESCAPE.sub(lambda found: chr(_HIDDEN + ord(found[1])), text)
        text = self._front(text)
        text = self._without_comments(text)
        self._argument: _Argument | None = None
        self._last_argument = ""
        self._stack: list[tuple[int, str]] = []
        for block in _blocks(text):
            self._block(block)
        self._end_argument()
        if not self._has_words:
            self.prose.clear()

    def _front(self, text: str) -> str:
        """`text` without its front matter, which keeps its lines; the title is read from it."""
        front = _FRONT.match(text)
        if front is None:
            return text
        if title := _TITLE.search(front[1]):
            self.title = shown(title[1]).strip("\"' ")
        return "\n" * front[0].count("\n") + text[front.end() :]

    def _without_comments(self, text: str) -> str:
        def note(found: re.Match[str]) -> str:
            words = " ".join(shown(found[0].strip("/*<!-> \n")).split())
            if words:
                self.dropped.append(Dropped(text.count("\n", 0, found.start()) + 1, words))
            return "\n" * found[0].count("\n")

        return _COMMENT.sub(note, text)

    # -- blocks -----------------------------------------------------------------------------------

    def _block(self, lines: list[_Line]) -> None:
        """Lines without an empty one between them."""
        first = lines[0].text
        if heading := _HEADING.match(first.lstrip()):
            self._end_argument()
            words = " ".join(shown(_MENTION.sub(r"\1\2", _DATA.sub("", heading[2]))).split())
            self.debate.heading(len(heading[1]), words)
            self.prose.append(f"{'#' * min(len(heading[1]) + 1, 6)} {escape(words)}")
            if len(lines) > 1:
                self._block(lines[1:])
            return
        if _PREMISE.match(first) or (self._argument and _INFERENCE.fullmatch(first)):
            self._reconstruction(lines)
            return
        self._end_argument()
        self._stack = []
        if not self._is_prose(lines):
            for line in lines:
                self._statement(line)
            return
        text = "\n".join(shown(_MENTION.sub(r"\1\2", line.text)).strip() for line in lines)
        self.prose.append(escape(text))
        self._has_words = True

    def _is_prose(self, lines: list[_Line]) -> bool:
        """Running text: no title, and nothing related to it."""
        if _ELEMENT.match(lines[0].text.lstrip()) or _RELATION.match(lines[0].text):
            return False
        return not any(_RELATION.match(line.text) for line in lines[1:])

    def _statement(self, line: _Line) -> None:
        relation = _RELATION.match(line.text)
        if relation is None:
            key = self.debate.add(_element_of(line.text.strip()))
            self._stack = [(-1, key)]
            if self.debate.nodes[key].is_argument:
                self._last_argument = key
            return
        self._relate(relation)

    def _relate(self, found: re.Match[str]) -> None:
        indent = len(found[1].expandtabs(4))
        key = self.debate.add(_element_of(found[3].strip()))
        while self._stack and self._stack[-1][0] >= indent:
            self._stack.pop()
        if self._stack:
            self.debate.relate(self._stack[-1][1], found[2], key)
        self._stack.append((indent, key))

    # -- premises and conclusions -----------------------------------------------------------------

    def _reconstruction(self, lines: list[_Line]) -> None:
        argument = self._argument
        if argument is None:
            key = self._last_argument or self.debate.add(Element(text="", is_argument=True))
            argument = self._argument = _Argument(key)
        self._stack = [(-1, argument.key)]
        for line in lines:
            premise = _PREMISE.match(line.text)
            relation = _RELATION.match(line.text)
            if _INFERENCE.fullmatch(line.text):
                argument.in_inference = not argument.in_inference and "----" not in line.text
                argument.is_conclusion = True
            elif premise:
                argument.in_inference = False
                self._premise(argument, premise)
            elif relation and not argument.in_inference:
                self._relate(relation)
            elif words := shown(line.text).strip():
                argument.lines.append(f"— {words}")

    def _premise(self, argument: _Argument, found: re.Match[str]) -> None:
        element = _element_of(found[2].strip())
        if element.data.get("quotation"):
            self.debate.quote(argument.key, element)
            self._stack = [(-1, argument.key)]
            return
        node = self.debate.nodes[argument.key]
        words = element.text or element.title
        key = argument.key
        if element.title:
            key = self.debate.add(element)
            sign = "+>" if argument.is_conclusion else "<+"
            self.debate.relate(argument.key, sign, key)
        if not (argument.is_conclusion and words == node.text):
            argument.only_quotations = False
        argument.lines.append(f"({found[1]}) {words}")
        if argument.is_conclusion and not node.text:
            node.text = words
        argument.is_conclusion = False
        self._stack = [(-1, key)]

    def _end_argument(self) -> None:
        argument, self._argument = self._argument, None
        if argument is not None and not argument.only_quotations:
            node = self.debate.nodes[argument.key]
            node.more.append("\n\n".join(argument.lines))
        if argument is not None:
            self._last_argument = ""


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Logical lines in blocks; a line that begins nothing continues the one before it."""
    block: list[_Line] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            if block:
                yield block
            block = []
        elif block and not _begins(line) and not _INFERENCE.fullmatch(block[-1].text):
            block[-1].text += f" {line.strip()}"
        else:
            block.append(_Line(line.rstrip(), number))
    if block:
        yield block


def _begins(line: str) -> bool:
    return bool(
        _RELATION.match(line)
        or _PREMISE.match(line)
        or _INFERENCE.fullmatch(line)
        or _HEADING.match(line.lstrip())
        or re.match(r"(?:\[[^\[\]]+\]|<[^<>]+>)[ \t]*(?::|$)", line)
    )


def _element_of(raw: str) -> Element:
    """A statement or argument as it is written: title, words, tags, data."""
    data: dict[str, str] = {}
    if found := _DATA.search(raw):
        data = _data(_shown_data(found[1]))
        if data:
            raw = raw[: found.start()]
    match = _ELEMENT.match(raw)
    title, words, is_argument, is_definition = "", raw, False, False
    if match and (match[3] or not _TAG.sub("", match[4]).strip()):
        title, words = match[1] or match[2], match[4]
        is_argument, is_definition = match[2] is not None, bool(match[3])
    tags = [shown(found[1] or found[2]) for found in _TAG.finditer(words)]
    words = _MENTION.sub(r"\1\2", _TAG.sub("", words))
    return Element(
        title=" ".join(shown(title).split()),
        text=" ".join(shown(words).split()),
        tags=tags,
        data=data,
        is_argument=is_argument,
        is_definition=is_definition,
    )


def shown(text: str) -> str:
    """`text` with its hidden characters as they are meant."""
    return re.sub("[\U00100021-\U0010007e]", lambda found: chr(ord(found[0]) - _HIDDEN), text)


def _shown_data(text: str) -> str:
    """Data as it is written: there a backslash is YAML's."""
    return re.sub(
        "[\U00100021-\U0010007e]", lambda found: "\\" + chr(ord(found[0]) - _HIDDEN), text
    )


def _data(text: str) -> dict[str, str]:
    """The data in braces, if it is a mapping of words; nothing is expanded."""
    import yaml

    if "&" in re.sub(r'"(?:[^"\\]|\\.)*"', "", text):
        return {}
    try:
        values: Any = yaml.load(f"{{{text}}}", Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    if not isinstance(values, dict):
        return {}
    return {str(key): one if isinstance(one, str) else str(one) for key, one in values.items()}

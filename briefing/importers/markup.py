"""XML from strangers: no document types, no entities, no network, no depth without end."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from briefing.model import UserError

_DOCTYPE = re.compile(rb"<\s*!\s*DOCTYPE", re.IGNORECASE)
_DEEPEST = 250  # levels; what reads XML goes to 256
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)""")


def parse(data: bytes, name: str, part: str = "") -> Any:
    """The root element of an XML document; UserError in words if it is none.

    A document type is refused before anything is parsed: it is what entities, bombs and requests
    are made of, and none of the formats that are read here needs one.
    """
    from lxml import etree

    where = f"its part {part}" if part else "the file"
    if _DOCTYPE.search(_ascii(data)):
        raise UserError(
            f"“{name}” was not read: {where} holds a document type (DOCTYPE), which could make a "
            "program read other files of this computer. No word processor writes one."
        )
    try:
        return etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        if _depth(data) > _DEEPEST:
            raise UserError(
                f"“{name}” was not read: {where} is nested too deeply, in more than {_DEEPEST} "
                "levels. Move what stands deepest further up, and save it anew."
            ) from error
        raise UserError(
            f"“{name}” is damaged: {where} is no XML that can be read "
            f"({str(error).split(', line')[0]}). Open it in its own program and save it anew."
        ) from error


def _parser(target: object = None) -> Any:
    """What reads XML, into a tree or into `target`."""
    from lxml import etree

    return etree.XMLParser(
        target=target,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


class _Levels:
    """Counts how deep elements stand in one another."""

    def __init__(self) -> None:
        self.now = self.most = 0

    def start(self, tag: str, attributes: object) -> None:
        """One level further down."""
        self.now += 1
        self.most = max(self.most, self.now)

    def end(self, tag: str) -> None:
        """Up again."""
        self.now -= 1

    def close(self) -> None:
        """Nothing is made of it."""


def _depth(data: bytes) -> int:
    """How deep a document goes that cannot be read, as far as it can be.

    It is counted, since neither the words nor the number of that error are the same in every
    libxml2.
    """
    from lxml import etree

    levels = _Levels()
    with contextlib.suppress(etree.XMLSyntaxError):
        etree.fromstring(data, _parser(levels))
    return levels.most


def _ascii(data: bytes) -> bytes:
    """The bytes with those of UTF-16 and UTF-32 that stand for ASCII made narrow."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:200]:
        return data.replace(b"\x00", b"")
    encoding = _ENCODING.match(data[:200].lstrip())
    known = {b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252", b"latin1"}
    if encoding is not None and encoding[1].lower() not in known:
        try:  # an encoding such as UTF-7 could hide the words that are looked for
            return data + data.decode(encoding[1].decode("ascii")).encode("utf-8", "replace")
        except (LookupError, UnicodeDecodeError):
            return data
    return data

"""XML from strangers: no document types, no entities, no network, no depth without end."""

from __future__ import annotations

import re
from typing import Any

from briefing.model import UserError

_DOCTYPE = re.compile(rb"<\s*!\s*DOCTYPE", re.IGNORECASE)
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
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UserError(
            f"“{name}” is damaged: {where} is no XML that can be read "
            f"({str(error).split(', line')[0]}). Open it in its own program and save it anew."
        ) from error


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

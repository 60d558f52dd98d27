"""From bytes to text: the encoding is found out, and doubts are said."""

from __future__ import annotations

import codecs
import re

from briefing.importers.base import MOST_BYTES
from briefing.model import UserError

# First bytes of what is often given a wrong ending; and what to do about it.
_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word, OpenDocument, EPUB or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file, or one with a password"),
    (b"{\\rtf", "a Rich Text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file, lines ended by LF, without control characters; and notices about it."""
    if len(data) > MOST_BYTES:
        raise UserError(
            f"“{name}” is too large for an article ({len(data) // 2**20} MB; at most "
            f"{MOST_BYTES // 2**20} MB). Cut the article out and import that."
        )
    for first, what in _OTHERS:
        if data.startswith(first):
            raise UserError(
                f"“{name}” is not a text file: it looks like {what}. Open it in its own program, "
                "save it as plain text (UTF-8), and import that."
            )
    text, notices = _decoded(data)
    text = _ESCAPES.sub("", text)
    controls = len(_CONTROLS.findall(text))
    if controls > 16 and controls > len(text) // 50:
        raise UserError(
            f"“{name}” is not a text file: it is full of characters that no text has. Save the "
            "article as plain text (UTF-8), and import that."
        )
    text = _LINE_ENDS.sub("\n", _CONTROLS.sub("", text))
    if not text.strip():
        raise UserError(f"“{name}” holds no text. Check that the article was saved into it.")
    if _BIDI.search(text):
        notices += ("The text holds invisible characters that change the direction of reading.",)
    return text, notices


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _replaced(data[len(bom) :], encoding)
    wide = _by_nuls(data)
    if wide is not None:
        return _replaced(data, wide)
    try:
        # A file that was cut off may end within a character.
        decoder = codecs.getincrementaldecoder("utf-8")()
        return decoder.decode(data, final=False), ()
    except UnicodeDecodeError:
        pass
    tolerant = data.decode("utf-8", errors="replace")
    bad = tolerant.count("\ufffd")
    good = sum(char > "\x7f" for char in tolerant) - bad
    if good > 2 * bad:
        return tolerant, (_UNREADABLE.format(bad),)
    return (
        data.decode("cp1252", errors="replace"),
        (
            "The file says nothing about its encoding and is not UTF-8; it was read as "
            "Windows-1252. Check the accented letters.",
        ),
    )


_UNREADABLE = "{} characters could not be read and stand as \ufffd."


def _replaced(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, errors="replace")
    bad = text.count("\ufffd")
    return text, (_UNREADABLE.format(bad),) if bad else ()


def _by_nuls(data: bytes) -> str | None:
    """UTF-16 without a mark: in Latin text every second byte is NUL."""
    sample = data[:4096]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.1:
        return "utf-16-be"
    return None

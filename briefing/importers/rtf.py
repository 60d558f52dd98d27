"""Rich Text (.rtf): the words in their order; striprtf drops bold, headings and all other marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from briefing.importers.base import Imported, Intake, Options
from briefing.importers.decoding import about_direction, cleaned
from briefing.importers.naming import from_file_name
from briefing.importers.plain import article_of_text
from briefing.model import UserError
from briefing.text.dates import joined

_MOST_BYTES = 64 * 2**20
_MOST_WORDS = 16 * 2**20  # characters without pictures; striprtf takes a second for two millions
_PAGE = re.compile(r"\\ansicpg(\d{3,5})")
# Pictures and objects: numbers in hexadecimal, megabytes of them, which no reader needs.
_PICTURE = re.compile(r"[0-9a-fA-F\r\n]{4000,}")
_BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
_INFO = re.compile(r"\{\\(title|author)\s+((?:[^{}\\]|\\'[0-9a-fA-F]{2}|\\u-?\d+ ?\??)*)\}")
_MADE = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
_NOTICE = (
    "Of Rich Text files only the words are read: bold, underlining, highlighting and headings are "
    "not imported. Save the file as .docx to bring them along."
)


def read_rtf(data: bytes, name: str, options: Options) -> Intake:
    """The text of an RTF file as an article."""
    import striprtf.striprtf

    if len(data) > _MOST_BYTES:
        raise UserError(f"“{name}” is too large to be read ({len(data) // 2**20} MB).")
    source = _PICTURE.sub("", _without_binary(data).decode("latin-1"))
    if len(source) > _MOST_WORDS:
        raise UserError(
            f"“{name}” has {len(source) // 2**20} MB of text without its pictures, which would "
            "take minutes to read as Rich Text. Open it in its own program, save it as .docx, and "
            "import that."
        )
    page = _PAGE.search(source[:5000])
    encoding = options.encoding or (f"cp{page[1]}" if page else "cp1252")
    try:
        "".encode(encoding)
    except LookupError:
        encoding = "cp1252"
    try:
        # striprtf says nothing of its types.
        convert: Callable[..., str] = striprtf.striprtf.rtf_to_text
        text = convert(source, encoding=encoding, errors="replace")
    except (ValueError, IndexError, KeyError, OverflowError, TypeError, LookupError) as error:
        raise UserError(
            f"“{name}” is damaged: its Rich Text cannot be read. Open it in its own program, save "
            "it as .docx or plain text, and import that."
        ) from error
    text = cleaned(text)
    if not text.strip():
        raise UserError(f"“{name}” holds no text. Check that the article was saved into it.")
    about = {key: _value(value, encoding) for key, value in _INFO.findall(source[:20_000])}
    made = _MADE.search(source[:20_000])
    day = joined(*made.groups()) if made else ""
    notices = (_NOTICE, *about_direction(text))
    article = article_of_text(text, name, notices)
    if about.get("title") and article.title == from_file_name(name):
        article = replace(article, title=about["title"])
    return Intake(articles=(_filled(article, about.get("author", ""), day),))


def _filled(article: Imported, author: str, day: str) -> Imported:
    return replace(
        article,
        authors=article.authors or ((author,) if author else ()),
        date=article.date or day,
    )


def _without_binary(data: bytes) -> bytes:
    """The file without the raw bytes that stand in some for pictures."""
    kept = bytearray()
    at = 0
    for found in _BINARY.finditer(data):
        if found.start() < at:
            continue
        kept += data[at : found.start()]
        at = min(len(data), found.end() + int(found[1]))
    return bytes(kept + data[at:])


def _value(text: str, encoding: str) -> str:
    def byte(found: re.Match[str]) -> str:
        return bytes([int(found[1], 16)]).decode(encoding, "replace")

    plain = re.sub(r"\\'([0-9a-fA-F]{2})", byte, text)
    plain = re.sub(r"\\u(-?\d+) ?\??", lambda found: chr(int(found[1]) % 65536), plain)
    return " ".join(cleaned(plain).split())

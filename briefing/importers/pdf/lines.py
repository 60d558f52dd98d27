"""The lines of a PDF's pages, with where they stand and how large their letters are.

pdfium gives the text of a page in the order of its content, which follows columns. A word that was
parted at the end of a line is joined by it, with U+FFFE (U+0002 in its own counting) for the
hyphen: such a line reaches over several lines of print.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

HYPHEN = "\ufffe"
_LINE_ENDS = re.compile(r"\r\n|\r(?=.)|\n")
_BOLD = re.compile(rb"bold|black|heavy|demi|-bd\b|-medi\b", re.IGNORECASE)
_MOST_LINES = 4000  # of a page; no page of print has so many


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line. Places are in points, from the left and from the bottom of the page."""

    text: str
    page: int
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0  # where the letters of its first line of print stand on
    bottom: float = 0.0  # where those of its last line do
    size: float = 0.0  # of the first letters, in points
    bold: bool = False

    @property
    def height(self) -> float:
        """How high one line of it is."""
        return self.size or 10.0


def of_page(page: Any, number: int) -> Iterator[Line]:
    """The lines of one page (a `PdfPage`)."""
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        text = text_page.get_text_range() if count > 0 else ""
        for index, found in enumerate(_cut(text)):
            start, line = found
            if index >= _MOST_LINES:
                break
            if not line.strip():
                continue
            first = _index_of(raw, text_page, start + len(line) - len(line.lstrip()), line, count)
            last = min(count - 1, first + len(line.strip()) - 1)
            yield _line(raw, text_page, line.strip(), number, first, last)
    finally:
        text_page.close()


def _cut(text: str) -> Iterator[tuple[int, str]]:
    begin = 0
    for end in _LINE_ENDS.finditer(text):
        yield begin, text[begin : end.start()]
        begin = end.end()
    yield begin, text[begin:]


def _index_of(raw: Any, page: Any, guess: int, line: str, count: int) -> int:
    """The place of the line's first letter: text and letters are counted a little differently."""
    wanted = ord(line.strip()[0])
    for offset in range(12):
        for at in (guess - offset, guess + offset):
            if 0 <= at < count and raw.FPDFText_GetUnicode(page, at) == wanted:
                return at
    return min(max(guess, 0), count - 1)


def _line(raw: Any, page: Any, text: str, number: int, first: int, last: int) -> Line:
    left, low, _, high = _box(raw, page, first)
    _, _, right, _ = _box(raw, page, last)
    probes = {first, (first + last) // 2, last}
    sizes = [round(raw.FPDFText_GetFontSize(page, at) * _scale(raw, page, at), 1) for at in probes]
    if max(sizes, default=0) <= 1.5:
        sizes = [round(high - low, 1)]
    size = sorted(sizes)[len(sizes) // 2]
    return Line(
        text,
        number,
        left,
        right,
        _foot(raw, page, first, low),
        _foot(raw, page, last, low),
        size,
        all(_is_bold(raw, page, at) for at in probes),
    )


def _foot(raw: Any, page: Any, at: int, low: float) -> float:
    """The height of the line that the letter stands on."""
    across, up = ctypes.c_double(), ctypes.c_double()
    if raw.FPDFText_GetCharOrigin(page, at, across, up):
        return up.value
    return low


def _scale(raw: Any, page: Any, at: int) -> float:
    """By how much the letter is enlarged when it is drawn."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(page, at, matrix):
        return 1.0
    scale = float((matrix.c**2 + matrix.d**2) ** 0.5)
    return scale if 0.01 < scale < 1000 else 1.0


def _box(raw: Any, page: Any, at: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a letter."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(page, at, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _is_bold(raw: Any, page: Any, at: int) -> bool:
    weight = raw.FPDFText_GetFontWeight(page, at)
    if weight >= 600:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, at, name, 128, flags)
    return _BOLD.search(name.value) is not None

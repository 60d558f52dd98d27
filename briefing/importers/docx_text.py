"""The words of a Word document in their order, each with its look.

Everything that is text comes out once: runs wherever they are nested, tables, text boxes,
inserted words, footnotes. What was deleted, and the second copy of a text box for old programs,
does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from briefing.importers.docx_styles import (
    PROPERTIES,
    VAL,
    Look,
    Styles,
    W,
    outline_level,
    properties,
)

Run = tuple[str, Look]

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_P, _R, _T, _RPR, _PPR = (f"{W}{one}" for one in ("p", "r", "t", "rPr", "pPr"))
_STYLE, _PSTYLE = f"{W}rStyle", f"{W}pStyle"
_TELLING = PROPERTIES | {_STYLE}
_SKIPPED = frozenset(
    (
        *(f"{W}{one}" for one in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText")),
        *(
            f"{W}{one}"
            for one in ("sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr")
        ),
        *(
            f"{W}{one}"
            for one in ("rt", "proofErr", "bookmarkStart", "bookmarkEnd", "delInstrText")
        ),
        f"{_M}rPr",
        f"{_M}ctrlPr",
    )
)
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\u2011",
    f"{W}softHyphen": "",
}
# Signs of the fonts Wingdings and Symbol that Word puts in for typed arrows and bullets.
_SYMBOLS = {
    "f0e0": "→",
    "f0df": "←",
    "f0e1": "↑",
    "f0e2": "↓",
    "f0f3": "↔",
    "f0e8": "➔",
    "f0b7": "•",
    "f0a7": "▪",
    "f0d8": "➢",
    "f0fc": "✓",
    "f04a": "☺",
    "f04c": "☹",
}
# The font Symbol has Greek letters and signs of logic where Latin ones stand in others.
_OF_SYMBOL = dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)) | dict(
    zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)
)
_OF_SYMBOL |= {
    0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xBB: "≈", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xA5: "∞",
    0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xDC: "⇐", 0xDE: "⇒", 0xDB: "⇔",
    0xB0: "°", 0xA2: "′", 0xB2: "″", 0xD6: "√", 0xE5: "∑", 0xD0: "∠", 0x22: "∀", 0x24: "∃",
    0xCE: "∈", 0xC7: "∩", 0xC8: "∪", 0xD8: "¬", 0xD9: "∧", 0xDA: "∨", 0xBC: "…", 0x2D: "−",
}  # fmt: skip
_BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\r": "\n", "\x0b": "\n", "\x0c": "\n"})
# Whole documents of other formats, or elsewhere, that Word puts in when it opens the file.
_INSERTS = (f"{W}altChunk", f"{W}subDoc")
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_NOTES[f"{W}commentReference"] = "comment"


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its runs, its role, and the notes that hang on it."""

    runs: list[Run]
    role: str = ""
    level: int | None = None  # of the outline, from 0
    is_item: bool = False
    cell: tuple[int, int, int] | None = None  # table, row and column
    notes: list[tuple[str, str]] = field(default_factory=list)  # kind and id
    text: str = ""

    def __post_init__(self) -> None:
        self.text = "".join([text for text, _ in self.runs])

    def share(self, *names: str) -> float:
        """How much of the words has one of these looks, from 0 to 1."""
        whole = sum(len(text.strip()) for text, _ in self.runs)
        with_it = sum(
            len(text.strip()) for text, look in self.runs if any(getattr(look, n) for n in names)
        )
        return with_it / whole if whole else 0.0


class Walker:
    """Walks through the parts of one document."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._looks: dict[Any, Look] = {}
        self._tables = 0
        self.has_deletions = False
        self.has_inserts = False

    def paragraphs(self, root: Any) -> list[Paragraph]:
        """All paragraphs below an element, in the order in which they are read."""
        return list(self._blocks(root, None))

    def _blocks(self, parent: Any, cell: tuple[int, int, int] | None) -> Iterator[Paragraph]:
        for element in parent:
            tag = element.tag
            if tag == _P:
                yield from self._paragraph(element, cell)
            elif tag == f"{W}tbl":
                yield from self._table(element)
            elif tag == f"{_MC}AlternateContent":
                yield from self._blocks(_choice(element), cell)
            elif tag in _SKIPPED:
                self.has_deletions = self.has_deletions or tag in (f"{W}del", f"{W}moveFrom")
            elif tag in _INSERTS:
                self.has_inserts = True
            elif len(element):
                yield from self._blocks(element, cell)

    def _table(self, table: Any) -> Iterator[Paragraph]:
        self._tables += 1
        number = self._tables
        for row, line in enumerate(table.iter(f"{W}tr")):
            if line.getparent() is not table and _table_of(line) is not table:
                continue
            for column, box in enumerate(one for one in line if one.tag not in _SKIPPED):
                yield from self._blocks(box, (number, row, column))

    def _paragraph(self, element: Any, cell: tuple[int, int, int] | None) -> Iterator[Paragraph]:
        style, level, is_item = "", None, False
        settings = element.find(_PPR)
        if settings is not None:
            named = settings.find(_PSTYLE)
            style = named.get(VAL) or "" if named is not None else ""
            level = outline_level(settings)
            is_item = settings.find(f"{W}numPr") is not None
        state = _State(style)
        self._inline(element, state)
        role = self._styles.role(style)
        if level is None:
            level = self._styles.heading_level(style)
        elif not role or role in ("body", "pocket", "hat", "block", "tag"):
            role = ("pocket", "hat", "block", "tag")[level] if level < 4 else ""
        item = is_item or self._styles.is_list(style)
        yield Paragraph(state.runs, role, level, item, cell, state.notes)
        for box in state.boxes:  # text boxes are read after the paragraph that they hang on
            yield from self._blocks(box, None)

    def _inline(self, parent: Any, state: _State) -> None:
        for element in parent:
            tag = element.tag
            if tag == _R:
                self._run(element, state)
            elif tag in _SKIPPED:
                self.has_deletions = self.has_deletions or tag in (f"{W}del", f"{W}moveFrom")
            elif tag == f"{_MC}AlternateContent":
                self._inline(_choice(element), state)
            elif tag == f"{W}txbxContent":
                state.boxes.append(element)
            elif tag == f"{_M}t":
                state.add(element.text or "", self._look(state.style, None))
            elif len(element):
                self._inline(element, state)

    def _run(self, run: Any, state: _State) -> None:
        look = None
        for element in run:
            tag = element.tag
            if tag == _RPR:
                look = self._look(state.style, element)
                continue
            if look is None:
                look = self._look(state.style, None)
            if tag == _T:
                state.add(element.text or "", look)
            elif tag in _SIGNS:
                state.add(_SIGNS[tag], look)
            elif tag == f"{W}sym":
                code = (element.get(f"{W}char") or "").lower()
                state.add(_symbol(code, element.get(f"{W}font") or ""), look)
            elif tag in _NOTES:
                state.notes.append((_NOTES[tag], element.get(f"{W}id") or ""))
            elif tag not in _SKIPPED and len(element):
                nested = _choice(element) if tag == f"{_MC}AlternateContent" else element
                self._inline(nested, state)

    def _look(self, style: str, settings: Any) -> Look:
        """The look of a run; runs that say the same about themselves are looked up."""
        key: Any = style
        if settings is not None:
            said = [(tag, *one.values()) for one in settings if (tag := one.tag) in _TELLING]
            key = (style, *said) if said else style
        found = self._looks.get(key)
        if found is None:
            named = settings.find(_STYLE) if settings is not None else None
            character = named.get(VAL) or "" if named is not None else ""
            direct = properties(settings) if settings is not None else {}
            found = self._looks[key] = self._styles.look(style, character, direct)
        return found


class _State:
    """What is gathered of one paragraph."""

    __slots__ = ("boxes", "notes", "runs", "style")

    def __init__(self, style: str) -> None:
        self.style = style
        self.runs: list[Run] = []
        self.notes: list[tuple[str, str]] = []
        self.boxes: list[Any] = []

    def add(self, text: str, look: Look) -> None:
        if not text:
            return
        if not text.isprintable():  # a quick way to see that there is nothing to replace
            text = text.translate(_BREAKS)
        if self.runs and self.runs[-1][1] == look:
            self.runs[-1] = (self.runs[-1][0] + text, look)
        else:
            self.runs.append((text, look))


def _choice(element: Any) -> Any:
    """The first of several ways to say the same; the way for old programs only if it is alone."""
    chosen = element.find(f"{_MC}Choice")
    if chosen is not None:
        return chosen
    fallback = element.find(f"{_MC}Fallback")
    return fallback if fallback is not None else element


def _table_of(row: Any) -> Any:
    """The table that a row belongs to: rows may be wrapped in content controls."""
    parent = row.getparent()
    while parent is not None and parent.tag != f"{W}tbl":
        parent = parent.getparent()
    return parent


def _symbol(code: str, font: str) -> str:
    """A sign of a font of signs. Word counts such fonts from F000."""
    if font.lower() == "symbol":
        char = _character(code)
        number = ord(char) & 0xFF if char else 0
        return _OF_SYMBOL.get(number) or (chr(number) if 0x20 < number < 0x7F else char)
    return _SYMBOLS.get(code) or _character(code)


def _character(code: str) -> str:
    try:
        return chr(int(code, 16)) if code else ""
    except (ValueError, OverflowError):
        return ""

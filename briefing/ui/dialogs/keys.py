"""The sheet of keys: made from the table of actions, and from what panes do with plain keys."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from briefing.ui.actions import ACTIONS, MENUS
from briefing.ui.desk import Desk
from briefing.ui.dialogs.help import HelpDialog

Line = tuple[str, str]  # keys, what they do

# Keys that belong to no action, because they mean something only in one place.
KEYS: dict[str, tuple[Line, ...]] = {
    "In the article": (
        ("Up, Down", "scroll by two lines"),
        ("PageUp, PageDown, Space", "scroll by a page"),
        ("Home, End", "to the beginning or the end"),
        ("Right, Left", "choose a word"),
        ("Shift+Right, Shift+Left, Shift+Down, Shift+Up", "select more words or fewer"),
        ("a click", "stay at that passage"),
        ("Esc", "let go of the words; follow the reading line again"),
    ),
    "On the points": (
        ("Up, Down", "to the card before or after"),
        ("Enter, Space", "open or close the card"),
        ("Right, Left", "open or close what answers and supports the point"),
        ("V", "open or close the other cuts of the same words"),
        ("+, Insert", "add the point to the case"),
        ("Ctrl+C", "copy its quotation with the citation"),
        ("Enter, Del", "on a note of yours: change it, delete it"),
        ("Del", "delete the point"),
        ("Esc", "back to the passage, and follow the text again"),
    ),
    "On the suggestions": (
        ("Enter", "link the point"),
        ("Del, Backspace", "not here again"),
        ("Space", "show the point"),
        ("+, Insert", "add the point to the case"),
    ),
    "In the library": (
        ("Enter", "open the row"),
        ("F2", "edit the article, topic, timeline, glossary or figures"),
        ("Del", "delete the article, or remove the saved search"),
    ),
    "In search results and lists": (
        ("Down", "from the field to the list"),
        ("Up, Down", "to the line before or after"),
        ("Enter", "open the line at its place"),
        ("Right, Left", "open or close the other cuts of the same words"),
        ("Ctrl+C", "copy the quotation or source with its citation"),
        ("+, Insert", "add the point to the case"),
        ("F2", "edit the point or source"),
        ("Del", "delete the point or source"),
        ("Esc", "back to the field"),
    ),
    "In forms": (
        ("Ctrl+Enter, Ctrl+S", "save"),
        ("Esc", "close; what you wrote is kept under Edit → Unsaved words"),
        ("Ctrl+B, Ctrl+I", "bold, italic"),
        ("F9, F10, F11, F12", "on a quotation: underline, emphasise, highlight, clear"),
    ),
    "In lists with buttons (links, themes, trash, unsaved words)": (
        ("Enter", "what the first button does"),
        ("Del", "break the link, remove the theme, forget the row"),
        ("F2", "rename the theme"),
        ("Alt+Up, Alt+Down", "move the theme"),
    ),
    "On the rows of the case": (
        ("Up, Down", "to the row before or after"),
        ("Enter", "go to the point, or edit your heading or text"),
        ("F2", "edit your heading or text"),
        ("Ctrl+Enter, Esc", "keep the text that is written, or give it up"),
        ("Alt+Up, Alt+Down", "move the row"),
        ("Del, Backspace", "remove the row"),
        ("Ctrl+C", "copy its quotation with the citation"),
        ("Ctrl+Z", "undo the latest change of this case"),
        ("Ctrl+Y, Ctrl+Shift+Z", "do it again"),
    ),
    "On pages (timeline, glossary, figures)": (
        ("Tab, Enter", "to the next link; follow it"),
        ("Down", "from the filter to the page"),
        ("Esc", "empty the filter"),
    ),
    "On the projector": (
        ("PageDown, Right, Down, Space, Enter", "the next point, or the next page"),
        ("PageUp, Left, Up, Backspace", "one step back"),
        ("N, P", "to the next or previous passage"),
        ("Home, End", "to the first or the last"),
        ("B, .", "go dark, and light again"),
        ("Ctrl++, Ctrl+-, Ctrl+0", "larger, smaller, normal type"),
        ("C", "other colours"),
        ("T, Shift+T", "start or stop the timer; set it back"),
        ("+, -", "a longer or a shorter speech"),
        ("V", "the show of hands"),
        ("Esc, F5", "end"),
    ),
    "In the show of hands": (
        ("0 to 9, Backspace", "the number, or its last digit away"),
        ("Up, Down", "one hand more or fewer"),
        ("PageDown, Right, Enter, Tab", "to the next number"),
        ("PageUp, Left, Shift+Tab", "to the number before"),
        ("V, Esc", "close it; its numbers are kept"),
    ),
}


def groups(native: bool = False) -> dict[str, list[Line]]:
    """Every key with what it does, by menu and then by place."""
    kind = QKeySequence.SequenceFormat
    shown = kind.NativeText if native else kind.PortableText
    found: dict[str, list[Line]] = {}
    for menu in MENUS:
        lines = [
            (", ".join(QKeySequence(key).toString(shown) for key in one.keys), _plain(one.text))
            for one in ACTIONS
            if one.menu == menu and one.keys
        ]
        if lines:
            found[f"Menu {menu}"] = lines
    found.update({place: list(lines) for place, lines in KEYS.items()})
    return found


def markdown_table() -> str:
    """The sheet as Markdown, one table a group."""
    parts = []
    for name, lines in groups().items():
        rows = "".join(f"| {_code(keys)} | {words} |\n" for keys, words in lines)
        parts.append(f"## {name}\n\n| keys | what they do |\n|---|---|\n{rows}")
    return "\n".join(parts)


def plain_text(native: bool = True) -> str:
    """The sheet as text in two columns, to be pasted anywhere."""
    found = groups(native)
    wide = max(len(keys) for lines in found.values() for keys, _ in lines) + 2
    parts = []
    for name, lines in found.items():
        parts.append(name + "\n" + "".join(f"  {keys:<{wide}}{words}\n" for keys, words in lines))
    return "\n".join(parts)


def _plain(text: str) -> str:
    return text.removesuffix("…").strip()


def _code(keys: str) -> str:
    return ", ".join(f"`{key}`" if " " not in key else key for key in keys.split(", "))


class KeysDialog(HelpDialog):
    """The sheet on the screen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "Keys", sheet_html, parent, filtered=True)
        role = QDialogButtonBox.ButtonRole.ActionRole
        copy = self.buttons.addButton("Copy as text", role)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(plain_text()))
        save = self.buttons.addButton("Save as PDF …", role)
        save.clicked.connect(self.save_pdf)


def sheet_html(filtered: str) -> str:
    """The groups as tables, with the lines that have all words of the filter."""
    words = filtered.casefold().split()
    parts = [
        _table(name, lines)
        for name, every in groups(native=True).items()
        if (lines := [one for one in every if _has(words, (name, *one))])
    ]
    return "".join(parts) or "<p>No key has these letters.</p>"


def _has(words: list[str], texts: Iterable[str]) -> bool:
    joined = " ".join(texts).casefold()
    return all(word in joined for word in words)


def _table(name: str, lines: list[Line]) -> str:
    rows = "".join(
        f'<tr><td class="keys" width="40%">{escape(keys)}</td><td>{escape(words)}</td></tr>'
        for keys, words in lines
    )
    return f'<h2>{escape(name)}</h2><table width="100%" cellspacing="0">{rows}</table>'

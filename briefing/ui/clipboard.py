"""What is copied: quotations and sources with their citation, as plain and as rich text."""

from __future__ import annotations

import atexit

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from briefing.app.settings import STYLES
from briefing.text.citations import Style, cite, cite_html, copy_html
from briefing.text.citations import copy_text as quotation_text
from briefing.ui.desk import Desk

_SHORT = 60


def copy_quote(desk: Desk, evidence_id: str) -> str:
    """Copy a quotation with its citation; the words for the status bar."""
    evidence = desk.workspace.quotes.get(evidence_id)
    if evidence is None:
        return f"There is no quotation “{evidence_id}” in this library any more"
    source = desk.workspace.sources.get(evidence.source or "")
    style = Style(desk.settings.citation)
    _put(quotation_text(evidence, source, style), copy_html(evidence, source, style))
    return f"Copied: “{_short(evidence.quote)}” ({STYLES[style.value]})"


def copy_source(desk: Desk, source_id: str) -> str:
    """Copy the citation of a source; the words for the status bar."""
    source = desk.workspace.sources.get(source_id)
    if source is None:
        return f"There is no source “{source_id}” in this library"
    style = Style(desk.settings.citation)
    text = cite(None, source, style)
    _put(text, f"<p>{cite_html(None, source, style)}</p>")
    return f"Copied: {_short(text)} ({STYLES[style.value]})"


def copy_text(text: str) -> str:
    """Copy words as they are; the words for the status bar."""
    _put(text)
    return f"Copied: {_short(text)}"


def _put(text: str, html: str = "") -> None:
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
    atexit.unregister(_leave)  # once is enough
    atexit.register(_leave, text)


def _leave(text: str) -> None:
    """At the end, put what was copied there once more, as plain text that Qt holds by itself.

    The clipboard outlives Python, and to let go of data that Python made would crash then.
    """
    clipboard = QGuiApplication.clipboard()
    if clipboard.text() == text:  # else it is somebody else's by now
        clipboard.setText(text)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHORT else line[:_SHORT].rsplit(" ", 1)[0] + " …"

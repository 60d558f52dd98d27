"""What is copied: quotations and sources with their citation, as plain and as rich text."""

from __future__ import annotations

import atexit
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from briefing.app.settings import STYLES
from briefing.text.citations import Style, cite, cite_html, copy_html
from briefing.text.citations import copy_text as quotation_text
from briefing.text.words import short
from briefing.ui.desk import Desk

if TYPE_CHECKING:
    from briefing.app.exporting import Subject

_SHORT = 60


def copy_quote(desk: Desk, evidence_id: str) -> str:
    """Copy a quotation with its citation; the words for the status bar."""
    evidence = desk.workspace.quotes.get(evidence_id)
    if evidence is None:
        return f"There is no quotation “{evidence_id}” in this library any more"
    source = desk.workspace.sources.get(evidence.source or "")
    style = Style(desk.settings.citation)
    _put(quotation_text(evidence, source, style), copy_html(evidence, source, style))
    return f"Copied: “{short(evidence.quote, _SHORT)}” ({STYLES[style.value]})"


def copy_source(desk: Desk, source_id: str) -> str:
    """Copy the citation of a source; the words for the status bar."""
    source = desk.workspace.sources.get(source_id)
    if source is None:
        return f"There is no source “{source_id}” in this library"
    style = Style(desk.settings.citation)
    text = cite(None, source, style)
    _put(text, f"<p>{cite_html(None, source, style)}</p>")
    return f"Copied: {short(text, _SHORT)} ({STYLES[style.value]})"


# What "Copy as" offers: formats that can be pasted as text, after rich text for Word and mail.
COPY_AS = {
    "rich": "Rich text (Word, mail)",
    "markdown": "Markdown",
    "argdown": "Argdown",
    "kialo": "Kialo text",
    "json": "JSON",
    "csl": "Sources (CSL-JSON)",
}


def copy_document(desk: Desk, subject: Subject, name: str) -> str:
    """Copy something in one of the formats of COPY_AS; the words for the status bar."""
    from briefing.app.exporting import Taste
    from briefing.exporters import named, plain_text, rich_text

    document = subject.make(Taste(Style(desk.settings.citation), sources=False))
    if name == "rich":
        _put(plain_text(document), rich_text(document))
    else:
        _put(named(name).make(document).decode("utf-8"))
    return f"Copied as {COPY_AS[name]}: {short(subject.name, _SHORT)} ({subject.count})"


def copy_text(text: str) -> str:
    """Copy words as they are; the words for the status bar."""
    _put(text)
    return f"Copied: {short(text, _SHORT)}"


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

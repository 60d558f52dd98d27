"""Help pages in a dialog: text from resources/help, or HTML made from tables."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from briefing.app.changes import Changes
from briefing.resources import resources
from briefing.text.passages import to_html
from briefing.ui.desk import Desk
from briefing.ui.dialogs.sizing import fit_to_screen
from briefing.ui.theme import interface_font, load_theme, reading_css


def help_html(name: str) -> str:
    """A page of resources/help as HTML."""
    path = resources() / "help" / f"{name}.md"
    html = to_html(path.read_text(encoding="utf-8"))
    return html.replace("<table>", '<table width="100%" cellspacing="0">')


class HelpDialog(QDialog):
    """A page to read beside the work: it does not block the window."""

    act = Signal(str)  # the id of an action that a link names

    def __init__(
        self,
        desk: Desk,
        title: str,
        body: Callable[[str], str],
        parent: QWidget | None = None,
        *,
        filtered: bool = False,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._body = body  # the page's HTML, given the words of the filter
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter: a key, or words …")
        self.filter.setAccessibleName("Filter")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.show_page)
        self.view = QTextBrowser()
        self.view.setOpenLinks(False)
        self.view.setAccessibleName(title)
        self.view.anchorClicked.connect(self._on_link)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.filter)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.buttons)
        self.filter.setVisible(filtered)
        desk.changed.connect(self._on_changed)
        (self.filter if filtered else self.view).setFocus()

    def open_page(self) -> None:
        """Show the dialog in a size that suits the text."""
        self.show_page()
        letter = self.view.fontMetrics().averageCharWidth()
        fit_to_screen(self, letter * 92, letter * 92)
        self.show()

    def show_page(self) -> None:
        """Lay the page out."""
        document = self.view.document()
        _style(document, self.desk, self.desk.settings.theme)
        document.setHtml(self._body(self.filter.text()))
        self.view.moveCursor(QTextCursor.MoveOperation.Start)

    def save_pdf(self) -> None:
        """Ask for a file and write the page as a PDF, to be printed."""
        name, _ = QFileDialog.getSaveFileName(
            self, "Save as PDF", f"{self.windowTitle()}.pdf", "PDF (*.pdf)"
        )
        if name:
            write_pdf(name, self.desk, self._body(self.filter.text()), self.windowTitle())

    def _on_changed(self, changes: Changes) -> None:
        if changes.settings:
            self.show_page()

    def _on_link(self, url: QUrl) -> None:
        if url.scheme() == "do":
            self.act.emit(url.path())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the filter must not press a button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.view.setFocus()
        else:
            super().keyPressEvent(event)


def write_pdf(path: str, desk: Desk, html: str, title: str) -> None:
    """Write HTML as a PDF of A4 pages, dark on light whatever the screen's colours are."""
    writer = QPdfWriter(path)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(15, 15, 15, 15), QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    _style(document, desk, "light")
    document.setHtml(html)
    document.print_(writer)


def _style(document: QTextDocument, desk: Desk, theme_name: str) -> None:
    theme = load_theme(theme_name)
    font = interface_font(desk.settings)
    document.setDefaultFont(font)
    document.setDocumentMargin(14)
    css = reading_css(theme, desk.settings)
    size = font.pointSizeF()
    css += f"""
    h1 {{ font-size: {size * 1.6:.1f}pt; }} h2 {{ font-size: {size * 1.25:.1f}pt; }}
    body, p, li, td, th {{ font-size: {size * 1.05:.1f}pt; line-height: 118%; }}
    td {{ padding: 4px; border-bottom: 1px solid {theme["line"]}; }}
    td.keys {{ font-weight: 600; }}
    code {{ background-color: {theme["raised"]}; }}
    """
    document.setDefaultStyleSheet(css)

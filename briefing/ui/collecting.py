"""What a window does with what its panes hand over: copying, the case, exporting, importing."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QActionGroup, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMenu

from briefing.app.settings import STYLES
from briefing.ui import clipboard
from briefing.ui.panes.case import CasePane

if TYPE_CHECKING:
    from briefing.model import Topic
    from briefing.ui.panes.rows import RowsPane
    from briefing.ui.window import Window


class Collecting(QObject):
    """Connects the panes of a window with the clipboard, its case pane and the dialogs."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.window = window
        self.desk = window.desk
        self.case_pane = CasePane(self.desk)
        self.case_pane.hide()
        window.right.addWidget(self.case_pane)
        window.right.setCollapsible(1, False)
        self.case_pane.copy_quote.connect(self.copy_quote)
        self.case_pane.copy_text.connect(self.copy_text)
        self.case_pane.export_asked.connect(partial(self.export, "case"))
        self.case_pane.undo_asked.connect(window.commands.undo)
        self.case_pane.redo_asked.connect(window.commands.redo)
        window.points.copy_quote.connect(self.copy_quote)
        window.points.copy_source.connect(self.copy_source)
        window.points.copy_link.connect(self.copy_link)
        window.points.add_to_case.connect(self.case_pane.add)
        window.points.copy_point_as.connect(self.copy_point_as)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def listen(self, pane: RowsPane) -> None:
        """Do what a list asks for."""
        pane.copy_quote.connect(self.copy_quote)
        pane.copy_source.connect(self.copy_source)
        pane.copy_text.connect(self.copy_text)
        pane.copy_point_as.connect(self.copy_point_as)
        pane.add_to_case.connect(self.case_pane.add)
        pane.edit_asked.connect(self.window.making.run)

    # -- copying ----------------------------------------------------------------------------------

    def copy_quote(self, evidence: str) -> None:
        """Copy a quotation with its citation."""
        self.window.say(clipboard.copy_quote(self.desk, evidence))

    def copy_source(self, source: str) -> None:
        """Copy the citation of a source."""
        self.window.say(clipboard.copy_source(self.desk, source))

    def copy_text(self, words: str) -> None:
        """Copy words as they are."""
        self.window.say(clipboard.copy_text(words))

    def copy_link(self, address: str) -> None:
        """Copy an address: it is never opened from here."""
        clipboard.copy_text(address)
        self.window.say(f"Link copied: {address}")

    def style_menu(self) -> QMenu:
        """The citation style for copying, to be chosen quickly."""
        menu = QMenu("Citation style", self.window)
        group = QActionGroup(menu)
        actions: dict[str, QAction] = {}
        for style, words in STYLES.items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.triggered.connect(partial(self._set_style, style))
            group.addAction(action)
            actions[style] = action
        menu.aboutToShow.connect(lambda: actions[self.desk.settings.citation].setChecked(True))
        return menu

    def _set_style(self, style: str) -> None:
        self.desk.set("citation", style)
        self.window.say(f"Quotations are copied in this style: {STYLES[style]}")

    # -- the case ---------------------------------------------------------------------------------

    def show_case(self, key: str = "") -> bool:
        """Show the case pane, with a certain case; False if there is none of that id."""
        if key and not self.case_pane.open_case(key):
            return False
        self.window.right.show()
        self.case_pane.show()
        return True

    def toggle_case(self) -> None:
        """Show the case pane and put the keyboard on it, or hide it."""
        if self.case_pane.isVisible():
            self.case_pane.hide()
            self.window.current_pane().setFocus()
        else:
            self.focus_case()

    def focus_case(self) -> None:
        """Show the case pane and put the keyboard on its rows."""
        self.show_case()
        self.case_pane.focus()

    # -- files ------------------------------------------------------------------------------------

    def export(self, first: str = "") -> None:
        """Write what the user is looking at to a file; `first` is offered first, such as "case"."""
        from briefing.app.exporting import Offer
        from briefing.ui.dialogs.export import ExportDialog

        self.case_pane.end_editing()
        cards = self.window.points.cards
        points = tuple(card.point for card in cards)
        article, passage = self.window.reader.article, self.window.reader.view.current
        where = ""
        if article is not None and not self.window.points.is_alone:
            where = f"{article.title}, passage {passage + 1}"
        search = self.window.search
        offer = Offer(
            point=next((one.point for one in cards if one.hasFocus()), None),
            points=points,
            where=where,
            article=article,
            found=search.found,
            query=search.query,
            case=self.case_pane.case,
            topic=self._topic(),
        )
        ExportDialog(self.desk, offer, self.window, first).open()

    def _topic(self) -> Topic | None:
        """The topic of what is read, or the only one."""
        topics = self.desk.workspace.topics
        article = self.window.reader.article
        if article is not None:
            return topics.get(article.topic)
        return next(iter(topics.values())) if len(topics) == 1 else None

    def copy_point_as(self, point: str, name: str) -> None:
        """Copy a point in one of the formats that can be pasted."""
        from briefing.app.exporting import point_subject

        found = self.desk.workspace.points.get(point)
        if found is None:
            self.window.say(f"There is no point “{point}” in this library any more")
            return
        self.window.say(
            clipboard.copy_document(self.desk, point_subject(self.desk.workspace, found), name)
        )

    def import_files(self, paths: list[Path] | None = None) -> None:
        """Bring in files and folders: those, or files that are asked for."""
        from briefing.ui.importing import begin_import

        begin_import(self.window, paths)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files and folders can be dropped onto the window."""
        if isinstance(event, QDragEnterEvent) and _files(event):
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            paths = _files(event)
            if paths:
                event.acceptProposedAction()
                self.import_files(paths)
                return True
        return super().eventFilter(watched, event)


def _files(event: QDropEvent) -> list[Path]:
    """The files of this machine that are dragged; what they hold is looked at later."""
    data = event.mimeData()
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]

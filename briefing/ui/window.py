"""The window: puts panes, menus and the change signal together. What is done is done elsewhere."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QToolButton,
)

from briefing.app.changes import Changes
from briefing.app.navigation import Destination
from briefing.app.reading import Reading
from briefing.ui.desk import Desk
from briefing.ui.going import Going
from briefing.ui.late import Late, pressed_early
from briefing.ui.opening import Opening
from briefing.ui.panes.base import Pane
from briefing.ui.panes.reader import Reader
from briefing.ui.searching import Searching
from briefing.ui.theme import FRAMED, framed_palette, interface_font, palette, style_sheet
from briefing.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction, QKeyEvent

    from briefing.ui.advising import Advising
    from briefing.ui.collecting import Collecting
    from briefing.ui.commands import Commands
    from briefing.ui.dialogs.palette import Choice
    from briefing.ui.making import Making
    from briefing.ui.menus import Menus
    from briefing.ui.panes.browse import BrowsePane
    from briefing.ui.panes.case import CasePane
    from briefing.ui.panes.library import LibraryPane
    from briefing.ui.panes.page import PagePane
    from briefing.ui.panes.points import PointsPane
    from briefing.ui.panes.review import ReviewPane
    from briefing.ui.panes.search import SearchPane


_PATIENCE = 1500  # milliseconds after the paint in which nothing else is done than to read
# The buttons of the toolbar; the search field stands between the two groups.
_BUTTONS_BEFORE = (("go.back", "Back"), ("go.forward", "Forward"))
_BUTTONS_AFTER = (
    ("view.smaller", "A−"),
    ("view.bigger", "A+"),
    ("view.theme", "Colours"),
    ("case.toggle", "Case"),
    ("present.start", "Present"),
)


class Window(QMainWindow):
    """One window on one library.

    Nothing that the first paint needs may touch the namespace `QtCore.Qt`: its enumerations are all
    made at the first touch, which takes longer than everything else here (decisions/0004).
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.going = Going(self)
        self.is_painted = False
        self.setWindowTitle("Briefing")
        self._apply_theme()
        # Before the panes: the application's font also reaches documents that have their own.
        desk.changed.connect(self._on_settings)
        self._build_panes()
        self.menuBar().addMenu("Library")  # keeps the height of the bar until there are menus
        self._build_toolbar()
        self._build_status()
        self.late = Late(self)
        self.opening = Opening(self)
        desk.changed.connect(self._on_changed)
        self.resize(1280, 800)
        self._restore()

    # -- building ---------------------------------------------------------------------------------

    def _build_panes(self) -> None:
        desk = self.desk
        self.reader = Reader(desk)
        self.left = QStackedWidget()
        self.centre = QStackedWidget()
        self.centre.addWidget(self.reader)
        self.right = QSplitter()
        self.columns = QSplitter()
        for widget, stretch in ((self.left, 0), (self.centre, 2), (self.right, 1)):
            self.columns.addWidget(widget)
            self.columns.setStretchFactor(self.columns.count() - 1, stretch)
        self.columns.setSizes([240, 640, 400])
        self.columns.setChildrenCollapsible(False)
        self.columns.setHandleWidth(1)
        self.right.setHandleWidth(1)
        self.left.setMinimumWidth(150)
        self.centre.setMinimumWidth(300)
        self.right.setMinimumWidth(240)
        self.setCentralWidget(self.columns)
        self._adopt(self.reader)
        self.reader.passage_changed.connect(self._on_passage)
        self.reader.view.escaped.connect(self._on_reader_escaped)
        self.reader.headings_changed.connect(self.show_outline)
        self.centre.currentChanged.connect(self._on_centre)

    def _adopt(self, pane: Pane) -> None:
        """Listen to a pane; one that is made late learns what the others know."""
        pane.go.connect(self.go)
        pane.said.connect(self.say)
        if self.desk.is_open:
            pane.refresh(Changes(everything=True))

    def has(self, name: str) -> bool:
        """Whether one of the late parts has been made."""
        return name in self.__dict__

    # What the first paint can do without is made after it, or when it is asked for.

    @cached_property
    def commands(self) -> Commands:
        """What the actions do."""
        from briefing.ui.commands import Commands

        return Commands(self)

    @cached_property
    def menus(self) -> Menus:
        """The menus, and behind them all actions."""
        from briefing.ui.menus import Menus

        menus = Menus(self)
        for action_id, button in self._buttons.items():
            menus.put_on(button, action_id)
        self.going.show_ways(menus)
        return menus

    @property
    def actions_by_id(self) -> dict[str, QAction]:
        """The actions of the table."""
        return self.menus.actions

    @cached_property
    def library_pane(self) -> LibraryPane:
        """The library tree, in the left column."""
        from briefing.ui.panes.library import LibraryPane

        pane = LibraryPane(self.desk)
        pane.searched.connect(self.searching.search)
        self.left.insertWidget(0, pane)
        self.left.setCurrentIndex(0)
        self._adopt(pane)
        if self.reader.article is not None:
            pane.show_outline(self.reader.article.id, self.reader.headings())
        if self.going.history.current is not None:
            pane.mark(self.going.history.current)
        return pane

    @cached_property
    def points(self) -> PointsPane:
        """What answers and supports the passage that is read, in the right column."""
        from briefing.ui.panes.points import PointsPane

        pane = PointsPane(self.desk)
        self.right.setOrientation(QtCore.Qt.Orientation.Vertical)
        self.right.insertWidget(0, pane)
        self._adopt(pane)
        self.reader.view.pinned.connect(pane.set_pinned)
        self.reader.view.verticalScrollBar().valueChanged.connect(pane.wait_a_moment)
        pane.unpin.connect(self._follow_again)
        pane.set_passage(self.reader.reading, self.reader.view.current)
        return pane

    @cached_property
    def search(self) -> SearchPane:
        """The search results, in the left column."""
        from briefing.ui.panes.search import SearchPane

        pane = SearchPane(self.desk)
        self.left.addWidget(pane)
        self._adopt(pane)
        self.searching.listen(pane)
        pane.index_lost.connect(self.opening.refresh_index)
        self.collecting.listen(pane)
        return pane

    @cached_property
    def browse(self) -> BrowsePane:
        """The lists of points, quotations and sources."""
        from briefing.ui.panes.browse import BrowsePane

        pane = BrowsePane(self.desk)
        self.centre.addWidget(pane)
        self._adopt(pane)
        self.collecting.listen(pane)
        return pane

    @cached_property
    def page(self) -> PagePane:
        """The pages: topic, timeline, figures, glossary, faults."""
        from briefing.ui.panes.page import PagePane

        pane = PagePane(self.desk)
        self.centre.addWidget(pane)
        self._adopt(pane)
        pane.act.connect(self.run_action)
        return pane

    @cached_property
    def review(self) -> ReviewPane:
        """Quotations held against their sources, and the gaps of a topic."""
        from briefing.ui.panes.review import ReviewPane

        pane = ReviewPane(self.desk)
        self.centre.addWidget(pane)
        self._adopt(pane)
        self.collecting.listen(pane)
        return pane

    @cached_property
    def collecting(self) -> Collecting:
        """Copying, the case, export and import."""
        from briefing.ui.collecting import Collecting

        assert self.points  # stands above the case
        collecting = Collecting(self)
        self._adopt(collecting.case_pane)
        self.menus["Case"].addMenu(collecting.style_menu())
        self._restore_state("rows", self.right.restoreState)
        return collecting

    @cached_property
    def advising(self) -> Advising:
        """Suggestions: what is made of them."""
        from briefing.ui.advising import Advising

        return Advising(self)

    @cached_property
    def making(self) -> Making:
        """Changing the library, and the steps that can be undone."""
        from briefing.ui.making import Making

        return Making(self)

    @property
    def case_pane(self) -> CasePane:
        """The case, under the points."""
        return self.collecting.case_pane

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that no pane took; it may have come before the menus."""
        pressed_early(self, event)

    def current_pane(self) -> Pane:
        """The pane in the middle."""
        pane = self.centre.currentWidget()
        assert isinstance(pane, Pane)
        return pane

    def _build_toolbar(self) -> None:
        bar = QToolBar("Toolbar", movable=False)
        self.addToolBar(bar)
        self._buttons: dict[str, QToolButton] = {}
        for action_id, text in _BUTTONS_BEFORE:
            self._add_button(bar, action_id, text)
        self.search_field = SearchField()
        self.searching = Searching(self)
        bar.addWidget(self.search_field)
        for action_id, text in _BUTTONS_AFTER:
            self._add_button(bar, action_id, text)

    def _add_button(self, bar: QToolBar, action_id: str, text: str) -> None:
        """A button that will get its action with the menus."""
        button = self._buttons[action_id] = QToolButton()
        button.setText(text)
        bar.addWidget(button)

    def _build_status(self) -> None:
        self.where_label = QLabel()
        self.counts_label = QLabel()
        self.state_label = QLabel()
        for label in (self.where_label, self.counts_label, self.state_label):
            self.statusBar().addPermanentWidget(label)
        self.statusBar().setSizeGripEnabled(False)

    # -- what panes ask for -----------------------------------------------------------------------

    def go(self, place: Destination) -> None:
        """Go to a place, and remember the way back."""
        self.going.to(place)

    # -- what panes tell --------------------------------------------------------------------------

    def _on_passage(self, reading: Reading | None, index: int) -> None:
        if self.has("points"):
            self.points.set_passage(reading, index)

    def _on_centre(self) -> None:
        if self.has("points"):
            self.points.set_elsewhere(self.centre.currentWidget() is not self.reader)

    def show_outline(self) -> None:
        """The article's headings, in the library tree."""
        if self.reader.article is not None and self.has("library_pane"):
            self.library_pane.show_outline(self.reader.article.id, self.reader.headings())

    def _on_reader_escaped(self) -> None:
        if self.points.is_alone:
            self.points.show_passage()

    def _follow_again(self) -> None:
        self.reader.view.unpin()

    def choose(self, choice: Choice) -> None:
        """Do or go to what was chosen in the palette."""
        if choice.place is not None:
            self.go(choice.place)
        else:
            self.run_action(choice.id)

    def run_action(self, action_id: str) -> None:
        """Do what an action of the table does; say so when it cannot be done now."""
        action = self.actions_by_id.get(action_id)
        if action is not None and action.isEnabled():
            action.trigger()
        else:
            self.say("That is not possible at the moment")

    def say(self, words: str) -> None:
        """Say something in the status bar."""
        self.statusBar().showMessage(words, 6000)

    # -- life -------------------------------------------------------------------------------------

    def open_library(self, root: Path, place: Destination | None = None) -> None:
        """Open a library in this window; UserError if there is none at `root`."""
        self.opening.open(root, place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The article is painted first; the other panes and the index come after it."""
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            QTimer.singleShot(0, self, self._after_painting)

    def _after_painting(self) -> None:
        self.opening.go_on()
        self.desk.turns.add(self._delete_on_close)
        QTimer.singleShot(_PATIENCE, self, self.late.begin)

    def _delete_on_close(self) -> None:
        """Its own turn: the namespace `QtCore.Qt` is made for it."""
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)

    def _on_changed(self, changes: Changes) -> None:
        if self.has("making"):
            self.making.show_steps()
        if changes.words:
            self.opening.refresh_index()  # what came in has to be found
        if changes.topics or changes.articles:
            QTimer.singleShot(0, self, self.going.leave_lost)  # when the panes know, too

    def _on_settings(self, changes: Changes) -> None:
        if changes.settings:
            self._apply_theme()

    def _apply_theme(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(palette(self.desk.theme))
            for kind in FRAMED:  # PySide takes a str here, and no bytes as its stubs say
                application.setPalette(framed_palette(self.desk.theme), kind)  # type: ignore[arg-type]
            application.setFont(interface_font(self.desk.settings))
            application.setStyleSheet(style_sheet(self.desk.theme))

    def _restore(self) -> None:
        """Size, place and columns as they were."""
        self._restore_state("geometry", self.restoreGeometry)
        self._restore_state("columns", self.columns.restoreState)

    def _restore_state(self, key: str, restore: Callable[[QByteArray], bool]) -> None:
        value = self.desk.preferences.recall(key, "")
        if value:
            restore(QByteArray.fromBase64(value.encode("ascii", "ignore")))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember places and sizes, and stop the worker."""
        self.remember()
        self.desk.turns.close()
        self.desk.tasks.close()
        super().closeEvent(event)

    def remember(self) -> None:
        """Keep what the next start should find."""
        preferences = self.desk.preferences
        self.searching.narrow()
        self.reader.keep_place()
        states = {"geometry": self.saveGeometry(), "columns": self.columns.saveState()}
        if self.has("collecting"):  # before, there are no rows
            states["rows"] = self.right.saveState()
        for key, value in states.items():
            preferences.remember(key, bytes(value.toBase64().data()).decode("ascii"))
        if self.reader.article is not None:
            last = dict(preferences.recall("last", {}))
            last[str(self.desk.workspace.root)] = self.reader.article.id
            preferences.remember("last", last)
        preferences.save()

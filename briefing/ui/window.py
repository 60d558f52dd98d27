"""The window: puts panes, menus and the change signal together. What is done is done elsewhere."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QToolButton,
)

from briefing.app.changes import Changes
from briefing.app.navigation import Destination, History, Room
from briefing.app.reading import Reading
from briefing.ui.actions import ACTIONS, MENUS
from briefing.ui.commands import Commands
from briefing.ui.desk import Desk
from briefing.ui.opening import Opening
from briefing.ui.panes.base import Pane
from briefing.ui.panes.library import LibraryPane
from briefing.ui.panes.points import PointsPane
from briefing.ui.panes.reader import Reader
from briefing.ui.theme import interface_font, palette, style_sheet
from briefing.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.ui.collecting import Collecting
    from briefing.ui.dialogs.palette import Choice
    from briefing.ui.making import Making
    from briefing.ui.panes.browse import BrowsePane
    from briefing.ui.panes.case import CasePane
    from briefing.ui.panes.page import PagePane
    from briefing.ui.panes.review import ReviewPane
    from briefing.ui.panes.search import SearchPane


class Window(QMainWindow):
    """One window on one library."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.history = History()
        self.is_painted = False
        self.setWindowTitle("Briefing")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._apply_theme()
        self.actions_by_id: dict[str, QAction] = {}
        self.commands = Commands(self)
        # Before the panes: the application's font also reaches documents that have their own.
        desk.changed.connect(self._on_settings)
        self._build_panes()
        self._build_actions()
        self._build_toolbar()
        self._build_status()
        self.opening = Opening(self)
        desk.changed.connect(self._on_changed)
        self.resize(1280, 800)
        self._restore()

    # -- building ---------------------------------------------------------------------------------

    def _build_panes(self) -> None:
        desk = self.desk
        self.library_pane = LibraryPane(desk)
        self.reader = Reader(desk)
        self.points = PointsPane(desk)
        self.left = QStackedWidget()
        self.left.addWidget(self.library_pane)
        self.centre = QStackedWidget()
        self.centre.addWidget(self.reader)
        self.right = QSplitter(Qt.Orientation.Vertical)
        self.right.addWidget(self.points)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
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
        for pane in (self.library_pane, self.reader, self.points):
            self._adopt(pane)
        self.reader.passage_changed.connect(self._on_passage)
        self.reader.view.pinned.connect(self.points.set_pinned)
        self.reader.view.verticalScrollBar().valueChanged.connect(self.points.wait_a_moment)
        self.reader.view.escaped.connect(self._on_reader_escaped)
        self.reader.headings_changed.connect(self._on_headings)
        self.points.unpin.connect(self._follow_again)
        self.centre.currentChanged.connect(self._on_centre)

    def _adopt(self, pane: Pane) -> None:
        """Listen to a pane; one that is made late learns what the others know."""
        pane.go.connect(self.go)
        pane.said.connect(self.say)
        if self.desk.is_open:
            pane.refresh(Changes(everything=True))

    # Panes that the first paint does not show are made after it, or when they are asked for.

    @cached_property
    def search(self) -> SearchPane:
        """The search results, in the left column."""
        from briefing.ui.panes.search import SearchPane

        pane = SearchPane(self.desk)
        self.left.addWidget(pane)
        self._adopt(pane)
        pane.left.connect(self.commands.focus_search)
        pane.noticed.connect(self._on_search_noticed)
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

        collecting = Collecting(self)
        self._adopt(collecting.case_pane)
        self.menus["Case"].addMenu(collecting.style_menu())
        self._restore_state("rows", self.right.restoreState)
        return collecting

    @cached_property
    def making(self) -> Making:
        """Changing the library, and the steps that can be undone."""
        from briefing.ui.making import Making

        return Making(self)

    @property
    def case_pane(self) -> CasePane:
        """The case, under the points."""
        return self.collecting.case_pane

    def _make_late_panes(self) -> None:
        """Make what the first paint did without, one a turn of the event loop."""
        for name in ("making", "collecting", "search", "browse", "page"):
            if name not in self.__dict__:
                getattr(self, name)
                QTimer.singleShot(0, self, self._make_late_panes)
                return

    def current_pane(self) -> Pane:
        """The pane in the middle."""
        pane = self.centre.currentWidget()
        assert isinstance(pane, Pane)
        return pane

    def _build_actions(self) -> None:
        self.menus: dict[str, QMenu] = {}
        menus = self.menus
        for name in MENUS:
            menus[name] = self.menuBar().addMenu(name)
        for spec in ACTIONS:
            if not hasattr(self.commands, spec.run):
                continue
            action = QAction(spec.text, self)
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            action.triggered.connect(getattr(self.commands, spec.run))
            self.actions_by_id[spec.id] = action
            menus[spec.menu].addAction(action)
        self._recent = QMenu("Recent libraries", self)
        self._recent.aboutToShow.connect(self._fill_recent)
        menus["Library"].insertMenu(self.actions_by_id["library.copy"], self._recent)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self.desk.preferences.recent():
            action = self._recent.addAction(path)
            action.triggered.connect(partial(self.commands.open_at, Path(path)))

    def _build_toolbar(self) -> None:
        bar = QToolBar("Toolbar", movable=False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addToolBar(bar)
        for action, text in (("go.back", "Back"), ("go.forward", "Forward")):
            self._add_button(bar, action, text)
        self.search_field = SearchField()
        self.search_field.textEdited.connect(self._on_search_edited)
        self.search_field.asked.connect(self._on_search_asked)
        self.search_field.down.connect(lambda: self.search.list.focus_first())
        self.search_field.dismissed.connect(self.close_search)
        bar.addWidget(self.search_field)
        for action, text in (
            ("view.smaller", "A−"),
            ("view.bigger", "A+"),
            ("view.theme", "Colours"),
            ("case.toggle", "Case"),
            ("present.start", "Present"),
        ):
            if action in self.actions_by_id:
                self._add_button(bar, action, text)

    def _add_button(self, bar: QToolBar, action_id: str, text: str) -> None:
        action = self.actions_by_id[action_id]
        button = QToolButton()
        button.setDefaultAction(action)
        button.setText(text)
        keys = action.shortcut().toString()
        button.setToolTip(f"{action.text()} ({keys})" if keys else action.text())
        action.changed.connect(lambda: button.setText(text))
        bar.addWidget(button)

    def _build_status(self) -> None:
        self.where_label = QLabel()
        self.counts_label = QLabel()
        self.state_label = QLabel()
        for label in (self.where_label, self.counts_label, self.state_label):
            self.statusBar().addPermanentWidget(label)
        self.statusBar().setSizeGripEnabled(False)

    # -- going somewhere --------------------------------------------------------------------------

    def go(self, place: Destination) -> None:
        """Go to a place, and remember the way back."""
        self._note_place()
        if self.show_place(place):
            if place.room is not Room.ARTICLE or place.spot >= 0 or not self._is_at(place):
                self.history.visit(place)
            self._after_moving(place)

    def _note_place(self) -> None:
        """Keep in the history where the article was left."""
        article = self.reader.article
        if article is not None and self._is_at(Destination(Room.ARTICLE, article.id)):
            self.history.leave_at(self.reader.place)

    def _is_at(self, place: Destination) -> bool:
        """Whether the history stands at the place, wherever in it."""
        current = self.history.current
        return current is not None and (current.room, current.id) == (place.room, place.id)

    def topic_here(self) -> str:
        """The id of the topic that is shown, or of the first one; "" if there is none."""
        topics = self.desk.workspace.topics
        current = self.history.current
        if current is not None and current.id in topics:
            return current.id
        article = self.reader.article
        if article is not None and article.topic in topics:
            return article.topic
        return next(iter(topics), "")

    def go_back(self) -> None:
        """One step back."""
        self._note_place()
        self.travel(self.history.back())

    def go_forward(self) -> None:
        """One step forward."""
        self._note_place()
        self.travel(self.history.forward())

    def travel(self, place: Destination | None) -> None:
        """Show a place out of the history."""
        if place is not None and self.show_place(place):
            self._after_moving(place)

    def show_place(self, place: Destination) -> bool:
        """Show a place; False when it does not exist (any more)."""
        if place.room is Room.ARTICLE:
            if not self.reader.open(place.id, place.spot):
                self.say("That article is not in this library any more")
                return False
            self.centre.setCurrentWidget(self.reader)
            self.points.show_passage()
            self.library_pane.show_outline(place.id, self.reader.headings())
        elif place.room.is_page:
            if not self.page.open(place):
                self.say("That page is not in this library any more")
                return False
            self.centre.setCurrentWidget(self.page)
        elif place.room in (Room.POINTS, Room.QUOTES, Room.SOURCES):
            self.browse.open(place)
            self.centre.setCurrentWidget(self.browse)
        elif place.room in (Room.CHECKS, Room.GAPS):
            if not self.review.open(place):
                self.say("That page is not in this library any more")
                return False
            self.centre.setCurrentWidget(self.review)
        elif place.room is Room.CASE:
            if not self.collecting.show_case(place.id):
                self.say("That case is not in this library any more")
                return False
        elif place.room in (Room.POINT, Room.QUOTE, Room.SOURCE):
            self.points.show_alone(place)
            self.right.show()
            self.points.show()
        return True

    def _after_moving(self, place: Destination) -> None:
        self.library_pane.mark(place)
        self.actions_by_id["go.back"].setEnabled(self.history.can_go_back)
        self.actions_by_id["go.forward"].setEnabled(self.history.can_go_forward)

    # -- what panes tell --------------------------------------------------------------------------

    def _on_passage(self, reading: Reading | None, index: int) -> None:
        self.points.set_passage(reading, index)

    def _on_centre(self) -> None:
        self.points.set_elsewhere(self.centre.currentWidget() is not self.reader)

    def _on_headings(self) -> None:
        if self.reader.article is not None:
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

    # -- searching --------------------------------------------------------------------------------

    def _on_search_edited(self, text: str) -> None:
        if text.strip():
            self.show_search()
            self.search.ask(text)
        else:
            self.close_search()

    def _on_search_asked(self, text: str) -> None:
        if text.strip():
            self.show_search()
            self.search.ask(text, typing=False)
            self.search.list.focus_first()

    def _on_search_noticed(self, notice: str) -> None:
        self.search_field.show_notice(notice, self.desk.theme["caution"])

    def show_search(self) -> None:
        """Put the hits into the left column, and make room for them."""
        if self.left.currentWidget() is not self.search:
            self._narrow_sizes = self.columns.sizes()
            self.left.setCurrentWidget(self.search)
            self.left.show()
            wanted = min(380, self.width() // 3)
            left, centre, right = self.columns.sizes()
            if left < wanted:
                self.columns.setSizes([wanted, max(centre - (wanted - left), 1), right])

    def close_search(self) -> None:
        """Put the library back into the left column."""
        self.search_field.clear()
        if self.left.currentWidget() is self.search:
            self.left.setCurrentWidget(self.library_pane)
            self.columns.setSizes(self._narrow_sizes)
            self.current_pane().setFocus()

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
        self._make_late_panes()
        self.opening.go_on()

    def _on_changed(self, changes: Changes) -> None:
        if "making" in self.__dict__:
            self.making.show_steps()
        if changes.words:
            self.opening.refresh_index()  # what came in has to be found

    def _on_settings(self, changes: Changes) -> None:
        if changes.settings:
            self._apply_theme()

    def _apply_theme(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(palette(self.desk.theme))
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
        self.desk.tasks.close()
        super().closeEvent(event)

    def remember(self) -> None:
        """Keep what the next start should find."""
        preferences = self.desk.preferences
        if self.left.currentWidget() is self.search:  # the room made for hits is not for ever
            self.columns.setSizes(self._narrow_sizes)
        self.reader.keep_place()
        for key, value in (
            ("geometry", self.saveGeometry()),
            ("columns", self.columns.saveState()),
            ("rows", self.right.saveState()),
        ):
            preferences.remember(key, bytes(value.toBase64().data()).decode("ascii"))
        if self.reader.article is not None:
            last = dict(preferences.recall("last", {}))
            last[str(self.desk.workspace.root)] = self.reader.article.id
            preferences.remember("last", last)
        preferences.save()

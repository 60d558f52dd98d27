"""The case pane: points collected for a speech, with the user's own headings and sentences."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from briefing.app import cases
from briefing.app.case_book import CaseBook, first_difference
from briefing.app.case_rows import case_rows, case_time
from briefing.app.changes import Changes
from briefing.app.navigation import Destination, Room
from briefing.model import BriefingError, Case, CaseId, Heading, PointId, Prose, Topic, UserError
from briefing.text.words import counted, short
from briefing.ui import messages
from briefing.ui.desk import Desk
from briefing.ui.dialogs.case_title import ask_title
from briefing.ui.item_models.outline import OutlineDelegate, OutlineModel
from briefing.ui.panes.base import Pane
from briefing.ui.panes.case_bars import CaseFoot, CaseHead, CaseWarning
from briefing.ui.panes.case_menu import case_menu
from briefing.ui.panes.case_writing import Writing
from briefing.ui.widgets.outline_list import OutlineList
from briefing.ui.widgets.small import make_label

_NO_CASE = (
    "Collect points for a speech here: press + on a card or on a row of a list. "
    "A first case is made for you."
)
_EMPTY = "This case is empty. Press + on a card to add its point, or begin with a heading."


class CasePane(Pane):
    """One case at a time."""

    title = "Case"

    copy_quote = Signal(str)  # evidence id
    copy_text = Signal(str)
    export_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._books: dict[Path, CaseBook] = {}
        self._book: CaseBook | None = None
        self._was_shown = False
        self._told = ""  # the reason for not saving that was told last
        self._shown: Case | None = None
        self._is_saving = False
        self.head, self.warning, self.foot = CaseHead(), CaseWarning(), CaseFoot()
        self._hint = make_label(_NO_CASE, "muted")
        self._build_list()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(4)
        for widget in (self.head, self.warning, self._hint):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.foot)
        self.setFocusProxy(self.list)
        self._connect_bars()

    # -- building ---------------------------------------------------------------------------------

    def _build_list(self) -> None:
        self.list = OutlineList()
        self.list.setAccessibleName("Rows of the case")
        self.model = OutlineModel()
        self.list.setModel(self.model)
        delegate = OutlineDelegate(self.desk, self.list)
        self.list.setItemDelegate(delegate)
        self.writing = Writing(self.list, self.model, delegate)
        self.writing.inserted.connect(self._on_inserted)
        self.writing.changed.connect(self._on_edited)
        self.writing.dropped.connect(self._on_unwritten)
        self.list.opened.connect(self._open_row)
        self.list.edit_asked.connect(self.edit_row)
        self.list.removed.connect(self._remove)
        self.list.moved_by.connect(self._move_by)
        self.list.copied.connect(self._copy)
        self.list.level_asked.connect(self._set_level)
        self.list.undo_asked.connect(self.undo)
        self.list.redo_asked.connect(self.redo)
        self.list.customContextMenuRequested.connect(self._open_menu)
        # Qt still uses the row while it tells of the drop: hence queued.
        self.model.moved.connect(self._move, Qt.ConnectionType.QueuedConnection)

    def _connect_bars(self) -> None:
        head, warning, foot = self.head, self.warning, self.foot
        head.chosen.connect(self.open_case)
        head.new_asked.connect(self.new_case)
        head.rename_asked.connect(self.rename_case)
        head.export_asked.connect(self.export_asked)
        head.delete_asked.connect(self.delete_case)
        warning.why.connect(self._tell_reason)
        warning.again.connect(self._save_again)
        warning.as_new.connect(partial(self._save_again, as_new=True))
        warning.dropped.connect(self._give_up)
        foot.heading_asked.connect(self.write_heading)
        foot.text_asked.connect(self.write_text)
        foot.undo_asked.connect(self.undo)
        foot.rate_changed.connect(partial(self.desk.set, "speaking_rate"))

    # -- what is shown ----------------------------------------------------------------------------

    @property
    def case(self) -> Case | None:
        """The open case, saved or not."""
        return self._book.case if self._book else None

    @property
    def current_point(self) -> str:
        """The point in the current row; "" if there is none."""
        row = self.list.currentIndex().row()
        return self.model.rows[row].point if 0 <= row < len(self.model.rows) else ""

    @property
    def book(self) -> CaseBook:
        """The cases of the open library."""
        assert self._book is not None, "a window opens its library before its panes are used"
        return self._book

    def refresh(self, changes: Changes) -> None:
        """Show other cases, other words or another rate."""
        if changes.everything:
            self._open_library()
        elif changes.cases:
            self._show_changed()
        elif changes.points or changes.settings:
            self._show()
        else:
            self._show_undo()

    def _show_changed(self) -> None:
        """Show cases that were changed from elsewhere, by undoing for instance."""
        if self._book is None or self._is_saving:
            return
        self._book.follow()
        if not self._book.key:
            self._choose("")
        row = first_difference(self._shown, self._book.case)
        self._show(row if self._shown else None)
        if self._book.reason and self._book.reason != self._told:
            self._tell_reason()
        self._told = self._book.reason

    def _show_undo(self) -> None:
        self.foot.show_undo(self.desk.editor.steps.undo_name if self.desk.is_open else "")

    def _open_library(self) -> None:
        workspace = self.desk.workspace
        book = self._books.get(workspace.root)
        if book is None:
            book = self._books[workspace.root] = CaseBook(self.desk.editor)
        else:
            _ = self.desk.editor  # which follows the library that was read again
            book.follow()
        self._book = book
        if not book.key:
            last = self.desk.preferences.recall("case", {}).get(str(workspace.root), "")
            self._choose(last)
        self._show()

    def _choose(self, key: str) -> None:
        """Open a case, or any case if there is none of that key."""
        titles = self.book.titles()
        self.book.key = key if key in titles else next(iter(titles), "")

    def open_case(self, key: str) -> bool:
        """Show a case; False if there is none."""
        if key not in self.book.titles():
            return False
        self.end_editing()
        self.book.key = key
        self._show()
        return True

    def _show(self, row: int | None = None) -> None:
        """Show the open case as it is now, with a row chosen (the same as before: None)."""
        if self._book is None or self.writing.is_active:
            return
        book, case = self._book, self._book.case
        row = self.list.row if row is None else row
        place = self.list.verticalScrollBar().value()
        rate = self.desk.settings.speaking_rate
        workspace = self.desk.workspace
        rows = case_rows(workspace, case, rate) if case else ()
        self.model.show(rows)
        self.list.doItemsLayout()
        self.list.verticalScrollBar().setValue(place)
        if rows:
            self.select(min(max(row, 0), len(rows) - 1))
        self._hint.setText(_EMPTY if case else _NO_CASE)
        self._hint.setVisible(not rows)
        self.head.show_titles(book.titles(), book.key)
        self.warning.show_reason(book.reason)
        self._shown = case
        self._show_undo()
        self.foot.show_time(case_time(workspace, case, rate) if case else "0:00", rate)
        self._remember(book.key)

    def _remember(self, key: str) -> None:
        """The next start opens the same case."""
        if key and not key.startswith("new:"):
            known = dict(self.desk.preferences.recall("case", {}))
            known[str(self.desk.workspace.root)] = key
            self.desk.preferences.remember("case", known)

    def select(self, row: int) -> None:
        """Choose a row, and bring it into view."""
        index = self.model.index(row, 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    # -- changing ---------------------------------------------------------------------------------

    def _keep(self, name: str, after: Case, row: int | None = None) -> None:
        """Change the case and save it; what cannot be saved stays in the pane, with the reason."""
        book = self.book
        self._is_saving = True
        self.desk.do(lambda: book.keep(name, after))
        self._is_saving = False
        self._after_saving(len(after.items), row)

    def _after_saving(self, items: int, row: int | None = None) -> None:
        case = self.case
        self._show(row)
        if self.book.reason and self.book.reason != self._told:
            self._tell_reason()
        elif case is not None and len(case.items) < items:
            self.said.emit("Two texts in a row became one")
        self._told = self.book.reason

    def _is_ready(self) -> bool:
        """Whether the library's cases are known; says so if they are still being read."""
        is_glimpse = self.desk.workspace.is_glimpse
        if is_glimpse:
            self.said.emit("The library is still being read; the case can be changed in a moment")
        return not is_glimpse

    def _open_first(self, topic: Topic | None) -> Case:
        """A first case, which nobody had to name."""
        title = f"My case: {topic.title}" if topic else "My case"
        return self.book.open_new(title, topic.id if topic else None)

    def add(self, point_id: str) -> None:
        """Add a point to the open case, at its end; one that it holds already is shown."""
        if not self._is_ready():
            return
        point = self.desk.workspace.points.get(point_id)
        if point is None:
            self.said.emit(f"There is no point “{point_id}” in this library any more")
            return
        self.end_editing()
        self.show()
        case = self.case or self._open_first(self.desk.workspace.topic_of(point))
        there = self.book.row_of(point_id)
        if there >= 0:
            self.select(there)
            self.said.emit(f"Already in “{case.title}”: {short(point.claim)}")
            return
        after = cases.add_point(case, PointId(point_id))
        self._keep(f"add “{short(point.claim)}”", after, len(after.items) - 1)
        if not self.book.reason:
            self.said.emit(f"Added to “{case.title}”: {short(point.claim)}")

    def _remove(self, row: int) -> None:
        case = self.case
        if case is not None:
            name = f"remove “{short(self.model.rows[row].text)}”"
            self._keep(name, cases.remove(case, row), row)
            self.said.emit(f"Removed: {short(name[8:-1])}. Ctrl+Z takes it back")

    def _move_by(self, row: int, step: int) -> None:
        case = self.case
        if case is not None and 0 <= row + step < len(case.items):
            self._move(row, row + step)

    def _move(self, row: int, to: int) -> None:
        case = self.case
        if case is not None and max(row, to) < len(case.items):
            name = f"move “{short(self.model.rows[row].text)}”"
            self._keep(name, cases.move(case, row, to), to)

    def undo(self) -> None:
        """Take the latest change back, of this case or of anything else."""
        self.end_editing()
        self.undo_asked.emit()

    def redo(self) -> None:
        """Do the latest undone change again."""
        self.end_editing()
        self.redo_asked.emit()

    # -- own rows ---------------------------------------------------------------------------------

    def write_heading(self) -> None:
        """Begin a heading of one's own below the chosen row."""
        above = reversed(self.model.rows[: self.list.row + 1])
        self._write(Heading("", next((row.level for row in above if row.level), 2)))

    def write_text(self) -> None:
        """Begin sentences of one's own below the chosen row."""
        self._write(Prose(""))

    def _write(self, item: Heading | Prose) -> None:
        if not self._is_ready():
            return
        self.end_editing()
        if self.case is None:
            topics = list(self.desk.workspace.topics.values())
            self._open_first(topics[0] if len(topics) == 1 else None)
        self._hint.hide()
        self.writing.begin(item)

    def edit_row(self, row: int) -> None:
        """Edit one's own heading or sentences in place."""
        if self.model.rows[row].kind in ("heading", "prose"):
            self.writing.edit(row)
        else:
            self.said.emit("Points are changed in the library; a case only names them")

    def end_editing(self) -> None:
        """Take over what is being written in a row."""
        self.writing.end()

    def _on_inserted(self, row: int, item: Heading | Prose) -> None:
        case = self.case
        if case is not None:
            self._keep(f"write {_named(item)}", cases.insert(case, item, row - 1), row)

    def _on_edited(self, row: int, item: Heading | Prose | None) -> None:
        case = self.case
        if item is None:
            self._remove(row)
        elif case is not None:
            self._keep(f"edit {_named(item)}", cases.edit(case, row, item), row)

    def _on_unwritten(self) -> None:
        """Nothing was written: show the case as it is, and no case that is not begun."""
        if self.book.is_unbegun:
            self.book.give_up()
        self._show()

    # -- rows -------------------------------------------------------------------------------------

    def _open_row(self, row: int) -> None:
        shown = self.model.rows[row]
        if shown.kind == "point":
            self.go.emit(Destination(Room.POINT, shown.point))
        elif shown.kind == "lost":
            self.said.emit(shown.text)
        else:
            self.edit_row(row)

    def _copy(self, row: int) -> None:
        shown = self.model.rows[row]
        point = self.desk.workspace.points.get(shown.point)
        evidence = self.desk.workspace.evidence_of(point) if point else ()
        if evidence:
            self.copy_quote.emit(evidence[0].id)
        else:
            self.copy_text.emit(shown.text)

    def _open_menu(self, where: QPoint) -> None:
        row = self.list.indexAt(where).row()
        shown = self.model.rows[row] if row >= 0 else None
        steps = self.desk.editor.steps
        menu = case_menu(self.list, row, shown, steps.undo_name, steps.redo_name)
        if menu.actions():
            menu.exec(self.list.viewport().mapToGlobal(where))

    def _set_level(self, row: int, step: int) -> None:
        case = self.case
        item = case.items[row] if case else None
        if case is not None and isinstance(item, Heading):
            changed = Heading(item.text, min(max(item.level + step, 2), 6))
            self._keep(f"level of “{short(item.text)}”", cases.edit(case, row, changed), row)

    # -- whole cases ------------------------------------------------------------------------------

    def new_case(self) -> None:
        """Ask for a title and begin a case."""
        if not self._is_ready():
            return
        self.end_editing()
        topics = list(self.desk.workspace.topics.values())
        topic = topics[0] if len(topics) == 1 else None
        untitled = Case(CaseId(""), "", topic.id if topic else None)
        wanted = ask_title(self.window(), "New case", untitled, topic)
        if wanted is None:
            return
        book = self.book
        case = replace(wanted, id=book.open_new(wanted.title, wanted.topic).id)
        self.show()
        self.desk.do(lambda: book.begin(case))
        self._after_saving(0, 0)
        self.said.emit(f"New case: {case.title}")
        self.list.setFocus()

    def rename_case(self) -> None:
        """Ask for another title or side."""
        self.end_editing()
        case = self.case
        if case is None:
            return
        topic = self.desk.workspace.topics.get(case.topic or "")
        changed = ask_title(self.window(), "Title and side", case, topic)
        if changed is not None and changed != case:
            self._keep("title and side", changed)

    def delete_case(self) -> None:
        """Delete the open case, after asking."""
        self.end_editing()
        case, book = self.case, self.book
        if case is None:
            return
        words = (
            f"Delete “{case.title}” with its {counted(len(case.items), 'row')}? "
            "Its file is removed; the points stay in the library."
        )
        if not messages.ask(self.window(), "Delete case", words, "Delete"):
            return
        try:
            self.desk.do(book.delete)
        except (BriefingError, OSError) as error:
            messages.trouble(self.window(), error)
            return
        self._choose("")
        self._show(0)
        self.said.emit(f"Deleted: {case.title}")

    def _tell_reason(self) -> None:
        messages.trouble(self.window(), UserError(f"{self.book.reason}\n\n{_KEPT}"))

    def _save_again(self, as_new: bool = False) -> None:
        self._told = ""
        self.desk.do(self.book.save_as_new if as_new else self.book.save_again)
        self._after_saving(0)

    def _give_up(self) -> None:
        self.book.give_up()
        if not self.book.key:
            self._choose("")
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """At first the pane takes a little less than half of the column."""
        splitter = self.parentWidget()
        if not event.spontaneous() and isinstance(splitter, QSplitter) and not self._was_shown:
            self._was_shown = True
            total = sum(splitter.sizes())
            splitter.setSizes([total * 11 // 20, total - total * 11 // 20])
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """What is being written is kept before the pane goes away."""
        if not event.spontaneous():
            self.end_editing()
        super().hideEvent(event)

    def focus(self) -> None:
        """Show the pane and put the keyboard on its rows."""
        self.show()
        self.list.setFocus()


_KEPT = "Your change stays in the case pane until it can be saved."


def _named(item: Heading | Prose) -> str:
    """An own row by its first words, for the undo steps."""
    return f"“{short(item.text if isinstance(item, Heading) else item.text_md)}”"

"""The case pane: points collected for a speech, with the user's own headings and sentences."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QMenu,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefing.app import cases
from briefing.app.case_book import CaseBook
from briefing.app.case_rows import CaseRow, case_rows, case_time
from briefing.app.changes import Changes
from briefing.app.navigation import Destination, Room
from briefing.model import (
    BriefingError,
    Case,
    CaseItem,
    Heading,
    PointId,
    PointItem,
    Prose,
    TopicId,
    UserError,
)
from briefing.ui import messages
from briefing.ui.desk import Desk
from briefing.ui.dialogs.case_title import CaseTitleDialog
from briefing.ui.item_models.outline import OutlineDelegate, OutlineModel
from briefing.ui.panes.base import Pane
from briefing.ui.widgets.outline_list import OutlineList
from briefing.ui.widgets.small import make_button, make_label

_NO_CASE = (
    "Collect points for a speech here: press + on a card or on a row of a list. "
    "A first case is made for you."
)
_EMPTY = "This case is empty. Press + on a card to add its point, or begin with a heading."
_SHORT = 40


class CasePane(Pane):
    """One case at a time."""

    title = "Case"

    copy_quote = Signal(str)  # evidence id
    copy_text = Signal(str)
    export_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._books: dict[Path, CaseBook] = {}
        self._book: CaseBook | None = None
        self._fresh: tuple[int, CaseItem] | None = None  # an own row that is being written
        self._typed: tuple[int, str] | None = None
        self._told = ""  # the reason for not saving that was told last
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(4)
        layout.addLayout(self._build_head())
        layout.addWidget(self._build_warning())
        self._hint = make_label(_NO_CASE, "muted")
        layout.addWidget(self._hint)
        self._build_list()
        layout.addWidget(self.list, 1)
        layout.addLayout(self._build_foot())
        self.setFocusProxy(self.list)

    # -- building ---------------------------------------------------------------------------------

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self.choice = QComboBox()
        self.choice.setAccessibleName("Case")
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.setMinimumContentsLength(8)
        self.choice.activated.connect(self._on_chosen)
        row.addWidget(self.choice, 1)
        self._menu_button = make_button("⋯", "New case, rename, delete, export")
        self._menu_button.setAccessibleName("What to do with cases")
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._menu_button)
        menu.addAction("New case …", self.new_case)
        self._on_case = [
            menu.addAction("Title and side …", self.rename_case),
            menu.addAction("Export …", self.export_asked.emit),
            menu.addAction("Delete case …", self.delete_case),
        ]
        self._menu_button.setMenu(menu)
        row.addWidget(self._menu_button)
        return row

    def _build_warning(self) -> QWidget:
        self._warning = QWidget()
        column = QVBoxLayout(self._warning)
        column.setContentsMargins(0, 0, 0, 0)
        self._reason = make_label("", "caution")
        column.addWidget(self._reason)
        row = QHBoxLayout()
        row.addWidget(make_button("Try again", "Save once more", self._save_again))
        row.addWidget(make_button("Save as new case", "", self._save_as_new))
        row.addWidget(make_button("Drop", "Drop what is not saved", self._give_up))
        row.addStretch(1)
        column.addLayout(row)
        self._warning.hide()
        return self._warning

    def _build_list(self) -> None:
        self.list = OutlineList()
        self.list.setAccessibleName("Rows of the case")
        self.model = OutlineModel()
        self.list.setModel(self.model)
        self._delegate = OutlineDelegate(self.desk, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.opened.connect(self._open_row)
        self.list.edit_asked.connect(self.edit_row)
        self.list.removed.connect(self._remove)
        self.list.moved_by.connect(self._move_by)
        self.list.copied.connect(self._copy)
        self.list.undo_asked.connect(self.undo)
        self.list.redo_asked.connect(self.redo)
        self.list.customContextMenuRequested.connect(self._open_menu)
        # Qt still uses the row or the editor while these are told: hence queued.
        queued = Qt.ConnectionType.QueuedConnection
        self.model.moved.connect(self._move, queued)
        self.model.edited.connect(self._on_typed)
        self._delegate.closeEditor.connect(self._finish_editing, queued)

    def _build_foot(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(2)
        self._heading = make_button(
            "+ Heading", "A heading of your own, below the chosen row", self.write_heading
        )
        self._text = make_button(
            "+ Text", "Sentences of your own, below the chosen row", self.write_text
        )
        self._undo = make_button("Undo", "", self.undo)
        for button in (self._heading, self._text):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._undo)
        column.addLayout(row)
        row = QHBoxLayout()
        self._time = make_label("", "heading")
        self._time.setWordWrap(False)
        self._time.setAccessibleName("Time to say the whole case")
        self.rate = QSpinBox()
        self.rate.setRange(60, 450)
        self.rate.setSingleStep(10)
        self.rate.setKeyboardTracking(False)
        self.rate.setSuffix(" wpm")
        self.rate.setToolTip("How fast you speak, in words a minute")
        self.rate.setAccessibleName("Speaking rate in words a minute")
        self.rate.valueChanged.connect(self._on_rate)
        row.addWidget(self._time)
        row.addWidget(self.rate)
        row.addStretch(1)
        column.addLayout(row)
        return column

    # -- what is shown ----------------------------------------------------------------------------

    @property
    def case(self) -> Case | None:
        """The open case, saved or not."""
        return self._book.case if self._book else None

    @property
    def book(self) -> CaseBook:
        """The cases of the open library."""
        assert self._book is not None, "a window opens its library before its panes are used"
        return self._book

    def refresh(self, changes: Changes) -> None:
        """Show other cases, other words or another rate."""
        if changes.everything:
            self._open_library()
        elif changes.cases or changes.points or changes.settings:
            self._show()

    def _open_library(self) -> None:
        workspace = self.desk.workspace
        book = self._books.get(workspace.root)
        if book is None:
            book = self._books[workspace.root] = CaseBook(workspace)
        else:
            book.follow(workspace)
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

    def _on_chosen(self) -> None:
        self.open_case(self.choice.currentData())

    def _show(self, row: int | None = None) -> None:
        """Show the open case as it is now, with a row chosen (the same as before: None)."""
        if self._book is None or self.list.is_editing:
            return
        book, case = self._book, self._book.case
        self._fill_choice()
        row = self.list.row if row is None else row
        place = self.list.verticalScrollBar().value()
        rate = self.desk.settings.speaking_rate
        rows = case_rows(self.desk.workspace, case, rate) if case else ()
        self.model.show(rows)
        self.list.doItemsLayout()
        self.list.verticalScrollBar().setValue(place)
        if rows:
            self._select(min(max(row, 0), len(rows) - 1))
        self._hint.setText(_EMPTY if case else _NO_CASE)
        self._hint.setVisible(not rows)
        self._warning.setVisible(bool(book.reason))
        self._reason.setText(f"Not saved: {book.reason}")
        for action in self._on_case:
            action.setEnabled(case is not None)
        self._show_undo()
        time = case_time(self.desk.workspace, case, rate) if case else "0:00"
        self._time.setText(f"{time} at")
        self.rate.blockSignals(True)
        self.rate.setValue(rate)
        self.rate.blockSignals(False)

    def _fill_choice(self) -> None:
        self.choice.clear()
        for key, title in self.book.titles().items():
            self.choice.addItem(title, key)
        self.choice.setCurrentIndex(self.choice.findData(self.book.key))
        self.choice.setPlaceholderText("No case yet")
        self.choice.setToolTip(self.choice.currentText())
        if self.book.key and not self.book.key.startswith("new:"):
            known = dict(self.desk.preferences.recall("case", {}))
            known[str(self.desk.workspace.root)] = self.book.key
            self.desk.preferences.remember("case", known)

    def _show_undo(self) -> None:
        name = self.book.steps.undo_name if self.case else ""
        self._undo.setEnabled(bool(name))
        self._undo.setToolTip(f"Undo: {name} (Ctrl+Z)" if name else "Nothing to undo (Ctrl+Z)")

    def _select(self, row: int) -> None:
        index = self.model.index(row, 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    # -- changing ---------------------------------------------------------------------------------

    def _keep(self, name: str, after: Case, row: int | None = None) -> None:
        """Change the case and save it; what cannot be saved stays in the pane, with the reason."""
        book = self.book
        self._fresh = None
        self.desk.do(lambda: book.keep(name, after))
        self._after_saving(len(after.items), row)

    def _after_saving(self, items: int, row: int | None = None) -> None:
        case = self.case
        self._show(row)
        if self.book.reason and self.book.reason != self._told:
            messages.trouble(self.window(), UserError(f"{self.book.reason}\n\n{_KEPT}"))
        elif case is not None and len(case.items) < items:
            self.said.emit("Two texts in a row became one")
        self._told = self.book.reason

    def _case_for_point(self, point: str) -> Case:
        """The open case; a new one, named after the point's topic, if there is none."""
        if self.case is not None:
            return self.case
        topic = self.desk.workspace.topics.get(self.desk.workspace.points[point].topic)
        title = f"My case: {topic.title}" if topic else "My case"
        return self.book.open_new(title, topic.id if topic else None)

    def add(self, point_id: str) -> None:
        """Add a point to the open case, at its end; one that it holds already is shown."""
        point = self.desk.workspace.points.get(point_id)
        if point is None:
            self.said.emit(f"There is no point “{point_id}” in this library any more")
            return
        self.end_editing()
        self.show()
        case = self._case_for_point(point_id)
        there = self.book.row_of(point_id)
        if there >= 0:
            self._select(there)
            self.said.emit(f"Already in “{case.title}”: {_short(point.claim)}")
            return
        after = cases.add_point(case, PointId(point_id))
        self._keep(f"add “{_short(point.claim)}”", after, len(after.items) - 1)
        if not self.book.reason:
            self.said.emit(f"Added to “{case.title}”: {_short(point.claim)}")

    def _remove(self, row: int) -> None:
        case = self.case
        if case is not None:
            name = f"remove “{_short(self.model.rows[row].text)}”"
            self._keep(name, cases.remove(case, row), row)
            self.said.emit(f"Removed: {_short(name[8:-1])}. Ctrl+Z takes it back")

    def _move_by(self, row: int, step: int) -> None:
        case = self.case
        if case is not None and 0 <= row + step < len(case.items):
            self._move(row, row + step)

    def _move(self, row: int, to: int) -> None:
        case = self.case
        if case is not None and max(row, to) < len(case.items):
            name = f"move “{_short(self.model.rows[row].text)}”"
            self._keep(name, cases.move(case, row, to), to)

    def undo(self) -> None:
        """Take the latest change of this case back."""
        self._step("undo")

    def redo(self) -> None:
        """Do the latest undone change again."""
        self._step("redo")

    def _step(self, way: str) -> None:
        self.end_editing()
        book = self.book
        step = (book.steps.undo_name if way == "undo" else book.steps.redo_name) or ""
        if not step:
            self.said.emit(f"Nothing to {way} in this case")
            return
        before = book.case
        self.desk.do(lambda: (book.undo() if way == "undo" else book.redo())[1])
        self._after_saving(0, _first_difference(before, book.case))
        self.said.emit(f"{'Undone' if way == 'undo' else 'Done again'}: {step}")

    # -- own rows ---------------------------------------------------------------------------------

    def write_heading(self) -> None:
        """Begin a heading of one's own below the chosen row."""
        level = next(
            (row.level for row in reversed(self.model.rows[: self.list.row + 1]) if row.level), 2
        )
        self._write(Heading("", level), CaseRow("heading", "", level=level))

    def write_text(self) -> None:
        """Begin sentences of one's own below the chosen row."""
        self._write(Prose(""), CaseRow("prose", ""))

    def _write(self, item: CaseItem, shown: CaseRow) -> None:
        self.end_editing()
        if self.case is None:
            topics = list(self.desk.workspace.topics.values())
            title = f"My case: {topics[0].title}" if len(topics) == 1 else "My case"
            self.book.open_new(title, topics[0].id if len(topics) == 1 else None)
        row = self.list.row + 1
        self._fresh = (row, item)
        self._hint.hide()
        self.model.show([*self.model.rows[:row], shown, *self.model.rows[row:]])
        self.edit_row(row)

    def edit_row(self, row: int) -> None:
        """Edit one's own heading or sentences in place."""
        index = self.model.index(row, 0)
        if self.model.rows[row].kind not in ("heading", "prose"):
            self.said.emit("Points are changed in the library; a case only names them")
            return
        self._delegate.editing = row
        self.list.doItemsLayout()
        self._select(row)
        self.list.edit(index)

    def end_editing(self) -> None:
        """Take over what is being written in a row."""
        if self._delegate.editing >= 0:
            self._delegate.end_editing()
            self._finish_editing()

    def _on_typed(self, row: int, text: str) -> None:
        self._typed = (row, text)

    def _finish_editing(self) -> None:
        """After an editor closed: put what was written into the case."""
        if self._delegate.editing < 0:
            return
        self._delegate.editing = -1
        typed, fresh, case = self._typed, self._fresh, self.case
        self._typed = self._fresh = None
        self.list.setFocus()
        if typed is None or case is None:
            self._drop_unwritten()
            return
        row, text = typed[0], typed[1].strip()
        item = fresh[1] if fresh else case.items[row]
        written = _with_text(item, text)
        name = f"“{_short(text)}”"
        if fresh and text:
            self._keep(f"write {name}", cases.insert(case, written, row - 1), row)
        elif fresh or written == item:
            self._drop_unwritten()
        elif text:
            self._keep(f"edit {name}", cases.edit(case, row, written), row)
        else:
            self._remove(row)

    def _drop_unwritten(self) -> None:
        """Nothing was written: show the case as it is, and no case that is not begun."""
        if self.book.key.startswith("new:") and self.case and not self.case.items:
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
        menu = QMenu(self)
        if row >= 0:
            self._fill_row_menu(menu, row)
        for way, name in (("Undo", self.book.steps.undo_name), ("Redo", self.book.steps.redo_name)):
            if name:
                menu.addAction(f"{way}: {name}", self.undo if way == "Undo" else self.redo)
        if menu.actions():
            menu.exec(self.list.viewport().mapToGlobal(where))

    def _fill_row_menu(self, menu: QMenu, row: int) -> None:
        shown = self.model.rows[row]
        if shown.kind == "point":
            menu.addAction("Go to the point\tEnter", lambda: self._open_row(row))
            menu.addAction("Copy quotation with citation\tCtrl+C", lambda: self._copy(row))
        elif shown.kind != "lost":
            menu.addAction("Edit\tF2", lambda: self.edit_row(row))
        if shown.kind == "heading":
            menu.addAction("Higher heading", lambda: self._set_level(row, -1)).setEnabled(
                shown.level > 2
            )
            menu.addAction("Lower heading", lambda: self._set_level(row, 1)).setEnabled(
                shown.level < 6
            )
        menu.addAction("Move up\tAlt+Up", lambda: self._move_by(row, -1))
        menu.addAction("Move down\tAlt+Down", lambda: self._move_by(row, 1))
        menu.addAction("Remove\tDel", lambda: self._remove(row))
        menu.addSeparator()

    def _set_level(self, row: int, step: int) -> None:
        case = self.case
        item = case.items[row] if case else None
        if case is not None and isinstance(item, Heading):
            changed = Heading(item.text, min(max(item.level + step, 2), 6))
            self._keep(f"level of “{_short(item.text)}”", cases.edit(case, row, changed), row)

    # -- whole cases ------------------------------------------------------------------------------

    def new_case(self) -> None:
        """Ask for a title and begin a case."""
        self.end_editing()
        topics = list(self.desk.workspace.topics.values())
        topic = topics[0] if len(topics) == 1 else None
        dialog = CaseTitleDialog(self.window(), "New case", "", None, topic)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        self._begin(dialog, topic.id if topic else None)

    def _begin(self, dialog: CaseTitleDialog, topic: TopicId | None) -> None:
        case = self.book.open_new(dialog.title, topic)
        case = Case(case.id, dialog.title, topic, dialog.side)
        self.show()
        book = self.book
        self.desk.do(lambda: book.begin(case))
        self._after_saving(0, 0)
        self.said.emit(f"New case: {dialog.title}")
        self.list.setFocus()

    def rename_case(self) -> None:
        """Ask for another title or side."""
        self.end_editing()
        case = self.case
        if case is None:
            return
        topic = self.desk.workspace.topics.get(case.topic or "")
        dialog = CaseTitleDialog(self.window(), "Title and side", case.title, case.side, topic)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            from dataclasses import replace

            changed = replace(cases.rename(case, dialog.title), side=dialog.side)
            if changed != case:
                self._keep("title and side", changed)

    def delete_case(self) -> None:
        """Delete the open case, after asking."""
        self.end_editing()
        case, book = self.case, self.book
        if case is None:
            return
        words = (
            f"Delete “{case.title}” with its {len(case.items)} rows? "
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

    def _save_again(self) -> None:
        self._told = ""
        self.desk.do(self.book.save_again)
        self._after_saving(0)

    def _save_as_new(self) -> None:
        self._told = ""
        self.desk.do(self.book.save_as_new)
        self._after_saving(0)

    def _give_up(self) -> None:
        self.book.give_up()
        if not self.book.key:
            self._choose("")
        self._show()

    def _on_rate(self, rate: int) -> None:
        self.desk.set("speaking_rate", rate)

    def focus(self) -> None:
        """Show the pane and put the keyboard on its rows."""
        self.show()
        QTimer.singleShot(0, self.list, self.list.setFocus)
        self.list.setFocus()


_KEPT = "Your change stays in the case pane until it can be saved."


def _with_text(item: CaseItem, text: str) -> CaseItem:
    """An own row with other words; headings are one line."""
    if isinstance(item, Heading):
        return Heading(" ".join(text.split()), item.level)
    return item if isinstance(item, PointItem) else Prose(text)


def _first_difference(before: Case | None, after: Case | None) -> int:
    """The first row that is not the same in two cases."""
    old, new = (case.items if case else () for case in (before, after))
    pairs = enumerate(zip(old, new, strict=False))
    return next((row for row, (one, other) in pairs if one != other), min(len(old), len(new)))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHORT else line[:_SHORT].rsplit(" ", 1)[0] + " …"

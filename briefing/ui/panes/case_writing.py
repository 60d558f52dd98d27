"""Writing a row of one's own in the case: a new one, or one that is there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from briefing.app.case_rows import CaseRow
from briefing.model import Heading, Prose
from briefing.ui.item_models.outline import OutlineDelegate, OutlineModel
from briefing.ui.widgets.outline_list import OutlineList


class Writing(QObject):
    """The editor of a row. A new row stands in the list, but not in the case, until it is written.

    The signals carry a row and what was written: a case item, or None for an emptied row.
    """

    inserted = Signal(int, object)
    changed = Signal(int, object)
    dropped = Signal()  # nothing was written

    _closed = Signal(int)

    def __init__(self, view: OutlineList, model: OutlineModel, delegate: OutlineDelegate) -> None:
        super().__init__(view)
        self._view, self._model, self._delegate = view, model, delegate
        self._fresh: Heading | Prose | None = None
        self._typed: str | None = None
        model.edited.connect(self._on_typed)
        # Qt still uses the editor while it tells that it closes: hence queued. By then the next
        # row may be open already: hence numbered.
        self._turn = 0
        delegate.closeEditor.connect(self._on_closed)
        self._closed.connect(self._on_gone, Qt.ConnectionType.QueuedConnection)

    @property
    def is_active(self) -> bool:
        """Whether a row is being written."""
        return self._delegate.editing >= 0

    def begin(self, item: Heading | Prose) -> None:
        """Write a new heading or text below the chosen row."""
        self.end()
        if isinstance(item, Heading):
            shown = CaseRow("heading", "", level=item.level)
        else:
            shown = CaseRow("prose", "")
        row = self._view.row + 1
        self._fresh = item
        rows = self._model.rows
        self._model.show([*rows[:row], shown, *rows[row:]])
        self._open(row)

    def edit(self, row: int) -> None:
        """Change a row that is there."""
        self.end()
        self._open(row)

    def _open(self, row: int) -> None:
        self._delegate.editing = row
        self._typed = None
        self._turn += 1
        self._view.doItemsLayout()
        index = self._model.index(row, 0)
        self._view.setCurrentIndex(index)
        self._view.scrollTo(index)
        self._view.edit(index)

    def end(self) -> None:
        """Take over what is being written, as Enter does."""
        if self.is_active:
            self._delegate.end_editing()
            self._finish()

    def _on_typed(self, row: int, text: str) -> None:
        if row == self._delegate.editing:
            self._typed = text

    def _on_closed(self) -> None:
        self._closed.emit(self._turn)

    def _on_gone(self, turn: int) -> None:
        if turn == self._turn:
            self._finish()

    def _finish(self) -> None:
        if not self.is_active:
            return
        row, fresh, typed = self._delegate.editing, self._fresh, self._typed
        shown = self._model.rows[row]
        self._delegate.editing, self._fresh, self._typed = -1, None, None
        self._view.setFocus()
        text = (typed or "").strip()
        if typed is None or (fresh and not text) or typed == shown.edited:
            self.dropped.emit()
        elif shown.kind == "heading":
            line = " ".join(text.split())
            self._tell(fresh, row, Heading(line, shown.level) if line else None)
        else:
            self._tell(fresh, row, Prose(text) if text else None)

    def _tell(self, fresh: Heading | Prose | None, row: int, item: Heading | Prose | None) -> None:
        (self.inserted if fresh else self.changed).emit(row, item)

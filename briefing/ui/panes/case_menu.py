"""The menu on a row of the case. It asks by the list's own signals, as the keys do."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from briefing.app.case_rows import CaseRow
from briefing.ui.widgets.asking_menu import add_asking
from briefing.ui.widgets.outline_list import OutlineList


def case_menu(view: OutlineList, row: int, shown: CaseRow | None, undo: str, redo: str) -> QMenu:
    """What can be done with a row (None: beside the rows), and the steps that can be undone."""
    menu = QMenu(view)
    if shown is not None:
        _add_row(menu, view, row, shown)
    if undo:
        menu.addAction(f"Undo: {undo}", view.undo_asked.emit)
    if redo:
        menu.addAction(f"Redo: {redo}", view.redo_asked.emit)
    return menu


def _add_row(menu: QMenu, view: OutlineList, row: int, shown: CaseRow) -> None:
    if shown.kind == "point":
        menu.addAction("Go to the point\tEnter", lambda: view.opened.emit(row))
        menu.addAction("Copy quotation with citation\tCtrl+C", lambda: view.copied.emit(row))
        add_asking(menu, view)
    elif shown.kind != "lost":
        menu.addAction("Edit\tF2", lambda: view.edit_asked.emit(row))
    if shown.kind == "heading":
        higher = menu.addAction("Higher heading", lambda: view.level_asked.emit(row, -1))
        higher.setEnabled(shown.level > 2)
        lower = menu.addAction("Lower heading", lambda: view.level_asked.emit(row, 1))
        lower.setEnabled(shown.level < 6)
    menu.addAction("Move up\tAlt+Up", lambda: view.moved_by.emit(row, -1))
    menu.addAction("Move down\tAlt+Down", lambda: view.moved_by.emit(row, 1))
    menu.addAction("Remove\tDel", lambda: view.removed.emit(row))
    menu.addSeparator()

"""The menu on a row of the case asks for just what the keys ask for."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from briefing.app.case_rows import CaseRow
from briefing.ui.main import make_application
from briefing.ui.panes.case_menu import case_menu
from briefing.ui.widgets.outline_list import OutlineList


@pytest.fixture(scope="module")
def view() -> OutlineList:
    make_application()
    return OutlineList()


def names(view: OutlineList, row: int, shown: CaseRow | None) -> list[str]:
    menu = case_menu(view, row, shown, "add “x”", "")
    return [one.text().split("\t")[0] for one in menu.actions() if one.text() and one.isEnabled()]


def test_each_kind_of_row_has_what_it_can_do(view: OutlineList) -> None:
    always = ["Move up", "Move down", "Remove", "Undo: add “x”"]
    point = ["Go to the point", "Copy quotation with citation", *always]
    assert names(view, 0, CaseRow("point", "A point")) == point
    assert names(view, 0, CaseRow("prose", "Words")) == ["Edit", *always]
    assert names(view, 0, CaseRow("lost", "Gone")) == always
    top = ["Edit", "Lower heading", *always]
    assert names(view, 0, CaseRow("heading", "One", level=2)) == top
    assert names(view, 0, CaseRow("heading", "One", level=6))[1] == "Higher heading"
    assert names(view, -1, None) == ["Undo: add “x”"]


def test_it_asks_for_the_row_it_was_opened_on(view: OutlineList) -> None:
    asked: list[tuple[object, ...]] = []
    for signal in (view.edit_asked, view.level_asked, view.moved_by, view.removed):
        signal.connect(lambda *values: asked.append(values))
    for action in case_menu(view, 3, CaseRow("heading", "One", level=3), "", "").actions():
        action.trigger()
    assert asked == [(3,), (3, -1), (3, 1), (3, -1), (3, 1), (3,)]

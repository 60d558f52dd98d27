"""How the window looks: pictures to be seen by people, and what a machine can see in them."""

from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from briefing.app.navigation import Destination, Room
from briefing.ui.panes.card import Card
from briefing.ui.window import Window

ARTICLE = "nagl-rice-military-times"
SIZES = ((1280, 800), (1920, 1080))


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go: a folder that CI keeps, or one that is thrown away."""
    kept = os.environ.get("BRIEFING_SCREENSHOTS")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def at_passage(window: Window, size: tuple[int, int]) -> None:
    window.resize(*size)
    window.go(Destination(Room.ARTICLE, ARTICLE, 4))
    QApplication.processEvents()


def keep(window: Window, folder: Path, name: str) -> QImage:
    """Draw the window into a file; it must not be blank."""
    QApplication.processEvents()
    picture = window.grab().toImage()
    assert picture.save(str(folder / f"{name}.png"))
    step = max(picture.width() // 160, 1)
    colours = {
        picture.pixel(x, y)
        for x in range(0, picture.width(), step)
        for y in range(0, picture.height(), step)
    }
    assert len(colours) > 20, f"{name} is blank"
    return picture


@pytest.mark.parametrize("size", SIZES)
def test_four_themes_differ(window: Window, pictures: Path, size: tuple[int, int]) -> None:
    at_passage(window, size)
    drawn = {}
    for theme in ("light", "sepia", "dark", "contrast"):
        window.desk.set("theme", theme)
        drawn[theme] = keep(window, pictures, f"reader-{theme}-{size[0]}")
    for one, other in combinations(drawn, 2):
        assert drawn[one] != drawn[other]
    corner = {name: picture.pixelColor(5, size[1] // 2 + 250) for name, picture in drawn.items()}
    assert corner["light"].lightness() > 230 > 60 > corner["dark"].lightness()


def test_pictures_of_search_and_chain(window: Window, pictures: Path) -> None:
    at_passage(window, SIZES[0])
    before = keep(window, pictures, "reader")
    QTest.keyClicks(window.search_field, "dud rate")
    assert keep(window, pictures, "search") != before
    window.searching.close()
    window.go(Destination(Room.POINT, "c06"))
    keep(window, pictures, "chain")


def check_nothing_is_wider_than_its_place(window: Window) -> None:
    for _ in range(5):  # a new size travels up from label to card to column
        QApplication.processEvents()
    area = window.points.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    column, room = area.widget(), area.viewport().width()
    assert column is not None
    assert column.width() <= room
    for card in window.points.findChildren(Card):
        if card.isVisible():
            right = card.mapTo(column, card.rect().topRight()).x()
            assert right < room, card.accessibleName()
            check_children(card)


def check_children(card: Card) -> None:
    """All that a card shows lies within it and is as high as its words."""
    for child in card.findChildren(QWidget):
        if not child.isVisible():
            continue
        corner = child.mapTo(card, child.rect().bottomRight())
        assert corner.x() <= card.width(), (card.accessibleName(), child)
        assert corner.y() <= card.height(), (card.accessibleName(), child)
        if isinstance(child, QLabel):
            assert child.height() >= child.heightForWidth(child.width()), child.accessibleName()


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_nothing_is_cut_off(window: Window, pictures: Path, zoom: int) -> None:
    window.desk.set("zoom", zoom)
    at_passage(window, SIZES[0])
    check_nothing_is_wider_than_its_place(window)
    card = window.points.cards[0]
    card.set_open(True)
    card.set_chain_open(True)
    QApplication.processEvents()
    keep(window, pictures, f"zoom-{zoom}")
    check_nothing_is_wider_than_its_place(window)
    window.go(Destination(Room.POINT, "c06"))
    QApplication.processEvents()
    check_nothing_is_wider_than_its_place(window)
    assert window.width() <= SIZES[0][0], "the window had to grow"
    assert window.reader.view.horizontalScrollBar().maximum() == 0


def test_pane_does_not_scroll_into_nothing(window: Window) -> None:
    window.resize(1280, 800)
    window.go(Destination(Room.ARTICLE, ARTICLE))
    QApplication.processEvents()
    area = window.points.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    assert len(window.points.cards) == 1
    assert area.verticalScrollBar().maximum() == 0
    assert area.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAsNeeded

"""The pictures of the README, drawn anew: python -m tests.pictures docs/images

A new account, the starter library, the real window and its real keys; drawn without a screen, so
that they come out the same on every machine with the same Qt.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from briefing.app.navigation import Destination, Room
from briefing.resources import seeds
from briefing.ui.main import make_application, open_window
from briefing.ui.theme import load_theme
from briefing.ui.window import Window

ARTICLE = "nagl-rice-military-times"
CHAINED = 7  # its first point is answered, and so is the answer
CLICKS = 3  # until both columns have a point
PASSAGE = 13  # points on both sides, and a claim that was checked
# Where a new account has it; the folder of this run would be another one each time.
WHERE = "Documents/Briefing/Starter library"


def main(words: list[str]) -> int:
    """Draw every picture into the folder that is named."""
    folder = Path(words[0]) if words else Path("docs", "images")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="briefing-pictures-") as home:
        os.environ["BRIEFING_HOME"] = home
        library = Path(shutil.copytree(seeds(), Path(home, "library")))
        application = make_application()
        for name, draw in PICTURES.items():
            window = open_window(library, serial=True)
            assert window is not None
            window.resize(1280, 800)
            window.desk.set("theme", "light")
            window.go(Destination(Room.ARTICLE, ARTICLE, PASSAGE))
            settle()
            keep(draw(window), folder / f"{name}.png")
            window.close()
            application.processEvents()
    return 0


def settle() -> None:
    """Let sizes travel up from label to card to column."""
    for _ in range(8):
        QTest.qWait(30)


def keep(widget: QWidget, path: Path) -> None:
    """Save what the widget shows."""
    if isinstance(widget, Window):
        widget.where_label.setText(WHERE)
        widget.statusBar().clearMessage()
    settle()
    picture = in_few_colours(widget.grab().toImage())
    if not picture.save(str(path), quality=0):  # 0: as small as can be
        raise OSError(f"{path} cannot be written")
    print(f"{path} {picture.width()}×{picture.height()} {path.stat().st_size // 1000} kB")


def in_few_colours(picture: QImage) -> QImage:
    """The picture in 256 colours, the themes' own among them: a third of the size, to no loss."""
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    counts = Counter(memoryview(picture.constBits()).cast("I"))
    own = [QColor(one).rgb() for name in ("light", "dark") for one in colours_of(name)]
    frequent = [colour for colour, _ in counts.most_common(256)]
    table = list(dict.fromkeys([*(one for one in own if one in counts), *frequent]))[:256]
    plain = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return picture.convertToFormat(QImage.Format.Format_Indexed8, table, plain)


def colours_of(theme: str) -> list[str]:
    """A theme's colours."""
    return list(load_theme(theme).colours.values())


def reader_light(window: Window) -> QWidget:
    """The article, and what stands beside the passage."""
    return window


def reader_dark(window: Window) -> QWidget:
    """The same at night, at an article of the other side."""
    window.desk.set("theme", "dark")
    window.go(Destination(Room.ARTICLE, "what-the-bomblets-leave", 7))
    return window


def search(window: Window) -> QWidget:
    """Results while one types."""
    window.commands.focus_search()
    QTest.keyClicks(window.search_field, "dud rate")
    QTest.qWait(400)
    QTest.keyClick(window.search_field, Qt.Key.Key_Down)
    return window


def chain(window: Window) -> QWidget:
    """A card with its evidence, and what answers it, and what answers that."""
    window.go(Destination(Room.ARTICLE, ARTICLE, CHAINED))
    window.columns.setSizes([220, 460, 600])
    settle()
    window.commands.focus_points()
    first = window.points.cards[0]
    QTest.keyClick(first, Qt.Key.Key_Right)
    answer = next(first.chain_cards())
    QTest.keyClick(answer, Qt.Key.Key_Right)
    QTest.keyClick(next(answer.chain_cards()), Qt.Key.Key_Right)
    return window


def case(window: Window) -> QWidget:
    """The case that comes with the starter library."""
    window.commands.toggle_case()
    window.right.setSizes([240, 560])
    return window


def present(window: Window) -> QWidget:
    """The projector, a few clicks in."""
    window.commands.present()
    presenter = window.commands.presenter
    assert presenter is not None
    screen = presenter.projector.screen
    assert screen is not None
    screen.showNormal()
    screen.setGeometry(0, 0, 1024, 768)
    settle()
    for _ in range(CLICKS):
        QTest.keyClick(screen, Qt.Key.Key_PageDown)
    return screen


PICTURES: dict[str, Callable[[Window], QWidget]] = {
    "reader-light": reader_light,
    "reader-dark": reader_dark,
    "search": search,
    "chain": chain,
    "case": case,
    "present": present,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

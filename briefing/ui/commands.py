"""What each action of the table does. One method an action; the window is what they act upon."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget

from briefing.app.navigation import Destination, Room
from briefing.app.settings import CONDENSED, EVIDENCE, FONTS, THEMES
from briefing.model import BriefingError, NoLibrary
from briefing.ui import messages
from briefing.ui.advice_commands import AdviceCommands
from briefing.ui.edit_commands import EditCommands
from briefing.ui.panes.base import Pane
from briefing.ui.panes.points_parts import Show

if TYPE_CHECKING:
    from briefing.ui.present.presenter import Presenter
    from briefing.ui.window import Window


class Commands(AdviceCommands, EditCommands, QObject):
    """The actions' methods."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.window = window
        self.presenter: Presenter | None = None

    # -- library ----------------------------------------------------------------------------------

    def open_at(self, root: Path, place: Destination | None = None) -> None:
        """Open the library in a folder, in this window."""
        try:
            self.window.open_library(root, place)
        except NoLibrary as error:
            self._found(root, error)
        except (BriefingError, OSError) as error:
            messages.trouble(self.window, error)

    def _found(self, root: Path, error: NoLibrary) -> None:
        from briefing.ui.dialogs.founding import found_library

        if found := found_library(self.window, root, error):
            self.open_at(found)

    def open_library(self) -> None:
        """Ask for a library's folder and open it."""
        folder = QFileDialog.getExistingDirectory(
            self.window, "Open library", str(self.window.desk.workspace.root.parent)
        )
        if folder:
            self.open_at(Path(folder))

    def new_library(self) -> None:
        """Ask for a folder and make an empty library in it."""
        from briefing.library import create_library

        name, _ = QFileDialog.getSaveFileName(
            self.window,
            "New library: choose where, and a name for its folder",
            str(self.window.desk.workspace.root.parent / "My library"),
        )
        if not name:
            return
        try:
            create_library(Path(name), Path(name).name)
        except (BriefingError, OSError) as error:
            messages.trouble(self.window, error)
            return
        self.open_at(Path(name))

    def open_starter(self) -> None:
        """Open the user's copy of the starter library; it is made if there is none."""
        from briefing.app.seeds import starter_library

        self.open_at(starter_library())

    def copy_library(self) -> None:
        """Copy the whole library to a new folder and open the copy."""
        import shutil

        root = self.window.desk.workspace.root
        name, _ = QFileDialog.getSaveFileName(
            self.window, "Save a copy of the library", str(root.parent / f"{root.name} copy")
        )
        if not name:
            return
        target = Path(name)
        self.window.desk.tasks.run(
            lambda task: shutil.copytree(root, target),
            lambda result: self.open_at(target),
            lambda error: messages.trouble(self.window, error),
        )
        self.window.say(f"Copying the library to {target} …")

    def new_window(self) -> None:
        """Another window on the same library."""
        from briefing.ui.main import open_window

        open_window(self.window.desk.workspace.root)

    def reload(self) -> None:
        """Read the library's files again, without losing the place."""
        place = self.window.going.history.current
        self.open_at(self.window.desk.workspace.root, place)
        self.window.say("The files were read again")

    def copy_folder(self) -> None:
        """Put the path of the library's folder on the clipboard."""
        root = str(self.window.desk.workspace.root)
        QApplication.clipboard().setText(root)
        self.window.say(f"Copied: {root}")

    def close(self) -> None:
        """Close this window."""
        self.window.close()

    def quit(self) -> None:
        """Close all windows."""
        QApplication.closeAllWindows()

    # -- going ------------------------------------------------------------------------------------

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.window.search_field.setFocus()
        self.window.search_field.selectAll()

    def show_recent_searches(self) -> None:
        """What was searched for, to search for it again."""
        self.window.searching.show_recent()

    def filter_results(self) -> None:
        """The menu of filters above the search results."""
        self.window.search.open_filters()

    def search_within(self) -> None:
        """Let the next words search within the results."""
        self.window.searching.narrow_down()

    def save_search(self) -> None:
        """Put the query into the library tree."""
        self.window.say(self.window.searching.save())

    def go_back(self) -> None:
        """One step back."""
        self.window.going.back()

    def go_forward(self) -> None:
        """One step forward."""
        self.window.going.forward()

    def open_outline(self) -> None:
        """A menu of the article's headings."""
        article = self.window.reader.article
        headings = self.window.reader.headings()
        if article is None or not headings:
            self.window.say("This article has no headings")
            return
        menu = QMenu(self.window)
        for index, level, words in headings:
            place = Destination(Room.ARTICLE, article.id, index)
            entry = menu.addAction("    " * max(0, level - 2) + words.replace("&", "&&"))
            entry.setData(place)
        view = self.window.reader.view
        chosen = menu.exec(view.mapToGlobal(QPoint(40, 20)) if view.isVisible() else QCursor.pos())
        if chosen is not None:
            self.window.go(chosen.data())

    def find_in_article(self) -> None:
        """Find words in the article, or in the page that is shown."""
        from briefing.ui.panes.review import ReviewPane

        pane = self.window.current_pane()
        if self.window.page.isVisible():
            self.window.page.focus_filter()
        elif isinstance(pane, ReviewPane):
            pane.focus_filter()
        else:
            self.window.reader.open_find()

    def check_quotations(self) -> None:
        """The quotations of the topic that is shown, held against their sources."""
        self._review(Room.CHECKS)

    def open_gaps(self) -> None:
        """What the topic that is shown still lacks."""
        self._review(Room.GAPS)

    def open_alike(self) -> None:
        """Points of the topic that is shown that say nearly the same."""
        self._review(Room.ALIKE)

    def _review(self, room: Room) -> None:
        topic = self.window.going.topic_here()
        if topic:
            self.window.go(Destination(room, topic))
        else:
            self.window.say("There is no topic in this library yet")

    def next_passage(self) -> None:
        """To the next passage with points."""
        self.window.reader.step(1)

    def previous_passage(self) -> None:
        """To the previous passage with points."""
        self.window.reader.step(-1)

    def toggle_pin(self) -> None:
        """Pin the passage at the reading line, or follow again."""
        view = self.window.reader.view
        if view.is_pinned:
            view.unpin()
        else:
            view.pin(view.current)

    def focus_library(self) -> None:
        """Keyboard to the library tree."""
        self._focus(self.window.left, self.window.library_pane)

    def focus_reader(self) -> None:
        """Keyboard to the article."""
        self._focus(self.window.centre, self.window.current_pane())

    def focus_points(self) -> None:
        """Keyboard to the first card."""
        self.window.points.show()
        self.window.points.focus_cards()

    def _focus(self, column: QWidget, pane: Pane) -> None:
        column.show()
        pane.setFocus()

    # -- view -------------------------------------------------------------------------------------

    def show_counter(self) -> None:
        """Counterpoints only."""
        self.window.points.filter.set_show(Show.COUNTER)

    def show_support(self) -> None:
        """Supporting points only."""
        self.window.points.filter.set_show(Show.SUPPORT)

    def show_both(self) -> None:
        """Counterpoints and supporting points."""
        self.window.points.filter.set_show(Show.BOTH)

    def zoom_in(self) -> None:
        """Larger text everywhere."""
        self._set("zoom", self.window.desk.settings.zoom + 10)

    def zoom_out(self) -> None:
        """Smaller text everywhere."""
        self._set("zoom", self.window.desk.settings.zoom - 10)

    def zoom_normal(self) -> None:
        """Normal text size."""
        self._set("zoom", 100)

    def widen(self) -> None:
        """A wider column of text."""
        self._set("column", self.window.desk.settings.column + 4)

    def narrow(self) -> None:
        """A narrower column of text."""
        self._set("column", self.window.desk.settings.column - 4)

    def next_theme(self) -> None:
        """The next of the colour themes."""
        self._cycle("theme", THEMES)

    def next_font(self) -> None:
        """The next of the reading fonts."""
        self._cycle("text_font", FONTS)

    def next_evidence_look(self) -> None:
        """Quotations in full, with unmarked words small, or only what is read aloud."""
        self._cycle("evidence", EVIDENCE, "Quotations: ")

    def condense(self) -> None:
        """Show the paragraphs of quotations in one, or apart."""
        self._cycle("condensed", CONDENSED, "Paragraphs of quotations: ")

    def _set(self, name: str, value: object) -> None:
        self.window.desk.set(name, value)

    def _cycle(self, name: str, choices: dict[str, str], said: str = "") -> None:
        """Go to the next choice of a setting, and say which that is."""
        order = list(choices)
        at = order.index(getattr(self.window.desk.settings, name))
        value = order[(at + 1) % len(order)]
        self._set(name, value)
        self.window.say(said + choices[value])

    def toggle_library(self) -> None:
        """Show or hide the left column."""
        self.window.left.setVisible(not self.window.left.isVisible())

    def toggle_points(self) -> None:
        """Show or hide the right column."""
        self.window.right.setVisible(not self.window.right.isVisible())

    def toggle_full_screen(self) -> None:
        """Fill the screen, or not."""
        if self.window.isFullScreen():
            self.window.showNormal()
        else:
            self.window.showFullScreen()

    # -- present ----------------------------------------------------------------------------------

    def present(self) -> None:
        """Show what one is at on the projector, or end that."""
        self._presenter().toggle()

    def present_case(self) -> None:
        """Show the rows of the open case on the projector, one by one."""
        self._presenter().present_case()

    def present_topic(self) -> None:
        """Show a topic's two sides on the projector, one point at a time."""
        self._presenter().present_topic()

    def _presenter(self) -> Presenter:
        from briefing.ui.present.presenter import Presenter

        if self.presenter is None:
            self.presenter = Presenter(self.window)
        return self.presenter

    # -- case and files ---------------------------------------------------------------------------

    def new_case(self) -> None:
        """Begin a case of a title that is asked for."""
        self.window.collecting.show_case()
        self.window.case_pane.new_case()

    def toggle_case(self) -> None:
        """Show or hide the case."""
        self.window.collecting.toggle_case()

    def focus_case(self) -> None:
        """Keyboard to the rows of the case."""
        self.window.collecting.focus_case()

    def export(self) -> None:
        """Write the case, the article, points, search results or the topic to a file."""
        self.window.collecting.export()

    def import_files(self) -> None:
        """Bring in files: cards, articles, notes, sources."""
        self.window.collecting.import_files()

    def import_folder(self) -> None:
        """Bring in all that is in a folder."""
        from briefing.ui.importing import begin_import_of_folder

        begin_import_of_folder(self.window)

    # -- help -------------------------------------------------------------------------------------

    def open_palette(self) -> None:
        """A field that finds every command and every place by a few letters."""
        from briefing.ui.dialogs.palette import Palette

        shown = self.window.findChild(Palette)
        if shown is not None and shown.isVisible():
            shown.leave()
            return
        Palette(self.window).open()

    def open_settings(self) -> None:
        """The settings."""
        from briefing.ui.dialogs.settings import SettingsDialog

        if not self._raise_open(SettingsDialog):
            SettingsDialog(self.window.desk, self.window).show()

    def open_keys(self) -> None:
        """The sheet of keys."""
        from briefing.ui.dialogs.keys import KeysDialog

        if not self._raise_open(KeysDialog):
            KeysDialog(self.window.desk, self.window).open_page()

    def open_search_help(self) -> None:
        """What the search field understands."""
        self._open_help("How to search", "search")

    def open_tour(self) -> None:
        """What there is, in two minutes."""
        self._open_help("Two-minute tour", "tour")

    def _open_help(self, title: str, name: str) -> None:
        from briefing.ui.dialogs.help import HelpDialog, help_html

        dialog = HelpDialog(self.window.desk, title, lambda _: help_html(name), self.window)
        dialog.act.connect(self.window.run_action)
        dialog.open_page()

    def _raise_open(self, kind: type[QDialog]) -> bool:
        """Bring a dialog to the front if it is open already."""
        shown = self.window.findChild(kind)
        if shown is None or not shown.isVisible():
            return False
        shown.raise_()
        shown.activateWindow()
        return True

    def about(self) -> None:
        """Versions and licence."""
        messages.tell(
            self.window,
            "About Briefing",
            f"{messages.versions()}\n\nBriefing works without a network and never opens one.\n"
            "MIT licence; fonts under the SIL Open Font License.",
        )

"""Going somewhere in one window: which pane shows a place, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.app.navigation import Destination, History, Room, is_of_something

if TYPE_CHECKING:
    from briefing.ui.menus import Menus
    from briefing.ui.panes.browse import BrowsePane
    from briefing.ui.panes.page import PagePane
    from briefing.ui.panes.review import ReviewPane
    from briefing.ui.window import Window


class Going:
    """Shows places in the panes of one window, and remembers where one was."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.history = History()
        self._middle: Destination | None = None  # what is in the middle, unless it is an article

    def begin(self) -> None:
        """Forget where one was: another library is opened."""
        self.history = History()

    def to(self, place: Destination) -> None:
        """Go to a place, and remember the way back."""
        self._note_place()
        if self.show(place):
            if place.room is not Room.ARTICLE or place.spot >= 0 or not self._is_at(place):
                self.history.visit(place)
            self._after_moving(place)

    def back(self) -> None:
        """One step back."""
        self._note_place()
        self._travel(self.history.back())

    def forward(self) -> None:
        """One step forward."""
        self._note_place()
        self._travel(self.history.forward())

    def _travel(self, place: Destination | None) -> None:
        if place is not None and self.show(place):
            self._after_moving(place)

    def topic_here(self) -> str:
        """The id of the topic that is shown, or of the first one; "" if there is none."""
        topics = self.window.desk.workspace.topics
        current, article = self.history.current, self.window.reader.article
        if current is not None and current.id in topics:
            return current.id
        if article is not None and article.topic in topics:
            return article.topic
        return next(iter(topics), "")

    def _note_place(self) -> None:
        """Keep in the history where the article was left."""
        article = self.window.reader.article
        if article is not None and self._is_at(Destination(Room.ARTICLE, article.id)):
            self.history.leave_at(self.window.reader.place)

    def _is_at(self, place: Destination) -> bool:
        """Whether the history stands at the place, wherever in it."""
        current = self.history.current
        return current is not None and (current.room, current.id) == (place.room, place.id)

    def _after_moving(self, place: Destination) -> None:
        window = self.window
        if window.has("library_pane"):
            window.library_pane.mark(place)
        if window.has("menus"):
            self.show_ways(window.menus)

    def show_ways(self, menus: Menus) -> None:
        """Whether there is a way back, and one forward."""
        menus.actions["go.back"].setEnabled(self.history.can_go_back)
        menus.actions["go.forward"].setEnabled(self.history.can_go_forward)

    # -- which pane shows it ----------------------------------------------------------------------

    def show(self, place: Destination) -> bool:
        """Show a place; False, and said so, when it does not exist (any more)."""
        what = "page"
        match place.room:
            case Room.ARTICLE:
                is_there, what = self._show_article(place), "article"
            case Room.CASE:
                is_there, what = self.window.collecting.show_case(place.id), "case"
            case Room.POINT | Room.QUOTE | Room.SOURCE:
                is_there = self._show_alone(place)
            case _:
                is_there = self._show_in_the_middle(place)
        if not is_there:
            is_coming = self.window.desk.workspace.is_glimpse
            gone = f"That {what} is not in this library any more"
            self.window.say("The library is still being read" if is_coming else gone)
        return is_there

    def _show_article(self, place: Destination) -> bool:
        window = self.window
        if place.id not in window.desk.workspace.articles:
            return False
        window.centre.setCurrentWidget(window.reader)  # first: out of sight, nothing has its place
        window.reader.open(place.id, place.spot)
        if window.has("points"):
            window.points.show_passage()
        window.show_outline()
        return True

    def _show_alone(self, place: Destination) -> bool:
        """A point, a quotation or a source, beside what stands in the middle."""
        self.window.points.show_alone(place)
        self.window.right.show()
        self.window.points.show()
        return True

    def _show_in_the_middle(self, place: Destination) -> bool:
        pane = self._pane_of(place.room)
        if self._is_lost(place) or not pane.open(place):
            return False
        self.window.centre.setCurrentWidget(pane)
        self._middle = place
        return True

    def leave_lost(self) -> None:
        """Leave a page or list whose topic or article is in the library no more."""
        place, middle = self._middle, self.window.centre.currentWidget()
        if place is not None and middle is not self.window.reader and self._is_lost(place):
            self._middle = None
            self.to(self.window.opening.first_place())

    def _is_lost(self, place: Destination) -> bool:
        """Whether a page or list is of something that is not in the library (any more)."""
        workspace = self.window.desk.workspace
        if not place.id or place.room is Room.FAULTS or workspace.is_glimpse:
            return False
        return not is_of_something(place, workspace)

    def _pane_of(self, room: Room) -> BrowsePane | ReviewPane | PagePane:
        if room in (Room.POINTS, Room.QUOTES, Room.SOURCES):
            return self.window.browse
        if room in (Room.CHECKS, Room.GAPS, Room.ALIKE, Room.COVERAGE):
            return self.window.review
        return self.window.page

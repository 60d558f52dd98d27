"""The search pane: hits as one types, where they can be opened, copied and collected."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from briefing.app.changes import Changes
from briefing.app.reading import side_words
from briefing.app.searches import narrowed
from briefing.app.unfolding import HitRows
from briefing.index import Hit, Kind, Results, Sort
from briefing.model import Side
from briefing.ui.desk import Desk
from briefing.ui.panes.rows import RowsPane
from briefing.ui.widgets.small import make_button, make_label

if TYPE_CHECKING:
    from briefing.app.exporting import Found

FEWEST_LETTERS = 3
_LIMIT = 60
_MOST_VALUES = 15  # of one facet, in the menu
_SORTS = {
    Sort.RELEVANCE: "Best first",
    Sort.DATE: "Newest first",
    Sort.SPEAKER: "By speaker",
}
# Columns that are counted: what the menu calls them, and the field that asks for one value.
_FACETS = {
    "side": ("Side", "side"),
    "theme_name": ("Theme", "theme"),
    "speaker": ("Speaker", "by"),
    "year": ("Year", "year"),
    "topic_id": ("Topic", "topic"),
}
_ASKED = re.compile(r"-?\b[a-z]+:(?!//)(?:\"[^\"]*\"|[^\s()]+)", re.IGNORECASE)  # field:value


class SearchPane(RowsPane):
    """Hits of the query in the toolbar's field. The query stays while one looks at a hit."""

    title = "Search results"

    left = Signal()  # the keyboard goes back to the field
    index_lost = Signal()  # it turned out to be damaged: it has to be made again
    noticed = Signal(str, object)  # what the field should say of the query, and of which places
    rewritten = Signal(str)  # another query is wanted instead

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._query = ""
        self._hits: tuple[Hit, ...] = ()
        self.kinds = QComboBox()
        self.kinds.setAccessibleName("Kind of result")
        self.kinds.activated.connect(self._search_again)
        self.sort = QComboBox()
        self.sort.setAccessibleName("Order of results")
        for sort, words in _SORTS.items():
            self.sort.addItem(words, sort)
        self.sort.activated.connect(self._search_again)
        self.filters = make_button("Filter", "Narrow by side, theme, speaker, year or topic")
        self.filters.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.filters.setMenu(QMenu(self.filters))
        self.meant = make_button("", "Search for this instead", self._take_meant)
        self.meant.hide()
        self._meant = ""
        self._opens_filters = False
        self._notice = make_label("", "caution")
        self._notice.hide()
        self._hint = make_label("", "muted")
        self.list.setAccessibleName("Search results")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(4)
        head = QVBoxLayout()
        head.setContentsMargins(8, 2, 8, 0)
        bar = QHBoxLayout()
        bar.addWidget(self.kinds, 1)
        bar.addWidget(self.sort)
        bar.addWidget(self.filters)
        head.addLayout(bar)
        for widget in (self._notice, self.meant, self._hint):
            head.addWidget(widget)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        self.list.left.connect(self.left)
        self._fill_kinds({})

    @property
    def query(self) -> str:
        """What was searched for last."""
        return self._query

    @property
    def found(self) -> tuple[Found, ...]:
        """The hits that are shown, to be handed out."""
        from briefing.app.exporting import hits

        return hits(self._hits)

    def ask(self, query: str, typing: bool = True, again: bool = False) -> None:
        """Search for a query; short ones wait for more letters while typing. `again`: the index is
        a new one, and if it is damaged, too, then another one will not help.
        """
        self._query = query
        if typing and len(query.strip()) < FEWEST_LETTERS:
            self._hits = ()
            self.model.show(())
            self.noticed.emit("", ())
            self._say("Results come from the third letter on. Enter searches at once.")
            return
        finder = self.desk.finder
        if finder is None or not finder.is_ready:
            self._say("The search index is being built; the search runs as soon as it is ready.")
            if finder is not None and finder.is_damaged and not again:
                self.index_lost.emit()
            return
        kind = self.kinds.currentData()
        kinds = (kind,) if kind else ()
        facets = () if typing else tuple(_FACETS)
        sort = self.sort.currentData()
        self.desk.tasks.run(
            lambda task: finder.find(
                query, kinds, limit=_LIMIT, typing=typing, facets=facets, sort=sort
            ),
            lambda results: self._show(query, results),
            lambda error: self._say(f"The search failed: {error}"),
            lane="search",
        )

    def leave(self) -> None:
        """Nothing is searched for any more: no answer that comes late may mark the field."""
        self._query, self._hits = "", ()
        self.model.show(())
        self.noticed.emit("", ())

    def _search_again(self) -> None:
        self.ask(self._query, typing=False)

    def refresh(self, changes: Changes) -> None:
        """Search again when the index changed; forget the hits of another library."""
        if changes.everything:
            self._hits = ()
            self.model.show(())
        if changes.index and self._query.strip():
            self.ask(self._query, typing=False, again=True)
        if changes.settings:
            self.list.scheduleDelayedItemsLayout()

    def _show(self, query: str, results: Results) -> None:
        if query != self._query:
            return
        workspace = self.desk.workspace
        self._hits = tuple(results.hits)
        self.model.show(HitRows(workspace, results.hits))
        self.list.scrollToTop()
        if self.list.hasFocus():
            self.list.focus_first()
        self._fill_kinds(dict(results.totals))
        self._notice.setText(results.notice)
        self._notice.setVisible(bool(results.notice))
        self.noticed.emit(results.notice, results.odd)
        self._meant = results.meant
        self.meant.setText(f"Did you mean: {results.meant}")
        self.meant.setAccessibleName(self.meant.text())
        self.meant.setVisible(bool(results.meant))
        self._fill_filters(results)
        shown, total = len(results.hits), self._total(results)
        workspace = self.desk.workspace
        if not shown and not len(workspace.library.points) and not workspace.articles:
            self._say("There is nothing to find yet: bring articles and cards in (Ctrl+I).")
        elif not shown and not any(map(str.isalnum, query)):
            self._say("Type a word, a name or an id.")
        elif not shown:
            self._say(f"Nothing found for “{query}”. {_what_to_try(query.strip())}")
        elif shown < total:
            self._say(f"The best {shown} of {total}")
        else:
            self._say("")

    def _take_meant(self) -> None:
        self.rewritten.emit(self._meant)

    def open_filters(self) -> None:
        """The menu of filters, counted out for the query that is shown."""
        if self._query.strip():
            self._opens_filters = True
            self.ask(self._query, typing=False)

    def _fill_filters(self, results: Results) -> None:
        """What the matches have, with counts; choosing it puts it into the query."""
        menu = self.filters.menu()
        for old in menu.findChildren(QMenu):
            old.deleteLater()
        menu.clear()
        for column, values in results.facets:
            words, field = _FACETS[column]
            if len(values) < 2:
                continue
            inner = menu.addMenu(words)
            for value, count in values[:_MOST_VALUES]:
                name = self._facet_name(column, value)
                wanted = narrowed(self._query, field, value)
                inner.addAction(
                    f"{name.replace('&', '&&')}  ({count})", partial(self.rewritten.emit, wanted)
                )
        if menu.isEmpty():
            menu.addAction("Count what there is …", self.open_filters)
        if self._opens_filters:
            self._opens_filters = False
            menu.popup(self.filters.mapToGlobal(self.filters.rect().bottomLeft()))

    def _facet_name(self, column: str, value: str) -> str:
        """A value as it stands elsewhere on the screen."""
        topics = self.desk.workspace.topics
        if column == "topic_id" and value in topics:
            return topics[value].title
        if column == "side":
            only = next(iter(topics.values())) if len(topics) == 1 else None
            return side_words(Side(value) if value != "none" else None, only)
        return value

    def _total(self, results: Results) -> int:
        kind = self.kinds.currentData()
        return dict(results.totals).get(kind, 0) if kind else results.total

    def _fill_kinds(self, totals: dict[Kind, int]) -> None:
        chosen = self.kinds.currentData()
        self.kinds.clear()
        self.kinds.addItem(f"Everything ({sum(totals.values())})", None)
        for kind in Kind:
            if totals.get(kind) or kind is chosen:
                self.kinds.addItem(f"{kind.plural.capitalize()} ({totals.get(kind, 0)})", kind)
        self.kinds.setCurrentIndex(max(self.kinds.findData(chosen), 0))

    def _say(self, words: str) -> None:
        self._hint.setText(words)
        self._hint.setVisible(bool(words))


def _what_to_try(query: str) -> str:
    """What may find something where a query found nothing."""
    asked = _ASKED.search(query)
    if asked is None:
        return "Try fewer words, or the beginning of a word."
    if asked[0] == query:
        return "Try something else after the colon."
    return f"Try it without “{asked[0]}”."

"""The library tree: topics, their articles and lists, cases; the open article's headings."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QMenu, QTreeView, QVBoxLayout, QWidget

from briefing.app.changes import Changes
from briefing.app.navigation import LISTS, Destination, Room
from briefing.app.reading import SIDE_SHAPES, kind_words
from briefing.app.searches import Searches
from briefing.model import Article, ArticleKind, Side, Topic
from briefing.text.words import counted
from briefing.ui.desk import Desk
from briefing.ui.panes.base import Pane

_MOST_AT_ONCE = 60  # articles: so many rows are made within a frame
_MOST_OPEN = 400  # rows: of a library with more, only the topic that is looked at is opened
_REVIEWS = ((Room.CHECKS, "Quotation check"), (Room.GAPS, "Gaps"), (Room.ALIKE, "Alike points"))
_DESTINATION = Qt.ItemDataRole.UserRole + 1
_QUERY = Qt.ItemDataRole.UserRole + 2
_NEW_ARTICLE = (("library.article", "New article …"),)
# What the menu of a row offers: actions, and their words there.
_ACTS = {
    Room.TOPIC: (
        *_NEW_ARTICLE,
        ("edit.point", "New point …"),
        ("edit.source", "New source …"),
        ("edit.topic", "Edit topic …"),
        ("edit.themes", "Themes …"),
        ("edit.timeline", "Edit timeline …"),
        ("edit.glossary", "Edit glossary …"),
        ("edit.figures", "Edit key figures …"),
    ),
    Room.ARTICLE: (
        ("edit.article", "Edit article …"),
        ("edit.claims", "Edit claims and fact checks …"),
        ("edit.article-away", "Delete article …"),
    ),
    Room.TIMELINE: (("edit.timeline", "Edit timeline …"),),
    Room.GLOSSARY: (("edit.glossary", "Edit glossary …"),),
    Room.FIGURES: (("edit.figures", "Edit key figures …"),),
    Room.POINTS: (("edit.point", "New point …"), ("edit.themes", "Themes …")),
    Room.SOURCES: (("edit.source", "New source …"),),
}
# What changes the thing that a row stands for.
CHANGED_BY = {
    Room.ARTICLE: "edit.article",
    Room.TOPIC: "edit.topic",
    Room.TIMELINE: "edit.timeline",
    Room.GLOSSARY: "edit.glossary",
    Room.FIGURES: "edit.figures",
}

_NUMBER = re.compile(r"\d+")
_BY_SIDE = {Side.FOR: 0, Side.AGAINST: 1, None: 1}


class LibraryPane(Pane):
    """Where everything in the library can be reached from."""

    title = "Library"

    searched = Signal(str)  # a saved search is to be run
    edit_asked = Signal(str, str)  # action, id of an article or topic

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.tree = QTreeView(headerHidden=True)
        self.tree.setAccessibleName("Library")
        self.tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(14)
        self._model = QStandardItemModel(self)
        self.tree.setModel(self._model)
        self._items: dict[Destination, QStandardItem] = {}
        self._counted: list[tuple[Destination, str, str]] = []  # lists, their names and shelves
        self._waiting: list[tuple[QStandardItem, Article, Topic]] = []
        self._articles: dict[str, list[Article]] = {}  # by topic, in the order of the files
        self._closed: set[str] = set()  # topics whose rows are made when they are opened
        self._outline: tuple[str, list[tuple[int, int, str]]] | None = None  # of a row to come
        self._headings: tuple[str, list[tuple[int, int, str]]] | None = None  # shown last
        self._outlined: QStandardItem | None = None  # the article with its headings under it
        self._wanted: Destination | None = None  # the row that is to be marked when it is there
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tree)
        self.setFocusProxy(self.tree)
        self.tree.clicked.connect(self._on_chosen)
        self.tree.activated.connect(self._on_chosen)
        self.tree.expanded.connect(self._on_expanded)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._on_menu)
        for key, act in ((Qt.Key.Key_Delete, self._remove), (Qt.Key.Key_F2, self._edit)):
            shortcut = QShortcut(QKeySequence(key), self.tree)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def refresh(self, changes: Changes) -> None:
        """Build the tree anew when topics, articles or cases changed; else only count again."""
        if (
            changes.everything
            or changes.articles
            or changes.topics
            or changes.cases
            or changes.faults
            or changes.searches
        ):
            self._fill()
        elif changes.words:
            self._count()

    def _count(self) -> None:
        """The lists' numbers, which follow from files that came, went or changed."""
        for goal, name, shelf in self._counted:  # of the topics that were opened
            count = self.desk.workspace.counts.of(shelf, goal.id)
            self._items[goal].setText(f"{name} ({count:,})")

    def _fill(self) -> None:
        current = self.tree.currentIndex().data(_DESTINATION)
        self._outline = self._headings  # it goes with its row, and comes again with it
        self._model.clear()
        self._items.clear()
        self._counted.clear()
        self._waiting.clear()
        self._outlined = None
        root = self._model.invisibleRootItem()
        workspace = self.desk.workspace
        topics = workspace.library.topics
        self._articles = {topic.id: [] for topic in topics}
        for article in workspace.titles:
            self._articles.setdefault(article.topic, []).append(article)
        is_long = len(workspace.titles) + len(topics) * (2 + len(LISTS)) > _MOST_OPEN
        self._closed = {topic.id for topic in topics} if is_long and len(topics) > 1 else set()
        root.appendRows([self._topic_item(topic) for topic in topics])
        cases = self._item("Cases", None, bold=True)
        for case in sorted(workspace.cases.values(), key=lambda one: one.title.lower()):
            cases.appendRow(self._item(case.title, Destination(Room.CASE, case.id)))
        root.appendRow(cases)
        saved = Searches(self.desk.preferences, workspace.root).saved()
        if saved:
            searches = self._item("Saved searches", None, bold=True)
            for query in saved:
                searches.appendRow(self._search_item(query))
            root.appendRow(searches)
        faults = workspace.library.faults
        if faults:
            words = f"⚠ {counted(len(faults), 'fault')} in files"
            root.appendRow(self._item(words, Destination(Room.FAULTS), bold=True))
        if self._closed:
            self.tree.expand(cases.index())
        else:
            self.tree.expandAll()
        self._add_articles()
        if current is not None:
            self.mark(current)

    def _add_articles(self) -> None:
        """Put in the next articles; thousands take turns with everything else the window does."""
        rows: dict[int, tuple[QStandardItem, list[QStandardItem]]] = {}
        for _ in range(min(_MOST_AT_ONCE, len(self._waiting))):
            under, article, topic = self._waiting.pop()
            rows.setdefault(id(under), (under, []))[1].append(self._article_item(article, topic))
        for under, items in rows.values():  # at once: the tree is laid out after each
            under.appendRows(items)
        if self._wanted is not None and self._wanted in self._items:
            self.mark(self._wanted)
        if self._outline is not None and Destination(Room.ARTICLE, self._outline[0]) in self._items:
            self.show_outline(*self._outline)
        if self._waiting:
            self.desk.turns.add(self._add_articles)

    def _topic_item(self, topic: Topic) -> QStandardItem:
        item = self._item(topic.title, Destination(Room.TOPIC, topic.id), bold=True)
        item.setToolTip(topic.motion)
        if topic.id in self._closed:
            item.appendRow(QStandardItem("…"))  # so that it can be opened
        else:
            self._fill_topic(item, topic)
        return item

    def _fill_topic(self, item: QStandardItem, topic: Topic) -> None:
        workspace = self.desk.workspace
        articles = self._item("Articles", None)
        own = sorted(self._articles[topic.id], key=_order)
        articles.appendRows([self._article_item(one, topic) for one in own[:_MOST_AT_ONCE]])
        self._waiting += [(articles, one, topic) for one in reversed(own[_MOST_AT_ONCE:])]
        item.appendRow(articles)
        if workspace.is_glimpse:  # nothing is known of the rest yet
            return
        for room, name, shelf in LISTS:
            count = workspace.counts.of(shelf, topic.id)
            if count or room in (Room.POINTS, Room.QUOTES, Room.SOURCES):
                goal = Destination(room, topic.id)
                item.appendRow(self._item(f"{name} ({count:,})", goal))
                self._counted.append((goal, name, shelf))
        for room, name in _REVIEWS:
            item.appendRow(self._item(name, Destination(room, topic.id)))

    def _on_expanded(self, index: QModelIndex) -> None:
        goal = index.data(_DESTINATION)
        if goal is not None and goal.room is Room.TOPIC:
            self._open_topic(goal.id)

    def _open_topic(self, topic_id: str) -> None:
        """Make the rows of a topic that was closed."""
        if topic_id not in self._closed:
            return
        self._closed.discard(topic_id)
        item = self._items[Destination(Room.TOPIC, topic_id)]
        item.removeRows(0, item.rowCount())
        self._fill_topic(item, self.desk.workspace.topics[topic_id])
        self.tree.expand(item.index())
        self.tree.expand(item.child(0).index())
        self._add_articles()

    def _article_item(self, article: Article, topic: Topic) -> QStandardItem:
        side = topic.side_name(article.side)
        item = self._item(article.title, Destination(Room.ARTICLE, article.id))
        kind = kind_words(article)
        words = ", ".join(one for one in (kind, side or "takes no side") if one)
        item.setToolTip(f"{article.title}\n{', '.join(article.authors)} · {article.venue}\n{words}")
        item.setData(f"{article.title}, {words}", Qt.ItemDataRole.AccessibleTextRole)
        # Its digest has the same title and stands next to it.
        name = f"{article.title} ({kind})" if article.full_text_of else article.title
        item.setText(f"{SIDE_SHAPES[article.side]} {name}")
        return item

    def _item(self, text: str, goal: Destination | None, bold: bool = False) -> QStandardItem:
        item = QStandardItem(text)
        item.setToolTip(text)
        if bold:
            font = self.tree.font()
            font.setBold(True)
            item.setFont(font)
        if goal is not None:
            item.setData(goal, _DESTINATION)
            self._items[goal] = item
        return item

    def _search_item(self, query: str) -> QStandardItem:
        item = self._item(f"⌕ {query}", None)
        item.setToolTip(f"{query}\nEnter searches, Delete removes it from this list.")
        item.setData(f"Saved search: {query}", Qt.ItemDataRole.AccessibleTextRole)
        item.setData(query, _QUERY)
        return item

    def _on_menu(self, place: QPoint) -> None:
        index = self.tree.indexAt(place)
        query, goal = index.data(_QUERY), index.data(_DESTINATION)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if query:
            menu.addAction("Search", lambda: self.searched.emit(query))
            menu.addAction("Remove saved search", self._remove)
        elif goal is not None:
            menu.addAction("Open", lambda: self.go.emit(goal))
            menu.addSeparator()
        acts, key = _ACTS.get(goal.room, ()) if goal else (), goal.id if goal else ""
        if goal is None and index.parent().data(_DESTINATION):  # the articles of a topic
            acts, key = _NEW_ARTICLE, index.parent().data(_DESTINATION).id
        for action_id, words in acts:
            menu.addAction(words, partial(self.edit_asked.emit, action_id, key))
        if menu.isEmpty():
            menu.deleteLater()
            return
        self.tree.setCurrentIndex(index)
        menu.popup(self.tree.viewport().mapToGlobal(place))

    def _remove(self) -> None:
        """Remove a saved search, or delete an article."""
        index = self.tree.currentIndex()
        query, goal = index.data(_QUERY), index.data(_DESTINATION)
        if query:
            Searches(self.desk.preferences, self.desk.workspace.root).remove(query)
            self.desk.changed.emit(Changes(searches=True))
        elif goal is not None and goal.room is Room.ARTICLE and goal.spot < 0:
            self.edit_asked.emit("edit.article-away", goal.id)

    def _edit(self) -> None:
        goal = self.tree.currentIndex().data(_DESTINATION)
        if goal is not None and goal.room in CHANGED_BY:
            self.edit_asked.emit(CHANGED_BY[goal.room], goal.id)

    def _on_chosen(self, index: QModelIndex) -> None:
        goal = index.data(_DESTINATION)
        query = index.data(_QUERY)
        if query:
            self.searched.emit(query)
        elif goal is not None:
            self.go.emit(goal)
        else:
            self.tree.setExpanded(index, not self.tree.isExpanded(index))

    def articles_in_order(self) -> list[str]:
        """Ids of the articles, in the order of the tree."""
        return [one.id for own in self._articles.values() for one in sorted(own, key=_order)]

    def mark(self, place: Destination) -> None:
        """Select the row of the place that is shown."""
        goal = Destination(place.room, place.id)
        is_closed = self._closed and goal not in self._items
        if is_closed:
            self._open_topic(self._topic_of(goal))
        item = self._items.get(goal)
        self._wanted = goal if item is None and self._waiting else None
        if item is not None:
            self.tree.setCurrentIndex(item.index())
            if is_closed:
                self.tree.scrollTo(item.index(), QTreeView.ScrollHint.PositionAtCenter)

    def _topic_of(self, goal: Destination) -> str:
        """The topic under which a place stands, or would stand."""
        if goal.room is Room.ARTICLE and goal.id in self.desk.workspace.articles:
            return self.desk.workspace.articles[goal.id].topic
        return goal.id

    def show_outline(self, article: str, headings: list[tuple[int, int, str]]) -> None:
        """Put the open article's headings under its row."""
        if self._outlined is not None:
            self._outlined.removeRows(0, self._outlined.rowCount())
            self._outlined = None
        self._headings = article, headings
        goal = Destination(Room.ARTICLE, article)
        if self._closed and goal not in self._items:
            self._open_topic(self._topic_of(goal))
        row = self._items.get(goal)
        self._outline = (article, headings) if row is None and self._waiting else None
        if row is None:
            return
        self._outlined = row
        for index, level, words in headings:
            heading = QStandardItem(f"{'  ' * max(0, level - 2)}{words}")
            heading.setData(Destination(Room.ARTICLE, article, index), _DESTINATION)
            heading.setToolTip(words)
            row.appendRow(heading)
        self.tree.expand(row.index())


def _order(article: Article) -> tuple[int, str]:
    """Digests and articles first, by side; background last; "Text 9" before "Text 10"."""
    last = article.kind is ArticleKind.BACKGROUND
    title = _NUMBER.sub(lambda number: number[0].zfill(12), article.title)
    return 2 if last else _BY_SIDE[article.side], title

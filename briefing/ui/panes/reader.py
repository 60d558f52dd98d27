"""The reader: an article with its header, outline and find bar."""

from __future__ import annotations

from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QVBoxLayout, QWidget

from briefing.app.changes import Changes
from briefing.app.navigation import Destination, Room
from briefing.app.reading import Reading, kind_words, side_words
from briefing.model import Article, ArticleKind
from briefing.text.anchors import moved
from briefing.text.dates import day_first
from briefing.text.words import count_words, counted, dotted, format_minutes, reading_time, short
from briefing.ui.desk import Desk
from briefing.ui.panes.article_view import ArticleView
from briefing.ui.panes.base import Pane

if TYPE_CHECKING:
    from briefing.ui.widgets.find_bar import FindBar


class Reader(Pane):
    """The article pane: header, text, find bar."""

    title = "Reader"

    passage_changed = Signal(object, int)  # Reading (None: it is still being made), index
    headings_changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.view = ArticleView(desk)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self.article: Article | None = None
        self.reading: Reading | None = None
        self._gone = ""  # the article that was shown, once it is not in the library any more
        self._moving: tuple[tuple[str, ...], int] = (), -1  # a long text, and the place in it
        self._laid_out: Article | None = None  # the long article whose pieces are at hand
        self._words: tuple[str, tuple[str, ...]] | None = None  # HTML of a short article as it is
        self.view.passage_changed.connect(self._on_passage)
        self.view.anchorClicked.connect(self._on_link)

    @cached_property
    def find_bar(self) -> FindBar:
        """The field under the text; made when somebody looks for words."""
        from briefing.ui.widgets.find_bar import FindBar

        bar = FindBar()
        bar.hide()
        self._layout.addWidget(bar)
        bar.asked.connect(self._find)
        bar.closed.connect(self.view.setFocus)
        return bar

    def open(self, article_id: str, spot: int = -1) -> bool:
        """Show an article at a passage (-1: where it was left). False if there is none."""
        workspace = self.desk.workspace
        article = workspace.articles.get(article_id)
        if article is None:
            return False
        if self.article != article:
            self.keep_place()
            if spot < 0:
                spot = self.desk.preferences.place(workspace.root, article_id)
            self.article, self._gone = article, ""
            self._show(article)
        if spot >= 0:  # else the article stays where it is
            self.view.go_to(spot)
        return True

    @property
    def place(self) -> int:
        """The passage to come back to; 0 is the top of the article."""
        return max(self.view.anchor[0], 0)

    def _show(self, article: Article, anchor: tuple[int, float] = (-1, 0.0)) -> None:
        workspace = self.desk.workspace
        head = self._head(article)
        if workspace.is_long(article) and self._laid_out != article:
            self.reading = self._words = None
            first = workspace.first_piece(article)
            self.view.show_pieces(head, (first,), None, anchor)
            self.passage_changed.emit(None, self.view.current)
            self.desk.tasks.run(
                lambda task: (workspace.pieces(article), workspace.read(article.id)),
                lambda result: self._arrived(article, *result),
                self._failed,
                lane="reader",
            )
        else:
            self.reading = workspace.read(article.id)
            words = (head, workspace.pieces(article))
            if words == self._words:  # the text stands there already, glimpsed before all else
                self.view.set_reading(self.reading)
            else:
                self.view.show_pieces(*words, self.reading, anchor)
            self._words = words
            self._show_notes()
            self._on_passage(self.view.current)

    def _arrived(self, article: Article, pieces: tuple[str, ...], reading: Reading | None) -> None:
        if article == self.article:
            self.reading, self._laid_out = reading, article
            self.view.add_pieces(pieces[1:])
            self.view.set_reading(reading)
            (old, index), self._moving = self._moving, ((), -1)
            if 0 <= index < len(old):
                self.view.scroll_to(moved(index, old, _texts_of(reading)))
            self._show_notes()
            self._on_passage(self.view.current)
            self.headings_changed.emit()

    @property
    def _texts(self) -> tuple[str, ...]:
        """The passages that are shown."""
        return _texts_of(self.reading)

    def _failed(self, error: BaseException) -> None:
        self.said.emit(f"The article could not be laid out: {error}")

    def _head(self, article: Article) -> str:
        words = count_words(article.text_md)
        settings = self.desk.settings
        minutes = format_minutes(reading_time(words, settings.reading_rate))
        topic = self.desk.workspace.topics.get(article.topic)
        kind = kind_words(article).capitalize()
        if article.kind is ArticleKind.DIGEST:
            kind = "Digest, not the original text"
        facts = [
            " and ".join(article.authors)
            if len(article.authors) < 3
            else ", ".join(article.authors),
            article.venue,
            day_first(article.date),
        ]
        state = [
            kind,
            side_words(article.side, topic),
            f"{minutes} to read ({counted(words, 'word')})",
        ]
        under = (dotted(*facts), dotted(*state))
        lines = [
            f'<p class="title">{escape(article.title)}</p>',
            f'<p class="byline">{"<br>".join(escape(one) for one in under if one)}</p>',
        ]
        if article.note or article.url:
            url = f'<br><a href="copy:{escape(article.url)}">{escape(article.url)}</a>'
            note = escape(article.note)
            lines.append(f'<p class="note">{note}{url if article.url else ""}</p>')
        return "".join(lines)

    def refresh(self, changes: Changes) -> None:
        """Read again what changed; new settings keep the place."""
        is_other_text = changes.everything or changes.settings or changes.articles
        if not is_other_text and (changes.points or changes.beside):
            self._read_again()
        if not is_other_text:
            return
        if changes.everything:
            self._laid_out, self._gone = None, ""
        if changes.settings:
            self._words = None
        before = self.article
        id_ = before.id if before is not None else self._gone
        self.article = self.desk.workspace.articles.get(id_)
        if self.article is None and before is not None and not changes.everything:
            self.article = self._renamed(before)
        self._gone = id_ if self.article is None else ""
        if self.article is not None:
            self._show_again(self.article, before)
        elif changes.everything:
            self._forget()
        elif before is not None:
            self.said.emit(f"“{short(before.title)}” is not in the library any more")

    def _forget(self) -> None:
        """Another library, without the article that was shown: nothing of it may stay in sight."""
        if self.reading is not None or self.view.current >= 0:
            self.reading = self._words = None
            self.view.show_pieces("", (), None)
            self.passage_changed.emit(None, -1)

    def _renamed(self, before: Article) -> Article | None:
        """An article that has its file under another name now."""
        workspace = self.desk.workspace
        like = (one.id for one in workspace.titles if one.title == before.title)
        found = (workspace.articles[one] for one in like if one in workspace.articles)
        return next((one for one in found if one.text_md == before.text_md), None)

    def _show_again(self, article: Article, before: Article | None) -> None:
        """Show the article as it is now, at the words that were read or pinned."""
        (index, share), current = self.view.anchor, self.view.current
        was_pinned, old = self.view.is_pinned, self._texts
        is_other = before is None or before.text_md != article.text_md
        if is_other and self.desk.workspace.is_long(article):
            self._moving = old, index
        elif is_other and old:
            new = _texts_of(self.desk.workspace.read(article.id))
            index = moved(index, old, new) if 0 <= index < len(old) else index
            current = moved(current, old, new) if 0 <= current < len(old) else current
        self._show(article, (index, share))
        if was_pinned:
            self.view.pin(current)

    def _read_again(self) -> None:
        """The same text has other points or notes beside it."""
        article = self.article
        if article is None or self.reading is None:
            return
        workspace = self.desk.workspace
        if not workspace.is_long(article):
            self._have_read(article, workspace.read(article.id))
            return
        self.desk.tasks.run(
            lambda task: workspace.read(article.id),
            lambda reading: self._have_read(article, reading),
            self._failed,
            lane="reader",
        )

    def _have_read(self, article: Article, reading: Reading | None) -> None:
        if article == self.article:
            self.reading = reading
            self.view.set_reading(reading)
            self._show_notes()
            self._on_passage(self.view.current)

    def _show_notes(self) -> None:
        if self.article is not None and self.reading is not None:
            self.view.set_noted(frozenset(self.desk.workspace.notes_beside(self.article)))

    def keep_place(self) -> None:
        """Remember where the article is left."""
        if self.article is not None and self.view.current >= 0:
            root = self.desk.workspace.root
            self.desk.preferences.keep_place(root, self.article.id, self.place)

    def headings(self) -> list[tuple[int, int, str]]:
        """The article's outline: passage index, level, words."""
        passages = self.reading.passages if self.reading else ()
        return [
            (one.passage.index, one.passage.level, one.passage.text)
            for one in passages
            if one.passage.level
        ]

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) passage that has points."""
        if self.reading is None:
            return
        target = self.reading.next_with_points(self.view.current, direction)
        if target is None:
            self.said.emit("No further passage has points in this direction")
            return
        self.view.scroll_to(target)
        self.view.pin(target)

    def open_find(self) -> None:
        """Open the find bar, with the selected words if there are any."""
        self.view.load_all()
        self.find_bar.open(self.view.textCursor().selectedText())

    def _find(self, words: str, backwards: bool) -> None:
        flags = QTextDocument.FindFlag.FindBackward if backwards else QTextDocument.FindFlag(0)
        if not words:
            return
        found = self.view.find(words, flags)
        if not found:  # wrap round
            cursor = QTextCursor(self.view.document())
            end = QTextCursor.MoveOperation.End if backwards else QTextCursor.MoveOperation.Start
            cursor.movePosition(end)
            self.view.setTextCursor(cursor)
            found = self.view.find(words, flags)
        self.find_bar.show_result(found)

    def tell_passage(self) -> None:
        """Tell again which passage is read: for a pane that has forgotten it."""
        self._on_passage(self.view.current)

    def _on_passage(self, index: int) -> None:
        if self.reading is not None and index >= 0:
            self.passage_changed.emit(self.reading, index)

    def _on_link(self, url: QUrl) -> None:
        scheme, target = url.scheme(), url.toString().partition(":")[2]
        if scheme == "source":
            self.go.emit(Destination(Room.SOURCE, target))
        elif scheme == "":
            self.view.scrollToAnchor(url.fragment())
        else:
            from PySide6.QtGui import QGuiApplication

            address = target if scheme == "copy" else url.toString()
            QGuiApplication.clipboard().setText(address)
            self.said.emit(f"Link copied: {address}. Briefing never opens the network itself.")


def _texts_of(reading: Reading | None) -> tuple[str, ...]:
    return tuple(one.passage.text for one in reading.passages) if reading is not None else ()

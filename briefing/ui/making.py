"""What a window does to change the library: every change is a step, every refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from briefing.app.cards import speaker_line
from briefing.app.changes import Changes
from briefing.app.drafts import Draft, Drafts
from briefing.app.editing import articles, discarding, points, sources
from briefing.app.editing.excerpt import excerpt_of, whole_passage
from briefing.app.navigation import Destination, Room
from briefing.app.undo import CannotUndo, FileStep
from briefing.model import (
    Article,
    ArticleId,
    BriefingError,
    Evidence,
    Note,
    Progress,
    ReadOnly,
    Stop,
    TopicId,
    UserError,
)
from briefing.text.words import counted, short
from briefing.ui import messages
from briefing.ui.linking import Linking
from briefing.ui.long_work import run_long
from briefing.ui.passage_menu import PassageMenu
from briefing.ui.quote_points import point_from_quote

if TYPE_CHECKING:
    from briefing.app.editing import Editor
    from briefing.app.editing.aside import Done
    from briefing.ui.panes.rows import RowsPane
    from briefing.ui.window import Window


_STEPPED = {"undo": "Undone", "redo": "Done again"}


class Making(QObject):
    """Runs operations of the library for one window, and opens the dialogs that ask for them."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.window = window
        self.desk = window.desk
        self.linking = Linking(self)
        window.points.edit_asked.connect(self.run)
        window.points.note_asked.connect(self._on_note)
        window.library_pane.edit_asked.connect(self.run)
        self.passage_menu = PassageMenu(self)

    @property
    def editor(self) -> Editor:
        """The hand that changes the open library."""
        return self.desk.editor

    def do(self, operation: Callable[[], Changes], said: str = "") -> bool:
        """Run an operation and tell all panes; whether it was done. Trouble is told in words."""
        try:
            changes = operation()
        except (BriefingError, OSError) as error:
            self._tell(error)
            return False
        self.desk.changed.emit(changes)
        if said:
            self.window.say(said)
        return True

    def do_aside(self, operation: Callable[[Progress, Stop], Done | None], words: str) -> None:
        """Run a long operation on a worker, and tell all panes; it can be cancelled."""

        def arrived(done: Done | None) -> None:
            if done is not None:
                self.do(lambda: self.editor.adopt(done))

        if self.may_write():
            run_long(
                self.window,
                words,
                lambda task: operation(task.progress, task.is_stopped),
                arrived,
                partial(messages.trouble, self.window),
                title="Editing",
                lane="edit",
                stopped="Cancelled; nothing was changed",
            )

    def may_write(self) -> bool:
        """Whether the library can be changed; if not, why is said and a copy is offered."""
        try:
            self.desk.workspace.need_writable()
        except (BriefingError, OSError) as error:
            self._tell(error)
            return False
        return True

    def _tell(self, error: BriefingError | OSError) -> None:
        """Say what is in the way; a library that cannot be written can be copied."""
        words = str(error)
        if not isinstance(error, ReadOnly):
            messages.trouble(self.window, error)
        elif messages.ask(self.window, "Read-only library", words, "Save a copy …", "Not now"):
            self.window.commands.copy_library()

    def step(self, way: str) -> None:
        """Undo or redo one step, and say which."""
        steps = self.editor.steps
        name = steps.undo_name if way == "undo" else steps.redo_name
        if not name:
            self.window.say(f"Nothing to {way}")
            return
        step = steps.latest(way)
        if isinstance(step, FileStep) and step.is_large:
            self._step_aside(way, step)
            return
        operation = self.editor.undo if way == "undo" else self.editor.redo
        self.do(lambda: operation()[1], f"{_STEPPED[way]}: {name}")
        self.show_steps()

    def _step_aside(self, way: str, step: FileStep) -> None:
        """Undo or redo a step of many files, on a worker."""
        from briefing.app.editing.aside import undo_aside

        editor, workspace = self.editor, self.desk.workspace

        def arrived(done: Done) -> None:
            self.do(lambda: editor.adopt_undone(step, done), f"{_STEPPED[way]}: {step.name}")
            self.show_steps()

        def failed(error: BaseException) -> None:
            if isinstance(error, CannotUndo):
                editor.steps.moved(step, None)
            messages.trouble(self.window, error)
            self.show_steps()

        run_long(
            self.window,
            f"{way.capitalize()}: {step.name} …",
            lambda task: undo_aside(workspace, step),
            arrived,
            failed,
            title="Editing",
            lane="edit",
        )

    def show_steps(self) -> None:
        """Name in the menu what would be undone and done again."""
        steps = self.editor.steps if self.desk.is_open else None
        for action_id, word, name in (
            ("edit.undo", "Undo", steps.undo_name if steps else ""),
            ("edit.redo", "Redo", steps.redo_name if steps else ""),
        ):
            self.window.actions_by_id[action_id].setText(f"{word} {name}" if name else word)

    # -- what is meant ----------------------------------------------------------------------------

    def run(self, action_id: str, id_: str) -> None:
        """Do to a certain point, source, article or topic what an action does to the chosen one."""
        acts: dict[str, Callable[[str], None]] = {
            "library.article": self.new_article,
            "edit.point": self.new_point,
            "edit.source": self.new_source,
            "edit.this-source": self.edit_source,
            "edit.source-away": self.delete_source,
            "edit.evidence": self.edit_evidence,
            "edit.quoted": partial(point_from_quote, self),
            "edit.evidence-away": self.delete_quote,
            "edit.article": self.edit_article,
            "edit.article-away": self.delete_article,
            "edit.topic": self.edit_topic,
            "edit.themes": self.show_themes,
            "edit.claims": partial(self.edit_text, "claims"),
            "edit.timeline": partial(self.edit_text, "timeline"),
            "edit.glossary": partial(self.edit_text, "glossary"),
            "edit.figures": partial(self.edit_text, "figures"),
            "edit.change": self.edit_point,
            "edit.link": self.linking.link_point,
            "edit.links": self.linking.show_links,
            "edit.marks": self.mark_evidence,
            "edit.merge": self.linking.merge_point,
            "edit.merge-two": self.linking.merge_two,
            "edit.tell-apart": self.linking.tell_apart,
            "edit.first": self.stand_first,
            "edit.delete": self.delete_point,
        }
        acts[action_id](id_)

    def chosen_point(self) -> str:
        """The point that the keyboard is on, or that is looked at by itself; "" if none is."""
        rows = (pane.chosen_point() for pane in self.lists())
        found = next(filter(None, rows), "") or self.window.points.chosen_point()
        if not found:
            self.window.say("Choose a point first: click its card, or go there with Ctrl+3")
        return found

    def show_made(self, point: str) -> None:
        """Show a point that was just made: beside its passage, or by itself if it has none."""
        found = self.desk.workspace.points.get(point)
        article = self.window.reader.article
        if found is None:
            return
        targets = [one.target for one in found.links]
        if any(article and getattr(one, "article", "") == article.id for one in targets):
            self.window.points.come_to(point)
        else:
            self.window.go(Destination(Room.POINT, point))

    def lists(self) -> tuple[RowsPane, ...]:
        """The panes whose rows may have the keyboard."""
        found = (self.window.search, self.window.browse)
        return (*found, self.window.review) if self.window.has("review") else found

    def article(self, id_: str = "") -> Article | None:
        """An article, or the one that is read; None, and words in the status bar, without one."""
        if id_:
            return self.desk.workspace.articles.get(id_)
        article = self.window.reader.article
        if article is None:
            self.window.say("Open an article first")
        return article

    def topic(self) -> str:
        """The topic that is looked at, the article’s, or the only one; "" if there is none."""
        found = self.window.going.topic_here()
        if not found:
            self.window.say("Make a topic first: Library → New topic …")
        return found

    # -- points -----------------------------------------------------------------------------------

    def cut_card(self) -> None:
        """Cut a card from the selected words, or from the passage if none are selected."""
        from briefing.ui.dialogs.cutting import CutDialog
        from briefing.ui.panes.selection import shown_selection

        article, view = self.article(), self.window.reader.view
        if article is None or not self.may_write():
            return
        try:
            shown = shown_selection(view)
            excerpt = excerpt_of(article, shown) if shown else whole_passage(article, view.current)
        except UserError as error:
            messages.trouble(self.window, error)
            return
        CutDialog(self, excerpt).begin()

    def new_point(self, topic: str = "") -> None:
        """Write a point."""
        from briefing.ui.dialogs.point import PointDialog

        topic = topic or self.topic()
        if topic and self.may_write():
            PointDialog(self, points.new_point(TopicId(topic))).begin(120)

    def edit_point(self, point: str) -> None:
        """Change a point."""
        from briefing.ui.dialogs.point import PointDialog

        found = self.desk.workspace.points.get(point)
        if found is not None and self.may_write():
            PointDialog(self, found).begin(120)

    def mark_evidence(self, point: str) -> None:
        """Mark the words of a point’s quotation; of several, the one that is chosen."""
        found = self.desk.workspace.points.get(point)
        evidence = found.evidence if found else ()
        if not evidence:
            self.window.say("This point has no quotation of its own. Edit it to add one")
        elif not self.may_write():
            return
        elif len(evidence) == 1:
            self._mark(evidence[0])
        else:
            menu = QMenu(self.window)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addSection("Mark which quotation?")
            for one in evidence:
                words = f"“{short(one.quote, 60)}” — {speaker_line(one)}".replace("&", "&&")
                menu.addAction(words, partial(self._mark, one))
            menu.setActiveAction(menu.actions()[1])
            menu.popup(self.window.points.mapToGlobal(QPoint(12, 40)))

    def edit_evidence(self, quote: str) -> None:
        """Mark and describe a certain quotation."""
        found = self.desk.workspace.quotes.get(quote)
        if found is not None and self.may_write():
            self._mark(found)

    def delete_quote(self, quote: str) -> None:
        """Move a quotation that belongs to no point to the trash."""
        self.do(partial(discarding.delete_quote, self.editor, quote), "In the trash (Ctrl+Z)")

    def _mark(self, evidence: Evidence) -> None:
        from briefing.ui.dialogs.evidence import EvidenceDialog

        EvidenceDialog(self, evidence).begin(120)

    def stand_first(self, chosen: str) -> None:
        """Let a quotation, or a point’s, stand for the others that are cut from the same words."""
        from briefing.app.editing.cutting_first import stand_first

        point = self.desk.workspace.points.get(chosen)
        own = point.evidence if point is not None else ()
        evidence = next((one.id for one in own if one.variant_of), chosen)
        if self.may_write():
            said = "This cut stands first now; the others are its variants. Ctrl+Z takes it back"
            self.do(partial(stand_first, self.editor, evidence), said)

    def delete_point(self, point: str) -> None:
        """Move a point to the trash."""
        found = self.desk.workspace.points.get(point)
        if found is not None and self.may_write():
            operation = partial(discarding.delete_point, self.editor, point)
            self.do(operation, f"In the trash: {short(found.claim)}. Ctrl+Z takes it back")

    # -- sources, articles, notes, topics ---------------------------------------------------------

    def new_source(self, topic: str = "") -> None:
        """Write a source."""
        from briefing.ui.dialogs.source import SourceDialog

        topic = topic or self.topic()
        if topic and self.may_write():
            SourceDialog(self, sources.new_source(self.editor, TopicId(topic))).begin(100)

    def _source_at_hand(self) -> str:
        """The source of the row that the keyboard is on, or that is looked at by itself."""
        rows = (pane.chosen_source() for pane in self.lists())
        return next(filter(None, rows), "") or self.window.points.shown_source()

    def edit_source(self, source: str = "") -> None:
        """Change a source: that one, the one that is looked at, or the chosen point's first."""
        from briefing.ui.dialogs.source import SourceDialog

        workspace = self.desk.workspace
        source = source or self._source_at_hand()
        if not source:
            point = workspace.points.get(self.window.points.chosen_point())
            named = [one.source for one in point.evidence if one.source] if point else []
            source = next(iter([*named, *(point.sources if point else ())]), "")
        found = workspace.sources.get(source)
        if found is None:
            self.window.say("Go to a source first: Sources in the library, or a card that has one")
        elif self.may_write():
            SourceDialog(self, found).begin(100)

    def delete_source(self, source: str = "") -> None:
        """Move a source, or the one that is looked at, to the trash."""
        source = source or self._source_at_hand()
        if not source:
            self.window.say("Go to a source first")
            return
        self.do(partial(discarding.delete_source, self.editor, source), "In the trash (Ctrl+Z)")

    def new_article(self, topic: str = "") -> None:
        """Write or paste an article."""
        from briefing.ui.dialogs.article import ArticleDialog

        topic = topic or self.topic()
        if topic and self.may_write():
            ArticleDialog(self, Article(ArticleId(""), TopicId(topic), "")).begin(140, 40)

    def edit_article(self, id_: str = "") -> None:
        """Change the text of an article, or of the one that is read."""
        from briefing.ui.dialogs.article import ArticleDialog

        article = self.article(id_)
        if article is not None and self.may_write():
            ArticleDialog(self, article).begin(140, 40)

    def delete_article(self, id_: str = "") -> None:
        """Move an article, or the one that is read, to the trash."""
        article = self.article(id_)
        if article is None or not self.may_write():
            return
        links = sum(
            getattr(link.target, "article", "") == article.id
            for point in self.desk.workspace.points_on(article.id)
            for link in point.links
        )
        words = f"Move “{article.title}” to the trash? "
        if links:
            words += f"With it go, and come back: {counted(links, 'link')} of points to it."
        if messages.ask(self.window, "Delete article", words.strip(), "Delete"):
            is_read = article == self.window.reader.article and self.window.reader.isVisible()
            operation = partial(discarding.delete_article, self.editor, article.id)
            if self.do(operation, f"In the trash: {short(article.title)} (Ctrl+Z)") and is_read:
                left = self.window.library_pane.articles_in_order()
                topic = Destination(Room.TOPIC, article.topic)
                self.window.go(Destination(Room.ARTICLE, left[0]) if left else topic)

    def note_here(self, index: int | None = None) -> None:
        """Write a note on the passage that is read, or on passage `index`."""
        article = self.article()
        if article is None or not self.may_write():
            return
        place = self.window.reader.view.current if index is None else index
        try:
            self.edit_note(articles.new_note(self.editor, article.id, place))
        except UserError as error:
            messages.trouble(self.window, error)

    def edit_note(self, note: Note) -> None:
        """Write or change a note."""
        from briefing.ui.dialogs.article import NoteDialog

        if self.may_write():
            NoteDialog(self, note).begin()

    def _on_note(self, link: str) -> None:
        act, _, id_ = link.partition(":")
        notes = (note for each in self.desk.workspace.notes.values() for note in each)
        note = next((one for one in notes if one.id == id_), None)
        if note is not None and act == "gone":
            self.do(partial(discarding.delete_note, self.editor, note), "In the trash (Ctrl+Z)")
        elif note is not None:
            self.edit_note(note)

    def new_topic(self) -> None:
        """Make a topic."""
        from briefing.ui.dialogs.topic import TopicDialog

        if self.may_write():
            TopicDialog(self).begin(90)

    def edit_topic(self, id_: str = "") -> None:
        """Change motion, names of the sides and background of a topic."""
        from briefing.ui.dialogs.topic import TopicDialog

        topic = self.desk.workspace.topics.get(id_ or self.topic())
        if topic is not None and self.may_write():
            TopicDialog(self, topic).begin(110)

    def edit_text(self, what: str, id_: str) -> None:
        """Change a text that is written as a whole: "timeline", "claims" …"""
        from briefing.ui.dialogs.whole_text import WholeTextDialog

        if not self.may_write():
            return
        try:
            WholeTextDialog(self, what, id_).begin(140, 36)
        except (BriefingError, OSError) as error:
            messages.trouble(self.window, error)

    def show_themes(self, topic: str = "") -> None:
        """The themes of a topic."""
        from briefing.ui.dialogs.listed import ThemesDialog

        topic = topic or self.topic()
        if topic and self.may_write():
            ThemesDialog(self, topic).begin()

    def show_trash(self) -> None:
        """What was deleted."""
        from briefing.ui.dialogs.listed import TrashDialog

        TrashDialog(self).begin()

    # -- unsaved words ----------------------------------------------------------------------------

    def show_drafts(self) -> None:
        """Words that were typed and not saved."""
        from briefing.ui.dialogs.listed import DraftsDialog

        DraftsDialog(self).begin()

    def tell_drafts(self) -> None:
        """After the start: say that there are words that were not saved."""
        if not self.desk.workspace.is_glimpse and Drafts(self.desk.workspace.root).all():
            self.show_drafts()

    def open_draft(self, draft: Draft) -> None:
        """Open the form of a draft with its words."""
        from briefing.ui.dialogs.unsaved import form_of

        form = form_of(self, draft)
        if form is None:
            self.window.say("What these words belonged to is not in the library any more")
        elif self.may_write():
            form.begin(120, 0, draft)

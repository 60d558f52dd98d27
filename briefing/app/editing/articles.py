"""Articles, notes on their passages, and topics: made and changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from briefing.app.changes import Changes
from briefing.app.editing import Editor, date_typed, need_same
from briefing.app.editing.aside import Done, write_aside
from briefing.app.workspace import Workspace
from briefing.model import (
    Article,
    ArticleId,
    Claim,
    Link,
    Note,
    NoteId,
    PassageTarget,
    Progress,
    Selector,
    Stop,
    Topic,
    UserError,
    new_id,
)
from briefing.text.anchors import find
from briefing.text.cleaning import fit, fit_line, is_blank
from briefing.text.passages import Passage, passages
from briefing.text.selecting import Edited, selector_for
from briefing.text.words import short


def new_article(editor: Editor, article: Article) -> tuple[Article, Changes]:
    """Write a new article into its topic."""
    article = _cleaned(article)
    names: list[ArticleId] = []

    def write() -> None:
        from briefing.library import save_article

        names.append(save_article(editor.workspace.root, article).id)

    changes = editor.do(f"new article “{short(article.title)}”", write)
    return editor.workspace.articles[names[0]], changes


def keep_article(
    editor: Editor, article: Article, opened: Article | None = None
) -> tuple[Changes, tuple[str, ...]]:
    """Write what changed of an article; what changed, and the words that are lost by it.

    What is linked to its passages goes with them as far as they can be known again.
    """
    from briefing.library import save_article, save_claims, save_note, save_point

    now = editor.workspace.articles.get(article.id)
    if now is None:
        raise UserError("This article is not in the library any more.")
    need_same(now, opened, "article")
    article = _cleaned(article)
    if article == now:
        return Changes(), ()
    carry = _Carrying(now, article)
    library = editor.library
    claims = [one for one in library.claims if one.article == article.id]
    new_claims = tuple(carry.claim(one) for one in claims)
    points = [(one, carry.links(one.links)) for one in editor.workspace.points_on(article.id)]
    notes = [
        (one, replace(one, passage=carry.selector(one.passage)))
        for one in library.notes
        if one.article == article.id
    ]

    def write() -> None:
        save_article(editor.workspace.root, article, now)
        if new_claims != tuple(claims):
            save_claims(library, article.id, new_claims)
        for point, links in points:
            if links != point.links:
                save_point(library, replace(point, links=links))
        for note, moved in notes:
            if moved != note:
                save_note(library, moved)

    changes = editor.do(f"edit “{short(article.title)}”", write)
    return changes, tuple(dict.fromkeys(carry.lost))


class _Carrying:
    """Takes what is linked to the passages of an article along into its new text."""

    def __init__(self, before: Article, after: Article) -> None:
        self.article = before.id
        self.lost: list[str] = []
        self._is_same = before.text_md == after.text_md
        self._edited = Edited(
            [one.text for one in passages(before.text_md)],
            [one.text for one in passages(after.text_md)],
        )

    def selector(self, selector: Selector) -> Selector:
        """The selector as it is to be written for the new text."""
        if self._is_same:
            return selector
        moved, is_found = self._edited.carried(selector)
        if not is_found and find(selector, self._edited.before) is not None:
            self.lost.append(selector.exact)
        return moved

    def claim(self, claim: Claim) -> Claim:
        """The claim with its passage in the new text."""
        if claim.passage is None:
            return claim
        return replace(claim, passage=self.selector(claim.passage))

    def links(self, links: tuple[Link, ...]) -> tuple[Link, ...]:
        """The links of a point, those to the article's passages in the new text."""
        return tuple(
            replace(one, target=replace(one.target, selector=self.selector(one.target.selector)))
            if isinstance(one.target, PassageTarget) and one.target.article == self.article
            else one
            for one in links
        )


def _cleaned(article: Article) -> Article:
    title = fit_line(article.title)
    if is_blank(title):
        raise UserError("The article has no title. Write one.")
    if is_blank(article.text_md):
        raise UserError("The article has no text. Write or paste it.")
    return replace(
        article,
        title=title,
        text_md=fit(article.text_md).strip("\n"),
        authors=tuple(filter(None, (fit_line(one) for one in article.authors))),
        venue=fit_line(article.venue),
        date=date_typed("Date", article.date),
        url=fit_line(article.url),
        note=fit_line(article.note),
    )


# -- notes ----------------------------------------------------------------------------------------


def new_note(editor: Editor, article: str, index: int) -> Note:
    """An empty note on a passage."""
    found = editor.workspace.articles.get(article)
    if found is None:
        raise UserError("Open an article first: a note stands beside one of its passages.")
    texts: list[Passage] = list(passages(found.text_md))
    if not 0 <= index < len(texts):
        raise UserError("Go to a passage first: a note stands beside one.")
    return empty_note(found.id, selector_for([one.text for one in texts], index))


def empty_note(article: ArticleId, passage: Selector) -> Note:
    """A note of today, to be written."""
    return Note(NoteId(new_id("n")), article, passage, "", date.today().isoformat())


def keep_note(editor: Editor, note: Note) -> Changes:
    """Write a new note, or what changed of one."""
    from briefing.library import save_note

    note = replace(note, text_md=fit(note.text_md).strip())
    if is_blank(note.text_md):
        raise UserError("The note is empty. Write something, or delete it.")
    known = any(one.id == note.id for one in editor.library.notes)
    name = "edit note" if known else f"note “{short(note.text_md)}”"
    return editor.do(name, lambda: save_note(editor.library, note))


# -- topics ---------------------------------------------------------------------------------------


def new_topic(
    editor: Editor, motion: str, title: str, side_names: tuple[str, str], themes: tuple[str, ...]
) -> tuple[Topic, Changes]:
    """Make a topic."""
    motion = fit_line(motion)
    if is_blank(motion):
        raise UserError("The topic has no motion. Write the sentence to be debated.")
    made: list[Topic] = []

    def write() -> None:
        from briefing.library import create_topic

        root = editor.workspace.root
        made.append(create_topic(root, motion, fit_line(title), side_names, themes))

    changes = editor.do(f"new topic “{short(fit_line(title) or motion)}”", write)
    return made[0], changes


def keep_topic(editor: Editor, topic: Topic) -> Changes:
    """Write what changed of a topic: motion, title, names of the sides, themes, background."""
    from briefing.library import save_topic

    old = editor.workspace.topics[topic.id]
    names = tuple(fit_line(one) for one in topic.side_names)
    topic = replace(
        topic,
        title=fit_line(topic.title) or fit_line(topic.motion),
        motion=fit_line(topic.motion),
        side_names=(names[0] or "For", names[1] or "Against"),
        background_md=fit(topic.background_md).strip("\n"),
    )
    if is_blank(topic.motion):
        raise UserError("The topic has no motion. Write the sentence to be debated.")
    if topic == old:
        return Changes()
    root = editor.workspace.root
    return editor.do(f"edit topic “{short(topic.title)}”", lambda: save_topic(root, topic, old))


def rename_theme(
    workspace: Workspace,
    topic: str,
    old: str,
    new: str,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Done | None:
    """Give a theme another name; if another theme has it, the two become one. "" removes it.

    All of the topic's points may be written: this is for a worker, and `Editor.adopt` takes the
    result over. None where nothing is to be done; Cancelled, and nothing is written, on `stop`.
    """
    from briefing.library.theming import rename_theme

    found = workspace.topics[topic]
    new = _theme_name(new)
    if old == new:
        return None
    themes = tuple(dict.fromkeys(new if one == old else one for one in found.themes))
    changed = replace(found, themes=tuple(filter(None, themes)))
    folder = Path(found.id)

    def write() -> None:
        from briefing.library import save_topic

        if changed != found:
            save_topic(workspace.root, changed, found)
        rename_theme(workspace.root, folder, old, new, progress, stop)

    words = f"rename theme “{old}”" if new else f"remove theme “{old}”"
    return write_aside(workspace, words, write, stop)


def _theme_name(words: str) -> str:
    """A theme as files can name it."""
    name = " ".join(fit_line(words).replace(",", " ").split())
    if name == "none":
        raise UserError("“none” stands for no theme in the files. Choose another name.")
    return name


def order_themes(editor: Editor, topic: str, themes: Sequence[str]) -> Changes:
    """Put the themes of a topic in this order; new ones may be among them."""
    names = map(_theme_name, themes)
    found = editor.workspace.topics[topic]
    return keep_topic(editor, replace(found, themes=tuple(dict.fromkeys(filter(None, names)))))

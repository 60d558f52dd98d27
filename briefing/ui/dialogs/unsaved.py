"""From words that were typed and not saved to the form that they were typed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from briefing.app.drafts import Draft
from briefing.app.editing import articles, points, sources
from briefing.app.editing.excerpt import Excerpt
from briefing.model import Article, ArticleId, Selector, TopicId
from briefing.ui.dialogs.article import ArticleDialog, NoteDialog
from briefing.ui.dialogs.cutting import CutDialog
from briefing.ui.dialogs.evidence import EvidenceDialog
from briefing.ui.dialogs.form import Form
from briefing.ui.dialogs.point import PointDialog
from briefing.ui.dialogs.source import SourceDialog
from briefing.ui.dialogs.topic import TopicDialog
from briefing.ui.dialogs.whole_text import WholeTextDialog

if TYPE_CHECKING:
    from briefing.ui.making import Making


def form_of(making: Making, draft: Draft) -> Form | None:
    """The form of a draft, without its words yet; None if what it was about is gone."""
    make = _FORMS.get(draft.kind)
    return make(making, draft) if make is not None else None


def _point(making: Making, draft: Draft) -> Form:
    known = making.desk.workspace.points.get(draft.target)
    return PointDialog(making, known or points.new_point(TopicId(making.topic())))


def _evidence(making: Making, draft: Draft) -> Form | None:
    known = making.desk.workspace.quotes.get(draft.target)
    return EvidenceDialog(making, known) if known is not None else None


def _source(making: Making, draft: Draft) -> Form:
    known = making.desk.workspace.sources.get(draft.target)
    return SourceDialog(making, known or sources.new_source(making.editor, TopicId(making.topic())))


def _article(making: Making, draft: Draft) -> Form:
    known = making.desk.workspace.articles.get(draft.target)
    return ArticleDialog(making, known or Article(ArticleId(""), TopicId(making.topic()), ""))


def _note(making: Making, draft: Draft) -> Form | None:
    workspace, owner = making.desk.workspace, ArticleId(draft.target.partition("/")[0])
    if owner not in workspace.articles:
        return None
    known = {f"{owner}/{one.id}": one for one in workspace.notes.get(owner, ())}
    passage = (draft.values.get(key, "") for key in ("passage", "prefix", "suffix"))
    return NoteDialog(
        making, known.get(draft.target) or articles.empty_note(owner, Selector(*passage))
    )


def _cut(making: Making, draft: Draft) -> Form | None:
    article, values = making.desk.workspace.articles.get(draft.target), draft.values
    if article is None:
        return None
    index = values.get("index", "0")
    place = int(index) if index.isdecimal() else 0
    quote, words = values.get("quote", ""), values.get("words", "")
    return CutDialog(making, Excerpt(article, place, quote, words))


def _topic(making: Making, draft: Draft) -> Form:
    return TopicDialog(making, making.desk.workspace.topics.get(draft.target))


def _text(making: Making, draft: Draft) -> Form | None:
    workspace = making.desk.workspace
    what, _, id_ = draft.target.partition("/")
    is_known = id_ in (workspace.articles if what == "claims" else workspace.topics)
    return WholeTextDialog(making, what, id_) if is_known else None


_FORMS: dict[str, Callable[[Making, Draft], Form | None]] = {
    PointDialog.kind: _point,
    EvidenceDialog.kind: _evidence,
    SourceDialog.kind: _source,
    ArticleDialog.kind: _article,
    NoteDialog.kind: _note,
    CutDialog.kind: _cut,
    TopicDialog.kind: _topic,
    WholeTextDialog.kind: _text,
}

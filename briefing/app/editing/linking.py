"""Links: made, moved, broken. A link belongs to the point that answers or supports."""

from __future__ import annotations

from dataclasses import replace

from briefing.app.changes import Changes
from briefing.app.editing import Editor
from briefing.model import (
    ArticleId,
    ClaimTarget,
    Link,
    PassageTarget,
    Point,
    PointId,
    PointTarget,
    Relation,
    Target,
    UserError,
)
from briefing.text.anchors import find
from briefing.text.passages import passages
from briefing.text.selecting import selector_for
from briefing.text.words import short


def passage_target(
    editor: Editor, article: ArticleId | str, index: int, words: str = ""
) -> PassageTarget:
    """The target for passage `index` of an article, or for some words in it."""
    found = editor.workspace.articles.get(article)
    texts = [one.text for one in passages(found.text_md)] if found is not None else []
    if found is None or not 0 <= index < len(texts):
        raise UserError("This passage is not in the library any more.")
    return PassageTarget(found.id, selector_for(texts, index, words))


def link(editor: Editor, point: PointId | str, target: Target, relation: Relation) -> Changes:
    """Let a point answer, undercut or support a claim, a passage or another point.

    A link that the point has to the same target already changes its relation.
    """
    old = the_point(editor, point)
    if isinstance(target, PointTarget) and target.point == old.id:
        raise UserError("A point cannot answer or support itself. Choose another one.")
    wanted = Link(relation, target)
    if wanted in old.links:
        raise UserError(f"The point {relation.value} this already.")
    same = [each for each in old.links if _same(editor, each.target, target)]
    kept = tuple(wanted if each in same[:1] else each for each in old.links if each not in same[1:])
    links = kept if same else (*old.links, wanted)
    return _keep(editor, f"link to {target_words(editor, target)}", old, links)


def relink(editor: Editor, point: PointId | str, old: Link, new: Link) -> Changes:
    """Move a link to another target, or give it another relation."""
    before = the_point(editor, point)
    if old not in before.links:
        raise UserError("This link is not there any more.")
    if new in before.links:
        raise UserError(f"The point {new.relation.value} this already.")
    links = tuple(new if each == old else each for each in before.links)
    return _keep(editor, f"move link to {target_words(editor, new.target)}", before, links)


def unlink(editor: Editor, point: PointId | str, gone: Link) -> Changes:
    """Break a link of a point."""
    before = the_point(editor, point)
    if gone not in before.links:
        raise UserError("This link is not there any more.")
    links = tuple(each for each in before.links if each != gone)
    return _keep(editor, f"break link to {target_words(editor, gone.target)}", before, links)


def the_point(editor: Editor, point: PointId | str) -> Point:
    """The point of that id; UserError if there is none any more."""
    found = editor.workspace.points.get(point)
    if found is None:
        raise UserError(f"There is no point “{point}” in this library any more.")
    return found


def _keep(editor: Editor, name: str, before: Point, links: tuple[Link, ...]) -> Changes:
    from briefing.library import save_point

    point = replace(before, links=links)
    return editor.do(name, lambda: save_point(editor.library, point))


def _same(editor: Editor, one: Target, other: Target) -> bool:
    """Whether two targets are one place, even if they name it by other words."""
    if one == other:
        return True
    if not isinstance(one, PassageTarget) or not isinstance(other, PassageTarget):
        return False
    return one.article == other.article and spot(editor, one) == spot(editor, other) >= 0


def spot(editor: Editor, target: Target) -> int:
    """The passage of an article in which a target stands; -1 if it is lost or none."""
    if isinstance(target, PointTarget):
        return -1
    article = editor.workspace.articles.get(target.article)
    if article is None:
        return -1
    if isinstance(target, ClaimTarget):
        claim = editor.workspace.claim(target.article, target.claim)
        selector = claim.passage if claim else None
    else:
        selector = target.selector
    texts = [one.text for one in passages(article.text_md)]
    found = find(selector, texts) if selector is not None else None
    return -1 if found is None else found.index


def target_words(editor: Editor, target: Target) -> str:
    """A target in few words: “paragraph 7”, “a claim”, “the point …”."""
    if isinstance(target, PointTarget):
        point = editor.workspace.points.get(target.point)
        return f"“{short(point.claim, 40)}”" if point else f"point {target.point}"
    index = spot(editor, target)
    if isinstance(target, ClaimTarget):
        claim = editor.workspace.claim(target.article, target.claim)
        return f"claim “{short(claim.text, 40)}”" if claim else f"claim {target.claim}"
    return f"paragraph {index + 1}" if index >= 0 else f"“{short(target.selector.exact, 40)}”"

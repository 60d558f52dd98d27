"""Deleting, which moves things into the library's trash, and bringing them back from there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.app.changes import Changes
from briefing.app.editing import Editor
from briefing.app.editing.linking import the_point
from briefing.model import (
    Article,
    CaseId,
    ClaimTarget,
    Link,
    Note,
    PassageTarget,
    Point,
    PointId,
    PointTarget,
    Relation,
    SourceId,
    Target,
    UserError,
)
from briefing.text.words import short

if TYPE_CHECKING:
    from briefing.library import Discarded


def delete_point(editor: Editor, point: PointId | str) -> Changes:
    """Move a point with its evidence to the trash; links of other points to it go with it."""
    from briefing.library import delete_point, throw_away
    from briefing.library.trash import record_piece

    old = the_point(editor, point)
    borrowed = _borrowers(editor, old)
    if borrowed:
        raise UserError(
            f"Evidence of this point also stands under “{short(borrowed[0].claim)}”. "
            "Merge the two, or take the evidence out there first."
        )

    def write() -> None:
        assert old.place is not None
        root = editor.workspace.root
        piece = record_piece(root, old.place.path, old.id)
        gone = _unlink_all(editor, old.id)
        throw_away(root, "point", old.claim, [piece], gone)
        delete_point(editor.library, old.id)

    return editor.do(f"delete “{short(old.claim)}”", write)


def _borrowers(editor: Editor, point: Point) -> list[Point]:
    own = {one.id for one in point.evidence}
    return [one for one in editor.workspace.borrowers_of(own) if one.id != point.id] if own else []


def _unlink_all(editor: Editor, old: PointId) -> list[tuple[str, str, str]]:
    """Break all links to a point, inside a step; what they were, for the trash."""
    from briefing.library import save_point
    from briefing.library.links import render_target

    gone: list[tuple[str, str, str]] = []
    target = PointTarget(old)
    for point in {one.point.id: one.point for one in editor.workspace.beside_point(old)}.values():
        kept = tuple(one for one in point.links if one.target != target)
        if len(kept) < len(point.links):
            gone += [
                (point.id, one.relation.value, render_target(one.target))
                for one in point.links
                if one.target == target
            ]
            save_point(editor.library, replace(point, links=kept))
    return gone


def delete_article(editor: Editor, article: str) -> Changes:
    """Move an article to the trash, with what was said about it; links to it go with it."""
    from briefing.library import save_point, throw_away
    from briefing.library.links import render_target
    from briefing.library.trash import file_piece

    old = editor.workspace.articles.get(article)
    if old is None or old.place is None:
        raise UserError("This article is not in the library any more.")
    for other in editor.workspace.titles:
        if other.full_text_of == old.id:
            raise UserError(
                f"“{other.title}” is the full text of this digest and shows its claims. "
                "Delete the full text first."
            )
    paths = [one for one in _files_of(old) if (editor.workspace.root / one).is_file()]

    def write() -> None:
        root = editor.workspace.root
        pieces = [file_piece(root, path) for path in paths]
        gone = []
        for point in editor.workspace.points_on(old.id):
            lost = [one for one in point.links if _is_to(one.target, old)]
            gone += [(point.id, one.relation.value, render_target(one.target)) for one in lost]
            if lost:
                kept = tuple(one for one in point.links if one not in lost)
                save_point(editor.library, replace(point, links=kept))
        throw_away(root, "article", old.title, pieces, gone)
        for path in paths:
            _remove(root / path)

    return editor.do(f"delete “{short(old.title)}”", write)


def _is_to(target: Target, article: Article) -> bool:
    return isinstance(target, ClaimTarget | PassageTarget) and target.article == article.id


def _files_of(article: Article) -> list[Path]:
    from briefing.library.root import CLAIMS

    assert article.place is not None
    path = article.place.path
    notes = path.parent.parent / "notes" / path.name
    return [path, path.with_name(f"{article.id}{CLAIMS}"), notes]


def delete_case(editor: Editor, case: CaseId) -> Changes:
    """Move a case to the trash."""
    from briefing.library import delete_case, throw_away
    from briefing.library.trash import file_piece

    old = editor.workspace.cases[case]
    path = old.place.path if old.place else Path("cases", f"{old.id}.md")

    def write() -> None:
        root = editor.workspace.root
        throw_away(root, "case", old.title, [file_piece(root, path)])
        delete_case(root, old)

    return editor.do(f"delete case “{short(old.title)}”", write)


def delete_source(editor: Editor, source: SourceId | str) -> Changes:
    """Move a source that nothing names any more to the trash."""
    from briefing.library import delete_source, throw_away
    from briefing.library.trash import source_piece

    old = editor.workspace.sources.get(source)
    if old is None:
        raise UserError("This source is not in the library any more.")
    users = source_users(editor, old.id)
    if users:
        more = f" and {len(users) - 1:,} more" if len(users) > 1 else ""
        raise UserError(
            f"This source is named by “{short(users[0])}”{more}. Give what names it another source "
            "first."
        )

    def write() -> None:
        piece = source_piece(editor.library, old.id, old.topic)
        throw_away(editor.workspace.root, "source", old.title or old.id, [piece])
        delete_source(editor.library, old.id)

    return editor.do(f"delete source “{short(old.title or old.id)}”", write)


def source_users(editor: Editor, source: SourceId) -> list[str]:
    """What names a source: claims of points, speakers of quotations, titles of articles."""
    from briefing.library.shelves import holding

    library = editor.library
    mark = f"@{source}"
    points = list(holding(library.points, source))
    found = [one.claim for one in points if source in one.sources or mark in one.explanation_md]
    quotes = [one for point in points for one in point.evidence]
    quotes += holding(library.quotes, source)
    found += [one.speaker or one.quote for one in quotes if one.source == source]
    found += [
        one.title
        for one in holding(library.articles, source)
        if one.source == source or mark in one.text_md
    ]
    found += [
        claim.text
        for claim in holding(library.claims, source)
        if any(source in check.sources or mark in check.text_md for check in claim.checks)
    ]
    return found


def delete_quote(editor: Editor, quote: str) -> Changes:
    """Move a quotation that belongs to no point to the trash."""
    from briefing.library import delete_quote, throw_away
    from briefing.library.quote_keeping import quote_piece

    old = editor.workspace.quotes.get(quote)
    if old is None:
        raise UserError("This quotation is not in the library any more.")
    owner = editor.workspace.owner.get(quote)
    if owner is not None:
        raise UserError(
            f"This quotation stands under “{short(owner.claim)}”. Edit that point to take it out."
        )
    if editor.workspace.borrowers_of({old.id}):
        raise UserError("A point shows this quotation too. Take it out there first.")

    def write() -> None:
        piece = quote_piece(editor.library, old.id)
        throw_away(editor.workspace.root, "quotation", short(old.quote), [piece])
        delete_quote(editor.library, old.id)

    return editor.do(f"delete “{short(old.quote)}”", write)


def delete_note(editor: Editor, note: Note) -> Changes:
    """Move a note to the trash."""
    from briefing.library import delete_note, throw_away
    from briefing.library.trash import record_piece

    def write() -> None:
        assert note.place is not None
        root = editor.workspace.root
        piece = record_piece(root, note.place.path, note.id)
        throw_away(root, "note", short(note.text_md), [piece])
        delete_note(editor.library, note)

    return editor.do("delete note", write)


def bring_back(editor: Editor, entry: Discarded) -> Changes:
    """Restore an entry of the trash, and the links that went with it, where they still fit."""
    from briefing.library import restore, save_point
    from briefing.library.links import read_target

    if entry.what == "words":
        raise UserError(
            "These words were kept because they could not be put back by themselves. Copy them, "
            "and put them where they belong."
        )

    def write() -> None:
        restore(editor.library, entry)
        fresh: dict[str, list[Link]] = {}
        for id_, relation, target in entry.links:
            goal = read_target(target)
            if goal is not None:
                fresh.setdefault(id_, []).append(Link(Relation(relation), goal))
        for id_, links in fresh.items():
            point = editor.workspace.points.get(id_)
            if point is not None:
                both = tuple(dict.fromkeys((*point.links, *links)))
                save_point(editor.library, replace(point, links=both))

    return editor.do(f"restore “{short(entry.title)}”", write)


def forget(editor: Editor, entry: Discarded) -> Changes:
    """Remove an entry from the trash."""
    from briefing.library import forget

    root = editor.workspace.root
    return editor.do(f"empty the trash of “{short(entry.title)}”", lambda: forget(root, entry))


def _remove(path: Path) -> None:
    from briefing.library import files
    from briefing.library.journal import digest

    files.remove_file(path, digest(files.read_file(path)))

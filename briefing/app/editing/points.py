"""Points: cut from an article, written, changed, merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.app.changes import Changes
from briefing.app.editing import Editor, need_same
from briefing.app.editing.excerpt import Excerpt
from briefing.app.editing.linking import the_point
from briefing.app.editing.sources import source_for
from briefing.model import (
    ArticleKind,
    Case,
    CaseItem,
    Evidence,
    EvidenceId,
    Link,
    PassageTarget,
    Point,
    PointId,
    PointItem,
    PointTarget,
    Relation,
    Side,
    TopicId,
    UserError,
    new_id,
)
from briefing.text.cleaning import fit, fit_line, is_blank
from briefing.text.passages import passages
from briefing.text.selecting import selector_for
from briefing.text.worded_dates import read_date
from briefing.text.words import short

DIGEST_LABEL = "These are the words of a digest, not of the original text"
_MOST_CLAIM = 400  # characters: a claim is a sentence
LIKE = 82  # of 100, by shared words


@dataclass(frozen=True, slots=True)
class Cut:
    """What is to become of an excerpt. `relation` None: the card is not linked to its passage."""

    excerpt: Excerpt
    claim: str
    side: Side | None = None
    theme: str = ""
    relation: Relation | None = Relation.SUPPORTS
    speaker: str = ""
    under: PointId | None = None  # an existing point that gets the quotation


def suggested_evidence(excerpt: Excerpt) -> Evidence:
    """The quotation of an excerpt with all that its article knows about it, but no source yet."""
    article = excerpt.article
    return Evidence(
        EvidenceId(new_id("q")),
        excerpt.quote,
        speaker=" and ".join(article.authors) or article.venue,
        date=article.date,
        label=DIGEST_LABEL if article.kind is ArticleKind.DIGEST else "",
        topic=article.topic,
    )


def cut(editor: Editor, wanted: Cut) -> tuple[Point, Changes]:
    """Make a point of words of an article: quotation, source, link, in one step."""
    from briefing.library import add_source, save_point

    excerpt = wanted.excerpt
    article = excerpt.article
    source, is_new = source_for(editor, article)
    evidence = suggested_evidence(excerpt)
    evidence = replace(
        evidence,
        speaker=fit_line(wanted.speaker) or evidence.speaker,
        source=source.id if source else None,
    )
    links: tuple[Link, ...] = ()
    if wanted.relation is not None:
        texts = [one.text for one in passages(article.text_md)]
        selector = selector_for(texts, excerpt.index, excerpt.words)
        links = (Link(wanted.relation, PassageTarget(article.id, selector)),)
    if wanted.under is not None:
        old = the_point(editor, wanted.under)
        new_links = tuple(one for one in links if one not in old.links)
        point = replace(old, evidence=(*old.evidence, evidence), links=(*old.links, *new_links))
    else:
        point = _cleaned(
            Point(
                PointId(new_id("c")),
                article.topic,
                wanted.claim,
                wanted.side,
                wanted.theme,
                evidence=(evidence,),
                links=links,
            )
        )

    def write() -> None:
        if source is not None and is_new:
            add_source(editor.library, source)
        save_point(editor.library, point)

    changes = editor.do(f"cut card “{short(point.claim)}”", write)
    return editor.workspace.points[point.id], changes


def new_point(topic: TopicId, side: Side | None = None, theme: str = "") -> Point:
    """An empty point to be written."""
    return Point(PointId(new_id("c")), topic, "", side, theme)


def new_evidence(topic: TopicId) -> Evidence:
    """Empty evidence to be written."""
    return Evidence(EvidenceId(new_id("q")), "", topic=topic)


def keep_point(
    editor: Editor,
    point: Point,
    opened: Point | None = None,
    taken: Sequence[Evidence] = (),
) -> Changes:
    """Write a new point, or what changed of one.

    A quotation that belonged to no point goes from its file into that of the point, with its id.
    `opened` is the point and `taken` are such quotations as they were when the editor was opened:
    UserError if they are others by now.
    """
    workspace = editor.workspace
    now = workspace.points.get(point.id)
    need_same(now, opened, "point")
    for one in taken:
        need_same(workspace.quotes.get(one.id), one, "quotation")
    point = _cleaned(point)
    if point == now:
        return Changes()
    loose = [one for one in point.evidence if one.id in workspace.quotes]
    loose = [one for one in loose if one.id not in workspace.owner]
    name = f"{'edit' if now else 'new point'} “{short(point.claim)}”"
    return editor.do(name, lambda: _save(editor, point, loose))


def _save(editor: Editor, point: Point, loose: Sequence[Evidence]) -> None:
    """Write a point, after the quotations that it takes were taken out of their files."""
    from briefing.library import reread, save_point, take_quote

    library = editor.library
    brought: dict[str, str] = {}
    paths = []
    for one in loose:
        place = editor.workspace.quotes[one.id].place
        assert place is not None
        brought[one.id] = take_quote(library, one)
        paths.append(place.path)
        library = reread(editor.workspace.catalogue, paths).library
    save_point(library, point, brought=brought)


def evidence_markdown(evidence: Sequence[Evidence]) -> str:
    """Pieces of evidence as they stand in a file."""
    from briefing.library.filing import evidence_record

    return "\n".join(map(evidence_record, evidence))


def read_evidence(markdown: str, topic: TopicId) -> tuple[Evidence, ...]:
    """Pieces of evidence as `evidence_markdown` writes them."""
    from briefing.library.context import Context
    from briefing.library.points import PointsReader
    from briefing.text.records import outline

    reader = PointsReader(Context(), Path(), topic)
    return tuple(replace(reader.evidence(one), place=None) for one in outline(markdown).orphans)


def need_words(evidence: Evidence) -> None:
    """UserError for a quotation without words."""
    if is_blank(evidence.quote):
        raise UserError("The quotation is empty. Put the words in.")


def keep_evidence(
    editor: Editor, evidence: Evidence, name: str = "", opened: Evidence | None = None
) -> Changes:
    """Write what changed of a piece of evidence, under a point or under none.

    `opened` is the evidence as it was when its editor was opened: UserError if it is another now.
    """
    from briefing.library import save_point, save_quote

    need_same(editor.workspace.quotes.get(evidence.id), opened, "quotation")
    words = name or f"edit quotation “{short(evidence.quote)}”"
    owner = editor.workspace.owner.get(evidence.id)
    if owner is None:
        if is_blank(evidence.quote):
            raise UserError("The quotation is empty. Put the words in, or delete it.")
        clean = _cleaned_evidence(evidence)
        if clean == editor.workspace.quotes.get(evidence.id):
            return Changes()
        return editor.do(words, lambda: save_quote(editor.library, clean))
    own = tuple(evidence if one.id == evidence.id else one for one in owner.evidence)
    point = _cleaned(replace(owner, evidence=own))
    if point == owner:
        return Changes()
    return editor.do(words, lambda: save_point(editor.library, point))


def _cleaned(point: Point) -> Point:
    """The point as a file can hold it; UserError without a claim or with an empty quotation."""
    claim = fit_line(point.claim)
    if is_blank(claim):
        raise UserError("The point has no claim. Write in one sentence what it says.")
    if len(claim) > _MOST_CLAIM:
        raise UserError(
            f"The claim has {len(claim):,} characters; a claim is one sentence of at most "
            f"{_MOST_CLAIM}. Put the rest into the explanation."
        )
    for one in point.evidence:
        if is_blank(one.quote):
            raise UserError("A quotation is empty. Put the words in, or take it out.")
    return replace(
        point,
        claim=claim,
        explanation_md=fit(point.explanation_md).strip("\n"),
        strength=fit_line(point.strength),
        caution=fit_line(point.caution),
        as_of=read_date(point.as_of) or fit_line(point.as_of),
        evidence=tuple(_cleaned_evidence(one) for one in point.evidence),
    )


def _cleaned_evidence(evidence: Evidence) -> Evidence:
    quote = fit(evidence.quote)
    if quote != evidence.quote:  # marks count characters
        evidence = replace(evidence, quote=quote, marks=())
    return replace(
        evidence,
        speaker=fit_line(evidence.speaker),
        role=fit_line(evidence.role),
        date=read_date(evidence.date) or fit_line(evidence.date),
        occasion=fit_line(evidence.occasion),
        page=fit_line(evidence.page),
        translated=fit_line(evidence.translated),
        label=fit_line(evidence.label),
        caution=fit_line(evidence.caution),
        note_md=fit(evidence.note_md),
    )


def like_points(points: Iterable[Point], claim: str, most: int = 5) -> tuple[Point, ...]:
    """Points whose claims say nearly the same, the likest first (rapidfuzz’ token sort ratio)."""
    from rapidfuzz import fuzz, process
    from rapidfuzz.utils import default_process

    words = default_process(claim)
    if len(words) < 8:
        return ()
    known = list(points)
    found = process.extract(
        words,
        [one.claim for one in known],
        scorer=fuzz.token_sort_ratio,
        processor=default_process,
        score_cutoff=LIKE,
        limit=most,
    )
    return tuple(known[index] for _, _, index in found)


def beginning_like(points: Iterable[Point], words: str, most: int = 8) -> tuple[Point, ...]:
    """Points whose claims hold all the words, or beginnings of them, that are typed so far."""
    wanted = words.casefold().split()
    if not wanted:
        return ()
    found = (one for one in points if _holds(one.claim.casefold(), wanted))
    return tuple(one for one, _ in zip(found, range(most), strict=False))


def _holds(claim: str, wanted: Sequence[str]) -> bool:
    spaced = f" {claim}"
    return all(f" {word}" in spaced for word in wanted)


# -- merging --------------------------------------------------------------------------------------


def merge(editor: Editor, kept: PointId | str, gone: PointId | str) -> Changes:
    """Make one point of two: evidence, sources and links are united under the id of `kept`.

    All links and cases that name `gone` then name `kept`; `gone` as it was lies in the trash.
    """
    from briefing.library import delete_point, reread, save_case, save_point, throw_away
    from briefing.library.trash import record_piece

    first, second = the_point(editor, kept), the_point(editor, gone)
    if first.id == second.id:
        raise UserError("Choose another point: a point cannot be merged with itself.")
    if first.topic != second.topic:
        raise UserError("The two points belong to different topics. Only points of one can merge.")
    borrowers = editor.workspace.borrowers_of({one.id for one in second.evidence})
    borrowed = {id_ for one in borrowers if one.id != first.id for id_ in one.also}
    union = _union(first, second, borrowed)

    def write() -> None:
        assert second.place is not None
        root, before = editor.workspace.root, editor.library
        piece = record_piece(root, second.place.path, second.id)
        throw_away(root, "point", second.claim, [piece])
        delete_point(before, second.id)
        library = reread(editor.workspace.catalogue, [second.place.path]).library
        save_point(library, union)
        pointing = {one.point.id: one.point for one in editor.workspace.beside_point(second.id)}
        pointing |= {one.id: one for one in _told_apart(editor, second)}
        for point in pointing.values():
            if point.id not in (first.id, second.id):
                save_point(library, _relinked(point, second.id, first.id))
        for case in library.cases:
            items = _replaced(case, second.id, first.id)
            if items is not case:
                save_case(root, items, case)

    return editor.do(f"merge “{short(second.claim)}”", write)


def _union(first: Point, second: Point, borrowed: set[EvidenceId]) -> Point:
    """One point of two; the same words come once, but for what other points have `borrowed`."""
    own = {(one.quote, one.source) for one in first.evidence}
    new = tuple(
        one for one in second.evidence if (one.quote, one.source) not in own or one.id in borrowed
    )
    united = {one.id for one in (*first.evidence, *second.evidence)}
    second = _relinked(second, second.id, first.id)
    links = [
        one
        for one in dict.fromkeys((*first.links, *second.links))
        if one.target not in (PointTarget(first.id), PointTarget(second.id))
    ]
    texts = dict.fromkeys(
        one for one in (first.explanation_md, second.explanation_md) if one.strip()
    )
    return replace(
        first,
        explanation_md="\n\n".join(texts),
        evidence=(*first.evidence, *new),
        also=tuple(one for one in dict.fromkeys((*first.also, *second.also)) if one not in united),
        sources=tuple(dict.fromkeys((*first.sources, *second.sources))),
        links=tuple(links),
        differs=tuple(
            one
            for one in dict.fromkeys((*first.differs, *second.differs))
            if one not in (first.id, second.id)
        ),
        strength=_joined(first.strength, second.strength),
        caution=_joined(first.caution, second.caution),
        as_of=first.as_of or second.as_of,
    )


def _joined(*texts: str) -> str:
    return " ".join(dict.fromkeys(one for one in texts if one))


def _relinked(point: Point, old: PointId, new: PointId) -> Point:
    """The point with what it says of `old` said of `new`; the same object if that is nothing."""
    if old not in point.differs and all(one.target != PointTarget(old) for one in point.links):
        return point
    links = (
        replace(one, target=PointTarget(new)) if one.target == PointTarget(old) else one
        for one in point.links
    )
    differs = dict.fromkeys(new if one == old else one for one in point.differs)
    return replace(point, links=tuple(dict.fromkeys(links)), differs=tuple(differs))


# -- telling apart --------------------------------------------------------------------------------


def is_told_apart(one: Point, other: Point) -> bool:
    """Whether somebody said that the two are different points: under either, that is enough."""
    return other.id in one.differs or one.id in other.differs


def tell_apart(editor: Editor, one: PointId | str, other: PointId | str) -> Changes:
    """Say under both points that they are different; or no more, if somebody said so already."""
    from briefing.library import save_point

    first, second = the_point(editor, one), the_point(editor, other)
    is_apart = not is_told_apart(first, second)

    def write() -> None:
        for point, than in ((first, second), (second, first)):
            differs = tuple(id_ for id_ in point.differs if id_ != than.id)
            if is_apart:
                differs += (than.id,)
            if differs != point.differs:
                save_point(editor.library, replace(point, differs=differs))

    words = "two different points" if is_apart else "two alike points"
    return editor.do(f"{words}: “{short(first.claim)}”", write)


def _told_apart(editor: Editor, point: Point) -> Iterator[Point]:
    """The points from which one was told apart, and that say so themselves."""
    known = editor.workspace.points
    found = (known.get(one) for one in point.differs)
    return (one for one in found if one is not None and point.id in one.differs)


def _replaced(case: Case, old: PointId, new: PointId) -> Case:
    if PointItem(old) not in case.items:
        return case
    items = (PointItem(new) if one == PointItem(old) else one for one in case.items)
    unique: list[CaseItem] = []
    for item in items:
        if item != PointItem(new) or item not in unique:
            unique.append(item)
    return replace(case, items=tuple(unique))

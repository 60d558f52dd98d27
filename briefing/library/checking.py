"""All faults of a library, those included that need the passages of its articles."""

from __future__ import annotations

from pathlib import Path

from briefing.library.catalogue import Catalogue
from briefing.library.context import Context, Quoted, fault_order
from briefing.library.scanning import scan
from briefing.library.source_texts import faults_of_texts, text_paths
from briefing.model import ArticleKind, Evidence, Fault, Library, PointTarget
from briefing.text import anchors
from briefing.text.passages import passages


def check(root: Path) -> tuple[Fault, ...]:
    """Everything that is wrong in the library at `root`, by file and line."""
    catalogue = Catalogue.read(root)
    library, context = catalogue.library, Context()
    texts: dict[str, list[str]] = {}
    bodies: dict[str, str] = {article.id: article.text_md for article in library.articles}
    quoted = [one for part in catalogue.parts for one in part.quoted]
    quoted += (
        Quoted(note.article, note.passage, note.place.path, note.place.line)
        for note in library.notes
        if note.place is not None and note.passage.exact
    )
    quoted.sort(key=lambda one: one.article)  # article by article: what is made of one is kept
    for article, selector, path, line in quoted:
        if article not in bodies:
            continue  # a fault of its own already
        if article not in texts:
            texts[article] = [passage.text for passage in passages(bodies[article])]
        number = anchors.count(selector, texts[article])
        if number == 1:
            continue
        words = f"“{selector.exact}”"
        if number:
            what = f"{words} stands in {number} passages of `{article}`"
            mend = "quote more words, or give the words before or after them"
        else:
            found = anchors.find(selector, texts[article])
            near = f": nearest is “{texts[article][found.index][:80]}…”" if found else ""
            what = f"{words} does not stand in any passage of `{article}`{near}"
            mend = "quote the words exactly as the article has them"
        context.fault(path, line, what, mend)
    faults_of_texts(context, root, {one.id for one in library.sources})
    _among_themselves(context, library)
    return tuple(sorted((*library.faults, *context.faults), key=fault_order))


def count_checked(root: Path) -> int:
    """How many files `check` looks into: those of the library, and stored texts of sources."""
    return len(scan(root).files) + sum(1 for _ in text_paths(root))


def _among_themselves(context: Context, library: Library) -> None:
    """Note what names something that is there, but cannot be meant."""
    kinds = {article.id: article.kind for article in library.articles}
    for article in library.articles:
        digest = article.full_text_of
        if article.place and digest in kinds and kinds[digest] is not ArticleKind.DIGEST:
            what = f"`{digest}` is no digest, so `{article.id}` cannot be the full text of it"
            mend = "write `kind: digest` there, or take `full-text-of` out here"
            context.fault(article.place.path, article.place.line, what, mend)
    evidence: list[Evidence] = list(library.quotes)
    for point in library.points:
        evidence += point.evidence
        if point.place and any(link.target == PointTarget(point.id) for link in point.links):
            what = f"the point `{point.id}` answers or supports itself"
            context.fault(point.place.path, point.place.line, what, "take this link out")
    for one in evidence:
        if one.place and one.variant_of == one.id:
            what = f"the evidence `{one.id}` is called a variant of itself"
            mend = "name the other evidence, or take `variant-of` out"
            context.fault(one.place.path, one.place.line, what, mend)

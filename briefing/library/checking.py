"""All faults of a library, those included that need the passages of its articles."""

from __future__ import annotations

from pathlib import Path

from briefing.library.catalogue import Catalogue
from briefing.library.context import Context, fault_order
from briefing.library.source_texts import faults_of_texts
from briefing.model import Fault
from briefing.text import anchors
from briefing.text.passages import passages


def check(root: Path) -> tuple[Fault, ...]:
    """Everything that is wrong in the library at `root`, by file and line."""
    catalogue = Catalogue.read(root)
    library, context = catalogue.library, Context()
    texts: dict[str, list[str]] = {}
    bodies: dict[str, str] = {article.id: article.text_md for article in library.articles}
    quoted = (one for part in catalogue.parts for one in part.quoted)
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
    return tuple(sorted((*library.faults, *context.faults), key=fault_order))

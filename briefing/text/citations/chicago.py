"""Chicago Manual of Style, 17th edition, notes and bibliography."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.model import Name, Source
from briefing.text import dates
from briefing.text.citations import names
from briefing.text.citations.parts import (
    PERIODICALS,
    closed,
    italic,
    joined,
    pages,
    quoted,
    same,
    stands_alone,
)
from briefing.text.runs import Run, Runs, merged, plain

_KINDS = {"speech": "speech", "interview": "interview", "broadcast": "broadcast"}


def note_names(authors: Sequence[Name]) -> str:
    """John Nagl and Dan Rice; A, B, and C; A et al."""
    full = [names.full(author) for author in authors]
    if len(full) > 3:
        return f"{full[0]} et al."
    if len(full) == 3:
        return f"{full[0]}, {full[1]}, and {full[2]}"
    return " and ".join(full)


def author_line(authors: Sequence[Name]) -> str:
    """Nagl, John, and Dan Rice; more than ten: the first seven, then et al."""
    listed = [names.full(author) for author in authors]
    if not listed:
        return ""
    listed[0] = names.inverted(authors[0])
    if len(listed) > 10:
        return ", ".join(listed[:7]) + ", et al."
    if len(listed) == 2 and authors[0].literal:
        return " and ".join(listed)
    if len(listed) == 1:
        return listed[0]
    return ", ".join(listed[:-1]) + ", and " + listed[-1]


def note(source: Source, page: str = "") -> Runs:
    """A source as a footnote has it, with the page of the quotation."""
    who = plain(note_names(source.authors))
    where = pages(page or source.page, single="", several="")
    url = plain(source.url)
    date = plain(dates.chicago(source.date) or "n.d.")
    seen = _seen(source)
    if source.type == "article-journal" and source.volume:
        place = _journal(source, where)
        body = joined([who, quoted(source.title, ","), place, url], ", ")
        return closed(body)
    if source.type == "chapter":
        book = joined([_container(source), _publication(source)])
        return closed(joined([who, quoted(source.title, ","), book, plain(where), url], ", "))
    if source.type in _KINDS:
        details = joined([plain(_KINDS[source.type]), plain(_event(source)), date], ", ")
        bracket = merged([Run("("), *details, Run(")")])
        head = joined([quoted(source.title), bracket])
        return closed(joined([who, head, seen, url], ", "))
    if stands_alone(source):
        head = joined([italic(source.title), _publication(source)])
        return closed(joined([who, head, plain(where), seen, url], ", "))
    parts = [who, quoted(source.title, ","), _container(source), plain(_publisher(source))]
    dated = () if not source.date and seen else date
    return closed(joined([*parts, dated, plain(where), seen, url], ", "))


def entry(source: Source) -> Runs:
    """A source as the bibliography has it."""
    who = closed(plain(author_line(source.authors)))
    url = closed(plain(source.url))
    date = plain(dates.chicago(source.date) or "n.d.")
    seen = _seen(source)
    if seen:
        seen = closed(merged([Run("A"), Run(seen[0].text[1:])]))
    span = pages(source.page, single="", several="")
    if source.type == "article-journal" and source.volume:
        return joined([who, quoted(source.title, "."), closed(_journal(source, span)), seen, url])
    if source.type == "chapter":
        inside = merged([Run("In "), *italic(source.container)]) if source.container else ()
        book = closed(joined([inside, plain(span)], ", "))
        facts = closed(joined([plain(_publisher(source)), date], ", "))
        return joined([who, quoted(source.title, "."), book, facts, url])
    if source.type in _KINDS:
        kind = plain(_KINDS[source.type].capitalize())
        facts = joined([kind, plain(_event(source)), date], ", ")
        return joined([who, quoted(source.title, "."), closed(facts), seen, url])
    if stands_alone(source):
        facts = joined([plain(_publisher(source)), date], ", ")
        return joined([who, closed(italic(source.title)), closed(facts), seen, url])
    container, title = _container(source), quoted(source.title, ".")
    dated = () if not source.date and seen else date
    if not who and source.type == "article-newspaper":
        # An unsigned news story stands under the newspaper's name.
        rest = closed(joined([dated, plain(span)], ", "))
        return joined([closed(container), title, rest, seen, url])
    facts = joined([container, plain(_publisher(source)), dated, plain(span)], ", ")
    return joined([who, title, closed(facts), seen, url])


def _journal(source: Source, where: str) -> Runs:
    issue = f", no. {source.issue}" if source.issue else ""
    # The issue's number makes its month superfluous.
    year = dates.chicago(source.date) or "n.d."
    if source.issue and (known := dates.year_of(source.date)):
        year = str(known)
    span = f": {where}" if where else ""
    return merged([*italic(source.container), Run(f" {source.volume}{issue} ({year}){span}")])


def _publication(source: Source) -> Runs:
    date = plain(dates.chicago(source.date) or "n.d.")
    facts = joined([plain(_publisher(source)), date], ", ")
    return merged([Run("("), *facts, Run(")")])


def _container(source: Source) -> Runs:
    # Names of websites that are no periodicals stay upright.
    periodical = source.type in PERIODICALS
    if source.type == "chapter" and source.container:
        return merged([Run("in "), *italic(source.container)])
    return italic(source.container) if periodical else plain(source.container)


def _publisher(source: Source) -> str:
    if source.type in PERIODICALS or same(source.publisher, source.container):
        return ""
    return source.publisher


def _event(source: Source) -> str:
    return ", ".join(text for text in (source.container, _publisher(source)) if text)


def _seen(source: Source) -> Runs:
    # An access date is wanted only where nothing else dates the page.
    if source.date or not source.accessed:
        return ()
    return plain(f"accessed {dates.chicago(source.accessed)}")


def second_hand(speaker: str, source: Source, page: str = "") -> Runs:
    """A speaker's words, found in a source by someone else."""
    return (Run(f"{speaker}, quoted in "), *note(source, page))

"""Publication Manual of the APA, 7th edition: entries of the reference list.

APA writes titles of articles in sentence case. A program cannot tell proper names from other
words, so titles keep the capitals that their record has.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.model import Name, Source
from briefing.text import dates
from briefing.text.citations import names
from briefing.text.citations.parts import PERIODICALS, closed, italic, joined, pages, same
from briefing.text.runs import Run, Runs, merged, plain

_KINDS = {
    "speech": "Speech",
    "interview": "Interview",
    "broadcast": "Broadcast",
    "dataset": "Data set",
    "motion_picture": "Film",
    "pamphlet": "Pamphlet",
}


def author_line(authors: Sequence[Name]) -> str:
    """Nagl, J., & Rice, D.; the last of more than twenty after an ellipsis."""
    listed = [names.with_initials(author) for author in authors]
    if len(listed) > 20:
        return ", ".join(listed[:19]) + ", . . . " + listed[-1]
    if len(listed) < 2:
        return "".join(listed)
    # Between two institutions there is nothing that a comma would set apart.
    comma = " & " if len(listed) == 2 and authors[0].literal else ", & "
    return ", ".join(listed[:-1]) + comma + listed[-1]


def in_text_names(authors: Sequence[Name]) -> str:
    """Nagl & Rice; Nagl et al."""
    return names.several([author.literal or names.last(author) for author in authors], "&")


def year(date: str) -> str:
    """The year as it stands in brackets in the text; n.d. without one."""
    when = dates.parse(date)
    if when is None:
        return date.strip() or "n.d."
    circa = "ca. " if when.circa else ""
    if when.end is not None and when.end.year != when.start.year:
        return f"{circa}{when.start.year}–{when.end.year}"
    return f"{circa}{when.start.year}"


def entry(source: Source) -> Runs:
    """The reference-list entry of a source."""
    if source.type in {"treaty", "hearing"}:
        return _legal(source)
    date = plain(f"({_date(source)}).")
    title = closed(_title(source))
    who = closed(plain(author_line(source.authors)))
    opening = [who, date, title] if who else [title, date]
    return joined([*opening, closed(_place(source)), plain(_address(source))])


def _date(source: Source) -> str:
    if not source.date:
        return "n.d."
    # Books, reports and journal articles are dated by the year alone.
    yearly = {"article-journal", "book", "chapter", "report", "thesis"}
    return year(source.date) if source.type in yearly else dates.apa(source.date)


def _title(source: Source) -> Runs:
    part_of = source.type in PERIODICALS or source.type in {"chapter", "paper-conference"}
    title = plain(source.title) if part_of else italic(source.title)
    kind = _KINDS.get(source.type)
    return merged([*title, Run(f" [{kind}]")]) if kind and title else title


def _place(source: Source) -> Runs:
    authored = [name.literal for name in source.authors if name.literal]
    container = source.container
    publisher = source.publisher
    if any(same(name, container) for name in authored) and source.type not in PERIODICALS:
        container = ""
    if any(same(name, publisher) for name in authored) or same(publisher, container):
        publisher = ""
    if source.type in PERIODICALS:
        issue = f"({source.issue})" if source.issue else ""
        volume = merged([*italic(source.volume), *plain(issue)])
        if not volume:
            return joined([italic(container or publisher), plain(pages(source.page))], ", ")
        span = pages(source.page, single="", several="")
        return joined([italic(container), volume, plain(span)], ", ")
    if source.type == "chapter":
        span = f" ({pages(source.page)})" if source.page else ""
        book = merged([Run("In "), *italic(container), Run(span)]) if container else ()
        return joined([closed(book), plain(publisher)])
    return joined([closed(plain(container)), plain(publisher)])


def _address(source: Source) -> str:
    if source.url and not source.date and source.accessed:
        return f"Retrieved {dates.chicago(source.accessed)}, from {source.url}"
    return source.url


def _legal(source: Source) -> Runs:
    if source.type == "treaty":
        date = plain(dates.chicago(source.date))
        return joined([plain(source.title), date, plain(source.url)], ", ")
    who = " and ".join(names.full(author) for author in source.authors)
    testimony = f" (testimony of {who})" if who else ""
    head = merged([*italic(source.title), Run(f" ({year(source.date)}){testimony}.")])
    return joined([head, plain(source.url)])


def second_hand(speaker: str, source: Source) -> Runs:
    """A speaker's words, found in a source by someone else."""
    return (Run(f"{speaker}, as cited in "), *entry(source))

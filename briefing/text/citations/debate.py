"""The debaters' own form: last name and year first and bold, qualifications, all on one line."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from briefing.model import Evidence, Name, Source
from briefing.text import dates
from briefing.text.citations import names
from briefing.text.citations.parts import joined, pages, quoted, same, short_title
from briefing.text.runs import Run, Runs, marked_runs, plain


def short_names(authors: Sequence[Name]) -> str:
    """Wareham; Nagl & Rice; Nagl et al."""
    return names.several([names.last(author) for author in authors], "&")


def short_date(date: str, today: datetime.date | None = None) -> str:
    """24; 1968; 7-18 when `today` is given and is of the same year; n.d."""
    when = dates.parse(date)
    if when is None:
        return date.strip() or "n.d."
    start = when.start
    if today is not None and start.year == today.year and start.month and when.end is None:
        return f"{start.month}-{start.day}" if start.day else f"{start.month}-{start.year}"
    # Two digits are read as a year within living memory.
    short = f"{start.year % 100:02d}" if 1950 <= start.year < 2050 else str(start.year)
    return ("c. " if when.circa else "") + short


def lead(evidence: Evidence | None, source: Source | None) -> tuple[str, str]:
    """Whom and what date the short cite names: the speaker, else the authors, else the outlet."""
    spoken = evidence.date if evidence else ""
    own = source is None or names.first_hand(evidence, source)
    date = (source.date if source and own else spoken) or spoken or (source.date if source else "")
    if evidence is not None and evidence.speaker and not (own and source and source.authors):
        speakers = names.parse(evidence.speaker, role=evidence.role)
        return short_names(speakers), date
    if source is None:
        return "", date
    outlet = source.container or source.publisher or short_title(source.title)
    return short_names(source.authors) or outlet, date


def written(evidence: Evidence) -> Runs:
    """The cite as the debater who cut the card wrote it; what they emphasised is bold."""
    runs = marked_runs(evidence.cite, evidence.cite_marks)
    return tuple(Run(one.text, bold=one.emphasis) for one in runs)


def line(
    evidence: Evidence | None, source: Source | None, today: datetime.date | None = None
) -> Runs:
    """The whole citation: Wareham 24 – Mary Wareham, director, “Title,” Outlet, 7-18-2024, URL."""
    who, when = lead(evidence, source)
    short = f"{who} {short_date(when, today)}".strip()
    own = source is None or names.first_hand(evidence, source)
    facts: list[Runs] = []
    if evidence is not None:
        authors = source.authors if source is not None and own else ()
        spoken = " ".join(evidence.speaker.split())
        facts.append(plain(_full(authors, who) if authors else "" if spoken == who else spoken))
        facts.append(plain(evidence.role))
        facts.append(plain(evidence.occasion))
        if not own or source is None:
            facts.append(plain(dates.debate(evidence.date)))
    elif source is not None:
        facts.append(plain(_full(source.authors, who)))
    if source is not None:
        facts += _published(evidence, source, who if own else "", quoted_in=not own)
    rest = joined(facts, ", ")
    head = (Run(short, bold=True),) if who or not rest else ()
    return joined([head, rest], " – ")


def _full(authors: Sequence[Name], short: str) -> str:
    full = ", ".join(names.full(author) for author in authors)
    return "" if same(full, short) else full


def _published(
    evidence: Evidence | None, source: Source, who: str, *, quoted_in: bool
) -> list[Runs]:
    authors = ", ".join(names.full(author) for author in source.authors) if quoted_in else ""
    publisher = "" if same(source.publisher, source.container) else source.publisher
    page = (evidence.page if evidence else "") or source.page
    outlet = ["" if same(name, who) else name for name in (source.container, publisher)]
    facts = [
        plain(authors),
        quoted(source.title, ","),
        *(plain(name) for name in outlet),
        plain(dates.debate(source.date) or "no date"),
        plain(pages(page)),
        plain(source.url),
        plain(f"accessed {dates.debate(source.accessed)}" if source.accessed else ""),
    ]
    facts = [fact for fact in facts if fact]
    if quoted_in and facts:
        facts[0] = (Run("quoted in "), *facts[0])
    if facts and facts[-1] == quoted(source.title, ","):
        facts[-1] = quoted(source.title)
    return facts

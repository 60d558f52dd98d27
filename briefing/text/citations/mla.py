"""MLA Handbook, 9th edition: entries of the list of works cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.model import Name, Source
from briefing.text import dates
from briefing.text.citations import names
from briefing.text.citations.parts import closed, italic, joined, pages, quoted, same, stands_alone
from briefing.text.runs import Run, Runs, plain


def author_line(authors: Sequence[Name]) -> str:
    """Nagl, John, and Dan Rice; Nagl, John, et al."""
    if not authors:
        return ""
    first = names.inverted(authors[0])
    if len(authors) == 1:
        return first
    # The comma after the first name belongs to its inverted order.
    comma = "" if authors[0].literal else ","
    if len(authors) == 2:
        return f"{first}{comma} and {names.full(authors[1])}"
    return f"{first}, et al."


def in_text_names(authors: Sequence[Name]) -> str:
    """Nagl and Rice; Nagl et al."""
    return names.several([names.last(author) for author in authors], "and")


def entry(source: Source) -> Runs:
    """The works-cited entry of a source."""
    publisher = "" if same(source.publisher, source.container) else source.publisher
    authors = source.authors
    if len(authors) == 1 and authors[0].literal:
        # A body that publishes its own work is named once, as its publisher or site.
        own = (publisher, source.container)
        if source.title and any(same(authors[0].literal, name) for name in own):
            authors = ()
    title = italic(source.title) if stands_alone(source) else quoted(source.title, ".")
    volume = [f"vol. {source.volume}" if source.volume else ""]
    volume.append(f"no. {source.issue}" if source.issue else "")
    details = [
        italic(source.container),
        plain(publisher),
        *(plain(text) for text in volume),
        plain(dates.mla(source.date)),
        plain(pages(source.page)),
        plain(bare_url(source.url)),
    ]
    return joined(
        [
            closed(plain(author_line(authors))),
            closed(title),
            closed(joined(details, ", ")),
            plain("Speech." if source.type == "speech" else ""),
            plain(f"Accessed {dates.mla(source.accessed)}." if source.accessed else ""),
        ]
    )


def bare_url(url: str) -> str:
    """MLA leaves out the protocol, except of a DOI."""
    if re.match(r"https?://(?:dx\.)?doi\.org/", url):
        return url
    return re.sub(r"^https?://", "", url)


def second_hand(speaker: str, source: Source) -> Runs:
    """A speaker's words, found in a source by someone else."""
    return (Run(f"{speaker}, qtd. in "), *entry(source))

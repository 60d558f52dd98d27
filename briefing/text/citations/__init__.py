"""Citations of quotations and sources in the styles that debaters and teachers ask for.

`cite` names where a quotation comes from, in one line that stands by itself. `in_text` is the short
mark in brackets that MLA and APA put after the quotation. `copy_text` is what Ctrl+C copies.
Titles, names and quotations are never changed; only the marks around them are the style's.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from enum import Enum

from briefing.model import Evidence, Source, SourceId
from briefing.text import dates
from briefing.text.citations import apa, chicago, debate, mla, names
from briefing.text.citations.parts import closed, joined, pages, short_title, stands_alone
from briefing.text.runs import Run, Runs, marked_runs, merged, plain, text_of, to_html

__all__ = [
    "Style",
    "cite",
    "cite_html",
    "cite_runs",
    "cite_sort_key",
    "copy_html",
    "copy_runs",
    "copy_text",
    "in_text",
    "remarks",
    "short_cite",
]


class Style(Enum):
    """A way to write citations; the value is what settings and the command line call it."""

    DEBATE = "debate"
    MLA = "mla"
    APA = "apa"
    CHICAGO = "chicago"
    PLAIN = "plain"

    @property
    def title(self) -> str:
        """The style's name on the screen."""
        return _TITLES[self]


_TITLES = {
    Style.DEBATE: "Debate cite",
    Style.MLA: "MLA (9th edition)",
    Style.APA: "APA (7th edition)",
    Style.CHICAGO: "Chicago (17th edition, notes)",
    Style.PLAIN: "Plain",
}


def cite_runs(
    evidence: Evidence | None,
    source: Source | None,
    style: Style,
    today: datetime.date | None = None,
) -> Runs:
    """The citation as runs: containers in italics, the debate cite's name and year in bold.

    Without evidence it is the source's entry in a list of sources. With `today`, the debate cite
    writes month and day for what was published this year. A debate cite that somebody wrote stands
    as it was written.
    """
    if style is Style.DEBATE:
        if evidence is not None and evidence.cite:
            return debate.written(evidence)
        return debate.line(evidence, source, today)
    if style is Style.PLAIN:
        return _plain_line(evidence, source)
    own = source is None or names.first_hand(evidence, source)
    record = _record(evidence, source, style)
    if record is None:
        return ()
    page = evidence.page if evidence else ""
    if not own and evidence is not None:
        speaker = " ".join(evidence.speaker.split())
        if style is Style.MLA:
            return mla.second_hand(speaker, record)
        if style is Style.APA:
            return apa.second_hand(speaker, record)
        return chicago.second_hand(speaker, record, page)
    if style is Style.MLA:
        return mla.entry(record)
    if style is Style.APA:
        return apa.entry(record)
    if evidence is None:
        return chicago.entry(record)
    return chicago.note(record, page)


def cite(
    evidence: Evidence | None,
    source: Source | None,
    style: Style,
    today: datetime.date | None = None,
) -> str:
    """The citation as plain text; "" if nothing is known."""
    return text_of(cite_runs(evidence, source, style, today))


def cite_html(
    evidence: Evidence | None,
    source: Source | None,
    style: Style,
    today: datetime.date | None = None,
) -> str:
    """The citation as an HTML fragment."""
    return to_html(cite_runs(evidence, source, style, today))


def short_cite(
    evidence: Evidence | None, source: Source | None, today: datetime.date | None = None
) -> str:
    """What is said aloud: "Wareham 24"."""
    who, when = debate.lead(evidence, source)
    return f"{who} {debate.short_date(when, today)}" if who else ""


def in_text(evidence: Evidence | None, source: Source | None, style: Style) -> str:
    """The mark in brackets after a quotation: "(Wareham 5)", "(Wareham, 2024, p. 5)".

    Empty for styles that have none: Chicago has a footnote, debate and plain the line itself.
    """
    record = _record(evidence, source, style)
    if record is None or style not in (Style.MLA, Style.APA):
        return ""
    speakers = names.parse(evidence.speaker, role=evidence.role) if evidence else ()
    own = source is None or names.first_hand(evidence, source)
    page = evidence.page if evidence else ""
    title = short_title(record.title) or record.container or record.publisher
    if record.title and not stands_alone(record):
        title = f"“{title}”"
    if style is Style.MLA:
        where = mla.in_text_names(record.authors) or title
        if not own:
            where = f"{mla.in_text_names(speakers)} qtd. in {where}"
        return f"({' '.join(part for part in (where, pages(page, single='', several='')) if part)})"
    where = f"{apa.in_text_names(record.authors) or title}, {apa.year(record.date)}"
    if not own and evidence is not None:
        said = apa.year(evidence.date) if evidence.date else ""
        speaker = ", ".join(part for part in (apa.in_text_names(speakers), said) if part)
        where = f"{speaker}, as cited in {where}"
    return f"({', '.join(part for part in (where, pages(page)) if part)})"


def remarks(evidence: Evidence) -> tuple[str, ...]:
    """What fairness demands to be said with a quotation: translation, label, caution."""
    translated = evidence.translated.strip()
    if translated and not translated.lower().startswith(("translat", "trans.")):
        translated = f"translated by {translated.removeprefix('by ')}"
    caution = evidence.caution.strip()
    if caution and not caution.lower().startswith("caution"):
        caution = f"caution: {caution}"
    return tuple(text for text in (translated, evidence.label.strip(), caution) if text)


def copy_runs(evidence: Evidence, source: Source | None, style: Style) -> Runs:
    """The quotation in quotation marks, what must be said with it, and its citation."""
    quote = marked_runs(evidence.quote, evidence.marks)
    mark = in_text(evidence, source, style)
    brackets = "".join(f" [{remark}]" for remark in remarks(evidence))
    after = f"{brackets} {mark}." if mark else brackets
    citation = entry_runs(evidence, source, style)
    return merged(
        [Run("“"), *quote, Run("”"), Run(after), Run("\n" if citation else ""), *citation]
    )


def entry_runs(evidence: Evidence, source: Source | None, style: Style) -> Runs:
    """The citation below a quotation: only the entry where a mark in brackets names the speaker."""
    if style in (Style.MLA, Style.APA) and source is not None:
        own = names.first_hand(evidence, source)
        return cite_runs(evidence if own else None, source, style)
    return cite_runs(evidence, source, style)


def copy_text(evidence: Evidence, source: Source | None, style: Style) -> str:
    """What Ctrl+C copies, as plain text. The words of the quotation are never changed."""
    return text_of(copy_runs(evidence, source, style))


def copy_html(evidence: Evidence, source: Source | None, style: Style) -> str:
    """What Ctrl+C copies, with marks and italics."""
    return f"<p>{to_html(copy_runs(evidence, source, style))}</p>"


def cite_sort_key(source: Source) -> tuple[str, str, str]:
    """Order of a list of sources: by author or title, as dictionaries sort, then by date."""
    who = names.inverted(source.authors[0]) if source.authors else source.title
    bare = who.casefold().removeprefix("the ").strip("“”\"'‘’ ")
    return bare, source.date, source.title


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _record(evidence: Evidence | None, source: Source | None, style: Style) -> Source | None:
    """The source to write down; the speaker is the author of what has no other."""
    speakers = names.parse(evidence.speaker, role=evidence.role) if evidence else ()
    if source is not None:
        if source.authors or source.type not in names.SPOKEN or not speakers:
            return source
        return replace(source, authors=speakers)
    if evidence is None or not (speakers or evidence.occasion):
        return None
    return Source(
        id=SourceId(""),
        topic=evidence.topic,
        type="occasion",
        publisher=_capital(evidence.occasion) if style is not Style.CHICAGO else evidence.occasion,
        authors=speakers,
        date=evidence.date,
        page=evidence.page,
    )


def _plain_line(evidence: Evidence | None, source: Source | None) -> Runs:
    """Everything that is known, in reading order, without any style's tricks."""
    parts: list[str] = []
    own = source is None or names.first_hand(evidence, source)
    if evidence is not None:
        parts += [" ".join(evidence.speaker.split()), evidence.role, evidence.occasion]
        if not own or source is None or not source.date:
            parts.append(dates.day_first(evidence.date))
    if source is not None:
        authors = [names.full(author) for author in source.authors]
        listed = " and ".join([", ".join(authors[:-1]), authors[-1]] if authors[1:] else authors)
        named = evidence is not None and evidence.speaker and own
        title = f"“{source.title}”" if source.title else ""
        publisher = "" if source.publisher == source.container else source.publisher
        published = ["" if named else listed, title, source.container, publisher]
        published += [dates.day_first(source.date) or "no date"]
        published += [pages((evidence.page if evidence else "") or source.page), source.url]
        published = [part for part in published if part]
        if not own:
            published[0] = f"quoted in {published[0]}"
        parts += published
    return closed(joined((plain(part) for part in parts), ", ")) if any(parts) else ()

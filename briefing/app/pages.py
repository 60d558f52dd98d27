"""The pages of a library as HTML, made without Qt: topic, timeline, glossary, figures, faults.

Links name what they lead to: `article:ID/PASSAGE`, `point:ID`, `source:ID`, `timeline:TOPIC` and
the other rooms, `do:ACTION` for something to do, `copy:N` for the page's N-th text to copy.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from briefing.app.navigation import LISTS, Destination, Room
from briefing.app.reading import SIDE_SHAPES, kind_words, side_words
from briefing.app.workspace import LONG, Workspace
from briefing.model import Article, Fault, Library, Side, SourceId, Topic
from briefing.text.dates import day_first
from briefing.text.passages import to_html
from briefing.text.words import count_words, counted, dotted, format_minutes, reading_time

# More rows than this take longer than a frame to lay out; the filter finds the others.
MOST_ROWS = 300
_MOST_ARTICLES = 40

_DATE = re.compile(r"((?:c\. )?\d{4}[\d/-]*)(.*)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ALONE = re.compile(r"<p>((?:(?!<p>).)*)</p>\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a page. `number` counts from 1 in the order of the files, as in search hits."""

    number: int
    cells: tuple[str, ...]

    @property
    def words(self) -> str:
        """What the filter looks in."""
        return unescape(_TAG.sub(" ", " ".join(self.cells))).casefold()


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what stands on top, rows that can be filtered, and texts that links copy."""

    title: str
    head: str
    columns: tuple[tuple[str, int], ...] = ()  # heading, width in percent
    entries: tuple[Entry, ...] = ()
    copies: tuple[str, ...] = ()

    def chosen(self, words: str) -> tuple[Entry, ...]:
        """The rows in which all of the words occur."""
        wanted = words.casefold().split()
        if not wanted:
            return self.entries
        return tuple(one for one in self.entries if all(word in one.words for word in wanted))

    def html(self, words: str = "", marked: int = 0) -> str:
        """The page with the rows that `words` leave, row number `marked` marked."""
        if not self.columns:
            return self.head
        rows, rest = _window(self.chosen(words), marked)
        if not rows:
            found = "Nothing here has all of these words." if words.strip() else ""
            return f"{self.head}<p>{found}</p>"
        heading = "".join(
            f'<th width="{width}%" align="left">{escape(name)}</th>' for name, width in self.columns
        )
        body = "".join(_row(one, one.number == marked) for one in rows)
        table = f'<table width="100%" cellspacing="0"><tr>{heading}</tr>{body}</table>'
        if rest:
            table += f"<p>… and {rest:,} more: the filter above finds them.</p>"
        return self.head + table


def _window(entries: tuple[Entry, ...], marked: int) -> tuple[tuple[Entry, ...], int]:
    """As many rows as can be laid out at once, the marked one among them; how many are left."""
    if len(entries) <= MOST_ROWS:
        return entries, 0
    at = next((place for place, one in enumerate(entries) if one.number == marked), 0)
    start = max(0, min(at - MOST_ROWS // 2, len(entries) - MOST_ROWS))
    return entries[start : start + MOST_ROWS], len(entries) - MOST_ROWS


def _row(entry: Entry, is_marked: bool) -> str:
    shape = "▸ " if is_marked else ""
    kind = ' class="marked"' if is_marked else ' class="row"'
    first = f'<a name="e{entry.number}"></a>{shape}{entry.cells[0]}'
    cells = "".join(f"<td{kind}>{cell}</td>" for cell in (first, *entry.cells[1:]))
    return f"<tr>{cells}</tr>"


def make_page(
    workspace: Workspace, place: Destination, rate: int = 250, fresh: bool = False
) -> Page | None:
    """The page at a place; None if its topic is not in the library.

    `rate` is the reader's words a minute; `fresh` adds what a first-time user should do.
    """
    if place.room is Room.FAULTS:
        return _faults(workspace)
    if place.room is Room.TOPIC and not workspace.topics:
        return _empty(workspace)
    topic = workspace.topics.get(place.id)
    if topic is None:
        return None
    match place.room:
        case Room.TOPIC:
            return _topic(workspace, topic, rate, fresh)
        case Room.TIMELINE:
            return _timeline(workspace, topic)
        case Room.GLOSSARY:
            return _glossary(workspace, topic)
        case Room.FIGURES:
            return _figures(workspace, topic)
        case _:
            return None


def marked_number(detail: str) -> int:
    """The row that a destination's detail names ("cluster-munitions@12"); 0 for none."""
    number = detail.rpartition("@")[2]
    return int(number) if number.isascii() and number.isdigit() else 0


def human_date(text: str) -> str:
    """A date as people write it: "18 July 2024"; remarks after it stay."""
    found = _DATE.fullmatch(text.strip())
    return day_first(found[1]) + found[2] if found else text


# -- topic ----------------------------------------------------------------------------------------


def _topic(workspace: Workspace, topic: Topic, rate: int, fresh: bool) -> Page:
    articles = [one for one in workspace.titles if one.topic == topic.id]
    parts = [
        f"<h1>{escape(topic.title)}</h1>",
        _motion(topic),
        _sides(workspace, topic, articles),
    ]
    if fresh or not articles:
        parts.append(_first_steps(articles))
    parts += [_lists(workspace, topic), _articles(workspace, topic, articles, rate)]
    if topic.background_md.strip():
        parts += ["<h2>Background</h2>", to_html(topic.background_md, workspace.source_label)]
    return Page(topic.title, "".join(parts))


def _motion(topic: Topic) -> str:
    """The sentence to be debated, unless the title says it already."""
    if topic.motion == topic.title:
        return ""
    return f'<p><span class="muted">Motion:</span> <b>{escape(topic.motion)}</b></p>'


def _sides(workspace: Workspace, topic: Topic, articles: list[Article]) -> str:
    points = {
        side: workspace.counts.points_of(topic.id, side.value if side else "")
        for side in SIDE_SHAPES
    }
    texts = Counter(one.side for one in articles)
    rows = []
    for side, shape in SIDE_SHAPES.items():
        if side is None and not (points[None] or texts[None]):
            continue
        counts = f"{counted(points[side], 'point')}, {counted(texts[side], 'article')}"
        words = escape(side_words(side, topic))
        rows.append(f'{shape} <b>{words}</b> <span class="muted">{counts}</span>')
    return f"<p>{'<br>'.join(rows)}</p>"


def _first_steps(articles: list[Article]) -> str:
    if not articles:
        return (
            "<h2>What to do first</h2><p>This topic has no article yet.</p><ul>"
            '<li><a href="do:library.import">Import files …</a> brings articles, and cards from '
            "Word; files can be dropped on the window, too.</li>"
            '<li><a href="do:library.article">New article …</a> is for a text that you paste or '
            "write.</li>"
            '<li><a href="do:edit.point">New point …</a> is for an argument of your own.</li></ul>'
        )
    first = next((one for one in articles if one.side is Side.FOR), articles[0])
    return (
        "<h2>What to do first</h2><ol>"
        f'<li>Open an article, for example <a href="article:{_ref(first.id)}">'
        f"{escape(first.title)}</a>. What answers and supports each passage stands beside it.</li>"
        "<li>Alt+Down goes to the next passage that has points; a click on a passage stays there, "
        "Esc follows the text again.</li>"
        '<li><a href="do:go.search">Search</a> (Ctrl+K) finds quotations, claims and speakers; '
        "+ puts a point into your case; F5 projects the passage.</li>"
        '<li><a href="do:help.tour">The two-minute tour</a> shows the rest.</li></ol>'
    )


def _lists(workspace: Workspace, topic: Topic) -> str:
    links = [
        f'<a href="{room.value}:{_ref(topic.id)}">{name.replace(" ", "&nbsp;")}</a>'
        f'&nbsp;<span class="muted">({workspace.counts.of(shelf, topic.id)})</span>'
        for room, name, shelf in LISTS
    ]
    return f"<p>{' &nbsp;·&nbsp; '.join(links)}</p>"


def _articles(workspace: Workspace, topic: Topic, articles: list[Article], rate: int) -> str:
    parts = ["<h2>Articles</h2>"] if articles else []
    for side, shape in SIDE_SHAPES.items():
        own = [one for one in articles if one.side is side]
        if not own:
            continue
        parts.append(f"<h3>{shape} {escape(side_words(side, topic))}</h3>")
        parts += [
            _article(one, workspace.counts.claims_of(one.id), rate) for one in own[:_MOST_ARTICLES]
        ]
        if len(own) > _MOST_ARTICLES:
            more = len(own) - _MOST_ARTICLES
            parts.append(f'<p class="muted">… and {more:,} more in the library tree.</p>')
    return "".join(parts)


def _article(article: Article, claims: int, rate: int) -> str:
    facts = (
        kind_words(article),
        ", ".join(article.authors),
        article.venue,
        human_date(article.date),
        _minutes(article, rate),
        counted(claims, "claim") if claims else "",
    )
    line = escape(dotted(*facts))
    link = f'<a href="article:{_ref(article.id)}">{escape(article.title)}</a>'
    return f'<p>{link}<br><span class="byline">{line}</span></p>'


def _minutes(article: Article, rate: int) -> str:
    if len(article.text_md) > LONG:  # counting would take longer than it is worth
        about = len(article.text_md) // 6
        return f"about {format_minutes(reading_time(about, rate))} to read"
    return f"{format_minutes(reading_time(count_words(article.text_md), rate))} to read"


# -- rows -----------------------------------------------------------------------------------------


def _timeline(workspace: Workspace, topic: Topic) -> Page:
    entries = tuple(
        Entry(
            number, (f"<b>{escape(human_date(event.date))}</b>", _inline(workspace, event.text_md))
        )
        for number, event in enumerate(workspace.library.timeline, 1)
        if event.topic == topic.id
    )
    columns = (("Date", 26), ("What happened", 74))
    return Page(f"Timeline: {topic.title}", _head("Timeline", topic, entries), columns, entries)


def _glossary(workspace: Workspace, topic: Topic) -> Page:
    entries = tuple(
        Entry(
            number,
            (
                f"<b>{escape(term.term)}</b>"
                + "".join(f"<br>{escape(alias)}" for alias in term.aliases),
                _inline(workspace, term.meaning_md),
            ),
        )
        for number, term in enumerate(workspace.library.glossary, 1)
        if term.topic == topic.id
    )
    columns = (("Term", 30), ("Meaning", 70))
    return Page(f"Glossary: {topic.title}", _head("Glossary", topic, entries), columns, entries)


def _figures(workspace: Workspace, topic: Topic) -> Page:
    entries = []
    for number, figure in enumerate(workspace.library.figures, 1):
        if figure.topic != topic.id:
            continue
        remarks = [f"As of {escape(human_date(figure.as_of))}"] if figure.as_of else []
        if figure.caution:
            caution = to_html(figure.caution, workspace.source_label)
            remarks.append(f'<span class="caution"><b>Caution:</b> {_bare(caution)}</span>')
        if figure.sources:
            remarks.append(_sources(workspace, figure.sources))
        cells = (escape(figure.label), f"<b>{escape(figure.value)}</b>", "<br>".join(remarks))
        entries.append(Entry(number, cells))
    columns = (("Figure", 30), ("Value", 26), ("As of, caution, sources", 44))
    head = _head("Key figures", topic, tuple(entries))
    return Page(f"Key figures: {topic.title}", head, columns, tuple(entries))


def _head(name: str, topic: Topic, entries: tuple[Entry, ...]) -> str:
    link = f'<a href="topic:{_ref(topic.id)}">{escape(topic.title)}</a>'
    head = f'<h1>{name}</h1><p class="byline">{link}</p>'
    if entries:
        return head
    file = {"Timeline": "timeline.md", "Glossary": "glossary.md"}.get(name, "figures.md")
    return (
        f'{head}<p>Nothing here yet. <a href="do:edit.page">Write the first lines …</a></p><p>They '
        f"stand in the file <b>{escape(topic.id)}/{file}</b> of the library, one after another.</p>"
    )


def _sources(workspace: Workspace, sources: tuple[SourceId, ...]) -> str:
    links = (
        f'<a href="source:{_ref(one)}">{escape(workspace.source_label(one))}</a>' for one in sources
    )
    return f'<span class="cite">[{"; ".join(links)}]</span>'


# -- pages without a topic ------------------------------------------------------------------------


def _faults(workspace: Workspace) -> Page:
    faults = workspace.library.faults
    if not faults:
        head = "<h1>No faults</h1><p>Every file of this library could be read.</p>"
        return Page("Faults in files", head)
    head = (
        "<h1>Faults in files</h1><p>Briefing reads on past what it cannot understand. It has left "
        "all of these files as they are: nothing is dropped, nothing is rewritten, and whatever "
        "could be read is shown. Mend a file in any editor, then "
        '<a href="do:library.reload">read the files again</a>.</p>'
    )
    copies = tuple(f"{_full(workspace.root, one)}:{one.line}" for one in faults)
    entries = tuple(_fault(number, one) for number, one in enumerate(faults, 1))
    columns = (("Where", 34), ("What is wrong, and how to mend it", 66))
    return Page("Faults in files", head, columns, entries, copies)


def _fault(number: int, fault: Fault) -> Entry:
    where = escape(f"{fault.path.as_posix()}:{fault.line}")
    copy = f'<a href="copy:{number - 1}">Copy path</a>'
    return Entry(
        number,
        (
            f"<b>{where}</b><br>{copy}",
            f"{escape(fault.what)}<br><i>To mend it:</i> {escape(fault.mend)}",
        ),
    )


def _full(root: Path, fault: Fault) -> Path:
    return fault.path if fault.path.is_absolute() else root / fault.path


def _empty(workspace: Workspace) -> Page:
    library: Library = workspace.library
    title = library.title or workspace.root.name
    create = (
        "<p>It cannot be written here: save a copy to a folder of your own first "
        '(<a href="do:library.copy">Save a copy …</a>).</p>'
        if workspace.is_read_only
        else '<li><a href="do:library.topic">New topic …</a> asks for the motion, the sentence to '
        "be debated, and makes a folder for it.</li>"
        '<li><a href="do:library.import">Import files …</a> reads cards, articles, notes and '
        "sources of other programs; files can be dropped on the window, too.</li>"
    )
    head = (
        f"<h1>{escape(title)}</h1><p>This library has no topic yet.</p>"
        "<p>A library is a folder of plain Markdown files that you can read in any editor, keep "
        "under version control and carry on a USB stick. In it, each motion to debate has a "
        "<b>topic</b> folder with articles to read, points for and against with their quotations, "
        "sources, a timeline and a glossary.</p>"
        f"<h2>What to do first</h2><ul>{create}"
        '<li><a href="do:library.starter">Open the starter library</a>: a topic that is ready to '
        "read, in a copy of your own.</li>"
        '<li><a href="do:library.open">Open another library …</a></li>'
        '<li><a href="do:help.tour">The two-minute tour</a></li></ul>'
    )
    if library.faults:
        head += f'<p><a href="faults:">{counted(len(library.faults), "fault")} in files</a></p>'
    return Page(title, head)


# -- small ----------------------------------------------------------------------------------------


def _inline(workspace: Workspace, markdown: str) -> str:
    """Markdown as HTML; a single paragraph loses its <p>, which would add space to a cell."""
    return _bare(to_html(markdown, workspace.source_label))


def _bare(html: str) -> str:
    alone = _ALONE.fullmatch(html.strip())
    return alone[1] if alone else html


def _ref(text: str) -> str:
    """An id as the target of a link."""
    for char, code in (("%", "%25"), ("#", "%23"), ("?", "%3F")):
        text = text.replace(char, code)
    return escape(text)

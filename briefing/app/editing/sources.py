"""Sources: made from an article's front matter, written, changed."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain

from briefing.app.changes import Changes
from briefing.app.editing import Editor, date_typed
from briefing.model import Article, Name, Source, SourceId, TopicId, UserError, free_name, slug
from briefing.text.cleaning import fit, fit_line, is_blank
from briefing.text.dates import is_date
from briefing.text.words import short

# Kinds of CSL that debaters cite, with the words for them.
KINDS = {
    "article-newspaper": "Newspaper article",
    "article-magazine": "Magazine article",
    "article-journal": "Journal article",
    "webpage": "Web page",
    "report": "Report",
    "book": "Book",
    "chapter": "Chapter of a book",
    "speech": "Speech",
    "interview": "Interview",
    "legislation": "Law or treaty",
    "legal_case": "Court decision",
    "dataset": "Data",
    "broadcast": "Broadcast",
    "document": "Document",
}
_BODY = re.compile(
    r"\b(office|ministry|department|committee|council|agency|university|institute|foundation|"
    r"association|coalition|government|union|nations|group|center|centre|team|staff|board|"
    r"commission|network|society|press|news|times|post)\b",
    re.IGNORECASE,
)


def source_for(editor: Editor, article: Article) -> tuple[Source | None, bool]:
    """The source of an article, and whether it is new: its own, one that is the same, or one
    made of its front matter. None if the article does not say enough to make one.
    """
    from briefing.library.shelves import holding

    known = editor.workspace.sources
    if article.source is not None and article.source in known:
        return known[article.source], False
    sources = editor.library.sources
    same_address = holding(sources, article.url) if article.url else ()
    for source in chain(same_address, holding(sources, article.title)):
        if source.topic == article.topic and _is_same(source, article):
            return source, False
    if not (article.authors or article.venue or article.url):
        return None, False
    return source_of(editor, article), True


def _is_same(source: Source, article: Article) -> bool:
    if article.url and source.url == article.url:
        return True
    return bool(source.title == article.title and source.container == article.venue != "")


def source_of(editor: Editor, article: Article) -> Source:
    """A new source, of what the article's front matter says."""
    names = tuple(read_name(one) for one in article.authors)
    date = article.date if is_date(article.date) else ""
    words = names[0].family or names[0].literal if names else article.venue
    year = re.search(r"\d{4}", date)
    return Source(
        free_id(editor, f"{words} {year[0] if year else ''} {article.title[:20]}"),
        article.topic,
        "article-newspaper" if article.venue else "webpage",
        article.title,
        names,
        article.venue,
        date=date,
        url=article.url,
    )


def new_source(editor: Editor, topic: TopicId) -> Source:
    """An empty source to be written; it gets its id with its words."""
    return Source(SourceId(""), topic, "article-newspaper")


def free_id(editor: Editor, words: str) -> SourceId:
    """An id made of words that no source has."""
    taken = {one.casefold() for one in editor.workspace.sources}
    return SourceId(free_name(slug(words, 32), taken.__contains__))


def read_name(text: str) -> Name:
    """A name as it is written: “Nagl, John”, “John Nagl”, or an institution's."""
    text = fit_line(text)
    if ", " in text:
        family, _, given = text.partition(", ")
        return Name(family, given)
    words = text.split()
    if not 2 <= len(words) <= 4 or _BODY.search(text) or not all(w[0].isupper() for w in words):
        return Name(literal=text)
    return Name(words[-1], " ".join(words[:-1]))


def write_name(name: Name) -> str:
    """A name as `read_name` reads it."""
    if name.family:
        return f"{name.family}, {name.given}" if name.given else f"{name.family}, "
    return name.literal or name.given


def keep_source(editor: Editor, source: Source) -> tuple[Source, Changes]:
    """Write a new source, or what changed of one."""
    from briefing.library import save_source

    source = _cleaned(source)
    if not source.id:
        first = source.authors[0] if source.authors else Name()
        who = first.family or first.literal or source.container or source.publisher
        words = f"{who} {source.date[:4]} {source.title[:20]}"
        source = replace(source, id=free_id(editor, words))
    now = editor.workspace.sources.get(source.id)
    if source == now:
        return source, Changes()
    name = f"{'edit' if now else 'new'} source “{short(source.title)}”"
    changes = editor.do(name, lambda: save_source(editor.library, source))
    return editor.workspace.sources[source.id], changes


def _cleaned(source: Source) -> Source:
    if is_blank(source.title):
        raise UserError("The source has no title. Write what the text is called.")
    return replace(
        source,
        type=fit_line(source.type),
        title=fit_line(source.title),
        container=fit_line(source.container),
        publisher=fit_line(source.publisher),
        date=date_typed("Date", source.date),
        url=fit_line(source.url),
        accessed=date_typed("Accessed", source.accessed),
        page=fit_line(source.page),
        volume=fit_line(source.volume),
        issue=fit_line(source.issue),
        caution=fit(source.caution).strip(),
        note=fit(source.note).strip(),
    )

"""What a web page says about its article: title, authors, date, publication, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from briefing.importers.html.walk import tag_of
from briefing.text.citations import names
from briefing.text.dates import is_date
from briefing.text.worded_dates import read_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an article beside its text. `date` is ISO 8601 or empty."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    site: str = ""
    url: str = ""


# Names of meta elements, the most telling first: Highwire and Dublin Core as scholarly pages have
# them, Open Graph and Twitter cards as all others do.
_TITLES = ("citation_title", "og:title", "dc.title", "parsely-title", "sailthru.title",
           "twitter:title")  # fmt: skip
_AUTHORS = ("citation_author", "author", "article:author", "dc.creator", "parsely-author",
            "sailthru.author", "byl")  # fmt: skip
_DATES = ("citation_publication_date", "citation_date", "article:published_time",
          "og:article:published_time", "datepublished", "dc.date", "dc.date.issued",
          "dcterms.created", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate",
          "publish-date", "date", "ptime", "cxenseparse:recs:publishtime")  # fmt: skip
_SITES = ("citation_journal_title", "og:site_name", "application-name", "dc.publisher")
_ARTICLES = ("Article", "NewsArticle", "BlogPosting", "Report", "ScholarlyArticle",
             "OpinionNewsArticle", "AnalysisNewsArticle", "ReportageNewsArticle", "WebPage",
             "TechArticle", "Posting")  # fmt: skip
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{4,6})?(?!\d)")
_BY = re.compile(r"^(?:by|von|par|por|di|door|av)\s*:?\s+", re.IGNORECASE)
_PARTED = re.compile(r"\s*(?:;|\||\s+(?:and|und|et|y|&)\s+)\s*")
_BYLINE = re.compile(r"\b(?:author|byline|by-line|writer|signature)\b|(?:author|byline)[-_]?name")
_DATED = re.compile(
    r"(?i)\s+(?:\||·|•|on\b|updated|published|posted|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]*\.?\s+\d)|\d|@"
)
_MOST_SCRIPT = 400_000
_NO_NAME = re.compile(r"https?:|@|^\W*$|^(?:admin|staff|editor|unknown|none|null)$", re.IGNORECASE)


def read(tree: HtmlElement, html: str) -> tuple[About, str]:
    """What the page says of its article, and the text of it as trafilatura sees it.

    With `html` empty only the page's own statements are read, and there is no second opinion.
    """
    own = _stated(tree)
    if not html:
        return replace(own, title=own.title or _from_head(tree)), ""
    guessed, opinion = _guessed(html)
    title = own.title or _from_head(tree) or guessed.title
    return (
        About(
            title=_without_site(title, tree, own.site),
            authors=own.authors or _from_byline(tree) or guessed.authors,
            date=own.date or guessed.date,
            site=own.site or guessed.site,
            url=own.url or guessed.url,
        ),
        opinion,
    )


def _guessed(html: str) -> tuple[About, str]:
    """Metadata and text as trafilatura finds them; nothing if it fails on the page."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            html,
            fast=True,
            favor_precision=True,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        return About(), ""  # a second opinion only: without it the first one stands
    if found is None or isinstance(found, dict):
        return About(), ""
    about = About(
        title=_line(found.title or ""),
        authors=_people([found.author or ""]),
        date=found.date if found.date and is_date(found.date) else "",
        site=_line(found.sitename or ""),
        url=found.url or "",
    )
    return about, found.text or ""


def _stated(tree: HtmlElement) -> About:
    """What the page itself says in JSON-LD and meta elements."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        for one in name.split():
            metas.setdefault(one, []).append(meta.get("content") or "")
    about = _from_data(tree)
    title = about.title or _first(metas, _TITLES)
    people = about.authors or next(
        (found for name in _AUTHORS if (found := _people(metas.get(name, ())))), ()
    )
    date = about.date or next(
        (day for name in _DATES for value in metas.get(name, ()) if (day := _day(value))), ""
    )
    site = _first(metas, _SITES) or about.site
    canonical = [link.get("href") or "" for link in tree.iter("link")
                 if (link.get("rel") or "").lower() == "canonical"]  # fmt: skip
    urls = [*canonical, *metas.get("og:url", ())]
    url = next((one for one in urls if one.startswith(("http://", "https://"))), "")
    if not date:
        date = _from_time(tree)
    return About(_line(title), people, date, _line(site), url)


def _from_data(tree: HtmlElement) -> About:
    """The first article that the page's JSON-LD describes."""
    about = About()
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or not script.text:
            continue
        try:
            data = json.loads(script.text[:_MOST_SCRIPT], strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data, 0):
            kinds = thing.get("@type")
            if not set(kinds if isinstance(kinds, list) else [kinds]) & set(_ARTICLES):
                continue
            publisher = thing.get("publisher")
            about = replace(
                about,
                title=about.title or _line(_text(thing.get("headline"))),
                authors=about.authors or _people(_names(thing.get("author"))),
                date=about.date or _day(_text(thing.get("datePublished"))),
                site=about.site or _line(next(iter(_names(publisher)), "")),
            )
    return about


def _things(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(data, list):
        for one in data[:200]:
            yield from _things(one, depth + 1)
    elif isinstance(data, dict):
        yield data
        yield from _things(data.get("@graph"), depth + 1)
        yield from _things(data.get("mainEntity"), depth + 1)


def _names(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for one in value[:30] for name in _names(one)]
    if isinstance(value, dict):
        return [_text(value.get("name"))]
    return [_text(value)]


def _text(value: Any) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, str) else ""


def _first(metas: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((text for name in names for text in metas.get(name, ()) if text.strip()), "")


def _people(values: Any) -> tuple[str, ...]:
    """Names of people: "By Ana Rivera and Jo Park" are two."""
    found = []
    for value in values:
        for part in _PARTED.split(_BY.sub("", _line(value))):
            name = part.strip(" ,")
            if re.search(r"\w", name) and len(name) <= 80 and not _NO_NAME.search(name):
                found.append(name)
    return tuple(dict.fromkeys(found))[:30]


def _from_head(tree: HtmlElement) -> str:
    return next((text for one in tree.iter("title") if (text := _line(one.text_content()))), "")


def _from_byline(tree: HtmlElement) -> tuple[str, ...]:
    """The names in the first element that is marked as the article's byline."""
    for element in tree.iter("a", "span", "p", "div", "address", "li", "b", "strong", "em"):
        marks = " ".join(
            element.get(name) or "" for name in ("rel", "itemprop", "class", "id")
        ).casefold()
        if not marks or _BYLINE.search(marks) is None:
            continue
        text = _line(element.text_content())
        if len(text) > 100:
            continue
        bare = _DATED.split(_BY.sub("", text))[0].strip(" ,|·•-–—")
        parts = _PARTED.split(bare.replace(", ", " and "))
        people = [name for part in parts for name in names.parse(part.strip()) if name.family]
        if people and len(people) >= len(parts):
            return tuple(dict.fromkeys(names.full(person) for person in people))
    return ()


def _from_time(tree: HtmlElement) -> str:
    """The day of the first element that is marked as the time of publication."""
    for element in tree.iter("time", "abbr", "span", "meta"):
        marks = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        pub = element.get("pubdate") is not None or "datepublished" in marks
        if tag_of(element) == "time" and ("publish" in marks or "entry-date" in marks):
            pub = True
        value = element.get("datetime") or element.get("content") or element.get("title") or ""
        if pub and (day := _day(value)):
            return day
    return ""


def _day(value: str) -> str:
    """The day in a timestamp, as ISO 8601; "" if there is none."""
    found = _ISO.search(value) or _COMPACT.search(value)
    if found is not None:
        year, month, day = (int(part) for part in found.groups())
        text = f"{year:04d}-{month:02d}-{day:02d}"
        return text if is_date(text) else ""
    date = read_date(value)
    return date if date[:2] in ("19", "20") else ""


def _line(text: str) -> str:
    from html import unescape

    if "&" in text:
        text = unescape(text)
    return " ".join(text.split())[:500]


def _without_site(title: str, tree: HtmlElement, site: str) -> str:
    """The title as the page's own heading has it, where its name was hung on."""
    for heading in tree.iter("h1"):
        text = _line(heading.text_content())
        if 3 < len(text) < len(title) and title.startswith(text):
            rest = title[len(text) :].strip()
            if rest[:1] in "|-–—:·»/" and (len(rest) < 60):
                return text
    if site and title.casefold().endswith(site.casefold()):
        bare = title[: -len(site)].rstrip(" |-–—:·»/")
        return bare if len(bare) > 8 and bare != title[: -len(site)].rstrip() else title
    return title

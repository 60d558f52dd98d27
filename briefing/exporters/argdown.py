"""Argdown (https://argdown.org): points are arguments, the motion and articles' claims statements.

A point's side is its relation to the motion, its links are relations; its explanation is a further
description of the argument, its quotations are premises. Ids, dates and speakers stand in the data
that Argdown allows after an element.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from briefing.exporters.base import Document, Options, legal
from briefing.model import (
    ClaimTarget,
    Evidence,
    Library,
    Link,
    Point,
    PointTarget,
    Relation,
    Side,
    Source,
)
from briefing.text.citations.names import inverted
from briefing.text.flow import flow
from briefing.text.runs import text_of
from briefing.text.words import short

_SPECIAL = re.compile(r"([\\\[\]<>{}#@*_])|(/)(?=[/*])")
_NOT_IN_TITLES = re.compile(r"(?:[^\w,.'’-]|_|(?<!\w)-|-(?!\w))+")
_NOT_IN_DATA = re.compile(r"[{}<>\x7f-\x9f\u2028\u2029\ufeff]|(?<!:)/(?=[/*])|(?<=\*)/")
_SIGNS = {Relation.SUPPORTS: "+>", Relation.ANSWERS: "->", Relation.UNDERCUTS: "_>"}
_MOTION = "Motion"


def make(document: Document, _options: Options) -> bytes:
    """The debate as UTF-8 Argdown with LF line ends."""
    return ("\n\n".join(_Writer(document).parts()) + "\n").encode("utf-8")


class _Writer:
    """Gives everything a title of its own, and writes it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._values: Library = document.values
        self._sources: dict[str, Source] = {one.id: one for one in self._values.sources}
        self._quotes: dict[str, Evidence] = {one.id: one for one in self._values.every_quote()}
        self._titles: dict[str, str] = {}
        self._taken = {_MOTION.casefold()}
        for claim in self._values.claims:
            self._titles[claim.ref] = f"[{self._title(claim.text)}]"
        for point in self._values.points:
            self._titles[point.id] = f"<{self._title(point.claim)}>"

    def _title(self, text: str) -> str:
        base = " ".join(_NOT_IN_TITLES.sub(" ", short(legal(text), 48)).split()).strip(" .,'’-")
        base = base or "Point"
        title, number = base, 2
        while title.casefold() in self._taken:
            title, number = f"{base} {number}", number + 1
        self._taken.add(title.casefold())
        return title

    def parts(self) -> Iterator[str]:
        """The paragraphs of the file."""
        document, values = self._document, self._values
        yield f"===\ntitle: {json.dumps(_line(document.title), ensure_ascii=False)}\n==="
        if len(values.topics) == 1:
            yield f"[{_MOTION}]: {_text(values.topics[0].motion)}"
        for article in values.articles:
            yield f"# {_text(article.title)}"
            for claim in values.claims:
                if claim.article == article.id:
                    data = _data({"id": claim.ref})
                    head = f"{self._titles[claim.ref]}: {_text(claim.text)}{data}"
                    yield "\n".join([head, *self._side(article.side)])
        group: tuple[Side | None, str] | None = None
        for point in values.points:
            if (point.side, point.theme) != group:
                group = (point.side, point.theme)
                side = values.topics[0].side_name(point.side) if len(values.topics) == 1 else ""
                side = side or (point.side.value.capitalize() if point.side else "")
                said = " – ".join(one for one in (side, point.theme) if one)
                yield f"# {_text(said or 'Points')}"
            yield from self._point(point)

    def _side(self, side: Side | None) -> list[str]:
        if side is None or len(self._values.topics) != 1:
            return []
        return [f"  {'+>' if side is Side.FOR else '->'} [{_MOTION}]"]

    def _point(self, point: Point) -> Iterator[str]:
        title = self._titles[point.id]
        tag = f" #({_tag(point.theme)})" if _tag(point.theme) else ""
        data = _data(
            {
                "id": point.id,
                "strength": point.strength,
                "caution": point.caution,
                "as-of": point.as_of,
            }
        )
        lines = [f"{title}: {_text(point.claim)}{tag}{data}", *self._side(point.side)]
        lines += [f"  {line}" for link in point.links if (line := self._link(link))]
        yield "\n".join(lines)
        for block in flow(point.explanation_md, self._label):
            yield f"{title}: {_text(text_of(block.runs))}"
        if evidence := point.evidence_with(self._quotes):
            yield title
            premises = [f"({n}) {self._quote(one)}" for n, one in enumerate(evidence, 1)]
            last = f"({len(premises) + 1}) {_text(point.claim)}"
            yield "\n".join([*premises, "----", last])

    def _link(self, link: Link) -> str:
        target = link.target
        key = ""
        if isinstance(target, PointTarget):
            key = target.point
        elif isinstance(target, ClaimTarget):
            key = target.ref
        sign = _SIGNS[link.relation]
        # Only inferences can be undercut, and a statement has none.
        if sign == "_>" and self._titles.get(key, "").startswith("["):
            sign = "->"
        return f"{sign} {self._titles[key]}" if key in self._titles else ""

    def _quote(self, quote: Evidence) -> str:
        words = _line(quote.quote)
        source = self._sources.get(quote.source) if quote.source else None
        values = {
            "speaker": quote.speaker,
            "role": quote.role,
            "date": quote.date,
            "occasion": quote.occasion,
            "page": quote.page,
            "translated": quote.translated,
            "label": quote.label,
            "caution": quote.caution,
            **(_source(source) if source else {}),
        }
        if words != quote.quote:
            values["quote"] = legal(quote.quote)
        return f"“{_text(words)}”{_data({'quotation': quote.id, **values})}"

    def _label(self, source: str) -> str:
        found = self._sources.get(source)
        return found.title or source if found else source


def _source(source: Source) -> dict[str, str]:
    return {
        "source": source.id,
        "author": "; ".join(map(inverted, source.authors)),
        "title": source.title,
        "publication": source.container,
        "published": source.date,
        "url": source.url,
    }


def _data(values: dict[str, str]) -> str:
    pairs = (f"{key}: {_quoted(value)}" for key, value in values.items() if value)
    joined = ", ".join(pairs)
    return f" {{{joined}}}" if joined else ""


def _quoted(value: str) -> str:
    """`value` as YAML in double quotes; what Argdown would take for syntax is written as codes."""
    text = json.dumps(legal(value), ensure_ascii=False)
    return _NOT_IN_DATA.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _tag(theme: str) -> str:
    return " ".join(_NOT_IN_TITLES.sub(" ", legal(theme)).split())


def _text(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], _line(text))


def _line(text: str) -> str:
    return " ".join(legal(text).split())

"""Finding things in a library: what of it is indexed, and the index kept up to date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.app import folders
from briefing.app.link_marks import LinkMarks, answered_by
from briefing.app.reading import claims_for
from briefing.app.seen import Scope, Seen, homes, keys, linking, numbered_keys, telling
from briefing.index import (
    Entry,
    Index,
    IndexBroken,
    IndexBusy,
    Kind,
    Results,
    Sides,
    Sort,
    State,
    digest,
)
from briefing.model import (
    Article,
    Claim,
    Event,
    Evidence,
    Figure,
    Library,
    Point,
    Progress,
    Side,
    Source,
    SourceId,
    Stop,
    SystemTrouble,
    Term,
    Topic,
)
from briefing.text.anchors import find
from briefing.text.citations import names
from briefing.text.dates import day_first, year_of
from briefing.text.passages import passages, to_plain

if TYPE_CHECKING:
    from briefing.app.changes import Pair
    from briefing.library.parts import Part

# Above this share of changed entries, building afresh is quicker than changing the index.
_MOST_CHANGED = 0.25
_BLOCK = 200  # passages
_NOT_READY = "The search index is not ready: it is being built."


def entries(library: Library, linking: Iterable[Point] = ()) -> Iterator[Entry]:
    """Everything of a library that can be found. `linking` are points elsewhere that link to it."""
    catalogue = _Catalogue(library, linking)
    for point in library.points:
        yield catalogue.point(point)
        for evidence in point.evidence:
            yield catalogue.quote(evidence, point)
    for evidence in library.quotes:
        yield catalogue.quote(evidence, None)
    for article in library.articles:
        yield catalogue.article(article)
        yield from catalogue.passages(article)
    for source in library.sources:
        yield catalogue.source(source)
    for number, term in enumerate(library.glossary, 1):
        yield _term(term, number)
    for number, event in enumerate(library.timeline, 1):
        yield catalogue.event(event, number)
    for number, figure in enumerate(library.figures, 1):
        yield catalogue.figure(figure, number)


def fingerprint(library: Library) -> str:
    """Changes whenever anything of the library does."""
    if library.fingerprint:  # by the bytes of its files
        return library.fingerprint
    summed = blake2b(digest_size=16)
    for part in fields(library):
        if part.name not in ("root", "faults", "cases"):
            summed.update(repr(getattr(library, part.name)).encode("utf-8", "surrogatepass"))
    return summed.hexdigest()


def side_names(library: Library) -> Sides:
    """What `side:` understands besides "for" and "against": the sides' names in the topics."""
    found: dict[str, str] = {}
    for topic in library.topics:
        for side in Side:
            found.setdefault(topic.side_name(side), side.value)
    return found


class Finder:
    """The search index of one library, in the user's cache folder."""

    def __init__(self, root: Path, cache: Path | None = None) -> None:
        self.root = root
        name = blake2b(str(root.absolute()).encode("utf-8", "surrogatepass"), digest_size=10)
        self.folder = (cache or folders.cache_dir()) / "index" / name.hexdigest()
        self._index = Index(self.folder)
        self._sides: Sides = {}
        self._seen: Seen | None = None  # the files that the index was last made from
        self.is_damaged = False  # a search tripped over damage: time to call `ensure` again

    def ensure(
        self,
        library: Library,
        progress: Progress | None = None,
        stop: Stop | None = None,
        rebuild: bool = False,
    ) -> str:
        """Bring the index up to date; what was done, in a sentence for the status bar.

        Raises only Cancelled. For the thread that owns the index.
        """
        self._sides = side_names(library)
        try:
            return self._ensure(library, progress, stop, rebuild)
        except IndexBusy:
            return "Another window is updating the index"
        except SystemTrouble as error:
            if self.is_ready:
                return f"Search does not know the latest changes: {error}"
            return f"Search is not available: {error}"

    def _ensure(
        self, library: Library, progress: Progress | None, stop: Stop | None, rebuild: bool
    ) -> str:
        # What a search reads is checked as it is read, so that a glance is enough here; `warm`
        # reads the rest. Once something was found to be damaged, all is looked at.
        state = self._index.verify(stop) if self.is_damaged else self._index.state()
        self.is_damaged = False
        seen, self._seen = self._seen, None
        now = Seen.of(library, fingerprint(library))
        words = self._brought_up(library, state, rebuild, seen, now, progress, stop)
        self._seen = now
        return words

    def _brought_up(
        self,
        library: Library,
        state: State,
        rebuild: bool,
        seen: Seen | None,
        now: Seen,
        progress: Progress | None,
        stop: Stop | None,
    ) -> str:
        wanted: tuple[Entry, ...] | None = None
        if state is State.READY and not rebuild:
            indexed = self._index.fingerprint
            if indexed == now.fingerprint:
                return "Index up to date"
            try:
                changed = seen.pairs(now) if seen and seen.fingerprint == indexed else None
                if seen and seen.parts and changed:
                    was = seen.parts.values()
                    self._edited(library, was, changed, now.fingerprint, progress, stop)
                    return "Index up to date"
                wanted = tuple(entries(library))
                return self._changed(wanted, now.fingerprint, progress, stop)
            except IndexBroken:
                state = State.BROKEN
        if wanted is None:
            wanted = tuple(entries(library))
        self._index.build(wanted, now.fingerprint, progress, stop)
        return {
            State.OLD: "Index was of an older version: rebuilt",
            State.BROKEN: "Index was damaged: rebuilt",
        }.get(state, "Index built")

    def _edited(
        self,
        library: Library,
        was: Iterable[Part],
        pairs: Sequence[Pair],
        made_from: str,
        progress: Progress | None,
        stop: Stop | None,
    ) -> None:
        """Look only at what follows from some changed files; `was` are all files as they were."""
        both = [part for pair in pairs for part in pair if part is not None]
        scope = Scope.of(library, pairs)
        wanted = _entries_of(library, scope)
        stood = {key for old, _ in pairs if old is not None for key in keys(old)}
        stood.update(f"{Kind.SOURCE.value}:{id_}" for id_ in scope.sources)
        if scope.is_numbered:
            stood.update(numbered_keys(was))
        known = self._index.entries(stood | wanted.keys())
        for article in {id_ for part in both for id_ in part.head.ids.get("articles", ())}:
            known |= self._known_of(article)
        # What is answered by another point than before, or no more, says so in its own entry; what
        # is known of a source stands in the entries of all that is from it.
        before, after = (
            answered_by(flag for entry in some.values() for flag in entry.flags)
            for some in (known, wanted)
        )
        names = before ^ after
        sources = {
            id_
            for id_ in scope.sources
            if known.get(key := f"{Kind.SOURCE.value}:{id_}") != wanted.get(key)
        }
        others = [part for part in homes(library, names, sources) if part not in scope.parts]
        beside = _entries_of(library, Scope(others, telling(library, names)))
        known |= self._index.entries(beside.keys() - wanted.keys())
        wanted = beside | wanted
        changed = [entry for key, entry in wanted.items() if known.get(key) != entry]
        self._index.update(changed, known.keys() - wanted.keys(), made_from, progress, stop)

    def _known_of(self, article: str) -> dict[str, Entry]:
        """What the index has of an article and its passages, however many there were."""
        found = self._index.entries({f"{Kind.ARTICLE.value}:{article}"})
        first = 0
        while True:
            block = range(first, first + _BLOCK)
            more = self._index.entries({f"{Kind.PASSAGE.value}:{article}@{one}" for one in block})
            found |= more
            if len(more) < _BLOCK:
                return found
            first += _BLOCK

    def _changed(
        self,
        wanted: Collection[Entry],
        made_from: str,
        progress: Progress | None,
        stop: Stop | None,
    ) -> str:
        known = self._index.digests()
        changed = [entry for entry in wanted if known.get(entry.key) != digest(entry)]
        removed = known.keys() - {entry.key for entry in wanted}
        if len(changed) + len(removed) > _MOST_CHANGED * max(len(wanted), 40):
            self._index.build(wanted, made_from, progress, stop)
            return "Index built"
        self._index.update(changed, removed, made_from, progress, stop)
        return "Index up to date"

    @property
    def is_ready(self) -> bool:
        """Whether the index can be asked; a cheap look."""
        return not self.is_damaged and self._index.state() is State.READY

    def find(
        self,
        text: str,
        kinds: Collection[Kind] = (),
        topics: Collection[str] = (),
        limit: int = 50,
        typing: bool = False,
        facets: Collection[str] = (),
        sort: Sort = Sort.RELEVANCE,
    ) -> Results:
        """Search. Raises for no text and no state of the index; `notice` says what is wrong."""
        try:
            return self._index.search(text, kinds, topics, limit, self._sides, typing, facets, sort)
        except SystemTrouble:
            self.is_damaged = self._index.state() is not State.MISSING
            return Results(notice=_NOT_READY)

    def warm(self, stop: Stop | None = None) -> None:
        """Read ahead in the background, so that the first searches are as fast as all others.

        Every byte is looked at on the way; what is damaged makes `is_damaged` true.
        """
        try:
            self._index.warm(stop)
        except SystemTrouble:
            self.is_damaged = self._index.state() is not State.MISSING

    def close(self) -> None:
        """Let go of the index's files."""
        self._index.close()


def _entries_of(library: Library, scope: Scope) -> dict[str, Entry]:
    """Some of what can be found, by its keys; other sources than those of the scope are not."""
    some = scope.cut(library)
    found = entries(some, linking(library, scope.parts, some.claims))
    return {
        entry.key: entry
        for entry in found
        if entry.kind is not Kind.SOURCE or entry.id in scope.sources
    }


class _Catalogue:
    """Look-ups that several kinds of entries need."""

    def __init__(self, library: Library, linking: Iterable[Point]) -> None:
        self._topics: dict[str, Topic] = {one.id: one for one in library.topics}
        self._sources: dict[str, Source] = {one.id: one for one in library.sources}
        self._claims: dict[str, list[Claim]] = {}
        self._links = LinkMarks(library, linking)
        for claim in library.claims:
            self._claims.setdefault(claim.article, []).append(claim)

    def _published(self, ids: Iterable[SourceId]) -> str:
        found = (self._sources[one] for one in ids if one in self._sources)
        return " \n ".join(_where(source) for source in found)

    def _side(self, topic: str, side: Side | None) -> str:
        known = self._topics.get(topic)
        return known.side_name(side) if known is not None else ""

    def point(self, point: Point) -> Entry:
        """A claim with its explanation."""
        return Entry(
            kind=Kind.POINT,
            id=point.id,
            topic=point.topic,
            title=point.claim,
            text=to_plain(point.explanation_md),
            notes=_lines(point.strength, point.caution),
            context=_dotted(self._side(point.topic, point.side), point.theme),
            source=self._published(point.sources),
            side=point.side.value if point.side else "",
            theme=point.theme,
            year=year_of(point.as_of),
            date=point.as_of,
            flags=(
                *_flags(
                    quote=bool(point.evidence or point.also),
                    caution=bool(point.caution),
                    sourced=bool(point.sources),
                ),
                *self._links.of_point(point),
            ),
        )

    def quote(self, evidence: Evidence, point: Point | None) -> Entry:
        """A quotation. It takes side and theme from its point."""
        source = self._sources.get(evidence.source) if evidence.source else None
        date = evidence.date or (source.date if source else "")
        side = point.side if point else None
        topic = evidence.topic or (point.topic if point else "")
        return Entry(
            kind=Kind.QUOTE,
            id=evidence.id,
            topic=topic,
            title=evidence.speaker,
            text=evidence.quote,
            notes=_lines(
                evidence.occasion, evidence.label, evidence.caution, to_plain(evidence.note_md)
            ),
            context=point.claim if point else "",
            speaker=evidence.speaker,
            role=evidence.role,
            authors=_authors(source) if source else "",
            source=_where(source) if source else "",
            side=side.value if side else "",
            theme=point.theme if point else "",
            year=year_of(date),
            date=date,
            flags=_flags(
                quote=True,
                caution=bool(evidence.caution or evidence.label),
                sourced=source is not None,
            ),
        )

    def article(self, article: Article) -> Entry:
        """An article by its title and authors."""
        return Entry(
            kind=Kind.ARTICLE,
            id=article.id,
            topic=article.topic,
            title=article.title,
            text=article.note,
            context=_dotted(article.venue, article.date, self._side(article.topic, article.side)),
            authors=", ".join(article.authors),
            source=article.venue,
            side=article.side.value if article.side else "",
            year=year_of(article.date),
            date=article.date,
            article=article.id,
        )

    def passages(self, article: Article) -> Iterator[Entry]:
        """The passages of an article, each with the claims that editors found in it."""
        found = passages(article.text_md)
        claims = self._claims_by_place(article, [passage.text for passage in found])
        for passage in found:
            made = claims.get(passage.index, ())
            checks = [check for claim in made for check in claim.checks]
            yield Entry(
                kind=Kind.PASSAGE,
                id=f"{article.id}@{passage.index}",
                topic=article.topic,
                text=passage.text,
                notes=_lines(
                    *(claim.text for claim in made), *(to_plain(check.text_md) for check in checks)
                ),
                context=article.title,
                authors=", ".join(article.authors),
                side=article.side.value if article.side else "",
                year=year_of(article.date),
                date=article.date,
                article=article.id,
                place=passage.index,
                verdicts=tuple(dict.fromkeys(check.verdict.value for check in checks)),
                flags=(*_flags(checked=bool(checks)), *self._links.of_claims(made)),
            )

    def _claims_by_place(self, article: Article, texts: list[str]) -> dict[int, list[Claim]]:
        """Claims by passage; those whose words are lost stand at the article's beginning."""
        found: dict[int, list[Claim]] = {}
        for claim, selector in claims_for(article, self._claims):
            place = find(selector, texts) if selector is not None else None
            found.setdefault(place.index if place is not None else 0, []).append(claim)
        return found

    def source(self, source: Source) -> Entry:
        """A source by its title, authors and container."""
        return Entry(
            kind=Kind.SOURCE,
            id=source.id,
            topic=source.topic,
            title=source.title or source.container,
            text=source.note,
            notes=source.caution,
            context=_dotted(source.container, source.publisher, source.date),
            authors=_authors(source),
            source=_lines(source.container, source.publisher, source.url),
            year=year_of(source.date),
            date=source.date,
            flags=_flags(caution=bool(source.caution)),
        )

    def event(self, event: Event, number: int) -> Entry:
        """A line of the timeline."""
        return Entry(
            kind=Kind.EVENT,
            id=f"{event.topic}@{number}",
            topic=event.topic,
            text=to_plain(event.text_md),
            context=event.date,
            source=self._published(event.sources),
            year=year_of(event.date),
            date=event.date,
        )

    def figure(self, figure: Figure, number: int) -> Entry:
        """A key figure."""
        return Entry(
            kind=Kind.FIGURE,
            id=f"{figure.topic}@{number}",
            topic=figure.topic,
            title=figure.label,
            text=figure.value,
            notes=figure.caution,
            context=f"as of {day_first(figure.as_of)}" if figure.as_of else "",
            source=self._published(figure.sources),
            year=year_of(figure.as_of),
            date=figure.as_of,
            flags=_flags(caution=bool(figure.caution)),
        )


def _term(term: Term, number: int) -> Entry:
    return Entry(
        kind=Kind.TERM,
        id=f"{term.topic}@{number}",
        topic=term.topic,
        title=" / ".join((term.term, *term.aliases)),
        text=to_plain(term.meaning_md),
    )


def _where(source: Source) -> str:
    return _lines(source.title, source.container, source.publisher)


def _authors(source: Source) -> str:
    return ", ".join(names.full(name) for name in source.authors)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _flags(**flags: bool) -> tuple[str, ...]:
    return tuple(name for name, there in flags.items() if there)

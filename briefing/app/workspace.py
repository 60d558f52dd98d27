"""The open library: look-ups over its values, and the operations that change it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path

from briefing.app.changes import Changes
from briefing.app.reading import LinkTo, Reading, Seen, claims_for, read
from briefing.model import (
    Article,
    Case,
    Claim,
    ClaimTarget,
    Evidence,
    Library,
    Note,
    PassageTarget,
    Point,
    PointTarget,
    Progress,
    ReadOnly,
    Selector,
    Source,
    Stop,
    Topic,
    UserError,
)
from briefing.text.passages import Rendered, pieces

# Characters that python-markdown and Qt lay out within a frame or two.
LONG = 40_000


class Workspace:
    """An open library. Values are frozen; operations return what they changed."""

    def __init__(
        self, root: Path, progress: Progress | None = None, stop: Stop | None = None
    ) -> None:
        from briefing.library import read_library

        self._hold(read_library(root, progress, stop))

    @classmethod
    def glimpse(cls, root: Path, article: str = "") -> Workspace:
        """The library with one article only: what a window shows while the rest is read."""
        from briefing.library import glimpse_library

        workspace = cls.__new__(cls)
        workspace._hold(glimpse_library(root, article), is_glimpse=True)
        return workspace

    def _hold(self, library: Library, is_glimpse: bool = False) -> None:
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property) and name != "is_read_only":
                self.__dict__.pop(name, None)
        self._read.cache_clear()
        self.library = library
        self.root = library.root
        self.is_glimpse = is_glimpse

    # -- look-ups ---------------------------------------------------------------------------------

    @cached_property
    def is_read_only(self) -> bool:
        """Whether the library's folder cannot be written."""
        from briefing.library import is_writable

        return not is_writable(self.root)

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """Topics by id."""
        return {one.id: one for one in self.library.topics}

    @cached_property
    def articles(self) -> dict[str, Article]:
        """Articles by id."""
        return {one.id: one for one in self.library.articles}

    @cached_property
    def points(self) -> dict[str, Point]:
        """Points by id."""
        return {one.id: one for one in self.library.points}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Sources by id."""
        return {one.id: one for one in self.library.sources}

    @cached_property
    def cases(self) -> dict[str, Case]:
        """Cases by id."""
        return {one.id: one for one in self.library.cases}

    @cached_property
    def quotes(self) -> dict[str, Evidence]:
        """All evidence by id, whether it belongs to a point or to none."""
        found: dict[str, Evidence] = {one.id: one for one in self.library.quotes}
        for point in self.library.points:
            found.update({one.id: one for one in point.evidence})
        return found

    @cached_property
    def owner(self) -> dict[str, Point]:
        """The point under which each piece of evidence stands."""
        return {one.id: point for point in self.library.points for one in point.evidence}

    @cached_property
    def _claims(self) -> dict[str, list[Claim]]:
        by_article: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.library.claims:
            by_article[claim.article].append(claim)
        return by_article

    @cached_property
    def notes(self) -> dict[str, tuple[Note, ...]]:
        """The user's notes by article."""
        found: dict[str, list[Note]] = defaultdict(list)
        for note in self.library.notes:
            found[note.article].append(note)
        return {article: tuple(notes) for article, notes in found.items()}

    def claim(self, article: str, claim: str) -> Claim | None:
        """A claim by its article and id."""
        return next((one for one in self._claims.get(article, []) if one.id == claim), None)

    def evidence_of(self, point: Point) -> tuple[Evidence, ...]:
        """A point's evidence: its own, then what it borrows from other points."""
        borrowed = (self.quotes[one] for one in point.also if one in self.quotes)
        return (*point.evidence, *borrowed)

    def topic_of(self, value: Article | Point | Evidence | Source) -> Topic | None:
        """The topic in which a value stands."""
        return self.topics.get(value.topic)

    def source_label(self, source: str) -> str:
        """A short name for a source: author or publication, and year."""
        found = self.sources.get(source)
        if found is None:
            return source
        names = [name.literal or name.family for name in found.authors]
        name = found.container or (names[0] if names else "") or found.publisher or found.title
        short = name if len(name) <= 40 else name[:38].rstrip() + "…"
        return f"{short} {found.date[:4]}".strip()

    # -- links ------------------------------------------------------------------------------------

    @cached_property
    def _by_claim(self) -> dict[str, tuple[Seen, ...]]:
        found: dict[str, list[Seen]] = defaultdict(list)
        for point in self.library.points:
            for link in point.links:
                if isinstance(link.target, ClaimTarget):
                    key = f"{link.target.article}#{link.target.claim}"
                    found[key].append(Seen(point, link.relation))
        own = {key: tuple(seen) for key, seen in found.items()}
        # The same claim elsewhere: what was said there stands here, too, after what was said here.
        for claim in self.library.claims:
            for twin in claim.same_as:
                there = tuple(found.get(twin, ()))
                if there:
                    own[claim.ref] = (*own.get(claim.ref, ()), *there)
        return own

    @cached_property
    def _by_passage(self) -> dict[str, tuple[LinkTo, ...]]:
        found: dict[str, list[LinkTo]] = defaultdict(list)
        for point in self.library.points:
            for link in point.links:
                if isinstance(link.target, PassageTarget):
                    found[link.target.article].append((link.target.selector, point, link.relation))
        return {key: tuple(links) for key, links in found.items()}

    @cached_property
    def _by_point(self) -> dict[str, tuple[Seen, ...]]:
        found: dict[str, list[Seen]] = defaultdict(list)
        for point in self.library.points:
            for link in point.links:
                if isinstance(link.target, PointTarget):
                    found[link.target.point].append(Seen(point, link.relation))
        return {
            key: tuple(sorted(seen, key=lambda one: not one.is_counter))
            for key, seen in found.items()
        }

    def beside_point(self, point: str) -> tuple[Seen, ...]:
        """The points that answer, undercut or support a point; answers first."""
        return self._by_point.get(point, ())

    def claims_for(self, article: Article) -> tuple[tuple[Claim, Selector | None], ...]:
        """The claims of an article with the words to look for in it."""
        return claims_for(article, self._claims)

    def read(self, article_id: str) -> Reading | None:
        """An article with what stands beside each of its passages."""
        article = self.articles.get(article_id)
        return None if article is None else self._read(article)

    @lru_cache(maxsize=16)  # noqa: B019 - a workspace lives as long as its window
    def _read(self, article: Article) -> Reading:
        claims = self.claims_for(article)
        links = self._by_passage.get(article.id, ())
        passages = tuple(one for piece in self._rendered(article) for one in piece.passages)
        return read(article, passages, claims, self._by_claim, links)

    @lru_cache(maxsize=16)  # noqa: B019 - as above
    def _rendered(self, article: Article) -> tuple[Rendered, ...]:
        return tuple(pieces(article.text_md, self.source_label))

    def is_long(self, article: Article) -> bool:
        """Whether laying the article out may take longer than a frame."""
        return len(article.text_md) > LONG

    def first_piece(self, article: Article) -> str:
        """HTML of the beginning of a long article."""
        return next((piece.html for piece in pieces(article.text_md, self.source_label)), "")

    def pieces(self, article: Article) -> tuple[str, ...]:
        """HTML of an article, piece by piece; each passage begins with an anchor p<index>."""
        return tuple(piece.html for piece in self._rendered(article))

    def places_of(self, point: Point) -> tuple[tuple[Article, int, Claim | None], ...]:
        """Where a point applies: article, passage index (-1: lost) and the claim there."""
        places: list[tuple[Article, int, Claim | None]] = []
        for link in point.links:
            target = link.target
            if isinstance(target, PointTarget) or target.article not in self.articles:
                continue
            claim = (
                self.claim(target.article, target.claim)
                if isinstance(target, ClaimTarget)
                else None
            )
            places.append((self.articles[target.article], self._spot(point, target), claim))
        return tuple(places)

    def _spot(self, point: Point, target: ClaimTarget | PassageTarget) -> int:
        reading = self.read(target.article)
        for beside in reading.passages if reading else ():
            if isinstance(target, ClaimTarget):
                if any(one.id == target.claim for one in beside.claims):
                    return beside.passage.index
            elif any(one.point.id == point.id for one in beside.seen):
                return beside.passage.index
        return -1

    # -- changes ----------------------------------------------------------------------------------

    def need_writable(self) -> None:
        """ReadOnly if the library cannot be written; UserError while it is still being read."""
        if self.is_glimpse:
            raise UserError("The library is still being read. Try again in a moment.")
        if self.is_read_only:
            from briefing.library import require_format

            require_format(self.root)  # a newer format has words of its own: a copy is no help
            raise ReadOnly(
                f"This library cannot be written ({self.root}). Copy it to a folder of your own "
                "(Library → Save a copy) to change it."
            )

    def reread(self, paths: Iterable[Path]) -> Changes:
        """Read files again that were changed; `paths` are relative to the library's folder."""
        from briefing.app.changes import between
        from briefing.library import reread

        before, paths = self.library, list(paths)
        self._hold(reread(before, paths))
        return between(before, self.library, paths)

    def keep_case(self, case: Case) -> Changes:
        """Save a case."""
        from briefing.library import save_case

        self.need_writable()
        saved = save_case(self.root, case, self.cases.get(case.id))
        self.reread([saved.place.path] if saved.place else [])
        return Changes(cases=frozenset({saved.id}))

    def keep_article(self, article: Article) -> tuple[Article, Changes]:
        """Save a new article under a file name of its own."""
        from briefing.library import save_article

        self.need_writable()
        saved = save_article(self.root, article)
        self.reread([saved.place.path] if saved.place else [])
        return saved, Changes(articles=frozenset({saved.id}))

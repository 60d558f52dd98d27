"""The open library: look-ups over its values, and what it takes to go on when files changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefing import model
from briefing.app.changes import Changes, Pair, between, differing
from briefing.app.cuts import Cuts
from briefing.app.lately import Lately
from briefing.app.lookups import Counts, Found, Lookups
from briefing.app.reading import Reading, Seen, claims_for, read
from briefing.model import (
    Article,
    Library,
    Progress,
    ReadOnly,
    Selector,
    Stop,
    Topic,
    UserError,
)
from briefing.model.once import once
from briefing.text.anchors import find
from briefing.text.passages import Rendered, pieces

if TYPE_CHECKING:
    from briefing.app.reading import LinkTo
    from briefing.library import Catalogue
    from briefing.model import (
        Case,
        Claim,
        ClaimTarget,
        Evidence,
        Fault,
        Note,
        PassageTarget,
        Point,
        Source,
    )

# Characters that python-markdown and Qt lay out within a frame or two.
LONG = 40_000

# What does not follow from the files' words, or is kept up to date otherwise.
_LASTING = {"is_read_only"}

# Files that are put in place one by one; of more than these, look-ups are made anew by the worker.
_MOST_IN_PLACE = 20


class Update(NamedTuple):
    """From one catalogue to the next: which files, what changed, and look-ups if they are new."""

    before: Catalogue
    catalogue: Catalogue
    pairs: list[Pair]
    changes: Changes
    lookups: Lookups | None
    counts: Counts | None
    cuts: Cuts | None


class Workspace:
    """An open library. Values are frozen; operations return what they changed.

    A value is made when it is asked for; going through all points or quotations of a library takes
    seconds when there are a hundred thousand, and belongs to a worker. `counts` are known at once.
    """

    _catalogue: Catalogue | None = None  # a glimpse has none

    def __init__(
        self, root: Path, progress: Progress | None = None, stop: Stop | None = None
    ) -> None:
        from briefing.app import folders
        from briefing.library import Cache, Catalogue

        cache = Cache(folders.cache_dir() / "catalogue", root)
        self._take(Catalogue.read(root, cache, progress, stop))

    @classmethod
    def remembered(cls, root: Path) -> Workspace | None:
        """The library as it was when it was last read, at once; None if it was not read yet.

        What changed since then is told by a `Watch`.
        """
        from briefing.app import folders
        from briefing.library import Cache, Catalogue

        catalogue = Catalogue.remembered(root, Cache(folders.cache_dir() / "catalogue", root))
        if catalogue is None:
            return None
        workspace = cls.__new__(cls)
        workspace._take(catalogue)
        return workspace

    @classmethod
    def glimpse(cls, root: Path, article: str = "") -> Workspace:
        """The library with one article only: what a window shows while the rest is read."""
        from briefing.library import glimpse_library

        workspace = cls.__new__(cls)
        workspace._hold(glimpse_library(root, article))
        return workspace

    @property
    def unread(self) -> tuple[Fault, ...]:
        """What is wrong with files of which nothing could be read."""
        return self._catalogue.unread if self._catalogue is not None else ()

    def _take(self, catalogue: Catalogue) -> None:
        """Look things up in a library that was read as a whole."""
        self._catalogue = catalogue
        self._hold(catalogue.library)
        # Made where nobody waits for them.
        _ = self._lookups, self.counts, self.titles
        self.cuts.prepare(catalogue.parts)

    def _hold(self, library: Library) -> None:
        self.library = library
        self.root = library.root
        # After the library: what another thread looks up from here on is of this one.
        for name, value in vars(type(self)).items():
            if isinstance(value, once) and name not in _LASTING:
                self.__dict__.pop(name, None)
        self._lately = Lately()

    @property
    def is_glimpse(self) -> bool:
        """Whether only one article of the library was read so far."""
        return self._catalogue is None

    @property
    def catalogue(self) -> Catalogue:
        """The files of the library that was read."""
        assert self._catalogue is not None, "a glimpse is of no files"
        return self._catalogue

    # -- look-ups: some millionths of a second each, whatever the size of the library -------------

    @once
    def is_read_only(self) -> bool:
        """Whether the library's folder cannot be written; the one that was shipped never is."""
        from briefing import resources
        from briefing.library import is_writable

        return self.root == resources.seeds() or not is_writable(self.root)

    @property
    def knows_whether_read_only(self) -> bool:
        """Whether `is_read_only` was asked before, and costs nothing now."""
        return "is_read_only" in self.__dict__

    @once
    def _lookups(self) -> Lookups:
        return Lookups(self._catalogue.parts if self._catalogue is not None else ())

    @once
    def counts(self) -> Counts:
        """How many of what there are, by topic."""
        return Counts(self._catalogue.parts if self._catalogue is not None else ())

    def themes_in_use(self) -> list[str]:
        """The themes that have points, in the order of their topics."""
        used = self.counts.themes
        ordered = (theme for topic in self.topics.values() for theme in topic.themes)
        return [one for one in dict.fromkeys([*ordered, *sorted(used)]) if one in used]

    @once
    def topics(self) -> dict[str, Topic]:
        """Topics by id."""
        return {one.id: one for one in self.library.topics}

    @once
    def articles(self) -> Mapping[str, Article]:
        """Articles by id."""
        if self._catalogue is None:
            return {one.id: one for one in self.library.articles}
        return self._lookups.found("articles")

    @once
    def titles(self) -> tuple[Article, ...]:
        """The articles without their texts, in the order of the files: a list of them is quick."""
        if self._catalogue is None:
            return tuple(self.library.articles)
        return tuple(p.title_only() for p in self._catalogue.parts if p.count("articles"))

    @once
    def points(self) -> Mapping[str, Point]:
        """Points by id."""
        return self._lookups.found("points")

    @once
    def sources(self) -> Mapping[str, Source]:
        """Sources by id."""
        return self._lookups.found("sources")

    @once
    def cases(self) -> dict[str, Case]:
        """Cases by id."""
        return {one.id: one for one in self.library.cases}

    @once
    def quotes(self) -> Mapping[str, Evidence]:
        """All evidence by id, whether it belongs to a point or to none."""
        lookups = self._lookups
        alone = (lookups.ids["quotes"], lookups.shelf("quotes"))
        return Found(alone, (lookups.evidence, lookups.evidence_at))

    @once
    def owner(self) -> Mapping[str, Point]:
        """The point under which each piece of evidence stands."""
        return Found((self._lookups.evidence, self._lookups.owner_at))

    def claims_of(self, article: str) -> tuple[Claim, ...]:
        """The claims that editors found in an article."""
        parts = self._lookups.claims.get(article, ())
        return tuple(claim for part in parts for claim in part.values("claims"))

    @once
    def notes(self) -> dict[str, tuple[Note, ...]]:
        """The user's notes by article."""
        found: dict[str, list[Note]] = defaultdict(list)
        for note in self.library.notes:
            found[note.article].append(note)
        return {article: tuple(notes) for article, notes in found.items()}

    def claim(self, article: str, claim: str) -> Claim | None:
        """A claim by its article and id."""
        return next((one for one in self.claims_of(article) if one.id == claim), None)

    def evidence_of(self, point: Point) -> tuple[Evidence, ...]:
        """A point's evidence: its own, then what it borrows from other points."""
        return point.evidence_with(self.quotes)

    @once
    def cuts(self) -> Cuts:
        """The same words cut by several people."""
        parts = self._catalogue.parts if self._catalogue is not None else ()
        return Cuts(parts, self._lookups)

    def cuts_of(self, evidence: Evidence) -> tuple[Evidence, ...]:
        """The same words as others cut them: first the quotation that came first."""
        group = self.cuts.group(evidence.id)
        return tuple(self.quotes[one] for one in group if one != evidence.id)

    def is_cut_again(self, evidence: str) -> bool:
        """Whether somebody else cut the same words."""
        return len(self.cuts.group(evidence)) > 1

    def leader_of(self, point: str) -> str:
        """The id of the point that stands for a point in lists; its own, if it does."""
        home = self._lookups.home_of_point(point)
        cut = self.cuts.folded_points(home[0]).get(home[1]) if home is not None else None
        first = self._lookups.home_of(cut) if cut is not None else None
        return first[0].head.ids["points"][first[1]] if first is not None else point

    def cut_by_several(self) -> frozenset[str]:
        """The ids of all evidence that is another cut of some other, or has another cut."""
        return self._lookups.cut_by_several()

    def borrowers_of(self, evidence: Collection[str]) -> list[Point]:
        """The points that have some of this evidence from another point."""
        return [
            point for point in self._lookups.borrowing() if not set(evidence).isdisjoint(point.also)
        ]

    def points_using(self, source: str) -> list[Point]:
        """The points that name a source, themselves or by their evidence."""
        return self._lookups.using(source)

    def quotes_from(self, source: str) -> list[Evidence]:
        """The evidence under no point that names a source."""
        return self._lookups.quotes_from(source)

    def times_used(self, source: str) -> int:
        """How many points name a source."""
        return self._lookups.times_used(source)

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

    def _said_of(self, ref: str) -> tuple[Seen, ...]:
        """The points that name a claim."""
        return tuple(
            Seen(point, link.relation)
            for point in self._lookups.to_claim(ref)
            for link in point.links
            if isinstance(link.target, model.ClaimTarget) and link.target.ref == ref
        )

    def _beside_claim(self, claim: Claim) -> tuple[Seen, ...]:
        """The same claim elsewhere: what was said there stands here, after what was said here."""
        own = self._said_of(claim.ref)
        return sum((self._said_of(twin) for twin in claim.same_as), own)

    def _links_to(self, article: str) -> tuple[LinkTo, ...]:
        """The points that name a passage of an article by its words."""
        return tuple(
            (link.target.selector, point, link.relation)
            for point in self._lookups.to_article(article)
            for link in point.links
            if isinstance(link.target, model.PassageTarget) and link.target.article == article
        )

    def points_on(self, article: str) -> list[Point]:
        """The points that are linked to passages or claims of an article."""
        found = list(self._lookups.to_article(article))
        for claim in self.claims_of(article):
            found += self._lookups.to_claim(claim.ref)
        return list({one.id: one for one in found}.values())

    def beside_point(self, point: str) -> tuple[Seen, ...]:
        """The points that answer, undercut or support a point; answers first."""
        seen = (
            Seen(one, link.relation)
            for one in self._lookups.to_point(point)
            for link in one.links
            if isinstance(link.target, model.PointTarget) and link.target.point == point
        )
        return tuple(sorted(seen, key=lambda one: not one.is_counter))

    def claims_for(self, article: Article) -> tuple[tuple[Claim, Selector | None], ...]:
        """The claims of an article with the words to look for in it."""
        digest = article.full_text_of
        by_article: dict[str, tuple[Claim, ...]] = {article.id: self.claims_of(article.id)}
        if digest is not None:
            by_article[digest] = self.claims_of(digest)
        return claims_for(article, by_article)

    def read(self, article_id: str) -> Reading | None:
        """An article with what stands beside each of its passages."""
        article = self.articles.get(article_id)
        return None if article is None else self._read(article)

    def _read(self, article: Article) -> Reading:
        return self._lately.get(("reading", article), lambda: self._read_anew(article))

    def _read_anew(self, article: Article) -> Reading:
        claims = self.claims_for(article)
        by_claim = {claim.ref: self._beside_claim(claim) for claim, _ in claims}
        links = self._links_to(article.id)
        passages = tuple(one for piece in self._rendered(article) for one in piece.passages)
        return read(article, passages, claims, by_claim, links)

    def _rendered(self, article: Article) -> tuple[Rendered, ...]:
        label = self.source_label
        return self._lately.get(
            ("rendered", article), lambda: tuple(pieces(article.text_md, label))
        )

    def notes_beside(self, article: Article) -> dict[int, tuple[Note, ...]]:
        """The notes of an article by the passage they stand beside; -1: its words are lost."""
        return self._lately.get(("notes", article), lambda: self._place_notes(article))

    def _place_notes(self, article: Article) -> dict[int, tuple[Note, ...]]:
        notes = self.notes.get(article.id, ())
        texts = [one.passage.text for one in self._read(article).passages] if notes else []
        beside: dict[int, list[Note]] = defaultdict(list)
        for note in notes:
            found = find(note.passage, texts)
            beside[-1 if found is None else found.index].append(note)
        return {index: tuple(each) for index, each in beside.items()}

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
            if isinstance(target, model.PointTarget) or target.article not in self.articles:
                continue
            claim = (
                self.claim(target.article, target.claim)
                if isinstance(target, model.ClaimTarget)
                else None
            )
            places.append((self.articles[target.article], self._spot(point, target), claim))
        return tuple(places)

    def _spot(self, point: Point, target: ClaimTarget | PassageTarget) -> int:
        reading = self.read(target.article)
        for beside in reading.passages if reading else ():
            if isinstance(target, model.ClaimTarget):
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
            self.__dict__.pop("is_read_only", None)  # it may have been unlocked, or connected again
        if self.is_read_only:
            from briefing.library import require_format

            require_format(self.root)  # a newer format has words of its own: a copy is no help
            raise ReadOnly(
                f"This library cannot be written ({self.root}). Copy it to a folder of your own "
                "(Library → Save a copy) to change it."
            )

    def reread(self, paths: Iterable[Path]) -> Changes:
        """Read files again that were changed; `paths` are relative to the library's folder.

        Takes as long as reading these files, whatever the size of the library. What follows for
        other files' faults is found by the next look at all files.
        """
        from briefing.library import reread

        return self.take_over(self.update_to(reread(self.catalogue, paths)))

    def update_to(self, catalogue: Catalogue) -> Update:
        """What it takes to go on with another catalogue of the same library. Any thread may ask."""
        before = self.catalogue
        pairs = differing(before, catalogue)
        many = counts = cuts = None
        if len(pairs) > _MOST_IN_PLACE:
            many, counts = Lookups(catalogue.parts), Counts(catalogue.parts)
            cuts = Cuts(catalogue.parts, many)
            cuts.prepare(catalogue.parts)
        changes = between(before, catalogue, pairs)
        return Update(before, catalogue, pairs, changes, many, counts, cuts)

    def take_over(self, update: Update) -> Changes:
        """Go on with what was found in the library's files; what is different now.

        An update that was made before another one was taken over is left alone.
        """
        if update.before is not self._catalogue or update.catalogue is self._catalogue:
            return Changes()
        made: dict[str, object]
        if update.lookups is None:
            made = {"_lookups": self._lookups, "counts": self.counts, "cuts": self.cuts}
            for old, new in update.pairs:
                self._lookups.replace(old, new)
                self.counts.replace(old, new)
                self.cuts.replace(old, new)
            self._lookups.sort(update.catalogue.parts)
        else:
            made = {"_lookups": update.lookups, "counts": update.counts, "cuts": update.cuts}
        if not any(part.count("articles") for pair in update.pairs for part in pair if part):
            made["titles"] = self.titles
        self._catalogue = update.catalogue
        self._hold(update.catalogue.library)
        self.__dict__.update(made)
        return update.changes

    def keep_case(self, case: Case) -> Changes:
        """Save a case."""
        from briefing.library import save_case

        self.need_writable()
        saved = save_case(self.root, case, self.cases.get(case.id))
        self.reread([saved.place.path] if saved.place else [])
        return Changes(cases=frozenset({saved.id}))

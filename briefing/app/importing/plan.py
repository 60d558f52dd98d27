"""What an import would bring into a library: new ids, what is there already, what are variants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefing.app.importing.articles import ImportReport, only_topic, place
from briefing.app.importing.batch import Read
from briefing.app.importing.extras import Ids, new_in, sources_of
from briefing.app.importing.known import Known, card_key, claim_key
from briefing.app.importing.pace import Pace
from briefing.app.importing.twins import letters
from briefing.importers import Extras, Flagged, Group, Imported, Intake, shortened
from briefing.library.shelves import find
from briefing.model import (
    ArticleId,
    BriefingError,
    Cancelled,
    ClaimTarget,
    Evidence,
    EvidenceId,
    Library,
    Link,
    PassageTarget,
    Point,
    PointId,
    PointTarget,
    Progress,
    Source,
    SourceId,
    Stop,
    TopicId,
    slug,
)
from briefing.text.references import referenced, renamed
from briefing.text.words import counted

_MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file would bring. Points and sources have the ids that they will have."""

    read: Read
    topic: TopicId | None = None
    articles: tuple[ImportReport, ...] = ()
    groups: tuple[Group, ...] = ()
    quotes: tuple[Evidence, ...] = ()
    sources: tuple[Source, ...] = ()
    name: str = ""  # of the file of points, without its ending
    already: int = 0  # points that the library has
    extras: Extras = Extras()
    variants: int = 0  # quotations that somebody else cut as well
    flagged: tuple[Flagged, ...] = ()
    trouble: str = ""

    @property
    def path(self) -> Path:
        """The file that was read."""
        return self.read.path

    @property
    def points(self) -> tuple[Point, ...]:
        """All new points."""
        return tuple(point for group in self.groups for point in group.points)

    @property
    def flagged_points(self) -> tuple[tuple[Point, str], ...]:
        """The new points that somebody should look at, and why."""
        points: dict[str, Point] = {point.id: point for point in self.points}
        return tuple((points[one.id], one.what) for one in self.flagged if one.id in points)

    @property
    def cards(self) -> int:
        """How many of the new points have evidence."""
        return sum(bool(point.evidence) for point in self.points)

    @property
    def new_articles(self) -> tuple[ImportReport, ...]:
        """The articles that the library does not have yet."""
        return tuple(one for one in self.articles if one.already is None)

    @property
    def brings(self) -> bool:
        """Whether anything would be written."""
        is_filled = self.new_articles or self.points or self.quotes or self.sources or self.pack
        return bool(is_filled) or not self.extras.is_empty

    @property
    def pack(self) -> Mapping[str, bytes]:
        """The files of a whole topic, by their paths in its folder."""
        intake = self.read.intake
        return {one.path: one.data for one in intake.pack} if intake is not None else {}

    @property
    def lines(self) -> tuple[str, ...]:
        """The report in words, the most important first."""
        if self.trouble:
            return (self.trouble,)
        said = [line for one in self.articles for line in one.lines]
        if self.counted:
            said.append(f"{self.counted}.")
        intake = self.read.intake
        if intake is not None and intake.pack:
            said.append(self.packed)
        said += self._already()
        if self.variants:
            said.append(
                f"{counted(self.variants, 'quotation')} of them also cut by others: shown as one, "
                "with variants."
            )
        said += self._flags()
        if intake is not None and not self.articles:
            said += intake.notices
        if intake is not None and intake.dropped:
            listed = "; ".join(one.said for one in shortened(intake.dropped, _MOST_LISTED))
            said.append(f"Left out: {listed}.")
        return tuple(said) or ("There is nothing in it that can be brought in.",)

    @property
    def packed(self) -> str:
        """What a pack brings, in words."""
        intake = self.read.intake
        title = intake.title or intake.pack_topic if intake is not None else ""
        return (
            f"A pack: the topic “{title}” in {counted(len(self.pack), 'file')}. What is here "
            "already stays as it is."
        )

    @property
    def counted(self) -> str:
        """How much would come in besides articles, in words."""
        plain = len(self.points) - self.cards
        parts = (
            counted(self.cards, "card"),
            f"{counted(plain, 'point')} without evidence",
            counted(len(self.quotes), "quotation"),
            counted(len(self.sources), "source"),
            counted(len(self.extras.claims), "claim"),
            counted(sum(len(one.checks) for one in self.extras.claims), "fact check"),
            counted(len(self.extras.timeline), "event"),
            counted(len(self.extras.glossary), "term"),
            counted(len(self.extras.figures), "figure"),
            counted(len(self.extras.cases), "case"),
        )
        return ", ".join(part for part in parts if not part.startswith("0 "))

    def _already(self) -> list[str]:
        if not self.already:
            return []
        if not self.brings:
            return ["All of it is in the library already; nothing was added."]
        verb = "is" if self.already == 1 else "are"
        return [f"{counted(self.already, self.noun)} of the file {verb} in the library already."]

    @property
    def noun(self) -> str:
        """What the file holds most of all."""
        intake = self.read.intake
        if intake is None or intake.groups:
            return "point"
        return "quotation" if intake.quotes else "source"

    def _flags(self) -> list[str]:
        by_reason = Counter(one.what for one in self.flagged)
        return [f"To look at: {counted(n, 'card')}: {what}." for what, n in by_reason.items()]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch would bring, file by file."""

    library: Library
    reports: tuple[FileReport, ...] = ()
    passed_over: tuple[tuple[Path, str], ...] = ()

    @property
    def brings(self) -> bool:
        """Whether anything would be written."""
        return any(one.brings for one in self.reports)


def make_plan(
    library: Library,
    reads: Sequence[Read],
    topic: TopicId | None = None,
    *,
    fallback: TopicId | None = None,
    passed_over: tuple[tuple[Path, str], ...] = (),
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Plan:
    """What the files would bring into `library`; nothing is written.

    Without `topic` an article goes where its digest is, and everything else to `fallback` or else
    into the only topic. Progress is told in points, quotations and files, those of the library
    included that they are compared with.
    """
    sizes = [_size(read) for read in reads]
    is_compared = any(read.intake is not None and _is_filed(read.intake) for read in reads)
    pace = Pace(sum(sizes) + is_compared * Known.size(library), progress, stop)
    known = Known(library, pace) if is_compared else None
    reports = []
    so_far = library  # with the articles of the files before
    if any(one.intake is not None and one.intake.articles for one in reads):
        # They are gone through for every file, so they are made once.
        so_far = replace(library, articles=tuple(library.articles), claims=tuple(library.claims))
    end = pace.done
    for read, size in zip(reads, sizes, strict=True):
        pace.reach(end)
        end += size
        if read.intake is None:
            reports.append(FileReport(read, trouble=read.trouble))
            continue
        try:
            placed = _articles(so_far, read.intake, topic, fallback, read.path.stem)
            new = tuple(one.article for one in placed if one.already is None)
            if new:
                so_far = replace(so_far, articles=(*so_far.articles, *new))
            report = FileReport(read, topic, placed)
            intake = read.intake
            if known is not None and _is_filed(intake):
                home = topic or fallback or only_topic(library)
                report = _Filing(library, known, read, report, home, pace).report
            reports.append(report)
        except BriefingError as error:
            if isinstance(error, Cancelled):
                raise
            reports.append(FileReport(read, trouble=str(error)))
    return Plan(library, tuple(reports), passed_over)


def _is_filed(intake: Intake) -> bool:
    """Whether it brings more than articles, which must be compared with what is there."""
    is_filled = intake.groups or intake.quotes or intake.sources
    return bool(is_filled) or not intake.extras.is_empty


def _size(read: Read) -> int:
    """How many steps it takes to plan for a file."""
    if read.intake is None:
        return 1
    points = sum(len(group.points) for group in read.intake.groups)
    return max(1, points + len(read.intake.quotes))


def _articles(
    library: Library,
    intake: Intake,
    topic: TopicId | None,
    fallback: TopicId | None,
    name: str,
) -> tuple[ImportReport, ...]:
    placed = []
    for one in intake.articles:
        report = place(library, one, topic, name, fallback)
        placed.append(report)
        if report.already is None:
            library = replace(library, articles=(*library.articles, report.article))
    return tuple(placed)


@dataclass(slots=True)
class _Filing:
    """Gives the points of one file ids that last, and finds what the library has of them."""

    library: Library
    known: Known
    read: Read
    report: FileReport
    topic: TopicId
    pace: Pace
    _sources: dict[str, SourceId] = field(default_factory=dict)
    _evidence: dict[str, EvidenceId] = field(default_factory=dict)
    _points: dict[str, PointId] = field(default_factory=dict)
    _articles: dict[str, ArticleId] = field(default_factory=dict)

    def __post_init__(self) -> None:
        intake = self.read.intake
        assert intake is not None
        for one, placed in self._named_articles():
            if one.id:
                self._articles[one.id] = placed.already or placed.article.id
        new_sources = self._take_sources(intake.sources)
        again = self.read.digest in self.known.digests
        groups, already, variants = self._take_groups(intake.groups, again)
        quotes = [self._take_evidence(one)[0] for one in intake.quotes if self._is_new(one)]
        already += len(intake.quotes) - len(quotes)
        articles = tuple(self._with_sources(one, each) for one, each in self._named_articles())
        extras = new_in(intake.extras, self._ids(), self.library)
        used = self._used(groups, quotes, articles) | sources_of(extras)
        is_bibliography = not intake.groups and not intake.quotes
        kept = tuple(one for one in new_sources if one.id in used or is_bibliography)
        if is_bibliography and not intake.articles:
            already += len(intake.sources) - len(kept)
        flagged = [
            Flagged(self._points[one.id], one.what)
            for one in intake.flagged
            if one.id in self._points
        ]
        self.report = replace(
            self.report,
            topic=self.topic,
            articles=articles,
            groups=groups,
            quotes=tuple(quotes),
            sources=kept,
            name=slug(intake.title or self.read.path.stem),
            already=already,
            extras=extras,
            variants=variants,
            flagged=tuple(flagged),
        )

    def _ids(self) -> Ids:
        return Ids(self.topic, self._articles, self._points, self._sources, self._with_ids)

    def _take_sources(self, sources: Iterable[Source]) -> list[Source]:
        new = []
        for one in sources:
            id_, record = self.known.source(one, self.topic)
            self._sources[one.id] = id_
            if record is not None:
                new.append(record)
        return new

    def _named_articles(self) -> Iterable[tuple[Imported, ImportReport]]:
        intake = self.read.intake
        return zip(intake.articles if intake else (), self.report.articles, strict=True)

    def _with_sources(self, imported: Imported, placed: ImportReport) -> ImportReport:
        """An article with the sources of the file under the ids that they will have."""
        if placed.already is not None:
            return placed
        source = self._sources.get(imported.source or "") or placed.article.source
        text = self._with_ids(placed.article.text_md)
        return replace(placed, article=replace(placed.article, source=source, text_md=text))

    def _used(
        self,
        groups: Sequence[Group],
        quotes: Sequence[Evidence],
        articles: Sequence[ImportReport],
    ) -> set[str]:
        """The sources that what comes in names: others would be left lying about."""
        used: set[str] = set()
        for placed in articles:
            used.update(referenced(placed.article.text_md))
            used.add(placed.article.source or "")
        points = [point for group in groups for point in group.points]
        for point in points:
            used.update(point.sources)
            used.update(referenced(point.explanation_md))
        for one in (*quotes, *(each for point in points for each in point.evidence)):
            used.update(referenced(one.note_md))
            if one.source:
                used.add(one.source)
        return used

    def _take_groups(
        self, groups: Sequence[Group], again: bool
    ) -> tuple[tuple[Group, ...], int, int]:
        """The groups with what is new in them; how many points are not, and how many variants."""
        kept: list[tuple[Group, list[Point]]] = []
        already = 0
        for group in groups:
            news = []
            for point in group.points:
                if self._is_known(point, again):
                    self.pace.step()
                    already += 1
                else:
                    news.append(point)
                    self._points[point.id] = PointId(
                        self.known.new_id("c", self.topic, point.claim, *_said(point))
                    )
            if news or not group.points:
                kept.append((group, news))
        if not self._points:
            return (), already, 0
        variants = 0
        result = []
        for group, news in kept:
            points = []
            for point in news:
                self.pace.step()
                made, count = self._take_point(point)
                points.append(made)
                variants += count
            result.append(Group(group.headings, tuple(points)))
        return tuple(result), already, variants

    def _is_known(self, point: Point, again: bool) -> bool:
        """Whether the library has the point, or had it when the same file came the first time."""
        point = replace(point, explanation_md=self._with_ids(point.explanation_md))
        if self.known.take(point):
            return True
        if not again:
            return False
        if point.evidence:
            return all(card_key(one) in self.known.cards for one in point.evidence)
        return claim_key(point) in self.known.claims

    def _is_new(self, evidence: Evidence) -> bool:
        return card_key(evidence) not in self.known.cards

    def _take_point(self, point: Point) -> tuple[Point, int]:
        taken = [self._take_evidence(one) for one in point.evidence]
        links = tuple(link for one in point.links if (link := self._link(one)) is not None)
        made = replace(
            point,
            id=self._points[point.id],
            topic=self.topic,
            explanation_md=self._with_ids(point.explanation_md),
            evidence=tuple(one for one, _ in taken),
            also=tuple(self._evidence[one] for one in point.also if one in self._evidence),
            sources=tuple(self._sources.get(one, one) for one in point.sources),
            links=links,
            differs=tuple(self._points[one] for one in point.differs if one in self._points),
        )
        return made, sum(is_variant for _, is_variant in taken)

    def _take_evidence(self, evidence: Evidence) -> tuple[Evidence, bool]:
        words = letters(evidence.quote)
        root = self.known.root_of(words)
        id_ = EvidenceId(self.known.new_id("q", evidence.cite, evidence.speaker, evidence.quote))
        made = replace(
            evidence,
            id=id_,
            topic=self.topic,
            source=self._sources.get(evidence.source, evidence.source) if evidence.source else None,
            note_md=self._with_ids(evidence.note_md),
            variant_of=root,
        )
        self._evidence[evidence.id] = id_
        self.known.learn(made, words)
        return made, root is not None

    def _link(self, link: Link) -> Link | None:
        """A link to what the file holds or the library has; None if its target did not come in."""
        target = link.target
        if isinstance(target, PointTarget):
            if target.point in self._points:
                return Link(link.relation, PointTarget(self._points[target.point]))
            return link if find(self.library.points, target.point) is not None else None
        assert isinstance(target, ClaimTarget | PassageTarget)
        article = self._articles.get(target.article)
        if article is not None:
            return Link(link.relation, replace(target, article=article))
        return link if find(self.library.articles, target.article) is not None else None

    def _with_ids(self, markdown: str) -> str:
        return renamed(markdown, self._sources)


def _said(point: Point) -> tuple[str, ...]:
    """What tells points with the same claim apart."""
    return (point.explanation_md, *(one.cite + one.quote for one in point.evidence))

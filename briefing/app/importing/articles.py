"""Bringing an article in: which digest it is the full text of, and what was found again in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.importers import Dropped, Imported
from briefing.model import (
    Article,
    ArticleId,
    ArticleKind,
    Claim,
    Library,
    TopicId,
    UserError,
    free_name,
    slug,
)
from briefing.text.anchors import find
from briefing.text.passages import passages, to_plain
from briefing.text.worded_dates import read_date

# A digest is recognised by at least this share of its locators, and at least so many.
_ENOUGH = 0.5
_FEWEST = 3
_FEWEST_WORDS = 12


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came in. `article` is to be saved by the caller unless `already` names it."""

    article: Article
    already: ArticleId | None = None  # the same text stands in the library under this id
    digest: Article | None = None  # the digest whose full text this is
    found: int = 0  # locators of the digest's claims that were found
    located: int = 0  # how many claims of the digest have a locator
    lost: tuple[Claim, ...] = ()  # claims whose words were not found
    dropped: tuple[Dropped, ...] = ()  # page furniture that was left out
    notices: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The report in words, the most important first."""
        if self.already is not None:
            return (f"“{self.article.title}” is already in the library; nothing was added.",)
        said = [f"Article: “{self.article.title}”."]
        if self.digest is not None:
            said.append(
                f"It is the full text of the digest “{self.digest.title}”: {self.found} of "
                f"{self.located} claims found in it."
            )
            said += [f"Lost: {claim.text} ({claim.id})" for claim in self.lost]
        if self.dropped:
            listed = "; ".join(one.said for one in self.dropped)
            said.append(f"Left out as page furniture: {listed}.")
        return (*said, *self.notices)


def read_article(path: Path) -> Imported:
    """Read a file that holds an article; UserError if it is none."""
    from briefing.importers.isolation import Reader

    with Reader() as reader:
        answer = reader.read(path)
    if answer.intake is None:
        raise UserError(answer.trouble)
    if not answer.intake.articles:
        raise UserError(f"“{path.name}” holds no article.")
    return answer.intake.articles[0]


def place(
    library: Library,
    imported: Imported,
    topic: TopicId | None = None,
    name: str = "",
    fallback: TopicId | None = None,
) -> ImportReport:
    """Find the place of an imported text in the library, and the digest that it belongs to.

    Without `topic` it goes where its digest is, else to `fallback`, else into the only topic.
    """
    article = Article(
        id=ArticleId(""),
        topic=topic or TopicId(""),
        title=imported.title,
        authors=imported.authors,
        venue=imported.venue,
        date=read_date(imported.date),
        url=imported.url,
        note=imported.note,
        text_md=imported.text_md,
    )
    match = _best_digest(library, imported.text_md, topic)
    if match is not None:
        article = _as_full_text(article, match.digest)
    elif topic is None:
        article = replace(article, topic=fallback or only_topic(library))
    if same := _same_text(library, article):
        return ImportReport(article=same, already=same.id)
    name = f"{match.digest.id}-full-text" if match else slug(article.title or name)
    article = replace(article, id=_free_id(library, name))
    notices = imported.notices
    if imported.date and not article.date:
        notices += (f"“{imported.date}” is not understood as a date and was left out.",)
    if match is None:
        return ImportReport(article, dropped=imported.dropped, notices=notices)
    return ImportReport(
        article,
        digest=match.digest,
        found=match.found,
        located=match.found + len(match.lost),
        lost=match.lost,
        dropped=imported.dropped,
        notices=notices,
    )


@dataclass(frozen=True, slots=True)
class _Match:
    digest: Article
    found: int
    lost: tuple[Claim, ...]

    @property
    def share(self) -> float:
        return self.found / (self.found + len(self.lost))


def _best_digest(library: Library, text_md: str, topic: TopicId | None) -> _Match | None:
    texts = [passage.text for passage in passages(text_md)]
    best: _Match | None = None
    for digest in library.articles:
        if digest.kind is not ArticleKind.DIGEST or topic not in (None, digest.topic):
            continue
        match = _match(library, digest, texts)
        if match.found < _FEWEST or match.share < _ENOUGH:
            continue
        if best is None or (match.share, match.found) > (best.share, best.found):
            best = match
    return best


def _match(library: Library, digest: Article, texts: list[str]) -> _Match:
    found = 0
    lost = []
    for claim in library.claims:
        if claim.article != digest.id or claim.locator is None:
            continue
        if find(claim.locator, texts) is None:
            lost.append(claim)
        else:
            found += 1
    return _Match(digest, found, tuple(lost))


def _as_full_text(article: Article, digest: Article) -> Article:
    """The article with what the digest knows about the text that it stands for."""
    return replace(
        article,
        topic=digest.topic,
        title=digest.title,
        side=digest.side,
        authors=digest.authors or article.authors,
        venue=digest.venue or article.venue,
        date=digest.date or article.date,
        url=digest.url or article.url,
        source=digest.source,
        full_text_of=digest.id,
        note="The full text, brought in from your own copy.",
    )


def only_topic(library: Library) -> TopicId:
    """The library's only topic; UserError if it has none or several."""
    if len(library.topics) == 1:
        return library.topics[0].id
    if not library.topics:
        raise UserError("The library has no topic yet. Make one first, for it to go into.")
    known = ", ".join(topic.id for topic in library.topics)
    raise UserError(f"Say which topic it belongs to: {known}.")


def _same_text(library: Library, article: Article) -> Article | None:
    words = _words(article.text_md)
    is_short = len(words) < _FEWEST_WORDS  # so short that two texts may be alike by chance
    return next(
        (
            one
            for one in library.articles
            if one.topic == article.topic
            and one.kind is not ArticleKind.DIGEST
            and abs(len(one.text_md) - len(article.text_md)) <= len(article.text_md) // 2
            and _words(one.text_md) == words
            and (one.title == article.title or not is_short)
        ),
        None,
    )


def _words(text_md: str) -> list[str]:
    return re.findall(r"\w+", to_plain(text_md).casefold())


def _free_id(library: Library, wanted: str) -> ArticleId:
    taken: set[str] = {article.id for article in library.articles}
    return ArticleId(free_name(wanted[:70].strip("-."), taken.__contains__))

"""Quotations held against the stored texts of their sources: a verdict on each, in words.

The text of a source is an article of the library (its source, address or title is that source's) or
a text in the folder `texts` of the topic. A digest is no such text: its words are an editor's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from html import escape
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.model import (
    Article,
    ArticleKind,
    Cancelled,
    Evidence,
    EvidenceId,
    Library,
    Progress,
    Source,
    Stop,
)
from briefing.text.comparison import Change, Comparison, Fidelity, SourceText, compare
from briefing.text.passages import passages, to_plain
from briefing.text.quoted_words import words_of_quotation, words_of_source
from briefing.text.turning_words import Clip, clips, sentence_began, sentence_goes_on
from briefing.text.words import counted, short

if TYPE_CHECKING:
    from briefing.app.changes import Changes
    from briefing.app.editing import Editor

_SCHEME = re.compile(r"^[a-z]+://(?:www\.|m\.|amp\.)?|[#?].*$|/+$", re.IGNORECASE)
_NO_WORD = re.compile(r"\W+")
# So long a title is no chance: "Report" or "Cluster munitions" may name anything.
_TELLING_TITLE = 20


class QuoteVerdict(Enum):
    """What a check says of a quotation: its key, in the order in which one should look at them."""

    DIFFERS = "differs"
    OMITS = "omits"
    CLIPPED = "clipped"
    FAR_APART = "far-apart"
    NOT_FOUND = "not-found"
    NO_TEXT = "no-text"
    EXACT = "exact"

    @property
    def is_fault(self) -> bool:
        """Whether somebody should mend something."""
        return self not in (QuoteVerdict.EXACT, QuoteVerdict.NO_TEXT)


VERDICT_WORDS = {
    QuoteVerdict.EXACT: ("✓", "Exact"),
    QuoteVerdict.DIFFERS: ("≠", "Differs"),
    QuoteVerdict.OMITS: ("◆", "Words omitted without a mark"),
    QuoteVerdict.CLIPPED: ("✗", "Clipped"),
    QuoteVerdict.FAR_APART: ("↔", "Parts far apart"),
    QuoteVerdict.NOT_FOUND: ("?", "Not found"),
    QuoteVerdict.NO_TEXT: ("○", "No stored text"),
}
_OF_FIDELITY = {
    Fidelity.EXACT: QuoteVerdict.EXACT,
    Fidelity.FAR_APART: QuoteVerdict.FAR_APART,
    Fidelity.CLIPPED: QuoteVerdict.CLIPPED,
    Fidelity.OMITS: QuoteVerdict.OMITS,
    Fidelity.DIFFERS: QuoteVerdict.DIFFERS,
    Fidelity.NOT_FOUND: QuoteVerdict.NOT_FOUND,
}
_BEST_FIRST = tuple(_OF_FIDELITY)
_EXACT = Fidelity.EXACT
# Characters of texts that are kept ready: they take fifty times as much memory so.
_MOST_READY = 5_000_000
_PIECE = 5  # words in a row of which a text that has a quotation has some


@dataclass(frozen=True, slots=True)
class Check:
    """A quotation and what came of checking it.

    `text` names what it was held against (`article` is its id, if it is one) and `around` is the
    passage in it where the quotation begins, `elsewhere` the article in which it stands instead;
    `began` and `goes_on` are words with which the sentence begins and goes on in the source, where
    they turn its sense.
    """

    evidence: EvidenceId
    verdict: QuoteVerdict
    text: str = ""
    comparison: Comparison | None = None
    clips: tuple[Clip, ...] = ()
    goes_on: str = ""
    elsewhere: str = ""
    began: str = ""
    article: str = ""
    around: str = ""

    @property
    def title(self) -> str:
        """Shape and words of the verdict: "≠ Differs"."""
        return " ".join(VERDICT_WORDS[self.verdict])

    @property
    def words(self) -> str:
        """What is so, in a sentence or two."""
        return " ".join(one for one in (_SENTENCE[self.verdict](self), *_remarks(self)) if one)


@dataclass(frozen=True, slots=True)
class _Text:
    name: str
    article: str
    text_md: str


class QuotationCheck:
    """Checks the quotations of one library. It is used on one thread at a time: the worker."""

    def __init__(self, library: Library) -> None:
        from briefing.library import read_source_texts

        self._library = library
        self._languages = {one.id: one.language for one in library.topics}
        self._made: dict[_Text, SourceText] = {}  # the latest stands last
        self._size = 0  # characters of these texts
        self._said: dict[str, list[tuple[Article, str]]] = {}  # by topic: articles, their words
        self._texts: dict[str, list[_Text]] = defaultdict(list)
        for stored in read_source_texts(library.root):
            name = stored.title or stored.path.as_posix()
            for source in stored.sources:
                self._texts[source].append(_Text(name, "", stored.text_md))
        digests = {one.id: one.source for one in library.articles if one.source}
        by_address = _by_key(library.sources, lambda one: address_key(one.url))
        by_title = _by_key(library.sources, lambda one: title_key(one.title))
        for article in library.articles:
            if article.kind is ArticleKind.DIGEST and article.full_text_of is None:
                continue
            of_digest = digests.get(article.full_text_of) if article.full_text_of else None
            found = {str(one) for one in (article.source, of_digest) if one}
            found.update(by_address.get(address_key(article.url), ()))
            found.update(by_title.get(title_key(article.title), ()))
            for id_ in sorted(found):
                self._texts[id_].append(_of_article(article))

    def check(self, evidence: Evidence) -> Check:
        """Hold one quotation against the texts of its source; the best verdict counts."""
        language = self._languages.get(evidence.topic, "en")
        clipped = clips(evidence.quote, evidence.marks, language)
        texts = self._texts.get(evidence.source or "", [])
        if not texts:
            verdict = QuoteVerdict.CLIPPED if clipped else QuoteVerdict.NO_TEXT
            return Check(evidence.id, verdict, clips=clipped)
        results = [(compare(evidence.quote, self._ready(text)), text) for text in texts]
        found, text = min(results, key=lambda one: _BEST_FIRST.index(one[0].fidelity))
        verdict = _OF_FIDELITY[found.fidelity]
        if clipped and verdict in (QuoteVerdict.EXACT, QuoteVerdict.FAR_APART):
            verdict = QuoteVerdict.CLIPPED
        goes_on = elsewhere = began = around = ""
        if verdict is QuoteVerdict.NOT_FOUND:
            elsewhere = self._elsewhere(evidence, texts)
        elif found.end >= 0:
            words = self._ready(text).words
            goes_on = sentence_goes_on(words.text, found.end)
            began = sentence_began(words, found.start)
            around = _line_at(words.text, found.start)
        told = goes_on, elsewhere, began
        return Check(evidence.id, verdict, text.name, found, clipped, *told, text.article, around)

    def check_all(
        self,
        evidence: Iterable[Evidence],
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> tuple[Check, ...]:
        """Check many quotations, in their order; Cancelled as soon as `stop` says so."""
        every = tuple(evidence)
        done = []
        for number, one in enumerate(every):
            if number % 20 == 0:
                if stop is not None and stop():
                    raise Cancelled
                if progress is not None:
                    progress(number, len(every))
            done.append(self.check(one))
        return tuple(done)

    def _ready(self, text: _Text) -> SourceText:
        made = self._made.pop(text, None)
        if made is None:
            made = SourceText(to_plain(text.text_md))
            self._size += len(text.text_md)
        self._made[text] = made
        while self._size > _MOST_READY and len(self._made) > 1:
            first = next(iter(self._made))
            del self._made[first]
            self._size -= len(first.text_md)
        return made

    def _elsewhere(self, evidence: Evidence, tried: list[_Text]) -> str:
        """The title of another article of the topic in which the quotation stands."""
        names = {text.article for text in tried}
        keys = words_of_quotation(evidence.quote).keys
        size = min(_PIECE, max(1, len(keys) // 3))
        pieces = [" ".join(keys[at : at + size]) for at in range(0, len(keys) - size + 1, size)]
        for article, said in self._said_in(evidence.topic):
            if article.id in names or not any(f" {piece} " in said for piece in pieces):
                continue
            if compare(evidence.quote, self._ready(_of_article(article))).fidelity is _EXACT:
                return article.title
        return ""

    def _said_in(self, topic: str) -> list[tuple[Article, str]]:
        """The articles of a topic, each with its words as they are compared, blanks around them."""
        if topic not in self._said:
            articles = [one for one in self._library.articles if one.topic == topic]
            said = (words_of_source(to_plain(one.text_md)).keys for one in articles)
            words = (f" {' '.join(keys)} " for keys in said)
            self._said[topic] = list(zip(articles, words, strict=True))
        return self._said[topic]


def place_in_article(library: Library, check: Check) -> tuple[str, int] | None:
    """The article and the passage where a quotation stands; None if it stands in no article."""
    start = check.comparison.start if check.comparison else -1
    article = next((one for one in library.articles if one.id == check.article), None)
    if article is None or start < 0:
        return None
    ends = list(accumulate(len(one.text) + 1 for one in passages(article.text_md)))
    return article.id, min(bisect_right(ends, start), len(ends) - 1)


def _line_at(text: str, at: int) -> str:
    """The line around a character."""
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def all_quotations(library: Library, topic: str = "") -> tuple[Evidence, ...]:
    """The quotations of a library, or of one of its topics, in the order of the files."""
    every = [one for point in library.points for one in point.evidence] + list(library.quotes)
    return tuple(one for one in every if not topic or one.topic == topic)


def read_source_text(path: Path) -> str:
    """The words of a file of any format that can be imported, as Markdown."""
    from briefing.app.importing import read_article

    return read_article(path).text_md


def keep_source_text(editor: Editor, source: Source, text_md: str) -> Changes:
    """Store the text of a source in the library; it can be undone."""
    from briefing.library import save_source_text

    name = f"text of “{short(source.title or str(source.id))}”"
    changes = editor.do(name, lambda: save_source_text(editor.library, source, text_md))
    return replace(changes, sources=changes.sources | {str(source.id)})


def summary(checks: Iterable[Check]) -> str:
    """How many quotations have which verdict: "92 quotations: 2 differ, 90 exact"."""
    counts = Counter(one.verdict for one in checks)
    names = {
        QuoteVerdict.EXACT: "exact",
        QuoteVerdict.DIFFERS: "not as in the source",
        QuoteVerdict.OMITS: "with words omitted without a mark",
        QuoteVerdict.CLIPPED: "clipped",
        QuoteVerdict.FAR_APART: "with parts far apart",
        QuoteVerdict.NOT_FOUND: "not found in the source",
        QuoteVerdict.NO_TEXT: "without a stored text of the source",
    }
    parts = [f"{counts[one]:,} {names[one]}" for one in QuoteVerdict if counts[one]]
    total = counted(sum(counts.values()), "quotation")
    return f"{total}: {', '.join(parts)}" if parts else total


def difference_html(check: Check) -> str:
    """The word-by-word difference; what differs stands in brackets with + and −.

    + words are in the quotation only, − words in the source only; … words a mark stands for.
    """
    if check.comparison is None or not check.comparison.pieces:
        return ""
    parts = []
    for piece in check.comparison.pieces:
        text = escape(piece.text)
        if piece.change is Change.ADDED:
            text = f'<span class="added">[+&nbsp;<u>{text}</u>]</span>'
        elif piece.change is Change.LEFT_OUT:
            text = f'<span class="missing">[−&nbsp;<s>{text}</s>]</span>'
        elif piece.change is Change.OMITTED:
            shown = text if piece.words <= 12 else counted(piece.words, "word")
            text = f'<span class="muted">[… {shown} …]</span>'
        parts.append(text)
    return " ".join(parts)


def read_aloud_html(evidence: Evidence, check: Check) -> str:
    """The quotation with the words that the highlight drops marked as such."""
    parts, at = [], 0
    for clip in check.clips:
        parts.append(escape(evidence.quote[at : clip.start]))
        parts.append(f'<span class="missing">[−&nbsp;<s>{escape(clip.word)}</s>]</span>')
        at = clip.end
    return "".join([*parts, escape(evidence.quote[at:])]).replace("\n", "<br>")


def address_key(url: str) -> str:
    """An address as it is compared: without scheme, www, query and a slash at its end."""
    return _SCHEME.sub("", url.strip()).casefold().rstrip("/")


def title_key(title: str) -> str:
    """A title as it is compared; "" for one that is too short to tell anything."""
    key = _NO_WORD.sub(" ", title).strip().casefold()
    return key if len(key) >= _TELLING_TITLE else ""


def _by_key(sources: Iterable[Source], key: Callable[[Source], str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in sources:
        if name := key(one):
            found[name].append(str(one.id))
    return found


def _of_article(article: Article) -> _Text:
    return _Text(article.title, str(article.id), article.text_md)


# -- words ----------------------------------------------------------------------------------------


def _count(check: Check, change: Change) -> int:
    pieces = check.comparison.pieces if check.comparison else ()
    return sum(piece.words for piece in pieces if piece.change is change)


def _exact(check: Check) -> str:
    gaps = check.comparison.gaps if check.comparison else ()
    omitted = f", but for {counted(sum(gaps), 'word')} whose omission is marked" if gaps else ""
    return f"It stands so in “{check.text}”{omitted}."


def _differs(check: Check) -> str:
    added, missing = _count(check, Change.ADDED), _count(check, Change.LEFT_OUT)
    parts = [f"{counted(added, 'word')} of the quotation {_verb(added, 'is', 'are')} not there"]
    if missing:
        gone = counted(missing, "word")
        parts.append(f"{gone} of the source {_verb(missing, 'is', 'are')} missing")
    return f"Held against “{check.text}”, {', and '.join(parts)}."


def _omits(check: Check) -> str:
    missing = _count(check, Change.LEFT_OUT)
    return (
        f"{counted(missing, 'word')} of “{check.text}” {_verb(missing, 'is', 'are')} left out, and "
        "nothing says so: put … there, or the words."
    )


def _clipped(check: Check) -> str:
    turns = check.comparison.turns if check.comparison else ()
    said = []
    if turns:
        said.append(f"What is left out changes the sense: {_listed(turns)}.")
    if check.clips:
        dropped = _listed([one.word for one in check.clips])
        said.append(f"What is read aloud leaves out {dropped}, on which the sense hangs.")
    return " ".join(said)


def _far_apart(check: Check) -> str:
    gaps = check.comparison.gaps if check.comparison else ()
    return (
        f"Between its parts “{check.text}” has {counted(max(gaps, default=0), 'word')}: quote them "
        "one by one."
    )


def _not_found(check: Check) -> str:
    where = f" It stands in “{check.elsewhere}”." if check.elsewhere else ""
    return f"“{check.text}” has no such words.{where}"


def _no_text(check: Check) -> str:
    return "The text of its source is not in the library, so nothing can be said of its words."


_SENTENCE = {
    QuoteVerdict.EXACT: _exact,
    QuoteVerdict.DIFFERS: _differs,
    QuoteVerdict.OMITS: _omits,
    QuoteVerdict.CLIPPED: _clipped,
    QuoteVerdict.FAR_APART: _far_apart,
    QuoteVerdict.NOT_FOUND: _not_found,
    QuoteVerdict.NO_TEXT: _no_text,
}


def _remarks(check: Check) -> list[str]:
    said = []
    if check.clips and check.verdict is not QuoteVerdict.CLIPPED:
        said.append(_clipped(check))
    if check.comparison is not None and check.comparison.hidden:
        words = _listed(check.comparison.hidden)
        said.append(f"Left out with a mark is also {words}: see whether the sense stays.")
    if check.began:
        said.append(f"In the source stands before it: “… {check.began}”")
    if check.goes_on:
        said.append(f"In the source the sentence goes on: “{check.goes_on} …”")
    return said


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in dict.fromkeys(words))


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many

"""Two pages that look over a topic: its quotations held against their sources, and its gaps.

Both are made on the worker and are shown as rows with a kind; the pane filters by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from briefing.app.cards import speaker_line
from briefing.app.navigation import Destination, Room
from briefing.app.rows import Row
from briefing.app.workspace import Workspace
from briefing.text.words import counted, dotted, short

if TYPE_CHECKING:
    from briefing.app.alike import Pair
    from briefing.app.checking_quotations import Check
    from briefing.app.gaps import Gap
    from briefing.model import Article
    from briefing.suggest import Covered

# More rows than this nobody scrolls through; kind and filter find the others.
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One row of a page: `kind` names its group, `words` is what the filter looks in."""

    row: Row
    kind: str
    words: str
    source: str = ""  # of a quotation
    pair: Pair | None = None  # of alike points


@dataclass(frozen=True, slots=True)
class Report:
    """A page: what it is about, the kinds of its rows with their numbers, and the rows.

    `empty` stands in their place where there are none: what one can do instead.
    """

    title: str
    about: str
    kinds: tuple[tuple[str, str, int], ...] = ()  # key, words, how many
    rows: tuple[Reviewed, ...] = ()
    empty: str = ""

    def chosen(self, kind: str, words: str) -> tuple[Reviewed, ...]:
        """The rows of a kind ("": of all) in which all of the words occur."""
        wanted = words.casefold().split()
        if not kind and not wanted:
            return self.rows
        return tuple(
            one
            for one in self.rows
            if (not kind or one.kind == kind) and all(word in one.words for word in wanted)
        )


def checks_report(workspace: Workspace, checks: Iterable[Check]) -> Report:
    """The page of quotations that were held against their sources, the faulty ones first."""
    from briefing.app.checking_quotations import VERDICT_WORDS, QuoteVerdict, summary

    every = tuple(checks)
    order = list(QuoteVerdict)
    faulty_first = sorted(every, key=lambda one: order.index(one.verdict))
    rows = [_checked(workspace, one) for one in faulty_first]
    counts = Counter(one.verdict for one in every)
    kinds = tuple(
        (one.value, " ".join(VERDICT_WORDS[one]), counts[one]) for one in order if counts[one]
    )
    about = f"{summary(every)}." if every else "This topic has no quotations yet."
    if every and counts[QuoteVerdict.NO_TEXT] == len(every):
        about += (
            " To check one, choose it and give the text of its source; an article of the library "
            "with the source's address is such a text, too."
        )
    empty = (
        "Import cards or cut one from an article (select words, then Ctrl+T). Each of its "
        "quotations is held against the text of its source here."
    )
    return Report("Quotation check", about, kinds, tuple(rows), empty)


def _checked(workspace: Workspace, check: Check) -> Reviewed:
    evidence = workspace.quotes[check.evidence]
    owner = workspace.owner.get(check.evidence)
    source = workspace.sources.get(evidence.source) if evidence.source else None
    label = workspace.source_label(evidence.source) if evidence.source else "No source"
    row = Row(
        Destination(Room.QUOTE, evidence.id),
        check.title,
        ((f"“{' '.join(evidence.quote.split())}”", False),),
        ((check.words, False),),
        dotted(speaker_line(evidence), label),
        quote=evidence.id,
        point=owner.id if owner else "",
    )
    return Reviewed(row, check.verdict.value, row.spoken().casefold(), source.id if source else "")


# Kinds of passages, the worst first.
_COVERAGE = {
    "unanswered": "✗ Nothing answers it",
    "suggested": "▽ Only suggestions answer it",
    "answered": "▼ Answered by a link",
}


def coverage_report(workspace: Workspace, article: Article, covered: Iterable[Covered]) -> Report:
    """The page of an article's passages, by whether something answers them."""
    reading = workspace.read(article.id)
    rows = []
    for one in covered:
        beside = reading.passages[one.index] if reading is not None else None
        if beside is None or beside.passage.level:
            continue
        linked = sum(seen.is_counter for seen in beside.seen)
        kind = "answered" if linked else "unanswered" if one.is_unanswered else "suggested"
        foot = f"▼ {linked} linked · ▽ {one.answers} may answer · △ {one.supports} may support"
        if one.related:
            foot += f" · ◇ {one.related} of the same, side unknown"
        row = Row(
            Destination(Room.ARTICLE, article.id, one.index),
            f"{_COVERAGE[kind]} · passage {one.index + 1}",
            ((short(beside.passage.text, 160), False),),
            foot=foot,
        )
        rows.append(Reviewed(row, kind, row.spoken().casefold()))
    order = list(_COVERAGE)
    rows.sort(key=lambda one: order.index(one.kind))
    counts = Counter(one.kind for one in rows)
    kinds = tuple((key, words, counts[key]) for key, words in _COVERAGE.items() if counts[key])
    about = (
        f"“{short(article.title)}”: {counted(counts['unanswered'], 'passage')} of {len(rows)} "
        "that nothing in the library answers. Enter or a click goes there."
        if rows
        else f"“{short(article.title)}” has no passages to answer yet."
    )
    empty = "Give the article a text: Edit → Edit article."
    return Report("Coverage", about, kinds, tuple(rows), empty)


def gaps_report(gaps: Iterable[Gap], is_bare: bool = False) -> Report:
    """The page of gaps, by kind. `is_bare`: the topic has nothing yet that could lack something."""
    from briefing.app.gaps import GAP_WORDS

    every = tuple(gaps)
    counts = Counter(one.kind for one in every)
    kinds = tuple(
        (kind.value, " ".join(words), counts[kind])
        for kind, words in GAP_WORDS.items()
        if counts[kind]
    )
    rows = []
    for gap in every:
        row = Row(
            gap.goal,
            " ".join(GAP_WORDS[gap.kind]),
            ((gap.title, False),),
            ((gap.about, False),) if gap.about else (),
            f"→ {gap.mend}",
            quote=gap.quote,
            point=gap.point,
            source=gap.source,
        )
        rows.append(Reviewed(row, gap.kind.value, row.spoken().casefold()))
    about = (
        f"{counted(len(every), 'gap')}. Enter or a click goes to the place where it can be mended."
        if every
        else "This topic has no articles and no points yet, so nothing is lacking in them."
        if is_bare
        else "No gaps: every claim has its answer, every point its evidence and its source."
    )
    empty = (
        "This page lists what a topic lacks: claims that nothing answers, points without evidence, "
        "quotations without a source, old evidence. Look again when you have added something."
    )
    return Report("Gaps", about, kinds, tuple(rows), empty)


def verdict_html(check: Check | None, evidence: str) -> str:
    """The line about a quotation's check on an open card, with the link to the whole of it."""
    link = f'<a href="check:{escape(evidence)}">Check quotation</a>'
    if check is None:
        return f"<p>{link}</p>"
    shape, _, words = check.title.partition(" ")
    kind = "caution" if check.verdict.is_fault else "muted"
    return (
        f'<p class="{kind}"><b>{shape} {escape(words)}.</b> {escape(check.words)}</p><p>{link}</p>'
    )


def detail_html(workspace: Workspace, check: Check) -> str:
    """A check in full: the verdict, the difference word by word, and how to read it."""
    from briefing.app.checking_quotations import (
        QuoteVerdict,
        difference_html,
        read_aloud_html,
    )

    evidence = workspace.quotes[check.evidence]
    parts = [f"<p><b>{escape(check.title)}.</b> {escape(check.words)}</p>"]
    difference = difference_html(check)
    if difference:
        parts.append(f"<p>{difference}</p>")
    else:
        parts.append(f"<p>“{escape(evidence.quote)}”</p>")
    if check.clips:
        parts.append(f'<p class="muted">Read aloud:</p><p>{read_aloud_html(evidence, check)}</p>')
    if check.around:
        parts.append(f'<p class="muted">“{escape(check.text)}” has it here:</p>')
        parts.append(f"<p>{escape(short(check.around, 1500))}</p>")
    if difference and check.verdict is not QuoteVerdict.EXACT:
        parts.append(
            '<p class="note">[+ words of the quotation that the source does not have] '
            "[− words of the source that the quotation does not have] "
            "[… words that a mark stands for …]</p>"
        )
    return "".join(parts)

"""What an import would bring, in words and as HTML, made without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from briefing.app.importing.articles import ImportReport
from briefing.app.importing.plan import FileReport, Plan
from briefing.app.workspace import Workspace
from briefing.text.dates import day_first
from briefing.text.words import count_words, counted, dotted, short

_MOST_LINES = 6  # claims, flagged cards and dropped lines that are listed


def summary(plan: Plan) -> str:
    """All files in a sentence or two: who brings in many does not read every report."""
    bring = [one for one in plan.reports if one.brings]
    numbers = {
        "card": sum(one.cards for one in bring),
        "article": sum(len(one.new_articles) for one in bring),
        "quotation": sum(len(one.quotes) for one in bring),
        "pack": sum(bool(one.pack) for one in bring),
    }
    found = ", ".join(counted(number, noun) for noun, number in numbers.items() if number)
    said = [f"{len(bring):,} of {counted(len(plan.reports), 'file')} can be added"]
    said[0] += f": {found}." if found else "."
    known = sum(not one.brings and not one.trouble for one in plan.reports)
    if known:
        said.append(f"{counted(known, 'file')} with nothing new.")
    if failed := sum(bool(one.trouble) for one in plan.reports):
        said.append(f"{counted(failed, 'file')} could not be read: why is said below.")
    return " ".join(said)


def may_be_misread(report: FileReport) -> bool:
    """Whether the encoding was guessed, or letters could not be read."""
    intake = report.read.intake
    if intake is None:
        return False
    notices = [*intake.notices, *(one for each in intake.articles for one in each.notices)]
    return any("encoding" in one or "could not be read" in one for one in notices)


def title_of(report: FileReport) -> str:
    """What a file is called in the list: the title of its only article, or its name."""
    if len(report.articles) == 1 and not report.points:
        return report.articles[0].article.title
    return report.path.name


def report_html(workspace: Workspace, one: FileReport) -> str:
    """A file's report in words."""
    parts = [f'<p class="muted">{escape(str(one.path))}</p>']
    if one.trouble:
        parts.append(f'<p class="caution">{escape(one.trouble)}</p>')
        return "".join(parts)
    for report in one.articles[:_MOST_LINES]:
        parts += _article(workspace, report)
    if len(one.articles) > _MOST_LINES:
        parts.append(f"<p>… and {len(one.articles) - _MOST_LINES} more articles.</p>")
    if one.pack:
        parts.append(f"<p><b>{escape(one.packed)}</b></p>")
    if one.counted or one.already:
        parts += _points(one)
    if not one.articles and not one.brings and not one.already:
        parts.append("<p>There is nothing in it that can be brought in.</p>")
        notices = one.read.intake.notices if one.read.intake is not None else ()
        parts += [f'<p class="caution">{escape(notice)}</p>' for notice in notices]
    return "".join(parts)


def _points(one: FileReport) -> list[str]:
    parts = []
    if one.counted:
        under = sum(bool(group.headings) for group in one.groups)
        headings = f" under {under} headings" if under > 1 else ""
        parts.append(f"<p><b>{escape(one.counted)}</b>{headings}</p>")
    claims = [point.claim for point in one.points[:_MOST_LINES]]
    if len(one.points) > len(claims):
        claims.append(f"… and {len(one.points) - len(claims):,} more")
    parts += lines_html("", [short(claim, 110) for claim in claims], "muted")
    if one.already:
        verb = "is" if one.already == 1 else "are"
        said = (
            f"{one.already:,} of its {one.noun}s {verb} in the library already and will not come "
            "twice."
            if one.brings
            else "All of it is in the library already."
        )
        parts.append(f"<p>{said}</p>")
    if one.variants:
        verb = "was" if one.variants == 1 else "were"
        parts.append(
            f"<p>{one.variants:,} of its quotations {verb} cut by somebody else, too. All cuts are "
            "kept, and shown as one.</p>"
        )
    flagged = [
        f"{short(point.claim, 80).rstrip(':')}: {what}" for point, what in one.flagged_points
    ]
    more = len(flagged) - _MOST_LINES
    shown = flagged[:_MOST_LINES] + ([f"… and {more} more"] if more > 0 else [])
    parts += lines_html("To look at:", shown, "caution")
    notices = one.read.intake.notices if one.read.intake is not None else ()
    return parts + [f"<p>{escape(notice)}</p>" for notice in notices]


def _article(workspace: Workspace, report: ImportReport) -> list[str]:
    title = escape(report.article.title)
    if report.already is not None:
        return [f"<p>This text is in the library already, as “{title}”.</p>"]
    parts = [_facts(workspace, report)]
    if report.digest is not None:
        parts.append(
            f"<p>Recognised as the full text of the digest “{escape(report.digest.title)}”. "
            f"<b>{report.found} of {report.located} claims found</b> in it: their points will "
            "stand beside the same words here.</p>"
        )
    else:
        parts.append("<p>New here: what may answer and support it is suggested beside it.</p>")
    parts += lines_html(
        "Claims that were not found, and whose points will be listed as lost:",
        [f"{claim.text} ({claim.id})" for claim in report.lost],
        "caution",
    )
    parts += lines_html(
        "Left out, because these lines are the page's and not the article's:",
        [dropped.said for dropped in report.dropped],
        "muted",
    )
    return parts + [f"<p>{escape(notice)}</p>" for notice in report.notices]


def _facts(workspace: Workspace, report: ImportReport) -> str:
    article = report.article
    topic = workspace.topics.get(article.topic)
    facts = dotted(
        ", ".join(article.authors),
        article.venue,
        day_first(article.date),
        counted(count_words(article.text_md), "word"),
        f"topic: {topic.title}" if topic else "",
    )
    return f"<p>{escape(facts)}</p>"


def lines_html(words: str, lines: Sequence[str], kind: str) -> list[str]:
    """Some words and lines below them, as one paragraph of a class; nothing without lines."""
    if not lines:
        return []
    shown = "<br>".join(escape(line) for line in lines)
    head = f"{escape(words)}<br>" if words else ""
    return [f'<p class="{kind}">{head}{shown}</p>']

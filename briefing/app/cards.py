"""The texts of a card: HTML of a point, its evidence and its source, made without Qt."""

from __future__ import annotations

from html import escape

from briefing.app.reading import relation_words, side_words
from briefing.app.workspace import Workspace
from briefing.model import Claim, Evidence, Mark, Point, Source
from briefing.text.dates import day_first
from briefing.text.passages import to_html
from briefing.text.runs import marked_runs


def quotation_html(quote: str, marks: tuple[Mark, ...]) -> str:
    """A quotation with its underlined, emphasised and highlighted words."""
    parts = []
    for run in marked_runs(quote, marks):
        text = escape(run.text, quote=False).replace("\n", "<br>")
        if run.highlight:
            text = f'<span class="read">{text}</span>'
        if run.emphasis:
            text = f"<b>{text}</b>"
        if run.underline:
            text = f"<u>{text}</u>"
        parts.append(text)
    return "".join(parts)


def speaker_line(evidence: Evidence) -> str:
    """Who said it, in what role, when and where."""
    who = ", ".join(one for one in (evidence.speaker, evidence.role) if one)
    when = ", ".join(one for one in (day_first(evidence.date), evidence.occasion) if one)
    return " · ".join(one for one in (who, when) if one)


def evidence_html(workspace: Workspace, evidence: Evidence) -> str:
    """A piece of evidence in full: words, speaker, source, label and caution."""
    parts = [f"<p>“{quotation_html(evidence.quote, evidence.marks)}”</p>"]
    said = escape(speaker_line(evidence))
    voice = f' <span class="muted">[{escape(evidence.voice)}]</span>' if evidence.voice else ""
    parts.append(f"<p>— {said}{voice}</p>")
    if evidence.translated:
        parts.append(f'<p class="muted">Translated {escape(evidence.translated)}</p>')
    if evidence.label:
        parts.append(caution_html("Note", evidence.label))
    if evidence.caution:
        parts.append(caution_html("Caution", evidence.caution))
    if evidence.note_md:
        parts.append(to_html(evidence.note_md, workspace.source_label))
    if evidence.source:
        parts.append(source_line(workspace, evidence.source))
    parts.append(f'<p><a href="quote:{escape(evidence.id)}">Copy with citation</a></p>')
    return "".join(parts)


def caution_html(word: str, text: str) -> str:
    """A line that must not be overlooked."""
    return f'<p class="caution"><b>{escape(word)}:</b> {escape(text)}</p>'


def source_line(workspace: Workspace, source_id: str) -> str:
    """One source as a line with a link to its record and with its caution."""
    source = workspace.sources.get(source_id)
    if source is None:
        return f'<p class="caution">Unknown source {escape(source_id)}</p>'
    name = f"{source.title}" if source.title else workspace.source_label(source_id)
    facts = ", ".join(
        one for one in (source.container or source.publisher, day_first(source.date)) if one
    )
    line = f'<p>Source: <a href="source:{escape(source_id)}">{escape(name)}</a>'
    line += f' <span class="muted">{escape(facts)}</span></p>'
    if source.caution:
        line += caution_html("About the source", source.caution)
    return line


def explanation_html(workspace: Workspace, point: Point) -> str:
    """A point's explanation, what to beware of, and how strong it is."""
    parts = [to_html(point.explanation_md, workspace.source_label)]
    if point.caution:
        parts.append(caution_html("Caution", point.caution))
    if point.as_of:
        parts.append(f'<p class="muted">As of {escape(day_first(point.as_of))}</p>')
    if point.strength:
        parts.append(f"<p><b>How strong:</b> {escape(point.strength)}</p>")
    return "".join(parts)


def claim_html(workspace: Workspace, claim: Claim) -> str:
    """What an article claims, and the verdicts of its fact checks, in a few lines."""
    parts = [f'<p class="muted">Claim: {escape(claim.text)}</p>']
    for check in claim.checks:
        aspect = f" ({escape(check.aspect)})" if check.aspect else ""
        parts.append(f'<p class="caution"><b>Fact check{aspect}: {check.verdict.value}</b></p>')
        parts.append(to_html(check.text_md, workspace.source_label))
    if claim.note_md:
        parts.append(to_html(claim.note_md, workspace.source_label))
    return "".join(parts)


def source_html(source: Source) -> str:
    """A source's record in full."""
    names = "; ".join(
        name.literal or ", ".join(one for one in (name.family, name.given) if one)
        for name in source.authors
    )
    rows = {
        "Author": names,
        "In": source.container,
        "Publisher": source.publisher,
        "Date": day_first(source.date) or "no date",
        "Accessed": day_first(source.accessed),
        "Pages": source.page,
        "Link": source.url,
        "Kind": source.type,
        "Note": source.note,
    }
    table = "".join(
        f'<tr><td class="muted">{name}</td><td>{escape(value)}</td></tr>'
        for name, value in rows.items()
        if value
    )
    parts = [f"<h3>{escape(source.title or source.id)}</h3><table>{table}</table>"]
    if source.caution:
        parts.append(caution_html("Caution", source.caution))
    if source.url:
        parts.append(f'<p><a href="copy:{escape(source.url)}">Copy link</a></p>')
    parts.append(f'<p><a href="cite:{escape(source.id)}">Copy citation</a></p>')
    return "".join(parts)


def stands(workspace: Workspace, point: Point) -> str:
    """A point's side in words."""
    return side_words(point.side, workspace.topic_of(point))


__all__ = [
    "caution_html",
    "claim_html",
    "evidence_html",
    "explanation_html",
    "quotation_html",
    "relation_words",
    "source_html",
    "source_line",
    "speaker_line",
    "stands",
]

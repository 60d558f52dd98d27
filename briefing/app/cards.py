"""The texts of a card: HTML of a point, its evidence and its source, made without Qt."""

from __future__ import annotations

import re
from html import escape

from briefing.app.reading import NOTE_SHAPE, side_words
from briefing.app.settings import Settings
from briefing.app.workspace import Workspace
from briefing.model import Claim, Evidence, Mark, Note, Point, Source
from briefing.text.citations.names import inverted
from briefing.text.dates import day_first
from briefing.text.marking import FULL, GAP, PILCROW, Look, spoken_parts
from briefing.text.passages import to_html
from briefing.text.runs import marked_runs
from briefing.text.words import count_words, counted, dotted, short

_MOST_CUTS = 12  # that are listed of one quotation
_LONGEST_NAME = 120  # characters of a claim in a line about something else
_ALIKE = 20  # characters; cites that share more begin alike
_BREAKS = re.compile(r"[ \t]*\n+[ \t]*")


def quotation_html(quote: str, marks: tuple[Mark, ...], look: Look = FULL) -> str:
    """A quotation with its underlined, emphasised and highlighted words."""
    if look.spoken:
        said = (
            escape(one, quote=False).replace("\n", "<br>") for one in spoken_parts(quote, marks)
        )
        return GAP.join(said)
    parts = []
    for run in marked_runs(quote, marks):
        text = escape(run.text, quote=False)
        if look.condensed:
            text = _BREAKS.sub(PILCROW, text)
        text = text.replace("\n", "<br>")
        if look.shrunk and marks and not (run.highlight or run.emphasis or run.underline):
            text = f'<span class="small">{text}</span>'
        if run.highlight:
            text = f'<span class="read">{text}</span>'
        if run.emphasis:
            text = f"<b>{text}</b>"
        if run.underline:
            text = f"<u>{text}</u>"
        parts.append(text)
    return "".join(parts)


def speaker_line(evidence: Evidence) -> str:
    """Who said it, in what role, when and where; in words if nothing of that is known."""
    who = ", ".join(one for one in (evidence.speaker, evidence.role) if one)
    when = ", ".join(one for one in (day_first(evidence.date), evidence.occasion) if one)
    return dotted(who, when) or evidence.cite or "Speaker not named"


def look_of(settings: Settings) -> Look:
    """How quotations are shown."""
    return Look(
        shrunk=settings.evidence == "shrunk",
        condensed=settings.condensed == "yes",
        spoken=settings.evidence == "spoken",
    )


def evidence_html(workspace: Workspace, evidence: Evidence, look: Look = FULL) -> str:
    """A piece of evidence in full: words, speaker, source, label and caution."""
    parts = [f"<p>“{quotation_html(evidence.quote, evidence.marks, look)}”</p>"]
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
    parts.append(_cuts_html(workspace, evidence))
    parts.append(f'<p><a href="quote:{escape(evidence.id)}">Copy with citation</a></p>')
    return "".join(parts)


def _cuts_html(workspace: Workspace, evidence: Evidence) -> str:
    """The same words as others cut them, each with a link to it; "" if nobody else did."""
    cuts = workspace.cuts_of(evidence)
    if not cuts:
        return ""
    lines = [_cut_line(workspace, evidence, one) for one in cuts[:_MOST_CUTS]]
    if len(cuts) > len(lines):
        lines.append(f"… and {len(cuts) - len(lines):,} more")
    if evidence.variant_of:
        lines.append(f'<a href="first:{escape(evidence.id)}">Let this cut stand first</a>')
    return "<p>Also cut as:<br>" + "<br>".join(lines) + "</p>"


def _cut_line(workspace: Workspace, evidence: Evidence, cut: Evidence) -> str:
    owner = workspace.owner.get(cut.id)
    name = owner.claim if owner is not None else f"“{short(cut.quote)}”"
    link = f'<a href="cut:{escape(cut.id)}">{escape(short(name, _LONGEST_NAME))}</a>'
    return f'{link} <span class="muted">{escape(cut_facts(evidence, cut))}</span>'


def cut_facts(evidence: Evidence, cut: Evidence) -> str:
    """What is other about another cut of the same words: whose it is, how long, whether first."""
    by = _what_differs(cut.cite or speaker_line(cut), evidence.cite or speaker_line(evidence))
    first = "cut first" if cut.id == evidence.variant_of else ""
    length = counted(count_words(cut.quote), "word")
    return dotted(by, length, first)


def _what_differs(cite: str, other: str) -> str:
    """The beginning of a cite, or of what is other in it than in one that begins alike."""
    if cite == other:
        return ""
    pairs = enumerate(zip(cite, other, strict=False))
    same = next((at for at, (one, two) in pairs if one != two), min(len(cite), len(other)))
    begin = cite.rfind(" ", 0, same + 1) + 1
    return f"… {short(cite[begin:])}" if same > _ALIKE and cite[begin:] else short(cite)


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


def note_html(note: Note, is_lost: bool) -> str:
    """A note of the user's own; if it is lost, with the words it stood beside."""
    lost = f" (lost: “{escape(note.passage.exact)}” is not in the text)" if is_lost else ""
    return f"<p><b>{NOTE_SHAPE} Your note</b>{lost}</p>{to_html(note.text_md)}"


def source_html(source: Source) -> str:
    """A source's record in full."""
    rows = {
        "Author": "; ".join(map(inverted, source.authors)),
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

"""What stands on the slides, as HTML: text only, no layout."""

from __future__ import annotations

from html import escape

from briefing.app.cards import caution_html, quotation_html, speaker_line, stands
from briefing.app.presenting import (
    ShowCheck,
    ShowClaim,
    ShowPassage,
    ShowPoint,
    ShowQuotation,
    Step,
)
from briefing.app.reading import VERDICT_SHAPE, Beside, Reading, Seen, relation_words
from briefing.app.workspace import Workspace
from briefing.model import ArticleKind, Evidence, Point, Side, Topic
from briefing.text.dates import day_first
from briefing.text.passages import to_html
from briefing.text.words import dotted
from briefing.ui.theme import Theme

NOTHING = "Nothing in the library answers or supports this passage yet."


def slide_css(
    theme: Theme, family: str, pixels: float, small: float, is_tight: bool = False
) -> str:
    """The style of a slide: text `pixels` high, nothing smaller than `small`, heads in `family`."""
    second = max(small, pixels * 0.86)
    gap = pixels * (0.08 if is_tight else 0.35)
    return f"""
    body, p, li, td, th {{ color: {theme["text"]}; font-size: {pixels:.0f}px; }}
    p {{ margin-top: 0; margin-bottom: {gap:.0f}px; }}
    a {{ color: {theme["text"]}; text-decoration: none; }}
    .claim, .second, .small, .caution, .counter, .support, .accent {{ font-family: "{family}"; }}
    .claim {{ font-weight: 600; }}
    .second, .cite, .muted, .caution b {{ font-size: {second:.0f}px; }}
    .small {{ font-size: {small:.0f}px; }}
    .caution {{ font-size: {second:.0f}px; color: {theme["caution"]};
        background-color: {theme["caution_soft"]}; }}
    .counter {{ font-size: {second:.0f}px; font-weight: 700; color: {theme["counter"]}; }}
    .accent {{ font-size: {second:.0f}px; font-weight: 700; }}
    .support {{ font-size: {second:.0f}px; font-weight: 700; color: {theme["support"]}; }}
    .read {{ background-color: {theme["highlight"]}; color: {theme["highlight_text"]}; }}
    .head {{ font-weight: 700; margin-bottom: 0; }}
    """


def byline(reading: Reading, short: bool = False) -> str:
    """Whose words a passage is: authors and venue, and whether it is only a digest of them."""
    article = reading.article
    kind = "digest" if short else "Digest, not the original text"
    names = [name.rsplit(" ", 1)[-1] for name in article.authors]
    facts = (
        " and ".join(names) if len(names) < 3 else f"{names[0]} et al.",
        article.venue or article.title,
        "" if short else day_first(article.date),
        kind if article.kind is ArticleKind.DIGEST else "",
    )
    return dotted(*facts)


def passage_html(beside: Beside, reading: Reading) -> str:
    """A passage by itself."""
    weight = ' class="claim"' if beside.passage.level else ""
    lines = beside.passage.text.split("\n")
    html = "".join(f"<p{weight}>{escape(line)}</p>" for line in lines)
    if not reading.article.id:  # a case or a topic, which the bottom line names
        return html
    html += f'<p class="small">— {escape(byline(reading))}</p>'
    is_rare = any(one.seen for one in reading.passages)  # else it would stand on every page
    if is_rare and not beside.seen and not beside.verdicts:
        html += f'<p class="second">{NOTHING}</p>'
    return html


def relation_html(seen: Seen, *more: str) -> str:
    """Shape and words of what a point does to the passage, if it stands beside one, and more."""
    words = dotted(relation_words(seen.relation), *more)
    return f'<p class="{token_of(seen)} head">{words}</p>' if words else ""


def token_of(seen: Seen) -> str:
    """The colour of what a point does to the passage."""
    if seen.relation is None:
        return "accent"
    return "counter" if seen.is_counter else "support"


def claim_html(seen: Seen, side: str = "") -> str:
    """A point's claim. On the board its column names its side; without one it is said."""
    # In full on the next page.
    caution = '<span class="caution">Caution</span>' if seen.point.caution else ""
    head = relation_html(seen, escape(side), caution)
    return f'{head}<p class="claim">{escape(seen.point.claim)}</p>'


def side_beside(seen: Seen) -> str:
    """What is said of the side of a point on the board: nothing, if it stands in a column."""
    return "Takes no side" if seen.point.side is None else ""


def step_html(workspace: Workspace, reading: Reading, beside: Beside, step: Step) -> str:
    """A step that has pages of its own; a claim has none, it stands on the board."""
    if isinstance(step, ShowPassage):
        return passage_html(beside, reading)
    if isinstance(step, ShowCheck):
        return check_html(workspace, step)
    if isinstance(step, ShowQuotation):
        return _quotation_html(workspace, step)
    if isinstance(step, ShowPoint):
        return claim_html(step.seen, stands(workspace, step.seen.point))
    if isinstance(step, ShowClaim):
        return claim_html(step.seen, side_beside(step.seen))
    return _reason_html(workspace, step.seen)


def _head(workspace: Workspace, seen: Seen, number: int = 1) -> str:
    html = relation_html(seen, escape(stands(workspace, seen.point)))
    html += f'<p class="claim">{escape(seen.point.claim)}</p>'
    return html + (_warnings(seen.point) if number == 1 else "")


def _warnings(point: Point) -> str:
    html = caution_html("Caution", point.caution) if point.caution else ""
    return html + (
        f'<p class="second">As of {escape(day_first(point.as_of))}</p>' if point.as_of else ""
    )


def _quotation_html(workspace: Workspace, step: ShowQuotation) -> str:
    evidence = step.evidence
    html = _head(workspace, step.seen, step.number)
    html += f"<p>“{quotation_html(evidence.quote, evidence.marks)}”</p>"
    said = speaker_line(evidence) + (f" [{evidence.voice}]" if evidence.voice else "")
    html += f'<p class="second">— {escape(said)}</p>'
    return html + _small_print(workspace, evidence)


def _small_print(workspace: Workspace, evidence: Evidence) -> str:
    """Everything that must be read with a quotation."""
    html = ""
    if evidence.translated:
        html += f'<p class="second">Translated {escape(evidence.translated)}</p>'
    if evidence.label:
        html += caution_html("Note", evidence.label)
    if evidence.caution:
        html += caution_html("Caution", evidence.caution)
    if evidence.note_md:
        html += _second(to_html(evidence.note_md, workspace.source_label))
    if evidence.source:
        html += _source(workspace, evidence.source)
    return html


def _source(workspace: Workspace, source_id: str) -> str:
    html = f'<p class="second">Source: {escape(workspace.source_label(source_id))}</p>'
    source = workspace.sources.get(source_id)
    if source is not None and source.caution:
        html += caution_html("About the source", source.caution)
    return html


def _second(html: str) -> str:
    """Rendered Markdown in the second size of type."""
    return html.replace("<p>", '<p class="second">')


def _reason_html(workspace: Workspace, seen: Seen) -> str:
    html = _head(workspace, seen)
    html += to_html(seen.point.explanation_md, workspace.source_label)
    return html + "".join(_source(workspace, one) for one in seen.point.sources)


def check_html(workspace: Workspace, step: ShowCheck) -> str:
    """A fact check: the verdict in shape and words, then the claim and the reasons."""
    check = step.check
    aspect = f" ({escape(check.aspect)})" if check.aspect else ""
    verdict = f"{VERDICT_SHAPE[check.verdict]} {check.verdict.value}"
    html = f'<p class="claim">Fact check{aspect}: {verdict}</p>'
    html += f'<p class="second">The claim: {escape(step.claim.text)}</p>'
    html += to_html(check.text_md, workspace.source_label)
    names = dict.fromkeys(workspace.source_label(one) for one in check.sources)
    if names:
        html += f'<p class="second">Sources: {escape("; ".join(names))}</p>'
    cautions = [workspace.sources[one].caution for one in check.sources if one in workspace.sources]
    html += "".join(caution_html("About a source", one) for one in cautions if one)
    return html


def quotation_words(step: Step) -> str:
    """Which of a point's quotations is up, when it has several."""
    if isinstance(step, ShowQuotation) and step.of > 1:
        return f"Quotation {step.number} of {step.of}"
    return ""


def column_words(topic: Topic | None, side: Side, revealed: int, total: int) -> tuple[str, ...]:
    """The heading of a column, the fullest form first; the narrow forms are for large type."""
    name = topic.side_name(side) if topic else side.value.capitalize()
    count = f" · {revealed} of {total}" if total else " · none"
    stance = "" if name.lower() == side.value else f" · {side.value}"
    return (f"{name}{stance}{count}", f"{name}{count}", name)

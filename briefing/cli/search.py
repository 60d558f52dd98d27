"""`briefing search`: hits as lines, or as JSON for other programs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from briefing.cli.base import (
    STYLES,
    command,
    is_terminal,
    need_topic,
    open_library,
    positive,
)
from briefing.text.words import dotted

if TYPE_CHECKING:
    from briefing.app.workspace import Workspace
    from briefing.cli.base import Options, Words
    from briefing.index import Hit, Results, Runs

KINDS = ("quote", "point", "passage", "article", "source", "term", "event", "figure")

SORTS = ("relevance", "date", "speaker")


def add(words: Words) -> None:
    """Put the word and its options in."""
    search = command(words, "search", "find quotations, points, passages, sources, terms", _search)
    search.add_argument("query", nargs="+", help='words, "phrases", by:, side:, year: …')
    search.add_argument("--json", action="store_true", help="print JSON (docs/search.md)")
    search.add_argument("--kind", action="append", choices=KINDS, default=[], help="this kind only")
    search.add_argument("--topic", action="append", default=[], help="only this topic (folder)")
    search.add_argument("--limit", type=positive, default=20, help="how many hits (20)")
    search.add_argument("--sort", choices=SORTS, default="relevance", help="order (relevance)")
    search.add_argument("--style", choices=STYLES, default="debate", help="citation style")


def _search(options: Options) -> int:
    from briefing.index import Kind, Sort

    query = " ".join(options.query).strip()
    workspace, finder = open_library(options.library)
    for topic in options.topic:
        need_topic(workspace, topic)
    results = finder.find(
        query,
        kinds=[Kind(name) for name in options.kind],
        topics=options.topic,
        limit=options.limit,
        sort=Sort(options.sort),
    )
    finder.close()
    for fault in workspace.unread:
        print(f"Not searched: {fault}", file=sys.stderr)
    if options.json:
        _print_json(_as_values(query, results, workspace, options.style))
        return 0
    for hit in results.hits:
        _print_hit(hit, workspace, options.style)
    if results.notice:
        print(results.notice, file=sys.stderr)
    if results.meant:
        print(f"Did you mean: {results.meant}", file=sys.stderr)
    print(_summary(results))
    return 0


def _print_hit(hit: Hit, workspace: Workspace, style: str) -> None:
    from briefing.index import Kind

    entry = hit.entry
    title = hit.title if entry.kind is not Kind.QUOTE else ()
    body = hit.snippet
    if entry.kind is Kind.QUOTE:
        body = (("“", False), *hit.snippet, ("”", False))
    label = f"[{entry.kind.value}] {entry.id}"
    side = _side_name(hit, workspace)
    print(dotted(label, side, entry.theme))
    # What the remarks below say anyhow is not said twice.
    remarks = "".join(_remarks(hit, workspace))
    note = hit.note if "".join(text for text, _ in hit.note) not in remarks else ()
    for runs in (title, body, note):
        if runs:
            print("  " + _marked(runs).replace("\n", "\n  "))
    brackets = (f"[{remark}]" for remark in _remarks(hit, workspace))
    for line in (_who(hit), *brackets, _cite_line(hit, workspace, style)):
        if line:
            print(f"  {line}")
    print()


def _who(hit: Hit) -> str:
    from briefing.index import Kind

    entry = hit.entry
    if entry.kind is Kind.QUOTE:
        who = _marked(hit.speaker)
        return "— " + ", ".join(part for part in (who, entry.role, entry.date) if part)
    if entry.kind is Kind.PASSAGE:
        return f"in {entry.context}, passage {(entry.place or 0) + 1}"
    return entry.context if entry.kind in (Kind.EVENT, Kind.ARTICLE, Kind.FIGURE) else ""


def _cite_line(hit: Hit, workspace: Workspace, style: str) -> str:
    from briefing.index import Kind
    from briefing.text.citations import Style, cite

    entry = hit.entry
    evidence = workspace.quotes.get(entry.id) if entry.kind is Kind.QUOTE else None
    if evidence is not None:
        source = workspace.sources.get(evidence.source) if evidence.source else None
        return cite(evidence, source, Style(style))
    source = workspace.sources.get(entry.id) if entry.kind is Kind.SOURCE else None
    return cite(None, source, Style(style)) if source is not None else ""


def _remarks(hit: Hit, workspace: Workspace) -> tuple[str, ...]:
    """What must be said with a quotation: translation, label, caution."""
    from briefing.index import Kind
    from briefing.text.citations import remarks

    evidence = workspace.quotes.get(hit.id) if hit.kind is Kind.QUOTE else None
    return remarks(evidence) if evidence is not None else ()


def _side_name(hit: Hit, workspace: Workspace) -> str:
    from briefing.app.reading import side_words
    from briefing.model import Side

    if not hit.entry.side:
        return ""
    return side_words(Side(hit.entry.side), workspace.topics.get(hit.entry.topic))


def _marked(runs: Runs) -> str:
    if not is_terminal(sys.stdout):
        return "".join(text for text, _ in runs)
    return "".join(f"\x1b[1m{text}\x1b[0m" if hit else text for text, hit in runs)


def _summary(results: Results) -> str:
    if not results.total:
        return "nothing found"
    parts = (
        f"{count} {kind.plural if count > 1 else kind.singular}" for kind, count in results.totals
    )
    return f"{results.total} found: {', '.join(parts)}; shown {len(results.hits)}"


def _as_values(query: str, results: Results, workspace: Workspace, style: str) -> dict[str, object]:
    """The JSON form of results; docs/search.md promises these names."""
    return {
        "query": query,
        "notice": results.notice,
        "loose": results.loose,
        "meant": results.meant,
        "totals": {kind.value: count for kind, count in results.totals},
        "hits": [
            {
                "kind": hit.kind.value,
                "id": hit.id,
                "topic": hit.entry.topic,
                "title": hit.entry.title,
                "text": hit.entry.text,
                "snippet": [list(run) for run in hit.snippet],
                "note": [list(run) for run in hit.note],
                "speaker": hit.entry.speaker,
                "role": hit.entry.role,
                "authors": hit.entry.authors,
                "date": hit.entry.date,
                "side": hit.entry.side,
                "side_name": _side_name(hit, workspace),
                "theme": hit.entry.theme,
                "article": hit.entry.article,
                "passage": hit.entry.place,
                "remarks": list(_remarks(hit, workspace)),
                "cite": _cite_line(hit, workspace, style),
                "score": round(hit.score, 3),
            }
            for hit in results.hits
        ],
    }


def _print_json(values: object) -> None:
    print(json.dumps(values, ensure_ascii=False, indent=1))

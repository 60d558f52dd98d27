"""Adding to the lists of a topic: timeline, glossary, key figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefing.library.opened import Opened
from briefing.model import Event, Figure, Term, TopicId

_FIGURES = "| figure | value | as of | sources | caution |\n|---|---|---|---|---|\n"


def add_to_lists(
    root: Path,
    topic: TopicId,
    events: Sequence[Event] = (),
    terms: Sequence[Term] = (),
    figures: Sequence[Figure] = (),
) -> None:
    """Write entries below those that are there; a list that is missing begins with its heading."""
    folder = Path(topic)
    _add(root, folder / "timeline.md", "# Timeline\n\n", [_event(one) for one in events])
    _add(root, folder / "glossary.md", "# Glossary\n\n", [_term(one) for one in terms], "\n")
    _add(
        root, folder / "figures.md", f"# Key figures\n\n{_FIGURES}", [_row(one) for one in figures]
    )


def _add(root: Path, path: Path, head: str, entries: Sequence[str], gap: str = "") -> None:
    if not entries:
        return
    opened = Opened(root, path, new=True)
    text = opened.text.rstrip("\n") + "\n" + gap if opened.text.strip() else head
    if head.endswith(_FIGURES) and not text.rstrip("\n").rpartition("\n")[2].startswith("|"):
        text += f"\n{_FIGURES}"  # the last line is no row, so that a table begins
    opened.text = text + gap.join(entries)
    opened.write()


def _event(event: Event) -> str:
    first, *others = event.text_md.split("\n")
    return "\n".join((f"* **{event.date}** {first}", *(f"  {one}" for one in others))) + "\n"


def _term(term: Term) -> str:
    names = " / ".join((term.term, *term.aliases))
    first, *others = term.meaning_md.split("\n")
    lines = [names, f":   {first}", *(f"    {one}" if one.strip() else "" for one in others)]
    return "\n".join(lines) + "\n"


def _row(figure: Figure) -> str:
    cells = (figure.label, figure.value, figure.as_of, ", ".join(figure.sources), figure.caution)
    escaped = (" ".join(one.split()).replace("|", "\\|") for one in cells)
    return "| " + " | ".join(escaped) + " |\n"

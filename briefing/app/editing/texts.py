"""Texts that are written as a whole: timeline, glossary, figures of a topic; claims of an article.

They are lists and tables that one overlooks best as they are. What is not understood of a text is
listed as a fault with its line, as in any file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.app.changes import Changes
from briefing.app.editing import Editor
from briefing.model import Fault, UserError
from briefing.text.cleaning import fit
from briefing.text.words import short

if TYPE_CHECKING:
    from briefing.library.opened import Opened


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text: what it is called, its file, how it is written, and how a new one begins."""

    title: str
    file: str
    how: str
    begin: str


KINDS = {
    "timeline": Kind(
        "Timeline",
        "timeline.md",
        "One line for each event: * **2008-05-30** What happened [@source].",
        "# Timeline\n\n* **2024** ",
    ),
    "glossary": Kind(
        "Glossary",
        "glossary.md",
        "The term (and other names for it after a /), and on the next line a colon, three spaces "
        "and what it means.",
        "# Glossary\n\nTerm / other name\n:   What it means.\n",
    ),
    "figures": Kind(
        "Key figures",
        "figures.md",
        "A table: figure, value, as of, sources (their ids, separated by commas), caution.",
        "# Key figures\n\n| figure | value | as of | sources | caution |\n"
        "|---|---|---|---|---|\n|  |  |  |  |  |\n",
    ),
    "claims": Kind(
        "Claims and fact checks",
        "",
        "## What the article claims, in your words. {#a1}, then - passage: some words of the "
        "passage. Below it, if you like: ### Fact check: disputed, - sources: ids, and why.",
        "# Claims\n\n## The first claim. {#a1}\n- passage: \n",
    ),
}


@dataclass(slots=True)
class WholeText:
    """A text that is open to be changed. `text` has line feeds; a new one begins as a pattern."""

    kind: Kind
    of: str
    text: str
    opened: Opened


def open_text(editor: Editor, kind: str, id_: str) -> WholeText:
    """A text of a topic, or (of claims) of an article. UserError if that is not in the library."""
    from briefing.library.opened import Opened
    from briefing.library.root import CLAIMS
    from briefing.library.splicing import plain

    workspace, known = editor.workspace, KINDS[kind]
    if kind == "claims":
        article = workspace.articles.get(id_)
        if article is None or article.place is None:
            raise UserError("This article is not in the library any more.")
        path, of = article.place.path.with_name(f"{article.id}{CLAIMS}"), article.title
    elif id_ in workspace.topics:
        path, of = Path(id_, known.file), workspace.topics[id_].title
    else:
        raise UserError("This topic is not in the library any more.")
    opened = Opened(workspace.root, path, new=True)
    text = known.begin if opened.is_new else plain(opened.text).removeprefix("\ufeff")
    return WholeText(known, of, text, opened)


def keep_text(editor: Editor, whole: WholeText, text: str) -> Changes:
    """Save a text. UserError if its file was changed since it was opened."""
    from briefing.library.splicing import newline_of, plain

    opened = whole.opened
    words = f"{fit(text).rstrip()}\n"
    if not opened.is_new and words.rstrip() == plain(opened.text).removeprefix("\ufeff").rstrip():
        return Changes()
    mark = "\ufeff" if opened.text.startswith("\ufeff") else ""
    before, opened.text = opened.text, mark + words.replace("\n", newline_of(opened.text))
    name = f"edit {whole.kind.title.lower()} of “{short(whole.of, 40)}”"
    try:
        return editor.do(name, opened.write)
    except BaseException:  # whatever it was: the next attempt must still see a difference
        opened.text = before
        raise


def faults_of(editor: Editor, whole: WholeText) -> tuple[Fault, ...]:
    """What is wrong in a text as it is saved now."""
    path = whole.opened.path.relative_to(editor.workspace.root)
    return tuple(one for one in editor.library.faults if one.path == path)

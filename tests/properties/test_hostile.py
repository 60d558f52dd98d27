"""What a file, a clipboard or a search box may hold is looked through in a moment, whatever it is.

Each of these once took minutes: a pattern tried every way to read a run of signs, or a list was
gone through again for each of its members.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.app.importing.known import Known
from briefing.index import parse
from briefing.index.forms import pattern
from briefing.library.context import Context
from briefing.library.sources import read_sources
from briefing.model import Library, Mark, MarkKind, Selector, Source, SourceId, TopicId
from briefing.text import front_matter
from briefing.text.comparison import SourceText, compare
from briefing.text.quoted_words import words_of_quotation
from briefing.text.records import one_line, outline
from briefing.text.rich import to_markdown
from briefing.text.selecting import Edited
from briefing.text.tables import glossary, rows, timeline
from briefing.text.turning_words import clips

_LINES = "    words that go on\n" * 200_000


def _without_ids() -> None:
    context = Context()
    for line in range(20_000):
        context.checked_id("point", "", "Слово", Path("a.md"), line)


def _numbered_sources() -> None:
    records = [{"id": n, "title": "A title", "note": "x" * 300} for n in range(8_000)]
    context = Context()
    found = read_sources(context, Path("s"), TopicId("t"), json.dumps(records, indent=1))
    assert (found[2].id, found[-1].id, context.faults) == ("2", "7999", [])


def _rewritten() -> None:
    before = [f"the treaty bans number {n} of all things in the world" for n in range(600)]
    after = [f"le traité interdit la chose {n} parmi toutes les autres" for n in range(600)]
    edited = Edited(before, after)
    assert all(edited.carried(Selector(one))[1] is False for one in before[:20])


def _sources_of_another_script() -> None:
    known = Known(Library(Path("nowhere")))
    for number in range(15_000):
        title = "".join("абвгдежзик"[int(digit)] for digit in str(number))
        known.source(Source(SourceId(""), TopicId("t"), title=title), TopicId("t"))


def _marked_letter_by_letter() -> None:
    marks = [Mark(at, at + 1, MarkKind.HIGHLIGHT) for at in range(0, 60_000, 2)]
    clips("it is not so; " * 4300, marks)


HOSTILE: dict[str, Callable[[], object]] = {
    "a quotation of signs that are letters and marks": lambda: words_of_quotation("\u093d" * 60),
    "a quotation of two words": lambda: compare("the of " * 2000, SourceText("of the the " * 8000)),
    "a highlight letter by letter": _marked_letter_by_letter,
    "brackets in front matter": lambda: front_matter.read(f"---\na: {'[' * 60_000}\n---\n"),
    "a word without an end in the search box": lambda: parse("a" * 150_000),
    "a number without an end in the search box": lambda: parse("word^" + "1" * 100_000 + "x"),
    "a year and blanks in the search box": lambda: parse('year:"2024' + " " * 30_000 + 'x"'),
    "a pattern of many stars": lambda: pattern("*a" * 20 + "b").fullmatch("a" * 200),
    "blanks in a claim": lambda: one_line("a" + " " * 100_000 + "b"),
    "dashes in a table": lambda: rows("|" + "-" * 100_000 + "x", 5),
    "a field that goes on": lambda: outline("## A {#a}\n- strength: x\n" + _LINES),
    "a meaning that goes on": lambda: glossary("Term\n:   x\n" + _LINES),
    "an event that goes on": lambda: timeline("* **2024** x\n" + _LINES),
    "points without ids": _without_ids,
    "sources with numbers for ids": _numbered_sources,
    "imported sources of another script": _sources_of_another_script,
    "references in one text": lambda: Context().refer_in("[@r1] a\n" * 150_000, Path("a"), 1),
    "pasted tags that do not end": lambda: to_markdown("<a " * 20_000),
    "pasted comments that do not end": lambda: to_markdown("<!--" * 30_000),
    "pasted cells of no table": lambda: to_markdown("<td>a" * 20_000),
    "pasted tags that are closed and not open": lambda: to_markdown(
        "<b>" * 15_000 + "</x>" * 15_000
    ),
    "an article put into other words": _rewritten,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_quick(name: str) -> None:
    begin = time.process_time()
    HOSTILE[name]()
    assert time.process_time() - begin < 5

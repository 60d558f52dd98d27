"""Which quotations cannot be cited in full, when they are handed out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from briefing.app.exporting import uncited, uncited_words
from briefing.model import Evidence, EvidenceId, Library, Source, SourceId, TopicId

DATED = Source(SourceId("r1"), TopicId("t"), title="Dams", date="2001")
ONE = Evidence(EvidenceId("q1"), "Dams drown valleys.", topic=TopicId("t"))


def library(*quotes: Evidence) -> Library:
    return Library(Path("x"), quotes=quotes, sources=(DATED,))


def test_what_a_citation_lacks_is_named():
    assert [lacks for _, lacks in uncited(library(ONE))] == ["speaker or source, no date"]
    assert [lacks for _, lacks in uncited(library(replace(ONE, date="2001")))] == [
        "speaker or source"
    ]
    assert [lacks for _, lacks in uncited(library(replace(ONE, speaker="Roe")))] == ["date"]
    full = (
        replace(ONE, source=DATED.id),
        replace(ONE, speaker="Roe", date="2001"),
        replace(ONE, cite="Roe, professor, no date"),
    )
    assert uncited_words(library(*full)) == ""


def test_many_are_counted_and_some_named():
    words = uncited_words(library(*(replace(ONE, id=EvidenceId(f"q{n}")) for n in range(6))))
    head = "6 of 6 quotations cannot be cited in full (no speaker or source, no date: “Dams drown"
    assert words.startswith(head)
    assert words.count("“Dams drown valleys.”") == 4 and words.endswith(", and 2 more).")

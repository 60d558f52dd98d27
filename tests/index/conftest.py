from __future__ import annotations

from pathlib import Path

import pytest

from briefing.index import Entry, Index, Kind

ENTRIES = (
    Entry(
        Kind.QUOTE,
        "q1",
        "mines",
        title="Mark Hiznay",
        text="Civilians continue to lose their lives to cluster munitions’ duds",
        speaker="Mark Hiznay",
        role="associate director, Human Rights Watch",
        source="Cluster Munition Monitor 2025",
        side="against",
        theme="humanitarian",
        year=2025,
        notes="launch of the report in Geneva",
    ),
    Entry(
        Kind.QUOTE,
        "q2",
        "mines",
        title="Laurynas Kasčiūnas",
        text="We need every munition. Nothing may be ruled out.",
        speaker="Laurynas Kasčiūnas",
        side="for",
        theme="military need",
        year=2024,
    ),
    Entry(
        Kind.POINT,
        "c1",
        "mines",
        title="Dud rates are higher in the field than in tests.",
        text="The self-destruct fuze of the CBU-105 fails. It weakens the collective defence.",
        side="against",
        theme="humanitarian",
        year=2022,
    ),
    Entry(
        Kind.PASSAGE,
        "a@7",
        "mines",
        text="NATO’s armies organise their defence around 1,200 shells and 2.5% of output.",
        context="An article",
        authors="John Nagl, Dan Rice",
        article="a",
        place=7,
        side="for",
        year=2024,
        verdicts=("disputed",),
    ),
    Entry(Kind.SOURCE, "r1", "mines", title="Monitor", authors="Gitanas Nausėda", year=2023),
    Entry(Kind.TERM, "mines@1", "mines", title="DPICM / bomblet", text="A shell with bomblets."),
    Entry(Kind.POINT, "z1", "other", title="Tariffs raise prices.", text="Duds occur.", side="for"),
)


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index that no test may change."""
    index = Index(tmp_path_factory.mktemp("index") / "here")
    index.build(ENTRIES, "made from the samples")
    return index


@pytest.fixture
def own_index(tmp_path: Path) -> Index:
    """An index for one test to change or damage."""
    index = Index(tmp_path / "index")
    index.build(ENTRIES, "first")
    return index

"""What is typed from memory or pasted is found, and what is asked strictly is answered strictly."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from briefing.index import Entry, Index, Kind, Sort

WORDS = [
    "treaty",
    "weapon",
    "harm",
    "civil",
    "army",
    "border",
    "winter",
    "school",
    "letter",
    "window",
    "garden",
    "market",
    "river",
    "council",
    "vote",
    "island",
    "harvest",
    "engine",
    "mirror",
    "shadow",
    "copper",
    "velvet",
    "thunder",
    "pepper",
    "saddle",
    "the",
    "of",
    "and",
    "to",
    "in",
    "that",
    "is",
    "was",
    "for",
    "it",
    "with",
    "as",
    "his",
    "on",
    "be",
    "at",
    "by",
    "which",
    "from",
    "had",
]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    chance = random.Random(7)
    return [" ".join(chance.choices(WORDS, k=60)) for _ in range(300)]


@pytest.fixture(scope="module")
def library(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Index:
    made = Index(tmp_path_factory.mktemp("nearest"))
    made.build([Entry(Kind.QUOTE, f"q{n}", text=text) for n, text in enumerate(texts)], "made")
    return made


def _first(index: Index, query: str) -> str:
    hits = index.search(query).hits
    return hits[0].id if hits else ""


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


KINDS = ["run", "misspelt", "left out", "open mark", "open bracket", "halves", "in two"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_passage_is_found_by_what_is_remembered_of_it(
    library: Index, texts: list[str], kind: str
) -> None:
    chance = random.Random(kind)
    found = 0
    for _ in range(40):
        number = chance.randrange(len(texts))
        start = chance.randrange(45)
        words = texts[number].split()[start : start + 12]
        if kind == "run":
            words = words[:5]
        elif kind == "halves":
            words = [word[: max(4, 2 * len(word) // 3)] for word in words]
        elif kind == "in two":
            longest = max(range(12), key=lambda n: len(words[n]))
            words[longest] = words[longest][:3] + " " + words[longest][3:]
        elif kind == "left out":
            words = [word for n, word in enumerate(words) if n not in (3, 8)]
        else:
            longest = max(range(12), key=lambda n: len(words[n]))
            words[longest] = _misspelt(words[longest], chance)
            words[5] = {"open mark": "“", "open bracket": "("}.get(kind, "") + words[5]
        found += _first(library, " ".join(words)) == f"q{number}"
    assert found >= 39


def test_what_is_asked_strictly_is_answered_strictly(library: Index, texts: list[str]) -> None:
    words = texts[3].split()[:6]
    wrong = " ".join(words[:5]) + " traety"
    assert library.search(wrong).loose
    assert _first(library, wrong) == "q3"
    for query in (
        " AND ".join(wrong.split()),
        f'"{wrong}"',
        f"{wrong} side:for",
        f"{wrong} NOT velvet",
        f"{wrong} OR traety",
        f"by:council {wrong}",
        f'{wrong} "velvet velvet velvet velvet"',
    ):
        assert not library.search(query).hits, query


def test_what_only_chooses_holds_among_nearest_matches(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    text = "The treaty protects every civilian in the field."
    index.build(
        [
            Entry(Kind.QUOTE, "a", text=text, speaker="Ann Example", theme="law", topic="mines"),
            Entry(Kind.QUOTE, "b", text=text, speaker="Bob Other", theme="war", topic="arms"),
        ],
        "so",
    )
    wrong = "traety protects every zebra"
    for chosen in ("by:example", 'by:"ann example",nobody', "theme:law", "topic:mines", "theme:l*"):
        found = index.search(f"{wrong} {chosen}")
        assert [hit.id for hit in found.hits] == ["a"], chosen
        assert found.loose
    for strict in ("quote:treaty", "NOT by:other", "title:treaty"):
        assert not index.search(f"{wrong} {strict}").hits, strict


def test_one_wrong_word_does_not_hide_what_is_remembered(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    said = "No nation was ever ruined by trade, even seemingly the most disadvantageous."
    words = [*said.lower().replace(",", "").rstrip(".").split(), "war"]
    told = [
        Entry(Kind.QUOTE, "right", text=said, topic="trade", side="for"),
        Entry(Kind.POINT, "other", text=" and so ".join(sorted(words)), topic="war"),
        Entry(Kind.POINT, "third", text=" filler".join(words[::-1]), topic="war", side="for"),
    ]
    index.build(told, "so")
    wrong = "no nation was ever ruined by war even seemingly the most"
    found = index.search(wrong)
    assert [hit.id for hit in found.hits] == ["right", "other"]
    assert found.total == 2 and dict(found.totals) == {Kind.QUOTE: 1, Kind.POINT: 1}
    assert not found.loose and "Not all of these have all words" in found.notice
    for strict in (
        index.search(wrong, typing=True),
        index.search(wrong, topics=["war"]),
        index.search(wrong, kinds=[Kind.POINT]),
        index.search(wrong, sort=Sort.DATE),
        index.search(" AND ".join(wrong.split())),
        index.search("nation war disadvantageous"),
    ):
        assert [hit.id for hit in strict.hits] == ["other"]
    assert index.search(said.replace("trade", "war")).hits[0].id == "right"
    assert index.search(said).notice == "", "word for word"
    assert [hit.id for hit in index.search(wrong, kinds=[Kind.QUOTE]).hits] == ["right"]


def test_nearest_matches_are_called_so(library: Index) -> None:
    found = library.search("traety of the velvett")
    assert found.loose
    assert "nearest matches" in found.notice
    assert not library.search("treaty velvet").loose


def test_a_word_as_it_was_typed_counts_more_than_its_other_forms(tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.build(
        [
            Entry(
                Kind.QUOTE, "other", text="Voters of the centre go and have the votes of a party"
            ),
            Entry(
                Kind.QUOTE,
                "same",
                text="The centre has a voter who has votes and more words than that",
            ),
        ],
        "made",
    )
    assert _first(index, "centre voter votes") == "same"


def test_words_in_one_run_come_before_the_same_words_apart(tmp_path: Path) -> None:
    index = Index(tmp_path)
    apart = "use if of even use of if even of use"
    entries = [Entry(Kind.QUOTE, f"q{n}", text=apart) for n in range(250)]
    index.build([*entries, Entry(Kind.QUOTE, "run", text=f"{'a ' * 90} even if use of")], "made")
    assert _first(index, "even if use of") == "run"

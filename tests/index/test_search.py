from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.index import Entry, Index, Kind, Results, Sort, parse
from briefing.index.query import And, Node, Not, OneOf, Or, Phrase, Word, Years
from briefing.index.words import folded, stem

from .conftest import ENTRIES

SIDES = {"Deterrence": "for", "Humanitarian": "against"}


def _found(results: Results) -> set[str]:
    return {hit.id for hit in results.hits}


def _hits(runs: tuple[tuple[str, bool], ...]) -> list[str]:
    return [text for text, hit in runs if hit]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("dud", "q1 c1 z1"),
        ("dud civilians", "q1"),
        ("dud OR monitor", "q1 c1 z1 r1"),
        ("dud NOT civilians", "c1 z1"),
        ("dud -civilians -tariffs", "c1"),
        ("dud (civilians OR fuze)", "q1 c1"),
        ("kasciunas", "q2"),
        ("Nauseda", "r1"),
        ("munition", "q1 q2"),
        ("munit*", "q1 q2"),
        ("governm*", ""),
        ('"cluster munitions"', "q1"),
        ('"munitions cluster"', ""),
        ('"every munitions"', ""),
        ("self destruct", "c1"),
        ("self-destruct", "c1"),
        ("selfdestruct", "c1"),
        ("CBU-105", "c1"),
        ("cbu 105", "c1"),
        ("105-CBU", ""),
        ("collective defense", "c1"),
        ("organize", "a@7"),
        ("1200", "a@7"),
        ("nato", "a@7"),
        ("by:hiznay", "q1"),
        ('by:"human rights watch"', "q1"),
        ("by:nagl", "a@7"),
        ("side:for", "q2 a@7 z1"),
        ("side:Deterrence dud", "z1"),
        ("side:none", "r1 mines@1"),
        ("theme:humanitarian", "q1 c1"),
        ('theme:"military need"', "q2"),
        ("year:2024", "q2 a@7"),
        ("year:2022..2023", "c1 r1"),
        ("year:2025..", "q1"),
        ("source:monitor", "q1"),
        ("topic:other", "z1"),
        ("kind:point", "c1 z1"),
        ("kind:glossary bomblet", "mines@1"),
        ("geneva", "q1"),
        ("NOT side:for NOT dud", "r1 mines@1"),
        ("zebra", ""),
        ("mun?tion", "q1 q2"),
        ("m*tions", "q1"),
        ("*nitions", "q1"),
        ("munitoin~", "q1 q2"),
        ('"self fails"~8', "c1"),
        ('"self fails"~2', ""),
        ("=munitions", "q1"),
        ("duds^3", "q1 c1 z1"),
        ("by:(nagl OR hiznay)", "q1 a@7"),
        ("title:rates", "c1"),
        ("quote:munition", "q1 q2"),
        ("note:geneva", "q1"),
        ("verdict:disputed", "a@7"),
        ("verdict:inaccurate", ""),
        ("article:A", "a@7"),
        ("article:b", ""),
        ("kind:(quote OR term) NOT side:for", "q1 mines@1"),
        ('zebra "cluster munitions"', ""),
        ('"clust* munitions"', "q1"),
        ('"c?uster * duds"', "q1"),
        ('"cluster * lives"', ""),
        ('"self fuz*"~8', "c1"),
        ("dud -(civilians OR fuze)", "z1"),
        ('by:"human rights watch","john nagl"', "q1 a@7"),
        ("topic:tariffs", "z1"),
    ],
)
def test_what_a_query_finds(index: Index, query: str, ids: str) -> None:
    titles = {"other": "Tariffs and trade"}
    assert _found(index.search(query, sides=SIDES, titles=titles)) == set(ids.split())


WRITTEN = {
    "a": "Co-operation with policy makers on the F-16, said U.S. troops, saves 25 per cent.",
    "b": "Cooperation with policymakers on the F16, said US troops, saves twenty-five percent.",
    "c": "A coop, 16 francs, 20 and 5 of us: ten thousand or 10 000.",
}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("co-operation", "a b"),
        ("policy-makers", "a b"),
        ("policy-maker AND f-16", "a b"),
        ("f16", "a b"),
        ("F-16 NOT twenty", "a"),
        ("us troops", "a b"),
        ("US AND 25", "a b"),
        ("twenty-five per cent", "a b"),
        ("percent^2 25", "a b"),
        ("percent OR troops OR zebra", "a b"),
        ("10,000", "c"),
        ("=f16", "b"),
        ('"F 16"', "a"),
        ("title:f16", ""),
        ("text:f16", "a b"),
        ("F1* troops", "a b"),
    ],
)
def test_what_is_written_otherwise_is_found(tmp_path: Path, query: str, ids: str) -> None:
    index = Index(tmp_path / "index")
    index.build([Entry(Kind.POINT, id_, text=text) for id_, text in WRITTEN.items()], "so")
    assert _found(index.search(query)) == set(ids.split())


def test_what_is_written_otherwise_shows_as_a_hit(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    index.build([Entry(Kind.POINT, id_, text=text) for id_, text in WRITTEN.items()], "so")
    shown = {hit.id: _hits(hit.snippet) for hit in index.search("US f16 percent").hits}
    assert shown == {"a": ["F-16", "U.S", "per cent"], "b": ["F16", "US", "percent"]}


def test_when_nothing_has_all_words_the_nearest_are_shown_and_it_is_said(index: Index) -> None:
    results = index.search("civilians lose zebra")
    assert _found(results) == {"q1"}
    assert results.loose
    assert "Nothing has all of these words" in results.notice
    assert not index.search("civilians AND zebra").hits
    assert not index.search("civilians lose zebra side:for").hits


def test_a_notice_says_what_was_not_understood(index: Index) -> None:
    assert "“year:abc” is not a year" in index.search("dud year:abc").notice


def test_totals_count_all_kinds_whatever_was_asked_for(index: Index) -> None:
    results = index.search("dud", kinds=[Kind.POINT], limit=1)
    assert dict(results.totals) == {Kind.QUOTE: 1, Kind.POINT: 2}
    assert results.total == 3
    assert [hit.kind for hit in results.hits] == [Kind.POINT]
    assert dict(index.search("dud", topics=["other"]).totals) == {Kind.POINT: 1}


def test_titles_count_more_than_text(index: Index) -> None:
    points = index.search("dud", kinds=[Kind.POINT])
    assert [hit.id for hit in points.hits] == ["c1", "z1"]


def test_hits_are_marked_in_context(index: Index) -> None:
    def first(query: str, typing: bool = False) -> tuple[list[str], list[str], list[str]]:
        hit = index.search(query, typing=typing).hits[0]
        return _hits(hit.title), _hits(hit.snippet), _hits(hit.speaker)

    assert first("munition civilians")[1] == ["Civilians", "munitions’"[:-1]]
    assert first("mun* lives")[1] == ["lives", "munitions"]
    assert first('"lose their lives"')[1] == ["lose their lives"]
    assert first("self-destruct")[1] == ["self-destruct"]
    assert first("collec", typing=True)[1] == ["collective"]
    assert first("defense fuze")[1] == ["fuze", "defence"]
    assert first("kasciunas") == (["Kasčiūnas"], [], ["Kasčiūnas"])
    assert first("rate")[0] == ["rates"]


def test_a_quotation_is_never_mixed_with_what_is_said_about_it(index: Index) -> None:
    (hit,) = index.search("geneva").hits
    assert "".join(text for text, _ in hit.snippet) == hit.entry.text
    assert _hits(hit.note) == ["Geneva"]
    assert index.search("civilians").hits[0].note == ()


def test_the_last_word_is_a_beginning_only_while_typing(index: Index) -> None:
    assert _found(index.search("civ", typing=True)) == {"q1"}
    assert not index.search("civ").hits
    assert not index.search("civ ", typing=True).hits


def test_entries_come_back_whole(index: Index) -> None:
    for entry in ENTRIES:
        word = next(iter(folded(entry.title or entry.text)))
        assert entry in [hit.entry for hit in index.search(word).hits]


def test_every_thread_searches_for_itself(index: Index) -> None:
    expected = [hit.key for hit in index.search("dud").hits]
    seen: list[list[str]] = []

    def ask() -> None:
        for _ in range(20):
            seen.append([hit.key for hit in index.search("dud").hits])

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [expected] * 80


# -- by property

TERMS = st.sampled_from(
    [
        "dud",
        "duds",
        "rate",
        "munition",
        "munit*",
        '"cluster munitions"',
        '"their lives"',
        "civilians",
        "self-destruct",
        "cbu*",
        "selfdestruct",
        "defence",
        "defense",
        "nato",
        "by:hiznay",
        "by:john",
        "source:monitor",
        "side:for",
        "side:against",
        "year:2024",
        "year:2022..2023",
        "kind:point",
        "kind:quote",
        "theme:humanitarian",
        "zebra",
        "topic:mines",
    ]
)
EXPRESSIONS = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" AND ".join),
        st.tuples(inner, inner).map(" OR ".join),
        inner.map("NOT ({})".format),
        inner.map("({})".format),
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(EXPRESSIONS)
def test_results_are_those_of_reading_every_entry(index: Index, query: str) -> None:
    node = parse(query, SIDES).node
    assert node is not None
    expected = {entry.id for entry in ENTRIES if _matches(node, entry)}
    if not isinstance(node, And) or not node.implicit:
        assert _found(index.search(query, sides=SIDES)) == expected


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(TERMS | st.text(max_size=3)).map(" ".join)), st.booleans())
def test_no_text_raises(index: Index, query: str, typing: bool) -> None:
    for hit in index.search(query, sides=SIDES, typing=typing).hits:
        assert hit.score >= 0
        assert "".join(text for text, _ in hit.title) == hit.entry.title


def _matches(node: Node, entry: Entry) -> bool:
    """The query language by the book: slow, and without an index."""
    match node:
        case And():
            return all(_matches(part, entry) for part in node.parts)
        case Or():
            return any(_matches(part, entry) for part in node.parts)
        case Not():
            return not _matches(node.part, entry)
        case Years():
            first, last = node.first or 0, node.last or 9999
            return entry.year is not None and first <= entry.year <= last
        case OneOf():
            value = entry.kind.value if node.field == "kind" else entry.side or "none"
            return value in node.values
        case Phrase():
            return _stands(node.tokens, entry, node.within, lambda typed, word: typed == word)
        case Word():
            return _word(node, entry)


def _word(node: Word, entry: Entry) -> bool:
    def same(typed: str, word: str) -> bool:
        if node.prefix and typed == node.tokens[-1]:
            return word.startswith(typed)
        return stem(typed) == stem(word)

    if node.tokens == ("selfdestruct",):
        return _stands(("self", "destruct"), entry, node.within, same)
    return _stands(node.tokens, entry, node.within, same)


def _stands(
    wanted: tuple[str, ...], entry: Entry, within: str, same: Callable[[str, str], bool]
) -> bool:
    who = " \n ".join((entry.speaker, entry.role, entry.authors))
    fields = {
        "": (entry.title, entry.text, entry.notes, who, entry.source),
        "who": (who,),
        "source": (entry.source,),
        "theme": (entry.theme,),
        "topic": (entry.topic,),
    }[within]
    for text in fields:
        words = folded(text)
        for at in range(len(words) - len(wanted) + 1):
            if all(same(typed, words[at + i]) for i, typed in enumerate(wanted)):
                return True
    return False


def test_reading_ahead_changes_no_result(index: Index) -> None:
    queries = ("dud", "munit*", '"cluster munitions"', "self-destruct", "nato OR civilians")
    index.close()
    before = [index.search(query) for query in queries]
    index.close()
    index.warm()
    assert [index.search(query) for query in queries] == before


def test_dates_are_exact_however_many_hits_there_are(tmp_path: Path) -> None:
    dates = [f"2024-{1 + n * 7 % 12:02}-{1 + n * 11 % 28:02}" for n in range(60)]
    dates += ["2024", "c. 2024-06", "2023-12-31", "2025", ""]
    years = [int(date[-10:].lstrip("c. ")[:4]) if date else None for date in dates]
    made = [
        Entry(Kind.EVENT, str(n), text="dud", year=year, date=date)
        for n, (date, year) in enumerate(zip(dates, years, strict=True))
    ]
    index = Index(tmp_path)
    index.build(made[:40], "some")
    index.update(made[40:], [], "all")
    hits = index.search("dud", sort=Sort.DATE, limit=99).hits
    assert [hit.entry.date for hit in hits] == sorted(
        dates, key=lambda date: date.removeprefix("c. "), reverse=True
    )


def test_articles_are_found_by_id_or_words_of_their_titles(tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.build(
        [
            Entry(
                Kind.ARTICLE, "nagl-2024", title="Collective Defense Matters", article="nagl-2024"
            ),
            Entry(Kind.PASSAGE, "nagl-2024@0", text="Duds kill.", article="nagl-2024"),
            Entry(Kind.ARTICLE, "b", title="Shells", article="b"),
            Entry(Kind.PASSAGE, "b@0", text="Duds matter to Nagl.", article="b"),
            Entry(Kind.POINT, "p", title="Collective defence"),
        ],
        "made",
    )

    def ids(query: str, typing: bool = False) -> set[str]:
        return _found(index.search(query, typing=typing))

    first = {"nagl-2024", "nagl-2024@0"}
    for query in ("NAGL-2024", "collective", "defence", '"collective defense"', "matter*"):
        assert ids(f"article:{query}") == first, query
    assert ids("article:nagl", typing=True) == ids("article:coll", typing=True) == first
    assert ids("article:nagl-2024 duds") == ids("duds NOT article:b") == {"nagl-2024@0"}
    assert ids("article:shells,collective") == first | {"b", "b@0"}
    assert ids("article:zebra") == set()
    assert ids("article:nagl") == ids('article:"2024 nagl"') == first
    index.update([Entry(Kind.ARTICLE, "b-nagl", title="Bombs", article="b-nagl")], [], "more")
    assert ids("article:b") == {"b", "b@0"}, "a whole id is that one alone"


def test_hits_are_sorted_by_date_or_by_speaker(tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.build(
        [
            Entry(Kind.QUOTE, "a", text="dud", speaker="Ann Young", year=2020, date="2020-03"),
            Entry(
                Kind.QUOTE, "b", text="dud dud", speaker="Zoe Ames", year=2024, date="2024-01-02"
            ),
            Entry(Kind.QUOTE, "c", text="dud", speaker="Zoe Ames", year=2024, date="2024-11-30"),
            Entry(Kind.QUOTE, "d", text="dud dud dud"),
        ],
        "made",
    )

    def ids(sort: Sort, limit: int = 9) -> str:
        return "".join(hit.id for hit in index.search("dud", sort=sort, limit=limit).hits)

    assert ids(Sort.RELEVANCE)[0] == "d"
    assert ids(Sort.DATE) == "cbad"
    assert ids(Sort.SPEAKER) == "cbad"
    assert ids(Sort.DATE, 2) == "cb"


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("q:w:zz", ""),
        ("munitoin", "munition"),
        ("Civilans lose their lifes", "Civilians lose their lives"),
        ("by:hiznay AND civilans", "by:hiznay AND civilians"),
        ('"cluster munitons"', '"cluster munitions"'),
        ("munitoin year:abc", "munition year:abc"),
        ("civilians lose", ""),
        ("qqqqqqqq", ""),
        ("12345678", ""),
    ],
)
def test_what_may_have_been_meant_is_said(index: Index, query: str, meant: str) -> None:
    assert index.search(query).meant == meant


def test_a_phrase_that_nothing_has_is_offered_as_words(index: Index) -> None:
    found = index.search("the “munitions cluster” duds")
    assert not found.hits
    assert found.meant == "the munitions cluster duds"
    assert index.search(found.meant).hits[0].id == "q1"
    for other in ('"zebra okapi"', '"munitions cluster" side:for', 'NOT "munitions cluster" zebra'):
        assert index.search(other).meant == "", other


def test_nearest_matches_mark_the_words_that_were_meant(index: Index) -> None:
    hit = index.search("civilans lose zzz").hits[0]
    assert {"Civilians", "lose"} <= set(_hits(hit.snippet))


def test_what_has_the_id_that_was_typed_comes_first(tmp_path: Path) -> None:
    index = Index(tmp_path)
    told = [Entry(Kind.POINT, f"p{n}", title="The Z1 treaty, z1", text="z1 z1") for n in range(30)]
    index.build([*told, *ENTRIES, Entry(Kind.QUOTE, "dud-rate", text="Few fail.")], "made")
    first = index.search("z1", limit=5)
    assert (first.hits[0].id, first.total) == ("z1", 31)
    assert index.search(" Z1 ", typing=True).hits[0].id == "z1"
    assert index.search("a@7").hits[0].kind is Kind.PASSAGE
    assert [hit.id for hit in index.search("q1").hits] == ["q1"], "no word: not loose, nothing near"
    assert not index.search("q1").loose
    assert index.search("dud-rate").hits[0].id == "dud-rate"
    assert index.search("z1", kinds=[Kind.QUOTE]).hits == ()
    assert index.search("z1 treaty").hits[0].id != "z1", "only where nothing else was typed"
    index.update([Entry(Kind.SOURCE, "DBLP:Zoë2020/x", title="A source")], [], "more")
    found = index.search("DBLP:Zoë2020/x")
    assert (found.hits[0].id, found.notice, found.odd) == ("DBLP:Zoë2020/x", "", ())
    index.update([], ["point:z1"], "gone")
    assert index.search("z1").hits[0].id != "z1"


def test_an_id_that_nothing_has_is_said_to_be_none(index: Index) -> None:
    said = "“{}” is the id of nothing in this library."
    assert index.search("answers:nope").notice == said.format("nope")
    assert index.search("dud supports:c1#k,q1,NOPE").notice == said.format("nope")
    assert index.search("answers:q1").notice == ""

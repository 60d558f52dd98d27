from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.index.parsing import as_one, parse
from briefing.index.query import (
    And,
    Boost,
    Fuzzy,
    InArticle,
    Near,
    Not,
    OneOf,
    Or,
    Parsed,
    Phrase,
    Wildcard,
    Word,
    Years,
)

PIECES = st.sampled_from(
    [
        "AND",
        "OR",
        "NOT",
        "(",
        ")",
        "-",
        '"',
        "“",
        "”",
        "by:",
        "side:",
        "year:",
        "kind:",
        "theme:",
        "foo:",
        ":",
        "*",
        "?",
        "~",
        "~2",
        "^",
        "^2",
        "=",
        "has:",
        "answers:",
        "article:",
        "unanswered",
        ",",
        "verdict:",
        "..",
        "2024",
        "2022..2024",
        "abc",
        "dud",
        "for",
        "Deterrence",
        "quote",
        "cluster-munitions",
        "\\",
        "'",
        "’",
        "\t",
        "\n",
        "é",
        "漢字",
        "\x00",
        "\ud800",
    ]
)
QUERIES = st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join))


def _word(text: str, within: str = "") -> Word:
    return Word((text,), within=within)


UNANSWERED = Word(("unanswered",), mark="unanswered")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("dud", _word("dud")),
        ("dud rate", And((_word("dud"), _word("rate")))),
        ("dud AND rate", And((_word("dud"), _word("rate")), implicit=False)),
        ("dud OR rate fall", Or((_word("dud"), And((_word("rate"), _word("fall")))))),
        ("(dud OR rate) fall", And((Or((_word("dud"), _word("rate"))), _word("fall")))),
        ("dud -rate", And((_word("dud"), Not(_word("rate"))))),
        ("dud NOT rate", And((_word("dud"), Not(_word("rate"))))),
        ("NOT NOT dud", _word("dud")),
        ("and or not", And((_word("and"), _word("or"), _word("not")))),
        ('"cluster munitions"', Phrase(("cluster", "munitions"))),
        ("“cluster munitions”", Phrase(("cluster", "munitions"))),
        ("mun?tion", Wildcard("mun?tion")),
        ("m*tion", Wildcard("m*tion")),
        ("*tion", Wildcard("*tion")),
        ("why?", _word("why")),
        ("**bold**", Word(("bold",), prefix=True)),
        ("munitoin~", Fuzzy("munitoin", 2)),
        ("muni~", Fuzzy("muni", 1)),
        ("muni~2", Fuzzy("muni", 2)),
        ("~30", _word("30")),
        ('"dud rate"~10', Near(("dud", "rate"), 10)),
        ('"dud rate"~', Near(("dud", "rate"), 10)),
        ('"dud rat*"', Phrase(("dud", "rat"), prefix=True)),
        ('"dud* rate"', Phrase(("dud*", "rate"))),
        ('"a * d?d, or self-d*ct"', Phrase(("a", "*", "d?d", "or", "self", "d*ct"))),
        ('"why? **because** so"', Phrase(("why", "because", "so"))),
        ('"dud* rate"~3', Near(("dud*", "rate"), 3)),
        ('"dud rate"~999999', Near(("dud", "rate"), 1000)),
        ('"dud"~3', Phrase(("dud",))),
        ("?ud", Wildcard("?ud")),
        ("self-d*ct", Phrase(("self", "d*ct"))),
        ("-(dud rate)", Not(And((_word("dud"), _word("rate"))))),
        ("fall -(dud OR rate)", And((_word("fall"), Not(Or((_word("dud"), _word("rate"))))))),
        ("self-(dud)", And((_word("self"), _word("dud")))),
        ("»dud rate« fall", And((Phrase(("dud", "rate")), _word("fall")))),
        ("”dud rate” fall", And((Phrase(("dud", "rate")), _word("fall")))),
        ("by: Kahl", _word("kahl", "who")),
        ("year: 2022..", Years(2022, None)),
        ("by: (kahl OR nagl)", Or((_word("kahl", "who"), _word("nagl", "who")))),
        (
            'by:"Colin Kahl","John Nagl",Rice',
            Or(
                (
                    Phrase(("colin", "kahl"), within="who"),
                    Phrase(("john", "nagl"), within="who"),
                    _word("rice", "who"),
                )
            ),
        ),
        ('kind:"key figures",quote', OneOf("kind", ("figure", "quote"))),
        ("side:other", OneOf("side", ("against",))),
        ("topic:arms", OneOf("topic_id", ("arms",))),
        ("topic:war", Or((_word("war", "topic"), OneOf("topic_id", ("arms",))))),
        (
            'topic:"war and arms"',
            Or((Phrase(("war", "and", "arms"), within="topic"), OneOf("topic_id", ("arms",)))),
        ),
        ("20 per cent", And((_word("20"), Word(("per", "cent"))))),
        ("dud^1000", Boost(_word("dud"), 100.0)),
        ("–,dud", _word("dud")),
        ("first?The dud", And((Word(("first", "the")), _word("dud")))),
        ("RUSSIA NOT KYIV", And((_word("russia"), Not(_word("kyiv"))))),
        ("=duds", Word(("duds",), exact=True)),
        ("dud^2 rate", And((Boost(_word("dud"), 2.0), _word("rate")))),
        ('"dud rate"^0.5', Boost(Phrase(("dud", "rate")), 0.5)),
        ("(dud OR rate)^3", Boost(Or((_word("dud"), _word("rate"))), 3.0)),
        ("10^6", Word(("10", "6"))),
        ("by:(Kahl OR Nagl)", Or((Word(("kahl",), within="who"), Word(("nagl",), within="who")))),
        ("side:(for OR none)", Or((OneOf("side", ("for",)), OneOf("side", ("none",))))),
        ("title:dud~", Fuzzy("dud", 1, "title")),
        ("quote:dud", Word(("dud",), within="quote")),
        ("has:quote,caution", OneOf("flags", ("quote", "caution"))),
        ("is:unanswered", OneOf("flags", ("unanswered",))),
        ("unanswered", UNANSWERED),
        ("left unanswered", And((_word("left"), UNANSWERED))),
        ("unanswered AND theme:law", And((UNANSWERED, _word("law", "theme")), False)),
        ("NOT unanswered", Not(UNANSWERED)),
        ("-unanswered dud", And((Not(UNANSWERED), _word("dud")))),
        ("(unanswered OR dud)", Or((UNANSWERED, _word("dud")))),
        ("=unanswered", Word(("unanswered",), exact=True)),
        ("text:unanswered", _word("unanswered", "text")),
        ("verdict:needs-context", OneOf("verdicts", ("needs context",))),
        ("answers:C01", OneOf("flags", ("answers:c01",))),
        ("theme:law,war", Or((_word("law", "theme"), _word("war", "theme")))),
        ("text:1,200", _word("1200", "text")),
        ("tag:ban", _word("ban", "title")),
        ('kind:"glossary terms"', OneOf("kind", ("term",))),
        ("year:2022-2024", Years(2022, 2024)),
        ("year:2020,2024", Or((Years(2020, 2020), Years(2024, 2024)))),
        ("year:>2022", Years(2023, None)),
        ("year:<=2022", Years(None, 2022)),
        ("article:Nagl", InArticle(("nagl",), _word("nagl", "title"))),
        (
            "article:nagl,b",
            InArticle(("nagl", "b"), Or((_word("nagl", "title"), _word("b", "title")))),
        ),
        (
            'article:"the ban, now"',
            InArticle(("the ban", "now"), Phrase(("the", "ban", "now"), within="title")),
        ),
        ("munit*", Word(("munit",), prefix=True)),
        ("CBU-105", Word(("cbu", "105"))),
        ("by:Hiznay", Word(("hiznay",), within="who")),
        ("By:“Mark Hiznay”", Phrase(("mark", "hiznay"), within="who")),
        ("source:Reuters", Word(("reuters",), within="source")),
        ("topic:cluster-munitions", Word(("cluster", "munitions"), within="topic")),
        ("side:against", OneOf("side", ("against",))),
        ("side:Deterrence", OneOf("side", ("for",))),
        ('side:"The Other Side"', OneOf("side", ("against",))),
        ("kind:quotes,point", OneOf("kind", ("quote", "point"))),
        ("year:2024", Years(2024, 2024)),
        ("year:2022..2024", Years(2022, 2024)),
        ("year:2024..2022", Years(2022, 2024)),
        ("year:2022–2024", Years(2022, 2024)),
        ("year:..2022", Years(None, 2022)),
        ("year:2022..", Years(2022, None)),
        ("", None),
        ("  \t ", None),
    ],
)
def test_the_language(text: str, node: object) -> None:
    sides = {"Deterrence": "for", "The other side": "against"}
    parsed = parse(text, sides, titles={"arms": "Arms and war"})
    assert parsed == Parsed(node)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "node", "notice", "odd"),
    [
        ("year:abc", And((_word("year"), _word("abc"))), "“year:abc” is not a year", "year:abc"),
        ("x year:20244", None, "is not a year", "year:20244"),
        ("year:20222024", None, "is not a year", "year:20222024"),
        ("side:up", And((_word("side"), _word("up"))), "“side:up” is not a side", "side:up"),
        ("kind:tree", None, "is not a kind", "kind:tree"),
        ("foo:bar", And((_word("foo"), _word("bar"))), "“foo:” is not a field", "foo:"),
        (
            '"open words',
            Phrase(("open", "words"), is_open=True),
            "quotation mark is not closed",
            '"',
        ),
        ("(dud", _word("dud"), "A bracket is not closed", "("),
        ("dud)", _word("dud"), "A bracket is not opened", ")"),
        ("dud OR", _word("dud"), "“OR” has nothing after it", "OR"),
        ("AND dud", _word("dud"), "“AND” has nothing before it", "AND"),
        ("dud NOT", _word("dud"), "“NOT” has nothing after it", "NOT"),
        ("dud AND OR rate", None, "“AND” has nothing after it", "AND"),
        ("dud~3", Fuzzy("dud", 2), "two edits at most", "dud~3"),
        ("dud~x", None, "“~” is not understood", "dud~x"),
        ("dud^-1", None, "“^” is not understood", "dud^-1"),
        ('"dud rate"~x', None, "“~” is followed by no number", "~"),
        ("date:2021-05", None, "is not a year", "date:2021-05"),
        ("dud by:", None, "“by:” has nothing to look for", "by:"),
    ],
)
def test_what_is_not_understood_is_said(text: str, node: object, notice: str, odd: str) -> None:
    parsed = parse(text)
    assert notice in " ".join(parsed.notices)
    assert odd in [text[start:end] for start, end in parsed.odd]
    assert parsed.node is not None
    if node is not None:
        assert parsed.node == node


@pytest.mark.parametrize("text", ["*", "?", "()", '""', '""~10', "=", "~", "🔥", "…!", "by:()"])
def test_a_query_without_a_word_is_marked_as_a_whole(text: str) -> None:
    parsed = parse(f" {text} ")
    assert parsed.node is None
    assert parsed.notices == ("There is no word in it to look for.",)
    assert parsed.odd == ((0, len(text) + 1),)
    assert parse(text, typing=True).notices == ()


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("dud rate", "dud rate"),
        ("dud OR rate", "(dud OR rate)"),
        ('"dud OR rate"', '"dud OR rate"'),
        ("“dud rate", '“dud rate"'),
        ('dud "', "dud"),
        ("dud NOT", "dud"),
        ("(dud OR (rate AND", "((dud OR (rate)))"),
        ("dud)", "dud)"),
        ("OR", ""),
    ],
)
def test_what_is_put_behind_a_query_looks_within_it(text: str, whole: str) -> None:
    assert as_one(text) == whole
    assert isinstance(parse(f"{as_one(text)} fall side:for").node, And)


def test_operators_of_a_headline_in_capitals_are_words() -> None:
    shouted = "US MUST NOT LEAVE NATO AND THE TREATY"
    assert parse(shouted) == parse(shouted.lower())
    listed = "US OR NATO OR EU OR UN OR WTO OR IMF"
    assert isinstance(parse(listed).node, Or)
    assert parse("NOT " + shouted.lower()) != parse("not " + shouted.lower())


def test_addresses_and_times_raise_no_notice() -> None:
    assert parse("https://example.org/a").notices == ()
    assert parse("at 16:30").notices == ()


def test_while_typing_the_last_word_is_a_beginning_and_nothing_is_complained_about() -> None:
    assert parse("dud ra", typing=True).node == And(
        (_word("dud"), Word(("ra",), prefix=True, guessed=True))
    )
    assert parse("dud ra ", typing=True).node == And((_word("dud"), _word("ra")))
    assert parse('"dud ra', typing=True).node == Phrase(("dud", "ra"), prefix=True, is_open=True)
    assert parse("dud r", typing=True).node == _word("dud")
    for text in ("dud OR", "(dud", '"dud', "side:deter", "year:20", "kind:qu", "-"):
        assert parse(text, {"Deterrence": "for"}, typing=True).notices == ()
    assert parse("side:det", {"Deterrence": "for"}, typing=True).node == OneOf("side", ("for",))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("(" * 5000 + "x" + ")" * 5000, Word(("x",))),
        ("NOT " * 5000 + "x", Word(("x",))),
        ("-" * 9000, None),
    ],
)
def test_depth_is_bounded(text: str, node: Word | None) -> None:
    assert parse(text).node == node


def test_very_long_queries_are_cut_with_a_word() -> None:
    parsed = parse(" ".join(f"w{n}" for n in range(5000)))
    assert "Only the first 120 words are searched." in parsed.notices
    assert isinstance(parsed.node, And)
    assert len(parsed.node.parts) <= 121


@given(QUERIES, st.booleans())
def test_no_text_raises_and_odd_places_lie_in_it(text: str, typing: bool) -> None:
    parsed = parse(text, {"Deterrence": "for"}, typing)
    assert all(0 <= start < end <= len(text) for start, end in parsed.odd)
    assert bool(parsed.odd) == bool(parsed.notices)

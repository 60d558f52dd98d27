from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.index.highlight import Slot, Text, Wanted, runs, snippet, spans

WORDS = st.lists(st.sampled_from(["dud", "rate", "of", "Shells,", "“field”", "x"]), max_size=200)


_A, _B, _C = (Slot(frozenset(letter)) for letter in "abc")


def _hits(text: str, wanted: Wanted) -> list[str]:
    return [text[start:end] for start, end in spans(Text(text), wanted)]


def test_single_words_and_sequences() -> None:
    text = "The self-destruct fuze; self and destruct."
    assert _hits(text, Wanted(Slot(frozenset({"self"})))) == ["self", "self"]
    sequence = (Slot(frozenset({"self"})), Slot(frozenset({"destruct"})))
    assert _hits(text, Wanted(sequences=(sequence,))) == ["self-destruct"]


def test_overlapping_hits_become_one() -> None:
    wanted = Wanted(sequences=((_A, _B), (_B, _C)))
    assert _hits("a b c a", wanted) == ["a b c"]


def test_a_long_text_is_cut_where_the_hits_are_and_says_so() -> None:
    text = Text("word " * 200 + "the dud rate " + "more " * 200)
    shown = snippet(text, spans(text, Wanted(Slot(frozenset({"dud", "rate"})))))
    assert [part for part, hit in shown if hit] == ["dud", "rate"]
    assert shown[0] == ("… ", False)
    assert shown[-1] == (" …", False)
    assert len("".join(part for part, _ in shown)) < 260


@settings(deadline=None)
@given(WORDS, st.integers(0, 300))
def test_a_snippet_keeps_the_words_of_the_text(words: list[str], longest: int) -> None:
    text = Text(" ".join(words))
    hits = spans(text, Wanted(Slot(frozenset({"dud", "rate"}))))
    whole = "".join(part for part, _ in snippet(text, hits, longest))
    assert whole.removeprefix("… ").removesuffix(" …") in text.text
    assert "".join(part for part, _ in runs(text.text, hits)) == text.text
    if hits and longest:
        assert any(hit for _, hit in snippet(text, hits, longest))


def test_beginnings_and_patterns_are_hits() -> None:
    text = "Munitions and ammunition of one unit"
    assert _hits(text, Wanted(Slot(prefixes=("mun", "un")))) == ["Munitions", "unit"]
    assert _hits(text, Wanted(Slot(patterns=(re.compile(".*munition.*"),)))) == [
        "Munitions",
        "ammunition",
    ]

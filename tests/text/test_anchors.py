from __future__ import annotations

import pytest

from briefing.model import Selector
from briefing.text.anchors import Found, count, find, moved, normalise
from tests.bench import edited

TEXTS = [
    "The treaty was signed in Oslo in 2008 by ninety-four states.",
    "It bans the use, the making and the keeping of such weapons.",
    "Critics say that it ties the hands of those who must defend a long border.",
    "It bans nothing else.",
]


def test_exact_words_are_found():
    assert find(Selector("signed in Oslo"), TEXTS) == Found(0, exact=True)


@pytest.mark.parametrize(
    "words",
    [
        "the  use,\n the making",
        "ninety‑four states",
        "ninety–four\u00a0states",
        "nine\u00adty-four states",
    ],
)
def test_space_and_dashes_make_no_difference(words: str):
    found = find(Selector(words), TEXTS)
    assert found is not None and found.exact


def test_quotation_marks_make_no_difference():
    assert find(Selector("a “stable” peace isn’t near"), ['a "stable" peace isn\'t near']) == Found(
        0, exact=True
    )


def test_of_repeated_words_the_context_decides():
    repeated = ["First, it is legal.", "Then, it is legal.", "Last, it is legal."]
    assert count(Selector("it is legal"), repeated) == 3
    assert find(Selector("it is legal", prefix="Then,"), repeated) == Found(1, exact=True)
    assert count(Selector("it is legal", prefix="Then,"), repeated) == 1


def test_the_words_after_decide_too():
    texts = ["It may help or hurt.", "It may help or heal."]
    assert find(Selector("It may help", suffix="or heal"), texts) == Found(1, exact=True)


def test_context_that_was_edited_away_does_not_lose_the_words():
    assert find(Selector("bans the use", prefix="Clearly it"), TEXTS) == Found(1, exact=True)


def test_nearly_the_same_words_are_found_and_said_to_be_near():
    words = "Critics say that it binds the hands of those who must defend a long border"
    assert find(Selector(words), TEXTS) == Found(2, exact=False)


@pytest.mark.parametrize("words", ["It bans everything", "", "   ", "\u200b", "hands tied border"])
def test_too_little_or_too_different_is_lost(words: str):
    assert find(Selector(words), TEXTS) is None


def test_words_in_another_order_are_another_sentence():
    words = "a long border defend must who those of hands the ties it that say Critics"
    assert find(Selector(words), TEXTS) is None


def test_a_summary_that_scatters_the_words_is_no_match():
    scattered = "Critics, " + "and many more, " * 30 + "say that it ties the hands"
    assert (
        find(Selector("Critics say that it ties the hands of those who defend"), [scattered])
        is None
    )


def test_there_may_be_no_text_at_all():
    assert find(Selector("anything at all here"), []) is None


def test_normalising_twice_changes_nothing():
    text = " „A“ –\tb … c\u00ad"
    assert normalise(normalise(text)) == normalise(text) == '"A" - b ... c'


def test_words_over_which_a_paragraph_was_split_are_found_where_most_of_them_are() -> None:
    texts = ["It bans the use. Critics say that", "it ties their hands, and so on.", "Nothing."]
    assert find(Selector("Critics say that it ties their hands, and so on"), texts) == Found(
        1, False
    )
    assert find(Selector("use. Critics say that it"), texts) == Found(0, False)


def test_sentences_that_changed_places_are_found() -> None:
    text = "Russia never signed the treaty. Its neighbours in the Baltic signed with misgivings."
    turned = "Its neighbours in the Baltic signed with misgivings. Russia never signed the treaty."
    assert find(Selector(text), ["Quite another matter.", turned]) == Found(1, False)


def test_the_words_around_decide_where_some_of_the_words_are_gone() -> None:
    texts = [
        "The state pays the fee in May, as agreed.",
        "The state pays the bill in June, or later.",
    ]
    selector = Selector("the state pays the price", "", "in June, or later")
    assert find(selector, texts) == Found(1, exact=False)


def test_of_repeated_words_whose_context_changed_the_likest_place_is_taken() -> None:
    texts = ["In Oslo it is legal to carry one.", "In Riga it is legal to own one.", "So be it."]
    selector = Selector("it is legal to", "In old Riga", "own two")
    assert find(selector, texts) == Found(1, exact=True)
    assert find(Selector("it is legal to", "But", "sell"), texts) is None


def test_a_few_common_words_elsewhere_are_not_the_passage() -> None:
    texts = ["The rate of the fee, and nothing else.", "Another matter altogether stands here."]
    selector = Selector("of the fee, and", "urge the members out", "the authors fault him for")
    assert find(selector, texts) is None


def test_passages_are_found_again_after_editing() -> None:
    counted = {one.kind: one for one in edited.count(seed=2, rounds=12)}
    everything = counted["all"]
    total = everything.number + everything.gone
    assert total > 4_000
    assert everything.right >= 0.95 * everything.number
    assert everything.wrong < total / 1000
    touched = [one for kind, one in counted.items() if kind not in ("all", "not edited")]
    assert sum(one.right for one in touched) >= 0.9 * sum(one.number for one in touched)
    assert counted["deleted"].gone > 50


def test_each_passage_of_a_long_article_is_made_comparable_once() -> None:
    texts = [f"Of m{one} it is said that n{one} is p{one} by r{one}." for one in range(9000)]

    def seek(number: int) -> list[Found | None]:
        words = texts[number]
        return [find(Selector(one), texts) for one in (words[:-1], words.replace("said", "told"))]

    assert seek(17) == [Found(17, exact=True), Found(17, exact=False)]
    before = normalise.cache_info().misses
    assert seek(8000) == [Found(8000, exact=True), Found(8000, exact=False)]
    assert normalise.cache_info().misses - before < 50


def test_a_place_goes_along_with_its_words() -> None:
    before = ("One is here.", "Two is a longer text of some words.", "Three.", "Three.")
    after = (
        "New.",
        "One is here.",
        "Two is a longer text of other words.",
        "Three.",
        "Three.",
    )
    assert [moved(place, before, after) for place in range(4)] == [1, 2, 3, 3]
    assert moved(2, before, ("One is here.",)) == 0
    assert moved(1, before, ("Nothing of it.",)) == 0

"""Marks are set and taken away; the words are never touched."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.app.cards import quotation_html
from briefing.model import Mark, MarkKind
from briefing.text import quotation
from briefing.text.marking import Look, cleared, is_marked, spoken_parts, toggled

QUOTE = "They bind all of us, \U0001f600 even <u>those</u> who did not sign.\n\nAnd more."
places = st.integers(0, len(QUOTE))
steps = st.lists(st.tuples(places, places, st.sampled_from([*MarkKind, None])), max_size=12)


def covered(marks: tuple[Mark, ...], kind: MarkKind) -> set[int]:
    return {at for one in marks if one.kind is kind for at in range(one.start, one.end)}


@given(steps)
@settings(deadline=None)
def test_marking_is_setting_or_clearing_characters(steps):
    marks: tuple[Mark, ...] = ()
    model: dict[MarkKind, set[int]] = {kind: set() for kind in MarkKind}
    for start, end, kind in steps:
        span = set(range(start, end))
        if kind is None:
            marks = cleared(marks, start, end, len(QUOTE))
            for each in model.values():
                each -= span
        else:
            marks = toggled(marks, start, end, kind, len(QUOTE))
            model[kind] = model[kind] - span if span <= model[kind] else model[kind] | span
        for each, wanted in model.items():
            assert covered(marks, each) == wanted
    again = quotation.read(quotation.render(QUOTE, marks))
    assert again.text == QUOTE
    assert {kind: covered(again.marks, kind) for kind in MarkKind} == model


def test_half_marked_is_not_marked():
    marks = (Mark(0, 4, MarkKind.UNDERLINE), Mark(4, 9, MarkKind.UNDERLINE))
    assert is_marked(marks, 0, 9, MarkKind.UNDERLINE)
    assert not is_marked(marks, 0, 10, MarkKind.UNDERLINE)
    assert not is_marked(marks, 0, 4, MarkKind.HIGHLIGHT)


def test_the_speaking_view_shows_only_what_is_read_aloud():
    marks = (Mark(0, 4, MarkKind.HIGHLIGHT), Mark(10, 19, MarkKind.HIGHLIGHT))
    assert spoken_parts(QUOTE, marks) == ("They", "all of us")
    assert quotation_html(QUOTE, marks, Look(spoken=True)) == "They … all of us"
    assert spoken_parts("All of it.", ()) == ("All of it.",)


def test_shrunk_and_condensed_keep_every_word():
    marks = (Mark(0, 4, MarkKind.UNDERLINE),)
    html = quotation_html(QUOTE, marks, Look(shrunk=True, condensed=True))
    assert '<u>They</u><span class="small"> bind all' in html
    assert "sign. ¶ And more." in html

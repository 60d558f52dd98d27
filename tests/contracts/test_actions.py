"""What the table of actions promises, of every action at once."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from briefing.resources import resources
from briefing.ui.actions import ACTIONS, MENUS, ActionSpec
from briefing.ui.commands import Commands
from briefing.ui.dialogs import keys
from briefing.ui.dialogs.palette import action_choices, matching
from briefing.ui.other_words import OTHER_WORDS
from briefing.ui.present import projector
from briefing.ui.widgets import outline_list

ROOT = Path(__file__).resolve().parents[2]

# What one does in a text field: no action may take these away.
TEXT_KEYS = (
    "Ctrl+C",
    "Ctrl+X",
    "Ctrl+V",
    "Ctrl+Z",
    "Ctrl+Shift+Z",
    "Ctrl+Y",
    "Ctrl+A",
    "Ctrl+Left",
    "Ctrl+Right",
    "Ctrl+Shift+Left",
    "Ctrl+Shift+Right",
    "Ctrl+Home",
    "Ctrl+End",
    "Ctrl+Backspace",
    "Ctrl+Del",
    "Shift+Left",
    "Shift+Right",
    "Shift+Ins",
    "Ctrl+Ins",
    "Tab",
    "Shift+Tab",
    "Return",
    "Esc",
)
# Undo is for everything; a text field that has the keyboard keeps these keys for its own words
# (tests/stories/test_undo.py).
UNDO = ("edit.undo", "edit.redo")
each = pytest.mark.parametrize("action", ACTIONS, ids=lambda one: one.id)


@each
def test_an_action_names_a_method_with_words(action: ActionSpec) -> None:
    method = getattr(Commands, action.run, None)
    assert callable(method), f"Commands has no {action.run}"
    assert method.__doc__


@each
def test_an_action_is_in_a_menu_and_in_the_palette(action: ActionSpec) -> None:
    assert action.menu in MENUS
    assert action.text.strip()
    assert action.id in {choice.id for choice in action_choices(ACTIONS)}


@each
def test_keys_are_keys_and_leave_text_fields_alone(action: ActionSpec) -> None:
    for key in action.keys:
        sequence = QKeySequence(key)
        assert sequence.count() == 1
        assert sequence[0].key().name != "Key_unknown", f"Qt does not know {key}"
        is_taken = sequence in [QKeySequence(one) for one in TEXT_KEYS]
        assert not is_taken or action.id in UNDO
        # A bare letter would be typed into a field, not run.
        assert len(key) > 1 and ("+" in key or key.startswith("F"))


def test_ids_and_methods_are_unique() -> None:
    for values in ([one.id for one in ACTIONS], [one.run for one in ACTIONS]):
        assert [one for one, count in Counter(values).items() if count > 1] == []


def test_no_key_does_two_things() -> None:
    used = Counter(QKeySequence(key).toString() for one in ACTIONS for key in one.keys)
    assert [key for key, count in used.items() if count > 1] == []


def test_texts_are_unique_and_say_with_dots_that_they_ask() -> None:
    assert len({one.text for one in ACTIONS}) == len(ACTIONS)
    for one in ACTIONS:
        assert not one.text.endswith("...")
        assert "…" not in one.text or one.text.endswith(" …")


def test_links_of_the_help_pages_name_actions() -> None:
    import re

    ids = {one.id for one in ACTIONS}
    pages = sorted((resources() / "help").glob("*.md"))
    assert {page.stem for page in pages} >= {"search", "tour"}
    for page in pages:
        for name in re.findall(r"\(do:([^)]+)\)", page.read_text(encoding="utf-8")):
            assert name in ids, f"{page.name} links to {name}"


def test_links_of_the_pages_name_actions() -> None:
    import inspect
    import re

    from briefing.app import pages

    ids = {one.id for one in ACTIONS}
    named = set(re.findall(r"do:([\w.]+)", inspect.getsource(pages)))
    assert named - {"ACTION"}
    assert named - ids == {"ACTION"} & named


def test_other_words_belong_to_actions_and_find_them() -> None:
    assert set(OTHER_WORDS) <= {action.id for action in ACTIONS}
    choices = action_choices(ACTIONS)
    for words, wanted in (
        *(("dark", "view.theme"), ("beamer", "present.start"), ("print", "library.export")),
        *(("shortcuts", "help.keys"), ("vote", "present.start"), ("rebuttal", "suggest.answers")),
        *(("undo", "edit.undo"), ("import", "library.import"), ("export", "library.export")),
    ):
        assert matching(words, choices)[0].id == wanted, words


def test_the_sheet_has_every_key() -> None:
    sheet = keys.markdown_table()
    for one in ACTIONS:
        for key in one.keys:
            assert (
                f"`{QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)}`" in sheet
            )


NAMES = {
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_PageDown: "PageDown",
    Qt.Key.Key_PageUp: "PageUp",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Backtab: "Shift+Tab",
}


def named(place: str) -> set[str]:
    return {key for line, _ in keys.KEYS[place] for key in line.split(", ")}


def test_the_sheet_has_the_keys_of_the_projector() -> None:
    for place, table in (
        ("On the projector", projector.KEYS),
        ("In the show of hands", projector.VOTE_MOVES),
    ):
        names = {NAMES.get(key) or QKeySequence(key).toString() for key in table}
        assert names - named(place) == set()


def test_the_sheet_has_the_keys_of_the_case() -> None:
    place = named("On the rows of the case")
    names = {NAMES.get(key) or QKeySequence(key).toString() for key in outline_list.PLAIN}
    names |= {f"Alt+{QKeySequence(key).toString()}" for key in outline_list.WITH_ALT}
    names |= {f"Ctrl+{QKeySequence(key).toString()}" for key in outline_list.WITH_CONTROL}
    assert names - place == set()


def test_the_page_of_keys_is_up_to_date() -> None:
    """Mend it with: python -m tests.contracts.test_actions"""
    page = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    assert page == page_of_keys()


def test_the_keys_of_the_readme_are_up_to_date() -> None:
    """Mend it with: python -m tests.contracts.test_actions"""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert with_keys(text) == text
    assert "`Ctrl+K`" in text


# What one needs on the first day, by the places of the sheet.
FIRST_KEYS = {
    "Menu Library": ("Export",),
    "Menu Go": ("Search", "Back", "Forward", "Find in article", "Next passage with points"),
    "Menu View": ("Larger text", "Smaller text", "Next colours", "Counterpoints only", "Both"),
    "Menu Case": ("Show or hide the case",),
    "Menu Present": ("Present",),
    "Menu Help": ("All commands", "Keys"),
    "On the points": (),
    "In search results and lists": (),
    "On the projector": (),
}


def with_keys(readme: str) -> str:
    """The README with its table of keys as the sheet of keys has it."""
    head, begin, rest = readme.partition(BEGIN)
    _, end, tail = rest.partition(END)
    assert begin and end, "the README has no place for the keys"
    lines = []
    sheet = keys.groups()
    for place, wanted in FIRST_KEYS.items():
        known = {words: keys for keys, words in sheet[place]}
        assert set(wanted) <= set(known), f"{place} has no {set(wanted) - set(known)}"
        where = "anywhere" if place.startswith("Menu") else place[0].lower() + place[1:]
        for words in wanted or known:
            shown = ", ".join(f"`{key}`" for key in known[words].split(", "))
            lines.append(f"| {shown} | {words[0].lower() + words[1:]} | {where} |\n")
    table = "".join(("| keys | what they do | where |\n|---|---|---|\n", *lines))
    return f"{head}{begin}\n\n{table}\n{end}{tail}"


BEGIN = "<!-- keys: python -m tests.contracts.test_actions -->"
END = "<!-- end of keys -->"


def page_of_keys() -> str:
    return (
        "# Keys\n\nMade from the table of actions. In the app: **F1**; every command with its "
        f"key: **Ctrl+Shift+P**.\n\n{keys.markdown_table()}"
    )


if __name__ == "__main__":
    with (ROOT / "docs" / "keys.md").open("w", encoding="utf-8", newline="\n") as file:
        file.write(page_of_keys())
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    with (ROOT / "README.md").open("w", encoding="utf-8", newline="\n") as file:
        file.write(with_keys(readme))

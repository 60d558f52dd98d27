from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.app.settings import Preferences, Settings, merged

VALUES = st.one_of(
    st.integers(), st.booleans(), st.text("ab1ü"), st.none(), st.floats(), st.lists(st.just("dark"))
)


def is_in_range(settings: Settings) -> bool:
    for one in fields(settings):
        value = getattr(settings, one.name)
        if type(value) is not type(one.default):
            return False
        choices = one.metadata.get("choices")
        if choices is not None and value not in choices:
            return False
        least, most = one.metadata.get("least"), one.metadata.get("most")
        if least is not None and most is not None and not least <= value <= most:
            return False
    return True


def test_the_defaults_are_in_range():
    assert is_in_range(Settings())


@given(st.dictionaries(st.sampled_from([one.name for one in fields(Settings)] + ["odd"]), VALUES))
def test_no_stored_value_can_do_harm(values: dict[str, Any]):
    assert is_in_range(Settings.from_values(values))


@pytest.mark.parametrize(
    ("name", "given_", "kept"),
    [
        ("zoom", 1000, 300),
        ("zoom", 1, 60),
        ("zoom", "150", 100),
        ("zoom", True, 100),
        ("theme", "pink", "system"),
        ("theme", "dark", "dark"),
    ],
)
def test_what_does_not_fit_is_brought_into_range(name: str, given_: Any, kept: Any):
    assert getattr(Settings().with_value(name, given_), name) == kept


def test_every_setting_has_words_for_the_dialog():
    assert all(one.metadata["words"] for one in fields(Settings))


def test_a_changed_setting_is_there_next_time(tmp_path: Path):
    Preferences(tmp_path).change("zoom", 140)
    assert Preferences(tmp_path).settings.zoom == 140


def test_settings_of_a_newer_version_survive(tmp_path: Path):
    path = tmp_path / "settings.json"
    path.write_text('{"new-thing": [1], "zoom": 90}', encoding="utf-8")
    Preferences(tmp_path).change("theme", "sepia")
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "new-thing": [1],
        "zoom": 90,
        "theme": "sepia",
    }


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_broken_file_means_defaults(tmp_path: Path, content: bytes):
    (tmp_path / "settings.json").write_bytes(content)
    (tmp_path / "memory.json").write_bytes(content)
    preferences = Preferences(tmp_path)
    assert preferences.settings == Settings()
    assert preferences.recent() == []


def test_where_nothing_can_be_written_settings_last_a_session(tmp_path: Path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    preferences = Preferences(blocked)
    assert preferences.change("zoom", 120).zoom == 120
    assert not preferences.save()


def test_recent_libraries_the_newest_first_and_once(tmp_path: Path):
    preferences = Preferences(tmp_path)
    for name in ("a", "b", "a", *(str(n) for n in range(12))):
        preferences.add_recent(Path(name))
    preferences.save()
    again = Preferences(tmp_path).recent()
    assert again[0] == "11"
    assert len(again) == 10 == len(set(again))


def test_places_are_kept_for_each_library(tmp_path: Path):
    preferences = Preferences(tmp_path)
    preferences.keep_place(Path("one"), "essay", 7)
    preferences.keep_place(Path("two"), "essay", 9)
    preferences.keep_place(Path("one"), "other", 2)
    preferences.save()
    again = Preferences(tmp_path)
    assert [again.place(Path(one), "essay") for one in ("one", "two", "three")] == [7, 9, 0]


@pytest.mark.parametrize("places", [None, [], {"lib": 3}, {"lib": {"essay": "x"}}])
def test_odd_memories_of_places_are_no_place(tmp_path: Path, places: Any):
    values = json.dumps({"places": places, "recent": [1, "b"]})
    (tmp_path / "memory.json").write_text(values, encoding="utf-8")
    preferences = Preferences(tmp_path)
    assert preferences.place(Path("lib"), "essay") == 0
    assert preferences.recent() == ["b"]
    preferences.keep_place(Path("lib"), "essay", 4)
    assert preferences.place(Path("lib"), "essay") == 4


def test_two_programs_lose_nothing_of_what_the_other_remembers(tmp_path: Path):
    begun = Preferences(tmp_path)
    begun.keep_place(Path("lib"), "essay", 1)
    begun.add_recent(Path("lib"))
    begun.remember("searches", {"lib": ["old"]})
    assert begun.save()
    one, other = Preferences(tmp_path), Preferences(tmp_path)
    one.change("zoom", 140)
    one.keep_place(Path("lib"), "essay", 7)
    one.add_recent(Path("mine"))
    one.remember("searches", {})  # they are to be forgotten
    assert one.save()
    other.change("theme", "sepia")
    other.keep_place(Path("lib"), "speech", 3)
    other.keep_place(Path("theirs"), "essay", 5)
    other.add_recent(Path("theirs"))
    assert other.save()
    assert one.save(), "who has nothing new writes nothing old"
    for again in (Preferences(tmp_path), one):
        places = [again.place(Path(lib), "essay") for lib in ("lib", "theirs")]
        assert places == [7, 5]
        assert again.place(Path("lib"), "speech") == 3
        assert set(again.recent()) == {"lib", "mine", "theirs"}
        assert again.recall("searches", {}) == {}
    settings = Preferences(tmp_path).settings
    assert (settings.zoom, settings.theme) == (140, "sepia")
    assert [one.name for one in sorted(tmp_path.iterdir())] == ["memory.json", "settings.json"]


def test_a_memory_that_was_taken_away_is_written_again(tmp_path: Path):
    preferences = Preferences(tmp_path)
    preferences.remember("case", {"lib": "speech"})
    assert preferences.save()
    (tmp_path / "memory.json").unlink()
    assert preferences.save()
    assert Preferences(tmp_path).recall("case", {}) == {"lib": "speech"}


JSON = st.recursive(
    st.sampled_from([None, True, 0, 1, "a", "b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner),
    max_leaves=6,
)


@given(before=JSON, ours=JSON, theirs=JSON)
def test_who_changed_nothing_stands_in_nobodys_way(before: Any, ours: Any, theirs: Any):
    assert merged(before, before, theirs) == theirs
    assert merged(before, ours, before) == ours
    assert merged(before, ours, ours) == ours
    if isinstance(ours, dict) and isinstance(theirs, dict):
        known = before if isinstance(before, dict) else {}
        both = merged(before, ours, theirs)
        assert all(both[key] == theirs[key] for key in theirs.keys() - known.keys() - ours.keys())
        assert all(both[key] == ours[key] for key in ours.keys() - known.keys() - theirs.keys())


def test_a_folder_whose_name_is_no_text_is_remembered(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path)
    preferences.add_recent(Path("/lib/caf\udce9"))  # bytes that are no UTF-8, as Linux allows
    assert preferences.save()
    assert Preferences(tmp_path).recent() == ["/lib/caf\udce9"]

"""Which words open the window, and what happens where there is no screen."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from briefing import __main__ as program
from briefing.ui import before_qt
from briefing.ui.before_qt import DRAWING, Start


class Calls(list[tuple[str, list[str]]]):
    """What the words led to."""

    code = 0

    def main_of(self, name: str) -> ModuleType:
        module = ModuleType(name)

        def main(words: list[str]) -> int:
            self.append((name, words))
            return self.code

        module.main = main  # type: ignore[attr-defined]
        return module


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Calls:
    calls = Calls()
    monkeypatch.setitem(sys.modules, "briefing.cli", calls.main_of("cli"))
    monkeypatch.setitem(sys.modules, "briefing.ui.main", calls.main_of("desktop"))
    monkeypatch.setattr(before_qt, "look", lambda environ: Start())
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    return calls


def test_no_words_open_the_window(calls: Calls):
    assert program.main([]) == 0
    assert calls == [("desktop", [])]


def test_a_folder_opens_the_window_with_it(calls: Calls, tmp_path: Path):
    program.main([str(tmp_path)])
    assert calls == [("desktop", [str(tmp_path)])]


def test_other_words_are_a_command_line(calls: Calls):
    calls.code = 3
    assert program.main(["search", "dud rate"]) == 3
    assert program.main(["no-such-folder"]) == 3
    assert [name for name, _ in calls] == ["cli", "cli"]


def test_a_command_is_a_command_even_where_a_folder_has_its_name(
    calls: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "search").mkdir()
    program.main(["search", "x"])
    assert calls == [("cli", ["search", "x"])]


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["-h"], ["help"], ["--bogus"], [""]])
def test_what_no_window_is_needed_for_opens_none(calls: Calls, words: list[str]):
    program.main(words)
    assert calls == [("cli", words)]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--screenshot"], "--screenshot needs the name of a picture"),
        (["--screenshot", "--size"], "--screenshot needs the name of a picture"),
        (["--size", "12"], "--size needs a width and a height"),
        (["--size", "0x800"], "--size needs a width and a height"),
        (["--screenshot", "x.png", "no-such-folder"], "'no-such-folder' is not wanted here"),
        (["FOLDER", "--size", "1x1", "FOLDER"], "is not wanted here"),
    ],
)
def test_a_mistake_about_the_window_is_told_and_opens_none(
    calls: Calls,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    says: str,
):
    assert program.main([word.replace("FOLDER", str(tmp_path)) for word in words]) == 2
    assert says in capsys.readouterr().err
    assert calls == []


def test_the_folder_may_stand_before_or_behind_the_options(calls: Calls, tmp_path: Path):
    for words in (["--size", "900x700", str(tmp_path)], [str(tmp_path), "--size", "900x700"]):
        assert program.main(words) == 0
    assert [name for name, _ in calls] == ["desktop", "desktop"]


def test_without_a_screen_the_window_is_drawn_into_a_picture(
    calls: Calls,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
):
    monkeypatch.setattr(before_qt, "look", lambda environ: Start(no_screen="There is no display."))
    assert program.main([]) == 0
    picture = str(tmp_path / "home" / "cache" / "window.png")
    assert calls == [("desktop", ["--screenshot", picture])]
    said = capsys.readouterr().out
    assert "There is no display." in said
    assert picture in said
    assert Path(picture).parent.is_dir()


def test_a_picture_that_fails_is_not_announced(
    calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(before_qt, "look", lambda environ: Start(no_screen="There is no display."))
    calls.code = 1
    assert program.main([]) == 1
    assert "The window is in" not in capsys.readouterr().out


def test_a_picture_needs_no_screen(calls: Calls, monkeypatch: pytest.MonkeyPatch):
    asked: list[str | None] = []
    monkeypatch.setattr(
        before_qt, "look", lambda environ: asked.append(environ.get("QT_QPA_PLATFORM")) or Start()
    )
    program.main(["--screenshot", "x.png"])
    assert asked == ["offscreen"]
    assert calls == [("desktop", ["--screenshot", "x.png"])]


def test_qt_is_not_touched_while_libraries_are_missing(
    calls: Calls, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(before_qt, "look", lambda environ: Start(needs=DRAWING[:1]))
    monkeypatch.setattr(before_qt, "provide", lambda needs: False)
    assert program.main([]) == 1
    assert calls == []


def test_ctrl_c_is_no_mistake(calls: Calls, monkeypatch: pytest.MonkeyPatch):
    def stopped(words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["briefing.cli"], "main", stopped)
    assert program.main(["search", "x"]) == 130


@pytest.mark.parametrize("name", ["yaml", "briefing.text"])
def test_a_package_that_is_missing_is_installed_anew(
    calls: Calls,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    name: str,
):
    def fails(words: list[str]) -> int:
        raise ImportError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(sys.modules["briefing.cli"], "main", fails)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    with pytest.raises(ImportError):  # not an environment that `run` has set up
        program.main(["check"])
    stamp = tmp_path / "briefing-app.txt"
    stamp.touch()
    if name == "yaml":
        assert program.main(["check"]) == 2
        assert "./run again" in capsys.readouterr().err
        assert [path.name for path in tmp_path.glob("briefing-*")] == ["briefing-unfinished.txt"]
    else:  # a mistake of ours: installing would not mend it
        with pytest.raises(ImportError):
            program.main(["check"])
        assert stamp.exists()

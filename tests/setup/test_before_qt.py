"""What is found out, and said, before Qt is imported."""

from __future__ import annotations

import ctypes.util
import os
import subprocess
import sys

import pytest

from briefing.ui import before_qt
from briefing.ui.before_qt import DRAWING, WAYLAND_SCREEN, X_SCREEN, Need, look

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="libraries come with Qt there")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch):
    """A Linux machine of the test's own: `lacking` files, screens that do not answer, programs."""

    class Machine:
        lacking: set[str] = set()  # noqa: RUF012
        dead: set[str] = set()  # noqa: RUF012
        programs: set[str] = {"apt-get", "sudo"}  # noqa: RUF012
        installed: list[list[str]]
        root = False

    machine = Machine()
    machine.installed = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0 if machine.root else 1000)
    monkeypatch.setattr(before_qt, "_found", lambda name: name not in machine.lacking)
    monkeypatch.setattr(before_qt, "_answers", lambda screen: screen not in machine.dead)
    monkeypatch.setattr(
        before_qt.shutil, "which", lambda name: name if name in machine.programs else None
    )

    def install(packages: list[str]) -> None:
        machine.installed.append(packages)
        machine.lacking = set()

    monkeypatch.setattr(before_qt, "_install", install)
    return machine


def names(needs: tuple[Need, ...]) -> set[str]:
    return {need.name for need in needs}


def test_a_screen_that_answers_is_used(machine):
    assert look({"DISPLAY": ":0"}) == before_qt.Start()
    assert look({"WAYLAND_DISPLAY": "wayland-0"}) == before_qt.Start()


def test_without_a_display_only_drawing_is_needed(machine):
    machine.lacking = names(X_SCREEN) | names(WAYLAND_SCREEN)
    start = look({})
    assert not start.needs
    assert "no display" in start.no_screen
    machine.lacking = names(DRAWING)
    assert names(look({}).needs) == names(DRAWING)


def test_a_screen_that_does_not_answer_is_named(machine):
    machine.dead = {"xcb"}
    assert look({"DISPLAY": ":77"}).no_screen == "The display :77 does not answer."


def test_missing_libraries_for_the_screen_are_found(machine):
    machine.lacking = {"libxcb-cursor.so.0"}
    assert names(look({"DISPLAY": ":0"}).needs) == {"libxcb-cursor.so.0"}
    assert not look({"WAYLAND_DISPLAY": "wayland-0"}).needs


def test_one_of_two_screens_is_enough(machine):
    both = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}
    machine.lacking = names(WAYLAND_SCREEN)
    assert look(both) == before_qt.Start()
    machine.lacking, machine.dead = set(), {"wayland"}
    assert look(both) == before_qt.Start()


def test_a_chosen_platform_is_taken_at_its_word(machine):
    machine.lacking = names(X_SCREEN)
    assert not look({"QT_QPA_PLATFORM": "offscreen"}).needs
    assert names(look({"QT_QPA_PLATFORM": "xcb"}).needs) == names(X_SCREEN)
    machine.lacking = names(DRAWING)
    assert look({"QT_QPA_PLATFORM": "offscreen:configfile=x.json"}).needs


def test_other_systems_bring_all_with_qt(machine, monkeypatch: pytest.MonkeyPatch):
    machine.lacking = names(DRAWING)
    for platform in ("darwin", "win32"):
        monkeypatch.setattr(sys, "platform", platform)
        assert look({}) == before_qt.Start()


def test_a_user_is_told_the_command(machine, capsys: pytest.CaptureFixture[str]):
    machine.lacking = {"libxcb-cursor.so.0", "libEGL.so.1"}
    assert not before_qt.provide(DRAWING + X_SCREEN)
    said = capsys.readouterr()
    assert said.out == ""
    assert "    sudo apt-get install -y libegl1 libxcb-cursor0\n" in said.err
    assert machine.installed == []


@pytest.mark.parametrize(
    ("programs", "command"),
    [
        ({"apt-get"}, 'su -c "apt-get install -y libegl1"'),
        ({"dnf", "sudo"}, "sudo dnf install 'libEGL.so.1()(64bit)'"),
        ({"zypper", "sudo"}, "sudo zypper install 'libEGL.so.1()(64bit)'"),
        ({"pacman", "sudo"}, "sudo pacman -S --needed libglvnd"),
        (set(), "Install the packages of your system that bring these files"),
    ],
)
def test_every_kind_of_system_has_its_command(machine, programs: set[str], command: str):
    machine.programs = programs
    assert command in before_qt.what_to_type(DRAWING[:1])


def test_root_with_apt_gets_it_installed(machine):
    machine.root = True
    machine.lacking = {"libglib-2.0.so.0", "libgthread-2.0.so.0"}
    assert before_qt.provide(DRAWING)
    assert machine.installed == [["libglib2.0-0"]]


def test_root_without_apt_is_told(machine):
    machine.root, machine.programs = True, {"dnf"}
    machine.lacking = {"libEGL.so.1"}
    assert not before_qt.provide(DRAWING)
    assert machine.installed == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="sonames of Linux")
def test_files_are_found_by_loading_them():
    assert before_qt.missing(()) == ()
    nowhere = Need("libnowhere.so.9", "libnowhere9", "libnowhere")
    assert before_qt.missing([nowhere]) == (nowhere,)
    libc = ctypes.util.find_library("c")
    assert libc is not None
    assert before_qt.missing([Need(libc, "libc6", "glibc")]) == ()


def test_looking_needs_no_package_and_no_qt():
    program = (
        "import sys; from briefing.ui import before_qt; before_qt.look({});"
        "print([name for name in sys.modules if name.split('.')[0] in"
        " ('PySide6', 'shiboken6', 'yaml', 'markdown', 'whoosh', 'platformdirs')])"
    )
    answer = subprocess.check_output([sys.executable, "-c", program], text=True, encoding="utf-8")
    assert answer.strip() == "[]"

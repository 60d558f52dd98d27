"""`run`: quick when all is there, careful when it is not, and clear to a Python that is too old."""

from __future__ import annotations

import ast
import errno
import importlib.machinery
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import threading
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / "run"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="lays out an environment as POSIX does")


def load(path: Path) -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("run_script", str(path))
    spec = importlib.util.spec_from_loader("run_script", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout in small: `run`, the locks, and an environment that was set up from them."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "tests").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "run").write_bytes(RUN.read_bytes())
    (tmp_path / "requirements.lock").write_text("one==1\n", encoding="utf-8")
    (tmp_path / "tests" / "requirements.lock").write_text("two==2\n", encoding="utf-8")
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    packages = tmp_path / ".venv" / "lib" / "python3" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "briefing-checkout.pth").touch()
    package = tmp_path / "briefing"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text("import sys; print(sys.argv[1:])\n", encoding="utf-8")
    script = load(tmp_path / "run")
    for part in ("app", "test"):
        stamp = Path(script.stamp_path(part))
        stamp.write_text(script.expected_stamp(part), encoding="utf-8")
    return tmp_path


def test_what_was_set_up_is_found(checkout: Path):
    script = load(checkout / "run")
    assert script.is_ready("app")
    assert script.is_ready("test")


def test_a_link_on_the_path_leads_to_it(checkout: Path, tmp_path_factory: pytest.TempPathFactory):
    link = tmp_path_factory.mktemp("bin") / "briefing"
    link.symlink_to(checkout / "run")
    script = load(link)
    assert Path(script.ROOT).samefile(checkout)
    assert script.is_ready("app")


def test_new_pins_are_installed(checkout: Path):
    (checkout / "requirements.lock").write_text("one==1.1\n", encoding="utf-8")
    script = load(checkout / "run")
    assert not script.is_ready("app")
    assert script.is_ready("test")


def test_an_environment_is_set_up_again_when_its_python_was_replaced(checkout: Path):
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    assert not load(checkout / "run").is_ready("app")
    other = checkout / "python3.99"
    other.symlink_to("/bin/sh")
    python.symlink_to(other)
    assert not load(checkout / "run").is_ready("app")


def test_an_interrupted_set_up_is_done_again(checkout: Path):
    script = load(checkout / "run")
    Path(script.stamp_path("app")).unlink()
    assert not script.is_ready("app")


def test_an_environment_that_was_emptied_is_set_up_again(checkout: Path):
    shutil.rmtree(checkout / ".venv" / "lib")
    assert not load(checkout / "run").is_ready("app")


def installing(script: ModuleType, monkeypatch: pytest.MonkeyPatch, code: int) -> list[str]:
    """Let the installer do nothing and end with `code`; what it was asked for, as it comes."""
    asked: list[str] = []

    def call(command: list[str], **_: object) -> int:
        asked.append(" ".join(command[command.index("install") :]))
        return code

    monkeypatch.setattr(subprocess, "call", call)
    monkeypatch.setattr(script, "find_installer", lambda: ["pip"])
    monkeypatch.setattr(script, "is_usable", lambda: True)
    monkeypatch.setattr(script, "write_path_file", lambda: None)
    monkeypatch.setattr(script, "make_environment", lambda: asked.append("made anew") or "")
    return asked


def test_what_broke_off_while_installing_is_made_anew(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
):
    script = load(checkout / "run")
    asked = installing(script, monkeypatch, 1)
    Path(script.stamp_path("app")).unlink()
    assert "could not be installed" in script.prepare("app")
    assert not script.is_ready("app")
    assert "made anew" not in asked
    asked = installing(script, monkeypatch, 0)
    assert script.prepare("app") == ""
    assert asked[0] == "made anew" and "--ignore-installed" in asked[1]
    assert script.is_ready("app")
    asked.clear()
    Path(script.stamp_path("app")).unlink()
    assert script.prepare("app") == ""
    assert len(asked) == 1 and "--ignore-installed" not in asked[0]


def test_a_program_that_works_is_not_thrown_away_for_what_the_tests_need(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
):
    script = load(checkout / "run")
    Path(script.stamp_path("test")).unlink()
    for code in (1, 0):
        asked = installing(script, monkeypatch, code)
        script.prepare("test")
        assert script.is_ready("app") and "made anew" not in asked
    assert "--ignore-installed" in asked[0]
    assert script.is_ready("test")


def test_the_extra_keeps_up_with_its_pins_and_holds_nothing_up(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
):
    script = load(checkout / "run")
    handed: list[list[str]] = []
    prepared: list[str] = []
    monkeypatch.setattr(script, "hand_over", lambda command: handed.append(command) or 0)
    monkeypatch.setattr(script, "prepare", lambda part: prepared.append(part) or "no network")
    assert script.main([]) == 0
    assert prepared == []
    (checkout / "requirements-semantic.lock").write_text("three==3\n", encoding="utf-8")
    Path(script.stamp_path("semantic")).write_text("older pins", encoding="utf-8")
    assert script.main([]) == 0
    assert prepared == ["semantic"] and len(handed) == 2


@pytest.mark.parametrize(
    ("error", "free", "may_write", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 5, True, "The disk is full: 5 MB"),
        (PermissionError(errno.EACCES, "Permission denied"), 900, False, "cannot be written"),
        (OSError(errno.EIO, "Input/output error", "/x/y"), 900, True, "/x/y: Input/output error"),
        (KeyboardInterrupt(), 900, True, "Stopped."),
        (subprocess.CalledProcessError(1, ["python", "-m", "ensurepip"]), 900, True, "ensurepip"),
    ],
)
def test_what_stands_in_the_way_of_a_set_up_is_told(
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    free: int,
    may_write: bool,
    says: str,
):
    script = load(checkout / "run")

    def fails(part: str, held: int) -> str:
        raise error

    Path(script.stamp_path("app")).unlink()
    monkeypatch.setattr(script, "set_up", fails)
    monkeypatch.setattr(os, "access", lambda *_: may_write)
    usage = SimpleNamespace(free=free * 1000000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    assert says in script.prepare("app")


def test_of_two_first_starts_one_waits_for_the_other(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
):
    script = load(checkout / "run")
    stamp = Path(script.stamp_path("app"))
    stamp.unlink()
    waiting, answers = threading.Event(), []
    monkeypatch.setattr(script, "say", lambda words: waiting.set() if "waiting" in words else None)
    monkeypatch.setattr(script, "set_up", lambda part, held: "set up a second time")
    first = script.alone()
    second = threading.Thread(target=lambda: answers.append(script.prepare("app")))
    second.start()
    assert waiting.wait(30)
    stamp.write_text(script.expected_stamp("app"), encoding="utf-8")
    os.close(first)
    second.join(30)
    assert answers == [""]


@pytest.mark.parametrize(
    ("system", "of", "machine", "libc", "says"),
    [
        ("linux", "linux-x86_64", "x86_64", ("glibc", "2.36"), ""),
        ("linux", "linux-x86_64", "x86_64", ("glibc", "2.31"), "glibc 2.34 or newer"),
        ("linux", "linux-aarch64", "aarch64", ("glibc", "2.36"), "glibc 2.39 or newer"),
        ("linux", "linux-x86_64", "x86_64", ("", ""), "with another C library; for it"),
        ("linux", "linux-i686", "i686", ("glibc", "2.41"), "on x86-64 or ARM64"),
        ("win32", "win-amd64", "AMD64", ("", ""), ""),
    ],
)
def test_a_system_for_which_a_package_is_not_made_is_told(
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    system: str,
    of: str,
    machine: str,
    libc: tuple[str, str],
    says: str,
):
    script = load(checkout / "run")
    installing(script, monkeypatch, 1)
    Path(script.stamp_path("app")).unlink()
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sysconfig, "get_platform", lambda: of)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(platform, "libc_ver", lambda: libc)
    assert (says or "needs a connection") in script.prepare("app")


@pytest.mark.parametrize(
    ("part", "version", "machine", "says"),
    [
        ("app", "13.6", "arm64", ""),
        ("app", "13.6", "x86_64", ""),
        ("app", "12.7.6", "x86_64", "This is macOS 12.7.6 on x86_64; for it some"),
        ("app", "12.7.6", "x86_64", "Briefing needs macOS 13 or newer"),
        ("app", "10.16", "x86_64", ""),
        ("app", "", "arm64", ""),
        ("semantic", "14.1", "arm64", ""),
        ("semantic", "13.6", "arm64", "works without them; suggestions by meaning need macOS 14"),
        ("semantic", "15.0", "x86_64", "suggestions by meaning need a Mac with a processor of Ap"),
    ],
)
def test_a_mac_is_told_what_is_not_made_for_it(
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    version: str,
    machine: str,
    says: str,
):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platform, "mac_ver", lambda: (version, ("", "", ""), machine))
    monkeypatch.setattr(platform, "machine", lambda: machine)
    told = load(checkout / "run").no_build(part)
    assert says in told if says else told == ""


@pytest.mark.parametrize(
    ("part", "python", "says"),
    [
        ("app", (3, 11), "Briefing needs Python 3.12 or newer, or the Python for x86-64"),
        ("app", (3, 12), ""),
        ("semantic", (3, 12), ""),
        ("test", (3, 14), "The tests need the Python for x86-64"),
    ],
)
def test_windows_on_arm_is_told_what_is_not_made_for_it(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, part: str, python: tuple[int, int], says: str
):
    script = load(checkout / "run")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sysconfig, "get_platform", lambda: "win-arm64")
    monkeypatch.setattr(sys, "version_info", (*python, 0, "final", 0))
    told = script.no_build(part)
    assert says in told if says else told == ""


def test_a_folder_that_is_no_environment_is_never_deleted(checkout: Path):
    (checkout / ".venv" / "diary.txt").write_text("dear diary", encoding="utf-8")
    assert "in the way" in load(checkout / "run").make_environment()
    assert (checkout / ".venv" / "diary.txt").exists()


def test_words_and_exit_code_are_handed_over(checkout: Path):
    environ = {**os.environ, "PYTHONPATH": str(checkout)}
    command = [sys.executable, str(checkout / "run"), "search", "dud rate", "--json"]
    answer = subprocess.check_output(command, env=environ, text=True, encoding="utf-8")
    assert answer.strip() == "['search', 'dud rate', '--json']"
    (checkout / "briefing" / "__main__.py").write_text("raise SystemExit(7)\n", encoding="utf-8")
    assert subprocess.run(command, env=environ, check=False).returncode == 7


def test_a_second_start_loads_no_module_of_its_own(checkout: Path):
    program = (
        "import sys, os\n"
        "path = sys.argv.pop()\n"
        "text = open(path, encoding='utf-8').read()\n"
        "before = set(sys.modules)\n"
        "os.execv = lambda *_: (print(sorted(set(sys.modules) - before)), sys.exit())\n"
        "exec(text, {'__name__': '__main__', '__file__': path})\n"
    )
    command = [sys.executable, "-c", program, str(checkout / "run")]
    answer = subprocess.check_output(command, text=True, encoding="utf-8")
    assert answer.strip() == "[]"


def test_a_second_start_adds_under_a_fifth_of_a_second(checkout: Path):
    environ = {**os.environ, "PYTHONPATH": str(checkout)}

    import resource  # POSIX only

    def spent() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime

    def seconds(command: list[str]) -> float:
        """Of the processor's time: how long one waits depends on what else runs."""
        begin = spent()
        subprocess.run(command, env=environ, check=True, capture_output=True)
        return spent() - begin

    alone = [str(checkout / ".venv" / "bin" / "python"), "-P", "-m", "briefing"]
    through_run = [sys.executable, str(checkout / "run")]
    added = min(seconds(through_run) for _ in range(5)) - min(seconds(alone) for _ in range(5))
    assert added < 0.2


def test_an_old_python_can_read_it():
    ast.parse(RUN.read_text(encoding="utf-8"), feature_version=(3, 6))
    assert RUN.read_bytes().startswith(b"#!/usr/bin/env python3\n")


def test_a_python_that_will_not_do_is_told_so(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    script = load(checkout / "run")
    monkeypatch.setattr(sys, "version_info", (3, 8, 1, "final", 0))
    monkeypatch.setenv("PATH", str(checkout))
    assert script.main([]) == 1
    assert "3.11 to 3.14; this is 3.8" in capfd.readouterr().err


def test_a_newer_python_on_the_path_is_used_instead(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
):
    script = load(checkout / "run")
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    (checkout / f"python{version}").symlink_to(sys.executable)
    monkeypatch.setattr(sys, "version_info", (3, 8, 1, "final", 0))
    monkeypatch.setenv("PATH", str(checkout))
    handed: list[list[str]] = []
    monkeypatch.setattr(script, "hand_over", lambda command: handed.append(command) or 0)
    assert script.main(["search", "x"]) == 0
    assert handed == [[str(checkout / f"python{version}"), str(checkout / "run"), "search", "x"]]


def test_the_environment_can_be_made_by_hand(tmp_path: Path, checkout: Path):
    script = load(checkout / "run")
    script.VENV = str(tmp_path / "by-hand")
    script.PYTHON = str(tmp_path / "by-hand" / "bin" / "python")
    script.make_by_hand()
    assert script.is_usable()
    ask = "import sys; print(sys.prefix != sys.base_prefix)"
    command = [script.PYTHON, "-c", ask]
    assert subprocess.check_output(command, text=True, encoding="utf-8").strip() == "True"

"""The pins: complete, with hashes, for every Python, and without any address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[2]
APP, TEST = ROOT / "requirements.lock", ROOT / "tests" / "requirements.lock"
SEMANTIC = ROOT / "requirements-semantic.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(lock: Path) -> dict[str, str]:
    text = lock.read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    plain = (re.split(r"[<>=!~;\[ ]", requirement)[0] for requirement in requirements)
    return {name.lower().replace("_", "-") for name in plain}


@pytest.mark.parametrize("lock", [APP, TEST, SEMANTIC], ids=["app", "test", "semantic"])
def test_a_lock_is_pins_and_hashes_and_nothing_else(lock: Path):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    for requirement in text.replace("\\\n", " ").splitlines():
        pin, *hashes = requirement.split("--hash=")
        assert re.match(r"[a-z0-9-]+==[^\s;]+\s*(;.*)?$", pin.strip()), requirement
        assert hashes, requirement
        assert all(re.match(r"sha256:[0-9a-f]{64}\s*$", each) for each in hashes), requirement


def test_the_locks_hold_all_that_the_project_names():
    assert names(PROJECT["project"]["dependencies"]) <= set(pins(APP))
    assert names(PROJECT["dependency-groups"]["test"]) <= set(pins(TEST))
    assert names(PROJECT["project"]["optional-dependencies"]["semantic"]) <= set(pins(SEMANTIC))


@pytest.mark.parametrize("lock", [APP, SEMANTIC], ids=["app", "semantic"])
@pytest.mark.parametrize(
    ("system", "machine", "is_made"),
    [
        ("linux", "x86_64", True),
        ("linux", "aarch64", True),
        ("win32", "AMD64", True),
        ("win32", "ARM64", False),
        ("darwin", "arm64", True),
        ("darwin", "x86_64", False),
    ],
)
def test_what_decrypts_is_asked_for_where_it_is_made(
    lock: Path, system: str, machine: str, is_made: bool
):
    here = {"sys_platform": system, "platform_machine": machine}
    marked = re.findall(
        r"^(cffi|cryptography|msoffcrypto-tool|olefile|pycparser)==\S+ ; (.+) \\$",
        lock.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert len(marked) == 5
    for name, marker in marked:
        assert Marker(marker).evaluate(here) is is_made, name


def test_what_an_older_pip_does_not_find_by_itself_is_named():
    """Debian's pip does not install what `lxml[html_clean]` means; the web importer needs it."""
    assert "lxml-html-clean" in names(PROJECT["project"]["dependencies"])


@pytest.mark.parametrize("lock", [TEST, SEMANTIC], ids=["test", "semantic"])
def test_the_locks_do_not_contradict_each_other(lock: Path):
    app, other = pins(APP), pins(lock)
    assert {name: other[name] for name in app.keys() & other.keys()} == {
        name: app[name] for name in app.keys() & other.keys()
    }


def test_qt_stays_on_the_release_that_counts_references_rightly():
    assert pins(APP)["pyside6-essentials"].startswith("6.11.")

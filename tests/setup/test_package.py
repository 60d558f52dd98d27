"""The built package carries resources and starter library, and needs no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it lies in an installation, away from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    place = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    return place


def ask(installed: Path, program: str) -> str:
    environ = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-P", "-c", program]
    return subprocess.check_output(
        command, cwd=installed.parent, env=environ, text=True, encoding="utf-8"
    ).strip()


@pytest.mark.parametrize("part", ["resources", "seeds"])
def test_it_carries_the_same_files(installed: Path, part: str):
    found = ask(installed, f"from briefing import resources; print(resources.{part}())")
    assert Path(found).is_relative_to(installed)
    assert contents(Path(found)) == contents(ROOT / part)


def test_it_carries_every_module(installed: Path):
    def modules(package: Path) -> set[str]:
        return {path.relative_to(package).as_posix() for path in package.rglob("*.py")}

    assert modules(installed / "briefing") == modules(ROOT / "briefing")


def test_it_has_a_command_and_a_licence(installed: Path):
    (about,) = installed.glob("briefing-*.dist-info")
    entry_points = (about / "entry_points.txt").read_text(encoding="utf-8")
    assert "briefing = briefing.__main__:main" in entry_points
    assert (about / "licenses" / "LICENSE").is_file()


def test_it_reads_files_in_a_process_of_its_own(installed: Path):
    (installed.parent / "own.txt").write_text("A title\n\nSome words of a text.\n", "utf-8")
    program = (
        "from pathlib import Path; from briefing.importers.isolation import Reader; "
        "reader = Reader(); answer = reader.read(Path('own.txt')); reader.close(); "
        "import briefing; print(answer.importer, answer.trouble, briefing.__file__)"
    )
    found = ask(installed, program)
    assert found.startswith("Plain text ") and str(installed) in found


def test_a_checkout_uses_its_own_files():
    from briefing import resources

    assert resources.resources() == ROOT / "resources"
    assert resources.seeds() == ROOT / "seeds"

"""All checks in order, as `./run test` and CI run them.

./run test             everything
./run test --quick     only the fast tests
./run test WORDS       only pytest, with these words: ./run test tests/text -k anchors
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from briefing.ui import before_qt

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "ci-output"
PYTHON = [sys.executable, "-P"]
PYTEST = [*PYTHON, "-m", "pytest"]
# A file's tests stay together: what a module sets up is set up once.
ON_ALL_CORES = ["-n", "auto", "--dist", "loadfile"]
# Root may simply leave the network; others, where the system allows it, as root of their own.
NO_NETWORK = (["unshare", "--net"], ["unshare", "--map-root-user", "--net"])
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


@dataclass(frozen=True)
class Result:
    """How one gate ended; `skipped` says why it could not run here."""

    name: str
    code: int
    seconds: float = 0.0
    skipped: str = ""

    def __str__(self) -> str:
        """One line of the summary."""
        if self.skipped:
            return f"  {'MISSING' if self.code else 'skipped'}  {self.name}: {self.skipped}"
        return f"  {'FAILED' if self.code else 'ok':<7}  {self.name} ({self.seconds:.1f} s)"


def main(words: list[str]) -> int:
    """Run the gates that the words ask for; 0 if all of them are passed."""
    if words in (["--help"], ["-h"]):
        print(__doc__)
        return 0
    if not before_qt.provide(before_qt.DRAWING if sys.platform == "linux" else ()):
        return 1
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="briefing-test-") as home:
        os.environ.update(BRIEFING_HOME=home, BRIEFING_SCREENSHOTS=str(PICTURES))
        if words == ["--quick"]:
            results = [fast("the fast tests")]
        elif words:
            results = [gate("pytest", [*PYTEST, *words], OFFSCREEN)]
        else:
            results = list(everything())
    print("\nSummary")
    for result in results:
        print(result)
    failed = [result.name for result in results if result.code]
    print("Not passed: " + ", ".join(failed) if failed else "All gates passed.")
    return 1 if failed else 0


# The program as it is used, from end to end: what is run again where there is no network.
USED = (
    "tests/contracts",
    "tests/test_cli.py",
    "tests/stories/test_first_start.py",
    "tests/stories/test_searching.py",
    "tests/stories/test_import.py",
)


def everything() -> Iterator[Result]:
    """Each gate, the quickest first."""
    yield gate("style", [*PYTHON, "-m", "ruff", "check", "."])
    yield gate("format", [*PYTHON, "-m", "ruff", "format", "--check", "."])
    yield gate("types", [*PYTHON, "-m", "mypy", "--strict"])
    yield gate("import contracts", [str(Path(sys.executable).parent / "lint-imports"), "--no-logo"])
    yield gate("tests", [*PYTEST, *ON_ALL_CORES, "-m", "not xvfb"], OFFSCREEN)
    yield real_screen()
    yield no_network()


def fast(name: str, prefix: Sequence[str] = ()) -> Result:
    """The tests that take no longer than a few seconds each, without a screen."""
    return gate(name, [*prefix, *PYTEST, *ON_ALL_CORES, "-m", "not slow and not xvfb"], OFFSCREEN)


def real_screen() -> Result:
    """The tests that press real keys in a real window, on a virtual X server."""
    name = "real window and keys"
    lacking = [need.name for need in before_qt.missing(before_qt.TEST_PROGRAMS)]
    lacking += [need.name for need in before_qt.missing(before_qt.X_SCREEN)]
    if lacking:
        names = ", ".join(lacking[:4]) + (" …" if len(lacking) > 4 else "")
        return unable(name, f"no {names}; see ./run system --tests")
    with virtual_screen() as display:
        environ = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        return gate(name, [*PYTEST, "-m", "xvfb"], environ)


def no_network() -> Result:
    """The fast tests where even the loopback address is out of reach."""
    name = "tests without a network"
    for prefix in NO_NETWORK:
        if shutil.which(prefix[0]) is None:
            return unable(name, f"no {prefix[0]}")
        if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
            return gate(name, [*prefix, *PYTEST, "-m", "not xvfb", *USED], OFFSCREEN)
    print(f"\n== {name}: not allowed here to leave the network", flush=True)
    return Result(name, code=0, skipped="not allowed here to leave the network")


def unable(name: str, why: str) -> Result:
    """On a developer's machine a gate may be left out; CI must be able to run it."""
    print(f"\n== {name}: cannot run here: {why}", flush=True)
    return Result(
        name, code=1 if os.environ.get("CI") and "namespace" not in why else 0, skipped=why
    )


def gate(name: str, command: list[str], environ: dict[str, str] | None = None) -> Result:
    """Run one command and let it print what it likes."""
    print(f"\n== {name}: {' '.join(command)}", flush=True)
    begin = time.monotonic()
    code = subprocess.call(command, cwd=ROOT, env={**os.environ, **(environ or {})})
    return Result(name, code, time.monotonic() - begin)


@contextmanager
def virtual_screen() -> Iterator[str]:
    """An X server on a display number of its own choice; ends with the block."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1366x768x24",
        "-nolisten",
        "tcp",
    ]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading, encoding="ascii") as answer:
                yield f":{answer.readline().strip()}"
        finally:
            server.terminate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How long it takes from the start of a process to its first painted window."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.bench.figures import Figure

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Runs:
    """What was measured of one program: seconds to the first paint, processor seconds, memory."""

    painted: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)  # seconds until all of the library is at hand
    searchable: list[float] = field(default_factory=list)


def environment(home: Path, platform: dict[str, str], **more: str) -> dict[str, str]:
    """A new account, with compiled modules kept as they are in an ordinary checkout."""
    mine = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    mine |= {"BRIEFING_HOME": str(home), "PYTHONPATH": str(ROOT), **platform, **more}
    return {**mine, "PYTHONPYCACHEPREFIX": str(home / "compiled")}


def start(words: list[str], env: dict[str, str], runs: Runs | None = None) -> None:
    """Start one child and note what it says. RuntimeError when no window was painted."""
    command = [sys.executable, "-P", "-m", "tests.bench.child", *words]
    before = os.times()
    begin = time.monotonic()
    child = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
    after = os.times()
    if child.returncode or not child.stdout:
        raise RuntimeError(f"No window was painted:\n{child.stderr}")
    said = child.stdout.split()
    if runs is not None:
        used = after.children_user - before.children_user
        runs.painted.append(float(said.pop(0)) - begin)
        if "BENCH_WHOLE" in env:
            runs.whole.append(float(said.pop(0)) - begin)
            runs.searchable.append(float(said.pop(0)) - begin)
        runs.processor.append(used + after.children_system - before.children_system)
        runs.megabytes += [float(one) / 1024 for one in said]


def fonts_at_start() -> list[str]:
    """The font files that Briefing loads before it paints, with its first settings."""
    from briefing.app.settings import Settings
    from briefing.resources import resources
    from briefing.ui import theme

    kinds = {theme.INTERFACE, Settings().text_font}
    folder = resources() / "fonts"
    return [str(path) for kind in kinds for path in folder.glob(f"{theme._FILES[kind]}-*.ttf")]


def measure(home: Path, platform: dict[str, str], times: int) -> Iterator[Figure]:
    """Briefing beside a bare window, in turns, so that a busy machine is unjust to neither."""
    group = f"Start ({platform['QT_QPA_PLATFORM']})"
    env = environment(home, platform)
    bare = ["bare", *fonts_at_start()]
    app = Runs()
    plain = Runs()
    start(bare, env)
    start(["app"], env)  # compiles the modules, copies the starter library, begins an index
    prepare(env)
    for _ in range(times):
        start(bare, env, plain)
        start(["app"], env, app)
    ratio = median(app.painted) / median(plain.painted)
    note = f"{times} runs each, in turns"
    yield Figure(group, "to the first paint, beside a bare window", ratio, "×", 1.5, note)
    work = median(app.processor) / median(plain.processor)
    yield Figure(group, "the same in processor time", work, "×", note="less moved by other work")
    best = min(app.painted) / min(plain.painted)
    yield Figure(group, "the same for the quickest run of each", best, "×")
    yield Figure(group, "Briefing, median", median(app.painted) * 1000, "ms")
    yield Figure(group, "bare window, median", median(plain.painted) * 1000, "ms")
    first = Runs()
    for number in range(3):
        account = home / f"account{number}"
        fresh = {**env, "BRIEFING_HOME": str(account)}
        start(["app"], fresh, first)
    yield Figure(group, "very first start of an account", median(first.painted) * 1000, "ms")


def prepare(env: dict[str, str]) -> None:
    """Bring the index of the starter library up to date, as any earlier session has done."""
    command = [sys.executable, "-P", "-m", "briefing", "index"]
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=300)


def of_run(times: int) -> Iterator[Figure]:
    """What `./run` adds to a second start: its own work, up to handing over."""
    program = ROOT / "run"
    alone, through = [], []
    for _ in range(times):
        alone.append(_seconds([sys.executable, "-P", "-m", "briefing", "--version"]))
        through.append(_seconds([sys.executable, str(program), "--version"]))
    added = (median(through) - median(alone)) * 1000
    yield Figure("./run", "added to a second start", added, "ms", 200, f"{times} runs each")


def _seconds(command: list[str]) -> float:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    begin = time.monotonic()
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=120)
    return time.monotonic() - begin

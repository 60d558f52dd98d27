"""What the first paint must do without (docs/decisions/0004-start.md), in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_PROGRAM = """
import json, os, sys
import PySide6.QtCore
from briefing.resources import seeds
from briefing.ui.main import make_application, open_window

application = make_application()
window = open_window(seeds())
while not window.is_painted:
    application.processEvents()
mine = [name for name in sys.modules if name.startswith("briefing.")]
text = window.reader.view.toPlainText()
print(json.dumps(["Qt" in vars(PySide6.QtCore), mine, list(sys.modules), text]), flush=True)
os._exit(0)  # the worker has begun to read the library
"""


def test_the_first_paint_shows_the_article_and_pays_for_nothing_else(tmp_path: Path) -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "BRIEFING_HOME": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-P", "-c", _PROGRAM],
        env={**env, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    touched_qt, mine, modules, text = json.loads(run.stdout)
    assert len(text) > 2000
    assert not touched_qt, "all enumerations of QtCore.Qt were made"
    late = {"ui.commands", "ui.menus", "ui.panes.points", "ui.panes.library", "model.arguments"}
    assert not late & {name.removeprefix("briefing.") for name in mine}
    assert not {"numpy", "lxml", "whoosh", "markdown", "yaml"} & set(modules)

"""The rooms: below `ui` nothing needs Qt, and what is not asked for is not imported."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "briefing").rglob("*.py"))

BLOCKER = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(f"{name} is blocked here")
sys.meta_path.insert(0, Blocker())
"""


def names(path: Path) -> list[str]:
    """Every module that a file imports, wherever in the file."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
    return found


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120
    )


WITHOUT_QT = [module(path) for path in FILES if "ui" not in path.relative_to(ROOT).parts]


def test_the_blocker_blocks():
    assert "PySide6 is blocked here" in run(BLOCKER + "import PySide6.QtCore").stderr


def test_everything_below_ui_can_be_imported_without_qt():
    assert "briefing.app.workspace" in WITHOUT_QT and "briefing.cli" in WITHOUT_QT
    imports = "".join(f"import {name}\n" for name in WITHOUT_QT)
    done = run(BLOCKER + imports)
    assert done.returncode == 0, done.stderr


def test_the_command_line_reads_and_checks_without_qt():
    done = run(
        BLOCKER + "from briefing.__main__ import main\nraise SystemExit(main(['check', 'seeds']))"
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_ui_names_qt():
    found = [
        f"{path.relative_to(ROOT)}: {one}"
        for path in FILES
        if "ui" not in path.relative_to(ROOT).parts
        for one in names(path)
        if one.startswith(("PySide6", "shiboken6"))
    ]
    assert found == []


def test_no_room_reads_another_rooms_files():
    """Only `resources` knows where the shipped files lie: nothing else builds paths from itself."""
    allowed = {ROOT / "briefing" / "resources.py"}
    found = [
        str(path.relative_to(ROOT))
        for path in FILES
        if path not in allowed and "__file__" in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_what_type_checkers_are_told_of_a_room_is_there():
    """Rooms that import their parts when they are asked for list them once more for mypy."""
    for room in ("library", "model", "suggest"):
        path = ROOT / "briefing" / room / "__init__.py"
        (told,) = (
            node
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        )
        module = importlib.import_module(f"briefing.{room}")
        for node in told.body:
            assert isinstance(node, ast.ImportFrom)
            source = importlib.import_module(str(node.module))
            for one in node.names if str(node.module).startswith(module.__name__) else ():
                assert getattr(module, one.name) is getattr(source, one.name), one.name

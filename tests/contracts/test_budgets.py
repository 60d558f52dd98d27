"""What keeps the code readable: files and functions have budgets, and public things a docstring."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "briefing").rglob("*.py"))
MOST_LINES = 500
MOST_LINES_OF_FUNCTION = 60
DOCUMENTED = 0.95

Function = ast.FunctionDef | ast.AsyncFunctionDef


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def public(node: ast.Module | ast.ClassDef) -> Iterator[ast.ClassDef | Function]:
    """Public classes and functions, and the public methods of public classes."""
    for child in node.body:
        if isinstance(child, (ast.ClassDef, Function)) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from public(child)


def test_there_is_something_to_look_at():
    assert len(FILES) > 50


def test_files_keep_their_budget():
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    long = [f"{path.relative_to(ROOT)}: {n}" for path, n in lines.items() if n > MOST_LINES]
    assert long == [], f"a file is split at {MOST_LINES} lines"


def test_functions_keep_theirs():
    lengths = [
        (f"{path.relative_to(ROOT)}:{one.lineno} {one.name}", (one.end_lineno or 0) - one.lineno)
        for path in FILES
        for one in functions(path)
    ]
    assert [name for name, lines in lengths if lines >= MOST_LINES_OF_FUNCTION] == []


def test_nothing_is_left_unfinished():
    left = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in FILES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if left.search(line)
    ]
    assert found == []


def test_every_module_says_what_it_is():
    silent = [
        str(path.relative_to(ROOT))
        for path in FILES
        if (module := tree(path)).body  # an empty `__init__.py` has nothing to say
        and not ast.get_docstring(module)
    ]
    assert silent == []


def test_public_things_have_docstrings():
    known = [(path, one) for path in FILES for one in public(tree(path))]
    silent = [
        f"{path.relative_to(ROOT)}:{one.lineno} {one.name}"
        for path, one in known
        if not ast.get_docstring(one)
    ]
    share = 1 - len(silent) / len(known)
    assert share >= DOCUMENTED, "\n".join(silent)


def test_every_function_is_typed():
    untyped = [
        f"{path.relative_to(ROOT)}:{one.lineno} {one.name}"
        for path in FILES
        for one in functions(path)
        if one.returns is None and one.name not in ("__init__", "__post_init__")
    ]
    assert untyped == []

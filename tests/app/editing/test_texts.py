"""Timeline, glossary, key figures and claims, written as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.app.editing import Editor
from briefing.app.editing.texts import KINDS, faults_of, keep_text, open_text
from briefing.model import UserError
from tests.app.editing.conftest import state

TEXTS = {
    "timeline": "# Timeline\n\n* **2024-07-18** They sign [@s1].",
    "glossary": "# Glossary\n\nPact / treaty\n:   What is signed.",
    "figures": "| figure | value | as of | sources | caution |\n|---|---|---|---|---|\n"
    "| Signers | 12 | 2024 | s1 | |",
    "claims": "## They bind. {#a1}\n- passage: treaties bind only those\n\n## New. {#a2}\n"
    "- passage: stands alone and is quite",
}


def counts(editor: Editor) -> tuple[int, ...]:
    library = editor.library
    shelves = library.timeline, library.glossary, library.figures, library.claims
    return tuple(len(one) for one in shelves)


def test_each_is_made_changed_and_taken_back(editor: Editor, root: Path):
    assert set(TEXTS) == set(KINDS)
    begin, before = state(root), counts(editor)
    for kind, text in TEXTS.items():
        whole = open_text(editor, kind, "plan" if kind == "claims" else "signing")
        assert not keep_text(editor, whole, text).is_empty
        assert faults_of(editor, whole) == ()
        assert keep_text(editor, whole, f"{text}\n\n").is_empty, "nothing changed"
    assert counts(editor) == (1, 1, 1, 2) != before
    for _ in TEXTS:
        editor.undo()
    assert state(root) == begin


def test_what_somebody_else_wrote_is_not_overwritten(editor: Editor, root: Path):
    path = root / "signing" / "timeline.md"
    path.write_bytes(b"\xef\xbb\xbf# Timeline\r\n\r\n* **2024** One.\r\n")
    whole = open_text(editor, "timeline", "signing")
    assert whole.text == "# Timeline\n\n* **2024** One.\n"
    keep_text(editor, whole, f"{whole.text}* **2025** Two\0.\n")
    new = b"\xef\xbb\xbf# Timeline\r\n\r\n* **2024** One.\r\n* **2025** Two.\r\n"
    assert path.read_bytes() == new
    path.write_bytes(b"# Theirs\n")
    with pytest.raises(UserError, match="changed by another program"):
        keep_text(editor, whole, "# Mine")
    assert path.read_bytes() == b"# Theirs\n"


def test_what_is_not_understood_is_listed(editor: Editor):
    whole = open_text(editor, "timeline", "signing")
    keep_text(editor, whole, "# Timeline\n\n* **yesterday** Something.")
    (fault,) = faults_of(editor, whole)
    assert fault.line == 3
    with pytest.raises(UserError, match="not in the library"):
        open_text(editor, "timeline", "gone")
    with pytest.raises(UserError, match="not in the library"):
        open_text(editor, "claims", "gone")

"""Bringing things in: files are found, read in a process of their own, planned, then written.

    found = find(paths)                       files in folders, what is not looked at
    reads = read_files(found, ...)            what is in each of them
    plan = make_plan(library, reads, topic)   what each would bring; nothing is written
    written = write(plan, workspace)          the files of the library, as one step

All of it may run on a worker; `Editor.adopt(written.done)` takes the result over, and one undo
takes it back.
"""

from __future__ import annotations

from briefing.app.importing.articles import ImportReport, read_article
from briefing.app.importing.batch import ZIP, Found, Read, find, read_files
from briefing.app.importing.plan import FileReport, Plan, make_plan
from briefing.app.importing.writing import Written, write

__all__ = [
    "ZIP",
    "FileReport",
    "Found",
    "ImportReport",
    "Plan",
    "Read",
    "Written",
    "find",
    "make_plan",
    "read_article",
    "read_files",
    "write",
]

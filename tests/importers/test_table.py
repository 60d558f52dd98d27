"""What every row of the table promises, and which row reads which file."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.importers import ALL, Glance, Importer, Intake, Options, for_file, is_wanted, worker
from briefing.model import UserError

each = pytest.mark.parametrize("importer", ALL, ids=lambda one: one.name)


@each
def test_a_row_names_functions_that_there_are(importer: Importer) -> None:
    assert importer.read or importer.read_folder
    for name in filter(None, (importer.read, importer.read_folder)):
        assert callable(worker._function(name))
    assert bool(importer.holds) == bool(importer.read_folder)
    assert importer.title and all(one.startswith(".") for one in importer.suffixes)


def test_names_and_endings_are_unique() -> None:
    endings = [suffix for importer in ALL for suffix in importer.suffixes]
    for values in (endings, [one.name for one in ALL], [one.title for one in ALL]):
        assert [one for one, count in Counter(values).items() if count > 1] == []


@each
@given(data=st.binary(max_size=300))
@settings(deadline=None, max_examples=40)
def test_no_bytes_make_an_importer_fall_over(importer: Importer, data: bytes) -> None:
    if not importer.read:
        return
    try:
        got = worker._function(importer.read)(data, f"dam{importer.suffixes[0]}", Options())
    except UserError as error:
        assert str(error)
        return
    assert isinstance(got, Intake)


def test_the_ending_decides_between_texts() -> None:
    assert for_file(Glance("A.TXT", b"Hello")).name == "text"
    assert for_file(Glance("a.md", b"Hello")).name == "markdown"
    assert for_file(Glance("README", b"Hello")).name == "text"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x7fELF....", "a program"),
        (b"SQLite format 3\x00", "a database"),
    ],
)
def test_what_nobody_reads_is_said(data: bytes, said: str) -> None:
    with pytest.raises(UserError, match=said):
        for_file(Glance("dam.txt", data))
    with pytest.raises(UserError, match="PPTX"):
        for_file(Glance("dam.pptx", b"...."))


def test_only_files_that_can_be_read_are_looked_at_in_folders() -> None:
    assert is_wanted("A/B.TXT") and is_wanted("notes.md")
    assert not is_wanted("program.exe")

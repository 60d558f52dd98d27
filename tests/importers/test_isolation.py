"""The process in which files are read: crashes, hangs and bombs there harm one file only."""

from __future__ import annotations

import io
import os
import pickle
import sys
import zipfile
from pathlib import Path

import pytest

from briefing.importers import Intake, isolation, worker
from briefing.importers.archive import MOST_ENTRIES, Archive, Folder
from briefing.importers.isolation import Reader
from briefing.importers.markup import parse
from briefing.model import Cancelled, MarkKind, UserError

# A worker whose importer does what the file tells it to.
WILD = """
import os, sys, time
from briefing.importers import worker
from briefing.importers.base import Intake
def wild(data, name, options):
    word = data.decode().split()[0] if data.split() else ""
    if word == "abort": os.abort()
    if word == "exit": os._exit(3)
    if word == "hang": time.sleep(60)
    if word == "bug": 1 / 0
    if word == "deep":
        def deeper(): return deeper()
        deeper()
    if word == "memory": bytearray(4 * worker.MOST_MEMORY)
    if word == "print":
        print("x" * 100_000); sys.stdout.flush()
    return Intake(title=f"{os.getpid()}")
worker._function = lambda name: wild
sys.exit(worker.main())
"""


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(isolation, "command", lambda: [sys.executable, "-P", "-c", WILD])
    with Reader(seconds=2.0) as made:
        yield made


def file(folder: Path, word: str) -> Path:
    path = folder / f"{word}.txt"
    path.write_text(word, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("abort", "stopped the program"),
        ("exit", "stopped the program"),
        ("hang", "longer than 2 seconds"),
        ("bug", "Briefing has a fault"),
        ("deep", "nested too deeply"),
    ],
)
def test_what_goes_wrong_harms_one_file_only(
    reader: Reader, tmp_path: Path, word: str, said: str
) -> None:
    answer = reader.read(file(tmp_path, word))
    assert answer.intake is None and said in answer.trouble
    assert reader.read(file(tmp_path, "good")).intake is not None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="RLIMIT_AS works on Linux")
def test_memory_is_limited(reader: Reader, tmp_path: Path) -> None:
    first = reader.read(file(tmp_path, "good")).intake
    answer = reader.read(file(tmp_path, "memory"))
    assert "too much memory" in answer.trouble
    after = reader.read(file(tmp_path, "good")).intake
    assert first is not None and after is not None and after.title != first.title


def test_one_process_reads_them_all(reader: Reader, tmp_path: Path) -> None:
    answers = [reader.read(file(tmp_path, word)) for word in ("good", "bug", "print", "good")]
    assert len({one.intake.title for one in answers if one.intake}) == 1


def test_stopping_ends_the_process(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        reader.read(file(tmp_path, "hang"), stop=lambda: True)
    assert reader.read(file(tmp_path, "good")).intake is not None


def test_a_real_file_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "dam.txt"
    path.write_text("The Dam\n\nIt stands.\n", encoding="utf-8")
    with Reader() as reader:
        answer = reader.read(path)
        assert answer.importer == "Plain text" and answer.digest
        assert answer.intake is not None and answer.intake.articles[0].title == "The Dam"
        assert "There is no file" in reader.read(tmp_path / "none.txt").trouble


def test_answers_hold_only_our_own_values() -> None:
    stream = io.BytesIO()
    worker.send(stream, worker.Answer(intake=Intake(title="x")))
    stream.seek(0)
    assert worker.receive(stream).intake.title == "x"
    for bad in (os.system, eval, Path):
        stream = io.BytesIO()
        worker.send(stream, bad)
        stream.seek(0)
        if bad is not Path:
            with pytest.raises(pickle.UnpicklingError):
                worker.receive(stream)
    with pytest.raises(EOFError):
        worker.receive(io.BytesIO(b"\x10"))


class AsOlderPythons:
    """Is sent as Python 3.11.0 to 3.11.3 (Debian 12) send members of an enumeration."""

    def __init__(self, of: object, name: str) -> None:
        self.sent = (of, name)

    def __reduce__(self) -> tuple[object, tuple[object, str]]:
        return getattr, self.sent


def test_members_of_enumerations_come_from_older_pythons_too() -> None:
    def received(value: object) -> object:
        stream = io.BytesIO()
        worker.send(stream, value)
        stream.seek(0)
        return worker.receive(stream)

    assert received(AsOlderPythons(MarkKind, MarkKind.UNDERLINE.name)) is MarkKind.UNDERLINE
    for of, name in ((MarkKind, "mro"), (Path, "home"), (Intake, "__init__")):
        with pytest.raises(pickle.UnpicklingError):
            received(AsOlderPythons(of, name))


# -- zips -----------------------------------------------------------------------------------------


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return stream.getvalue()


def test_parts_are_read() -> None:
    made = Archive(zipped(a=b"one", b=b"two"), "x.zip")
    assert (list(made.names), made.read("a"), made.find("B")) == (["a", "b"], b"one", "b")
    with pytest.raises(UserError, match="missing"):
        made.read("c")


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    made = Archive(zipped(bomb=b"\0" * (300 * 2**20), small=b"x"), "bomb.docx")
    with pytest.raises(UserError, match="far too large"):
        made.read("bomb")
    assert made.read("small") == b"x"


def test_bombs_that_lie_about_their_size_are_stopped_on_the_way() -> None:
    data = zipped(bomb=b"\0" * (80 * 2**20))
    lying = data.replace((80 * 2**20).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    made = Archive(lying, "bomb.docx")
    with pytest.raises(UserError, match=r"far too large|damaged"):
        made.read("bomb")


def test_too_many_parts_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for number in range(MOST_ENTRIES + 1):
            made.writestr(str(number), b"")
    with pytest.raises(UserError, match="5,001 parts"):
        Archive(stream.getvalue(), "many.docx")


def test_names_that_lead_out_and_links_are_not_there(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in ("../out.md", "/etc/passwd", "C:/out.md", "a/../../b", "good.md"):
            made.writestr(name, b"x")
        link = zipfile.ZipInfo("link.md")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    assert Archive(stream.getvalue(), "vault.zip").names == ("good.md",)
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.md").write_text("y", encoding="utf-8")
    if os.name == "posix":
        (tmp_path / "link.md").symlink_to("/etc/passwd")
    folder = Folder(tmp_path)
    assert folder.names == ("a.md", "sub/b.md")
    assert folder.read("sub/b.md") == b"y"
    with pytest.raises(UserError):
        folder.read("../x")


def test_what_is_damaged_is_said() -> None:
    data = zipped(a=b"one" * 1000)
    for bad in (data[: len(data) // 2], b"PK\x03\x04"):
        with pytest.raises(UserError, match="damaged"):
            Archive(bad, "x.docx")
    hurt = bytearray(data)
    hurt[40:50] = b"\xff" * 10
    with pytest.raises(UserError, match="damaged"):
        Archive(bytes(hurt), "x.docx").read("a")


# -- XML ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-7"])
def test_document_types_are_refused_in_any_encoding(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(UserError, match=r"document type|no XML"):
        parse(text.encode(encoding), "x.docx", "word/document.xml")


def test_xml_is_parsed() -> None:
    assert parse("<a>é</a>".encode("utf-16"), "x").text == "é"
    with pytest.raises(UserError, match="damaged"):
        parse(b"<a>", "x.docx")
    with pytest.raises(UserError, match="nested too deeply, in more than 250 levels"):
        parse(b"<a>" * 5000 + b"</a>" * 5000, "x.docx")


@pytest.mark.parametrize("is_packaged", [False, True])
def test_the_worker_starts_by_its_module_and_by_the_word_of_a_packaged_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_packaged: bool
) -> None:
    if is_packaged:
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        program, word = isolation.command()
        assert program == sys.executable
        started = [program, "-P", "-m", "briefing", word]  # what a packaged program does
        monkeypatch.setattr(isolation, "command", lambda: started)
    with Reader() as reader:
        answer = reader.read(file(tmp_path, "Some words of a text."))
    assert (answer.importer, answer.trouble) == ("Plain text", "")

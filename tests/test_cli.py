from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from briefing import cli, exporters

COMMANDS = ("search", "check", "index", "cite", "import", "export", "where")
FILES = {
    "library.md": "---\nbriefing: 1\ntitle: Mine\n---\n",
    "mines/topic.md": "---\ntitle: Mines\nmotion: We should leave\nfor: Deterrence\n"
    "against: Humanitarian\nthemes: humanitarian\n---\n",
    "mines/sources.json": '[{"id": "r1", "type": "report", "title": "A report", "author": '
    '[{"family": "Wareham", "given": "Mary"}], "issued": {"date-parts": [[2024]]}}]\n',
    "mines/points/points.md": "---\nside: against\ntheme: humanitarian\n---\n\n"
    "## Duds kill. {#c1}\n- sources: r1\n\nBecause.\n\n"
    "### Laurynas Kasčiūnas {#q1}\n- role: minister\n- date: 2024-07-18\n- source: r1\n"
    "- label: about landmines\n\n> They lose “their limbs” to duds\n",
}


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    root = tmp_path / "library"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def _run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = cli.main([str(word) for word in words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_search_prints_what_one_needs_to_quote(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = _run(capsys, "search", "limbs", "--library", library)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "[quote] q1 · Against the motion (Humanitarian) · humanitarian",
        "  “They lose “their limbs” to duds”",
        "  — Laurynas Kasčiūnas, minister, 2024-07-18",
        "  [about landmines]",
        out.splitlines()[4],
        "",
        "1 found: 1 quotation; shown 1",
    ]
    assert "Kasčiūnas 24" in out.splitlines()[4]
    assert "A report" in out.splitlines()[4]


def test_search_as_json(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, "search", "year:abc", "duds", "--json", "--library", library)
    values = json.loads(out)
    assert code == 0
    assert values["query"] == "year:abc duds"
    assert "is not a year" in values["notice"]
    code, out, _ = _run(capsys, "search", "limbs", "--json", "--library", library)
    values = json.loads(out)
    assert values["totals"] == {"quote": 1}
    (hit,) = values["hits"]
    assert hit["kind"] == "quote"
    assert hit["id"] == "q1"
    assert hit["text"] == "They lose “their limbs” to duds"
    assert ["limbs", True] in hit["snippet"]
    assert hit["remarks"] == ["about landmines"]
    assert hit["side"] == "against"
    assert hit["cite"].startswith("Kasčiūnas")


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["duds"], ["c1", "q1"]),
        (["duds", "--kind", "point"], ["c1"]),
        (["duds", "-limbs"], ["c1"]),
        (["-limbs", "duds"], ["c1"]),
        (["duds", "--limit", "1"], ["c1"]),
        (["duds", "--topic", "mines"], ["c1", "q1"]),
        (["by:kasciunas"], ["q1"]),
        (["side:humanitarian", "kind:quote"], ["q1"]),
        (["zebra"], []),
        (["…"], []),
    ],
)
def test_search_words_and_options(
    library: Path, capsys: pytest.CaptureFixture[str], words: list[str], ids: list[str]
) -> None:
    code, out, _ = _run(capsys, "search", *words, "--json", "--library", library)
    assert code == 0
    assert sorted(hit["id"] for hit in json.loads(out)["hits"]) == ids


def test_a_notice_goes_to_stderr(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, err = _run(capsys, "search", "limbs", "zebra", "--library", library)
    assert "Nothing has all of these words" in err
    assert "Nothing has all" not in out
    assert _run(capsys, "search", "zebra", "--library", library)[1] == "nothing found\n"


def test_a_file_that_is_not_searched_is_named(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    topic = next(path.parent for path in library.rglob("topic.md"))
    (topic / "points" / "half.md").write_bytes(b"## Half a file is here. {#half}\n\nSo \xe2\x80")
    _, out, err = _run(capsys, "search", "half", "file", "--library", library)
    assert out.startswith("nothing found")
    assert "Not searched: " in err and "half.md:3: the file is not UTF-8 text" in err


def test_hits_are_bold_on_a_terminal_only(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.cli.search.is_terminal", lambda stream: stream is sys.stdout)
    out = _run(capsys, "search", "limbs", "--library", library)[1]
    assert "“their \x1b[1mlimbs\x1b[0m”" in out


def test_check_without_faults(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(capsys, "check", library) == (0, "no faults in 4 files\n", "")
    for name in ("README.md", "mines/drawn.json", "elsewhere.md"):
        (library / name).write_text("{}", encoding="utf-8")  # no part of the library
    assert _run(capsys, "check", library)[1] == "no faults in 4 files\n"
    _keep_text(library, "stored")
    assert _run(capsys, "check", library)[1] == "no faults in 5 files\n"


def _keep_text(library: Path, words: str) -> None:
    (library / "mines" / "texts").mkdir()
    text = f"---\nsource: r1\ntitle: A report\n---\nIt is known: {words}, every year.\n"
    (library / "mines" / "texts" / "r1.md").write_text(text, encoding="utf-8")


def test_check_of_quotations(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = _run(capsys, "check", "--quotes", library)
    assert (code, err) == (0, "")
    assert out == "1 quotation: 1 without a stored text of the source\n"
    _keep_text(library, "They lose “their limbs” to duds")
    assert _run(capsys, "check", "--quotes", library) == (0, "1 quotation: 1 exact\n", "")


def test_check_of_a_quotation_that_differs(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _keep_text(library, "They lose their legs to duds")
    code, out, err = _run(capsys, "check", "--quotes", library)
    assert code == 1
    where, difference = out.splitlines()
    assert where.startswith(f"{library / 'mines/points/points.md'}:11: Differs: ")
    assert difference == "    q1: They lose “their [+ limbs] [- legs] to duds"
    assert err == "1 quotation: 1 not as in the source\n"
    code, out, _ = _run(capsys, "check", "--quotes", "--json", library)
    (value,) = json.loads(out)
    assert (code, value["id"], value["verdict"], value["is_fault"]) == (1, "q1", "differs", True)
    assert {"change": "added", "text": "limbs"} in value["difference"]
    assert _run(capsys, "check", library)[0] == 0  # a stored text is no fault


def test_check_tells_file_line_fault_and_cure(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = library / "mines" / "points" / "points.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- sources: r1", "- sources: r9"), encoding="utf-8")
    code, out, err = _run(capsys, "check", library)
    assert code == 1
    (line,) = out.splitlines()
    assert line.startswith(f"{path}:7: ")
    assert "; " in line
    assert "r9" in line
    assert err == "1 fault in 4 files\n"
    code, out, err = _run(capsys, "check", library, "--json")
    (fault,) = json.loads(out)
    assert (code, err, fault["path"], fault["line"]) == (1, "", str(path), 7)
    assert line.endswith(f"{fault['what']}; {fault['mend']}")


def test_index(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, said in (
        ((), "Index built\n"),
        ((), "Index up to date\n"),
        (("--rebuild",), "Index built\n"),
    ):
        assert _run(capsys, "index", *words, "--library", library)[1] == said


def test_cite(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = _run(capsys, "cite", "q1", "--style", "mla", "--library", library)[1]
    assert "They lose" in out
    assert "[about landmines]" in out
    assert "Wareham, Mary" in out
    assert (
        "Wareham, Mary" in _run(capsys, "cite", "r1", "--style", "chicago", "--library", library)[1]
    )


def test_import_adds_articles_and_reports(
    library: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    one = tmp_path / "one.txt"
    one.write_text("Leave now\n\nLoad More\n\nDuds kill for years.\n", encoding="utf-8")
    two = tmp_path / "two.md"
    two.write_text("# Stay\n\nThe ban works.\n", encoding="utf-8")
    code, out, err = _run(capsys, "import", one, two, "--library", library)
    assert (code, err) == (0, "")
    assert "Article: “Leave now”." in out
    assert "Left out as page furniture: “Load More” (line 3)." in out
    assert f"Saved as {Path('mines', 'articles', 'stay.md')} in {library}" in out
    assert (library / "mines" / "articles" / "leave-now.md").is_file()
    assert _run(capsys, "check", library)[0] == 0
    found = _run(capsys, "search", "years", "--kind", "passage", "--json", "--library", library)[1]
    assert [hit["article"] for hit in json.loads(found)["hits"]] == ["leave-now"]


def test_import_of_the_same_text_adds_nothing(
    library: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "one.txt"
    path.write_text("Leave now\n\nDuds kill for years.\n", encoding="utf-8")
    twin = tmp_path / "two.txt"
    twin.write_bytes(path.read_bytes())
    code, out, _ = _run(capsys, "import", path, twin, "--topic", "mines", "--library", library)
    assert code == 0
    assert "is already in the library; nothing was added" in out
    assert len(list((library / "mines" / "articles").iterdir())) == 1


def test_a_file_that_cannot_be_imported_does_not_hold_up_the_others(
    library: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    good = tmp_path / "good.txt"
    good.write_text("Leave now\n\nDuds kill for years.\n", encoding="utf-8")
    words = ("import", tmp_path / "none.txt", good, "--library", library)
    code, out, err = _run(capsys, *words)
    assert code == 2
    assert err == f"briefing: There is no file {tmp_path / 'none.txt'}.\n"
    assert "Article: “Leave now”." in out


def test_import_of_a_full_text_says_what_was_found(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text of the words that the starter topic's digest waits for, and one of them missing."""
    from briefing.library import read_library
    from briefing.resources import seeds

    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    root = Path(shutil.copytree(seeds(), tmp_path / "library"))
    digest = "nagl-rice-military-times"
    claims = [one for one in read_library(root).claims if one.article == digest and one.locator]
    words = [one.locator.exact for one in claims if one.locator is not None]
    text = tmp_path / "copy.txt"
    text.write_text("A title\n\n" + "\n\n".join(words[1:]) + "\n", encoding="utf-8")
    code, out, _ = _run(capsys, "import", text, "--library", root)
    assert code == 0
    assert f"{len(words) - 1} of {len(words)} claims found in it." in out
    assert f"Lost: {claims[0].text} ({claims[0].id})" in out
    assert (root / "cluster-munitions" / "articles" / f"{digest}-full-text.md").is_file()


@pytest.mark.parametrize("wanted", ["c1", "q1"])
def test_export(
    library: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, wanted: str
) -> None:
    target = tmp_path / "out.md"
    code, out, _ = _run(capsys, "export", wanted, "--to", target, "--library", library)
    assert (code, out) == (0, f"{target}\n")
    assert "their limbs" in target.read_text(encoding="utf-8")


def test_where(library: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = _run(capsys, "where", "--library", library)[1]
    assert f"library      {library.resolve()}" in out
    assert str(tmp_path / "home") in out


def test_without_a_folder_the_last_library_is_meant(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from briefing.app.settings import Preferences

    preferences = Preferences()
    preferences.add_recent(library)
    preferences.save()
    assert _run(capsys, "check")[1] == "no faults in 4 files\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["serch", "x"], "serch"),
        (["--bogus"], "no option '--bogus'"),
        ([""], "no folder or command ''"),
        (["search"], "query"),
        (["search", "x", "--limit", "0"], "--limit"),
        (["search", "x", "--limit", "many"], "--limit"),
        (["search", "x", "--kind", "tree"], "tree"),
        (["search", "x", "--topic", "tree", "--library", "LIBRARY"], "mines"),
        (["search", "x", "--library", "nowhere"], "nowhere is not a folder"),
        (["search", "x", "--library", "."], "holds no library.md"),
        (["check", "nowhere"], "nowhere is not a folder"),
        (["cite", "zz", "--library", "LIBRARY"], "zz"),
        (["import"], "PATH"),
        (["import", "x.txt", "--seconds", "-1"], "--seconds"),
        (["import", "x.txt", "--library", "LIBRARY"], "no file x.txt"),
        (["import", "x.odt", "--library", "LIBRARY"], "x.odt"),
        (["import", "x.txt", "--topic", "tree", "--library", "LIBRARY"], "mines"),
        (["export", "zz", "--to", "x.md", "--library", "LIBRARY"], "zz"),
        (["export", "c1", "--to", "x.odt", "--library", "LIBRARY"], "x.odt"),
        (["export", "c1", "--to", "no/such/x.md", "--library", "LIBRARY"], "x.md"),
    ],
)
def test_a_mistake_gets_one_line_and_exit_code_2(
    library: Path,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = _run(capsys, *(word.replace("LIBRARY", str(library)) for word in words))
    assert code == 2
    assert err.startswith("briefing: ")
    assert err.count("\n") == 1
    assert says in err


@pytest.mark.parametrize("words", [["search", "limbs"], ["index"], ["index", "--rebuild"]])
def test_where_no_index_can_be_kept_it_is_said(
    library: Path,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
) -> None:
    (tmp_path / "home").write_text("a file in the way", encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "home"))
    code, out, err = _run(capsys, *words, "--library", library)
    assert (code, out) == (2, "")
    assert err.startswith("briefing: Search is not available: ")


def test_the_library_as_it_was_shipped_is_never_written(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.resources.seeds", lambda: library)
    text = library.parent / "text.txt"
    text.write_text("A text\n\nSome words.\n", encoding="utf-8")
    code, _, err = _run(capsys, "import", text, "--library", library)
    assert code == 2
    assert "cannot be written" in err


def test_a_closed_pipe_is_no_trouble(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Closed())
    assert cli.main(["check", str(library)]) == 0


@pytest.mark.skipif(os.name == "nt", reason="reads what is told of a pipe that nobody reads")
@pytest.mark.parametrize("word", ["--help", "--version", "check"])
def test_output_that_nobody_reads_is_no_trouble(library: Path, word: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-P", "-m", "briefing", word]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, cwd=_root(), check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def _root() -> Path:
    return Path(cli.__file__).parents[2]


def test_a_program_without_a_console_still_answers(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert cli.main(["check", str(library)]) == 0
    assert cli.main(["serch"]) == 2


@pytest.mark.parametrize("words", [["--help"], ["help"], ["-h"]])
def test_help_tells_of_the_window_the_commands_and_the_exit_codes(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    code, out, _ = _run(capsys, *words)
    assert code == 0
    assert all(f"    {name}" in out for name in COMMANDS)
    assert "briefing FOLDER" in out and "exit codes: 0 done" in out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, out, _ = _run(capsys, name, "--help")
    assert code == 0 and out.startswith(f"usage: briefing {name} ")
    assert _run(capsys, "help", name)[1] == out
    code, _, err = _run(capsys, name, "--bogus")
    assert code == 2 and f"`briefing {name} --help`" in err
    manual = (_root() / "docs" / "search.md").read_text(encoding="utf-8")
    (line,) = re.findall(rf"^briefing {name}\b.*$", manual, re.MULTILINE)
    told = {*re.findall(r"--[a-z-]+", line), *({"--library"} if name != "check" else ())}
    assert told == set(re.findall(r"--[a-z-]+", out.partition("options:")[2])) - {"--help"}


def test_the_help_of_export_names_every_format_and_option(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = " ".join(_run(capsys, "export", "--help")[1].split())
    for one in exporters.ALL:
        options = [
            f"{opt.name}={'|'.join(value for value, _ in opt.values)}" for opt in one.options
        ]
        assert " ".join([one.name, *options]) in told


def test_output_is_utf_8_whatever_the_locale(library: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "briefing", "search", "limbs", "--library", str(library)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "LC_ALL": "C"},
        cwd=_root(),
        check=False,
    )
    assert "Kasčiūnas" in run.stdout.decode("utf-8")
    assert run.stderr == b""
    assert run.returncode == 0


def test_the_window_s_library_is_not_needed() -> None:
    code = "import sys; import briefing.cli, briefing.app.finding; print('PySide6' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_a_pack_goes_out_and_comes_in(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "mines.briefing"
    assert _run(capsys, "export", "mines", "--to", stick, "--library", library)[0] == 0
    other = tmp_path / "other"
    other.mkdir()
    (other / "library.md").write_text(FILES["library.md"], "utf-8")
    code, out, _ = _run(capsys, "import", stick, "--library", other)
    assert code == 0
    assert "1 point" in out
    assert (other / "mines" / "sources.json").read_text("utf-8") == FILES["mines/sources.json"]
    code, out, _ = _run(capsys, "import", stick, "--beside", "--library", other)
    assert code == 0
    assert "mines-2" in out
    assert _run(capsys, "check", other)[0] == 0


def test_export_by_search_by_format_and_with_options(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "found.md"
    code, out, _ = _run(capsys, "export", "--search", "limbs", "--to", target, "--library", library)
    assert (code, out.strip()) == (0, str(target))
    assert "They lose" in target.read_text("utf-8")
    plain = tmp_path / "plain.docx"
    words = ["export", "c1", "--to", plain, "--format", "word", "--library", library]
    code, _, _ = _run(capsys, *words, "--option", "paper=letter", "--without", "sources")
    assert code == 0
    code, _, err = _run(capsys, *words, "--option", "paper=A0")
    assert code == 2 and "Choose from" in err
    code, _, err = _run(capsys, "export", "c1", "zz", "--to", target, "--library", library)
    assert code == 2 and "zz" in err
    code, _, err = _run(capsys, "export", "c1", "--to", stick_of(tmp_path), "--library", library)
    assert code == 2 and "whole topic" in err
    code, out, _ = _run(capsys, "export", "mines", "--to", tmp_path / "t.csv", "--library", library)
    assert code == 0 and out.count("t.csv") == 2


def stick_of(folder: Path) -> Path:
    return folder / "x.briefing"

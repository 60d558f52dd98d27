"""Promise 1, offline: no network module is imported, and nothing breaks where sockets cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.test_rooms import FILES, ROOT, names

NETWORK = {
    *("socket", "ssl", "http", "urllib", "asyncio", "ftplib", "smtplib", "poplib", "imaplib"),
    *("socketserver", "xmlrpc", "telnetlib", "nntplib", "webbrowser", "select", "selectors"),
    *("requests", "httpx", "aiohttp", "urllib3", "websockets"),
}
QT_NETWORK = (
    "QtNetwork",
    "QtWebEngine",
    "QtWebSockets",
    "QtWebView",
    "QtHttpServer",
    "QtBluetooth",
)

# Every way to a socket raises, also those that C code and the standard library would take.
GUARD = """
import _socket, socket
class Forbidden(RuntimeError): pass
def refuse(*arguments, **words):
    raise Forbidden(f"a socket was asked for: {arguments}")
class Refusing(_socket.socket):
    def __new__(cls, *arguments, **words): refuse(*arguments)
for module in (_socket, socket):
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr",
                 "getnameinfo", "socketpair", "create_connection", "create_server"):
        if hasattr(module, name):
            setattr(module, name, refuse)
    module.socket = Refusing
_socket.SocketType = socket.SocketType = Refusing
"""

PROVE = GUARD + "socket.create_connection(('127.0.0.1', 9))"

WORDS = (
    GUARD
    + """
import sys
from briefing.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
)

STORY = (
    GUARD
    + """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from briefing.app.navigation import Destination, Room
from briefing.ui.main import make_application, open_window
application = make_application()
window = open_window(Path(sys.argv[1]), serial=True)
application.processEvents()
workspace = window.desk.workspace
for article in workspace.articles:
    window.go(Destination(Room.ARTICLE, article, 3))
    application.processEvents()
window.go(Destination(Room.POINT, next(iter(workspace.points))))
for source in list(workspace.sources)[:3]:
    window.go(Destination(Room.SOURCE, source))
    application.processEvents()
window.search_field.setFocus()
QTest.keyClicks(window.search_field, "civilian")
application.processEvents()
found = window.search.model.rowCount()
window.close()
application.processEvents()
print("hits:", found)
sys.exit(0 if found else 3)
"""
)


def run(program: str, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "BRIEFING_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=ROOT,
        env={**environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
    )


def test_no_file_names_a_network_module():
    found = [
        f"{path.relative_to(ROOT)}: {one}"
        for path in FILES
        for one in names(path)
        if one.partition(".")[0] in NETWORK or any(part in one for part in QT_NETWORK)
    ]
    assert found == []


def test_no_file_hands_an_address_to_another_program():
    ways = ("openUrl", "setOpenExternalLinks(True", "QNetwork", "xdg-open", "startfile")
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in FILES
        for word in ways
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_the_guard_refuses(tmp_path: Path):
    done = run(PROVE, tmp_path)
    assert done.returncode == 1
    assert "Forbidden" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("search", "civilian", "--json"),
        ("check", "seeds"),
        ("export", "{article}", "--to", "{home}/out.md"),
        ("export", "{article}", "--to", "{home}/out.docx"),
        ("export", "{article}", "--to", "{home}/out.pdf"),
    ],
    ids=["search", "check", "markdown", "word", "pdf"],
)
def test_the_command_line_needs_no_socket(tmp_path: Path, words: tuple[str, ...]):
    article = sorted((ROOT / "seeds" / "cluster-munitions" / "articles").glob("*.md"))[0]
    name = article.name.split(".")[0]
    done = run(WORDS, tmp_path, *(one.format(home=tmp_path, article=name) for one in words))
    assert done.returncode == 0, done.stdout + done.stderr
    if words[0] == "export":
        assert Path(words[-1].format(home=tmp_path)).stat().st_size > 500


@pytest.mark.slow
def test_a_reading_with_search_needs_no_socket(tmp_path: Path):
    done = run(STORY, tmp_path, str(ROOT / "seeds"))
    assert done.returncode == 0, done.stdout + done.stderr

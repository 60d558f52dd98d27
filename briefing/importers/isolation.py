"""The safe side of `worker`: starts it, asks it, and ends it when a file takes too long."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from briefing.importers.base import Options
from briefing.importers.worker import Answer, receive, send
from briefing.model import Cancelled, Stop, SystemTrouble

SECONDS = 60.0  # for one file
_TICK = 0.05


class Reader:
    """Reads files one after the other in a process of its own, which is started when needed.

    To be closed, or used with `with`. Not for several threads at once.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, path: Path, options: Options | None = None, stop: Stop | None = None) -> Answer:
        """What came of a file. Cancelled as soon as `stop` says so; the process is ended then."""
        process = self._started()
        assert process.stdin is not None
        try:
            send(process.stdin, (path, options or Options()))
        except OSError:  # it died while nobody asked
            self._end()
            process = self._started()
            assert process.stdin is not None
            send(process.stdin, (path, options or Options()))
        return self._answer(path, process, stop)

    def close(self) -> None:
        """End the process."""
        self._end()

    def _answer(self, path: Path, process: subprocess.Popen[bytes], stop: Stop | None) -> Answer:
        waited = 0.0
        while True:
            try:
                answer = self._answers.get(timeout=_TICK)
                break
            except queue.Empty:
                waited += _TICK
            if stop is not None and stop():
                self._end()
                raise Cancelled
            if waited >= self._seconds:
                self._end()
                return Answer(
                    trouble=f"“{path.name}” took longer than {self._seconds:.0f} seconds to read "
                    "and was left out."
                )
        if answer is None:
            self._end()
            return Answer(
                trouble=f"“{path.name}” stopped the program that reads files, so it was left out. "
                "It is damaged, or made to do that.",
                bug=f"the worker ended with {process.returncode}",
            )
        if answer.is_spent:
            self._end()
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None:
            return self._process
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # no console flashes up on Windows
        try:
            process = subprocess.Popen(
                command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                creationflags=flags,
            )
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise SystemTrouble(
                f"Files cannot be read: no process can be started ({reason})."
            ) from (error)
        self._process = process
        self._answers = queue.SimpleQueue()
        listener = threading.Thread(
            target=_listen, args=(process, self._answers), name="briefing-import", daemon=True
        )
        listener.start()
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError, ValueError):
                    stream.close()


def command() -> list[str]:
    """The command that starts the worker; a packaged program starts itself with a word."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "import-worker"]
    return [sys.executable, "-P", "-m", "briefing.importers.worker"]


def _listen(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[Answer | None]) -> None:
    """Hand on the answers of a process, and None when there will be no more."""
    assert process.stdout is not None
    try:
        while True:
            answers.put(receive(process.stdout))
    except Exception:  # a torn message, a closed pipe: the process is of no use any more
        answers.put(None)

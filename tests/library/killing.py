"""A program that saves again and again and is killed while it does.

    python -P -m tests.library.killing FOLDER KILLS SEED [careless]

Child after child is forked, saves points, an article, cases and sources of the library in FOLDER in
a loop, and gets SIGKILL at some moment. Whatever that moment was, every file must hold one of the
texts that were saved, whole. Prints how many kills there were, how many of them hit a save, and
each file that was not whole. With `careless`, files are written as one should not, to prove that
the program sees it.
"""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from briefing.library import (
    create_library,
    create_topic,
    files,
    read_library,
    save_article,
    save_case,
    save_point,
)
from briefing.library.journal import digest
from briefing.model import Article, ArticleId, Case, CaseId, Library, Point, PointId, Prose

WORDS = 800
LONGEST = 0.04  # seconds of saving: some saves
_NUMBER = re.compile(r"Version (\d+)\.")


def text(number: int) -> str:
    """The text of version `number`: long enough that writing it takes its time."""
    return f"Version {number}. " + " ".join(f"word{number}" for _ in range(WORDS))


def make(root: Path) -> None:
    """A library of three points in one file, an article and a case."""
    create_library(root, "Killed")
    topic = create_topic(root, "Saving should be safe.", "Saving")
    for number in range(3):
        claim = f"Point {number} stays."
        library = read_library(root)
        save_point(library, Point(PointId(f"p{number}"), topic.id, claim, explanation_md=text(0)))
    article = Article(ArticleId("long"), topic.id, "Long", text_md=text(0))
    save_article(root, article)
    save_case(root, Case(CaseId("speech"), "Speech", topic.id, items=(Prose(text(0)),)))


def save_for_ever(library: Library, number: int) -> None:
    """What the child does: one save after the other, over files and into new ones."""
    root = library.root
    while True:
        number += 1
        point = library.points[number % 3]
        save_point(library, replace(point, explanation_md=text(number)))
        article = library.articles[0]
        save_article(root, replace(article, text_md=text(number)), article)
        case = next(one for one in library.cases if one.id == "speech")
        save_case(root, replace(case, items=(Prose(text(number)),)), case)
        save_case(root, Case(CaseId(""), f"New {number}", items=(Prose(text(number)),)))
        library = read_library(root)


def unsound(root: Path) -> list[str]:
    """What is wrong with the library: files that are not whole, things that are missing."""
    library = read_library(root)
    wrong = [str(fault) for fault in library.faults]
    texts = {str(one.id): one.explanation_md for one in library.points}
    texts |= {str(one.id): one.text_md for one in library.articles}
    for case in library.cases:
        texts[str(case.id)] = "".join(one.text_md for one in case.items if isinstance(one, Prose))
    wrong += [name for name in ("p0", "p1", "p2", "long", "speech") if name not in texts]
    for name, there in texts.items():
        found = _NUMBER.match(there)
        if found is None or there != text(int(found[1])):
            wrong.append(f"{name}: {there[:40]}… ({len(there)} characters)")
    return wrong


def newest(library: Library) -> int:
    """The highest version that was saved."""
    found = (_NUMBER.match(one.explanation_md) for one in library.points)
    return max((int(one[1]) for one in found if one), default=0)


def leftovers(root: Path) -> list[Path]:
    """Files that a save began and did not finish."""
    return [path for path in root.rglob(".*.tmp")]


def kill_once(root: Path, delay: float) -> None:
    """Fork a child that saves, and kill it after so many seconds of saving."""
    library = read_library(root)
    number = newest(library)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, b"!")
        try:
            save_for_ever(library, number)
        finally:
            os._exit(1)
    os.read(reader, 1)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reader)
    os.close(writer)
    if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
        raise SystemExit("the child ended by itself")


def careless(path: Path, data: bytes, expected: str | None) -> str:
    """How not to write a file."""
    with path.open("wb") as file:
        for start in range(0, len(data), 512):
            file.write(data[start : start + 512])
            file.flush()
    return digest(data)


def main(words: list[str]) -> int:
    """Kill so many times; 1 if anything was not whole afterwards."""
    root, kills, chance = Path(words[0]), int(words[1]), random.Random(int(words[2]))
    make(root)
    if "careless" in words:
        files.write_file = careless
    wrong: list[str] = []
    hits = 0
    for _ in range(kills):
        kill_once(root, chance.uniform(0.0, LONGEST))
        wrong += unsound(root)
        left = leftovers(root)
        hits += bool(left)
        for path in [*left, *root.glob("cases/new-*.md")]:
            path.unlink()
        if wrong:
            break
    print(f"{kills} kills, {hits} of them during a save, {newest(read_library(root))} versions")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

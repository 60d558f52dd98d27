"""Texts of any length, the same in every run: made from words that Python's own help carries."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from pydoc_data import topics

_SENTENCE = re.compile(r"[A-Z][a-z]+(?: [a-z,'-]+){5,30}\.")


@cache
def sentences() -> tuple[str, ...]:
    """Plain sentences out of Python's help."""
    whole = " ".join(" ".join(topics.topics[name].split()) for name in sorted(topics.topics))
    return tuple(dict.fromkeys(_SENTENCE.findall(whole)))


def prose(chance: random.Random, words: int) -> str:
    """Sentences, together at least so many words long."""
    parts: list[str] = []
    count = 0
    while count < words:
        parts.append(sentence(chance))
        count += len(parts[-1].split())
    return " ".join(parts)


def sentence(chance: random.Random) -> str:
    """The beginning of one sentence and the end of another: hardly ever twice the same."""
    head, tail = chance.choice(sentences()).split(), chance.choice(sentences()).split()
    return " ".join(head[: len(head) // 2] + tail[len(tail) // 2 :])


def article(words: int, seed: int = 1) -> str:
    """An article in Markdown: headings, paragraphs, some lists and quotations."""
    chance = random.Random(seed)
    blocks: list[str] = []
    count = 0
    while count < words:
        kind = chance.random()
        text = prose(chance, 12 if kind < 0.2 else 80)
        count += len(text.split())
        if kind < 0.05:
            blocks.append(f"## {text.split('.')[0]}")
        elif kind < 0.2:
            blocks.append("\n".join(f"- {prose(chance, 8)}" for _ in range(4)))
            count += 40
        elif kind < 0.25:
            blocks.append(f"> {text}")
        else:
            blocks.append(text)
    return "\n\n".join(blocks) + "\n"


def write_library(root: Path, points: int, articles: int, seed: int = 7) -> None:
    """A library of one topic with so many points (and quotations) and articles."""
    chance = random.Random(seed)
    topic = root / "large"
    (topic / "articles").mkdir(parents=True)
    (topic / "points").mkdir()
    _write(root / "library.md", "---\nbriefing: 1\ntitle: A large library\n---\n")
    head = "---\ntitle: Large\nmotion: Python should be taught first.\nthemes: t0, t1, t2\n---\n"
    _write(topic / "topic.md", head)
    _write(topic / "sources.json", json.dumps(list(_sources(points // 10, chance))))
    texts: dict[str, list[str]] = {}
    for number in range(articles):
        body = article(900, seed * 1000 + number)
        name = f"text-{number:04}"
        _write(topic / "articles" / f"{name}.md", f"---\ntitle: Text {number}\n---\n\n{body}")
        texts[name] = [one for one in body.split("\n\n") if one[:1].isalpha() and len(one) > 80]
    per_file = 100
    for first in range(0, points, per_file):
        records = [_point(number, texts, chance) for number in range(first, first + per_file)]
        _write(topic / "points" / f"block-{first // per_file:04}.md", "\n".join(records))


def _sources(number: int, chance: random.Random) -> Iterator[dict[str, object]]:
    for one in range(number):
        yield {
            "id": f"s{one}",
            "type": "article-newspaper",
            "title": prose(chance, 6),
            "author": [{"family": chance.choice(sentences()).split()[1].title(), "given": "Ann"}],
            "container-title": f"Paper {one % 40}",
            "issued": {"date-parts": [[2000 + one % 25]]},
        }


def _point(number: int, texts: dict[str, list[str]], chance: random.Random) -> str:
    name = chance.choice(sorted(texts))
    quoted = '"' + " ".join(chance.choice(texts[name]).split()[:14]) + '"'
    lines = [
        f"## {sentence(chance)} {{#p{number}}}",
        "",
        f"- side: {chance.choice(('for', 'against'))}",
        f"- theme: t{number % 3}",
        f"- {chance.choice(('answers', 'supports'))}: {name} {quoted}",
        "",
        prose(chance, 40),
        "",
        f"### {chance.choice(sentences()).split()[1].title()} Example {{#q{number}}}",
        "",
        f"- source: s{number // 10}",
        "",
        f"> {prose(chance, 35)}",
        "",
    ]
    return "\n".join(lines)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")

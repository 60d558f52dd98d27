"""Counting words, the time it takes to say them, and saying things shortly."""

from __future__ import annotations

import re

# Chinese and Japanese have no spaces: two characters are about one spoken word.
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# A word may hold apostrophes, hyphens, and the points and commas of numbers and addresses.
_WORD = re.compile(r"\w+(?:[’'ʼ‑\-.,:/@&]\w+)*")


def count_words(text: str) -> int:
    """How many words a reader would say: "don't", "well-known" and "1,500" are one each."""
    wide = len(_CJK.findall(text))
    return len(_WORD.findall(_CJK.sub(" ", text))) + (wide + 1) // 2


def reading_time(words: int, words_per_minute: int) -> int:
    """Seconds to say so many words, rounded up; a rate below one counts as one."""
    return -(-max(words, 0) * 60 // max(words_per_minute, 1))


def format_time(seconds: int) -> str:
    """A time as a speech timer shows it: "0:45", "4:05", "1:02:00"."""
    minutes, rest = divmod(max(seconds, 0), 60)
    if minutes < 60:
        return f"{minutes}:{rest:02d}"
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def format_minutes(seconds: int) -> str:
    """A reading time in round words: "under 1 min", "6 min", "1 h 5 min"."""
    if seconds < 30:
        return "under 1 min" if seconds > 0 else "0 min"
    minutes = (seconds + 30) // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def short(text: str, most: int = 40) -> str:
    """The first words of a text in one line, with " …" where it is cut."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def dotted(*parts: str) -> str:
    """The parts that say something, in a line: "Article · The Guardian · 2024"."""
    return " · ".join(part for part in parts if part)


def counted(number: int, noun: str) -> str:
    """A number of things in words: "1 point", "1,200 points"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

"""Building stones of all styles: titles in quotation marks, parts joined with the right stops."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefing.model import Source
from briefing.text.runs import Run, Runs, merged, plain

# Works that stand alone: their titles are italic. All else is part of a larger work.
_WHOLES = {"bill", "book", "dataset", "document", "hearing", "legal_case", "legislation", "thesis"}
_WHOLES |= {"manuscript", "motion_picture", "pamphlet", "report", "standard", "statute", "treaty"}
PERIODICALS = frozenset(
    {"article-journal", "article-magazine", "article-newspaper", "article", "review"}
)
_ENDS = (".", "?", "!", "…")


def stands_alone(source: Source) -> bool:
    """Whether the source is a work of its own, not a part of its container."""
    return source.type in _WHOLES and not source.container


def italic(text: str) -> Runs:
    """`text` in italics."""
    return (Run(text, italic=True),) if text else ()


def quoted(title: str, stop: str = "") -> Runs:
    """A title in quotation marks, American style: stop inside, inner marks single."""
    title = " ".join(title.split())
    if not title:
        return ()
    if title[0] == "[" and title[-1] == "]":
        # A description by whoever made the record, in place of a title.
        return closed(plain(title[1:-1])) if stop == "." else plain(title[1:-1] + stop)
    closes_inner = title[-1] in '"”' and re.search('["“]', title[:-1]) is not None
    inner = _single_marks(title)
    tail = ""
    if closes_inner:
        inner, tail = inner[:-1], "’"
    if stop and inner.endswith("."):
        inner = inner[:-1]
    if not (stop == "." and inner.endswith(("?", "!", "…"))):
        inner += stop
    return (Run(f"“{inner}{tail}”"),)


def _single_marks(title: str) -> str:
    result, inside = [], False
    for char in title:
        if char == '"':
            result.append("’" if inside else "‘")
            inside = not inside
        else:
            result.append({"“": "‘", "”": "’"}.get(char, char))
    return "".join(result)


def closed(part: Runs) -> Runs:
    """The part with a full stop, unless it ends with a stop of its own."""
    if not part:
        return ()
    last = part[-1]
    if last.text.rstrip("”’").endswith(_ENDS):
        return part
    return merged([*part, Run(".", bold=last.bold)])


def joined(parts: Iterable[Runs], separator: str = " ") -> Runs:
    """The parts that are not empty, with `separator` between them; never two stops in a row."""
    result: list[Run] = []
    for part in parts:
        if not part:
            continue
        if result:
            # A title already carries its comma, inside its quotation marks if it has them.
            done = result[-1].text.endswith((",”", ",’”", ","))
            result += plain(separator.lstrip(",") if done else separator)
        result += part
    return merged(result)


def pages(text: str, *, single: str = "p. ", several: str = "pp. ") -> str:
    """Page 5 as "p. 5", 5-7 as "pp. 5–7"; words that are no page numbers as they stand."""
    text = text.strip()
    if not text or not re.match(r"[\dA-Za-z]?\d|[ivxlc]+\b", text):
        return text
    many = re.search(r"\d\s*[-–,]\s*[A-Za-z]?\d", text) is not None
    return (several if many else single) + re.sub(r"(?<=\d)-(?=[A-Za-z]?\d)", "–", text)


def same(one: str, other: str) -> bool:
    """Whether two names or titles are the same but for case and a leading "The"."""
    keys = [re.sub(r"^the\s+", "", " ".join(text.casefold().split())) for text in (one, other)]
    return bool(keys[0]) and keys[0] == keys[1]


def short_title(title: str) -> str:
    """A title short enough for brackets in the text: up to its colon, five words at most."""
    head = re.split(r"[:;—–?]\s|\s[(\[]", title)[0]
    words = head.split()
    return " ".join(words[:5]).rstrip(",.")

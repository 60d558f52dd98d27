"""BibTeX and BibLaTeX: the sources of LaTeX users, Zotero, Mendeley and JabRef."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from briefing.importers.base import Dropped, Intake, Options, shortened
from briefing.importers.decoding import cleaned, decode
from briefing.importers.records import address_of, date_of, new_id, person
from briefing.model import Name, Source, SourceId, TopicId, UserError
from briefing.text.worded_dates import read_date

_TYPES = {
    "article": "article-journal", "book": "book", "booklet": "pamphlet", "inbook": "chapter",
    "incollection": "chapter", "inproceedings": "paper-conference", "manual": "report",
    "conference": "paper-conference", "mastersthesis": "thesis", "phdthesis": "thesis",
    "thesis": "thesis", "techreport": "report", "report": "report", "proceedings": "book",
    "unpublished": "manuscript", "online": "webpage", "electronic": "webpage", "www": "webpage",
    "patent": "patent", "collection": "book", "periodical": "article-magazine",
    "newspaper": "article-newspaper", "video": "motion_picture", "legislation": "legislation",
    "jurisdiction": "legal_case", "dataset": "dataset", "software": "software",
    "suppbook": "chapter", "mvbook": "book", "reference": "book", "inreference": "chapter",
}  # fmt: skip
_CONTAINERS = ("journaltitle", "journal", "booktitle", "maintitle", "series")
_PUBLISHERS = ("publisher", "institution", "school", "organization")
_MOST_DEPTH = 200
_ENTRY = re.compile(r"@\s*(\w+)\s*\(\s*(?=[^\s,(){}]+\s*,)")
_ACCESSED = ("urldate", "lastaccessed", "lastchecked")
_COMMAND = re.compile(r"\\(?:url|href|texttt|textit|textbf|emph)\s*(?=\{)")
_USED = {
    "title", "subtitle", "author", "editor", "year", "month", "day", "date", "url", "doi", "pages",
    "volume", "number", "issue", "howpublished", "note", "annote", "annotation",
    *_CONTAINERS, *_PUBLISHERS, *_ACCESSED,
}  # fmt: skip


def read_bibtex(data: bytes, name: str, options: Options) -> Intake:
    """The records of a file as sources. Those that cannot be read are listed; the rest goes on."""
    text, notices = decode(data, name, options.encoding)
    if _depth(text) > _MOST_DEPTH:
        raise UserError(
            f"“{name}” is not read: its braces are nested more than {_MOST_DEPTH} deep. No "
            "reference manager writes such a file."
        )
    library = _parsed(_with_braces(text))
    sources: list[Source] = []
    dropped: list[Dropped] = []
    taken: set[str] = set()
    entries = list(library.entries)
    for block in library.failed_blocks:
        entry = getattr(block, "ignore_error_block", None)
        if entry is not None and hasattr(entry, "fields_dict"):
            entries.append(entry)  # only its key is in the way; the record is whole
        else:
            words = " ".join((block.raw or "").split())[:80]
            dropped.append(Dropped((block.start_line or 0) + 1, f"not readable: {words}"))
    entries.sort(key=lambda entry: entry.start_line or 0)
    for number, entry in enumerate(entries, 1):
        source = _source(entry, number, taken)
        taken.add(source.id)
        sources.append(source)
    if not sources:
        raise UserError(
            f"“{name}” holds no BibTeX records that can be read. Export the sources from the "
            "reference manager again."
        )
    return Intake(sources=tuple(sources), notices=notices, dropped=shortened(dropped))


def _parsed(text: str) -> Any:
    import logging

    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import (
        NormalizeFieldKeys,
        RemoveEnclosingMiddleware,
        ResolveStringReferencesMiddleware,
    )

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    stack = [
        NormalizeFieldKeys(),
        ResolveStringReferencesMiddleware(True),
        RemoveEnclosingMiddleware(True),
    ]
    return parse_string(text, parse_stack=stack)


def _depth(text: str) -> int:
    depth = most = 0
    for found in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if found[0] == "{":
            depth += 1
            most = max(most, depth)
        elif found[0] == "}":
            depth = max(0, depth - 1)
    return most


def _with_braces(text: str) -> str:
    """Records in parentheses, which BibTeX allows and bibtexparser does not know, in braces."""
    pieces = []
    at = 0
    for found in _ENTRY.finditer(text):
        if found.start() < at:
            continue
        end = _closing(text, found.end())
        if end < 0 or found[1].casefold() in ("comment", "preamble", "string"):
            continue
        pieces += [text[at : found.start()], f"@{found[1]}{{", text[found.end() : end], "}"]
        at = end + 1
    return "".join(pieces) + text[at:]


def _closing(text: str, start: int) -> int:
    """Where the parenthesis closes that is open at `start`; -1 for nowhere."""
    depth = 0
    for found in re.finditer(r"\\.|[{}()]|\n@", text[start : start + 100_000], re.DOTALL):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        elif found[0] == ")" and depth <= 0:
            return start + found.start()
        elif found[0] == "\n@":
            return -1
    return -1


def _source(entry: Any, number: int, taken: set[str]) -> Source:
    raw = {field.key.casefold(): str(field.value) for field in entry.fields}
    fields = {key: _plain(value) for key, value in raw.items()
              if key not in ("author", "editor")}  # fmt: skip
    title = fields.get("title", "")
    if fields.get("subtitle"):
        title = f"{title}: {fields['subtitle']}" if title else fields["subtitle"]
    date = fields.get("date", "")
    date = read_date(date) or date_of(
        fields.get("year", "") or date, fields.get("month", ""), fields.get("day", "")
    )
    url = fields.get("url", "") or _address(fields)
    accessed = next((read_date(fields[key]) for key in _ACCESSED if fields.get(key)), "")
    notes = [fields[key] for key in ("note", "annote", "annotation") if fields.get(key)]
    # What has no place of its own is kept as words.
    notes += [f"{key}: {value}" for key, value in fields.items()
              if key not in _USED and value and len(value) < 2000 and key != "file"]  # fmt: skip
    return Source(
        id=SourceId(new_id(str(entry.key or ""), taken, number)),
        topic=TopicId(""),
        type=_TYPES.get(entry.entry_type.casefold(), "document"),
        title=title,
        authors=_people(raw.get("author") or raw.get("editor") or ""),
        container=next((fields[key] for key in _CONTAINERS if fields.get(key)), ""),
        publisher=next((fields[key] for key in _PUBLISHERS if fields.get(key)), ""),
        date=date,
        url=url,
        accessed=accessed,
        page=re.sub(r"\s*-{1,3}\s*", "–", fields.get("pages", "")),
        volume=fields.get("volume", ""),
        issue=fields.get("number", "") or fields.get("issue", ""),
        note="\n".join(notes),
    )


def _address(fields: dict[str, str]) -> str:
    if doi := fields.get("doi", "").strip():
        return address_of(doi)
    said = re.search(r"https?://[^\s{}]+", fields.get("howpublished", ""))
    return said[0] if said else ""


def _people(value: str) -> tuple[Name, ...]:
    found = []
    for part in _split_and(value):
        body = part.strip()
        literal = body.startswith("{") and body.endswith("}") and body.count("{") == 1
        text = _plain(body)
        if text.casefold() == "others" or not text:
            continue
        name = Name(literal=text) if literal else person(text)
        if name is not None:
            found.append(name)
    return tuple(found)


def _split_and(value: str) -> list[str]:
    """The names between "and"s that stand outside of braces."""
    parts, depth, at = [], 0, 0
    for found in re.finditer(r"[{}]|\s+and\s+", value, re.IGNORECASE):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        elif depth <= 0:
            parts.append(value[at : found.start()])
            at = found.end()
    return [*parts, value[at:]]


def _plain(value: str) -> str:
    """A value without LaTeX: accents as letters, no braces."""
    text = _COMMAND.sub("", value)
    if "\\" in text or "$" in text or "~" in text or "--" in text or "``" in text:
        from pylatexenc.latex2text import (
            LatexNodes2Text,
        )

        # LaTeX that nobody can read stays as it is.
        with suppress(ValueError, IndexError, RecursionError, AttributeError, TypeError):
            text = LatexNodes2Text(math_mode="verbatim", keep_comments=True).latex_to_text(
                re.sub(r"(?<!\\)%", r"\\%", text), tolerant_parsing=True
            )
    text = re.sub(r"(?<!\\)[{}]", "", text)
    return " ".join(cleaned(text).split())

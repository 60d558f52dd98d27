"""RIS: the sources that databases of libraries and publishers hand out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.importers.base import Dropped, Intake, Options, shortened
from briefing.importers.decoding import decode
from briefing.importers.records import address_of, date_of, new_id, person
from briefing.model import Source, SourceId, TopicId, UserError
from briefing.text.worded_dates import read_date

_LINE = re.compile(r"^\s{0,3}([A-Z][A-Z0-9])\s{0,3}-(?:\s(.*)|$)")
# Records of the Web of Science: the same two letters, without the dash; lines may go on.
_OTHER = re.compile(r"^([A-Z][A-Z0-9])(?: (.*))?$")
_OTHER_TAGS = {"AF": "", "SO": "T2", "PY": "PY", "BP": "SP", "DI": "DO", "UT": "ID", "DT": "",
               "PT": "TY", "PN": "", "PU": "PB", "NR": "", "TC": "", "Z9": ""}  # fmt: skip
_TYPES = {
    "JOUR": "article-journal", "JFULL": "article-journal", "MGZN": "article-magazine",
    "NEWS": "article-newspaper", "BOOK": "book", "EDBOOK": "book", "CHAP": "chapter",
    "ECHAP": "chapter", "EBOOK": "book", "THES": "thesis", "RPRT": "report", "CONF": "book",
    "CPAPER": "paper-conference", "ELEC": "webpage", "BLOG": "post-weblog", "WEB": "webpage",
    "LEGAL": "legislation", "STAT": "legislation", "BILL": "bill", "CASE": "legal_case",
    "HEAR": "hearing", "PAT": "patent", "PAMP": "pamphlet", "UNPB": "manuscript",
    "MANSCPT": "manuscript", "VIDEO": "motion_picture", "SOUND": "song", "PCOMM":
    "personal_communication", "ICOMM": "personal_communication", "DATA": "dataset",
    "MAP": "map", "GOVDOC": "report", "DICT": "entry-dictionary", "ENCYC": "entry-encyclopedia",
}  # fmt: skip
_TITLES = ("TI", "T1", "CT", "BT", "ST")
_AUTHORS = ("AU", "A1", "A2", "ED", "A3")
_CONTAINERS = ("T2", "JF", "JO", "JA", "J1", "J2", "BT", "T3")
_IDLE = {"ER", "TY", "ID", "KW", "L1", "L2", "L3", "L4", "SN", "DB", "DP", "LA", "CY", "AD", "AN"}
_NOTES = ("N1", "AB", "N2", "RN")


def read_ris(data: bytes, name: str, options: Options) -> Intake:
    """The records of a file as sources; a record also ends where the next one begins."""
    text, notices = decode(data, name, options.encoding)
    dropped: list[Dropped] = []
    sources: list[Source] = []
    taken: set[str] = set()
    records = _records_of_science(text) if text.startswith("FN ") else _records(text, dropped)
    for number, record in enumerate(records, 1):
        source = _source(record, number, taken)
        if not (source.title or source.authors):
            dropped.append(Dropped(0, f"record {number} has neither title nor author"))
            continue
        taken.add(source.id)
        sources.append(source)
    if not sources:
        raise UserError(
            f"“{name}” holds no RIS records that can be read. Export the sources again, as RIS."
        )
    return Intake(sources=tuple(sources), notices=notices, dropped=shortened(dropped))


def _records(text: str, dropped: list[Dropped]) -> Iterator[list[tuple[str, str]]]:
    record: list[tuple[str, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        found = _LINE.match(line)
        if found is None:
            bare = line.strip()
            if bare and record and record[-1][0] != "ER":  # a value that goes on
                record[-1] = (record[-1][0], f"{record[-1][1]} {bare}")
            elif bare and not re.fullmatch(r"\d+\.?", bare):
                dropped.append(Dropped(number, bare[:80]))
            continue
        tag, value = found[1], (found[2] or "").strip()
        if tag == "TY" and record:
            yield record
            record = []
        if tag == "ER":
            if record:
                yield record
            record = []
        else:
            record.append((tag, value))
    if record:
        yield record


def _records_of_science(text: str) -> Iterator[list[tuple[str, str]]]:
    record: list[tuple[str, str]] = []
    last = ""
    for line in text.split("\n"):
        if line.startswith("   ") and record and last:
            if last in ("AU", "ED"):
                record.append((last, line.strip()))
            else:
                record[-1] = (record[-1][0], f"{record[-1][1]} {line.strip()}")
        elif (found := _OTHER.match(line)) is not None:
            if found[1] == "ER":
                yield record
                record, last = [], ""
                continue
            last = _OTHER_TAGS.get(found[1], found[1])
            value = (found[2] or "").strip()
            if last == "TY":
                value = "JOUR" if value == "J" else "BOOK"
            if last and last not in ("FN", "VR", "EF"):
                record.append((last, value))
    if record:
        yield record


def _date(text: str) -> str:
    """A date as ISO 8601: of RIS itself, "2024/07/18/in words", or as databases write it."""
    if "/" in text:
        return date_of(*[*text.split("/"), "", ""][:3])
    return read_date(text) or date_of(text)


def _source(record: list[tuple[str, str]], number: int, taken: set[str]) -> Source:
    fields: dict[str, list[str]] = {}
    for tag, value in record:
        if value:
            fields.setdefault(tag, []).append(value)

    def first(*tags: str) -> str:
        return next((fields[tag][0] for tag in tags if tag in fields), "")

    title_tag = next((tag for tag in _TITLES if tag in fields), "")
    authors = next((fields[tag] for tag in _AUTHORS if tag in fields), [])
    container = next((fields[t][0] for t in _CONTAINERS if t in fields and t != title_tag), "")
    year, exact = _date(first("PY", "Y1", "DA")), _date(first("DA", "PY", "Y1"))
    pages = "–".join(part for part in (first("SP"), first("EP")) if part)
    used = {*_TITLES, *_AUTHORS, *_CONTAINERS, "PY", "Y1", "DA", "SP", "EP", "DO", "UR", "VL",
            "IS", "CP", "PB", "Y2"}  # fmt: skip
    notes = [text for tag in _NOTES for text in fields.get(tag, ())]
    notes += [f"{tag}: {text}" for tag, texts in fields.items() for text in texts
              if tag not in used and tag not in _IDLE and tag not in _NOTES]  # fmt: skip
    return Source(
        id=SourceId(new_id(first("ID") or first("AN") or f"s{number}", taken, number)),
        topic=TopicId(""),
        type=_TYPES.get(first("TY").upper(), "document"),
        title=first(*_TITLES),
        authors=tuple(name for text in authors if (name := person(text)) is not None),
        container=container,
        publisher=first("PB"),
        date=exact if exact[:4] == year[:4] else year,
        url=first("UR", "L2", "LK") or address_of(first("DO")),
        accessed=_date(first("Y2")),
        page=pages,
        volume=first("VL"),
        issue=first("IS", "CP"),
        note="\n".join(notes),
    )

"""The words of a Word file, and those of what came in: read in two ways that share no code."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter
from xml.etree import ElementTree

from briefing.importers import Intake

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
LABELS = re.compile(r"^(?:Footnote|Endnote|Comment): ", re.MULTILINE)
# A word may be bold in part: the marks do not part it. What is escaped is no mark.
MARKS = re.compile(r"\\(.)|\*")
ADDED = re.compile(r" \(after “[^”]*”\)$", re.MULTILINE)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def of_file(data: bytes) -> Counter[str]:
    """The words of the document part and of its notes."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        texts: list[str] = []
        root = _root(opened, "word/document.xml")
        used = {
            (one.tag.removeprefix(W).removesuffix("Reference"), one.get(f"{W}id"))
            for one in root.iter()
            if one.tag.endswith("Reference")
        }
        _gather(root, texts, [])
        for kind in ("footnote", "endnote", "comment"):
            if f"word/{kind}s.xml" in opened.namelist():
                for note in _root(opened, f"word/{kind}s.xml"):
                    if (kind, note.get(f"{W}id")) in used:
                        _gather(note, texts, [])
        for text in texts:
            found += words(text.replace("\u00b6", " "))
    return found


def _root(opened: zipfile.ZipFile, name: str) -> ElementTree.Element:
    data = opened.read(name)
    data = data.replace(
        b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode("ascii")
    )
    return ElementTree.fromstring(data)


SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011", "ptab": " "}


def _gather(element: ElementTree.Element, texts: list[str], line: list[str]) -> None:
    """Texts of paragraphs; a paragraph inside another has a line of its own."""
    for child in element:
        name = child.tag.rpartition("}")[2]
        if child.tag in (f"{W}del", f"{W}moveFrom") or name in ("rPr", "pPr"):
            continue
        if child.tag == f"{MC}AlternateContent":
            choice = child.find(f"{MC}Choice")
            fallback = child.find(f"{MC}Fallback")
            inner = choice if choice is not None else fallback
            if inner is not None:
                _gather(inner, texts, line)
        elif name == "p" and child.tag.startswith(W):
            own: list[str] = []
            _gather(child, texts, own)
            texts.append("".join(own))
        elif name == "t":
            line.append((child.text or "").replace("\u2028", " "))
        elif child.tag.startswith(W) and name in SIGNS:
            line.append(SIGNS[name])
        else:
            _gather(child, texts, line)


def of_intake(intake: Intake) -> Counter[str]:
    """The words of points with their evidence, and of articles."""
    found: Counter[str] = Counter()
    before: list[str] = []
    for group in intake.groups:
        headings = list(group.headings)
        for level, heading in enumerate(headings):
            # A heading stands over all groups that follow, until there is another.
            is_last = level == len(headings) - 1
            if before[: level + 1] != headings[: level + 1] or (
                is_last and len(before) >= len(headings)
            ):
                found += words(heading)
        before = headings
        for point in group.points:
            claim = "" if point.claim == "(no tag)" else point.claim
            found += words(claim) + _markdown(point.explanation_md)
            for one in point.evidence:
                found += words(one.cite) + words(one.quote) + _markdown(one.note_md)
    for article in intake.articles:
        found += words(article.title) + _markdown(article.text_md)
    return found


def _markdown(text: str) -> Counter[str]:
    text = ADDED.sub("", LABELS.sub("", text))
    plain = html.unescape(MARKS.sub(lambda found: found[1] or "", text))
    return words(plain.replace("## Notes\n", ""))

"""Word documents (.docx, .docm): debaters' files of cards as points, everything else as an article.

Macros, templates, pictures and anything remote are left alone: only text is read.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import Any

from briefing.importers.archive import Archive
from briefing.importers.base import OLE, Intake, NeedsPassword, Options
from briefing.importers.cards import Cards, Tally
from briefing.importers.docx_article import make_article
from briefing.importers.docx_styles import Styles, W
from briefing.importers.docx_text import Paragraph, Walker
from briefing.importers.fallback import with_fallback_tags
from briefing.importers.markup import parse
from briefing.model import UserError

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Strict documents (ISO 29500) name the same elements with other addresses.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
# The stream of an OLE file that holds an encrypted document ([MS-OFFCRYPTO] 2.3.4.4), as the
# file's directory writes its name ([MS-CFB] 2.6.1).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NOTES = (("footnote", "footnotes"), ("endnote", "endnotes"), ("comment", "comments"))


def read(data: bytes, name: str, options: Options) -> Intake:
    """The points of a debater's file, or one article."""
    if data.startswith(OLE):
        data = _decrypted(data, name, options.password)
    archive = Archive(data, name)
    document = _Document(archive, name)
    paragraphs = document.paragraphs()
    if not any(one.text.strip() or one.notes for one in paragraphs):
        raise UserError(
            f"“{name}” holds no text. If its pages are pictures, it needs text recognition (OCR)."
        )
    notices = list(document.notices)
    tagged = paragraphs
    if not any(one.role == "tag" for one in paragraphs):
        tagged, found = with_fallback_tags(paragraphs)
        if found:
            notices.append(
                f"The file has no tag styles: {found} {'tag was' if found == 1 else 'tags were'} "
                "recognised by bold type and the cite below. Check them."
            )
    if any(one.role == "tag" for one in tagged):
        cards = Cards(document.notes())
        intake = cards.build(tagged)
        if cards.tally.cards > cards.tally.without_cite or (
            document.styles.is_verbatim and (cards.tally.cards or _is_mostly_tags(tagged))
        ):
            return _with_notices(intake, cards.tally, notices)
    article = make_article(paragraphs, document.notes(), document.properties(), name)
    return Intake(articles=(article,), notices=tuple(document.notices))


def _is_mostly_tags(paragraphs: list[Paragraph]) -> bool:
    """Whether a file without a single cite is still one of arguments, not an article."""
    tags = sum(one.role in ("tag", "analytic") for one in paragraphs)
    texts = sum(bool(one.text.strip()) for one in paragraphs)
    return tags >= 2 and tags * 6 >= texts


def _with_notices(intake: Intake, tally: Tally, notices: list[str]) -> Intake:
    if tally.hidden:
        notices.append("Words that were hidden (Invisibility Mode) came in as well.")
    if tally.pilcrows:
        notices.append("Pilcrows (¶) became the breaks between paragraphs that they stand for.")
    if tally.marked:
        notices.append("Marks of how far a card was read stand in the notes on the evidence.")
    if len(tally.colours) > 1:
        notices.append(
            f"Highlighting in {len(tally.colours)} colours became one kind of highlighting."
        )
    return replace(intake, notices=tuple(notices))


class _Document:
    """The parts of one Word document."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive = archive
        self._name = name
        self._main = self._main_part()
        self._related = self._relations(self._main)
        self.notices: list[str] = []
        self.styles = Styles(self._part("styles", "word/styles.xml"))
        self._walker = Walker(self.styles)

    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs of the document."""
        root = self._parsed(self._main)
        body = root.find(f"{W}body")
        if body is None:
            raise UserError(
                f"“{self._name}” is damaged, or no Word document: its main part has no body. "
                "Open it in Word and save it anew."
            )
        found = self._walker.paragraphs(body)
        if self._walker.has_deletions:
            self.notices.append(
                "The file has tracked changes: what was inserted came in, what was deleted did not."
            )
        if self._walker.has_inserts:
            self.notices.append(
                "Word puts another document into this one when it opens it; that one was not "
                "read. Open the file in Word, save it anew, and import that."
            )
        return found

    def notes(self) -> dict[tuple[str, str], str]:
        """The texts of footnotes, endnotes and comments, by kind and id."""
        found = {}
        for kind, part in _NOTES:
            root = self._part(part, f"word/{part}.xml")
            for element in root if root is not None else ():
                id_ = element.get(f"{W}id") or ""
                paragraphs = self._walker.paragraphs(element)
                text = " ".join(one.text.strip() for one in paragraphs if one.text.strip())
                if text:
                    found[kind, id_] = text
        return found

    def properties(self) -> dict[str, str]:
        """What the core properties say: title, creator, created."""
        part = self._archive.find("docProps/core.xml")
        if part is None:
            return {}
        try:
            root = self._parsed(part)
        except UserError:
            return {}
        return {str(one.tag).rpartition("}")[2]: (one.text or "").strip() for one in root}

    def _part(self, kind: str, usual: str) -> Any:
        name = self._archive.find(self._related.get(kind, usual))
        if name is None:
            return None
        try:
            return self._parsed(name)
        except UserError:
            if kind == "styles" or b"<!DOCTYPE" in self._archive.read(name):
                raise
            self.notices.append(f"The part {name} is damaged and was left out.")
            return None

    def _main_part(self) -> str:
        """The part with the text, as the relations of the package name it."""
        named = self._relations("").get("officeDocument", "word/document.xml")
        found = self._archive.find(named) or self._archive.find("word/document.xml")
        if found is None:
            raise UserError(
                f"“{self._name}” is no Word document: it has no part with the text. If it is "
                "another kind of file, give it its own ending."
            )
        return found

    def _relations(self, part: str) -> dict[str, str]:
        """The targets of the relations of a part, by the last word of their kind."""
        folder, _, file = part.rpartition("/")
        name = self._archive.find(posixpath.join(folder, "_rels", f"{file}.rels"))
        if name is None:
            return {}
        found: dict[str, str] = {}
        for one in self._parsed(name).iter(_RELATION):
            if one.get("TargetMode") == "External":
                continue
            target = one.get("Target") or ""
            path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = (one.get("Type") or "").rpartition("/")[2]
            found.setdefault(kind, posixpath.normpath(path))
        return found

    def _parsed(self, part: str) -> Any:
        data = self._archive.read(part)
        for strict, usual in _STRICT:
            if strict in data:
                data = data.replace(strict, usual)
        return parse(data, self._name, part)


def _decrypted(data: bytes, name: str, password: str) -> bytes:
    """The document inside an OLE file."""
    import io

    old = (
        f"“{name}” is an old Word file (Word 97–2003). Open it in Word or LibreOffice, save it as "
        ".docx, and import that."
    )
    try:
        import msoffcrypto
        from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError
    except ImportError as error:  # it is not made for every system: docs/decisions/0002
        if _ENCRYPTED not in data:
            raise UserError(old) from error
        raise UserError(
            f"“{name}” is protected with a password, and on this computer Briefing cannot open "
            "such files. Open it in Word or LibreOffice, save it without a password, and import "
            "that."
        ) from error
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        is_encrypted = file.is_encrypted()
    except (FileFormatError, OSError, ValueError, TypeError, AttributeError) as error:
        raise UserError(old) from error
    if not is_encrypted or file.format not in ("ooxml", "docx"):
        raise UserError(old)
    if not password:
        raise NeedsPassword(f"“{name}” is protected with a password.")
    result = io.BytesIO()
    try:
        file.load_key(password=password, verify_password=True)
        file.decrypt(result)
    except (InvalidKeyError, DecryptionError) as error:
        raise NeedsPassword(f"The password of “{name}” is another one.") from error
    except (ValueError, OSError, FileFormatError) as error:
        raise UserError(f"“{name}” is damaged: it cannot be decrypted.") from error
    return result.getvalue()

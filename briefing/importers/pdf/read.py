"""A PDF as an article."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from briefing.importers.base import Dropped, Imported, Intake, NeedsPassword, Options
from briefing.importers.blocks import Block, Kind, to_markdown
from briefing.importers.decoding import about_direction, cleaned
from briefing.importers.naming import from_file_name, is_same_title
from briefing.importers.pdf import flow, lines, margins
from briefing.model import UserError
from briefing.text.dates import joined

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5  # FPDF_ERR_SECURITY
_MOST_PAGES = 5000
_FEWEST = 20  # characters a page that is no picture
_NO_TITLE = re.compile(
    r"(?i)^(?:untitled.*|document\d*|microsoft word - .*|powerpoint presentation|title|slide \d+|"
    r".*\.(?:docx?|indd|qxd|eps|tex|dvi|pdf|rtf|ps|wpd|html?|pptx?|xlsx?))$"
)
_MADE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")


def read_pdf(data: bytes, name: str, options: Options) -> Intake:
    """The text of a PDF, without running heads and page numbers; headings where they are sure."""
    document = _opened(data, name, options.password)
    try:
        pages, unreadable, height = _pages(document)
        meta = _about(document)
    finally:
        document.close()
    letters = sum(len(line.text) for page in pages for line in page)
    too_few = letters < _FEWEST * max(1, min(len(pages), 50))
    if not letters or (too_few and len(pages) > 1):
        raise UserError(_no_text(name, len(pages)))
    kept, dropped = margins.without(pages, height)
    blocks = flow.blocks_of(kept)
    if not blocks:  # nothing but what looks like margins
        kept, dropped = [list(page) for page in pages], []
        blocks = flow.blocks_of(kept)
    title, blocks = _title(blocks, meta["title"])
    notices = _notices(pages, unreadable, blocks)
    text_md = to_markdown([_clean(block) for block in blocks])
    article = Imported(
        title=cleaned(title) or from_file_name(name),
        text_md=text_md,
        authors=tuple(part for part in re.split(r"\s*;\s*", meta["author"]) if part),
        date=meta["date"],
        dropped=tuple(
            Dropped(line.page + 1, f"page {line.page + 1}: {cleaned(line.text)[:80]}")
            for line in dropped
        ),
        notices=(*notices, *about_direction(text_md)),
    )
    return Intake(articles=(article,))


def _opened(data: bytes, name: str, password: str) -> Any:
    import pypdfium2

    start = data[:1024].find(b"%PDF")
    if not data.strip():
        raise UserError(f"“{name}” is empty. Get the file again from where it came from.")
    try:
        return pypdfium2.PdfDocument(data[max(start, 0) :], password=password or None)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == _PASSWORD:
            what = "The password is wrong" if password else "It is locked with a password"
            raise NeedsPassword(f"“{name}” was not read. {what}.") from error
        if code == _SECURITY:
            raise UserError(
                f"“{name}” is locked in a way that cannot be opened here. Print it to a new PDF in "
                "the program that can open it, and import that."
            ) from error
        raise UserError(
            f"“{name}” is damaged or no PDF: it cannot be opened. Get the file again from where it "
            "came from."
        ) from error


def _pages(document: Any) -> tuple[list[list[lines.Line]], list[int], float]:
    """The lines of each page, the numbers of those that could not be read, and their height."""
    import pypdfium2

    found: list[list[lines.Line]] = []
    unreadable: list[int] = []
    heights: list[float] = []
    for number in range(min(len(document), _MOST_PAGES)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            unreadable.append(number + 1)
            found.append([])
            continue
        try:
            heights.append(page.get_height())
            found.append(list(lines.of_page(page, number)))
        except pypdfium2.PdfiumError:
            unreadable.append(number + 1)
            found.append([])
        finally:
            page.close()
    height = sorted(heights)[len(heights) // 2] if heights else 792.0
    return found, unreadable, height


def _no_text(name: str, pages: int) -> str:
    many = f"its {pages} pages are pictures" if pages > 1 else "its page is a picture"
    return (
        f"“{name}” holds no text: {many}, most likely a scan. It needs OCR (text recognition) "
        "first: run it through an OCR program, and import the PDF or text that comes out."
    )


def _notices(
    pages: list[list[lines.Line]], unreadable: list[int], blocks: list[Block]
) -> tuple[str, ...]:
    said = []
    empty = [number for number, page in enumerate(pages, 1) if not page]
    empty = [number for number in empty if number not in unreadable]
    if unreadable:
        said.append(f"Pages that could not be read: {_listed(unreadable)}.")
    if empty and len(empty) < len(pages):
        said.append(f"Pages without text (pictures, or empty): {_listed(empty)}.")
    squares = sum(block.text.count("■") + block.text.count("\ufffd") for block in blocks)
    if squares:
        said.append(f"{squares} letters are missing in the PDF's own fonts and stand as ■.")
    if len(pages) >= _MOST_PAGES:
        said.append(f"Only the first {_MOST_PAGES:,} pages were read.")
    return tuple(said)


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:12])
    return shown + (f" and {len(numbers) - 12} more" if len(numbers) > 12 else "")


def _title(blocks: list[Block], stated: str) -> tuple[str, list[Block]]:
    """The title, and the blocks without the heading that says it."""
    early = [at for at, block in enumerate(blocks[:12]) if block.kind is Kind.HEADING]
    for at in early:
        if stated and is_same_title(blocks[at].text, stated):
            return stated, blocks[:at] + blocks[at + 1 :]
    if stated:
        return stated, blocks
    if early:
        largest = min(early, key=lambda at: (blocks[at].level, at))
        if blocks[largest].level == 2:
            return blocks[largest].text, blocks[:largest] + blocks[largest + 1 :]
    return "", blocks


def _clean(block: Block) -> Block:
    spans = tuple(replace(span, text=cleaned(span.text)) for span in block.spans)
    return replace(block, spans=spans)


def _about(document: Any) -> dict[str, str]:
    import pypdfium2

    try:
        stated = document.get_metadata_dict(skip_empty=True)
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        stated = {}
    title = " ".join(cleaned(stated.get("Title", "")).split())
    made = _MADE.match(stated.get("CreationDate", ""))
    return {
        "title": "" if _NO_TITLE.match(title) or len(title) < 4 else title[:300],
        "author": " ".join(cleaned(stated.get("Author", "")).split())[:300],
        "date": joined(*made.groups()) if made else "",
    }

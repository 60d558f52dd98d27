"""Cites as debaters write them: which paragraph is one, and what can be read from it for sure.

    Bazzi, 19 – Mohamad Bazzi, a journalism professor … (“Trump wants …” The Guardian, 6/8, https://…)
    Kabir ’17 [Muhammad; 2017; submitting a thesis at …; “…”; https://…]
    Linda ALCOFF Philosophy @ Syracuse ‘2K …

Only what stands there beyond doubt becomes a field of the source; the cite itself is always kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.importers.docx_text import Paragraph
from briefing.text.dates import MONTHS, joined
from briefing.text.worded_dates import dates_in

_FULL_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_YEAR = re.compile(
    r"(?<![\d/])(?:1[6-9]|20)\d\d(?!\d)|[’'‘`]\s?(?:\d{1,2}|2[kK]\d?)(?!\d)|\bn\.?d\.?(?=\W|$)"
    r"|\bno date\b|\b2[kK]\d?\b",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"(?<![\d$£€.,:])\b\d{1,2}\b(?![\d%]|[.,]\d)")
_DAY = re.compile(r"\b\d{1,2}[-/.]\d{1,2}(?:[-/.](?:\d{4}|\d{2}))?\b")
_ADDRESS = re.compile(r"https?://|www\.|\bdoi\b|\b[a-z0-9-]+\.(?:com|org|edu|gov|net)\b", re.I)
_LATE = re.compile(r"[\"“”\[\](<@{]|\bpp?\.\s?\d|https?:|www\.")
_SCHOLARLY = re.compile(
    r"[\"“”]|\bpp?\.\s?\d|\b(?:Journal|University|Professor|Prof\b|Institute|Review|Fellow|Ph\.?D|"
    r"Press|Director|Editor|Reporter|Correspondent|Analyst|Law|Times|Post|News|Center|Centre|"
    r"Lexis|accessed|DOA|Vol\.|author|economist|columnist|lecturer|scholar|staff writer)",
    re.IGNORECASE,
)
_NAME_LIKE = re.compile(r"[\"“'(\[*]*[A-Z][\w.’'-]*[ ,]|[A-Z]{2,}")
_OPEN = ("[", "(", "<", "{")
_EDITING = re.compile(r"omitted|edited|modified|\bsic\b|continues|brackets", re.IGNORECASE)
REFERENCE = re.compile(r"<<.*(?:reference|read (?:above|before|below)|card).*>>", re.IGNORECASE)


def is_cite(paragraph: Paragraph) -> bool:
    """Whether the paragraph looks like a cite (any of six ways), and not like a body."""
    text = paragraph.text.strip()
    if not text or paragraph.role == "undertag":
        return False
    if REFERENCE.match(text) and len(text) < 200:
        return True
    if paragraph.role == "cite":
        return True
    if paragraph.share("highlight") > 0.2:
        return _is_read_aloud(paragraph, text)
    is_underlined = paragraph.share("underline") > 0.5
    if not is_underlined and len(text) < 3000 and _cite_characters(paragraph, 200) >= 2:
        return True  # as nearly all are; looking for years takes longer
    has_address = _ADDRESS.search(text) is not None
    if is_underlined and not (has_address and len(text) < 900):
        return _is_underlined_name(paragraph, text)
    return _looks_like_cite(paragraph, text, has_address)


def _is_read_aloud(paragraph: Paragraph, text: str) -> bool:
    """A cite of which the qualifications are highlighted, for they are said in the speech."""
    if len(text) > 900 or paragraph.share("highlight") > 0.6:
        return False
    is_late = _LATE.search(text) is not None and _YEAR.search(text) is not None
    return is_late and _cite_characters(paragraph, 60) >= 2


def _is_underlined_name(paragraph: Paragraph, text: str) -> bool:
    """A short cite that stands alone and was underlined: "Dean 05 – Dept"."""
    has_year = _YEAR.search(text) or _SHORT_YEAR.search(text)
    return len(text) < 60 and bool(has_year) and paragraph.share("cite", "bold") > 0.5


def _looks_like_cite(paragraph: Paragraph, text: str, has_address: bool) -> bool:
    size = len(text)
    year = _YEAR.search(text)
    any_year = year or _SHORT_YEAR.search(text) or _DAY.search(text)
    if _cite_characters(paragraph, 200) >= 2 and (size < 3000 or any_year):
        return True
    if has_address and year and size < 1500:
        return True
    if text.startswith(_OPEN) and (has_address or year) and size < 900:
        return True
    if any_year and _bold_characters(paragraph, 80) >= 2:
        if size < 120 or (size < 1800 and _LATE.search(text)):
            return True
        if size < 900 and _SCHOLARLY.search(text):
            return True
    early = _YEAR.search(text[:160]) or _SHORT_YEAR.search(text[:80]) or _DAY.search(text[:160])
    return bool(
        size < 900
        and early
        and _NAME_LIKE.match(text)
        and _SCHOLARLY.search(text)
        and paragraph.share("underline", "emphasis") < 0.1
        and (year or _DAY.search(text) or _LATE.search(text))
    )


def _cite_characters(paragraph: Paragraph, within: int) -> int:
    """Characters in Cite style, if they begin among the first `within` characters."""
    return _count(paragraph, within, "cite")


def _bold_characters(paragraph: Paragraph, within: int) -> int:
    return _count(paragraph, within, "bold")


def _count(paragraph: Paragraph, within: int, name: str) -> int:
    at = found = 0
    for text, look in paragraph.runs:
        if getattr(look, name) and (found or at < within):
            found += len(text.strip())
        at += len(text)
    return found


def continues(first: Paragraph, second: Paragraph) -> bool:
    """Whether the cite goes on in the next paragraph."""
    text = second.text.strip()
    if not (text.startswith(_OPEN) or len(first.text.strip()) < 80):
        return False
    if second.share("underline", "emphasis", "highlight") > 0.1 and not _ADDRESS.search(text):
        return False
    return is_cite(second) and len(text) < 1800


def is_note(paragraph: Paragraph) -> bool:
    """Whether a paragraph below the cite is the cutter's remark and not the author's text."""
    text = paragraph.text.strip()
    if paragraph.role == "undertag":
        return True
    if paragraph.share("underline", "emphasis", "highlight") > 0.2:
        return False
    if len(text) < 50 and _EDITING.search(text) and text[0] in "[(*~{<-—":
        return True
    if text.startswith("~") and text.endswith("~") and len(text) < 400:
        return True
    return text.startswith("*") and len(text) < 400 and not text.strip("*_ ").startswith("*")


# -- what a cite says -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """What was read from a cite for sure; "" for the rest."""

    author: str = ""  # as the short cite has it
    full_name: str = ""
    role: str = ""
    title: str = ""
    container: str = ""
    date: str = ""  # ISO 8601
    url: str = ""
    page: str = ""
    accessed: str = ""


_URL = re.compile(r"https?://[^\s<>\[\]“”\"]+|www\.[^\s<>\[\]“”\"]+", re.IGNORECASE)
_QUOTED = re.compile(r"“([^“”]{6,400})”|(?<![\w])\"([^\"]{6,400})\"(?!\w)|‘‘([^’]{6,400})’’")
_PAGE = re.compile(r"\bpp?\.?\s?(\d{1,5}(?:\s?[-–—]\s?\d{1,5})?)(?![\d/])")
_NUMERIC = re.compile(r"(?<![\d/-])(\d{1,2})([-/.])(\d{1,2})\2((?:19|20)\d\d|\d\d)(?![\d/-])")
_ACCESSED = re.compile(
    r"(?:accessed|access date|retrieved|viewed|D\.?O\.?A\.?|last visited)\W*(?:on\W*)?",
    re.IGNORECASE,
)


def read(text: str, short: str) -> Said:
    """What a cite says. `short` are its words in Cite style, joined; they may be ""."""
    without_url = _URL.sub(" ", text)
    author, year = _author_and_year(short or _head(without_url))
    accessed_at = _ACCESSED.search(without_url)
    before_access = without_url[: accessed_at.start()] if accessed_at else without_url
    title_match = _QUOTED.search(without_url)
    title = next((one for one in title_match.groups() if one), "") if title_match else ""
    titled = _QUOTED.search(text)
    container = _container(text[titled.end() :]) if titled else ""
    page = _PAGE.search(without_url)
    url = _URL.search(text)
    full_name, role = _person(without_url, author)
    return Said(
        author=author,
        full_name=full_name,
        role=role,
        title=title.strip(" ,.;"),
        container=container,
        date=_date(before_access, year),
        url=_trimmed(url[0]) if url else "",
        page=re.sub(r"\s", "", page[1]) if page else "",
        accessed=_first_date(without_url[accessed_at.end() :][:40]) if accessed_at else "",
    )


def _trimmed(url: str) -> str:
    url = url.rstrip(".,;:!?'’*|")
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(".,;")
    return url


def _head(text: str) -> str:
    """The words up to the first year: where a cite begins with author and year."""
    text = text.strip()
    found = _YEAR.search(text[:160]) or _DAY.search(text[:80]) or _SHORT_YEAR.search(text[:80])
    return text[: found.end()] if found else ""


_MARK = r"[’'‘`]"
_AT_END = re.compile(
    rf"^(?P<author>.*?\D??)[\s,–—-]*(?:{_MARK}?\s?(?P<year>\d{{4}}|\d{{1,2}}|2[kK]\d?)"
    r"|(?P<day>\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?)|(?P<none>n\.?d\.?|no date))\W*$",
    re.IGNORECASE | re.DOTALL,
)


def _author_and_year(short: str) -> tuple[str, str]:
    """The author of a short cite, and its year as four digits or ""."""
    short = " ".join(short.split())
    found = _AT_END.match(short)
    if found is None:
        year = _YEAR.search(short) or _SHORT_YEAR.search(short)
        if year is None:
            return _clean_author(short), ""
        return _clean_author(short[: year.start()]), _four_digits(year[0])
    author, year_of_day = found["author"], ""
    if found["day"]:
        parts = re.split(r"[-/.]", found["day"])
        year_of_day = _four_digits(parts[2]) if len(parts) == 3 else ""
        before = _AT_END.match(author.strip(" ,;–—-"))
        if before is not None and before["year"]:  # "Sjursen 18, 3-20-2018"
            return _clean_author(before["author"]), _four_digits(before["year"])
    return _clean_author(author), year_of_day or _four_digits(found["year"] or "")


def _clean_author(text: str) -> str:
    text = text.strip(" ,;:–—-(\n\t[’'‘`/")
    return text if len(text) <= 120 and re.search(r"[^\W\d_]{2}", text) else ""


def _four_digits(year: str) -> str:
    """A year of one, two or four digits as four; "" for what is none."""
    digits = year.strip(" ’'‘`")
    if digits.lower().startswith("2k"):
        digits = f"200{digits[2:] or '0'}"
    if len(digits) == 4 and digits.isdecimal():
        return digits if 1500 <= int(digits) <= 2100 else ""
    if len(digits) in (1, 2) and digits.isdecimal():
        number = int(digits)
        return str(2000 + number if number <= 40 else 1900 + number)
    return ""


def _date(text: str, year: str) -> str:
    """The date of publication: one that agrees with the year of the short cite, else that year."""
    dates = list(_dates(text))
    for date in sorted(dates, key=len, reverse=True):
        if not year or date.startswith(year):
            return date
    if year:
        return year
    years = _FULL_YEAR.findall(text)
    return years[0] if len(set(years)) == 1 else ""


def _dates(text: str) -> list[str]:
    numeric = (_numeric(*found) for found in _NUMERIC.findall(text))
    return [*dates_in(text), *filter(None, numeric)]


def _first_date(text: str) -> str:
    found = _dates(text)
    return found[0] if found else ""


def _numeric(first: str, _: str, second: str, year: str) -> str:
    """A date in figures: in American order, and in the other one where only that can be."""
    year = _four_digits(year)
    return joined(year, first, second) or joined(year, second, first) or year


_LEADING = " ,.;:–—-\n"
_STOPS = re.compile(r"[,;.(\[\]]|https?:|\s[-–—]\s|\d{1,2}[-/]\d|\d{4}")


def _container(rest: str) -> str:
    """The publication that follows a quoted title, if it is a short capitalised name.

    A lone word behind the address is the sign of whoever cut the card.
    """
    rest = rest.lstrip(_LEADING)
    address = _URL.match(rest)
    if address:
        rest = rest[address.end() :].lstrip(_LEADING)
    found = _STOPS.search(rest)
    name = (rest[: found.start()] if found else rest).strip(" *_")
    words = name.split()
    if not (2 if address else 1) <= len(words) <= 8 or len(name) > 60 or not name[:1].isupper():
        return ""
    return "" if _ACCESSED.match(name) or name.lower().split()[0].rstrip(".") in _NO_NAMES else name


_NO_NAMES = {
    *("pp", "p", "vol", "volume", "no", "accessed", "doa", "retrieved", "via", "available", "page"),
    *("lexis", "isbn", "issn", "doi", "chapter", "edited", "sept"),
    *(month.casefold() for month in MONTHS),
    *(month[:3].casefold() for month in MONTHS),
}
_PERSON = re.compile(r"(?:Dr\.?|Prof\.?|Sir)?\s*((?:[A-Z][\w.’'-]*\s+){1,3}[A-Z][\w’'-]+)")
_ROLE_END = re.compile(r"[“\"\[\](;]|,?\s(?:19|20)\d\d\b|,\s*\d{1,2}[-/]\d|\bhttps?:|\bpp?\.\s?\d")


def _person(text: str, author: str) -> tuple[str, str]:
    """The full name behind a short cite, and the qualifications after it; "" for what is unsure."""
    last = author.split()[-1] if author else ""
    if not last or re.search(r"\bet\b|&|\band\b|,", author):
        return "", ""
    for match in _PERSON.finditer(text):
        name = " ".join(match[1].split())
        if name.split()[-1].lower().strip("’'") != last.lower():
            continue
        after = text[match.end() :]
        found = re.match(r"\s*(?:,|is|was|\()\s*(?:an?\s|the\s)?", after)
        role = ""
        if found and not re.match(r"\s*\d", after[found.end() :]):
            rest = after[found.end() :]
            end = _ROLE_END.search(rest)
            role = rest[: end.start()] if end else rest
            role = role.strip(" ,.;:–—-")
        if not 8 <= len(role) <= 300 or not re.match(r"[A-Za-z]", role):
            role = ""
        return name, role
    return "", ""

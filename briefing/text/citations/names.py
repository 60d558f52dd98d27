"""Authors' and speakers' names in the order and shortness each citation style wants."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from briefing.model import Evidence, Name, Source

_TITLES = re.compile(
    r"^(?:(?:Dr|Prof|Gen|Lt|Col|Maj|Capt|Adm|Brig|Sgt|Sen|Rep|Mr|Mrs|Ms|Sir|Lord|Dame|Amb|Hon|Rev)"
    r"\.?\s+)+"
)
_PARTICLES = {"al", "bin", "da", "de", "del", "den", "der", "di", "du", "la", "le", "ten", "ter"}
_PARTICLES |= {"van", "von", "zu", "y", "ibn", "dos"}
# Words that stand in the names of bodies and documents, not of people.
_BODY = re.compile(
    r"\b(?:the|of|for|on|against|in|to|action|agency|amnesty|alliance|army|assembly|association|authority|board|bureau|"
    r"cent(?:er|re)|centers?|church|coalition|college|command|commission|committee|company|congress|"
    r"convention|council|court|delegation|department|directorate|editors?|embassy|federation|fund|forces?|"
    r"foundation|government|group|house|initiative|institut[eo]?|international|kingdom|league|"
    r"ministry|mission|monitor|movement|munitions?|mines|nations|nato|network|news|office|organi[sz]ation|parliament|"
    r"party|pentagon|police|press|project|report|republic|research|school|secretariat|senate|service|"
    r"societ(?:y|ies)|staff|states|team|treaty|tribunal|trust|union|university|watch|writers?)\b",
    re.IGNORECASE,
)
# A part of a law: needed to find the words, too long to say each time.
_ARTICLE = re.compile(r",\s+(?:art(?:icle|\.)|paragraph|preamble|section|§).*", re.IGNORECASE)
# What is spoken rather than written: without authors, the speaker is the author.
SPOKEN = frozenset({"speech", "interview", "hearing", "broadcast", "personal_communication"})


def full(name: Name) -> str:
    """Mary Wareham."""
    return name.literal or " ".join(part for part in (name.given, name.family) if part)


def inverted(name: Name) -> str:
    """Wareham, Mary."""
    return name.literal or ", ".join(part for part in (name.family, name.given) if part)


def last(name: Name) -> str:
    """Wareham; an institution's own abbreviation, where its name carries one in brackets."""
    if name.literal and (short := re.search(r"\(([^()\s]{2,12})\)\s*$", name.literal)):
        return short[1]
    return _ARTICLE.sub("", name.literal) or name.family or name.given


def several(lasts: Sequence[str], conjunction: str) -> str:
    """Wareham; Nagl & Rice; Nagl et al."""
    return f"{lasts[0]} et al." if len(lasts) > 2 else f" {conjunction} ".join(lasts)


def with_initials(name: Name) -> str:
    """Wareham, M. J.; Sartre, J.-P."""
    if name.literal or not name.given:
        return full(name)
    initials = []
    for word in re.split(r"[\s.]+", name.given):
        letters = [part[0] + "." for part in word.split("-") if part]
        if letters:
            initials.append("-".join(letters))
    return f"{name.family}, {' '.join(initials)}" if name.family else full(name)


def parse(text: str, *, role: str = "") -> tuple[Name, ...]:
    """The names in a speaker's line: people apart, a body or a document as it stands."""
    text = " ".join(text.split())
    if not text:
        return ()
    parts = [part.strip() for part in re.split(r"\s*;\s*|\s+(?:and|&)\s+|,\s+(?:and\s+)?", text)]
    people = [_person(part, role) for part in parts if part]
    if people and all(people):
        return tuple(person for person in people if person)
    return (Name(literal=text),)


def _person(text: str, role: str) -> Name | None:
    bare = _TITLES.sub("", text)
    words = bare.split()
    if len(words) == 1 and bare != text and not _BODY.search(bare):
        return Name(family=bare)
    if not 2 <= len(words) <= 5 or _BODY.search(bare) or re.search(r"[\d():]", bare):
        return None
    if any(word.isupper() and len(word) > 2 and "." not in word for word in words) and not role:
        return None
    if not all(word[0].isupper() or word.lower() in _PARTICLES or "-" in word for word in words):
        return None
    cut = len(words) - 1
    if words[cut].rstrip(".") in {"Jr", "Sr", "II", "III", "IV"} and cut > 1:
        cut -= 1
    while cut > 1 and words[cut - 1].lower() in _PARTICLES and words[cut - 1][0].islower():
        cut -= 1
    return Name(family=" ".join(words[cut:]), given=" ".join(words[:cut]))


def _key(text: str) -> str:
    bare = unicodedata.normalize("NFKD", _TITLES.sub("", text))
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", letters.casefold()))


def _head(text: str) -> str:
    return re.split(r"\s*[,(:;]", text)[0]


def _same(one: Name, other: Name) -> bool:
    if _key(full(one)) == _key(full(other)) or _key(last(one)) == _key(full(other)):
        return True
    if _key(last(other)) == _key(full(one)):
        return True
    if not (one.family and other.family and _key(one.family) == _key(other.family)):
        return False
    return _key(one.given)[:1] == _key(other.given)[:1]


def first_hand(evidence: Evidence | None, source: Source) -> bool:
    """Whether the source is the speaker's own: nobody stands between the words and the source."""
    if evidence is None or not evidence.speaker.strip():
        return True
    speakers = parse(evidence.speaker, role=evidence.role)
    if source.authors:
        return any(_same(speaker, author) for speaker in speakers for author in source.authors)
    if source.type in SPOKEN:
        return True
    if any(
        name.literal and _key(_head(name.literal)) == _key(_head(source.title)) for name in speakers
    ):
        return True  # "Convention on Rivers, Article 3" in "Convention on Rivers (full text)"
    own = (source.container, source.publisher)
    return any(_same(speaker, Name(literal=text)) for speaker in speakers for text in own if text)

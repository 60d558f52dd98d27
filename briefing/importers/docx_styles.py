"""What the styles of a Word document mean to a debater, and how they look.

Roles follow Verbatim and its relatives: they are known by style id, then by name, then by first
alias; later aliases are wishful. Looks are resolved along `basedOn`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"

# Roles of paragraphs; the first four are headings by their outline level, too.
LEVELS = ("pocket", "hat", "block", "tag")
_PARAGRAPHS = {
    "heading1": "pocket",
    "heading2": "hat",
    "heading3": "block",
    "heading4": "tag",
    "pocket": "pocket",
    "hat": "hat",
    "block": "block",
    "blocktitle": "block",
    "blockheading": "block",
    "blockheadings": "block",
    "tag": "tag",
    "tags": "tag",
    "cites": "cite",
    "cards": "body",
    "analytic": "analytic",
    "analytics": "analytic",
    "undertag": "undertag",
    "title": "title",
}
_CHARACTERS = {
    "style13ptbold": "cite",
    "stylestylebold12pt": "cite",
    "styleboldunderlinecite": "cite",
    "cite": "cite",
    "author-date": "cite",
    "authordate": "cite",
    "styleunderline": "underline",
    "styleboldunderline": "underline",
    "underline": "underline",
    "debateunderline": "underline",
    "emphasis": "emphasis",
    "debatehighlighted": "underline",
    "analyticchar": "analytic",
    "undertagchar": "undertag",
}
# Headings as programs in other languages name them; Word itself writes the English name.
_HEADING = re.compile(
    "(?:überschrift|berschrift|titre|título|titulo|titolo|kop|nagłówek|заголовок|标题|標題|見出し|제목"
    "|rubrik|overskrift|otsikko|nadpis|címsor|başlık|cabeçalho|encabezado|intestazione|επικεφαλίδα"
    r"|titlu|naslov|antraštė|virsraksts|pealkiri|judul)\s*([1-9])"
)
# What only the template of Verbatim has.
_FINGERPRINTS = frozenset(
    ("style13ptbold", "stylestylebold12pt", "styleboldunderline", "debateunderline", "author-date")
)


class Look(NamedTuple):
    """How some words look."""

    underline: bool = False
    emphasis: bool = False
    highlight: str = ""  # the colour; "" for none
    small: bool = False
    cite: bool = False
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    size: int = 22  # half points

    @property
    def is_marked(self) -> bool:
        """Whether a debater underlined, emphasised or highlighted the words."""
        return self.underline or self.emphasis or bool(self.highlight)


# One property each: what a style or a run says about itself.
Props = dict[str, Any]


@dataclass(slots=True)
class Style:
    """A style as it is written: what it is called, what it is based on, what it says."""

    id: str
    kind: str
    name: str = ""
    alias: str = ""
    based_on: str = ""
    props: Props = field(default_factory=dict)
    level: int | None = None
    numbered: bool = False


class Styles:
    """The styles of a document. Without a styles part, ids alone must do."""

    def __init__(self, root: Any = None) -> None:
        self._styles: dict[str, Style] = {}
        self._defaults: Props = {}
        self._default = {"paragraph": "", "character": ""}
        if root is not None:
            self._read(root)
        self.is_verbatim = any(
            one in _FINGERPRINTS
            for style in self._styles.values()
            for one in (_plain(style.id), _plain(style.name))
        ) or any(style.alias.lower() in ("pocket", "hat") for style in self._styles.values())

    def _read(self, root: Any) -> None:
        default = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        if default is not None:
            self._defaults = properties(default)
        for element in root.iterfind(f"{W}style"):
            id_ = element.get(f"{W}styleId") or ""
            kind = element.get(f"{W}type") or "paragraph"
            style = Style(id_, kind)
            for child in element:
                tag = child.tag
                if tag == f"{W}name":
                    style.name = child.get(VAL) or ""
                elif tag == f"{W}aliases":
                    style.alias = (child.get(VAL) or "").split(",")[0].split(";")[0].strip()
                elif tag == f"{W}basedOn":
                    style.based_on = child.get(VAL) or ""
                elif tag == f"{W}rPr":
                    style.props = properties(child)
                elif tag == f"{W}pPr":
                    style.level = outline_level(child)
                    style.numbered = child.find(f"{W}numPr") is not None
            self._styles[id_] = style
            if element.get(f"{W}default") in ("1", "true", "on") and kind in self._default:
                self._default[kind] = id_

    def _chain(self, id_: str) -> list[Style]:
        """A style and what it is based on, the style itself first."""
        found: list[Style] = []
        while id_ in self._styles and len(found) < 20:
            style = self._styles[id_]
            if style in found:
                break
            found.append(style)
            id_ = style.based_on
        return found

    def role(self, id_: str) -> str:
        """The role of a paragraph in that style; "" for plain text."""
        for style in self._chain(id_) or [Style(id_, "paragraph")]:
            for name in (style.id, style.name, style.alias):
                if role := _PARAGRAPHS.get(_plain(name)):
                    return role
            if style.level is not None:
                return LEVELS[style.level] if style.level < 4 else f"heading {style.level + 1}"
        return ""

    def heading_level(self, id_: str) -> int | None:
        """The outline level of a paragraph style, from 0; None for text."""
        for style in self._chain(id_) or [Style(id_, "paragraph")]:
            name = _plain(style.name or style.id)
            if style.level is not None:
                return style.level
            if name.startswith("heading") and name[7:].isdecimal():
                return int(name[7:]) - 1
        return None

    def is_list(self, id_: str) -> bool:
        """Whether paragraphs in that style are items of a list."""
        chain = self._chain(id_)
        return any(one.numbered or one.name.lower().startswith("list ") for one in chain)

    def _character_role(self, id_: str) -> str:
        for style in self._chain(id_) or [Style(id_, "character")]:
            for name in (style.id, style.name, style.alias):
                if role := _CHARACTERS.get(_plain(name)):
                    return role
        return ""

    def look(self, paragraph: str, character: str, direct: Props) -> Look:
        """The look of a run: defaults, paragraph style, character style, direct formatting."""
        of_paragraph = self._resolved(paragraph or self._default["paragraph"], self._defaults)
        props = {**of_paragraph, **self._own(character), **direct}
        role = self._character_role(character) if character else ""
        underline = bool(props.get("u"))
        bold = bool(props.get("b"))
        if role == "underline" and "u" not in direct and not self._styles:
            underline = True
        emphasis = (role == "emphasis" and (underline or not self._styles or bold)) or (
            role != "cite" and (bool(props.get("bdr")) or (underline and bold))
        )
        highlight = props.get("highlight") or props.get("shd") or ""
        size = int(props.get("sz") or 22)
        base = int(of_paragraph.get("sz") or 22)
        return Look(
            underline=underline or (role == "underline" and "u" not in props),
            emphasis=emphasis,
            highlight=highlight,
            small=size < base - 2 and not underline and not highlight,
            cite=role == "cite",
            bold=bold or (role in ("cite", "emphasis") and not self._styles),
            italic=bool(props.get("i")),
            hidden=bool(props.get("vanish")),
            size=size,
        )

    def _own(self, id_: str) -> Props:
        return self._resolved(id_, {}) if id_ else {}

    def _resolved(self, id_: str, defaults: Props) -> Props:
        result = dict(defaults)
        for style in reversed(self._chain(id_)):
            result.update(style.props)
        return result


def _plain(name: str) -> str:
    """A name without what people vary: capitals, blanks, plus signs; headings in English."""
    plain = name.lower().replace(" ", "").replace("+", "").replace("_", "")
    if found := _HEADING.fullmatch(plain):
        return f"heading{found[1]}"
    return plain


def outline_level(properties_: Any) -> int | None:
    """The outline level that paragraph properties give, from 0; None for none or body text."""
    element = properties_.find(f"{W}outlineLvl")
    value = element.get(VAL, "") if element is not None else ""
    return int(value) if value.isdecimal() and int(value) < 9 else None


def _switch(element: Any) -> bool:
    return element.get(VAL, "1") not in ("0", "false", "off", "none")


def _shading(element: Any) -> str:
    """The colour behind words; "" for none, white and grey, which means "read before"."""
    fill = (element.get(f"{W}fill") or "").lower()
    if len(fill) != 6 or fill == "ffffff":
        return ""
    try:
        red, green, blue = (int(fill[at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return ""
    return "" if abs(red - green) < 12 and abs(green - blue) < 12 else f"#{fill}"


def _size(element: Any) -> int:
    value = element.get(VAL) or ""
    number = value.removesuffix("pt")
    try:
        return int(float(number) * (2 if value.endswith("pt") else 1))
    except (ValueError, OverflowError):
        return 22


_READ = {
    f"{W}b": ("b", _switch),
    f"{W}i": ("i", _switch),
    f"{W}u": ("u", lambda one: one.get(VAL, "single") not in ("none", "0", "false")),
    f"{W}vanish": ("vanish", _switch),
    f"{W}sz": ("sz", _size),
    f"{W}highlight": ("highlight", lambda one: _colour(one.get(VAL) or "")),
    f"{W}shd": ("shd", _shading),
    f"{W}bdr": ("bdr", lambda one: one.get(VAL, "none") not in ("none", "nil", "0")),
}


PROPERTIES = frozenset(_READ)


def _colour(value: str) -> str:
    return "" if value in ("none", "white") else value


def properties(element: Any) -> Props:
    """What run properties say; only what matters here."""
    found: Props = {}
    for child in element:
        reader = _READ.get(child.tag)
        if reader is not None:
            found[reader[0]] = reader[1](child)
    return found

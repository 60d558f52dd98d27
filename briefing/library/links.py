"""Links as they are written in a field: `answers: article "exact words"`."""

from __future__ import annotations

import re

from briefing.model import (
    ArticleId,
    ClaimId,
    ClaimTarget,
    PassageTarget,
    PointId,
    PointTarget,
    Selector,
    Target,
)
from briefing.text.records import unbroken

_CLAIM = re.compile(r'([^\s#"]+)#([^\s#"]+)')
_POINT = re.compile(r'[^\s#"]+')
_WORDS = r'"((?:[^"\\]|\\.)*)"'
_PASSAGE = re.compile(
    rf'([^\s#"]+)[ \t]+{_WORDS}(?:[ \t]+after[ \t]+{_WORDS})?(?:[ \t]+before[ \t]+{_WORDS})?'
)
_UNQUOTE = re.compile(r'\\(["\\])')


def read_target(text: str) -> Target | None:
    """What the value of a link field names; None if it cannot be understood."""
    if _POINT.fullmatch(text):
        return PointTarget(PointId(text))
    claim = _CLAIM.fullmatch(text)
    if claim is not None:
        return ClaimTarget(ArticleId(claim[1]), ClaimId(claim[2]))
    passage = _PASSAGE.fullmatch(text)
    if passage is None or not passage[2].strip():
        return None
    exact, prefix, suffix = (_UNQUOTE.sub(r"\1", passage[n] or "") for n in (2, 3, 4))
    return PassageTarget(ArticleId(passage[1]), Selector(exact, prefix, suffix))


def render_target(target: Target) -> str:
    """The value of a link field that names `target`."""
    if isinstance(target, PointTarget):
        return target.point
    if isinstance(target, ClaimTarget):
        return target.ref
    selector = target.selector
    text = f"{target.article} {_quote(selector.exact)}"
    if selector.prefix:
        text += f" after {_quote(selector.prefix)}"
    if selector.suffix:
        text += f" before {_quote(selector.suffix)}"
    return text


def _quote(words: str) -> str:
    literal = unbroken(words).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{literal}"'

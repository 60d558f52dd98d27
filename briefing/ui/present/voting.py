"""The slide for a vote by hands."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QFontMetricsF

from briefing.app.presenting import Vote
from briefing.ui.present.look import Look
from briefing.ui.present.pages import Page, Piece, cut, make_document
from briefing.ui.present.screen import Slide

_SIZES = (1.6, 1.3, 1.0, 0.8, 0.6, 0.4)
_NAME_SHARE = 0.36  # of the width, for each side's column


def vote_slide(look: Look, vote: Vote, side_names: tuple[str, str], motion: str = "") -> Slide:
    """What is voted on and the numbers, as large as they fit."""
    html = _html(vote, side_names, motion)
    pieces: list[Piece] = []
    for factor in _SIZES:
        pixels = max(look.small, look.pixels * factor)
        document = make_document(html, look.css(pixels), look.font(pixels), look.body_width)
        pieces = cut(document, look.body_height)
        metrics = QFontMetricsF(look.font(pixels, bold=True))
        widest = max(metrics.horizontalAdvance(name) for name in side_names)
        if len(pieces) == 1 and widest <= look.body_width * _NAME_SHARE:
            break
    for piece in pieces:
        piece.x, piece.y = look.margin, look.margin
    return Slide(Page(pieces[:1]), 0, {}, "Numbers or ↑ ↓, then → · V closes", "")


def _html(vote: Vote, side_names: tuple[str, str], motion: str) -> str:
    """The motion, a table with the number being entered in brackets, and the swing."""
    cells = [
        f'<b class="read">[&nbsp;{count}&nbsp;]</b>' if field == vote.field else f"{count}"
        for field, count in enumerate(vote.counts)
    ]
    names = "".join(
        f'<td width="38%" align="center"><b>{escape(name)}</b>{_stands(name, where)}</td>'
        for name, where in zip(side_names, ("for", "against"), strict=True)
    )
    rows = "".join(
        f'<tr><td class="second">{word}</td>'
        f'<td align="center">{cells[at]}</td><td align="center">{cells[at + 1]}</td></tr>'
        for word, at in (("Before", 0), ("After", 2))
    )
    swing = vote.swing_words(side_names)
    return (
        f'<p class="claim">Show of hands</p><p class="second">{escape(motion)}</p>'
        f'<table width="100%" cellpadding="8"><tr><td width="24%"></td>{names}</tr>{rows}</table>'
        f'<p class="claim">{escape(swing) or "&nbsp;"}</p>'
    )


def _stands(name: str, where: str) -> str:
    """Which side a name means, unless the name says it."""
    return "" if name.lower() == where else f'<br><span class="second">{where} the motion</span>'

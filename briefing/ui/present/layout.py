"""Lays out one stop: the board with its two columns, and a page or more for every other step."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from PySide6.QtGui import QFontMetricsF, QTextDocument

from briefing.app.presenting import ShowCheck, ShowClaim, ShowPoint, ShowReason, Step, Stop
from briefing.app.reading import Reading, Seen
from briefing.app.workspace import Workspace
from briefing.model import Side
from briefing.ui.present.look import Look
from briefing.ui.present.pages import Page, Piece, cut, flow, lines_of, make_document
from briefing.ui.present.slides import claim_html, side_beside, step_html, token_of

OMITTED = " […]"
# A short text fills the picture; one that is a little too long moves its paragraphs closer (True)
# before it is paged.
_SIZES = ((1.6, False), (1.3, False), (1.0, False), (1.0, True))
_FEWEST_CHARACTERS = 18  # in a column; with larger type the columns are shown one at a time
_STRIP_SHARES = (0.3, 0.2, 0.1)  # of the picture's height, for the passage above the columns


class StopLayout:
    """The pages of one stop, and which of them each step shows."""

    def __init__(self, workspace: Workspace, reading: Reading, stop: Stop, look: Look) -> None:
        self.stop = stop
        self._workspace = workspace
        self._reading = reading
        self._look = look
        self._of_step: dict[int, list[Page]] = {}
        self._claims: dict[int, QTextDocument] = {}

    def count(self, step: int) -> int:
        """How many pages a step takes."""
        return len(self._pages_of(step))

    def page(self, step: int, number: int) -> Page:
        """The page that a step shows."""
        return self._pages_of(step)[number]

    def _pages_of(self, number: int) -> list[Page]:
        """A step's pages, laid out when they are first asked for: a frame has time for one step."""
        if number not in self._of_step:
            step = self.stop.steps[number]
            if isinstance(step, ShowClaim):
                self._lay_board()
            else:
                self._lay_step(number, step)
        return self._of_step[number]

    def _document(
        self,
        html: str,
        width: float,
        serif: bool = False,
        factor: float = 1.0,
        is_tight: bool = False,
    ) -> QTextDocument:
        look = self._look
        css = look.css(look.pixels * factor, is_tight)
        return make_document(html, css, look.font(look.pixels * factor, serif), width)

    # -- steps with pages of their own ------------------------------------------------------------

    def _lay_step(self, number: int, step: Step) -> None:
        look = self._look
        html = step_html(self._workspace, self._reading, self.stop.beside, step)
        serif = not isinstance(step, ShowReason | ShowCheck | ShowPoint)
        pieces: list[Piece] = []
        for factor, is_tight in _SIZES:
            document = self._document(html, look.body_width, serif, factor, is_tight)
            pieces = cut(document, look.body_height)
            if len(pieces) == 1:
                break
        for piece in pieces:
            piece.x, piece.y, piece.step = look.margin, look.margin, number
        self._of_step[number] = [Page([piece]) for piece in pieces] or [Page()]

    # -- the board --------------------------------------------------------------------------------

    def _lay_board(self) -> None:
        """The board under as much of the passage as does not cost another page."""
        best: tuple[list[Page], Piece] | None = None
        for share in _STRIP_SHARES:
            strip = self._strip(share)
            boards = self._boards(strip)
            if best is None or len(boards) < len(best[0]):
                best = (boards, strip)
            if len(boards) == 1:
                break
        assert best is not None
        self._number(*best)

    def _boards(self, strip: Piece) -> list[Page]:
        look = self._look
        head_height = QFontMetricsF(look.head_font).height()
        head_top = strip.y + strip.height + look.gap * 1.4
        top = head_top + head_height + look.gap * 0.8
        height = look.margin + look.body_height - top
        narrow = (look.body_width - 3 * look.gap) / 2
        average = QFontMetricsF(look.font(look.pixels)).averageCharWidth()
        together = narrow >= _FEWEST_CHARACTERS * average
        width = narrow if together else look.body_width
        xs = {Side.FOR: look.margin, Side.AGAINST: look.margin}
        if together:
            xs[Side.AGAINST] += narrow + 3 * look.gap
        columns = {
            side: self._column(self.stop.column(side), xs[side], width, top, height)
            for side in Side
        }
        blank = Page(is_board=True, column_width=width, head_top=head_top, head_height=head_height)
        boards = _together(columns, xs, blank) if together else _in_turn(columns, xs, blank)
        self._add_neither(boards, top, height, blank)
        return boards

    def _column(
        self,
        points: tuple[tuple[int, Seen], ...],
        x: float,
        width: float,
        top: float,
        height: float,
    ) -> list[list[Piece]]:
        look = self._look
        bar = 5 * look.scale
        documents = [
            (number, self._claim_document(number, seen, width - 3 * bar)) for number, seen in points
        ]
        tokens = {number: token_of(seen) for number, seen in points}
        pages = flow(documents, x + 3 * bar, top, height, look.gap * 1.3)
        for piece in (piece for page in pages for piece in page):
            piece.bar, piece.bar_width = tokens[piece.step], bar
        return pages

    def _claim_document(self, number: int, seen: Seen, width: float) -> QTextDocument:
        """A claim for the board, made once: every height of the passage above tries it again."""
        if number not in self._claims:
            html = claim_html(seen, side_beside(seen))
            self._claims[number] = self._document(html, width)
        return self._claims[number]

    def _add_neither(self, boards: list[Page], top: float, height: float, blank: Page) -> None:
        """Points that take no side stand below both columns, over the whole width."""
        look = self._look
        points = self.stop.column(None)
        if boards and points:
            bottom = max((one.y + one.height for one in boards[-1].pieces), default=top)
            below = bottom + look.gap * 1.3
            room = top + height - below
            pages = self._column(points, look.margin, look.body_width, below, max(room, 1.0))
            if len(pages) == 1 and pages[0][-1].y + pages[0][-1].height <= top + height:
                boards[-1].pieces += pages[0]
                return
        for pieces in self._column(points, look.margin, look.body_width, top, height):
            boards.append(replace(blank, pieces=pieces))

    def _number(self, boards: list[Page], strip: Piece) -> None:
        for board in boards:
            for step in dict.fromkeys(piece.step for piece in board.pieces):
                self._of_step.setdefault(step, []).append(board)
            board.pieces.insert(0, strip)

    def _strip(self, share: float) -> Piece:
        """The passage above the columns; what does not fit is marked as left out."""
        look = self._look
        text = self.stop.beside.passage.text
        whole = self._strip_of(text)
        lines = lines_of(whole.document)
        room = max((look.margin + look.body_height) * share, *(one[1] for one in lines[:1]), 0.0)
        if whole.height <= room:
            return whole
        length = sum(len(words) for _, bottom, words, _ in lines if bottom <= room)
        shortened = self._strip_of(_shortened(text, length))
        while shortened.height > room and length > 1:
            length -= max(1, length // 20)
            shortened = self._strip_of(_shortened(text, length))
        return shortened

    def _strip_of(self, words: str) -> Piece:
        look = self._look
        width = look.body_width - 2 * look.gap
        document = self._document(f"<p>{escape(words)}</p>", width, serif=True)
        pieces = cut(document, float("inf")) or [Piece(document, 0.0, 0.0)]
        pieces[0].x, pieces[0].y = look.margin + look.gap, look.margin
        return pieces[0]


def _shortened(text: str, length: int) -> str:
    """The beginning of a text, to the end of a word, with the mark that the rest is left out."""
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–—") + OMITTED


def _together(
    columns: dict[Side, list[list[Piece]]], xs: dict[Side, float], blank: Page
) -> list[Page]:
    """Both columns on every page."""
    boards = []
    for number in range(max(1, *(len(pages) for pages in columns.values()))):
        pieces = [one for pages in columns.values() for one in _at(pages, number)]
        boards.append(
            replace(blank, pieces=pieces, columns=tuple(Side), column_xs=tuple(xs.values()))
        )
    return boards


def _at(pages: list[list[Piece]], number: int) -> list[Piece]:
    return pages[number] if number < len(pages) else []


def _in_turn(
    columns: dict[Side, list[list[Piece]]], xs: dict[Side, float], blank: Page
) -> list[Page]:
    """One column a page, over the whole width."""
    return [
        replace(blank, pieces=pieces, columns=(side,), column_xs=(xs[side],))
        for side, pages in columns.items()
        for pieces in pages
    ]

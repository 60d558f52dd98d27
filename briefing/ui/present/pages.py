"""Pages by measuring: documents are laid out, cut between lines, and never clipped."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter, QPalette, QTextDocument, QTextOption

from briefing.model import Side
from briefing.ui.theme import Theme


@dataclass(slots=True)
class Piece:
    """Whole lines of a document: from `top` on, `height` high, put at `x`, `y` of a page."""

    document: QTextDocument
    top: float
    height: float
    x: float = 0.0
    y: float = 0.0
    step: int = 0  # shown from this step on
    bar: str = ""  # token of the bar at its left
    bar_width: float = 0.0

    @property
    def rect(self) -> QRectF:
        """Where it stands on its page."""
        return QRectF(self.x, self.y, self.document.textWidth(), self.height)

    def text(self) -> str:
        """The words of its lines."""
        return "\n".join(
            text for top, bottom, text, _ in lines_of(self.document) if self._holds(top, bottom)
        )

    def _holds(self, top: float, bottom: float) -> bool:
        return self.top - 0.5 <= top and bottom <= self.top + self.height + 0.5

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """Paint the lines, and nothing of the lines before and after."""
        if self.bar:
            left = self.x - self.bar_width * 2.5
            painter.fillRect(
                QRectF(left, self.y, self.bar_width, self.height), theme.colour(self.bar)
            )
        painter.save()
        painter.translate(self.x, self.y - self.top)
        layout = self.document.documentLayout()
        context = layout.PaintContext()
        colours = QPalette(context.palette)
        colours.setColor(QPalette.ColorRole.Text, theme.colour("text"))
        context.palette = colours
        clip = QRectF(0, self.top, self.document.textWidth(), self.height)
        context.clip = clip
        painter.setClipRect(clip)
        layout.draw(painter, context)
        painter.restore()


@dataclass(slots=True)
class Page:
    """What one screen shows."""

    pieces: list[Piece] = field(default_factory=list)
    is_board: bool = False
    columns: tuple[Side, ...] = ()  # whose columns a board shows
    column_xs: tuple[float, ...] = ()
    column_width: float = 0.0
    head_top: float = 0.0  # where a board's column headings stand
    head_height: float = 0.0

    def text(self, step: int) -> str:
        """The words that can be read on it when the steps up to `step` are revealed."""
        return "\n".join(piece.text() for piece in self.pieces if piece.step <= step)


def make_document(html: str, css: str, font: QFont, width: float) -> QTextDocument:
    """Lay HTML out in a width; a word longer than the line breaks rather than hangs over."""
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(css)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    document.setHtml(f"<body>{html}</body>")
    document.setTextWidth(max(1.0, width))
    return document


def lines_of(document: QTextDocument) -> list[tuple[float, float, str, bool]]:
    """Every line from above: its top, bottom and words, and whether it begins a paragraph."""
    found: list[tuple[float, float, str, bool]] = []
    layout_of_all = document.documentLayout()
    layout_of_all.documentSize()  # lays out what is not laid out yet
    block = document.begin()
    while block.isValid():
        layout = block.layout()
        origin = layout_of_all.blockBoundingRect(block).top()
        text = block.text()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            top = origin + line.y()
            start = line.textStart()
            words = text[start : start + line.textLength()]
            found.append((top, top + line.height(), words, number == 0))
        block = block.next()
    return sorted(found, key=lambda line: line[:2])


def _rows(document: QTextDocument) -> list[tuple[float, float, bool]]:
    """Lines from above, those that overlap (cells side by side) as one; and which begin a block."""
    rows: list[tuple[float, float, bool]] = []
    for top, bottom, _, begins in lines_of(document):
        if rows and top < rows[-1][1] - 1:
            rows[-1] = (rows[-1][0], max(rows[-1][1], bottom), rows[-1][2])
        else:
            rows.append((top, bottom, begins))
    return rows


def cut(document: QTextDocument, height: float) -> list[Piece]:
    """A document as pieces of whole lines, each at most `height` high.

    A paragraph is kept together where that leaves no page emptier than half. The last paragraph, a
    quotation's source, never stands on a page alone: two lines from before it go along.
    """
    rows = _rows(document)
    last = max((at for at, row in enumerate(rows) if row[2]), default=0)
    pieces: list[Piece] = []
    first = 0
    while first < len(rows):
        top = rows[first][0]
        after = first + 1
        while after < len(rows) and rows[after][1] - top <= height:
            after += 1
        if after < len(rows):
            fresh = [at for at in range(first + 1, after + 1) if rows[at][2]]
            if fresh and rows[fresh[-1] - 1][1] - top >= height / 2:
                after = fresh[-1]
            if after == last and last - first > 3:
                after = last - 2
        pieces.append(Piece(document, top, rows[after - 1][1] - top))
        first = after
    return pieces


def flow(
    documents: list[tuple[int, QTextDocument]], x: float, top: float, height: float, gap: float
) -> list[list[Piece]]:
    """Documents one below the other over pages; one is cut only where it is higher than a page."""
    pages: list[list[Piece]] = []
    y = top + height  # the first one opens the first page
    for step, document in documents:
        for number, piece in enumerate(cut(document, height)):
            if number or y + piece.height > top + height + 0.5:
                pages.append([])
                y = top
            piece.x, piece.y, piece.step = x, y, step
            pages[-1].append(piece)
            y += piece.height + gap
    return pages

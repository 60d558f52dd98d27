"""Pages of an exported PDF: margins, running title, page number, outline. Imports reportlab."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate


class Pages(BaseDocTemplate):
    """A document template of one column, with a running title and page numbers at the foot."""

    def __init__(self, stream: BytesIO, *, running_title: str, **settings: Any) -> None:
        super().__init__(stream, **settings)
        self._running_title = running_title
        self._level = -1
        self._marks = 0
        frame = Frame(
            self.leftMargin,
            self.bottomMargin,
            self.width,
            self.height,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        self.addPageTemplates(PageTemplate("page", [frame], onPageEnd=self._foot))

    def _foot(self, canvas: Any, _document: Any) -> None:
        canvas.saveState()
        canvas.setFont("Sans", 8)
        height = self.bottomMargin - 22
        number = str(canvas.getPageNumber())
        room = self.width - stringWidth(number, "Sans", 8) - 20
        canvas.drawString(self.leftMargin, height, _fitted(self._running_title, room))
        canvas.drawRightString(self.leftMargin + self.width, height, number)
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Put headings and claims into the outline; levels never jump by more than one."""
        outline = getattr(flowable, "outline", None)
        if outline is None:
            return
        level, title = outline
        self._level = min(level, self._level + 1)
        self._marks += 1
        key = f"mark{self._marks}"
        canvas = self.canv
        canvas.bookmarkPage(key)
        canvas.addOutlineEntry(title, key, level=self._level)


def _fitted(text: str, room: float) -> str:
    if stringWidth(text, "Sans", 8) <= room:
        return text
    while text and stringWidth(text + "…", "Sans", 8) > room:
        text = text[:-1]
    return text.rstrip() + "…"

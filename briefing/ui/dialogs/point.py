"""The form for a point: claim, side, theme, explanation, evidence, cautions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from briefing.app.cards import speaker_line
from briefing.app.changes import Changes
from briefing.app.editing.points import keep_point, new_evidence
from briefing.model import Evidence, Link, Point, UserError
from briefing.text.words import short
from briefing.ui.dialogs.evidence import EvidenceDialog
from briefing.ui.dialogs.form import Form, row_of
from briefing.ui.dialogs.source_field import SourceField
from briefing.ui.widgets.claim_field import ClaimField
from briefing.ui.widgets.small import make_button

if TYPE_CHECKING:
    from briefing.ui.making import Making

_EVIDENCE = Qt.ItemDataRole.UserRole


class PointDialog(Form):
    """A new point (one that is not in the library), or one that is."""

    kind = "point"
    writes_anew = True

    def __init__(self, making: Making, point: Point, links: tuple[Link, ...] = ()) -> None:
        now = making.desk.workspace.points.get(point.id)
        title = "Edit point" if now else "New point"
        super().__init__(making, title, self._save, point.id if now else "")
        self._opened = now
        self._point = replace(point, links=(*point.links, *links))
        # Quotations that belong to no point yet, and to this one from now on.
        self._taken = () if now else point.evidence
        topic = self.desk.workspace.topics.get(point.topic)
        self.claim = ClaimField(self.desk, point.topic, point.id, point.claim)
        self.fields["claim"] = self.claim.line
        self.form.addRow("Claim:", self.claim)
        self.add_side(point.side, topic)
        self.add_theme(point.theme, topic)
        hint = "Why it is so, in Markdown: **bold**, *italic*, - lists, [@source]"
        text = self.add_text("explanation", "Explanation", point.explanation_md, hint)
        text.setMinimumHeight(self.fontMetrics().lineSpacing() * 7)
        self.list = QListWidget()
        self.list.setAccessibleName("Evidence")
        self.list.setWordWrap(True)
        self.list.setMinimumHeight(self.fontMetrics().lineSpacing() * 5)
        self.list.itemActivated.connect(lambda item: self._edit())
        self.form.addRow("Evidence:", self._evidence_box())
        for one in point.evidence:
            self._put(one)
        self.add_line("strength", "Strength", point.strength, "How strong, and the reply to expect")
        self.add_line("caution", "Caution", point.caution, "Why to be careful with it")
        self.add_line("as_of", "As of", point.as_of, "2025-09")
        named = ", ".join(point.sources)
        self.sources = SourceField(making, point.topic, named, several=True)
        self.fields["sources"] = self.sources.line
        self.form.addRow("Sources:", self.sources)

    def _evidence_box(self) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        layout.addWidget(
            row_of(
                make_button("Add quotation …", "", self._add_evidence),
                make_button("Mark and describe …", "Enter", self._edit),
                make_button("Up", "", lambda: self._move(-1)),
                make_button("Down", "", lambda: self._move(1)),
                make_button("Take out", "", self._take_out),
            )
        )
        return holder

    # -- evidence ---------------------------------------------------------------------------------

    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence in its order."""
        return tuple(self.list.item(row).data(_EVIDENCE) for row in range(self.list.count()))

    def _put(self, evidence: Evidence, row: int | None = None) -> None:
        item = QListWidgetItem(f"“{short(evidence.quote, 90)}”\n— {speaker_line(evidence)}")
        item.setData(_EVIDENCE, evidence)
        self.list.insertItem(self.list.count() if row is None else row, item)
        self.list.setCurrentItem(item)

    def _add_evidence(self) -> None:
        EvidenceDialog(self.making, new_evidence(self._point.topic), self._put).begin()

    def _edit(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        evidence = item.data(_EVIDENCE)

        def replaced(new: Evidence) -> None:
            for row in range(self.list.count()):
                if self.list.item(row).data(_EVIDENCE).id == new.id:
                    self.list.takeItem(row)
                    self._put(new, row)
                    return

        EvidenceDialog(self.making, evidence, replaced).begin()

    def _move(self, step: int) -> None:
        row = self.list.currentRow()
        if row >= 0 and 0 <= row + step < self.list.count():
            item = self.list.takeItem(row)
            self.list.insertItem(row + step, item)
            self.list.setCurrentItem(item)

    def _take_out(self) -> None:
        if self.list.currentRow() >= 0:
            self.list.takeItem(self.list.currentRow())

    # -- saving -----------------------------------------------------------------------------------

    def point(self) -> Point:
        """The point as it stands in the form."""
        sources = tuple(self.sources.ids())
        unknown = [one for one in sources if one not in self.desk.workspace.sources]
        if unknown and unknown != [one for one in unknown if one in self._point.sources]:
            raise UserError(
                f"Sources: “{unknown[0]}” is not in the library any more. Take it away, or write "
                "it anew."
            )
        return replace(
            self._point,
            claim=self.value("claim"),
            side=self.side(),
            theme=self.value("theme"),
            explanation_md=self.value("explanation"),
            evidence=self.evidence(),
            strength=self.value("strength"),
            caution=self.value("caution"),
            as_of=self.value("as_of"),
            sources=sources,
        )

    def there(self) -> Point | None:
        """The point in the library."""
        return self.desk.workspace.points.get(self.target) if self.target else None

    def go_on_from(self, now: Point | None) -> None:
        """With the links that it has now."""
        opened, self._opened = self._opened, now
        links = self._point.links
        if now is not None and opened is not None:
            own = tuple(one for one in links if one not in (*opened.links, *now.links))
            links = (*now.links, *own)
        self._point = replace(now or self._point, links=links, place=now.place if now else None)

    def _save(self) -> Changes:
        """Save the point."""
        point = self.point()
        taken = [one for one in self._taken if one.id in {each.id for each in point.evidence}]
        return keep_point(self.making.editor, point, self._opened, taken)

    def accept(self) -> None:
        """Save; a new point is shown."""
        is_new = self._opened is None
        super().accept()
        if self.result() and is_new:
            self.making.show_made(self._point.id)

    def about(self) -> str:
        """By its claim."""
        return f"Point: {short(self.value('claim')) or 'without a claim yet'}"

    def said(self) -> str:
        """What was done."""
        return f"Saved: {short(self.value('claim'))}. Ctrl+Z takes it back"

    def values(self) -> dict[str, str]:
        """With the evidence."""
        from briefing.app.editing.points import evidence_markdown

        return {**super().values(), "evidence": evidence_markdown(self.evidence())}

    def fill(self, values: dict[str, str]) -> None:
        """With the evidence."""
        from briefing.app.editing.points import read_evidence

        super().fill(values)
        if "evidence" in values:
            self.list.clear()
            for one in read_evidence(values["evidence"], self._point.topic):
                self._put(one)

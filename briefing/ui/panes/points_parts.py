"""Parts of the points pane: the choice of what it shows, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QToolButton, QWidget

from briefing.app.reading import Beside, Reading, Seen, counted_doing
from briefing.app.variants import together
from briefing.app.workspace import Workspace
from briefing.suggest import Bearing
from briefing.text.words import short
from briefing.ui.panes.suggested import Asked
from briefing.ui.widgets.flow_layout import FlowLayout
from briefing.ui.widgets.small import make_button


class Show(Enum):
    """Which points the pane shows."""

    COUNTER = "Counter"
    SUPPORT = "Support"
    BOTH = "Both"


TIPS = {
    Show.COUNTER: "Only what answers or undercuts (Ctrl+Shift+1)",
    Show.SUPPORT: "Only what supports (Ctrl+Shift+2)",
    Show.BOTH: "What answers and what supports (Ctrl+Shift+3)",
}


class Filter(QWidget):
    """Counterpoints, supporting points or both; and a theme."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.show_only = Show.BOTH
        self.theme = ""
        row = FlowLayout(self)
        self._buttons: dict[Show, QToolButton] = {}
        group = QButtonGroup(self)
        for show in Show:
            button = make_button(show.value, TIPS[show], checkable=True)
            button.setChecked(show is self.show_only)
            group.addButton(button)
            self._buttons[show] = button
            row.addWidget(button)
        group.buttonClicked.connect(self._on_button)
        self._themes = QComboBox()
        self._themes.setAccessibleName("Theme")
        self._themes.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._themes.activated.connect(self._on_theme)
        row.addWidget(self._themes)

    def _on_button(self) -> None:
        self.set_show(next(show for show, one in self._buttons.items() if one.isChecked()))

    def set_show(self, show: Show) -> None:
        """Choose counterpoints, supporting points, or both."""
        self.show_only = show
        self._buttons[show].setChecked(True)
        self.changed.emit()

    def _on_theme(self) -> None:
        self.theme = self._themes.currentData() or ""
        self.changed.emit()

    def fill_themes(self, workspace: Workspace) -> None:
        """Offer the themes that are used, in the order of the topics."""
        self.theme = ""
        self._themes.clear()
        self._themes.addItem("All themes", "")
        for theme in workspace.themes_in_use():
            self._themes.addItem(theme.capitalize(), theme)


def linked_to(workspace: Workspace, asked: Asked, bearing: Bearing) -> list[Seen]:
    """What somebody linked already to what is asked about, and bears on it as is asked."""
    seen: tuple[Seen, ...] = ()
    if asked.point is not None:
        seen = workspace.beside_point(asked.point.id)
    elif asked.article is not None and (reading := workspace.read(asked.article.id)):
        seen = reading.section(asked.index).seen
    is_counter = bearing is Bearing.ANSWERS
    return together(workspace, [one for one in seen if one.is_counter is is_counter])


def where_words(reading: Reading, beside: Beside, seen: Sequence[Seen], is_elsewhere: bool) -> str:
    """The heading: which passage, of which article if it is not at hand, and the counts."""
    number = f"Passage {beside.passage.index + 1} of {len(reading.passages)}"
    lines = ["Section" if beside.passage.level > 0 else number]
    if is_elsewhere:
        lines.append(f"“{short(reading.article.title)}”")
    if seen:
        answers = sum(one.is_counter for one in seen)
        supports = counted_doing(len(seen) - answers, "support")
        lines.append(f"▼ {counted_doing(answers, 'answer')}  ▲ {supports}")
    return "\n".join(lines)


class EditButtons(QWidget):
    """What can be done with the source or quotation that is looked at: `ask` gets action and id."""

    def __init__(self, table: dict[str, str], id_: str, ask: Callable[[str, str], object]) -> None:
        super().__init__()
        self._ask, self._id = ask, id_
        row = FlowLayout(self)
        for action_id, words in table.items():
            row.addWidget(make_button(words, action=partial(self._on_button, action_id)))

    def _on_button(self, action_id: str, _checked: bool = False) -> None:
        self._ask(action_id, self._id)

"""Presenting: where the show stands, the keys that move it, and the screen it is shown on."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QTextEdit, QWidget

from briefing.app.changes import Changes
from briefing.app.presented import Material
from briefing.app.presenting import Show, SpeechTimer, Vote, progress_words
from briefing.app.reading import Reading
from briefing.model import Side
from briefing.text.words import dotted
from briefing.ui.desk import Desk
from briefing.ui.present.layout import StopLayout
from briefing.ui.present.look import Look
from briefing.ui.present.screen import Screen, Slide
from briefing.ui.present.slides import byline, column_words, quotation_words
from briefing.ui.present.voting import vote_slide
from briefing.ui.theme import Theme, load_theme

_Key = Qt.Key

# What each key does: the name of a method of `Projector`.
KEYS: dict[Qt.Key, str] = {
    **dict.fromkeys(
        (_Key.Key_PageDown, _Key.Key_Right, _Key.Key_Down, _Key.Key_Space, _Key.Key_Return),
        "forward",
    ),
    _Key.Key_Enter: "forward",
    **dict.fromkeys((_Key.Key_PageUp, _Key.Key_Left, _Key.Key_Up, _Key.Key_Backspace), "back"),
    _Key.Key_B: "toggle_dark",
    _Key.Key_Period: "toggle_dark",
    _Key.Key_Escape: "stop",
    _Key.Key_F5: "stop",
    _Key.Key_Home: "first",
    _Key.Key_End: "last",
    _Key.Key_N: "forward_stop",
    _Key.Key_P: "back_stop",
    _Key.Key_T: "toggle_timer",
    _Key.Key_V: "toggle_vote",
    _Key.Key_C: "next_colours",
    _Key.Key_Plus: "longer_speech",
    _Key.Key_Minus: "shorter_speech",
}
# What a clicker sends. These work although the reader's window has the keyboard.
_CLICKER = (_Key.Key_PageDown, _Key.Key_PageUp, _Key.Key_B, _Key.Key_Period)
# Keys of the vote: what they do with its numbers.
VOTE_MOVES: dict[Qt.Key, Callable[[Vote], Vote]] = {
    _Key.Key_Up: lambda vote: vote.added(1),
    _Key.Key_Down: lambda vote: vote.added(-1),
    _Key.Key_Backspace: lambda vote: vote.erased(),
    **dict.fromkeys(
        (_Key.Key_PageDown, _Key.Key_Right, _Key.Key_Return, _Key.Key_Enter, _Key.Key_Tab),
        lambda vote: vote.moved(1),
    ),
    **dict.fromkeys(
        (_Key.Key_PageUp, _Key.Key_Left, _Key.Key_Backtab), lambda vote: vote.moved(-1)
    ),
}
_FIRST_KEYS = "Page Down: on · Esc: end · V: vote · T: timer"
_COLOURS = ("", "contrast", "light", "dark")  # "" is as the reader's window


class Projector(QObject):
    """The projector view of one window. Nothing is shown until `start`."""

    moved = Signal(int)  # the passage that is up now
    ended = Signal()
    said = Signal(str)  # for the status bar

    def __init__(self, desk: Desk, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.desk = desk
        self.show: Show | None = None
        self.screen: Screen | None = None
        self.vote: Vote | None = None
        self._kept_vote = Vote()
        self.timer = SpeechTimer(minutes=desk.preferences.recall("speech_minutes", 4))
        self._owner = owner
        self.material: Material | None = None
        self._layouts: dict[int, StopLayout] = {}
        self._look: Look | None = None
        self._has_moved = False  # until then the keys are named: nobody else does on one screen
        self._tick = QTimer(self, interval=200)
        self._tick.timeout.connect(self._on_tick)
        desk.changed.connect(self.refresh)
        if owner is not None:
            owner.installEventFilter(self)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._on_screens)
            application.screenRemoved.connect(self._on_screen_removed)

    # -- starting and ending ----------------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        """Whether the show is running."""
        return self.show is not None

    @property
    def reading(self) -> Reading | None:
        """The passages that are shown."""
        return self.material.reading if self.material is not None else None

    def start(self, material: Material, index: int) -> None:
        """Show an article, a case or a topic from passage `index` on, or from the next stop."""
        if not material.reading.passages:
            self.said.emit("This article has no text to present")
            return
        self.material = material
        self._layouts.clear()
        self._has_moved = False
        self.show = material.show(self.desk.workspace, index)
        if self.screen is None:
            self._open()
        self._renew()
        self.moved.emit(self.show.passage)

    def _open(self) -> None:
        self.screen = Screen()
        self.screen.key_pressed.connect(self._on_key)
        self.screen.clicked.connect(self._on_click)
        self.screen.resized.connect(self._renew)
        self.screen.closed.connect(self.stop)
        if self._owner is not None and self._owner.windowHandle() is not None:
            self._owner.windowHandle().installEventFilter(self)
        self._place()

    def _place(self) -> None:
        """On a screen that the reader's window is not on, if there is one."""
        if self.screen is None:
            return
        chosen = self._choose_screen()
        if self.screen.isVisible() and self.screen.screen() is chosen:
            return
        self.screen.setScreen(chosen)
        self.screen.setGeometry(chosen.geometry())
        self.screen.showFullScreen()
        self.screen.show_mouse()
        self._take_keys()
        self.said.emit(
            f"Presenting on {chosen.name() or 'the screen'}: Page Down reveals, Esc ends"
        )

    def _choose_screen(self) -> QScreen:
        primary = QGuiApplication.primaryScreen()
        own = self._owner.screen() if self._owner is not None else primary
        return next((one for one in QGuiApplication.screens() if one is not own), own)

    def _take_keys(self) -> None:
        if self.screen is not None:
            self.screen.raise_()
            self.screen.activateWindow()
            self.screen.setFocus()

    def stop(self) -> None:
        """End the show and give the screen back."""
        if self.screen is None:
            return
        screen, self.screen = self.screen, None
        self.show = self.material = self.vote = None
        self._layouts.clear()
        self._tick.stop()
        if self.timer.is_running:
            self.timer = self.timer.toggle(time.monotonic())
        if self._owner is not None and self._owner.windowHandle() is not None:
            self._owner.windowHandle().removeEventFilter(self)
        screen.close()
        screen.deleteLater()
        if self._owner is not None:  # else its shortcuts sleep until it is clicked
            self._owner.window().activateWindow()
        self.ended.emit()

    def follow(self, reading: Reading, index: int) -> None:
        """Go to a passage that was chosen in the reader; one that is up already stays as it is."""
        if self.show is None or not 0 <= index < len(reading.passages):
            return
        if self.reading is not reading or self.show.passage != index:
            if self.reading is not reading:
                self.material = Material(reading)
            self._layouts.clear()
            dark = self.show.is_dark
            assert self.material is not None
            self.show = self.material.show(self.desk.workspace, index, exact=True)
            self.show = self.show.toggle_dark() if dark else self.show
            self._renew()
            self.moved.emit(index)
        if self.screen is not None and self._owner is not None:
            self._take_keys()

    def refresh(self, changes: Changes) -> None:
        """Lay out again what changed; a show whose article, case or topic is gone ends."""
        if self.material is None or self.show is None:
            return
        is_other = changes.everything or changes.words or changes.cases
        if is_other:
            material = self.material.again(self.desk.workspace)
            if material is None:
                self.stop()
                return
            self.material = material
            self.show = material.show(self.desk.workspace, self.show.passage)
        if is_other or changes.settings:
            self._layouts.clear()
            self._renew()

    def _on_screens(self) -> None:
        if self.is_on:
            self._place()

    def _on_screen_removed(self, screen: QScreen) -> None:
        if self.screen is not None and self.screen.screen() is screen:
            self.stop()
            self.said.emit("The projector was unplugged. F5 presents again")

    # -- what is shown ----------------------------------------------------------------------------

    @property
    def theme(self) -> Theme:
        """The colours of the projector: those of the window, or its own."""
        own = self.desk.preferences.recall("present_theme", "")
        return load_theme(own) if own in _COLOURS[1:] else self.desk.theme

    def _pages(self, stop: int, step: int) -> int:
        return self._layout(stop).count(step)

    def _layout(self, stop: int) -> StopLayout:
        assert self.show is not None and self.reading is not None and self._look is not None
        if stop not in self._layouts:
            self._layouts[stop] = StopLayout(
                self.desk.workspace, self.reading, self.show.stops[stop], self._look
            )
        return self._layouts[stop]

    def _renew(self) -> None:
        """Show where the show stands, at the size and in the colours of now."""
        if self.show is None or self.screen is None:
            return
        self._update_look(self.screen)
        self.show = self.show.fitted(self._pages)
        assert self._look is not None
        slide = None
        if self.vote is not None:
            slide = self._vote_slide(self._look, self.vote)
        elif not self.show.is_dark:
            slide = self._slide(self.show)
        self.screen.show_slide(self._look, slide)

    def _update_look(self, screen: Screen) -> None:
        look = Look.of(
            self.desk.settings,
            self.theme,
            (screen.width(), screen.height()),
            screen.screen().logicalDotsPerInchY(),
            self.timer.is_shown,
        )
        if look != self._look:
            self._look = look
            self._layouts.clear()

    def _slide(self, show: Show) -> Slide:
        material = self.material
        assert material is not None
        topic = self.desk.workspace.topics.get(material.reading.article.topic)
        heads = {}
        for side in Side:
            steps = [step for step, _ in show.current.column(side)]
            revealed = sum(show.revealed(step) for step in steps)
            heads[side] = column_words(topic, side, revealed, len(steps))
        step = show.current.steps[show.step]
        where = material.where(show)
        whose = byline(material.reading, True) if self._has_moved else _FIRST_KEYS
        now = time.monotonic()
        return Slide(
            self._layout(show.stop).page(show.step, show.page),
            show.step,
            heads,
            dotted(where, quotation_words(step), whose),
            progress_words(show, self._pages),
            self.timer.words(now) if self.timer.is_shown else "",
            self.timer.remaining(now) < 0,
        )

    def _vote_slide(self, look: Look, vote: Vote) -> Slide:
        topics = self.desk.workspace.topics
        topic = topics.get(self.reading.article.topic) if self.reading else None
        if topic is None:
            return vote_slide(look, vote, ("For", "Against"))
        return vote_slide(look, vote, topic.side_names, topic.motion)

    # -- moves ------------------------------------------------------------------------------------

    def _set(self, show: Show) -> None:
        before = self.show.passage if self.show is not None else -1
        self.show, self._has_moved = show, True
        self._renew()
        if show.passage != before:
            self.moved.emit(show.passage)

    def forward(self) -> None:
        """Reveal what comes next."""
        if self.show is not None:
            self._set(self.show.forward(self._pages))

    def back(self) -> None:
        """Back to what stood before."""
        if self.show is not None:
            self._set(self.show.back(self._pages))

    def first(self) -> None:
        """The beginning of the passage, then of the article."""
        if self.show is not None:
            self._set(self.show.first())

    def last(self) -> None:
        """The passage with everything revealed."""
        if self.show is not None:
            self._set(self.show.last(self._pages))

    def forward_stop(self) -> None:
        """The next passage with points."""
        if self.show is not None:
            self._set(self.show.forward_stop())

    def back_stop(self) -> None:
        """The passage before."""
        if self.show is not None:
            self._set(self.show.back_stop())

    def toggle_dark(self) -> None:
        """Black-out, or the picture again."""
        if self.show is not None:
            self._set(self.show.toggle_dark())

    def next_colours(self) -> None:
        """Other colours on the projector than in the reader's window."""
        now = self.desk.preferences.recall("present_theme", "")
        at = _COLOURS.index(now) if now in _COLOURS else 0
        self.desk.preferences.remember("present_theme", _COLOURS[(at + 1) % len(_COLOURS)])
        self._renew()

    def resize_type(self, points: int) -> None:
        """Larger or smaller type; 0 for the usual size."""
        settings = self.desk.settings
        default = type(settings)().present_size
        self.desk.set("present_size", settings.present_size + points if points else default)

    # -- timer and vote ---------------------------------------------------------------------------

    def toggle_timer(self) -> None:
        """Start or stop the speech timer."""
        self.timer = self.timer.toggle(time.monotonic())
        self._tick.start() if self.timer.is_running else self._tick.stop()
        self._renew()

    def reset_timer(self) -> None:
        """Full time again; once more puts the timer away."""
        self.timer = self.timer.reset()
        self._tick.stop()
        self._renew()

    def longer_speech(self) -> None:
        """A minute more."""
        self._change_minutes(1)

    def shorter_speech(self) -> None:
        """A minute less."""
        self._change_minutes(-1)

    def _change_minutes(self, minutes: int) -> None:
        if self.timer.is_shown:
            self.timer = self.timer.with_minutes(self.timer.minutes + minutes)
            self.desk.preferences.remember("speech_minutes", self.timer.minutes)
            self._renew()

    def _on_tick(self) -> None:
        if self.timer.is_shown:
            self._renew()

    def toggle_vote(self) -> None:
        """Open the show of hands, or close it; its numbers stay until the window closes."""
        if self.vote is None:
            self.vote = self._kept_vote
        else:
            self._kept_vote, self.vote = self.vote, None
        self._renew()

    # -- keys -------------------------------------------------------------------------------------

    def _on_click(self, direction: int) -> None:
        self.forward() if direction > 0 else self.back()

    def _on_key(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_control_key(event)
        elif self.vote is not None and self._on_vote_key(event, self.vote):
            return
        elif event.key() == _Key.Key_T and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.reset_timer()
        elif event.key() in KEYS:
            was_dark = self.show is not None and self.show.is_dark
            name = KEYS[Qt.Key(event.key())]
            # In the dark every key but the two that end the show only brings the picture back.
            getattr(self, "toggle_dark" if was_dark and name != "stop" else name)()

    def _on_control_key(self, event: QKeyEvent) -> None:
        sizes = {_Key.Key_Plus: 2, _Key.Key_Equal: 2, _Key.Key_Minus: -2, _Key.Key_0: 0}
        if event.key() in sizes:
            self.resize_type(sizes[Qt.Key(event.key())])

    def _on_vote_key(self, event: QKeyEvent, vote: Vote) -> bool:
        key = event.key()
        if key == _Key.Key_Escape:
            self.toggle_vote()
            return True
        if _Key.Key_0 <= key <= _Key.Key_9:
            self.vote = vote.typed(key - _Key.Key_0)
        elif key in VOTE_MOVES:
            self.vote = VOTE_MOVES[Qt.Key(key)](vote)
        else:
            return key != _Key.Key_V and key != _Key.Key_F5
        self._renew()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The clicker works while the reader's window has the keyboard; closing that ends all."""
        if event.type() == QEvent.Type.Close and watched is self._owner:
            self.stop()
        elif (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and watched is not self._owner
            and self.is_on
            and event.key() in _CLICKER
            and event.modifiers() in (Qt.KeyboardModifier.NoModifier, _KEYPAD)
            and not _takes_text(QApplication.focusWidget())
        ):
            self._on_key(event)
            return True
        return super().eventFilter(watched, event)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def _takes_text(widget: QWidget | None) -> bool:
    """Whether one can type into a widget: then its keys are its own."""
    if isinstance(widget, QTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QLineEdit | QAbstractSpinBox)

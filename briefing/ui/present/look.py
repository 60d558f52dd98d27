"""Sizes and colours of a projector view. All lengths are pixels of the screen it is shown on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF

from briefing.app.settings import Settings
from briefing.ui.present.slides import slide_css
from briefing.ui.theme import FAMILIES, INTERFACE, Theme, load_fonts

SMALLEST_POINTS = 24
_REFERENCE = (1024, 768)  # a size in points means that size on a picture of so many pixels


@dataclass(frozen=True, slots=True)
class Look:
    """How large the picture is and how its type looks."""

    width: int
    height: int
    dpi: float
    points: int
    theme: Theme
    text_font: str  # "serif", "sans" or "legible"
    timer_shown: bool = False

    @classmethod
    def of(
        cls,
        settings: Settings,
        theme: Theme,
        size: tuple[int, int],
        dpi: float,
        timer_shown: bool = False,
    ) -> Look:
        """The look that the settings ask for on a screen."""
        return cls(*size, dpi, settings.present_size, theme, settings.text_font, timer_shown)

    @property
    def scale(self) -> float:
        """A sharper projector shows the same picture: type keeps its share of it."""
        across, down = _REFERENCE
        return max(1.0, min(self.width / across, self.height / down))

    @property
    def pixels(self) -> float:
        """The height of the type."""
        return max(SMALLEST_POINTS, self.points) * self.dpi / 72 * self.scale

    @property
    def small(self) -> float:
        """The height of the smallest type."""
        return SMALLEST_POINTS * self.dpi / 72 * self.scale

    @property
    def margin(self) -> float:
        """The empty edge: projectors lose a little."""
        return 26 * self.scale

    @property
    def gap(self) -> float:
        """The space between things."""
        return 14 * self.scale

    def font(self, pixels: float, serif: bool = False, bold: bool = False) -> QFont:
        """A font of the shipped families."""
        kind = self.text_font if serif or self.text_font == "legible" else INTERFACE
        load_fonts(kind)
        font = QFont(FAMILIES[kind])
        font.setPixelSize(max(1, round(pixels)))
        font.setBold(bold)
        return font

    def css(self, pixels: float, is_tight: bool = False) -> str:
        """The style of a slide's text."""
        family = FAMILIES["legible" if self.text_font == "legible" else INTERFACE]
        return slide_css(self.theme, family, pixels, self.small, is_tight)

    @property
    def footer_font(self) -> QFont:
        """The type of the bottom line; it grows while the timer is shown."""
        return self.font(self.small * (1.5 if self.timer_shown else 1.0), bold=self.timer_shown)

    @property
    def footer_height(self) -> float:
        """The room of the bottom line."""
        return QFontMetricsF(self.footer_font).height()

    @property
    def head_font(self) -> QFont:
        """The type of the column headings."""
        return self.font(max(self.small, self.pixels * 0.9), bold=True)

    @property
    def body_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    @property
    def body_height(self) -> float:
        """The height between the upper margin and the bottom line."""
        return self.height - self.margin - self.gap - self.footer_height - self.margin / 2

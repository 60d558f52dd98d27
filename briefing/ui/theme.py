"""Colours and type: tokens from resources/themes → palette, style sheet, reading style."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from briefing.app.settings import Settings
from briefing.resources import resources

FAMILIES = {
    "serif": "Source Serif 4",
    "sans": "Source Sans 3",
    "legible": "Atkinson Hyperlegible Next",
}
_FILES = {
    "serif": "SourceSerif4",
    "sans": "SourceSans3",
    "legible": "AtkinsonHyperlegibleNext",
}
INTERFACE = "sans"
INTERFACE_POINTS = 10.5
READING_POINTS = 13.0
_FUSION_DARKENS = 140  # per cent, from a window's colour to that of a frame in it


@dataclass(frozen=True, slots=True)
class Theme:
    """A palette of named colours. `colours` maps a token to "#rrggbb"."""

    name: str
    dark: bool
    colours: dict[str, str]

    def __getitem__(self, token: str) -> str:
        return self.colours[token]

    def colour(self, token: str) -> QColor:
        """A token as a colour."""
        return QColor(self.colours[token])


@cache
def load_theme(name: str) -> Theme:
    """The theme of that file name; "system" follows the desktop's light or dark."""
    if name == "system":
        # Asked before our own palette is set, and not by colorScheme(): see Window on QtCore.Qt.
        window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
        name = "dark" if window.lightness() < 128 else "light"
    path = resources() / "themes" / f"{name}.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    return Theme(values["name"], values["dark"], values["colours"])


@cache
def load_fonts(kind: str) -> None:
    """Make one of the shipped families known to Qt."""
    for path in sorted((resources() / "fonts").glob(f"{_FILES[kind]}-*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def interface_font(settings: Settings) -> QFont:
    """The font of panes and menus; it grows half as fast as the text that is read."""
    kind = "legible" if settings.text_font == "legible" else INTERFACE
    load_fonts(kind)
    font = QFont(FAMILIES[kind])
    font.setPointSizeF(INTERFACE_POINTS * (1 + (settings.zoom - 100) / 200))
    return font


def reading_font(settings: Settings) -> QFont:
    """The font of articles."""
    load_fonts(settings.text_font)
    font = QFont(FAMILIES[settings.text_font])
    font.setPointSizeF(READING_POINTS * settings.zoom / 100)
    return font


def card_type(theme: Theme, settings: Settings) -> tuple[str, QFont]:
    """Style and font of texts on cards: as in articles, a little smaller."""
    font = reading_font(settings)
    font.setPointSizeF(font.pointSizeF() * 0.84)
    size = f"{font.pointSizeF():.1f}pt"
    css = f"body, p, li, td {{ font-size: {size}; line-height: 112%; }}"
    return reading_css(theme, settings) + css, font


def palette(theme: Theme) -> QPalette:
    """Qt's palette for a theme (Fusion draws everything from it)."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, token in {
        roles.Window: "window",
        roles.WindowText: "text",
        roles.Base: "surface",
        roles.AlternateBase: "raised",
        roles.Text: "text",
        roles.Button: "raised",
        roles.ButtonText: "text",
        roles.BrightText: "counter",
        roles.ToolTipBase: "raised",
        roles.ToolTipText: "text",
        roles.PlaceholderText: "muted",
        roles.Highlight: "selection",
        roles.HighlightedText: "selection_text",
        roles.Link: "accent",
        roles.LinkVisited: "accent",
        roles.Light: "raised",
        roles.Midlight: "raised",
        roles.Mid: "line",
        roles.Dark: "line",
        roles.Shadow: "line",
        roles.Accent: "accent",
    }.items():
        made.setColor(role, theme.colour(token))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("muted"))
    return made


FRAMED = ("QComboBox", "QAbstractSpinBox")  # which lose their arrows if a style sheet frames them


def framed_palette(theme: Theme) -> QPalette:
    """The palette of `FRAMED`: Fusion draws their frames in a shade of the window's colour."""
    made, edge = palette(theme), theme.colour("edge")
    made.setColor(QPalette.ColorRole.Window, edge.lighter(_FUSION_DARKENS))
    return made


def style_sheet(theme: Theme) -> str:
    """What Fusion does not draw as we want it."""
    t = theme
    return f"""
    QToolTip {{ background: {t["raised"]}; color: {t["text"]}; border: 1px solid {t["line"]};
        padding: 4px; }}
    QSplitter::handle {{ background: {t["line"]}; }}
    QToolBar {{ background: {t["window"]}; border: 0; border-bottom: 1px solid {t["line"]};
        spacing: 4px; padding: 4px; }}
    QStatusBar {{ background: {t["window"]}; border-top: 1px solid {t["line"]};
        color: {t["muted"]}; }}
    QStatusBar QLabel {{ color: {t["muted"]}; padding: 0 6px; }}
    QTreeView, QListView, QTextBrowser, QScrollArea {{ border: 0; }}
    QDialog QListView {{ border: 1px solid {t["edge"]}; border-radius: 5px; }}
    QLineEdit {{ background: {t["surface"]}; color: {t["text"]}; border: 1px solid {t["edge"]};
        border-radius: 5px; padding: 4px 8px; placeholder-text-color: {t["muted"]}; }}
    QLineEdit:focus {{ border: 2px solid {t["accent"]}; padding: 3px 7px; }}
    QPlainTextEdit, MarkBox {{ background: {t["surface"]}; border: 1px solid {t["edge"]};
        border-radius: 5px; padding: 2px; placeholder-text-color: {t["muted"]}; }}
    QPlainTextEdit:focus, MarkBox:focus {{ border: 2px solid {t["accent"]}; padding: 1px; }}
    QLineEdit[wrong="true"] {{ border: 2px dashed {t["caution"]}; padding: 3px 7px; }}
    QPlainTextEdit[wrong="true"] {{ border: 2px dashed {t["caution"]}; padding: 1px; }}
    QCheckBox::indicator, QRadioButton::indicator {{ width: 0.9em; height: 0.9em;
        background: {t["surface"]}; border: 1px solid {t["muted"]}; border-radius: 3px; }}
    QRadioButton::indicator {{ border-radius: 0.4em; }}
    QCheckBox::indicator:checked {{ border-color: {t["accent"]}; padding: 2px;
        background-clip: content; background-origin: content; background-color: {t["accent"]};
        width: 0.6em; height: 0.6em; }}
    QRadioButton::indicator:checked {{ border-color: {t["accent"]};
        background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5,
            stop: 0 {t["accent"]}, stop: 0.5 {t["accent"]}, stop: 0.6 {t["surface"]}); }}
    QToolButton, QPushButton {{ background: {t["raised"]}; color: {t["text"]};
        border: 1px solid {t["edge"]}; border-radius: 5px; padding: 4px 8px; }}
    QPushButton {{ padding: 5px 12px; }}
    QToolButton:hover, QPushButton:hover {{ background: {t["band"]};
        border-color: {t["accent"]}; }}
    QToolButton:pressed, QPushButton:pressed {{ background: {t["selection"]};
        color: {t["selection_text"]}; }}
    QToolButton:checked {{ background: {t["selection"]}; color: {t["selection_text"]};
        border-color: {t["accent"]}; }}
    QToolButton:focus, QPushButton:focus {{ border: 2px solid {t["accent"]};
        padding: 3px 7px; }}
    QPushButton:focus {{ padding: 4px 11px; }}
    QToolButton:disabled, QPushButton:disabled {{ background: transparent;
        color: {t["muted"]}; border: 1px dashed {t["line"]}; }}
    QToolButton#verdict {{ background: {t["caution_soft"]}; color: {t["caution"]};
        font-weight: 700; }}
    QFrame#card {{ background: {t["surface"]}; border: 1px solid {t["line"]};
        border-radius: 8px; }}
    QFrame#card:focus {{ border: 2px solid {t["accent"]}; }}
    QFrame#suggestion {{ background: transparent; border: 1px dashed {t["muted"]};
        border-radius: 8px; }}
    QFrame#suggestion:focus {{ border: 2px solid {t["accent"]}; }}
    QLabel#muted {{ color: {t["muted"]}; }}
    QLabel#heading {{ font-weight: 700; }}
    QLabel#caution {{ background: {t["caution_soft"]}; color: {t["caution"]};
        border-radius: 4px; padding: 3px 6px; }}
    """


def reading_css(theme: Theme, settings: Settings) -> str:
    """Style of articles and cards' texts. QTextDocument knows pt, colours, margins and no more."""
    size = READING_POINTS * settings.zoom / 100
    pixels = size * QGuiApplication.primaryScreen().logicalDotsPerInchY() / 72
    return f"""
    body, p, li, td, th, dd, dt {{ color: {theme["text"]}; line-height: 122%; }}
    p {{ margin-top: 0; margin-bottom: {pixels * 0.7:.0f}px; }}
    li {{ margin-bottom: {pixels * 0.35:.0f}px; }}
    h1 {{ font-size: {size * 1.55:.1f}pt; margin-top: 0; margin-bottom: {pixels * 0.5:.0f}px;
        line-height: 108%; }}
    h2 {{ font-size: {size * 1.28:.1f}pt; margin-top: {pixels * 1.3:.0f}px;
        margin-bottom: {pixels * 0.45:.0f}px; line-height: 112%; }}
    h3 {{ font-size: {size * 1.08:.1f}pt; margin-top: {pixels:.0f}px;
        margin-bottom: {pixels * 0.4:.0f}px; }}
    a {{ color: {theme["accent"]}; text-decoration: none; }}
    blockquote {{ margin-left: {pixels:.0f}px; color: {theme["muted"]}; }}
    th, td {{ text-align: left; padding: 4px; }}
    .cite {{ font-size: {size * 0.78:.1f}pt; }}
    .title {{ font-size: {size * 1.6:.1f}pt; font-weight: 700; line-height: 105%;
        margin-bottom: {pixels * 0.4:.0f}px; }}
    .byline {{ color: {theme["muted"]}; font-size: {size * 0.86:.1f}pt; line-height: 125%; }}
    .note {{ color: {theme["muted"]}; font-size: {size * 0.8:.1f}pt; line-height: 110%; }}
    .muted {{ color: {theme["muted"]}; }}
    .caution {{ color: {theme["caution"]}; background-color: {theme["caution_soft"]}; }}
    .small {{ color: {theme["muted"]}; font-size: {size * 0.6:.1f}pt; }}
    .read {{ background-color: {theme["highlight"]}; color: {theme["highlight_text"]}; }}
    """

"""The themes: every token in each of them, and every text readable on what it stands on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from briefing.app.settings import THEMES
from briefing.resources import resources

FILES = sorted((resources() / "themes").glob("*.json"))
CODE = Path(__file__).resolve().parents[2] / "briefing" / "ui"

TEXTS = ("text", "muted", "counter", "support", "caution", "accent")
GROUNDS = ("window", "surface", "raised", "band")
PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    ("caution", "caution_soft"),
    ("text", "caution_soft"),
    ("highlight_text", "highlight"),
    ("selection_text", "selection"),
]


def colours(path: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["colours"]
    return found


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_of_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_theme_of_the_settings_has_a_file():
    assert {path.stem for path in FILES} == set(THEMES) - {"system"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_theme_has_all_tokens_and_no_others(path: Path):
    every = {name for one in FILES for name in colours(one)}
    assert set(colours(path)) == every
    assert all(re.fullmatch("#[0-9a-f]{6}", one) for one in colours(path).values())


def test_the_code_asks_for_no_other_token():
    pattern = re.compile(r'(?:\btheme|\bt)\["(\w+)"\]|\.colour\("(\w+)"\)')
    asked = {
        first or second
        for path in CODE.rglob("*.py")
        for first, second in pattern.findall(path.read_text(encoding="utf-8"))
    }
    assert "counter" in asked
    assert asked <= set(colours(FILES[0]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_texts_stand_out_from_what_they_stand_on(path: Path):
    palette = colours(path)
    least = 7.0 if path.stem == "contrast" else 4.5
    weak = {
        f"{text} on {ground}": round(contrast(palette[text], palette[ground]), 2)
        for text, ground in PAIRS
        if contrast(palette[text], palette[ground]) < least
    }
    assert weak == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_frames_of_buttons_and_fields_stand_out(path: Path):
    """By at least 3 : 1, as WCAG 2.1 asks of what shows that one can press or type."""
    palette = colours(path)
    assert all(contrast(palette["edge"], palette[ground]) >= 3 for ground in GROUNDS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_relations_differ_in_hue_for_colour_blind_readers(path: Path):
    """Blue and orange: the one has more blue than red, the other more red than blue."""
    palette = colours(path)
    red, blue = slice(1, 3), slice(5, 7)
    assert int(palette["support"][blue], 16) > int(palette["support"][red], 16)
    assert int(palette["counter"][red], 16) > int(palette["counter"][blue], 16)


def test_a_theme_says_truly_whether_it_is_dark():
    for path in FILES:
        is_dark = json.loads(path.read_text(encoding="utf-8"))["dark"]
        palette = colours(path)
        assert is_dark == (luminance(palette["surface"]) < luminance(palette["text"]))

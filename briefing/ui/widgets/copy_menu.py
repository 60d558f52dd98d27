"""The menu "Copy as": the formats in which a point can be pasted elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu

from briefing.ui.clipboard import COPY_AS


def add_copy_as(menu: QMenu, copy: Callable[[str], None]) -> QMenu:
    """Add the submenu; `copy` gets the format's name."""
    inner: QMenu = menu.addMenu("Copy as")
    for name, words in COPY_AS.items():
        inner.addAction(words).triggered.connect(partial(_chosen, copy, name))
    return inner


def _chosen(copy: Callable[[str], None], name: str, _checked: bool = False) -> None:
    copy(name)

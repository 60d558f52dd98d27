"""PySide6 6.12.0 on Python 3.10 and 3.11 loses a reference to None in every call without a result.

The process aborts after some thousand calls. Whoever raises the pin finds out here, not later.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_a_call_without_a_result_leaves_none_alone():
    thing = QObject()
    before = sys.getrefcount(None)
    for number in range(1000):
        thing.setObjectName(str(number))
    assert sys.getrefcount(None) > before - 500

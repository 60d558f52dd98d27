"""What is typed or pasted, made fit for a text file: no control characters, no half characters."""

from __future__ import annotations

import re
import unicodedata

# Everything below the blank but tab and line feed, and what is no character at all.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\ufff9-\ufffb]")
_BREAKS = re.compile("\r\n|\r|\x0b|\x0c|\u0085|\u2028|\u2029")


def fit(text: str) -> str:
    """`text` without what no text file should hold; line ends become line feeds.

    Right-to-left and joining characters stay: they mean something.
    """
    return _UNFIT.sub("", _BREAKS.sub("\n", text))


def fit_line(text: str) -> str:
    """`text` on one line, without white space around it."""
    return " ".join(fit(text).split())


def is_blank(text: str) -> bool:
    """Whether nothing of `text` can be seen: white space and invisible characters only."""
    return all(unicodedata.category(char) in ("Zs", "Zl", "Zp", "Cc", "Cf") for char in text)

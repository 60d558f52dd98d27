"""Errors that the user is told about. Everything else that is raised is a bug of ours.

BriefingError
├── UserError       the user can mend it: the text says what is wrong and what to do
│   ├── ReadOnly    the library cannot be written
│   └── NoLibrary   the folder is no library
├── SystemTrouble   the machine refused: path and reason
└── Cancelled       the user stopped the work; nothing to say
"""

from __future__ import annotations


class BriefingError(Exception):
    """Base of all errors with a text meant for the user."""


class UserError(BriefingError):
    """Something the user asked for cannot be done; the text says why and what to do."""


class ReadOnly(UserError):
    """The library cannot be written."""


class NoLibrary(UserError):
    """The folder is no library."""


class SystemTrouble(BriefingError):
    """The operating system refused: no space, no permission, no such file."""


class Cancelled(BriefingError):
    """The user stopped the work."""

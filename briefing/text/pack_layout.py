"""How a pack is laid out (docs/json-format.md): what its writer and its reader both go by."""

from __future__ import annotations

ENDING = ".briefing"
FORMAT = "briefing-pack"
VERSION = 1
MANIFEST = "pack.json"  # the list of contents
FOLDER = "library/"  # where the topic and its cases lie in the archive, as in a library

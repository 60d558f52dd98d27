"""A pack: a topic in one file, in the library's own format, with a hash of every file.

It is a zip archive: a list of contents (format, version, topic, title, and of each file its path,
length and SHA-256) and the files as they stand in the library's folder. Times in it are fixed, so
the same topic gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json

from briefing.exporters.base import Document, Options, zipped
from briefing.text.pack_layout import FOLDER, FORMAT, MANIFEST, VERSION


def make(document: Document, _options: Options) -> bytes:
    """The archive's bytes."""
    topic = document.values.topics[0]
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "topic": topic.id,
        "title": topic.title,
        "motion": topic.motion,
        "files": [
            {
                "path": one.path,
                "bytes": len(one.data),
                "sha256": hashlib.sha256(one.data).hexdigest(),
            }
            for one in document.files
        ],
    }
    parts = {MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=1).encode("utf-8")}
    parts |= {FOLDER + one.path: one.data for one in document.files}
    return zipped(parts)

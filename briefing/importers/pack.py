"""Packs: a topic in one file, as the exporter writes it. The hash of every file is checked."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from briefing.importers.archive import Archive
from briefing.importers.base import Intake, Options, Packed
from briefing.importers.csl_json import parsed
from briefing.model import UserError, is_id
from briefing.text.pack_layout import FOLDER, FORMAT, MANIFEST, VERSION

# Articles and cases are named after their ids, files of points as every system can have them.
_IN_TOPIC = re.compile(
    r"topic\.md|sources\.json|timeline\.md|glossary\.md|figures\.md"
    r"|(?:articles|cases)/[a-z0-9][a-z0-9._-]{0,79}\.md"
    r"|points/[^\s.~/\\:*?\"<>|\x00-\x1f][^/\\:*?\"<>|\x00-\x1f]{0,199}\.md"
)
_MOST_MANIFEST = 4 * 2**20


def read(data: bytes, name: str, options: Options) -> Intake:
    """The files of the topic, paths relative to its folder; cases come under "cases/".

    UserError if a file is missing, changed, added, or has a path that no library has.
    """
    archive = Archive(data, name)
    if archive.find(MANIFEST) is None:
        raise UserError(f"“{name}” is no pack: it has no {MANIFEST}.")
    manifest = _manifest(archive.read(MANIFEST), name)
    topic = manifest["topic"]
    packed = []
    listed = {MANIFEST}
    for entry in manifest["files"]:
        path = entry["path"]
        packed.append(Packed(_inside(path, topic, name), _checked(archive, entry, name)))
        listed.add(FOLDER + path)
    added = [one for one in archive.names if one not in listed and not one.endswith("/")]
    if added:
        raise _refused(name, f"it holds “{added[0]}”, which its list of contents does not name")
    if len({one.path for one in packed}) < len(packed):
        raise _refused(name, "its list of contents names a file twice")
    if not any(one.path == "topic.md" for one in packed):
        raise _refused(name, "it has no topic.md")
    return Intake(
        pack=tuple(packed),
        pack_topic=topic,
        title=manifest["title"],
        motion=manifest["motion"],
    )


def _manifest(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > _MOST_MANIFEST:
        raise _refused(name, "its list of contents is too long")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as trouble:
        raise _refused(name, "its list of contents is no text") from trouble
    manifest = parsed(text, f"{name}/{MANIFEST}")
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise _refused(name, f"its {MANIFEST} is not that of a pack")
    version = manifest.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise UserError(
            f"“{name}” was made by a newer version of Briefing (pack format {version}). Update "
            "the program, or ask for an older pack."
        )
    topic, files = manifest.get("topic"), manifest.get("files")
    if not isinstance(topic, str) or not is_id(topic):
        raise _refused(name, "it does not name its topic")
    if not isinstance(files, list) or not all(map(_is_entry, files)):
        raise _refused(name, "its list of contents cannot be read")
    said = {key: manifest.get(key) for key in ("title", "motion")}
    words = {key: value if isinstance(value, str) else "" for key, value in said.items()}
    return {"topic": topic, "files": files, **words}


def _is_entry(entry: Any) -> bool:
    if not isinstance(entry, dict):
        return False
    return (
        isinstance(entry.get("path"), str)
        and isinstance(entry.get("bytes"), int)
        and isinstance(entry.get("sha256"), str)
    )


def _inside(path: str, topic: str, name: str) -> str:
    """`path` relative to the topic's folder; nothing else than a library's files may be named."""
    inner = path if path.startswith("cases/") else path.removeprefix(f"{topic}/")
    is_case = path.startswith("cases/")
    found = _IN_TOPIC.fullmatch(inner)
    if found is None or is_case != inner.startswith("cases/") or (inner == path and not is_case):
        raise _refused(name, f"it names a file that no topic has (“{path}”)")
    return inner


def _checked(archive: Archive, entry: dict[str, Any], name: str) -> bytes:
    path = entry["path"]
    if FOLDER + path not in archive.names:
        raise _refused(name, f"“{path}” is missing from it")
    data = archive.read(FOLDER + path)
    if len(data) != entry["bytes"] or hashlib.sha256(data).hexdigest() != entry["sha256"].lower():
        raise _refused(name, f"“{path}” was changed after it was packed")
    return data


def _refused(name: str, why: str) -> UserError:
    return UserError(
        f"“{name}” is not taken over: {why}. It was damaged or changed on its way. Ask for the "
        "pack again."
    )

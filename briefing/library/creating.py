"""New libraries and topics, and whether a library can be written at all."""

from __future__ import annotations

from pathlib import Path

from briefing.library import files
from briefing.library.articles import read_topic
from briefing.library.context import Context
from briefing.library.opened import Opened, encode, require_format, require_id
from briefing.library.reading import FORMAT
from briefing.library.splicing import with_body
from briefing.model import BriefingError, Topic, TopicId, UserError, free_name, slug
from briefing.text import front_matter
from briefing.text.records import clean


def is_writable(root: Path) -> bool:
    """Whether the library at `root` can be changed: it is tried, and nothing is left behind."""
    try:
        require_format(root)
    except BriefingError:
        return False
    return files.can_write(root)


def create_library(root: Path, title: str) -> None:
    """Make an empty library in the folder `root`, which may exist already if it is none yet."""
    if (root / "library.md").exists():
        raise UserError(f"{root} is a library already. Open it, or choose another folder.")
    values = {"briefing": str(FORMAT), "title": title.strip() or root.name}
    text = front_matter.with_values("", values)
    files.write_file(root / "library.md", encode(text), None)
    files.make_folder(root / "cases")


def create_topic(
    root: Path,
    motion: str,
    title: str = "",
    side_names: tuple[str, str] = ("", ""),
    themes: tuple[str, ...] = (),
    language: str = "en",
) -> Topic:
    """Make a topic for `motion` in the library at `root`, in a folder named after its title."""
    if not motion.strip():
        raise UserError("The topic has no motion. Write the sentence to be debated.")
    require_format(root)
    taken = {path.name.casefold() for path in root.glob("*")}
    free = free_name(slug(title or motion, 40, whole=True), {"cases", *taken}.__contains__)
    require_id(free)
    motion = motion.strip()
    topic = Topic(TopicId(free), title.strip() or motion, motion, side_names, themes, language)
    text = front_matter.with_values("", _topic_values(topic))
    path = Path(free, "topic.md")
    files.write_file(root / path, encode(text), None)
    for folder in ("articles", "points"):
        files.make_folder(root / free / folder)
    return read_topic(Context(), path, free, text)


def save_topic(root: Path, topic: Topic, old: Topic) -> None:
    """Write what changed of a topic into its `topic.md`.

    UserError if the file is not what it was when `old` was read.
    """
    if not topic.motion.strip():
        raise UserError("The topic has no motion. Write the sentence to be debated.")
    path = Path(topic.id, "topic.md")
    opened = Opened(root, path)
    if read_topic(Context(), path, topic.id, opened.text) != old:
        raise files.changed(opened.path)
    before, after = _topic_values(old), _topic_values(topic)
    values = {key: value for key, value in after.items() if value != before[key]}
    text = front_matter.with_values(opened.text, values) if values else opened.text
    if clean(topic.background_md) != old.background_md:
        body = clean(topic.background_md)
        text = with_body(text, body + "\n" if body else "")
    opened.text = text
    opened.write()


def _topic_values(topic: Topic) -> dict[str, str]:
    return {
        "title": topic.title,
        "motion": topic.motion,
        "for": topic.side_names[0],
        "against": topic.side_names[1],
        "themes": ", ".join(topic.themes),
        "language": topic.language,
    }

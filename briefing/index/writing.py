"""How an index changes: built as a whole, or by a small segment beside the others."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from briefing.index import builder, manifest
from briefing.index.arrays import Array
from briefing.index.entry import Entry
from briefing.index.manifest import Manifest, Piece, Seal
from briefing.index.merging import merge
from briefing.index.segment import Segment
from briefing.index.snapshot import Part

if TYPE_CHECKING:
    from briefing.index.answers import Opened

_MOST_SEGMENTS = 8
_MOST_MERGED = 20_000  # documents that an update puts together again


def build(
    folder: Path,
    entries: Iterable[Entry],
    fingerprint: str,
    each: Callable[[], None],
    memory: int,
) -> Manifest:
    """Write all entries into an empty folder; the manifest that makes them count."""
    piece, averages = _piece(folder, entries, None, each, memory)
    return Manifest(folder.name, fingerprint, averages, (piece,))


def update(
    root: Path,
    opened: Opened,
    entries: Collection[Entry],
    removed: Collection[str],
    fingerprint: str,
    each: Callable[[], None],
    memory: int,
) -> Manifest:
    """Write changed entries into a segment of their own, and mark those that were there before.

    Nothing that counts is touched until the manifest is replaced; a failure leaves it as it was.
    """
    old = opened.manifest
    folder = root / old.build
    written: list[Path] = []
    try:
        keys = {entry.key for entry in entries} | set(removed)
        pieces = []
        gone: dict[str, Array] = {}
        for piece, part in zip(old.pieces, opened.snapshot.parts, strict=True):
            gone[piece.name] = _gone(part, keys)
            pieces.append(_marked(folder, piece, part, gone[piece.name], written))
        if entries:
            fresh, _ = _piece(folder, entries, old.averages, each, memory)
            written.append(folder / fresh.name)
            pieces.append(fresh)
        pieces = [piece for piece in pieces if piece.gone_count < piece.documents]
        if len(pieces) > _MOST_SEGMENTS:
            pieces = _merged(folder, pieces, gone, opened, memory, written)
        found = Manifest(old.build, fingerprint, old.averages, tuple(pieces))
        manifest.write(root, found)
    except BaseException:  # also a stop: what was written is taken away; it is raised again
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return found


def _piece(
    folder: Path,
    entries: Iterable[Entry],
    averages: dict[str, float] | None,
    each: Callable[[], None],
    memory: int,
) -> tuple[Piece, dict[str, float]]:
    path = folder / f"{secrets.token_hex(6)}.seg"
    made = builder.write(path, entries, averages, each, memory or builder.MEMORY)
    return Piece(path.name, made.seal, made.documents), made.averages


def _gone(part: Part, keys: Iterable[str]) -> Array:
    """The documents of a part that are deleted once those with some keys are."""
    found = [number for key in keys if (number := part.segment.find(key)) >= 0]
    return np.union1d(part.gone, np.array(found, np.uint32)).astype(np.uint32)


def _marked(folder: Path, piece: Piece, part: Part, gone: Array, written: list[Path]) -> Piece:
    """The piece with its deleted documents, in a new file if there are more of them."""
    if len(gone) == len(part.gone):
        return piece
    path = folder / f"{Path(piece.name).stem}-{secrets.token_hex(4)}.gone"
    written.append(path)
    data = gone.astype("<u4").tobytes()
    path.write_bytes(data)
    seal = Seal(len(data), manifest.checksum(data))
    return replace(piece, gone=path.name, gone_seal=seal, gone_count=len(gone))


def _merged(
    folder: Path,
    pieces: list[Piece],
    gone: dict[str, Array],
    opened: Opened,
    memory: int,
    written: list[Path],
) -> list[Piece]:
    """Put the small segments together into one; documents keep their order among themselves."""
    largest = max(pieces, key=lambda piece: piece.documents)
    chosen: list[Piece] = []
    total = 0
    for piece in sorted(pieces, key=lambda piece: piece.documents):
        if piece is not largest and (total + piece.documents <= _MOST_MERGED or len(chosen) < 2):
            chosen.append(piece)
            total += piece.documents
    segments = {part.segment.name: part.segment for part in opened.snapshot.parts}
    names = {piece.name for piece in chosen}
    nothing = np.zeros(0, np.uint32)
    parts = [
        Part(
            segments.get(piece.name) or Segment(folder / piece.name, piece.seal),
            0,
            gone.get(piece.name, nothing),
            opened.manifest.averages,
        )
        for piece in pieces
        if piece.name in names
    ]
    path = folder / f"{secrets.token_hex(6)}.seg"
    written.append(path)
    seal, documents = merge(path, parts, opened.manifest.averages, memory or builder.MEMORY)
    kept = [piece for piece in pieces if piece.name not in names]
    return [*kept, Piece(path.name, seal, documents)]

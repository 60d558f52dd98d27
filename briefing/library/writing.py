"""Writing: one record of a file, or a file, in one step, and only if nobody changed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from briefing.library import files, splicing
from briefing.library.claims import (
    CHECK_FIELDS,
    CLAIM_FIELDS,
    ClaimsReader,
    check_fields,
    claim_fields,
    is_check,
)
from briefing.library.context import Context
from briefing.library.links import read_target
from briefing.library.opened import Opened, require_id
from briefing.library.points import (
    EVIDENCE_FIELDS,
    LINKS,
    POINT_FIELDS,
    PointsReader,
    evidence_fields,
    evidence_text,
    point_fields,
)
from briefing.library.root import CLAIMS
from briefing.library.shelves import find, homes, owner_of
from briefing.library.splicing import Block
from briefing.model import (
    ArticleId,
    Claim,
    Evidence,
    FactCheck,
    Library,
    Point,
    PointId,
    UserError,
    slug,
)
from briefing.text import front_matter
from briefing.text.records import Field, Section, outline, outline_of


def save_point(
    library: Library,
    point: Point,
    file: Path | None = None,
    brought: Mapping[str, str] | None = None,
) -> Point:
    """Write `point` into its file, or a new one into `file` or the file of its like.

    `brought` are records of new evidence, by its id, as they are to be written.
    Returns the point as it now reads, with its place. Points further down in the same file move:
    read the library again. UserError if the point in the file is not the one in `library`.
    """
    _validate(library, point)
    old = find(library.points, point.id)
    path = _home(library, point, file) if old is None or old.place is None else old.place.path
    opened = Opened(library.root, path, new=old is None)
    if opened.is_new:
        opened.text = _points_heading(point)
    reader, records = _read_points(opened, point)
    fields = point_fields(point, reader.side, reader.theme)
    if old is None:
        block = Block(2, point.claim, point.id, fields, point.explanation_md)
        pieces = [block.fresh(), *(_fresh(each, brought) for each in point.evidence)]
        opened.text = splicing.append(opened.text, pieces)
    else:
        record = _the_record(records, point.id, opened.path)
        there = reader.point(record)
        if there != old:
            raise files.changed(opened.path)
        before = point_fields(there, reader.side, reader.theme)
        block = Block(2, point.claim, point.id, fields, point.explanation_md, before)
        pieces = [_own(opened.text, record, block, _foreign_to_point)]
        pieces += _evidence_pieces(opened.text, record, there, point, brought)
        opened.text = splicing.replace(opened.text, record, pieces)
    opened.write()
    reader, records = _read_points(opened, point)
    return reader.point(_the_record(records, point.id, opened.path))


def delete_point(library: Library, id_: PointId) -> None:
    """Remove a point and the evidence under it from its file."""
    old = find(library.points, id_)
    if old is None or old.place is None:
        raise UserError(f"There is no point {id_} in the library.")
    opened = Opened(library.root, old.place.path)
    reader, records = _read_points(opened, old)
    record = _the_record(records, id_, opened.path)
    if reader.point(record) != old:
        raise files.changed(opened.path)
    opened.text = splicing.remove(opened.text, record)
    opened.write()


def save_claims(
    library: Library, article: ArticleId, claims: tuple[Claim, ...]
) -> tuple[Claim, ...]:
    """Write the claims of an article. Claims keep the order of the file; new ones follow it."""
    of = find(library.articles, article)
    place = of.place if of is not None else None
    if place is None:
        raise UserError(f"There is no article {article} in the library.")
    if len({claim.id for claim in claims}) < len(claims):
        raise UserError("Two of the claims have the same id. Give one of them another.")
    for claim in claims:
        require_id(claim.id)
    path = place.path.with_name(article + CLAIMS)
    opened = Opened(library.root, path, new=True)
    wanted = {claim.id: claim for claim in claims}
    known = {claim.id: claim for claim in library.claims if claim.article == article}
    reader = ClaimsReader(Context(), path, article)
    for record in reversed(outline_of(opened.text).records):
        there = ClaimsReader(Context(), path, article).claim(record)
        if there.id not in known or known.pop(there.id) != there:
            raise files.changed(opened.path)
        new = wanted.pop(there.id, None)
        if new is None:
            opened.text = splicing.remove(opened.text, record)
        elif new != there:
            pieces = _claim_pieces(opened.text, record, there, new)
            opened.text = splicing.replace(opened.text, record, pieces)
    if known:
        raise files.changed(opened.path)
    for claim in claims:
        if claim.id in wanted:
            checks = [_check_block(check).fresh() for check in claim.checks]
            opened.text = splicing.append(opened.text, [_claim_block(claim).fresh(), *checks])
    opened.write()
    return tuple(reader.read(opened.text))


def _validate(library: Library, point: Point) -> None:
    """UserError for a point that would not read as what it is."""
    if not point.claim.strip():
        raise UserError("The point has no claim. Write it in one sentence.")
    own = [each.id for each in point.evidence]
    for id_ in (point.id, *own):
        require_id(id_)
    twice = [
        id_
        for id_, number in Counter(own).items()
        if number > 1
        or find(library.quotes, id_)
        or owner_of(library.points, id_) not in ("", point.id)
    ]
    if twice:
        raise UserError(f"The id {twice[0]} is taken by other evidence. Give one another id.")
    if not any(topic.id == point.topic for topic in library.topics):
        raise UserError(f"There is no topic {point.topic} in the library.")


def _home(library: Library, point: Point, file: Path | None) -> Path:
    """The file for a new point: where most points of its side and theme stand."""
    if file is not None:
        return file
    like = homes(library.points, point.topic, point.side, point.theme)
    if like:
        return like.most_common(1)[0][0]
    words = [point.side.value if point.side else "", point.theme]
    return Path(point.topic, "points", slug(" ".join(filter(None, words)) or "points") + ".md")


def _points_heading(point: Point) -> str:
    values = {"side": point.side.value if point.side else "", "theme": point.theme}
    text = front_matter.with_values("", values) if any(values.values()) else ""
    title = f"{point.theme} points" if point.theme else "points"
    return f"{text}# {title.capitalize()}\n"


def _read_points(opened: Opened, point: Point) -> tuple[PointsReader, list[Section]]:
    """A reader that knows the side and theme of the file, and the records of the file."""
    path = Path(point.topic, "points", opened.path.name)
    reader = PointsReader(Context(), path, point.topic)
    front = reader.front(opened.text)
    return reader, outline(opened.text, front.body, front.body_line).records


def _the_record(records: list[Section], id_: str, path: Path) -> Section:
    found = [record for record in records if record.id == id_]
    if not found:
        raise files.changed(path)
    if len(found) > 1:
        raise UserError(f"{path} has two records with the id {id_}. Give one of them another id.")
    return found[0]


def _own(text: str, section: Section, block: Block, foreign: splicing.Foreign) -> str:
    raw = splicing.plain(text[section.start : section.own_end])
    return block.over(raw, section, foreign)


def _foreign_to_point(field: Field) -> bool:
    return field.name not in POINT_FIELDS or (
        field.name in LINKS and read_target(field.value) is None
    )


def evidence_block(evidence: Evidence, before: Evidence | None = None) -> Block:
    """Evidence as it is written; `before` is what it was."""
    old = evidence_fields(before) if before else ()
    text = evidence_text(evidence)
    return Block(3, evidence.speaker, evidence.id, evidence_fields(evidence), text, old)


def _fresh(evidence: Evidence, brought: Mapping[str, str] | None) -> str:
    known = (brought or {}).get(evidence.id, "")
    return known or evidence_block(evidence).fresh()


def _evidence_pieces(
    text: str, record: Section, old: Point, new: Point, brought: Mapping[str, str] | None
) -> list[str]:
    """The evidence of a point as it is written: what did not change stays as it is."""
    there = {each.id: (each, part) for each, part in zip(old.evidence, record.parts, strict=True)}
    pieces = []
    for evidence in new.evidence:
        if evidence.id not in there:
            pieces.append(_fresh(evidence, brought))
            continue
        before, part = there[evidence.id]
        raw = splicing.plain(text[part.start : part.end])
        if evidence != before:
            block = evidence_block(evidence, before)
            raw = block.over(raw, part, lambda field: field.name not in EVIDENCE_FIELDS)
        pieces.append(raw)
    return pieces


def _claim_block(claim: Claim, before: Claim | None = None) -> Block:
    old = claim_fields(before) if before else ()
    return Block(2, claim.text, claim.id, claim_fields(claim), claim.note_md, old)


def _check_block(check: FactCheck, before: FactCheck | None = None) -> Block:
    heading = f"Fact check: {check.verdict.value}"
    old = check_fields(before) if before else ()
    return Block(3, heading, "", check_fields(check), check.text_md, old)


def _claim_pieces(text: str, record: Section, old: Claim, new: Claim) -> list[str]:
    """A claim and its fact checks as they are written: what did not change stays as it is."""
    block = _claim_block(new, old)
    pieces = [_own(text, record, block, lambda field: field.name not in CLAIM_FIELDS)]
    parts = [part for part in record.parts if is_check(part)]
    others = [part for part in record.parts if not is_check(part)]
    there = list(zip(old.checks, parts, strict=True))
    unused = [pair for pair in there if pair[0] not in new.checks]
    for check in new.checks:
        same = next((part for before, part in there if before == check), None)
        if same is not None:
            pieces.append(splicing.plain(text[same.start : same.end]))
        elif unused:
            before, part = unused.pop(0)
            raw = splicing.plain(text[part.start : part.end])
            block = _check_block(check, before)
            pieces.append(block.over(raw, part, lambda field: field.name not in CHECK_FIELDS))
        else:
            pieces.append(_check_block(check).fresh())
    return pieces + [splicing.plain(text[part.start : part.end]) for part in others]

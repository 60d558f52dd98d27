"""Claims and their fact checks: from records, and as records."""

from __future__ import annotations

from pathlib import Path

from briefing.library.context import Context
from briefing.library.points import field_lines, split
from briefing.model import (
    ArticleId,
    Claim,
    ClaimId,
    FactCheck,
    Place,
    Selector,
    SourceId,
    Verdict,
)
from briefing.text import front_matter
from briefing.text.records import Section, field_problems, outline

_TYPES = ("factual", "causal", "value", "policy")
_LISTS = frozenset(("type", "same-as"))
CLAIM_FIELDS = _LISTS | {
    "passage",
    "before",
    "after",
    "locator",
    "locator-before",
    "locator-after",
}
CHECK_FIELDS = frozenset(("sources", "aspect"))
_CHECK_LISTS = frozenset(("sources",))
_VERDICTS = {verdict.value: verdict for verdict in Verdict}
_CHECK = "fact check:"


class ClaimsReader:
    """Reads the records of one `.claims.md` file."""

    def __init__(self, context: Context, path: Path, article: ArticleId) -> None:
        self.context = context
        self.path = path
        self.article = article

    def read(self, text: str) -> list[Claim]:
        """The claims of the file."""
        front = front_matter.read(text)
        self.context.problems(self.path, front.problems)
        sections = outline(text, front.body, front.body_line)
        for part in sections.orphans:
            what = "this part stands before any claim"
            self.context.fault(self.path, part.line, what, "move it below the claim it belongs to")
        return [self.claim(record) for record in sections.records]

    def claim(self, record: Section) -> Claim:
        """The claim that `record` is."""
        context, path = self.context, self.path
        context.problems(path, field_problems(record, CLAIM_FIELDS, _LISTS))
        kind = f"claim of {self.article}"
        id_ = context.checked_id(kind, record.id, record.heading, path, record.line)
        if not record.heading:
            what = f"the claim `{id_}` is empty"
            context.fault(path, record.line, what, "write it between `##` and its id")
        context.refer_in(record.text, path, record.text_line)
        values = {entry.name: entry.value for entry in record.fields}
        types: list[str] = []
        same: list[str] = []
        for entry in record.fields:
            if entry.name == "type":
                types += self._types(entry.value, entry.line)
            elif entry.name == "same-as":
                same += split(entry.value)
                for each in split(entry.value):
                    context.refer("claim", each, path, entry.line)
        passage = _selector(values, "passage", "before", "after")
        quoted = record.first("passage")
        if passage is not None and quoted is not None:
            context.quote(self.article, passage, path, quoted.line)
        return Claim(
            ClaimId(id_),
            self.article,
            record.heading,
            tuple(types),
            passage,
            _selector(values, "locator", "locator-before", "locator-after"),
            tuple(same),
            tuple([check for part in record.parts if (check := self._check(part)) is not None]),
            record.text,
            Place(path, record.line),
        )

    def _types(self, value: str, line: int) -> list[str]:
        types = split(value)
        for each in types:
            if each not in _TYPES:
                what = f"`{each}` is not a type of claim"
                self.context.fault(self.path, line, what, f"use any of {', '.join(_TYPES)}")
        return types

    def _check(self, part: Section) -> FactCheck | None:
        context, path = self.context, self.path
        heading = part.heading.lower()
        if not is_check(part):
            what = f"“{part.heading}” is not a part of a claim"
            mend = "write `### Fact check: VERDICT`, or use a level-4 heading in the note"
            context.fault(path, part.line, what, mend)
            return None
        word = heading.removeprefix(_CHECK).strip()
        verdict = _VERDICTS.get(word)
        if verdict is None:
            what = f"`{word}` is not a verdict" if word else "this fact check has no verdict"
            context.fault(path, part.line, what, f"use one of {', '.join(_VERDICTS)}")
        context.problems(path, field_problems(part, CHECK_FIELDS, _CHECK_LISTS))
        context.refer_in(part.text, path, part.text_line)
        sources: list[SourceId] = []
        aspect = ""
        for entry in part.fields:
            if entry.name == "sources":
                for each in split(entry.value):
                    context.refer("source", each, path, entry.line)
                    sources.append(SourceId(each))
            elif entry.name == "aspect":
                aspect = entry.value
        return FactCheck(verdict or Verdict.UNVERIFIED, part.text, tuple(sources), aspect)


def _selector(values: dict[str, str], exact: str, before: str, after: str) -> Selector | None:
    if not values.get(exact):
        return None
    return Selector(values[exact], values.get(before, ""), values.get(after, ""))


def claim_fields(claim: Claim) -> list[str]:
    """The fields of `claim`."""
    passage = claim.passage or Selector("")
    locator = claim.locator or Selector("")
    pairs = [
        ("type", ", ".join(claim.types)),
        ("passage", passage.exact),
        ("before", passage.prefix),
        ("after", passage.suffix),
        ("locator", locator.exact),
        ("locator-before", locator.prefix),
        ("locator-after", locator.suffix),
    ]
    return field_lines(pairs + [("same-as", each) for each in claim.same_as])


def check_fields(check: FactCheck) -> list[str]:
    """The fields of `check`."""
    return field_lines([("sources", ", ".join(check.sources)), ("aspect", check.aspect)])


def is_check(part: Section) -> bool:
    """Whether `part` is a fact check."""
    return part.heading.lower().startswith(_CHECK)

"""Which of several cuts of the same words stands for the others in lists."""

from __future__ import annotations

from dataclasses import replace

from briefing.app.changes import Changes
from briefing.app.editing import Editor
from briefing.model import Evidence, EvidenceId, Point, UserError
from briefing.text.words import short


def stand_first(editor: Editor, evidence: EvidenceId | str) -> Changes:
    """Let a cut stand for all cuts of its words: the others become variants of it.

    Only this cut and the one that stood first are written, or its heirs if that one is gone: others
    go on naming the cut that they named.
    """
    from briefing.library import save_point

    workspace = editor.workspace
    chosen = workspace.quotes.get(evidence)
    if chosen is None or not workspace.cuts_of(chosen):
        raise UserError("Nobody else cut the words of this point’s quotation.")
    if not chosen.variant_of:
        raise UserError("This cut stands first already.")
    changed: dict[str, Evidence] = {chosen.id: replace(chosen, variant_of=None)}
    for one in workspace.cuts_of(chosen):
        if one.variant_of is None or one.variant_of not in workspace.quotes:
            changed[one.id] = replace(one, variant_of=chosen.id)
    owners = {owner.id: owner for one in changed if (owner := workspace.owner.get(one)) is not None}
    if any(one not in workspace.owner for one in changed):
        raise UserError(
            "One of these quotations belongs to no point, so it can be changed in its file only."
        )

    def write() -> None:
        # From below: what is written moves what stands under it in the same file.
        for owner in sorted(owners.values(), key=_place, reverse=True):
            own = tuple(changed.get(one.id, one) for one in owner.evidence)
            save_point(editor.library, replace(owner, evidence=own))

    return editor.do(f"let “{short(chosen.quote)}” stand first", write)


def _place(point: Point) -> tuple[str, int]:
    return (str(point.place.path), point.place.line) if point.place is not None else ("", 0)

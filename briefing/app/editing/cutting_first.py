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
    from briefing.library import save_point, save_quote

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
    loose = [one for id_, one in changed.items() if id_ not in workspace.owner]

    values: list[Point | Evidence] = [*owners.values(), *loose]
    values.sort(key=_place, reverse=True)

    def write() -> None:
        # From below: what is written moves what stands under it in the same file.
        for value in values:
            if isinstance(value, Evidence):
                save_quote(editor.library, value)
            else:
                own = tuple(changed.get(one.id, one) for one in value.evidence)
                save_point(editor.library, replace(value, evidence=own))

    return editor.do(f"let “{short(chosen.quote)}” stand first", write)


def _place(value: Point | Evidence) -> tuple[str, int]:
    return (str(value.place.path), value.place.line) if value.place is not None else ("", 0)

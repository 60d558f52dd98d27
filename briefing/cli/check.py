"""`briefing check`: every fault of a library, or every quotation unlike its source."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.cli.base import command, library_root, open_workspace
from briefing.text.words import counted

if TYPE_CHECKING:
    from briefing.app.checking_quotations import Check
    from briefing.cli.base import Options, Words
    from briefing.model import Evidence, Fault


def add(words: Words) -> None:
    """Put the word and its options in."""
    check = command(words, "check", "report every fault of a library's files", _check, own=False)
    check.add_argument("library", nargs="?", type=Path, metavar="DIR", help="the library's folder")
    check.add_argument(
        "--quotes",
        action="store_true",
        help="hold every quotation against the stored text of its source instead",
    )
    check.add_argument("--json", action="store_true", help="print JSON (docs/search.md)")


def _check(options: Options) -> int:
    if options.quotes:
        return _check_quotes(options)
    from briefing.library import check, count_checked

    root = library_root(options.library)
    faults = check(root)
    shown = options.library or root  # as the user wrote it: an editor can jump to it from there
    if options.json:
        print(json.dumps([_fault(shown, one) for one in faults], ensure_ascii=False, indent=1))
        return 1 if faults else 0
    for fault in faults:
        print(f"{shown / fault.path}:{fault.line}: {fault.what}; {fault.mend}")
    files = count_checked(root)
    if faults:
        print(f"{counted(len(faults), 'fault')} in {counted(files, 'file')}", file=sys.stderr)
        return 1
    print(f"no faults in {counted(files, 'file')}")
    return 0


def _fault(root: Path, fault: Fault) -> dict[str, object]:
    place = str(root / fault.path)
    return {"path": place, "line": fault.line, "what": fault.what, "mend": fault.mend}


def _check_quotes(options: Options) -> int:
    from briefing.app.checking_quotations import QuotationCheck, all_quotations, summary

    workspace = open_workspace(options.library)
    quotations = all_quotations(workspace.library)
    checks = QuotationCheck(workspace.library).check_all(quotations)
    pairs = list(zip(quotations, checks, strict=True))
    shown = options.library or workspace.root
    if options.json:
        values = [_as_values(shown, evidence, check) for evidence, check in pairs]
        print(json.dumps(values, ensure_ascii=False, indent=1))
    else:
        for evidence, check in pairs:
            if check.verdict.is_fault:
                print(f"{_place(shown, evidence)}: {check.title.partition(' ')[2]}: {check.words}")
                print(f"    {evidence.id}: {_difference(evidence, check)}")
    faulty = any(check.verdict.is_fault for check in checks)
    print(summary(checks), file=sys.stderr if faulty or options.json else sys.stdout)
    return 1 if faulty else 0


def _place(root: Path, evidence: Evidence) -> str:
    place = evidence.place
    return f"{root / place.path}:{place.line}" if place else str(root)


def _difference(evidence: Evidence, check: Check) -> str:
    """The difference in plain words: [+ only in the quotation] [- only in the source]."""
    from briefing.text.comparison import Change

    if check.comparison is None or not check.comparison.pieces:
        return f"“{' '.join(evidence.quote.split())}”"
    signs = {Change.ADDED: "[+ {}]", Change.LEFT_OUT: "[- {}]", Change.OMITTED: "[… {} …]"}
    return " ".join(
        signs.get(piece.change, "{}").format(piece.text) for piece in check.comparison.pieces
    )


def _as_values(root: Path, evidence: Evidence, check: Check) -> dict[str, object]:
    found = check.comparison
    return {
        "id": evidence.id,
        "place": _place(root, evidence),
        "verdict": check.verdict.value,
        "is_fault": check.verdict.is_fault,
        "words": check.words,
        "source": evidence.source or "",
        "text": check.text,
        "elsewhere": check.elsewhere,
        "goes_on": check.goes_on,
        "gaps": list(found.gaps) if found else [],
        "not_read_aloud": [clip.word for clip in check.clips],
        "difference": [
            {"change": piece.change.value, "text": piece.text}
            for piece in (found.pieces if found else ())
        ],
    }

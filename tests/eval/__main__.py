"""Measures suggestions and search on folders of judged queries.

./run eval DIR…              each folder, or all folders inside it; TREC runs go to eval-runs/
./run eval DIR --semantic    with the extra that ./run semantic installs
./run eval DIR --queries 300 only so many queries of each folder
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.eval.data import NoData, kind_of
from tests.eval.tasks import TASKS, Options


def main(words: list[str]) -> int:
    """Measure each folder and print its tables."""
    options = parser().parse_args(words)
    folders = [one for given in options.folders for one in _folders(given)]
    for folder in folders:
        try:
            kind = kind_of(folder)
        except NoData as error:
            print(error, file=sys.stderr)
            return 1
        model = "semantic" if options.semantic else "default"
        chosen = Options(model, options.out / folder.resolve().name, options.queries)
        print(f"{folder}  ({kind}, {'with the extra' if options.semantic else 'no model'})\n")
        for text in TASKS[kind](folder, chosen):
            print(text, flush=True)
    return 0


def _folders(given: Path) -> list[Path]:
    """The folder itself, or the judged folders inside it."""
    try:
        kind_of(given)
    except NoData:
        inside = [one for one in sorted(given.glob("*/")) if _is_judged(one)]
        return inside or [given]
    return [given]


def _is_judged(folder: Path) -> bool:
    try:
        return bool(kind_of(folder))
    except NoData:
        return False


def parser() -> argparse.ArgumentParser:
    """The words of the command line."""
    made = argparse.ArgumentParser(
        prog="./run eval", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    made.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    made.add_argument("--semantic", action="store_true")
    made.add_argument("--queries", type=int, default=0, metavar="N")
    made.add_argument("--out", type=Path, default=Path("eval-runs"))
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

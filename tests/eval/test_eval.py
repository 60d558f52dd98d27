"""The evaluation: its measures by hand-made rankings, and folders of each kind made here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.eval.__main__ import main
from tests.eval.data import NoData, kind_of
from tests.eval.measures import interval, macro_f1, mean_of, ndcg, share_of


def _jsonl(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _qrels(path: Path, rows: list[tuple[str, str]]) -> None:
    lines = ["query-id\tcorpus-id\tscore", *(f"{query}\t{document}\t1" for query, document in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


TEXTS = {
    "d1": "Uniforms reduce bullying. Pupils wear the same clothes and nobody is teased.",
    "d2": "This argument fails: bullying finds other targets than clothes, such as phones.",
    "d3": "Taxes on sugar make people healthier because they buy fewer sweet drinks.",
    "d4": "It is not true that taxes on sugar help: people buy sweet drinks elsewhere.",
}


@pytest.fixture
def debates(tmp_path: Path) -> Path:
    folder = tmp_path / "debates"
    _jsonl(folder / "corpus.jsonl", [{"_id": key, "text": text} for key, text in TEXTS.items()])
    queries = [{"_id": f"q{n}", "doc": f"d{n}", "text": TEXTS[f"d{n}"]} for n in (1, 3)]
    _jsonl(folder / "queries.jsonl", queries)
    kinds = {"d1": "point", "d2": "counter", "d3": "point", "d4": "counter"}
    meta = [{"_id": key, "group": f"g{key}", "kind": kind} for key, kind in kinds.items()]
    _jsonl(folder / "meta.jsonl", meta)
    for name in ("best", "oppose"):
        _qrels(folder / f"qrels.{name}.tsv", [("q1", "d2"), ("q3", "d4")])
    _qrels(folder / "qrels.support.tsv", [("q1", "d3")])
    return folder


def test_debates_are_measured_and_runs_written(
    debates: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(debates.parent), "--out", str(tmp_path / "runs")]) == 0
    printed = capsys.readouterr().out
    assert "all arguments: Acc@1                           100.0" in printed
    assert "Trap:" in printed and "opposing share@5" in printed
    run = (tmp_path / "runs" / "debates" / "T1-best.run").read_text(encoding="utf-8")
    assert run.splitlines()[0].startswith("q1 Q0 d2 1 ")


def test_claims_and_stances_are_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "claims"
    _jsonl(folder / "corpus.jsonl", [{"_id": key, "text": text} for key, text in TEXTS.items()])
    _jsonl(folder / "queries.dev.jsonl", [{"_id": "c1", "text": "Uniforms stop bullying"}])
    for name in ("any", "support", "undermine"):
        _qrels(folder / f"qrels.{name}.dev.tsv", [("c1", "d1")])
    pair = {"cid": "c1", "claim": "Uniforms are good", "pid": "d1", "perspective": TEXTS["d1"]}
    _jsonl(folder / "stance.dev.jsonl", [{**pair, "label": "support"}])
    assert main([str(folder), "--out", str(tmp_path / "runs")]) == 0
    printed = capsys.readouterr().out
    assert "any: nDCG@10" in printed and "macro F1" in printed and "100.0 %" in printed


def test_quotations_go_through_the_search(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "quotes"
    _jsonl(folder / "corpus.jsonl", [{"_id": key, "text": text} for key, text in TEXTS.items()])
    query = {"_id": "exact-1", "kind": "exact", "text": "bullying finds other targets"}
    _jsonl(folder / "queries.jsonl", [query])
    _qrels(folder / "qrels.tsv", [("exact-1", "d2")])
    assert main([str(folder), "--out", str(tmp_path / "runs")]) == 0
    assert "exact: Acc@1                                   100.0" in capsys.readouterr().out


def test_another_folder_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 1
    assert "no folder of judged queries" in capsys.readouterr().err
    with pytest.raises(NoData):
        kind_of(tmp_path)


def test_measures() -> None:
    assert ndcg(["a", "b"], {"a": 1}) == 1
    assert ndcg(["b", "a"], {"a": 1}) == pytest.approx(0.6309, abs=1e-4)
    assert ndcg([], {"a": 1}) == 0
    assert macro_f1([(True, True), (False, False)]) == 1
    assert macro_f1([(True, False), (True, True)]) == pytest.approx(1 / 3)
    assert share_of({"q": 0.6}, {"q": 0.2})(["q"]) == pytest.approx(0.75)
    groups = {f"q{n}": f"g{n // 2}" for n in range(40)}
    low, high = interval(groups, mean_of({query: 1.0 for query in list(groups)[:20]}))
    assert 0 < low < 0.5 < high < 1

"""What is measured in each kind of folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.model import Library
from briefing.suggest import Suggester
from briefing.suggest.suggester import Ranked
from tests.eval.data import Judgements, Row, Run, judgements, parts, rows
from tests.eval.measures import (
    Values,
    by_query,
    first_right,
    macro_f1,
    mean_of,
    ndcg,
    precision,
    recall,
    share_of,
)
from tests.eval.ranking import BEARING, BEARING_READ, rank, run_of, run_of_own, suggester_of
from tests.eval.report import Figure, figure, table

HEADLINES = (
    "Trap: points begin with a headline, counters do not. A ranker that knows only which texts are "
    "counters lifts Acc@1 over all from 37 to 54; look at counters only."
)
OWN = "Ranked by each text's own relevance; the window's lists, as T2, share it among like texts."
CHANCE = "Chance: 53.5 % of the texts of the right debate oppose the query."
LICENCE = "Nothing was trained on texts of this kind (their licence is unclear)."


@dataclass(frozen=True, slots=True)
class Options:
    """What to measure with, and where runs are written."""

    model: str  # "default" or "semantic"
    out: Path
    most: int = 0  # queries at most, 0: all

    @property
    def bearing(self) -> float:
        """Weight of the bearing against relevance."""
        return BEARING_READ if self.model == "semantic" else BEARING

    def some(self, queries: list[Row]) -> list[Row]:
        """So many of the queries, spread evenly."""
        step = max(len(queries) // self.most, 1) if self.most else 1
        return queries[::step][: self.most or None]


def only(judged: Judgements, queries: Sequence[Row]) -> Judgements:
    """The judgements of these queries."""
    wanted = {query["_id"] for query in queries}
    return {query: gains for query, gains in judged.items() if query in wanted and gains}


def means(
    name: str,
    run: Run,
    judged: Judgements,
    groups: dict[str, str],
    measures: Sequence[tuple[str, Callable[..., float], float | None, str]],
) -> list[Figure]:
    """Mean measures of a run, with intervals."""
    own = {query: groups[query] for query in judged}
    return [
        figure(f"{name}: {label}", own, mean_of(by_query(run, judged, measure)), goal, beware)
        for label, measure, goal, beware in measures
    ]


def arguana(folder: Path, options: Options) -> list[str]:
    """T1, the counter written against an argument; T2, the other and the same side."""
    texts = rows(folder, "corpus")
    queries = options.some(rows(folder, "queries"))
    meta = {row["_id"]: row for row in rows(folder, "meta")} if parts(folder, "meta") else {}
    group = {
        query["_id"]: str(meta.get(query.get("doc", ""), {}).get("group", query["_id"]))
        for query in queries
    }
    made = suggester_of(texts, options.model)
    ranked = rank(made, queries)
    semantic = options.model == "semantic"
    best = only(judgements(folder, "qrels.best"), queries)
    plain = run_of_own("T1-best", ranked)
    plain.write(options.out)
    figures = means(
        "all arguments",
        plain,
        best,
        group,
        (
            ("Acc@1", first_right, 0.45 if semantic else 0.37, HEADLINES),
            ("nDCG@10", ndcg, 0.68 if semantic else 0.61, OWN),
            ("R@10", recall, None, LICENCE),
        ),
    )
    counters = {name for name, row in meta.items() if row.get("kind") == "counter"}
    if counters:
        rest = {
            query: tuple(one for one in found if one.point in counters)
            for query, found in ranked.items()
        }
        among = run_of_own("T1-best-counters", rest)
        among.write(options.out)
        goal = 0.60 if semantic else 0.54
        figures += means("counters only", among, best, group, (("Acc@1", first_right, goal, ""),))
    tables = [table("T1  the best counter", figures)]
    return [*tables, _sides(folder, options, queries, group, ranked)]


def _sides(
    folder: Path,
    options: Options,
    queries: Sequence[Row],
    group: dict[str, str],
    ranked: dict[str, tuple[Ranked, ...]],
) -> str:
    semantic = options.model == "semantic"
    oppose = only(judgements(folder, "qrels.oppose"), queries)
    support = only(judgements(folder, "qrels.support"), queries)
    against = run_of("T2-oppose", ranked, options.bearing)
    along = run_of("T2-support", ranked, -options.bearing)
    against.write(options.out)
    along.write(options.out)
    figures = means(
        "opposing",
        against,
        oppose,
        group,
        (("nDCG@10", ndcg, 0.58 if semantic else 0.55, ""), ("P@5", precision, None, "")),
    )
    figures += means(
        "supporting",
        along,
        support,
        group,
        (("nDCG@10", ndcg, None, ""), ("P@5", precision, None, "")),
    )
    other = by_query(against, oppose, precision)
    same = by_query(against, support, precision)
    asked = {query: group[query] for query in oppose}
    goal = 0.75 if semantic else 0.63
    share = share_of(other, same)
    figures.append(figure("opposing share@5", asked, share, goal, CHANCE))
    plain = run_of("T2-relevance", ranked, 0.0)
    unweighed = share_of(by_query(plain, oppose, precision), by_query(plain, support, precision))
    figures.append(figure("  the same by relevance alone", asked, unweighed))
    return table("T2  the other side and the same side", figures)


def perspectrum(folder: Path, options: Options) -> list[str]:
    """T3, perspectives on a claim; and the stance of pairs."""
    tables = []
    for part in _reported(parts(folder, "qrels.any", "tsv")):
        queries = options.some(rows(folder, "queries", part))
        group = {query["_id"]: query["_id"] for query in queries}
        made = suggester_of(rows(folder, "corpus"), options.model)
        ranked = rank(made, queries)
        figures: list[Figure] = []
        for what, bearing in (
            ("any", 0.0),
            ("support", -options.bearing),
            ("undermine", options.bearing),
        ):
            run = run_of(f"T3-{what}", ranked, bearing)
            run.write(options.out)
            judged = only(judgements(folder, f"qrels.{what}", part), queries)
            goal = 0.65 if what == "any" and options.model == "semantic" else None
            figures += means(
                what, run, judged, group, (("nDCG@10", ndcg, goal, ""), ("R@10", recall, None, ""))
            )
        tables.append(table(f"T3  perspectives on a claim {part}".rstrip(), figures))
    for part in _reported(parts(folder, "stance")):
        tables.append(_stance(rows(folder, "stance", part), part, options))
    return tables


def _reported(found: list[str]) -> list[str]:
    """Without the part that weights were trained on, if there is another."""
    return [part for part in found if part != "train"] or found


def _stance(pairs: list[Row], part: str, options: Options) -> str:
    triples = [
        (row["cid"], row["claim"], row["perspective"], row["label"] == "support") for row in pairs
    ]
    return stance_table(f"Stance of claim and perspective {part}".rstrip(), triples, options, 0.8)


def stance_table(
    title: str, triples: Sequence[tuple[str, str, str, bool]], options: Options, goal: float
) -> str:
    """Accuracy and macro F1 of (group, claim, text, whether it supports)."""
    made = Suggester.build(_nothing())
    if options.model == "semantic":
        made = made.with_meaning()
    by_claim: dict[tuple[str, str], list[int]] = {}
    for place, (group, claim, _, _) in enumerate(triples):
        by_claim.setdefault((group, claim), []).append(place)
    said: dict[str, bool] = {}
    for (_, claim), places in by_claim.items():
        odds = made.stances(claim, [triples[place][2] for place in places])
        said.update({str(place): one < 0 for place, one in zip(places, odds, strict=True)})
    true = {str(place): triple[3] for place, triple in enumerate(triples)}
    right: Values = {place: float(said[place] is true[place]) for place in true}
    groups = {str(place): triple[0] for place, triple in enumerate(triples)}

    def f1(drawn: Sequence[str]) -> float:
        return macro_f1([(said[one], true[one]) for one in drawn])

    majority = max(sum(true.values()), len(true) - sum(true.values())) / len(true)
    beware = f"The more frequent answer alone would be right in {majority * 100:.1f} %."
    return table(
        title,
        [
            figure(
                "accuracy",
                groups,
                mean_of(right),
                goal if options.model == "semantic" else None,
                beware,
            ),
            figure("macro F1", groups, f1),
        ],
    )


def _nothing() -> Library:
    return Library(Path("/nowhere"))


def keypoints(folder: Path, options: Options) -> list[str]:
    """Arguments and their key points; stance towards the topic."""
    tables = []
    for part in _reported(parts(folder, "queries")):
        queries = options.some(rows(folder, "queries", part))
        group = {query["_id"]: query["topic"] for query in queries}
        ranked = rank(suggester_of(rows(folder, "corpus", part), options.model), queries)
        run = run_of("keypoints", ranked, 0.0)
        run.write(options.out)
        judged = only(judgements(folder, "qrels", part), queries)
        measures = (("nDCG@10", ndcg, None, ""), ("Acc@1", first_right, None, ""))
        few = f"Only {len(set(group.values()))} topics: the intervals are wide."
        figures = means("key point", run, judged, group, measures)
        tables.append(table(f"Arguments and key points {part}".rstrip(), figures) + f"  ! {few}\n")
        triples = [
            (row["topic"], row["topic"], row["text"], int(row["stance"]) > 0) for row in queries
        ]
        tables.append(stance_table(f"Stance to the topic {part}".rstrip(), triples, options, 0.7))
    return tables


def quotes(folder: Path, options: Options) -> list[str]:
    """T4, known quotations through the product's own search."""
    from tests.eval.quotes import search

    queries = options.some(rows(folder, "queries"))
    judged = only(judgements(folder, "qrels"), queries)
    run = search(rows(folder, "corpus"), queries)
    run.write(options.out)
    kind = {query["_id"]: str(query.get("kind", "all")) for query in queries}
    own = {query: query for query in judged}
    right = by_query(run, judged, first_right)
    near = by_query(run, judged, recall)
    figures = [
        figure("all: Acc@1", own, mean_of(right), 0.98),
        figure("all: R@10", own, mean_of(near)),
    ]
    for name in sorted(set(kind.values())):
        some = {query: query for query in judged if kind[query] == name}
        goal = {"exact": 1.0, "typo": 0.98}.get(name)
        figures.append(figure(f"{name}: Acc@1", some, mean_of(right), goal))
    return [table("T4  quotations, through the search", figures)]


TASKS: dict[str, Callable[[Path, Options], list[str]]] = {
    "arguana": arguana,
    "perspectrum": perspectrum,
    "keypoints": keypoints,
    "quotes": quotes,
}

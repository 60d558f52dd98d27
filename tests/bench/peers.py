"""The engines that ours is measured beside: SQLite's FTS5 and tantivy, fed with the same entries.

Both index words as they are written (no stems), so that what they find can be counted against
exact words of ours. Prefixes, fuzzy words and suggestions are asked as each of them offers it;
where FTS5 offers nothing, its list of words is searched with rapidfuzz and the words found are
asked for together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from briefing.index import Entry
from briefing.index.fields import TEXT, words

FIELDS = TEXT.fields


class Fts5:
    """SQLite's full-text search, as the standard library has it."""

    name = "FTS5"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / "fts5.db")
        self._words: list[str] | None = None

    def build(self, entries: Iterable[Entry]) -> None:
        """Index everything in one transaction."""
        columns = ", ".join(FIELDS)
        self._db.execute(
            f"CREATE VIRTUAL TABLE t USING fts5({columns},"
            " tokenize='unicode61 remove_diacritics 2')"
        )
        self._db.execute("CREATE TABLE m(id INTEGER PRIMARY KEY, side, theme, speaker, year)")
        marks = ", ".join("?" * (len(FIELDS) + 1))
        for number, entry in enumerate(entries, 1):
            texts = words(entry, TEXT)
            self._db.execute(f"INSERT INTO t(rowid, {columns}) VALUES ({marks})", (number, *texts))
            values = (number, entry.side or "none", entry.theme, entry.speaker, entry.year)
            self._db.execute("INSERT INTO m VALUES (?, ?, ?, ?, ?)", values)
        self._db.execute("CREATE INDEX m_side ON m(side)")
        self._db.execute("CREATE INDEX m_year ON m(year)")
        self._db.commit()

    def open(self) -> None:
        """What a program would do once."""
        self._db.execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab('main', 't', 'row')")
        self._words = [row[0] for row in self._db.execute("SELECT term FROM temp.v")]

    def top(self, match: str, where: str = "", *values: object) -> list[int]:
        """The 20 best, as numbers from 0."""
        join = (
            f"JOIN m ON m.id = t.rowid WHERE t MATCH ? AND {where}" if where else "WHERE t MATCH ?"
        )
        sql = f"SELECT t.rowid FROM t {join} ORDER BY rank LIMIT 20"
        return [row[0] - 1 for row in self._db.execute(sql, (match, *values))]

    def count(self, match: str, where: str = "", *values: object) -> int:
        """How many match."""
        join = (
            f"JOIN m ON m.id = t.rowid WHERE t MATCH ? AND {where}" if where else "WHERE t MATCH ?"
        )
        row = self._db.execute(f"SELECT count(*) FROM t {join}", (match, *values)).fetchone()
        return int(row[0])

    def near_words(self, word: str, edits: int) -> list[str]:
        """Words within some edits."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        assert self._words is not None
        found = extract(word, self._words, scorer=OSA.distance, score_cutoff=edits, limit=50)
        return [name for name, _, _ in found]

    def fuzzy(self, word: str, edits: int) -> list[int]:
        """The 20 best with a word that looks like this one."""
        found = self.near_words(word, edits)
        return self.top(" OR ".join(f'"{one}"' for one in found)) if found else []


class Tantivy:
    """tantivy, the engine in Rust, through its Python package."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy: Any = tantivy
        folder = folder / "tantivy"
        folder.mkdir(parents=True, exist_ok=True)
        builder: Any = tantivy.SchemaBuilder()
        for name in FIELDS:
            builder.add_text_field(name, stored=name in ("title", "quote", "text"))
        for name in ("side", "theme", "speaker"):
            builder.add_text_field(name, tokenizer_name="raw", fast=True)
        builder.add_integer_field("year", indexed=True, fast=True)
        builder.add_integer_field("number", stored=True, fast=True)
        self._schema = builder.build()
        self._index: Any = tantivy.Index(self._schema, str(folder))
        self._searcher: Any = None

    def build(self, entries: Iterable[Entry]) -> None:
        """Index everything with one thread."""
        writer = self._index.writer(128 << 20, 1)
        for number, entry in enumerate(entries):
            values: dict[str, object] = dict(zip(FIELDS, words(entry, TEXT), strict=True))
            values = {name: value for name, value in values.items() if value}
            side, year = entry.side or "none", entry.year
            values |= {"side": side, "theme": entry.theme, "speaker": entry.speaker}
            values |= {"year": year, "number": number}
            writer.add_document(self._tantivy.Document(**values))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        """What a program would do once."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def parse(self, text: str) -> Any:
        """A query in tantivy's own language, over all text fields."""
        return self._index.parse_query(text, list(FIELDS))

    def terms(self, pattern: str) -> Any:
        """Words of any text field that a regular expression fits."""
        query = self._tantivy.Query
        return self.any([query.regex_query(self._schema, name, pattern) for name in FIELDS])

    def fuzzy(self, word: str, edits: int) -> Any:
        """Words of any text field within some edits; a swap counts as one."""
        query = self._tantivy.Query
        return self.any(
            [query.fuzzy_term_query(self._schema, name, word, edits, True) for name in FIELDS]
        )

    def any(self, queries: list[Any]) -> Any:
        """Any of some queries."""
        should = self._tantivy.Occur.Should
        return self._tantivy.Query.boolean_query([(should, one) for one in queries])

    def all(self, queries: list[Any]) -> Any:
        """All of some queries."""
        must = self._tantivy.Occur.Must
        return self._tantivy.Query.boolean_query([(must, one) for one in queries])

    def word(self, field: str, value: object) -> Any:
        """Documents with a value in a field."""
        return self._tantivy.Query.term_query(self._schema, field, value)

    def years(self, first: int, last: int) -> Any:
        """Documents with a year in a range."""
        kind = self._tantivy.FieldType.Integer
        return self._tantivy.Query.range_query(self._schema, "year", kind, first, last)

    def top(self, query: Any) -> tuple[list[Any], int]:
        """The addresses of the 20 best, and how many match."""
        found = self._searcher.search(query, 20)
        return [address for _, address in found.hits], int(found.count)


class Nobody:
    """In the place of a peer that is not asked."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None

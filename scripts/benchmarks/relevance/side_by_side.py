"""Ask plain BM25 and Officina's engines every judged query, and set what they find side by side."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean

from benchmarks.relevance.corpus import MOMENT, corpus
from benchmarks.relevance.judged import LANGUAGES, Judged, judged
from benchmarks.relevance.meaning import WithGroup
from benchmarks.relevance.measures import FIRST, hit, ndcg
from benchmarks.relevance.plain import PlainBm25

from officina_widgets.catalogue.asking import Ask
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.search import SearchBackend, engine
from officina_widgets.catalogue.search.documents import document_of
from officina_widgets.catalogue.search.meaning.encoding import installed

Contestant = Callable[[Judged], Sequence[str]]
ALL_WORDS, ANY_WORD = "BM25, all words", "BM25, any word"
OURS, OURS_IN_SQLITE = "Officina, tantivy", "Officina, SQLite"
WITH_GROUP = "tantivy, with the group"


def contestants(records: Sequence[CatalogRecord], folder: Path) -> dict[str, Contestant]:
    """By name, what gives the IRIs of a query's first records."""
    plain = PlainBm25(records)
    tantivy, sqlite = engine(folder / "t", kind="tantivy"), engine(folder / "s", kind="sqlite")
    for index in (tantivy, sqlite):
        index.rebuild(map(document_of, records), as_of=MOMENT)
    return {
        ALL_WORDS: lambda asked: plain.best(asked.q, between="AND", count=FIRST),
        ANY_WORD: lambda asked: plain.best(asked.q, between="OR", count=FIRST),
        OURS: lambda asked: _found(tantivy, asked),
        OURS_IN_SQLITE: lambda asked: _found(sqlite, asked),
    }


def run() -> str:
    """Measure and give the section for the reference."""
    records, queries = corpus(), judged()
    lines = [
        "### Relevance",
        "",
        f"{len(queries)} queries in {len(LANGUAGES)} languages over {len(records)} records. In "
        "each cell nDCG@10, and the share of queries with a record of grade 2 or 3 among the first "
        "ten.",
    ]
    with tempfile.TemporaryDirectory() as folder:
        asked = contestants(records, Path(folder))
        encoder = installed()
        group = None if encoder is None else WithGroup(encoder, records, Path(folder, "group"))
        if group is not None:
            asked[WITH_GROUP] = group
        for name, is_kept in (("Half for tuning", False), ("Half kept for this figure", True)):
            half = [each for each in queries if each.is_kept is is_kept]
            lines += ["", f"**{name}**", "", *_table(half, asked)]
        if group is not None:
            lines += ["", group.costs()]
    return "\n".join(lines)


def _table(half: list[Judged], asked: dict[str, Contestant]) -> list[str]:
    rows = [
        _row(language, [each for each in half if each.language == language], asked)
        for language in LANGUAGES
    ]
    return [
        f"| language | n | {' | '.join(asked)} |",
        "|---" * (len(asked) + 2) + "|",
        *rows,
        _row("all", half, asked),
    ]


def _row(name: str, queries: list[Judged], asked: dict[str, Contestant]) -> str:
    cells = [f"{gain:.2f}, {hits:.2f}" for gain, hits in map(_summed(queries), asked.values())]
    return f"| {name} | {len(queries)} | {' | '.join(cells)} |"


def _summed(queries: list[Judged]) -> Callable[[Contestant], tuple[float, float]]:
    def summed(contestant: Contestant) -> tuple[float, float]:
        found = [(contestant(each), each.grades) for each in queries]
        return mean(ndcg(*each) for each in found), mean(
            hit(*each, first=len(each[0])) for each in found
        )

    return summed


def _found(index: SearchBackend, asked: Judged) -> list[str]:
    stored = index.search(Ask(q=asked.q, languages=(asked.language,), limit=FIRST)).stored
    return [CatalogRecord.model_validate_json(one).record.iri for one in stored]

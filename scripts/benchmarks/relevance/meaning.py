"""The group "In other languages" beside the judged queries, and what its vectors cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean, median

import psutil
from benchmarks.relevance.corpus import MOMENT
from benchmarks.relevance.judged import Judged
from benchmarks.relevance.measures import FIRST

from officina_widgets.catalogue.asking import Ask
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.search import engine
from officina_widgets.catalogue.search.answering import answer
from officina_widgets.catalogue.search.documents import document_of
from officina_widgets.catalogue.search.meaning.encoding import Encoder

MIB = 1024**2


class WithGroup:
    """Officina as the portal has it with the extra: the first ten, then the group of up to five."""

    def __init__(self, encoder: Encoder, records: Sequence[CatalogRecord], folder: Path) -> None:
        from officina_widgets.catalogue.search.meaning.nearness import Nearness, text_of
        from officina_widgets.catalogue.search.meaning.vectors import Made, VectorFile, key_of

        folder.mkdir()
        self._index = engine(folder / "index", kind="tantivy")
        self._index.rebuild(map(document_of, records), as_of=MOMENT)
        before = psutil.Process().memory_info().rss
        texts = {one.id: text_of(document_of(one)) for one in records}
        encoder.query("to load it")
        made, self._of_records = {}, []
        for id_, text in texts.items():
            vector, milliseconds = _timed(lambda text=text: encoder.passage(text))
            made[id_] = Made(key_of(text), vector)
            self._of_records.append(milliseconds)
        file = VectorFile(folder / "vectors.npy", encoder.dimensions)
        file.replace(made)
        self._bytes = (folder / "vectors.npy").stat().st_size / len(made)
        self._near = Nearness(encoder, file)
        self._rss = psutil.Process().memory_info().rss - before
        self._of_queries: list[float] = []
        self._found: dict[str, list[str]] = {}

    def __call__(self, asked: Judged) -> list[str]:
        if asked.id not in self._found:
            ask = Ask(q=asked.q, languages=(asked.language,), limit=FIRST)
            _, milliseconds = _timed(lambda: self._near(asked.q))
            self._of_queries.append(milliseconds)
            told = answer(self._index, ask, near=self._near)
            both = (*told.hits, *told.in_other_languages)
            self._found[asked.id] = [hit.filed.record.iri for hit in both]
        return self._found[asked.id]

    def costs(self) -> str:
        """What it took, as a paragraph."""
        queries = sorted(self._of_queries)
        return (
            f"*With the group*: the first ten and then the group of at most five; a hit may stand "
            f"in either, nDCG has the group where there are fewer than ten. A vector of a record "
            f"took {mean(self._of_records):.0f} ms of CPU (mean; the median is "
            f"{median(self._of_records):.0f}), a query's with the "
            f"comparison {median(queries):.1f} ms (95th percentile "
            f"{queries[int(0.95 * (len(queries) - 1))]:.1f}), one thread; model and vectors took "
            f"{self._rss / MIB:.0f} MiB of memory, the file {self._bytes:.0f} bytes a record."
        )


def _timed(deed: Callable[[], object]) -> tuple[object, float]:
    begun = time.thread_time()
    return deed(), (time.thread_time() - begun) * 1000

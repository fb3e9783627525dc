"""Build and ask each contestant in processes of its own, and set the figures side by side."""

from __future__ import annotations

import json
import multiprocessing
import pickle
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict
from pathlib import Path

import psutil
from benchmarks.find import lucene
from benchmarks.find.page import Figures, Kind, section
from benchmarks.find.questions import Taken
from benchmarks.find.records import MOMENT, made

from officina_widgets.catalogue.asking import Ask
from officina_widgets.catalogue.search import SearchBackend, engine
from officina_widgets.catalogue.search.backend import Document
from officina_widgets.catalogue.search.documents import document_of

KINDS: tuple[Kind, ...] = ("tantivy", "sqlite", "lucene")
MIB = 1024**2
NANOSECONDS_IN_A_MS = 1e6


def run(count: int, *, without: Collection[str] = ()) -> str:
    """Measure and give the section for the reference."""
    if not lucene.is_here():
        print(lucene.LEFT_OUT, flush=True)
        without = {*without, "lucene"}
    taken: dict[Kind, Figures] = {}
    for kind in KINDS:
        if kind in without:
            continue
        with tempfile.TemporaryDirectory() as above:
            in_a_process(build, kind, count, Path(above))
            in_a_process(_ask, kind, count, Path(above))
            taken[kind] = Figures(**json.loads(Path(above, "figures.json").read_text("utf-8")))
    return section(count, taken)


def in_a_process(do: Callable[[Kind, int, Path], None], *args: object) -> None:
    child = multiprocessing.get_context("spawn").Process(target=do, args=args)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(f"{do.__name__} ended with {child.exitcode}; its reason stands above")


def build(kind: Kind, count: int, folder: Path) -> None:
    source, cpu = _Source(count), time.process_time()
    if kind == "lucene":
        seconds = lucene.build(source.documents(), folder)
    else:
        engine(folder / "index", kind=kind).rebuild(source.documents(), as_of=MOMENT)
        seconds = time.process_time() - cpu - source.seconds
    kept = (seconds, source.taken.questions())
    (folder / "built.pickle").write_bytes(pickle.dumps(kept))


def _ask(kind: Kind, _count: int, folder: Path) -> None:
    seconds, questions = pickle.loads((folder / "built.pickle").read_bytes())
    figures = Figures(seconds, _size_mib(folder / "index"), 0, {})
    if kind == "lucene":
        figures.asked, figures.memory_mib = lucene.ask(questions, folder)
    else:
        index, before = engine(folder / "index", kind=kind), _memory_mib()
        for name, asks in questions.items():
            for ask in asks:  # what is read from disk is in memory then, as in a hub that runs
                index.search(ask)
            figures.asked[name] = [_asked(index, ask) for ask in asks for _ in range(2)]
        figures.memory_mib = _memory_mib() - before
    (folder / "figures.json").write_text(json.dumps(asdict(figures)), "utf-8")


class _Source:
    """Documents one by one; how long making them took is not the engine's."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.taken = Taken(count)
        self.seconds = 0.0

    def documents(self) -> Iterator[Document]:
        records = self.taken.passing(made(self._count))
        while True:
            began = time.thread_time()
            record = next(records, None)
            document = document_of(record.record) if record else None
            self.seconds += time.thread_time() - began
            if document is None:
                return
            yield document


def _asked(index: SearchBackend, ask: Ask) -> float:
    began = time.process_time_ns()
    index.search(ask)
    return (time.process_time_ns() - began) / NANOSECONDS_IN_A_MS


def _memory_mib() -> float:
    return float(psutil.Process().memory_info().rss) / MIB


def _size_mib(folder: Path) -> float:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) / MIB

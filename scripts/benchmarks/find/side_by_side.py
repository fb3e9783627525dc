"""Build and ask each engine in processes of their own, and set the figures beside each other."""

from __future__ import annotations

import json
import multiprocessing
import pickle
import platform
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import psutil
from benchmarks.find.questions import Taken
from benchmarks.find.records import MOMENT, made

from officina_widgets.catalogue.asking import Ask
from officina_widgets.catalogue.search import SearchBackend, engine
from officina_widgets.catalogue.search.backend import Document
from officina_widgets.catalogue.search.documents import document_of

Kind = Literal["tantivy", "sqlite"]
KINDS: tuple[Kind, ...] = ("tantivy", "sqlite")
NAMES = {"tantivy": "tantivy", "sqlite": "SQLite FTS5"}
TARGETS = {"two words": 1, "word and beginning": 3, "typo": 8, "commonest words": 6}
TARGETS_OF = 100_000
MIB = 1024**2
NANOSECONDS_IN_A_MS = 1e6


@dataclass
class Figures:
    """What one engine took. Milliseconds of its process's CPU time for each question."""

    build_seconds: float
    size_mib: float
    memory_mib: float
    asked: dict[str, list[float]]


def run(count: int) -> str:
    """Measure and give the section for the reference."""
    taken: dict[Kind, Figures] = {}
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as above:
            _in_a_process(_build, kind, count, Path(above))
            _in_a_process(_ask, kind, count, Path(above))
            taken[kind] = Figures(**json.loads(Path(above, "figures.json").read_text("utf-8")))
    return _section(count, taken)


def _in_a_process(do: Callable[[Kind, int, Path], None], *args: object) -> None:
    child = multiprocessing.get_context("spawn").Process(target=do, args=args)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(f"{do.__name__} ended with {child.exitcode}; its reason stands above")


def _build(kind: Kind, count: int, folder: Path) -> None:
    source, cpu = _Source(count), time.process_time()
    engine(folder / "index", kind=kind).rebuild(source.documents(), as_of=MOMENT)
    seconds = time.process_time() - cpu - source.seconds
    kept = (seconds, source.taken.questions())
    (folder / "built.pickle").write_bytes(pickle.dumps(kept))


def _ask(kind: Kind, _count: int, folder: Path) -> None:
    seconds, questions = pickle.loads((folder / "built.pickle").read_bytes())
    index, before = engine(folder / "index", kind=kind), _memory_mib()
    figures = Figures(seconds, _size_mib(folder / "index"), 0, {})
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


def _section(count: int, taken: dict[Kind, Figures]) -> str:
    tantivy, sqlite = taken["tantivy"], taken["sqlite"]
    peers = f"tantivy {version('tantivy')}, SQLite {sqlite3.sqlite_version}"
    lines = [
        f"### {count:,} records",
        "",
        "| question | n | tantivy, median | 99 of 100 | SQLite FTS5, median | 99 of 100 | ratio |",
        "|---|---|---|---|---|---|---|",
        *(_row(name, tantivy, sqlite) for name in tantivy.asked),
        "",
        "| index | tantivy | SQLite FTS5 |",
        "|---|---|---|",
        f"| made in, CPU s | {tantivy.build_seconds:.0f} | {sqlite.build_seconds:.0f} |",
        f"| size, MiB | {tantivy.size_mib:.0f} | {sqlite.size_mib:.0f} |",
        f"| memory that asking took, MiB | {tantivy.memory_mib:.0f} | {sqlite.memory_mib:.0f} |",
        "",
        f"CPU milliseconds; {peers}, Python {platform.python_version()}.",
    ]
    if count == TARGETS_OF:
        lines[-1] += f" Targets, medians: {_targets(tantivy)}."
    return "\n".join(lines)


def _row(name: str, tantivy: Figures, sqlite: Figures) -> str:
    (one, one_99), (other, other_99) = _summed(tantivy.asked[name]), _summed(sqlite.asked[name])
    figures = f"{one:.2f} | {one_99:.2f} | {other:.2f} | {other_99:.2f} | {other / one:.1f}"
    return f"| {name} | {len(tantivy.asked[name])} | {figures} |"


def _summed(milliseconds: list[float]) -> tuple[float, float]:
    return statistics.median(milliseconds), statistics.quantiles(milliseconds, n=100)[-1]


def _targets(figures: Figures) -> str:
    told = []
    for name, most in TARGETS.items():
        verdict = "met" if statistics.median(figures.asked[name]) <= most else "**missed**"
        told.append(f"{name} at most {most} ms: {verdict}")
    return "; ".join(told)

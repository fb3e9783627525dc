"""Build and ask each contestant in processes of its own, and set the figures side by side."""

from __future__ import annotations

import json
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Collection
from dataclasses import asdict
from pathlib import Path

import psutil
from benchmarks.find import lucene
from benchmarks.find.kept import Source, keep, questions
from benchmarks.find.page import Figures, Kind, section
from benchmarks.find.records import MOMENT

from officina_widgets.catalogue.asking import Ask
from officina_widgets.catalogue.search import SearchBackend, engine

KINDS: tuple[Kind, ...] = ("tantivy", "sqlite", "lucene")
BUILT = "built.txt"
MIB = 1024**2
NANOSECONDS_IN_A_MS = 1e6


def run(count: int, *, without: Collection[str] = ()) -> str:
    """Measure and give the section for the reference."""
    if not lucene.is_here():
        print(lucene.LEFT_OUT, flush=True)
        without = {*without, "lucene"}
    asked = [kind for kind in KINDS if kind not in without]
    taken: dict[Kind, Figures] = {}
    with tempfile.TemporaryDirectory(prefix="officina-bench-") as shared:
        if asked:
            in_a_process(keep, count, Path(shared))
        for kind in asked:
            with tempfile.TemporaryDirectory(prefix="officina-bench-") as above:
                in_a_process(build, kind, Path(shared), Path(above))
                in_a_process(_ask, kind, Path(shared), Path(above))
                taken[kind] = Figures(**json.loads(Path(above, "figures.json").read_text("utf-8")))
    return section(count, taken)


def in_a_process(do: Callable[..., None], *args: object) -> None:
    child = multiprocessing.get_context("spawn").Process(target=do, args=args)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(f"{do.__name__} ended with {child.exitcode}; its reason stands above")


def build(kind: Kind, shared: Path, folder: Path) -> None:
    """Make the index below this folder of the documents kept in the shared one."""
    source, cpu = Source(shared), time.process_time()
    if kind == "lucene":
        seconds = lucene.build(source.documents(), folder)
    else:
        engine(folder / "index", kind=kind).rebuild(source.documents(), as_of=MOMENT)
        seconds = time.process_time() - cpu - source.seconds
    (folder / BUILT).write_text(str(seconds), "utf-8")


def _ask(kind: Kind, shared: Path, folder: Path) -> None:
    seconds, asked = float((folder / BUILT).read_text("utf-8")), questions(shared)
    figures = Figures(seconds, _size_mib(folder / "index"), 0, {})
    if kind == "lucene":
        figures.asked, figures.memory_mib = lucene.ask(asked, folder)
    else:
        index, before = engine(folder / "index", kind=kind), _memory_mib()
        for name, asks in asked.items():
            for ask in asks:  # what is read from disk is in memory then, as in a hub that runs
                index.search(ask)
            figures.asked[name] = [_asked(index, ask) for ask in asks for _ in range(2)]
        figures.memory_mib = _memory_mib() - before
    (folder / "figures.json").write_text(json.dumps(asdict(figures)), "utf-8")


def _asked(index: SearchBackend, ask: Ask) -> float:
    began = time.process_time_ns()
    index.search(ask)
    return (time.process_time_ns() - began) / NANOSECONDS_IN_A_MS


def _memory_mib() -> float:
    return float(psutil.Process().memory_info().rss) / MIB


def _size_mib(folder: Path) -> float:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) / MIB

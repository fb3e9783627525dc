"""The engine that forks a warm process for every pass."""

from __future__ import annotations

import logging
import re
import socket
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from officina_courses.grading.engine import CellToRun, Engine, Pass, PassRan
from officina_courses.grading.errors import SandboxFailed
from officina_courses.grading.sandboxed import run_in
from officina_courses.grading.zygote.bounds import Role
from officina_courses.grading.zygote.host import Started, Zygote
from officina_courses.grading.zygote.process import ZygoteProcess

log = logging.getLogger(__name__)

IMPORTED = re.compile(r"^[ \t]*(?:from[ \t]+(\w+)|import[ \t]+(.+))", re.MULTILINE)
# What is worth importing beforehand, by the name in a notebook; nothing else is, whoever asks.
WORTH_IT = {
    "matplotlib": ("matplotlib.pyplot",),
    "networkx": ("networkx",),
    "numpy": ("numpy", "numpy.random"),
    "pandas": ("pandas",),
    "polars": ("polars",),
    "scipy": ("scipy",),
    "seaborn": ("matplotlib.pyplot", "pandas", "seaborn"),
    "sklearn": ("sklearn", "sklearn.linear_model", "sklearn.model_selection"),
    "sympy": ("sympy",),
    "torch": ("torch",),
    "xarray": ("xarray",),
}
MOST_ZYGOTES = 3

Imports = tuple[str, ...]


class WarmEngine:
    """Forks of a few zygotes, each with a set of imports; ``spare`` runs what none could.

    Notebooks have a zygote of just their imports while there is room for one more. Then those share
    one that has all they import, and where none has, the most similar one is started again with
    both sets: five exercises in turns would else end each other's zygotes before every fork.
    """

    def __init__(self, *, spare: Engine | None) -> None:
        self._spare = spare
        self._lock = threading.Lock()
        self._zygotes: OrderedDict[Imports, Zygote] = OrderedDict()  # the least used first
        self._leaving: list[Zygote] = []  # of which forks still live

    def run(self, work: Pass) -> PassRan:
        """Run the cells one after another and say what happened."""
        zygote = self.zygote_for(work.cells)
        started: list[ZygoteProcess] = []

        @contextmanager
        def start(role: Role, files: Path | None, peer: socket.socket | None) -> Iterator[Started]:
            with zygote.fork(role, files, work.limits, peer=peer) as fork:
                started.append(fork.zygote)
                yield fork

        try:
            ran = run_in(start, work)
        except SandboxFailed as error:
            if self._spare is None:
                raise
            log.warning("%s", error)
            return self._spare.run(work)
        if ran.end != "crashed" or all(process.is_alive() for process in started):
            return ran
        log.warning("the zygote ended under a pass, which is run again from its beginning")
        return ran if self._spare is None else self._spare.run(work)

    def close(self) -> None:
        """End all zygotes."""
        with self._lock:
            for zygote in (*self._zygotes.values(), *self._leaving):
                zygote.close()

    def zygote_for(self, cells: Iterable[CellToRun]) -> Zygote:
        """The zygote that has what these cells import."""
        wanted = wanted_imports(cells)
        with self._lock:
            has = self._shared(wanted)
            zygote = self._zygotes.pop(has, None) or Zygote(preload=has)
            self._zygotes[has] = zygote
            self._leaving = [one for one in self._leaving if not one.close_if_unused()]
            return zygote

    def _shared(self, wanted: Imports) -> Imports:
        """What the zygote for these imports has; another one makes room where there is none."""
        if wanted in self._zygotes or len(self._zygotes) < MOST_ZYGOTES:
            return wanted
        covering = [has for has in self._zygotes if {*has} >= {*wanted}]
        if covering:
            return min(covering, key=len)
        similar = min(self._zygotes, key=lambda has: len({*has} ^ {*wanted}))
        self._leaving.append(self._zygotes.pop(similar))
        return tuple(dict.fromkeys((*similar, *wanted)))


def wanted_imports(cells: Iterable[CellToRun]) -> Imports:
    """Which modules a zygote for these cells should have, of those that are installed."""
    names = {
        name.split()[0].partition(".")[0]
        for cell in cells
        for one, more in IMPORTED.findall(cell.source)
        for name in (one or more).split(",")
        if name.split()
    }
    known = sorted(name for name in names if name in WORTH_IT and find_spec(name) is not None)
    return tuple(dict.fromkeys(module for name in known for module in WORTH_IT[name]))

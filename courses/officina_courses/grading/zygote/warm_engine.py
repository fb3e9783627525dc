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
from typing import NamedTuple

from officina_courses.grading.engine import CellToRun, Engine, Pass, PassRan
from officina_courses.grading.errors import SandboxFailed
from officina_courses.grading.sandboxed import run_in
from officina_courses.grading.zygote.bounds import Role
from officina_courses.grading.zygote.host import Started, Zygote
from officina_courses.grading.zygote.process import ZygoteProcess
from officina_courses.pythons import Python

log = logging.getLogger(__name__)

IMPORTED = re.compile(r"^[ \t]*(?:from[ \t]+(\w+)|import[ \t]+(.+))", re.MULTILINE)
# What is worth importing beforehand, by the name in a notebook; nothing else is, whoever asks.
WORTH_IT = {
    "matplotlib": ("matplotlib.pyplot",),
    "networkx": ("networkx",),
    "numpy": ("numpy", "numpy.random", "numpy.testing"),
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


class Wanted(NamedTuple):
    """What a zygote has: the program of its Python, None for the grader's own, and its imports."""

    program: Path | None
    imports: Imports


class WarmEngine:
    """Forks of a few zygotes, each with a set of imports; ``spare`` runs what none could.

    Notebooks have a zygote of just their imports while there is room for one more. Then those share
    one that has all they import, and where none has, the most similar one is started again with
    both sets: five exercises in turns would else end each other's zygotes before every fork.
    """

    def __init__(self, *, spare: Engine | None) -> None:
        self._spare = spare
        self._lock = threading.Lock()
        # The least used first.
        self._zygotes: OrderedDict[Wanted, Zygote] = OrderedDict()
        self._leaving: list[Zygote] = []  # of which forks still live

    def run(self, work: Pass) -> PassRan:
        """Run the cells one after another and say what happened."""
        zygote = self.zygote_for(work.cells, work.python)
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

    def zygote_for(self, cells: Iterable[CellToRun], python: Python | None = None) -> Zygote:
        """The zygote that has what these cells import."""
        wanted = wanted_imports(cells, python)
        with self._lock:
            has = self._shared(Wanted(None if python is None else python.program, wanted))
            zygote = self._zygotes.pop(has, None) or Zygote(python=python, preload=has.imports)
            self._zygotes[has] = zygote
            self._leaving = [one for one in self._leaving if not one.close_if_unused()]
            return zygote

    def _shared(self, wanted: Wanted) -> Wanted:
        """What the zygote for these imports has; another one makes room where there is none."""
        if wanted in self._zygotes or len(self._zygotes) < MOST_ZYGOTES:
            return wanted
        alike = [has for has in self._zygotes if has.program == wanted.program]
        covering = [has for has in alike if {*has.imports} >= {*wanted.imports}]
        if covering:
            return min(covering, key=lambda has: len(has.imports))
        if not alike:  # imports of two Pythons do not go together
            self._leaving.append(self._zygotes.popitem(last=False)[1])
            return wanted
        similar = min(alike, key=lambda has: len({*has.imports} ^ {*wanted.imports}))
        self._leaving.append(self._zygotes.pop(similar))
        both = dict.fromkeys((*similar.imports, *wanted.imports))
        return Wanted(wanted.program, tuple(both))


def wanted_imports(cells: Iterable[CellToRun], python: Python | None = None) -> Imports:
    """Which modules a zygote for these cells should have, of those that are installed.

    In a Python of a course's own these are also what the course asked for.
    """
    names = {
        name.split()[0].partition(".")[0]
        for cell in cells
        for one, more in IMPORTED.findall(cell.source)
        for name in (one or more).split(",")
        if name.split()
    }
    if python is None or python.imports is None:
        known = {name for name in names & WORTH_IT.keys() if find_spec(name) is not None}
    else:  # what is not there is passed over inside
        known = names & (WORTH_IT.keys() | python.imports)
    modules = (module for name in sorted(known) for module in WORTH_IT.get(name, (name,)))
    return tuple(dict.fromkeys(modules))

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


class WarmEngine:
    """Forks of zygotes, one zygote for each set of imports; ``spare`` runs what none could."""

    def __init__(self, *, spare: Engine | None) -> None:
        self._spare = spare
        self._lock = threading.Lock()
        self._zygotes: OrderedDict[tuple[str, ...], Zygote] = OrderedDict()

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
            for zygote in self._zygotes.values():
                zygote.close()

    def zygote_for(self, cells: Iterable[CellToRun]) -> Zygote:
        """The zygote that has what these cells import."""
        wanted = wanted_imports(cells)
        with self._lock:
            zygote = self._zygotes.pop(wanted, None) or Zygote(preload=wanted)
            self._zygotes[wanted] = zygote
            self._end_the_least_wanted()
            return zygote

    def _end_the_least_wanted(self) -> None:
        for wanted in list(self._zygotes)[:-MOST_ZYGOTES]:
            if self._zygotes[wanted].close_if_unused():
                del self._zygotes[wanted]


def wanted_imports(cells: Iterable[CellToRun]) -> tuple[str, ...]:
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

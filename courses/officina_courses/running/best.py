"""The best way to run a course here: warm kernels where possible, fresh sandboxes elsewhere."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from officina_courses import sandbox
from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.environments.reaching import refuse_hidden
from officina_courses.grading.engine import CellToRun
from officina_courses.grading.zygote.warm_engine import wanted_imports
from officina_courses.model import Environment
from officina_courses.running import sandboxed
from officina_courses.running.protocol import NotebookToRun, RunResult
from officina_courses.running.warm import WarmWay, python_behind

log = logging.getLogger(__name__)


class RunNotebook(Protocol):
    """Runs one notebook in a copy of its folder, and says how it went."""

    def __call__(self, what: NotebookToRun) -> RunResult:
        """Called for one notebook after another."""
        ...


@contextmanager
def best_way(environment: Environment, sources: Iterable[str]) -> Iterator[RunNotebook]:
    """A way to run notebooks with these cells; after the block nothing that it keeps is left.

    Raises
    ------
    EnvironmentRefused
        Where the course's own Python lies where a sandbox has a folder of its own.

    """
    built = EnvironmentsFolder().find(environment.kernel)
    if built is not None:
        refuse_hidden(built.place)
    nesting = sandbox.probe_nesting()
    with kernels_of_courses():
        python = python_behind(environment.kernel) if nesting.is_possible else None
        if python is None:
            log.info("each notebook starts a kernel anew: %s", nesting.reason or environment.kernel)
            yield sandboxed.run_notebook
            return
        from officina_courses.kernels.zygotes import ZYGOTES

        preload = wanted_imports((CellToRun("", source) for source in sources), python)
        try:
            yield WarmWay(preload).run_notebook
        finally:
            ZYGOTES.close()


@contextmanager
def kernels_of_courses() -> Iterator[None]:
    """Let Jupyter find them by their names, as it does in sessions."""
    before = os.environ.get("JUPYTER_PATH")
    places = [str(EnvironmentsFolder().root), *([before] if before else [])]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(places)
    try:
        yield
    finally:
        if before is None:
            del os.environ["JUPYTER_PATH"]
        else:
            os.environ["JUPYTER_PATH"] = before

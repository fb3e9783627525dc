"""The best way to run a course here: warm kernels where possible, fresh sandboxes elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from officina_courses import sandbox
from officina_courses.grading.engine import CellToRun
from officina_courses.grading.zygote.warm_engine import wanted_imports
from officina_courses.model import Environment
from officina_courses.running import sandboxed
from officina_courses.running.protocol import NotebookToRun, RunResult
from officina_courses.running.warm import WarmWay, is_this_python

log = logging.getLogger(__name__)


class RunNotebook(Protocol):
    """Runs one notebook in a copy of its folder, and says how it went."""

    def __call__(self, what: NotebookToRun) -> RunResult:
        """Called for one notebook after another."""
        ...


@contextmanager
def best_way(environment: Environment, sources: Iterable[str]) -> Iterator[RunNotebook]:
    """A way to run notebooks with these cells; after the block nothing that it keeps is left."""
    nesting = sandbox.probe_nesting()
    if not nesting.is_possible or not is_this_python(environment.kernel):
        log.info("each notebook starts a kernel anew: %s", nesting.reason or environment.kernel)
        yield sandboxed.run_notebook
        return
    from officina_courses.kernels.zygotes import ZYGOTES

    preload = wanted_imports(CellToRun("", source) for source in sources)
    try:
        yield WarmWay(preload).run_notebook
    finally:
        ZYGOTES.close()

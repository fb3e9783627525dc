"""The best engine of this machine: a warm process where possible, fresh sandboxes elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from officina_courses import sandbox
from officina_courses.grading.engine import Engine
from officina_courses.grading.sandboxed import SandboxedEngine
from officina_courses.grading.zygote.warm_engine import WarmEngine

log = logging.getLogger(__name__)


@contextmanager
def best_engine(isolation: str) -> Iterator[Engine | None]:
    """An engine for a grader that runs on; None leaves the choice to each grading.

    When the block ends, nothing that the engine keeps warm is left.
    """
    if isolation == "off":
        yield None
        return
    nesting = sandbox.probe_nesting()
    if not nesting.is_possible:
        log.warning(
            "no process is kept warm for grading, which takes longer so: %s", nesting.reason
        )
        yield None
        return
    engine = WarmEngine(spare=SandboxedEngine(isolated=True))
    try:
        yield engine
    finally:
        engine.close()

"""Run a course from elsewhere on this hub's own machines, before anybody sees it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from officina_courses.archive import Limits, extract_tar
from officina_courses.gates.checking import check_gates
from officina_hub.grader.errors import JobError
from officina_widgets.client import PortalClient
from officina_widgets.import_wire import ProofProgress, ProofResult
from officina_widgets.wire import Job

MOST_TOLD: Final = 200  # characters of a notebook's name and what is done with it


def prove(
    job: Job,
    *,
    client: PortalClient,
    limits: Limits,
    site: Mapping[str, JsonValue],
    tell: Callable[[ProofProgress], None],
) -> ProofResult:
    """Take the course through all gates; its notebooks run in the sandbox and nowhere else.

    ``site`` are the values of factory.toml for parameters of notebooks; ``tell`` hears of each
    step, and raises ``Conflict`` where nobody wants the proof any more.

    Raises
    ------
    CourseError
        Where this machine has no sandbox, so that nothing can be run.

    """
    if job.release_id is None:
        raise JobError("This piece of work names no release, so there is nothing to prove.")
    with tempfile.TemporaryDirectory(prefix="officina-proof-") as scratch:
        folder = Path(scratch, "course")
        with client.package_tar(job.release_id) as tar:
            extract_tar(tar, folder, limits)

        def step(done: int, of: int, what: str) -> None:
            tell(ProofProgress(done=done, of=of, what=what[-MOST_TOLD:]))

        return ProofResult(report=check_gates(folder, site=site, progress=step))

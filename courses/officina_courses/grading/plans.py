"""How an exercise's tests are to be run: decided from the trainer's notebooks, once per release."""

from __future__ import annotations

import hashlib
import logging
import tempfile
import threading
from pathlib import Path
from typing import Any

from officina_courses.errors import CourseError
from officina_courses.grading import files
from officina_courses.grading.course_copy import copy_tree
from officina_courses.grading.engine import Engine
from officina_courses.grading.errors import SandboxFailed
from officina_courses.grading.examiner.given import TrainerCell
from officina_courses.grading.examiner.planning import (
    Plan,
    make_plan,
    released_cells,
    trainer_cells,
)
from officina_courses.grading.examiner.rehearsal import rehearse
from officina_courses.grading.plain_engine import PlainEngine
from officina_courses.grading.request import GradeRequest
from officina_courses.grading.spec import NotebookSpec
from officina_courses.notebooks import load_notebook

log = logging.getLogger(__name__)

MOST_PLANS = 200


class Plans:
    """The plans made so far, by what they were made from; many threads may ask at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[str, Plan] = {}
        self._read: dict[str, tuple[TrainerCell, ...]] = {}

    def plan(
        self, request: GradeRequest, spec: NotebookSpec, release: Path, *, engine: Engine
    ) -> Plan:
        """The plan of one notebook of the release.

        Where the trainer's source is not there, or no trainer's answers are in it, the release
        alone decides, and no test is proven.
        """
        key = _key(request, spec)
        with self._lock:
            made = self._made.get(key)
        if made is None:
            made = _make(request, spec, release, engine)
            with self._lock:
                while len(self._made) >= MOST_PLANS:
                    self._made.pop(next(iter(self._made)))
                self._made[key] = made
        return made

    def cells(self, request: GradeRequest, spec: NotebookSpec) -> tuple[TrainerCell, ...]:
        """The code cells of the release, and the trainer's own where the source is there."""
        key = _key(request, spec)
        with self._lock:
            read = self._read.get(key)
        if read is None:
            read = _cells(request, spec)
            with self._lock:
                while len(self._read) >= MOST_PLANS:
                    self._read.pop(next(iter(self._read)))
                self._read[key] = read
        return read


PLANS = Plans()


def _key(request: GradeRequest, spec: NotebookSpec) -> str:
    made_from = repr((str(request.course_home), request.exercise_id, request.isolation, spec))
    return hashlib.sha256(made_from.encode(errors="replace")).hexdigest()


def _make(request: GradeRequest, spec: NotebookSpec, release: Path, engine: Engine) -> Plan:
    with tempfile.TemporaryDirectory(prefix="officina-rehearsal-") as folder:
        top = Path(folder)
        top.chmod(0o711)  # without a mount of its own another account comes through here
        try:
            rows = _source_rows(request, spec, top / "source")
        except CourseError as error:
            log.info("the source of %s cannot be read: %s", spec.name, error)
            return make_plan(released_cells(spec), is_solved=False)
        cells = trainer_cells(spec, rows)
        plan = make_plan(cells, is_solved=True)
        (top / "files").mkdir()
        laid_out = files.lay_out(release, release, top / "files")
        try:
            # How long they take decides how learners' tests are run, so they wait for nobody.
            limits = request.limits.model_copy(update={"gives_way": False})
            return rehearse(cells, plan, laid_out, engine=PlainEngine(engine), limits=limits)
        except SandboxFailed as error:
            log.warning("the answers of %s could not be rehearsed: %s", spec.name, error)
            return plan


def _cells(request: GradeRequest, spec: NotebookSpec) -> tuple[TrainerCell, ...]:
    solved: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="officina-source-") as folder:
        try:
            solved = _source_rows(request, spec, Path(folder) / "source")
        except CourseError as error:
            log.info("the source of %s cannot be read: %s", spec.name, error)
    return (*trainer_cells(spec, spec.layout), *trainer_cells(spec, solved))


def _source_rows(request: GradeRequest, spec: NotebookSpec, folder: Path) -> list[dict[str, Any]]:
    home, exercise = request.course_home, request.exercise_id
    copy_tree(home, "source", exercise, to=folder, max_bytes=request.max_course_bytes)
    notebook = load_notebook(folder / f"{spec.name}.ipynb")
    pairs = zip(notebook.content["cells"], notebook.cells, strict=True)
    return [{**row, "source": cell.source} for row, cell in pairs]

"""One word for all that decides the marks of an exercise: it changes when a test is mended.

Trainers' cells count with their text, learners' cells with their points only, and the exercise's
data files with their content. Texts around the tests, and the summary, change no marks.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from officina_courses.grading.files import plain_files
from officina_courses.grading.spec import NotebookSpec, SpecCell


def fingerprint(specs: tuple[NotebookSpec, ...], release: Path) -> str:
    """SHA-256 over the notebooks' cells and the data files of ``release``."""
    notebooks = {spec.name: [_cell(cell) for cell in spec.cells] for spec in specs}
    data = {
        file.relative_to(release).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in plain_files(release)
        if file.suffix != ".ipynb"
    }
    return hashlib.sha256(json.dumps([notebooks, data], sort_keys=True).encode()).hexdigest()


def _cell(cell: SpecCell) -> list[str | float | bool]:
    is_run = cell.cell_type == "code" and (cell.locked or cell.is_test)
    return [
        cell.grade_id,
        cell.cell_type,
        cell.is_grade,
        cell.is_solution,
        cell.is_task,
        cell.points,
        cell.source if is_run else "",
    ]

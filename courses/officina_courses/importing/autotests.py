"""AUTOTEST lines become plain tests when a course is imported.

nbgrader makes them anew for each release by running the solutions. A published course holds what
is to be tested, and the machine that publishes it need not run a trainer's code; so this is done
once, in a sandbox.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from officina_courses.checks.regions import has_autotests
from officina_courses.course_files import SOURCE
from officina_courses.importing.mending import Changed
from officina_courses.model import Environment
from officina_courses.notebooks import Notebook
from officina_courses.running.protocol import NotebookToRun
from officina_courses.running.sandboxed import write_out_autotests
from officina_courses.sandbox import probe

AUTOTEST_FILE: Final = "autotests.yml"


def write_out_tests(
    folder: Path, notebooks: Sequence[Notebook], *, template: Path
) -> list[Changed]:
    """Write out the tests of an exercise's notebooks; ``template`` is the whole course's."""
    wanted = [notebook for notebook in notebooks if any(map(has_autotests, notebook.cells))]
    if not wanted:
        return []
    borrowed = folder / AUTOTEST_FILE
    if borrowed.exists() or not template.is_file():
        return [_written(folder, notebook) for notebook in wanted]
    shutil.copyfile(template, borrowed)
    try:
        return [_written(folder, notebook) for notebook in wanted]
    finally:
        borrowed.unlink()


def _written(folder: Path, notebook: Notebook) -> Changed:
    path = f"{SOURCE}/{folder.name}/{Path(notebook.name).name}"
    isolation = probe()
    if not isolation.is_possible:
        return Changed(path=path, what=f"AUTOTEST lines left as they are: {isolation.reason}")
    place = folder / Path(notebook.name).name
    environment = Environment(kernel=notebook.kernel_name)
    result = write_out_autotests(
        NotebookToRun(
            folder=folder,
            name=place.name,
            environment=environment,
            code_cells=len(notebook.cells),
        )
    )
    if result.notebook is None:
        reason = result.message or result.outcome
        return Changed(path=path, what=f"AUTOTEST lines left as they are: {reason}")
    place.write_text(result.notebook, encoding="utf-8")
    return Changed(path=path, what="AUTOTEST lines replaced by the tests that nbgrader makes")

"""A course whose outputs.json says that each cell showed something else elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from officina_courses.brought_outputs import (
    NotebookOutputs,
    Outputs,
    cell_ids,
    code_of,
    read_outputs,
    write_outputs,
)
from officina_courses.checks.subject import read_subject

SOMETHING = "0" * 32


class ForeignOutputs:
    """Lays the file into the course, of its first notebook."""

    def __init__(self, course: Path) -> None:
        self._course = course
        (self._path, notebook), *_ = read_subject(course).notebooks()
        named = zip(cell_ids(notebook), notebook.cells, strict=True)
        self._ids = [name for name, cell in named if cell.kind == "code"]
        cells = dict.fromkeys(self._ids, SOMETHING)
        known = {self._path: NotebookOutputs(code=code_of(notebook), cells=cells)}
        write_outputs(course, Outputs(profile="smoke", notebooks=known))

    def check_differ_and_are_made_anew(self, report: dict[str, Any]) -> None:
        """The report says that all differ, and the file has what they showed here."""
        shown = {cell["name"]: cell for cell in report["cells"] if cell["path"] == self._path}
        assert {shown[name]["as_brought"] for name in self._ids} == {False}
        made = read_outputs(self._course)
        assert made is not None
        assert made.profile == "smoke"
        here = {name: shown[name]["shown"] for name in self._ids}
        assert made.notebooks[self._path].cells == here

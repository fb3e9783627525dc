"""A private course home with the releases prepared, as the grader has them, for one profile."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from pydantic import JsonValue

from officina_courses.course_files import SOURCE, course_files
from officina_courses.notebooks import Notebook, load_notebook
from officina_courses.parameters.declared import TAG

INJECTED: Final = "injected-parameters"


@contextmanager
def course_home(folder: Path, values: Mapping[str, Mapping[str, JsonValue]]) -> Iterator[Path]:
    """A copy of the course's sources; ``values`` are parameters of notebooks, by path.

    They stand in a cell of their own, as papermill writes it. So the learners' version, the
    rehearsal of the solution and all that is graded have the same ones.
    """
    with tempfile.TemporaryDirectory(prefix="officina-gates-") as above:
        home = Path(above, "home")
        home.mkdir(mode=0o700)
        for file in course_files(folder):
            if file.kind == "file" and file.path.startswith(f"{SOURCE}/"):
                target = home / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                if values.get(file.path):
                    _inject(load_notebook(folder / file.path), values[file.path], target)
                else:
                    shutil.copyfile(folder / file.path, target)
        yield home


def _inject(notebook: Notebook, values: Mapping[str, JsonValue], target: Path) -> None:
    content = {**notebook.content, "cells": list(notebook.content["cells"])}
    after = next((cell.index for cell in notebook.cells if TAG in cell.tags), 0)
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": INJECTED,
        "metadata": {"tags": [INJECTED]},
        "outputs": [],
        "source": "\n".join(f"{name} = {value!r}" for name, value in values.items()),
    }
    content["cells"].insert(after, cell)
    target.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def with_answers(content: dict[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    """The notebook with other text in the cells of these grade_ids."""
    cells = [
        {**cell, "source": answers[name]} if (name := _grade_id(cell)) in answers else cell
        for cell in content["cells"]
    ]
    return {**content, "cells": cells}


def _grade_id(cell: dict[str, Any]) -> str:
    graded = cell.get("metadata", {}).get("nbgrader")
    return str(graded.get("grade_id", "")) if isinstance(graded, dict) else ""

"""What a student version says about its points, read from nbgrader's cell metadata."""

from __future__ import annotations

import json
from typing import Any

from officina_courses.marks import ExerciseBuilt
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.errors import Unacceptable
from officina_widgets.wire import FileEntry

ENDING = ".ipynb"


def built_from(exercise_id: str, files: tuple[FileEntry, ...], blobs: BlobStore) -> ExerciseBuilt:
    """Notebooks, points, and whether a person has to mark something.

    Raises
    ------
    Unacceptable
        When there is no notebook, or one that cannot be read.

    """
    notebooks = [file for file in files if _is_notebook(file.path)]
    if not notebooks:
        raise Unacceptable(
            "no-notebook",
            f"The exercise {exercise_id!r} has no notebook at its top, so there is nothing to "
            "grade. Put one there and release it again.",
        )
    cells = [cell for file in notebooks for cell in _graded_cells(file, blobs)]
    return ExerciseBuilt(
        id=exercise_id,
        max_score=sum(_points(cell) for cell in cells),
        has_manual=any(cell.get("solution") for cell in cells),
        notebooks=tuple(file.path.removesuffix(ENDING) for file in notebooks),
    )


def _is_notebook(path: str) -> bool:
    return path.endswith(ENDING) and "/" not in path


def _graded_cells(file: FileEntry, blobs: BlobStore) -> list[dict[str, Any]]:
    try:
        notebook = json.loads(blobs.read(file.sha256))
        found = [cell["metadata"].get("nbgrader", {}) for cell in notebook["cells"]]
        return [cell for cell in found if cell.get("grade")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unacceptable(
            "notebook-broken",
            f"The notebook {file.path!r} cannot be read ({error or 'nested too deep'}), so the "
            "exercise was not released. Open it in JupyterLab, save it and release again.",
        ) from error


def _points(cell: dict[str, Any]) -> float:
    points = cell.get("points", 0)
    return float(points) if isinstance(points, int | float) else 0.0

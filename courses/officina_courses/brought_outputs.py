"""``outputs.json``: what the solutions showed where the course was made, as fingerprints by cell.

It goes with the course, so that whoever takes that over sees which cells show something else on
their own machines. It tells no time and no machine: the same sources give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints, ValidationError

from officina_courses.course_files import OUTPUTS_FILE
from officina_courses.errors import CourseError
from officina_courses.model import Frozen
from officina_courses.notebooks import Notebook

MOST_BYTES: Final = 4 * 1024 * 1024
DIGITS: Final = 32  # of a fingerprint
UNREADABLE: Final = "outputs-unreadable"

Fingerprint = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{32})?$")]


class NotebookOutputs(Frozen):
    """What the cells of one notebook showed."""

    code: Fingerprint = Field(description="Of the code that showed it")
    cells: dict[str, Fingerprint] = Field(
        max_length=10_000, description="By the cell's id; empty where it showed nothing"
    )


class Outputs(Frozen):
    """The whole file. A cell that showed something else each time does not stand in it."""

    format: Literal[1] = 1
    profile: str | None = Field(description="With which values it ran; null: the notebooks' own")
    notebooks: dict[str, NotebookOutputs] = Field(max_length=1000, description="By path")

    def of(self, path: str, notebook: Notebook) -> Mapping[str, str]:
        """Those of a notebook, if its code is the same."""
        known = self.notebooks.get(path)
        if known is None or known.code != code_of(notebook):
            return {}
        return known.cells


def code_of(notebook: Notebook) -> str:
    """A fingerprint of what a notebook runs."""
    sources = [cell.source for cell in notebook.cells if cell.kind == "code"]
    return hashlib.sha256(json.dumps(sources).encode()).hexdigest()[:DIGITS]


def cell_ids(notebook: Notebook) -> list[str]:
    """The cells' ids, as nbformat has them; before 4.5 by their places."""
    raw = notebook.content["cells"]
    pairs = zip(notebook.cells, raw, strict=True)
    return [str(content.get("id", cell.name)) for cell, content in pairs]


def read_outputs(folder: Path) -> Outputs | None:
    """What the course brings; ``None`` where it brings none, which is no fault.

    Raises
    ------
    CourseError
        Where there is such a file and nobody can read it.

    """
    path = folder / OUTPUTS_FILE
    if path.is_symlink():  # it may have come with the course, and lead anywhere
        raise _unreadable("it is a link")
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise _unreadable("it is no file")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(f"it cannot be opened ({error.strerror})") from None
    if len(content) > MOST_BYTES:
        raise _unreadable(f"it has more than {MOST_BYTES >> 20} MiB")
    try:
        return Outputs.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))[:80]
        raise _unreadable(f"{where or 'it'}: {first['msg'][:80]}") from None


def write_outputs(folder: Path, outputs: Outputs) -> Path:
    """Lay it into the course, in place of the one before."""
    path = folder / OUTPUTS_FILE
    told = json.dumps(outputs.model_dump(mode="json"), indent=1, sort_keys=True)
    path.write_text(f"{told}\n", encoding="utf-8")
    return path


def _unreadable(what: str) -> CourseError:
    return CourseError(
        f"{OUTPUTS_FILE} cannot be read: {what}.",
        why="Nobody who takes the course over can see which cells show something else.",
        todo="Make it anew: officina course check --gates --outputs, or delete it.",
        code=UNREADABLE,
    )

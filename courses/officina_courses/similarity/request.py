"""What is compared, as files: the notebooks that were released and those that came back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from officina_courses.errors import NotebookError
from officina_courses.grading.outputless import load_outputless
from officina_courses.model import Frozen
from officina_courses.notebooks import Notebook, NotebookLimits
from officina_courses.similarity.comparing import Comparison, compare
from officina_courses.similarity.solution import Solution, own_code

LIMITS: Final = NotebookLimits(max_bytes=2 << 20, max_cells=500)
MOST_FILE_BYTES: Final = 64 << 20
MOST_NOTEBOOKS: Final = 20


class NotebookFile(Frozen):
    """A notebook's name in the exercise, and where its content lies."""

    name: str
    path: Path


class Work(Frozen):
    """What one learner handed in."""

    name: str
    notebooks: tuple[NotebookFile, ...]


class Request(Frozen):
    """All of one exercise."""

    released: tuple[NotebookFile, ...]
    works: tuple[Work, ...]


class Answer(Frozen):
    """The comparison, and whose work had no notebook that could be read."""

    comparison: Comparison
    unread: tuple[str, ...]


def answer(request: Request) -> Answer:
    """Read and compare."""
    released = read_notebooks(request.released)
    solutions: dict[str, Solution] = {}
    for work in request.works:
        if submitted := read_notebooks(work.notebooks):
            solutions[work.name] = own_code(released, submitted)
    unread = (work.name for work in request.works if work.name not in solutions)
    return Answer(comparison=compare(solutions), unread=tuple(unread))


def read_notebooks(files: Iterable[NotebookFile]) -> dict[str, Notebook]:
    """Those that can be read, by name; outputs are passed over."""
    found = {}
    for file in list(files)[:MOST_NOTEBOOKS]:
        try:
            found[file.name] = load_outputless(
                file.path, name=file.name, limits=LIMITS, file_bytes=MOST_FILE_BYTES
            )
        except NotebookError:
            continue
    return found

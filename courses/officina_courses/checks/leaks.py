"""Lines that the release keeps back and that learners would read elsewhere: without a release.

What making the release refuses is told before, all of an exercise at once, each with both places.
The lines themselves are not repeated: findings stand in logs that more people read than the course.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from officina_courses.checks.codes import found
from officina_courses.checks.places import placed
from officina_courses.checks.subject import ExerciseFolder, Subject
from officina_courses.grading.leaks import (
    TEXT_FILE_BYTES,
    Cut,
    beside_source,
    kept_back,
    parted,
    searched_of,
)
from officina_courses.grading.searched import Searched, words
from officina_courses.model import Finding
from officina_courses.notebooks import Notebook
from officina_courses.utf8 import guessed_text

CODE = "OFF042"


class Seen(NamedTuple):
    """Lines that learners get, by their numbers; of what is no line of a cell the number is 0."""

    path: str
    cell: str | None
    searched: Searched


def check_leaks(subject: Subject) -> Iterator[Finding]:
    """Lines of solutions, hidden tests and mark schemes in what learners get."""
    for exercise in subject.exercises:
        cut = kept_back(exercise.readable())
        if cut:
            yield from _told(subject.folder, list(_leaks(subject.folder, exercise, cut)))


def _leaks(
    folder: Path, exercise: ExerciseFolder, cut: list[Cut]
) -> Iterator[tuple[Seen, int, Cut]]:
    # A line that is cut in several places is one line to look for.
    wanted = list({each.bare: each for each in reversed(cut)}.values())
    for seen in _all_seen(folder, exercise):
        found_here: dict[int, Cut] = {}
        for each in wanted:
            for number in each.told_in(seen.searched):
                found_here.setdefault(number, each)
        for number, known in sorted(found_here.items(), key=itemgetter(0)):
            yield seen, number, known


def _told(folder: Path, leaks: list[tuple[Seen, int, Cut]]) -> Iterator[Finding]:
    origins = placed(
        folder,
        [found(CODE, "", path=cut.notebook, cell=cut.cell, line=cut.number) for _, _, cut in leaks],
    )
    for (seen, number, _), origin in zip(leaks, origins, strict=True):
        here = "A line here" if number else "What this cell holds beside its text"
        where = f"{origin.path}:{origin.line}, cell {origin.cell}"
        if origin.path.endswith(".ipynb"):
            where = f"{origin.path}, cell {origin.cell}, line {origin.line}"
        what = f"{here} repeats a line that learners must not see, of {where}."
        yield found(CODE, what, path=seen.path, cell=seen.cell, line=number or None)


def _all_seen(folder: Path, exercise: ExerciseFolder) -> Iterator[Seen]:
    for path, notebook in exercise.readable():
        yield from _in_notebook(path, notebook)
    for path in exercise.files:
        if path not in exercise.notebooks:
            yield Seen(path, None, words(enumerate(_text(folder / path).split("\n"), 1)))


def _text(file: Path) -> str:
    """What is searched of a file: nothing of a large one, nor of one that cannot be read."""
    try:
        if file.stat().st_size > TEXT_FILE_BYTES:
            return ""
        return guessed_text(file.read_bytes())
    except OSError:
        return ""


def _in_notebook(path: str, notebook: Notebook) -> Iterator[Seen]:
    for cell, raw in zip(notebook.cells, notebook.content["cells"], strict=True):
        yield Seen(path, cell.name, searched_of(cell, parted(cell).shown))
        released = {key: value for key, value in raw.items() if key != "outputs"}
        yield Seen(path, cell.name, words((0, text) for _, text in beside_source(released)))

"""Wrong answers that a course keeps beside its notebooks, to see that its tests find mistakes.

``wrong/<exercise>/<notebook>/<what-is-wrong>.py`` says in comments what is wrong and which tests it
``loses``, and holds the cells of the answers that are wrong; all others are the trainer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from officina_courses.course_files import SOURCE, WRONG, course_files
from officina_courses.notebooks import Notebook
from officina_courses.sources.errors import SourceError, SourceProblem
from officina_courses.sources.reading import CELL, SourceCell, parse_source, source_text

PLACE: Final = re.compile(rf"{WRONG}/[^/]+/[^/]+/[^/]+\.py")
LOSES: Final = re.compile(r"#\s*loses\s*:\s*(.*)$", re.IGNORECASE)


class WrongAnswer(NamedTuple):
    """One wrong answer; ``answers`` are texts of cells by their grade_id."""

    path: str
    notebook: str  # below the course folder
    what: str
    loses: frozenset[str]
    answers: dict[str, str]
    line: int  # of ``# loses:``
    cells: tuple[SourceCell, ...]


def wrong_files(folder: Path) -> list[Path]:
    """The files of all wrong answers of a course folder; links and pipes are never opened."""
    files = (file.path for file in course_files(folder) if file.kind == "file")
    return sorted(folder / path for path in files if PLACE.fullmatch(path))


def read_wrong(folder: Path, path: Path, notebooks: dict[str, Notebook]) -> WrongAnswer:
    """One wrong answer; ``notebooks`` are the course's, by path.

    Raises
    ------
    SourceError
        With everything that is wrong in the file.
    JupytextMissing
        Where it cannot be read.

    """
    name = path.relative_to(folder).as_posix()
    text = source_text(path, name)
    said, loses, line, begin = _preamble(text)
    about = f"{SOURCE}/{path.parts[-3]}/{path.parts[-2]}.ipynb"
    # Blank lines in the place of the preamble keep the lines of the cells.
    source = parse_source("\n" * begin + "\n".join(text.split("\n")[begin:]), name)
    answers = {cell.header.get("answer", ""): cell.text for cell in source.cells}
    problems = [
        SourceProblem(name, at, what)
        for at, what in _problems(said, loses, line, notebooks.get(about), about)
    ]
    for cell in source.cells:
        grade_id = cell.header.get("answer")
        if grade_id is None:
            what = 'the cell has no key answer="…"; only answers can be wrong'
            problems.append(SourceProblem(name, cell.line, what))
        elif about in notebooks and grade_id not in _ids(notebooks[about], tests=False):
            what = f"the notebook has no answer {grade_id!a}"
            problems.append(SourceProblem(name, cell.line, what))
    if problems:
        raise SourceError(problems)
    return WrongAnswer(name, about, said, frozenset(loses), answers, line, source.cells)


def _preamble(text: str) -> tuple[str, list[str], int, int]:
    """What is wrong, which tests it loses, in which line that stands, and where cells begin."""
    said: list[str] = []
    loses: list[str] = []
    at = 1
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if CELL.match(line):
            return " ".join(said), loses, at, number
        if told := LOSES.match(line):
            loses = [each.strip() for each in told.group(1).split(",") if each.strip()]
            at = number + 1
        elif line.startswith("#"):
            said.append(line.lstrip("# ").strip())
    return " ".join(said), loses, at, len(lines)


def _problems(
    said: str, loses: list[str], line: int, notebook: Notebook | None, about: str
) -> Iterator[tuple[int, str]]:
    if not said:
        yield 1, "it does not say what is wrong; begin with a comment that does"
    if not loses:
        yield 1, "it names no test; add a line such as: # loses: mean-test"
    if notebook is None:
        yield 1, f"the course has no notebook {about}"
        return
    unknown = sorted(set(loses) - _ids(notebook, tests=True))
    if unknown:
        known = ", ".join(sorted(_ids(notebook, tests=True)))
        yield line, f"the notebook has no test {unknown[0]!a}; it has {known}"


def _ids(notebook: Notebook, *, tests: bool) -> set[str]:
    cells = (cell.grading for cell in notebook.cells)
    return {
        grading.grade_id
        for grading in cells
        if grading is not None and (grading.is_test if tests else grading.is_answer)
    }

"""Checks of what a good lesson has: a title, objectives, something to run soon, hints, an end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from officina_courses.checks.codes import found
from officina_courses.checks.reading import HEADING, prose_lines
from officina_courses.checks.subject import Subject
from officina_courses.course_files import SOURCE
from officina_courses.loader import COURSE_FILE
from officina_courses.model import Course, Finding
from officina_courses.notebooks import Cell, Notebook

WORDS_A_MINUTE: Final = 180
MOST_LINES: Final = 60
FIRST_CELLS: Final = 5
FEWEST_TASKS: Final = 4
HINTS_A_TASK: Final = 3
# First words that are no verbs of doing: articles, nouns of courses, and states nobody sees.
NO_DOING: Final = re.compile(
    r"(a|an|the|what|how|why|this|these|that|understand|know|learn|knowledge|understanding|basics|"
    r"introduction|overview|concepts|be|become|gain)\Z"
)
PARTS: Final[tuple[tuple[str, Callable[[Notebook], bool]], ...]] = (
    (
        "what learners will be able to do",
        lambda n: _says(n, r"able to|you can:|you can\b(?:(?!you can\b)[^:\n])*+:|objectives"),
    ),
    ("what learners need before", lambda n: _says(n, r"prerequisite|you need|you should know")),
    ("how many minutes it takes", lambda n: _says(n, r"\b\d+\s+minutes|\b\d+\s+min\b")),
    ("a cell tagged parameters with a seed", lambda n: _has_seed(n)),
    (f"something to run within the first {FIRST_CELLS} cells", lambda n: _runs_soon(n)),
    (f"{FEWEST_TASKS} tasks that tests mark", lambda n: _tasks(n) >= FEWEST_TASKS),
    ("hints in three steps for each task", lambda n: _hints(n) >= HINTS_A_TASK * _tasks(n)),
    ("key points at its end", lambda n: _says(n, r"key points")),
    ("where to go next", lambda n: _says(n, r"\bnext\b")),
)


def check_teaching(subject: Subject) -> Iterator[Finding]:
    """What each notebook lacks, and what is too long to be read."""
    for path, notebook in subject.notebooks():
        yield from _title(path, notebook)
        lacking = [name for name, has in PARTS if not has(notebook)]
        if lacking:
            yield found("OFF179", f"The notebook lacks: {'; '.join(lacking)}.", path=path)
        yield from _lengths(path, notebook)
    if subject.course is not None:
        yield from _minutes(subject, subject.course)
        yield from _described(subject.course)
        yield from _written(subject)


def declares(notebook: Notebook, name: str) -> bool:
    """Whether the cell tagged ``parameters`` sets this name."""
    cells = [cell for cell in notebook.cells if "parameters" in cell.tags]
    return any(re.search(rf"^{name}\b[^=\n]*=", cell.source, re.MULTILINE) for cell in cells)


def _title(path: str, notebook: Notebook) -> Iterator[Finding]:
    titles = [
        (cell.name, number)
        for cell in notebook.cells
        if cell.kind == "markdown"
        for number, line in prose_lines(cell.source)
        if (heading := HEADING.match(line)) and len(heading.group(1)) == 1
    ]
    if not titles:
        yield found("OFF178", "The notebook has no heading of level 1.", path=path)
    for cell, line in titles[1:]:
        what = "The notebook has a second heading of level 1."
        yield found("OFF178", what, path=path, cell=cell, line=line)


def _lengths(path: str, notebook: Notebook) -> Iterator[Finding]:
    for cell in notebook.cells:
        lines = cell.source.count("\n") + 1
        if lines > MOST_LINES:
            what = f"Cell {cell.index} has {lines} lines; {MOST_LINES} are read at most."
            yield found("OFF174", what, path=path, cell=cell.name)


def _minutes(subject: Subject, course: Course) -> Iterator[Finding]:
    for exercise in subject.exercises:
        minutes = course.exercise(exercise.id).minutes
        words = sum(
            len(line.split())
            for _, notebook in exercise.readable()
            for cell in notebook.cells
            if cell.kind == "markdown"
            for _, line in prose_lines(cell.source)
        )
        reading = words / WORDS_A_MINUTE
        if reading > minutes:
            what = f"{words} words take {reading:.0f} minutes to read, and {minutes} are planned."
            yield found("OFF173", what, path=f"{SOURCE}/{exercise.id}")


def _described(course: Course) -> Iterator[Finding]:
    for key in ("description", "keywords"):
        if not getattr(course, key):
            yield found("OFF170", f"course.toml has no {key}.", path=COURSE_FILE)
    for key in ("objectives", "prerequisites", "authors"):
        if not getattr(course, key):
            yield found("OFF171", f"course.toml has no {key}.", path=COURSE_FILE)
    for objective in course.objectives:
        first = re.sub(r"[^a-z]", "", objective.split()[0].lower())
        if course.language.startswith("en") and NO_DOING.match(first):
            yield found("OFF172", f'The objective "{objective}" says no doing.', path=COURSE_FILE)


def _written(subject: Subject) -> Iterator[Finding]:
    by_hand = [
        cell
        for _, notebook in subject.notebooks()
        for cell in notebook.graded_cells
        if cell.grading is not None and not cell.grading.is_test
    ]
    if not by_hand:
        what = "The course lacks a question for thought that a trainer marks."
        yield found("OFF179", what, path=COURSE_FILE)


def _says(notebook: Notebook, pattern: str) -> bool:
    texts = (cell.source for cell in notebook.cells if cell.kind == "markdown")
    return any(re.search(pattern, text, re.IGNORECASE) for text in texts)


def _has_seed(notebook: Notebook) -> bool:
    return declares(notebook, "seed")


def _runs_soon(notebook: Notebook) -> bool:
    return any(_is_open_code(cell) for cell in notebook.cells[:FIRST_CELLS])


def _is_open_code(cell: Cell) -> bool:
    return cell.kind == "code" and (cell.grading is None or not cell.grading.is_graded)


def _tasks(notebook: Notebook) -> int:
    return sum(
        cell.grading is not None and cell.grading.is_answer and cell.kind == "code"
        for cell in notebook.cells
    )


def _hints(notebook: Notebook) -> int:
    texts = (cell.source for cell in notebook.cells if cell.kind == "markdown")
    return sum(len(re.findall(r"<details", text)) for text in texts)

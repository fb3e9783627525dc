"""What the checks look at: the folder, read once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from officina_courses.course_files import SOURCE, CourseFile, course_files
from officina_courses.errors import CourseFileError, NotebookError
from officina_courses.loader import load_course
from officina_courses.model import Course
from officina_courses.notebooks import Notebook, load_notebook


class ExerciseFolder(NamedTuple):
    """The notebooks right below one exercise's folder, by path below the course folder."""

    id: str
    exists: bool
    notebooks: dict[str, Notebook | NotebookError]
    files: tuple[str, ...]

    def readable(self) -> Iterator[tuple[str, Notebook]]:
        """The notebooks that could be read."""
        for path, notebook in self.notebooks.items():
            if isinstance(notebook, Notebook):
                yield path, notebook


class Subject(NamedTuple):
    """A course folder as far as it can be read. Without a course, folders stand for exercises."""

    folder: Path
    course: Course | None
    course_error: CourseFileError | None
    files: tuple[CourseFile, ...]
    exercises: tuple[ExerciseFolder, ...]

    def notebooks(self) -> Iterator[tuple[str, Notebook]]:
        """All notebooks of all exercises that could be read."""
        for exercise in self.exercises:
            yield from exercise.readable()


def read_subject(folder: Path) -> Subject:
    """Read the folder, without raising for anything that is wrong in it."""
    course, course_error = None, None
    try:
        course = load_course(folder)
    except CourseFileError as error:
        course_error = error
    files = tuple(course_files(folder)) if folder.is_dir() else ()
    paths = [file.path for file in files if file.kind == "file"]
    ids = [exercise.id for exercise in course.exercises] if course else _folders(paths)
    return Subject(
        folder=folder,
        course=course,
        course_error=course_error,
        files=files,
        exercises=tuple(_exercise(folder, name, paths) for name in ids),
    )


def _folders(paths: list[str]) -> list[str]:
    parts = [path.split("/") for path in paths]
    return sorted({part[1] for part in parts if part[0] == SOURCE and len(part) > 2})


def _exercise(folder: Path, name: str, paths: list[str]) -> ExerciseFolder:
    top = f"{SOURCE}/{name}/"
    inside = tuple(path for path in paths if path.startswith(top))
    # nbgrader looks for notebooks right in the folder, not below.
    notebooks = [p for p in inside if p.endswith(".ipynb") and "/" not in p.removeprefix(top)]
    return ExerciseFolder(
        id=name,
        exists=(folder / SOURCE / name).is_dir(),
        notebooks={path: _notebook(folder / path, path) for path in notebooks},
        files=inside,
    )


def _notebook(path: Path, name: str) -> Notebook | NotebookError:
    try:
        return load_notebook(path, name=name)
    except NotebookError as error:
        return error

"""A course in nbgrader's folders, with an exercise and the same right answers from each student."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.exercises import Exercise, notebook, write_data
from nbgrader.api import Gradebook

from officina_courses.release import prepare_exercise

NOTEBOOK = "tasks.ipynb"


class Course(NamedTuple):
    """A folder with what students handed in, and nothing graded."""

    home: Path
    exercise: Exercise
    students: tuple[str, ...]

    def handed_in(self, student: str) -> Path:
        """The folder of one submission."""
        return self.home / "submitted" / student / self.exercise.name

    def submission(self, student: str) -> dict[str, Any]:
        """The notebook of one submission."""
        found: dict[str, Any] = json.loads((self.handed_in(student) / NOTEBOOK).read_text())
        return found

    def copied(self, home: Path) -> Course:
        """The same course in another folder, for the next contestant."""
        shutil.copytree(self.home, home)
        return self._replace(home=home)

    def marks(self) -> list[tuple[str, float]]:
        """Each student's marks in the gradebook."""
        with Gradebook(f"sqlite:///{self.home / 'gradebook.db'}") as book:
            found = book.assignment_submissions(self.exercise.name)
            return sorted((one.student.id, one.score) for one in found)


def make_course(home: Path, exercise: Exercise, *, students: int) -> Course:
    """Release the exercise; what is handed in is the release with the trainer's answers."""
    source = home / "source" / exercise.name
    source.mkdir(parents=True)
    (source / NOTEBOOK).write_text(json.dumps(notebook(exercise)))
    write_data(source)
    prepare_exercise(home, exercise.name)
    course = Course(home, exercise, tuple(f"student{number}" for number in range(students)))
    answered = json.dumps(_answered(home / "release" / exercise.name / NOTEBOOK, exercise))
    for student in course.students:
        shutil.copytree(home / "release" / exercise.name, course.handed_in(student))
        (course.handed_in(student) / NOTEBOOK).write_text(answered)
    home.chmod(0o755)
    return course


def _answered(release: Path, exercise: Exercise) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(release.read_text())
    for cell, (source, _, _) in zip(found["cells"], exercise.cells, strict=True):
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = source
    return found

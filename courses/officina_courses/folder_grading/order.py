"""What is asked for: which assignment of which folder, whose submissions, by which rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from officina_courses.folder_grading.collected import Collected, Found, find_collected
from officina_courses.grading import places
from officina_courses.grading.errors import GradingError
from officina_courses.grading.request import LatePenalty
from officina_courses.importing.nbgrader_config import NbgraderConfig, read_nbgrader_config
from officina_courses.model import Frozen

USUAL_PLACES = {
    "source_directory": "source",
    "submitted_directory": "submitted",
    "autograded_directory": "autograded",
}
NOT_READ = (
    "nbgrader_config.py sets {names} by an expression. It is a program and was not run, so nobody "
    "knows the value: late submissions have all their points."
)
LATE = ("LateSubmissionPlugin.", "AssignLatePenalties.")
OWN_PLUGIN = (
    "The course takes points off by a plug-in of its own, {plugin}, which is a program and was not "
    "run: late submissions have all their points."
)


class FolderRefused(GradingError):  # noqa: N818 - reads as the sentence it is
    """There is nothing to grade in a folder, or its files are kept in other places."""

    code = "folder-refused"


class FolderOrder(Frozen):
    """One assignment of one course folder, to be graded."""

    home: Path
    exercise_id: str
    submissions: tuple[Collected, ...]
    late_penalty: LatePenalty = "none"
    notices: tuple[str, ...] = ()


class Graded(Frozen):
    """What became of one student's submission; ``score`` is what is left after the penalty."""

    student: str
    score: float | None = None
    max_score: float | None = None
    late_penalty: float = 0.0
    state: Literal["graded", "needs_manual", "ungradable"]
    note: str = ""


def open_order(assignment: Path, *, students: tuple[str, ...] = ()) -> FolderOrder:
    """The submissions in COURSE/ASSIGNMENT, of these students or of all.

    Raises ``FolderRefused`` where that is no nbgrader course, or nothing was collected.
    """
    home, exercise = assignment.parent.absolute(), places.exercise_name(assignment.name)
    config = read_nbgrader_config(home)
    _require_usual_places(home, config)
    if not (home / "source" / exercise).is_dir() and not (home / "gradebook.db").is_file():
        raise FolderRefused(
            f"{home} has neither source/{exercise} nor a gradebook.db.",
            why="Points and tests stand there, so nothing can be graded without them.",
            todo="Give COURSE/ASSIGNMENT: the folder with source/ and submitted/, a slash, and the "
            "name of the assignment.",
        )
    found = find_collected(home, exercise)
    return FolderOrder(
        home=home,
        exercise_id=exercise,
        submissions=_asked_for(home, exercise, found, students),
        late_penalty="zero" if config.late_penalty == "zero" else "none",
        notices=(*found.notices, *_late_notices(config)),
    )


def _late_notices(config: NbgraderConfig) -> Iterator[str]:
    if config.late_plugin:
        yield OWN_PLUGIN.format(plugin=config.late_plugin)
    unread = [name for name in config.unread if name.startswith(LATE)]
    if unread:
        yield NOT_READ.format(names=", ".join(unread))


def _asked_for(
    home: Path, exercise: str, found: Found, students: tuple[str, ...]
) -> tuple[Collected, ...]:
    missing = sorted(set(students) - {one.student for one in found.submissions})
    if missing or not found.submissions:
        whose = f" of {', '.join(missing)}" if missing else ""
        left_out = "".join(f" {notice}" for notice in found.notices)
        raise FolderRefused(
            f"{home} has no submission{whose} in submitted/<student>/{exercise}.{left_out}",
            why="So there is nothing to grade.",
            todo="Collect it first (nbgrader collect, or copy the files there), or mend the name.",
        )
    return tuple(one for one in found.submissions if not students or one.student in students)


def _require_usual_places(home: Path, config: NbgraderConfig) -> None:
    unread = [name for name in config.unread if not name.startswith(LATE)]
    if unread:
        raise FolderRefused(
            f"The nbgrader_config.py of {home} cannot be read where it matters: "
            f"{', '.join(unread)}.",
            why="It is a program and is not run, and it may name other places than the usual ones, "
            "so that marks would be written twice.",
            todo="Write these settings as plain texts in quotes, or grade a copy of the course "
            "without that file.",
        )
    usual_books = {"", "sqlite:///gradebook.db", f"sqlite:///{home / 'gradebook.db'}"}
    elsewhere = [
        f"CourseDirectory.{name} = {getattr(config, name)!r}"
        for name, usual in USUAL_PLACES.items()
        if getattr(config, name) != usual
    ]
    if config.db_url not in usual_books:
        elsewhere.append("CourseDirectory.db_url")  # it may hold a password
    if elsewhere:
        raise FolderRefused(
            f"The nbgrader_config.py of {home} says {', '.join(elsewhere)}.",
            why="Officina knows nbgrader's usual places only, and marks must not be written twice.",
            todo="Grade a copy of the course that has source/, submitted/, autograded/ and "
            "gradebook.db in their usual places.",
        )

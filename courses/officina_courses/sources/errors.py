"""What can be wrong with a source, told as compilers do: file, line, what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from officina_courses.errors import CourseError


class SourceProblem(NamedTuple):
    """One wrong place of a source."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


class SourceError(CourseError):
    """A source cannot be built into a notebook, or a notebook not be written as a source."""

    code = "course-source"

    def __init__(self, problems: Sequence[SourceProblem]) -> None:
        super().__init__(
            "\n".join(map(str, problems)) + "\n",
            why="A notebook is built from a source as a whole or not at all.",
            todo="Correct that line; docs/reference/course-sources.md explains every key.",
        )
        self.problems = tuple(problems)


class JupytextMissing(CourseError):  # noqa: N818 - reads as the sentence it is
    """Sources cannot be read on this machine."""

    code = "jupytext-missing"

    def __init__(self) -> None:
        super().__init__(
            "The sources (*.py) cannot be read here: jupytext is not installed.",
            why="It is what turns them into notebooks.",
            todo='Install it: pip install "officina[grader]"',
        )

"""The Pythons of courses that tests need: built once for each development environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from officina_courses.environments.building import Outcome, build, wanted_by
from officina_courses.environments.folder import EnvironmentsFolder

DATA = Path(__file__).parents[1] / "data"
COURSE = DATA / "course-with-packages"
# Beside the environment of the tests: what they run as another account can enter it there.
FOLDER = Path(sys.prefix, "course-environments")


class Silent:
    """Is told how a build goes on, and keeps it."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def progress(self, text: str) -> None:
        self.said.append(text)

    @contextmanager
    def bar(self, label: str, length: int) -> Iterator[Callable[[int], None]]:
        yield lambda done: None


def built_environment(
    folder: Path = FOLDER, *, course: Path = COURSE
) -> tuple[EnvironmentsFolder, Outcome]:
    """The Python of a course, of the small one else; whoever comes first builds it, others wait.

    Another account, whose tests the first one starts, finds it built and cannot write there.
    """
    wanted = wanted_by(course)
    assert wanted is not None
    environments = EnvironmentsFolder(folder)
    if folder.exists() and folder.stat().st_uid != os.geteuid():
        built = environments.find_for(wanted.course)
        assert built is not None, f"{folder} belongs to another account, which has not built it"
        return environments, Outcome(built, was_there=True)
    return environments, build(wanted, environments, Silent())

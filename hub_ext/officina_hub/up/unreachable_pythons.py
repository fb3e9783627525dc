"""Which Pythons of courses graders cannot use: told at the start, before a learner hands in."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.environments.reaching import unreachable
from officina_hub.data_folder import DataFolder
from officina_hub.environments import environments_folder
from officina_hub.factory import Factory
from officina_hub.up.check import Check

NAME = "course environments"


def python_checks(factory: Factory, data: DataFolder) -> Iterator[Check]:
    """A warning for each Python that graders here cannot use; graders in jobs look for themselves.

    The hub and all other courses work without it, so it is no reason not to start.
    """
    into = environments_folder(factory, data.root)
    if factory.portal.course_environments and not into.is_dir():
        message = (
            f"There is no folder {into}, which course_environments of factory.toml names, so no "
            "course with packages of its own can be graded. Make it by building into it: "
            f"officina course environment build FOLDER --into {into}"
        )
        yield Check(name=NAME, state="warning", message=message)
    for error in unreachable(EnvironmentsFolder(into)):
        yield Check(name=NAME, state="warning", message=str(error))

"""Which shipped courses need software that nobody has installed yet, and the command that does.

It is told and not done: packages are other people's programs, and some are gigabytes.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.errors import CourseError
from officina_courses.loader import load_course
from officina_hub.chosen_courses import chosen_courses
from officina_hub.data_folder import DataFolder
from officina_hub.environments import environments_folder
from officina_hub.factory import Factory

NOTE = (
    "{ids} need software that is not installed here, so their notebooks do not run yet. To install "
    "it, now or later: officina course environment build {folders} --into {into}"
)


def unbuilt_note(factory: Factory, data: DataFolder) -> str:
    """The sentence for whoever starts the hub; empty where nothing is missing."""
    into = environments_folder(factory, data.root)
    chosen = chosen_courses(factory.portal.shipped_courses)
    folders = [folder for folder in chosen if _lacks(folder, into)]
    if not folders:
        return ""
    return NOTE.format(
        ids=", ".join(folder.name for folder in folders),
        folders=shlex.join(map(str, folders)),
        into=shlex.quote(str(into)),
    )


def _lacks(folder: Path, into: Path) -> bool:
    try:
        return EnvironmentsFolder(into).is_missing_for(load_course(folder))
    except CourseError:  # the portal's log tells what is wrong with it
        return False

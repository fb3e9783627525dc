"""The option that says where the Pythons of courses lie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from officina_courses.environments.folder import EnvironmentsFolder

INTO = click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder where they lie, a JUPYTER_PATH; by default environments in the hub's data "
    "folder.",
)


def environments_in(into: Path | None) -> EnvironmentsFolder:
    """The folder that was named, or the usual one."""
    from officina_courses.environments.folder import EnvironmentsFolder

    return EnvironmentsFolder(into)

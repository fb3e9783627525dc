"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.data_folder import DATA_VARIABLE, default_data_dir

DATA_DIR = click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=default_data_dir,
    envvar=DATA_VARIABLE,
    show_default="/var/lib/officina for root, else ~/.local/share/officina",
    help="The folder that holds everything: users, courses, submissions, marks.",
)

COURSE_FOLDER = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path)
)

"""``officina course build``: notebooks from the text that people edit, and back."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_courses.counted import counted
from officina_hub.cli.examples import examples
from officina_hub.cli.options import COURSE_FOLDER
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_courses.sources.made_files import BuiltFile


@click.command(
    epilog=examples(
        "officina course build my-course",
        "officina course build my-course --check",
        "officina course build my-course --from-notebooks",
    )
)
@COURSE_FOLDER
@click.option(
    "--from-notebooks",
    "is_back",
    is_flag=True,
    help="Write the sources from the notebooks, after an edit in JupyterLab.",
)
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit code 1 where files differ."
)
@answers
def build(*, folder: Path, is_back: bool, only_check: bool, teller: Teller) -> None:
    """Build the notebooks of a course FOLDER from their sources, source/EXERCISE/NOTEBOOK.py.

    Sources are jupytext's py:percent with short keys for what nbgrader knows of a cell. The same
    source gives the same bytes, so that both can be kept under version control.
    """
    from officina_courses.sources.folder import notebooks_made, sources_made
    from officina_courses.sources.made_files import compared, written

    made = sources_made(folder) if is_back else notebooks_made(folder)
    files = compared(made) if only_check else written(made)
    teller.result({"files": files}, _lines(files) if files else [_nothing(folder, is_back=is_back)])
    if any(file.state == "differs" for file in files):
        sys.exit(1)


def _lines(files: Sequence[BuiltFile]) -> Iterator[str]:
    for file in files:
        if file.state == "written":
            yield f"{file.path} was written from {file.made_from}"
        elif file.state == "differs":
            yield f"{file.path} differs from what {file.made_from} says"
    same = sum(file.state == "unchanged" for file in files)
    yield f"{counted(len(files), 'file')}, {same} unchanged"


def _nothing(folder: Path, *, is_back: bool) -> str:
    if is_back:
        return f"No exercise of {folder} has a notebook: there is nothing to write a source from."
    return (
        f"{folder} has no sources: there is nothing to build. A source is a file "
        "source/EXERCISE/NOTEBOOK.py that begins with # %%. To make sources of the notebooks: "
        f"officina course build {folder} --from-notebooks"
    )

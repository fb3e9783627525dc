"""The shipped course, its student version, and a player that runs a notebook's cells in order."""

from __future__ import annotations

import os
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from typing import Any

import nbformat
import pytest

COURSE = Path(__file__).parents[2] / "courses" / "first-steps"
EXERCISES = ("01-welcome", "02-find", "03-data", "04-model-and-gpu")


@dataclass(frozen=True)
class Notebooks:
    """One version of the course's notebooks: the trainer's or the learner's."""

    folder: Path

    def path(self, exercise: str) -> Path:
        return self.folder / exercise / f"{exercise}.ipynb"

    def cells(self, exercise: str) -> list[Any]:
        return list(nbformat.read(self.path(exercise), as_version=4).cells)

    def cells_that(self, kind: str, exercise: str) -> list[Any]:
        """The cells whose nbgrader mark ``kind`` is set: grade, solution or task."""
        return [
            cell
            for cell in self.cells(exercise)
            if cell.metadata.get("nbgrader", {}).get(kind, False)
        ]


@dataclass
class Played:
    """What became of the code cells of one notebook: the message of each that failed."""

    failed: dict[str, str] = field(default_factory=dict)
    unwritten: set[str] = field(default_factory=set)


Play = Callable[..., Played]


@pytest.fixture(scope="session")
def source() -> Notebooks:
    return Notebooks(COURSE / "source")


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Notebooks:
    """The learner's version, made by nbgrader's own converter."""
    from nbgrader.apps.api import NbGraderAPI
    from traitlets.config import Config

    home = tmp_path_factory.mktemp("first-steps")
    copytree(COURSE / "source", home / "source")
    config = Config()
    config.CourseDirectory.root = str(home)
    with pytest.MonkeyPatch.context() as patch:
        # nbgrader calls alembic by its name when it makes a gradebook.
        patch.setenv("PATH", sysconfig.get_path("scripts"), prepend=os.pathsep)
        api = NbGraderAPI(config=config)
        for exercise in EXERCISES:
            outcome = api.generate_assignment(exercise, create=True)
            assert outcome["success"], outcome
    return Notebooks(home / "release")


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Play]:
    """Run an exercise cell by cell, going on after an error as the grader does.

    ``answers`` replaces the text of cells by their ids. ``unwritten`` are the cells that stopped
    at nbgrader's placeholder themselves, ``failed`` all others that stopped.
    """
    monkeypatch.setenv("MPLBACKEND", "Agg")

    def run(
        notebooks: Notebooks, exercise: str, answers: Mapping[str, str] | None = None
    ) -> Played:
        played, names = Played(), {"__name__": "__main__"}
        monkeypatch.chdir(notebooks.folder / exercise)
        for cell in notebooks.cells(exercise):
            if cell.cell_type == "code":
                _run_cell(cell.id, (answers or {}).get(cell.id, cell.source), names, played)
        return played

    yield run
    from matplotlib import pyplot as plt

    plt.close("all")


def _run_cell(cell_id: str, text: str, names: dict[str, Any], played: Played) -> None:
    try:
        exec(compile(text, cell_id, "exec"), names)
    except NotImplementedError as error:
        frame = error.__traceback__ and error.__traceback__.tb_next
        if frame and frame.tb_next is None:
            played.unwritten.add(cell_id)
        else:
            played.failed[cell_id] = "not written"
    except Exception as error:
        played.failed[cell_id] = str(error)

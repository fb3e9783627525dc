"""The trainer's version earns full points; the learner's gives nothing away and nothing free."""

from __future__ import annotations

import json
import re
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

EXERCISES = ("01-welcome", "02-find", "03-data", "04-model-and-gpu")
SECRET = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME)\n(.*?)### END \1", re.DOTALL)
each_exercise = pytest.mark.parametrize("exercise", EXERCISES)


def ids(cells: list[Any]) -> set[str]:
    return {cell.id for cell in cells}


@each_exercise
def test_the_trainers_version_passes_every_test(play: Any, source: Any, exercise: str) -> None:
    played = play(source, exercise)
    assert (played.failed, played.unwritten) == ({}, set())


@each_exercise
def test_the_unsolved_version_fails_at_exactly_the_graded_cells(
    play: Any, source: Any, released: Any, exercise: str
) -> None:
    played = play(released, exercise)
    assert set(played.failed) == ids(source.cells_that("grade", exercise))
    assert played.unwritten <= ids(source.cells_that("solution", exercise))


@each_exercise
def test_the_learners_version_holds_no_secret_line(
    source: Any, released: Any, exercise: str
) -> None:
    texts = [cell.source for cell in source.cells(exercise)]
    regions = [region for text in texts for _, region in SECRET.findall(text)]
    public = {line.strip() for text in texts for line in SECRET.sub("", text).splitlines()}
    secret = {line.strip() for region in regions for line in region.splitlines()} - public
    release = released.path(exercise).read_text("utf-8")
    shown = {line.strip() for cell in json.loads(release)["cells"] for line in cell["source"]}
    assert len(secret) > 20
    assert shown.isdisjoint(secret)
    assert not re.search("(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)", release)


@each_exercise
def test_the_learners_version_carries_the_data(source: Any, released: Any, exercise: str) -> None:
    def files(notebooks: Any) -> set[str]:
        root = notebooks.folder / exercise
        return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}

    assert files(source) == files(released)


@pytest.mark.parametrize("exercise", ["03-data", "04-model-and-gpu"])
def test_the_parameters_may_be_changed(play: Any, source: Any, exercise: str) -> None:
    tagged = [
        cell for cell in source.cells(exercise) if "parameters" in cell.metadata.get("tags", [])
    ]
    assert len(tagged) == 1
    assert play(source, exercise, {tagged[0].id: "n_rows, seed = 2, 11"}).failed == {}


@each_exercise
def test_a_real_kernel_runs_the_trainers_version_without_a_word_on_stderr(
    source: Any, exercise: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    # nbgrader takes a test cell that writes to stderr for a failed one.
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    notebook = nbformat.read(source.path(exercise), as_version=4)
    NotebookClient(
        notebook, timeout=20, resources={"metadata": {"path": str(source.folder / exercise)}}
    ).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.get("name") == "stderr"]

"""The trainer's version earns full points; the learner's gives nothing away and nothing free."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import nbformat
import pytest
from finder_samples import KeptCatalogue, filed, service, training
from nbclient import NotebookClient

from officina_widgets import find_services

EXERCISES = ("01-welcome", "02-find", "03-data", "04-model-and-gpu")
SECRET = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME)\n(.*?)### END \1", re.DOTALL)
WIDGETS = {
    "01-welcome": ("plan",),
    "02-find": ("finder",),
    "03-data": ("finder",),
    "04-model-and-gpu": ("session", "plan"),
}
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


@each_exercise
def test_the_parameters_may_be_changed(play: Any, source: Any, exercise: str) -> None:
    tagged = [
        cell for cell in source.cells(exercise) if "parameters" in cell.metadata.get("tags", [])
    ]
    assert len(tagged) == 1
    assert play(source, exercise, {tagged[0].id: "n_rows, seed = 2, 11"}).failed == {}


@pytest.fixture(scope="module", params=EXERCISES)
def run_by_a_kernel(request: Any, source: Any, tmp_path_factory: Any) -> Any:
    """The trainer's version of one exercise after a real kernel ran it, far from any hub."""
    notebook = nbformat.read(source.path(request.param), as_version=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        for name in [name for name in os.environ if name.startswith("OFFICINA_")]:
            patch.delenv(name)
        NotebookClient(
            notebook,
            timeout=20,
            resources={"metadata": {"path": str(source.folder / request.param)}},
        ).execute()
    return request.param, notebook


def test_a_real_kernel_runs_the_trainers_version_without_a_word_on_stderr(
    run_by_a_kernel: Any,
) -> None:
    # nbgrader takes a test cell that writes to stderr for a failed one.
    _, notebook = run_by_a_kernel
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.get("name") == "stderr"]


def test_finders_cards_and_plan_say_in_a_sentence_that_there_is_no_hub(
    run_by_a_kernel: Any,
) -> None:
    exercise, notebook = run_by_a_kernel
    said = {
        cell.id: cell.outputs[0].data["text/plain"]
        for cell in notebook.cells
        if cell.cell_type == "code" and "from officina_widgets import" in cell.source
    }
    assert tuple(said) == WIDGETS[exercise]
    for sentence in said.values():
        assert re.search("no catalogue to search|no learning portal|not started by a", sentence)


def test_a_ticked_service_is_there_for_the_next_cell(source: Any, capsys: Any) -> None:
    finder = find_services(catalogue=KeptCatalogue(filed(service(), 1), filed(training(), 2)))
    finder.select("r1")
    next_cell = {cell.id: cell.source for cell in source.cells("02-find")}["finder-ticked"]
    exec(next_cell, {"finder": finder})
    assert capsys.readouterr().out.splitlines()[0] == "You ticked: Inference"

"""A notebook is run here as on another machine: what it shows then may be something else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from officina_courses.model import Environment
from officina_courses.running import sandboxed
from officina_courses.running.elsewhere import ELSEWHERE, run_elsewhere
from officina_courses.running.protocol import NotebookToRun

pytestmark = pytest.mark.sandbox

SOURCES = [
    "import os",
    "print(os.environ['OMP_NUM_THREADS'])",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
]


@pytest.fixture(scope="module")
def what(tmp_path_factory: pytest.TempPathFactory) -> NotebookToRun:
    folder = tmp_path_factory.mktemp("elsewhere")
    cells = [
        {"cell_type": "code", "id": f"c{number}", "source": source, "metadata": {}, "outputs": [],
         "execution_count": None}
        for number, source in enumerate(SOURCES)
    ]  # fmt: skip
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    Path(folder, "n.ipynb").write_text(json.dumps(whole))
    environment = Environment(kernel="python3")
    return NotebookToRun(
        folder=folder, name="n.ipynb", environment=environment, code_cells=len(SOURCES)
    )


def outputs(notebook: str | None) -> list[Any]:
    assert notebook is not None
    return [cell["outputs"] for cell in json.loads(notebook)["cells"]]


def test_libraries_are_told_of_other_processors_and_plots_stay_pictures(
    what: NotebookToRun,
) -> None:
    _, threads, plot = outputs(run_elsewhere(what).notebook)
    assert "".join(threads[0]["text"]).strip() == ELSEWHERE["OMP_NUM_THREADS"] == "2"
    assert "image/png" in plot[-1]["data"]
    _, threads, plot = outputs(sandboxed.run_notebook(what).notebook)
    assert "".join(threads[0]["text"]).strip() == "1"
    assert "image/png" in plot[-1]["data"]

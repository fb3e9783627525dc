"""``officina course run`` and ``parameters``: a table for people, a document for programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from officina_courses import runs
from officina_courses.errors import ParametersError, RunImpossible
from officina_courses.scaffold import new_course

CELLS = (("parameters", "seed: int = 1  # where chance begins"), ("", "assert seed < 9, 'too big'"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course with one notebook that takes one value."""
    folder = tmp_path / "c"
    exercise = folder / "source" / new_course(folder, course_id="c", title="C").exercises[0].id
    for path in exercise.glob("*.ipynb"):
        path.unlink()
    cells = [
        {"cell_type": "code", "source": source, "outputs": [], "execution_count": None,
         "metadata": {"tags": [tag] if tag else []}}
        for tag, source in CELLS
    ]  # fmt: skip
    content = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    (exercise / "nb.ipynb").write_text(json.dumps(content))
    return folder


def test_parameters_are_listed_and_told_as_schemas(officina, folder) -> None:
    assert "seed: int = 1  where chance begins" in officina("course", "parameters", folder).stdout
    answer = json.loads(officina("course", "parameters", folder, "--json").stdout)
    [schema] = answer.values()
    assert schema["properties"]["seed"]["type"] == "integer"


def test_a_plan_runs_nothing(officina, folder, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(runs, "do_runs", None)
    told = officina("course", "run", folder, "--matrix", "seed=1,2", "--plan", "--into", tmp_path)
    assert told.stdout.splitlines()[-3:] == [
        *(f"01-first-steps/nb.ipynb  seed={seed}" for seed in (1, 2)),
        "2 runs",
    ]


@pytest.mark.parametrize(
    "given", [("-p", "sed=1"), ("-p", "seed=x"), ("--profile", "gpu"), ("--exercise", "2")]
)
def test_what_there_is_not_is_told_in_a_sentence(officina, folder, given) -> None:
    told = officina("course", "run", folder, *given)
    assert isinstance(told.exception, ParametersError)  # told in one sentence at the door
    assert told.stdout == ""


def test_a_name_that_is_not_utf8_is_told(officina, folder, tmp_path) -> None:
    (folder / "source/01-first-steps" / os.fsdecode(b"\xff.csv")).write_text("a")
    told = officina("course", "run", folder, "--into", tmp_path / "runs")
    assert "has a name that is not UTF-8" in str(told.exception)


def test_a_run_of_nothing_is_an_error_that_says_what_to_do(officina, folder, tmp_path) -> None:
    for path in folder.glob("source/*/*.ipynb"):
        path.unlink()
    told = officina("course", "run", folder, "--into", tmp_path / "runs")
    assert told.exit_code == 1
    assert "The course c has no notebook, so there is nothing to run." in str(told.exception)
    assert f"officina course build {folder}" in str(told.exception)
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("name", ["runs", "runs/first--nb--key", "link/runs"])
def test_a_link_that_came_with_the_course_is_written_through_by_no_run(
    officina, folder, tmp_path, name
) -> None:
    treasure = tmp_path / "home"
    treasure.mkdir()
    link = folder / name.removesuffix("/runs")
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(treasure)
    into = folder / ("link/runs" if name == "link/runs" else "runs")
    told = officina("course", "run", folder, "--into", into)
    assert isinstance(told.exception, RunImpossible)
    assert f"{link} is a link to {treasure}" in str(told.exception)
    assert not any(treasure.iterdir())


def test_a_place_where_nothing_can_be_kept_is_told(officina, folder, tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    told = officina("course", "run", folder, "--into", tmp_path / "file" / "runs")
    assert isinstance(told.exception, RunImpossible)
    assert "Nothing can be kept in" in str(told.exception)


@pytest.mark.sandbox
def test_what_failed_is_told_with_its_cell_and_the_exit_code(folder, tmp_path) -> None:
    # In a process of its own, as always: workers are forked, and must not be from one with threads.
    arguments = ("course", "run", folder, "--matrix", "seed=1,9", "--into", tmp_path / "runs")
    argv = [sys.executable, "-m", "officina_hub.cli", *map(str, arguments)]
    told = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=200)
    assert told.returncode == 1
    assert "cell 3: AssertionError: too big" in told.stdout
    assert "1 of 2 passed" in told.stdout
    assert (tmp_path / "runs" / "index.html").is_file()
    again = subprocess.run([*argv, "--json"], capture_output=True, text=True, check=False)
    answer = json.loads(again.stdout)
    assert [one["outcome"] for one in answer["runs"]] == ["passed", "failed"]

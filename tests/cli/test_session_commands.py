"""``officina session continue``: a job is asked for, or it is said why not."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from officina_hub.cli.explained import is_explained

TAKES = '#!/bin/sh\nprintf "%s\\n" "$@" > "$HOME/argv"\ncat > "$HOME/script"\necho 77\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With an sbatch that takes every job, as on a login node."""
    program = tmp_path / "bin/sbatch"
    program.parent.mkdir()
    program.write_text(TAKES)
    program.chmod(0o755)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    (tmp_path / "train.ipynb").write_text("{}")
    return tmp_path


def test_job_its_result_and_its_log_are_told(officina, home: Path):
    answer = officina("session", "continue", home / "train.ipynb", "--minutes", "5", "--gpus", "2")
    assert answer.exit_code == 0, answer.output
    assert "Job 77 is in the queue and runs train.ipynb again from its first cell." in answer.output
    assert f"Result: {home}/train.batch-77.ipynb" in answer.output
    assert {"--time=5", "--gres=gpu:2"} <= set((home / "argv").read_text().splitlines())


def test_parameters_are_json_or_text(officina, home: Path):
    given = ["epochs=3", "rate=1e-3", "note=it's = $HOME", "fast=True", "name=null"]
    options = [part for one in given for part in ("-p", one)]
    command = ("session", "continue", home / "train.ipynb", "--minutes", "5", *options, "--json")
    answer = officina(*command)
    assert json.loads(answer.stdout)["job"] == "77"
    script = (home / "script").read_text()
    assert '"epochs": 3, "rate": 0.001' in script
    assert '"fast": true, "name": null' in script


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ("--minutes", "0"),
            "minutes: Input should be greater than or equal to 1, and 0 was given",
        ),
        (("--minutes", "5", "--partition", "a b"), "partition:"),
        (("--minutes", "5", "-p", "epochs"), "'epochs' is not NAME=VALUE"),
        (("--minutes", "5", "-p", "a b=1"), "parameters a b"),
    ],
)
def test_odd_wish_is_refused_in_words(officina, home: Path, options, sentence: str):
    answer = officina("session", "continue", home / "train.ipynb", *options)
    assert answer.exit_code == 1
    assert sentence in str(answer.exception)
    assert not (home / "argv").exists()


def test_place_without_slurm_says_what_is_missing(officina, home: Path, monkeypatch):
    (home / "bin/sbatch").unlink()
    monkeypatch.setenv("PATH", str(home / "bin"))
    answer = officina("session", "continue", home / "train.ipynb", "--minutes", "5")
    assert answer.exit_code == 1
    assert "sbatch is not on the PATH of this session" in str(answer.exception)
    assert is_explained(answer.exception)

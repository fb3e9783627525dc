"""The batch script of graders, as a function of its order."""

from __future__ import annotations

import subprocess
import sys

import pytest

from officina_hub.data_folder import DataFolder
from officina_hub.factory.grader_jobs import GraderJobs
from officina_hub.graders.main import mark_of
from officina_hub.graders.script import Order, job_script
from officina_spawners.batch.marks import COMMENT
from officina_spawners.profiles import Environment
from officina_spawners.slurm.rest_script import options

MARK = "officina-graders:0123456789abcdef"
JOBS = GraderJobs(
    folder="/shared/of ficina",
    partition="cpu",
    account="teaching",
    qos="low",
    cores=2,
    memory_gib=6,
    minutes=90,
)


def script(count: int = 1, environment: Environment | None = None) -> str:
    order = Order(comment=MARK, jobs=JOBS, environment=environment)
    return job_script(order, count=count, idle_seconds=60)


def test_it_asks_for_what_the_operator_wrote_down():
    asked = dict(options(script()))
    assert asked == {
        "job-name": "officina-grader",
        "comment": MARK,
        "chdir": "/shared/of ficina/run",
        "output": "/shared/of ficina/log/grader-%j.log",
        "nodes": "1",
        "ntasks-per-node": "1",
        "cpus-per-task": "2",
        "mem": "6G",
        "time": "90",
        "partition": "cpu",
        "account": "teaching",
        "qos": "low",
        "no-requeue": "",
        "open-mode": "append",
    }


def test_several_are_an_array():
    assert dict(options(script(7)))["array"] == "1-7"


def test_it_runs_this_python_where_no_environment_is_named():
    program = f"exec {sys.executable} -m officina_hub.cli graders work --data-dir"
    assert f"{program} '/shared/of ficina' --idle-seconds 60\n" in script()


@pytest.mark.parametrize(
    ("environment", "lines"),
    [
        ({"kind": "venv", "path": "/opt/v"}, ["#!/bin/bash", "source /opt/v/bin/activate"]),
        ({"kind": "module", "modules": ["a/1"]}, ["#!/bin/bash -l", "module load a/1"]),
    ],
)
def test_it_enters_the_environment_that_is_named(environment, lines):
    text = script(environment=Environment(name="e", title="E", **environment))
    assert set(lines) <= set(text.splitlines())
    assert "\nexec officina graders work " in text


def test_bash_takes_it():
    subprocess.run(["bash", "-n"], input=script(3), text=True, check=True)


def test_a_hub_keeps_its_mark_and_another_hub_has_another(tmp_path):
    data = [DataFolder(tmp_path / name) for name in ("a", "b")]
    for each in data:
        each.root.mkdir()
    marks = [mark_of(each) for each in data]
    assert len(set(marks)) == 2
    assert [mark_of(each) for each in data] == marks


def test_its_mark_is_no_sessions_which_the_caretaker_would_cancel(tmp_path):
    assert not COMMENT.fullmatch(mark_of(DataFolder(tmp_path)))

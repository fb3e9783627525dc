"""``officina course run --on slurm``: a person's sweep as one array of real jobs."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from slurm_cluster import Cluster
from slurm_jobs import eventually

from officina_courses.scaffold import new_course

pytestmark = pytest.mark.slurm

OFFICINA = (sys.executable, "-m", "officina_hub.cli")
CELLS = (
    ("parameters", "seconds: float = 0.0\nfail: bool = False"),
    ("", "import time; time.sleep(seconds)"),
    ("", "assert not fail, 'as asked'"),
)


@pytest.fixture
def home(learner: str) -> Iterator[Path]:
    """A folder of the learner's, as on a file system that all nodes share, with a course in it."""
    home = Path(tempfile.mkdtemp(prefix="officina-runs.", dir="/var/tmp"))
    course = new_course(home / "c", course_id="c", title="C")
    exercise = home / "c" / "source" / course.exercises[0].id
    for path in exercise.glob("*.ipynb"):
        path.unlink()
    cells = [
        {"cell_type": "code", "source": source, "outputs": [], "execution_count": None,
         "metadata": {"tags": [tag] if tag else []}}
        for tag, source in CELLS
    ]  # fmt: skip
    content = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    (exercise / "nb.ipynb").write_text(json.dumps(content))
    for path in (home, *home.rglob("*")):
        shutil.chown(path, learner, learner)
    yield home
    shutil.rmtree(home, ignore_errors=True)


def run(cluster: Cluster, learner: str, home: Path, *options: str) -> dict:
    argv = [*OFFICINA, "course", "run", str(home / "c"), "--into", str(home / "runs"),
            "--on", "slurm", "--memory-gib", "1", "--json", *options]  # fmt: skip
    done = cluster.run_as(learner, argv)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def test_each_run_is_a_task_and_what_failed_is_done_again(cluster, learner, home):
    answer = run(cluster, learner, home, "--matrix", "fail=false,true", "--at-once", "2")
    assert {one["run"]["parameters"]["fail"]: one["outcome"] for one in answer["runs"]} == {
        False: "passed",
        True: "failed",
    }
    [jobs] = (home / "runs").glob("jobs-*")
    assert sorted(path.name for path in jobs.iterdir()) == [
        "plan.json", "slurm-0.log", "slurm-1.log",
    ]  # fmt: skip
    again = run(cluster, learner, home, "--matrix", "fail=false,true")
    began = [
        {one["run"]["key"]: one["started_at"] for one in told["runs"]} for told in (answer, again)
    ]
    changed = [key for key in began[0] if began[0][key] != began[1][key]]
    assert changed == [one["run"]["key"] for one in answer["runs"] if one["outcome"] == "failed"]


def test_a_job_that_is_cancelled_is_told_and_the_others_go_on(cluster, learner, home):
    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(run, cluster, learner, home, "--matrix", "seconds=0,500")

        def only_the_long_one_runs() -> bool:
            rows = cluster.run("squeue", "-h", f"--user={learner}", "-o", "%K %T").stdout.split()
            return rows == ["1", "RUNNING"]

        eventually(only_the_long_one_runs, seconds=40)
        number = cluster.run("squeue", "-h", f"--user={learner}", "-o", "%A").stdout.strip()
        cluster.run("scancel", number)
        outcomes = [(one["outcome"], one["message"]) for one in told.result()["runs"]]
    assert outcomes[0] == ("passed", "")
    assert outcomes[1][0] == "impossible"
    assert outcomes[1][1].startswith("its job ended without a result")


def test_what_slurm_refuses_is_told_and_nothing_is_left(cluster, learner, home):
    argv = [*OFFICINA, "course", "run", str(home / "c"), "--into", str(home / "runs"),
            "--on", "slurm", "--partition", "nowhere"]  # fmt: skip
    done = cluster.run_as(learner, argv)
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].startswith("Error: Slurm did not take the jobs")
    assert "Traceback" not in done.stderr

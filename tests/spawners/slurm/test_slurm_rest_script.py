"""A batch script becomes a submission for slurmrestd without losing an option."""

from __future__ import annotations

import pytest

from officina_spawners.slurm.client import Unanswered
from officina_spawners.slurm.rest_script import options, submission
from officina_spawners.slurm.rest_version import best_version

SCRIPT = """\
#!/bin/bash -l
#SBATCH --job-name='a name'
#SBATCH --comment=officina:1:2 --nodes=1
#SBATCH --mem=8G
#SBATCH --time=90
#SBATCH --gres=gpu:a100:2
#SBATCH --cpus-per-task=4
#SBATCH --no-requeue
#SBATCH --open-mode=append
#SBATCH --signal=B:USR1@600

set -e
#SBATCH --account=not-an-option-any-more
"""


def test_the_old_version_reads_values_as_sbatch_does():
    body = submission(SCRIPT, {"A": "1"}, 38)
    assert body["script"] == SCRIPT
    assert body["job"] == {
        "name": "a name",
        "comment": "officina:1:2",
        "nodes": "1",
        "memory_per_node": "8G",
        "time_limit": "90",
        "gres": "gpu:a100:2",
        "cpus_per_task": "4",
        "requeue": False,
        "open_mode": "append",
        "signal": "USR1@600",
        "environment": {"PATH": "/usr/local/bin:/usr/bin:/bin", "A": "1"},
    }


@pytest.mark.parametrize("version", [39, 40, 41, 44])
def test_later_versions_want_numbers_and_lists(version):
    body = submission(SCRIPT, {"A": "1", "PATH": "/bin"}, version)
    job = dict(body["job"])
    assert job.pop("script", body.get("script")) == SCRIPT
    assert ("script" in body) == (version < 41)
    assert job == {
        "name": "a name",
        "comment": "officina:1:2",
        "nodes": "1",
        "memory_per_node": 8192,
        "time_limit": 90,
        "tres_per_node": "gres/gpu:a100:2",
        "cpus_per_task": 4,
        "requeue": False,
        "open_mode": ["APPEND"],
        "kill_warning_signal": "USR1",
        "kill_warning_delay": 600,
        "kill_warning_flags": ["BATCH_JOB"],
        "environment": ["PATH=/bin", "A=1"],
    }


@pytest.mark.parametrize(("written", "minutes"), [("30", 30), ("0:30:00", 30), ("30:01", 31)])
def test_lengths_of_time_become_minutes(written, minutes):
    body = submission(f"#!/bin/sh\n#SBATCH --time={written}\n", {}, 40)
    assert body["job"]["time_limit"] == minutes


@pytest.mark.parametrize("version", [38, 40])
@pytest.mark.parametrize("option", ["--wrap=x", "--uid=0", "-p gpu", "gpu"])
def test_an_option_that_cannot_be_said_is_refused(version, option):
    with pytest.raises(ValueError, match=r"."):
        submission(f"#!/bin/sh\n#SBATCH {option}\n", {}, version)


def test_options_end_with_the_first_command():
    assert ("account", "not-an-option-any-more") not in list(options(SCRIPT))


def test_the_newest_known_version_is_chosen():
    paths = [f"/slurm/v0.0.{number}/jobs/" for number in (37, 38, 40, 99)]
    assert best_version([*paths, "/slurmdb/v0.0.41/jobs", "/slurm/v0.0.41/jobs/x"]) == 40


def test_no_known_version_is_no_answer():
    with pytest.raises(Unanswered, match="none of which"):
        best_version(["/slurm/v0.0.37/jobs", "/"])

"""What a job does before it takes any work, and a grader beside the jobs."""

from __future__ import annotations

from pathlib import Path

import pytest

from officina_courses import sandbox
from officina_courses.grading import GradingRefused
from officina_hub.errors import StartError
from officina_hub.factory import load_factory
from officina_hub.factory.sessions import Grading
from officina_hub.grader import memory
from officina_hub.grader.main import course_turns
from officina_hub.grader.shared_turns import SharedTurns
from officina_hub.graders import job, lock_proof

FACTORY = """
[grading]
kind = "slurm"
[grading.slurm]
folder = "{folder}"
[[clusters]]
name = "here"
portal_url = "http://hub.example.org/services/officina"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "factory.toml").write_text(FACTORY.format(folder=tmp_path))
    (tmp_path / "run").mkdir()
    return tmp_path


def test_a_node_on_which_no_sandbox_can_be_made_takes_no_work(folder, monkeypatch):
    no = sandbox.Isolation(kind="none", reason="no user namespaces")
    monkeypatch.setattr(sandbox, "probe", lambda: no)
    with pytest.raises(GradingRefused, match="no user namespaces"):
        job.main(folder, 10)


def test_a_node_that_no_lock_reaches_takes_no_work(folder, monkeypatch):
    monkeypatch.setattr(job, "require_isolation", lambda isolation: True)
    monkeypatch.setattr(lock_proof.make_sure, "__kwdefaults__", {"seconds": 0.0})
    with pytest.raises(StartError, match="Locks on files must hold"):
        job.main(folder, 10)


def test_it_needs_the_number_of_its_job(folder, monkeypatch):
    monkeypatch.setattr(job, "require_isolation", lambda isolation: True)
    monkeypatch.setattr(lock_proof, "make_sure", lambda run: None)
    monkeypatch.delenv("SLURM_JOB_ID", raising=False)
    with pytest.raises(StartError, match="SLURM_JOB_ID is not set"):
        job.main(folder, 10)


def test_its_name_is_its_jobs_and_its_time_half_of_the_limit_unless_it_grows(folder, monkeypatch):
    seats = []
    monkeypatch.setattr(job, "require_isolation", lambda isolation: True)
    monkeypatch.setattr(lock_proof, "make_sure", lambda run: None)
    monkeypatch.setattr(job, "work", lambda data_dir, factory, seat: seats.append(seat))
    monkeypatch.setenv("SLURM_JOB_ID", "4711")
    assert job.main(folder, 7200) == 1  # the portal never answered
    (seat,) = seats
    assert seat.name == "job-4711"
    assert 3590 < seat.shift._left() <= 3600
    job.main(folder, 7200 * 9, job.PROOFS)  # eight hours, of which four
    prover = seats.pop()
    assert (prover.name, prover.kinds) == ("prover-job-4711", ("prove",))
    assert 4 * 3600 - 10 < prover.shift._left() <= 4 * 3600
    monkeypatch.setattr(memory, "WORN_MIB", 0)
    seat.shift.worked()
    assert seat.shift.is_over


def test_graders_of_the_hubs_machine_take_their_turns_where_jobs_do(folder, tmp_path):
    grading = load_factory(folder / "factory.toml").grading
    here = course_turns(tmp_path / "data", grading)
    assert isinstance(here, SharedTurns)
    assert here._folder == SharedTurns(folder)._folder
    alone = course_turns(tmp_path / "data", Grading())
    assert alone._folder == tmp_path / "data" / "run" / "courses"

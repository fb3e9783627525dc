"""The private cluster is a real Slurm: jobs as real users, accounts, budgets, and a clean end."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from slurm_cluster import ClusterError, Plan, start, stop
from slurm_cluster.belongings import belongings
from slurm_cluster.processes import Process, all_processes
from slurm_jobs import eventually

pytestmark = pytest.mark.slurm


def test_start_brings_every_daemon_and_every_node_up(cluster):
    assert cluster.is_running()

    def rows() -> set[tuple[str, ...]]:
        listing = cluster.run("sinfo", "-h", "-o", "%P %D %T %G").stdout
        return {tuple(row.split()) for row in listing.splitlines()}

    # Tests before this one may have taken slurmctld away; its nodes report back by themselves.
    idle = {("cpu*", "1", "idle", "(null)"), ("gpu", "2", "idle", "gpu:a100:4")}
    eventually(lambda: idle <= rows(), seconds=60)


def test_a_second_start_keeps_what_runs(cluster):
    before = {name: daemon.process() for name, daemon in cluster.daemons.items()}
    again = start(cluster.folder, cluster.plan)
    assert {name: daemon.process() for name, daemon in again.daemons.items()} == before


def test_another_plan_for_the_same_folder_is_refused(cluster):
    with pytest.raises(ClusterError, match="another plan"):
        start(cluster.folder, Plan(gpu_nodes=7))


def test_a_users_job_on_one_gpu_runs_as_that_user_and_sees_one_gpu(cluster, jobs, learner):
    seen = cluster.layout.homes / learner / "seen"
    script = f'echo "$(id -un) $CUDA_VISIBLE_DEVICES $SLURM_JOB_ID" > {seen}'
    job = jobs.submit("-p", "gpu", "--gres=gpu:1", "-t", "5", script=script)
    jobs.wait_for(job, "COMPLETED")
    assert seen.read_text().split() == [learner, "0", job]


def test_sacct_knows_the_job_its_account_and_its_gpu(cluster, jobs):
    job = jobs.submit("-p", "gpu", "--gres=gpu:2", "-t", "5", script="true")
    jobs.wait_for(job, "COMPLETED")
    columns = "-oState,Account,AllocTRES"

    def row() -> list[str]:
        return cluster.run("sacct", "-n", "-P", "-X", "-j", job, columns).stdout.strip().split("|")

    eventually(lambda: row()[0] == "COMPLETED", seconds=15)
    assert row()[1] == "course101"
    assert "gres/gpu=2" in row()[2]


def test_an_unknown_account_is_refused(jobs):
    job, complaint = jobs.try_submit("-A", "nobodys", "-t", "5", script="true")
    assert not job
    assert "Invalid account" in complaint


def test_a_job_beyond_the_gpu_budget_stays_pending_and_says_why(jobs):
    job = jobs.submit("-p", "gpu", "-A", "proto", "--gres=gpu:2", "-t", "60", script="sleep 99")
    eventually(lambda: jobs.field(job, "%r") == "AssocGrpGRESMinutes", seconds=20)
    assert jobs.field(job, "%T") == "PENDING"


def test_a_qos_limits_the_gpus_of_a_person(jobs):
    options = ("-p", "gpu", "--qos=class", "--gres=gpu:1", "-t", "5")
    jobs.wait_for(jobs.submit(*options, script="sleep 99"), "RUNNING")
    second = jobs.submit(*options, script="true")
    eventually(lambda: jobs.field(second, "%r") == "QOSMaxGRESPerUser", seconds=20)


def test_a_job_for_the_closed_partition_waits_and_says_why(jobs):
    job = jobs.submit("-p", "closed", "-t", "5", script="true")
    eventually(lambda: jobs.field(job, "%r") == "PartitionDown", seconds=20)


def test_stop_ends_the_daemons_and_what_jobs_left_but_nobody_who_works_with_it(small_cluster):
    user = small_cluster.plan.users[0]
    left = small_cluster.layout.homes / user / "left"
    script = f"#!/bin/sh\nsetsid sleep 98765 &\necho $! > {left}.new; mv {left}.new {left}; wait\n"
    small_cluster.run_as(user, ["sbatch", "-p", "gpu", "--gres=gpu:1"], stdin=script)
    eventually(left.exists, seconds=20)
    before = belongings(small_cluster.layout)
    assert int(left.read_text()) in {process.pid for process in before}

    with subprocess.Popen(["sleep", "98765"], env=small_cluster.environment) as bystander:
        stop(small_cluster)
        assert bystander.poll() is None
        bystander.kill()

    assert not [process for process in before if process.is_alive()]
    assert not [p for p in all_processes() if _names(p, small_cluster.folder)]


def test_a_failed_start_leaves_no_process(small_cluster):
    stop(small_cluster)
    (small_cluster.layout.state / "clustername").write_text("another")
    with pytest.raises(ClusterError, match="slurmctld"):
        start(small_cluster.folder, small_cluster.plan)
    assert belongings(small_cluster.layout) == []


def _names(process: Process, folder: Path) -> bool:
    try:
        return str(folder) in (process.folder / "cmdline").read_text()
    except OSError:
        return False

"""What the cluster's methods break is really broken, and whole again afterwards."""

from __future__ import annotations

import os
import time

import pytest
from slurm_cluster import ClusterError
from slurm_cluster.processes import Process
from slurm_jobs import eventually

pytestmark = pytest.mark.slurm


def test_without_slurmctld_no_listing_answers_and_the_job_runs_on(cluster, jobs):
    job = jobs.submit("-t", "5", script="sleep 99")
    jobs.wait_for(job, "RUNNING")
    with cluster.without("slurmctld"):
        assert "DOWN" in cluster.run("scontrol", "ping").stdout
    assert jobs.field(job, "%T") == "RUNNING"


def test_without_munge_squeue_fails_and_works_again_after_the_restart(cluster):
    with cluster.without("munged"):
        done = cluster.run("squeue", "-h")
        assert done.returncode != 0
        assert "munge" in done.stderr
    assert cluster.run("squeue", "-h").returncode == 0


def test_without_slurmdbd_jobs_start_and_are_booked_later(cluster, jobs):
    with cluster.without("slurmdbd"):
        job = jobs.submit("-p", "gpu", "--gres=gpu:1", "-t", "5", script="true")
        jobs.wait_for(job, "COMPLETED")
        assert cluster.run("sacct", "-j", job).returncode != 0
    booked = ("sacct", "-n", "-P", "-X", "-j", job, "-oState")
    eventually(lambda: "COMPLETED" in cluster.run(*booked).stdout, seconds=30)


def test_a_frozen_slurmctld_holds_its_port_and_answers_again_when_thawed(cluster):
    cluster.freeze_daemon("slurmctld")
    try:
        process = cluster.daemons["slurmctld"].process()
        assert process is not None
        eventually(process.is_frozen, seconds=30)  # a busy machine lets its threads stop later
    finally:
        cluster.thaw_daemon("slurmctld")
    assert "UP" in cluster.run("scontrol", "ping").stdout


def test_a_failed_node_takes_its_jobs_with_it_and_comes_back(cluster, jobs):
    job = jobs.submit("-p", "gpu", "-w", "g2", "--no-requeue", "-t", "5", script="sleep 99")
    jobs.wait_for(job, "RUNNING")
    cluster.fail_node("g2")
    cluster.run("scontrol", "update", "nodename=g2", "state=down", "reason=power")
    eventually(lambda: jobs.field(job, "%T") == "NODE_FAIL", seconds=30)
    cluster.start_daemon("slurmd-g2")


def test_a_user_can_be_added_while_the_cluster_runs(cluster):
    name = f"aif-t{os.getpid()}late"
    cluster.add_user(name, accounts=("proto",))
    done = cluster.run_as(name, ["sbatch", "-t", "5", "-A", "proto", "--wrap", "true"])
    assert done.returncode == 0, done.stderr


def test_a_recycled_pid_is_not_taken_for_a_daemon():
    now = Process.of(os.getpid())
    assert now is not None
    assert now.is_alive()
    recycled = Process(now.pid, now.began - 1)
    assert not recycled.is_alive()
    began = time.monotonic()
    assert recycled.wait_for_end(30)
    assert time.monotonic() - began < 5


def test_an_unknown_daemon_is_named_with_those_that_are_known(cluster):
    with pytest.raises(ClusterError, match=r"'slurmdx'.*munged"):
        cluster.kill_daemon("slurmdx")

"""Batch jobs on the private cluster, and patience with them."""

from __future__ import annotations

import time
from collections.abc import Callable

from slurm_cluster import Cluster


def eventually(condition: Callable[[], bool], *, seconds: float) -> None:
    """Slurm tells nobody when something has changed, so it is asked until it has."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not become so in time"
        time.sleep(0.1)


def run_requeued(cluster: Cluster, job: str) -> None:
    """Let a job that went back into the queue run now; Slurm would hold it back for two minutes.

    Not within the second of its going back: slurmd takes that run's credential for the old one's,
    which it was told to revoke (what the two minutes are for).
    """
    this_second = int(time.time())
    eventually(lambda: int(time.time()) > this_second, seconds=2)
    cluster.run("scontrol", "update", f"jobid={job}", "StartTime=now")


class Jobs:
    """Batch jobs of one user, and what Slurm says of them."""

    def __init__(self, cluster: Cluster, user: str) -> None:
        self.cluster = cluster
        self.user = user

    def try_submit(self, *options: str, script: str) -> tuple[str, str]:
        """What sbatch prints: the job's id or nothing, and its complaint."""
        done = self.cluster.run_as(
            self.user,
            ["sbatch", "--parsable", *options],
            stdin=f"#!/bin/sh\n{script}\n",
        )
        return done.stdout.strip(), done.stderr.strip()

    def submit(self, *options: str, script: str) -> str:
        """The job's id."""
        job, complaint = self.try_submit(*options, script=script)
        assert job, complaint
        return job

    def field(self, job: str, which: str) -> str:
        """One of squeue's fields, as %T for the state; nothing when the job is unknown."""
        done = self.cluster.run("squeue", "-h", "-a", "-t", "all", "-j", job, "-o", which)
        return done.stdout.strip()

    def wait_for(self, job: str, state: str) -> None:
        eventually(lambda: self.field(job, "%T") == state, seconds=30)

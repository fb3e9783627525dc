"""The real ``officina graders keep`` of an ordinary account, between a portal and a real Slurm."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from portal_house import House
from slurm_clients import become
from slurm_cluster import Cluster
from slurm_jobs import eventually
from sqlalchemy import select

from officina_hub.graders.state import GradersState, read_state
from officina_hub.portal.db import tables as t

TOKEN = "a-token-that-nobody-else-may-see"
FACTORY = """
[grading]
kind = "slurm"
[grading.slurm]
folder = "{shared}"
account = "course101"
memory_gib = 1
minutes = 10
idle_seconds = 10
max_jobs = 3
waiting_per_job = 2
{more}
[[clusters]]
name = "test"
slurm_conf = "{conf}"
portal_url = "{portal}"
[[environments]]
name = "broken"
title = "Not there"
kind = "venv"
path = "/nowhere/at/all"
"""


class GraderCluster:
    """The account is a user of the cluster; use it in a ``with``, which ends keeper and jobs."""

    def __init__(self, cluster: Cluster, house: House, user: str) -> None:
        self.cluster = cluster
        self.house = house
        self._account = pwd.getpwnam(user)
        self._folder = Path(tempfile.mkdtemp(prefix="officina-graders.", dir="/var/tmp"))
        self.shared = self._folder / "shared"
        self._data = self._folder / "data"
        self._keeper: subprocess.Popen[bytes] | None = None
        (self.shared / "courses").mkdir(parents=True)
        (self._data / "run").mkdir(parents=True)
        for data in (self._data, house.settings.data_dir):
            (data / "courses").symlink_to(self.shared / "courses")
        house.hub.tokens[TOKEN] = house.hub.tokens["grader"]

    def start(self, more: str = "") -> None:
        """The keeper, with these further lines of its factory.toml."""
        portal = self.house.url.rstrip("/")
        factory = FACTORY.format(
            shared=self.shared, conf=self.cluster.conf, portal=portal, more=more
        )
        (self._data / "factory.toml").write_text(factory)
        self._give_away()
        account = self._account
        argv = [sys.executable, "-m", "officina_hub.cli", "graders", "keep"]
        self._keeper = subprocess.Popen(
            [*argv, "--data-dir", str(self._data)],
            user=account.pw_uid,
            group=account.pw_gid,
            extra_groups=[],
            cwd="/",
            env={
                "PATH": os.environ["PATH"],
                "HOME": account.pw_dir,
                "JUPYTERHUB_API_TOKEN": TOKEN,
                "OFFICINA_PORTAL_URL": portal,
            },
        )

    def _give_away(self) -> None:
        """Everything below is the account's, and private."""
        for place in (self._folder, *self._folder.rglob("*")):
            if not place.is_symlink():
                os.chown(place, self._account.pw_uid, self._account.pw_gid)
                place.chmod(0o700 if place.is_dir() else 0o600)

    def kill(self) -> None:
        """As a machine does that loses its power."""
        assert self._keeper is not None
        self._keeper.send_signal(signal.SIGKILL)
        self._keeper.wait()

    @property
    def state(self) -> GradersState | None:
        return read_state(self._data / "run")

    @property
    def jobs(self) -> list[str]:
        """The states of the account's jobs, a task of an array each."""
        user = self._account.pw_name
        told = self.cluster.run("squeue", "-h", "--array", f"--user={user}", "-o", "%T")
        assert told.returncode == 0, told.stderr
        return told.stdout.split()

    async def until_jobs(self, states: list[str]) -> None:
        """Wait until the jobs are in these states, and no others are there."""

        async def look() -> bool:
            return self.jobs == states

        await become(look, seconds=120)

    @property
    def logs(self) -> str:
        """What the jobs said."""
        return "\n".join(each.read_text() for each in (self.shared / "log").glob("*.log"))

    def workers(self) -> list[str]:
        """The graders that have something in hand now."""
        with self.house.portal.database.reading() as session:
            held = select(t.Job.worker).where(t.Job.state == "leased")
            return [name for name in session.scalars(held) if name]

    def most_tries(self) -> int:
        with self.house.portal.database.reading() as session:
            return max(session.scalars(select(t.Job.tries)))

    def __enter__(self) -> GraderCluster:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._keeper is not None and self._keeper.poll() is None:
            self.kill()
        self.cluster.run("scancel", f"--user={self._account.pw_name}")
        eventually(lambda: not self.jobs, seconds=60)
        shutil.rmtree(self._folder)

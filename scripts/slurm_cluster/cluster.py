"""A cluster that runs: commands as its users, and every way to break and mend it."""

from __future__ import annotations

import contextlib
import os
import pwd
import signal
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from slurm_cluster.accounting import ACCOUNTS, add_associations, wait_for_association
from slurm_cluster.belongings import node_processes
from slurm_cluster.commands import ask, client_environment
from slurm_cluster.daemon import Daemon
from slurm_cluster.daemons import daemon_environment, daemon_table
from slurm_cluster.errors import ClusterError
from slurm_cluster.facts import Facts
from slurm_cluster.layout import Layout
from slurm_cluster.people import ensure_user
from slurm_cluster.plan import Plan, check_user_name
from slurm_cluster.processes import Process, end, kill
from slurm_cluster.readiness import is_ready
from slurm_cluster.waiting import wait_until

READY_SECONDS = 60


@dataclass(frozen=True)
class Cluster:
    """The facts of one cluster, and what can be done with it; see lifecycle for start and stop."""

    layout: Layout
    facts: Facts

    @classmethod
    def at(cls, folder: Path) -> Cluster | None:
        """The one whose folder this is, running or not."""
        layout = Layout(folder.resolve())
        facts = Facts.read(layout)
        return cls(layout, facts) if facts else None

    @property
    def folder(self) -> Path:
        """Everything of it lies here."""
        return self.layout.folder

    @property
    def name(self) -> str:
        """Slurm's ClusterName, for `--clusters`."""
        return self.facts.name

    @property
    def plan(self) -> Plan:
        """What it was made for."""
        return self.facts.plan

    @property
    def conf(self) -> Path:
        """Its slurm.conf."""
        return self.layout.slurm_conf

    @property
    def environment(self) -> dict[str, str]:
        """What a client of it needs in its environment."""
        return client_environment(self.layout)

    @cached_property
    def daemons(self) -> dict[str, Daemon]:
        """munged, mariadb, slurmdbd, slurmctld and slurmd-NODE, by name."""
        return daemon_table(self.facts, self.layout)

    def is_running(self) -> bool:
        """Whether every daemon is alive; a frozen one counts."""
        return all(daemon.process() for daemon in self.daemons.values())

    def run(self, *argv: str) -> subprocess.CompletedProcess[str]:
        """One of Slurm's commands, as root."""
        return ask(self.layout, *argv)

    def run_as(
        self, user: str, argv: Sequence[str], *, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """A command as that user, in that user's home and with nothing of ours."""
        entry = pwd.getpwnam(user)
        return subprocess.run(
            argv,
            user=entry.pw_uid,
            group=entry.pw_gid,
            extra_groups=os.getgrouplist(user, entry.pw_gid),
            cwd=entry.pw_dir,
            env={**self.environment, "HOME": entry.pw_dir, "USER": user, "LOGNAME": user},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=READY_SECONDS,
        )

    def add_user(self, name: str, *, accounts: tuple[str, ...] = ACCOUNTS) -> None:
        """A Unix user, made where there is none, who may charge these accounts."""
        check_user_name(name)
        ensure_user(name, self.layout)
        if self.plan.accounting:
            add_associations(self.layout, name, accounts)
            wait_for_association(self.layout, name)

    def start_daemon(self, name: str) -> None:
        """Start it and wait until it does its work."""
        daemon = self._daemon(name)
        daemon.start(daemon_environment(self.layout))
        wait_until(
            lambda: is_ready(name, self.facts, self.layout),
            what=name,
            seconds=READY_SECONDS,
            trouble=daemon.trouble,
        )

    def end_daemon(self, name: str) -> None:
        """Ask it to end, as an operator would; slurmctld saves its state."""
        end(self._running(name), patience_seconds=30)

    def kill_daemon(self, name: str) -> None:
        """SIGKILL, as a crash; slurmctld forgets up to five seconds, for it saves that seldom."""
        kill(self._running(name))

    def freeze_daemon(self, name: str) -> None:
        """SIGSTOP: it holds its port and answers nobody."""
        for process in self._running(name):
            process.send(signal.SIGSTOP)

    def thaw_daemon(self, name: str) -> None:
        """Let a frozen one go on."""
        for process in self._running(name):
            process.send(signal.SIGCONT)

    def restart_daemon(self, name: str) -> None:
        """End it and start it again."""
        self.end_daemon(name)
        self.start_daemon(name)

    @contextlib.contextmanager
    def without(self, name: str) -> Iterator[None]:
        """The cluster while that daemon is down; it is back afterwards."""
        self.end_daemon(name)
        try:
            yield
        finally:
            self.start_daemon(name)

    def fail_node(self, node: str) -> None:
        """The node loses its power: slurmd, the job steps and all their processes end at once."""
        kill([*self._running(f"slurmd-{node}"), *node_processes(self.layout, node)])

    def _running(self, name: str) -> list[Process]:
        process = self._daemon(name).process()
        return [process] if process else []

    def _daemon(self, name: str) -> Daemon:
        if name not in self.daemons:
            raise ClusterError(
                f"This cluster has no daemon {name!r}.",
                matters="Only its own daemons can be started, ended or frozen.",
                now=f"Name one of: {', '.join(self.daemons)}.",
            )
        return self.daemons[name]

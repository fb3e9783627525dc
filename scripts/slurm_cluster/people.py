"""Real Unix users for the cluster; those made here are known by their homes below its folder."""

from __future__ import annotations

import pwd
import subprocess

from slurm_cluster.errors import ClusterError
from slurm_cluster.layout import Layout
from slurm_cluster.processes import Process, all_processes, kill
from slurm_cluster.requirements import program


def ensure_user(name: str, layout: Layout) -> None:
    """Make the user if there is none of that name."""
    if any(entry.pw_name == name for entry in pwd.getpwall()):
        return
    home = layout.homes / name
    _run(
        "useradd",
        *("--create-home", "--home-dir", str(home)),
        *("--shell", "/bin/bash", "--comment", "Officina's Slurm cluster"),
        name,
    )


def made_here(layout: Layout) -> list[pwd.struct_passwd]:
    """/etc/passwd itself remembers them, even when the folder is lost."""
    return [entry for entry in pwd.getpwall() if entry.pw_dir.startswith(f"{layout.homes}/")]


def remove_users(layout: Layout) -> list[str]:
    """Take away those made here, what they still run, and their homes; their names."""
    made = made_here(layout)
    for entry in made:
        kill(_processes_of(entry.pw_uid))
        _run("userdel", "--remove", entry.pw_name)
    return [entry.pw_name for entry in made]


def _processes_of(uid: int) -> list[Process]:
    owned = []
    for process in all_processes():
        try:
            status = (process.folder / "status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        real = next(line for line in status.splitlines() if line.startswith("Uid:")).split()[1]
        if int(real) == uid:
            owned.append(process)
    return owned


def _run(*argv: str) -> None:
    done = subprocess.run(
        [program(argv[0]), *argv[1:]], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ClusterError(
            f"`{' '.join(argv)}` ended with {done.returncode}: {done.stderr.strip()}",
            matters="The cluster's jobs run as real users.",
            now="Mend what it says, or name users that exist with --users.",
        )

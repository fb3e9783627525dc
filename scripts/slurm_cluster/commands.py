"""Slurm's own commands, asked as a client of this cluster."""

from __future__ import annotations

import subprocess

from slurm_cluster.layout import Layout
from slurm_cluster.requirements import SYSTEM_PATH, program

# A frozen slurmctld answers nobody; a client waits for it that long.
PATIENCE_SECONDS = 60


def client_environment(layout: Layout) -> dict[str, str]:
    """All that a client needs, and nothing of the caller's own."""
    return {"PATH": SYSTEM_PATH, "LANG": "C.UTF-8", "SLURM_CONF": str(layout.slurm_conf)}


def ask(layout: Layout, *argv: str) -> subprocess.CompletedProcess[str]:
    """Run one command as root; 124 is the status of one that got no answer in time."""
    call = [program(argv[0]), *argv[1:]]
    try:
        return subprocess.run(
            call,
            env=client_environment(layout),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(call, 124, "", "no answer in time")

"""Which processes of this machine belong to a cluster: daemons, job steps, and their children."""

from __future__ import annotations

from pathlib import Path

from slurm_cluster.layout import Layout
from slurm_cluster.processes import Process, all_processes, parent

# In the environment of every daemon, and of nothing else: somebody who merely works with the
# cluster has its SLURM_CONF, too, and must not be taken for a part of it.
MARK = "OFFICINA_SLURM_CLUSTER"


def belongings(layout: Layout) -> list[Process]:
    """Everything that must be gone when the cluster is stopped."""
    everything = all_processes()
    ours = {process.pid for process in everything if _is_ours(process, layout)}
    return _with_descendants(ours, everything)


def node_processes(layout: Layout, node: str) -> list[Process]:
    """The job steps on one node and all that they started."""
    everything = all_processes()
    jobs = {p.pid for p in everything if _environment(p).get("SLURMD_NODENAME") == node}
    jobs &= {p.pid for p in everything if _is_job_process(p, layout)}
    steps = {parent(p) for p in everything if p.pid in jobs and _is_step(parent(p), layout)}
    return _with_descendants(jobs | steps, everything)


def _is_ours(process: Process, layout: Layout) -> bool:
    return (
        _environment(process).get(MARK) == str(layout.folder)
        or _is_job_process(process, layout)
        or _is_step(process.pid, layout)
    )


def _is_job_process(process: Process, layout: Layout) -> bool:
    environment = _environment(process)
    return "SLURMD_NODENAME" in environment and environment.get("SLURM_CONF") == str(
        layout.slurm_conf
    )


def _is_step(pid: int, layout: Layout) -> bool:
    """Its title overwrites the beginning of its environment, but the mark stands at the end."""
    process = Process.of(pid)
    try:
        name = (Path("/proc") / str(pid) / "comm").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    is_marked = process is not None and _environment(process).get(MARK) == str(layout.folder)
    return name.startswith("slurmstepd") and is_marked


def _environment(process: Process) -> dict[str, str]:
    try:
        text = (process.folder / "environ").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return {}
    return {name: value for name, _, value in (line.partition("=") for line in text.split("\0"))}


def _with_descendants(pids: set[int], everything: list[Process]) -> list[Process]:
    parents = {process.pid: parent(process) for process in everything}
    grown = set(pids)
    while True:
        more = {pid for pid, above in parents.items() if above in grown} - grown
        if not more:
            return [process for process in everything if process.pid in grown]
        grown |= more

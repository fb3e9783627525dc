"""The batch script of graders: the operator's words and numbers, and no secret.

Slurm keeps scripts and shows them to operators. The token travels in the environment of the
submission, as a session's does.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from officina_courses.model import Frozen
from officina_hub.factory.grader_jobs import GraderJobs
from officina_spawners.batch.script import SYSTEM_PATH, preparation
from officina_spawners.profiles import Environment

LOG = "grader-{job}.log"


class Order(Frozen):
    """Everything that such a script is made of."""

    comment: str
    jobs: GraderJobs
    environment: Environment | None = None  # None: the Python of this process
    name: str = "officina-grader"
    options: tuple[str, ...] = ()  # of officina graders work

    @property
    def log(self) -> str:
        """The path of a job's log, with {job} for its number."""
        return f"{self.jobs.folder}/log/{LOG}"


def job_script(order: Order, *, count: int, idle_seconds: int) -> str:
    """The script of so many graders, an array where there are several."""
    environment = order.environment
    is_login = environment is not None and environment.needs_login_shell
    return "\n".join(
        (
            "#!/bin/bash -l" if is_login else "#!/bin/bash",
            *(f"#SBATCH --{name}={shlex.quote(value)}" for name, value in _directives(order)),
            *([f"#SBATCH --array=1-{count}"] if count > 1 else []),
            "#SBATCH --no-requeue",
            "#SBATCH --open-mode=append",
            # sbatch's own --export, which programs of the job would take for theirs.
            "unset SLURM_EXPORT_ENV",
            "set -e",
            "umask 077",
            f'export PATH="${{PATH:-{SYSTEM_PATH}}}"',
            *(preparation(environment) if environment else ()),
            f"exec {shlex.join(_program(order, idle_seconds))}",
            "",
        )
    )


def _directives(order: Order) -> Iterator[tuple[str, str]]:
    jobs = order.jobs
    yield "job-name", order.name
    yield "comment", order.comment
    yield "chdir", str(Path(jobs.folder, "run"))
    yield "output", order.log.format(job="%j")
    yield "nodes", "1"
    yield "ntasks-per-node", "1"
    yield "cpus-per-task", str(jobs.cores)
    yield "mem", f"{jobs.memory_gib}G"
    yield "time", str(jobs.minutes)
    for option in ("partition", "account", "qos"):
        if value := getattr(jobs, option):
            yield option, value


def _program(order: Order, idle_seconds: int) -> Iterator[str]:
    if order.environment is None:
        yield from (sys.executable, "-m", "officina_hub.cli")
    else:
        yield "officina"
    yield from ("graders", "work", "--data-dir", order.jobs.folder)
    yield from ("--idle-seconds", str(idle_seconds), *order.options)

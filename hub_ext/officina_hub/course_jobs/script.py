"""The batch script of a plan: an array with a task for each run."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from officina_courses.environments.folder import FOLDER_VARIABLE, default_folder
from officina_courses.model import Frozen
from officina_hub.course_jobs.needs import JobNeeds
from officina_spawners.batch.script import SYSTEM_PATH

NAME = "officina-course-run"
PLAN = "plan.json"
LOG = "slurm-{task}.log"  # {task}: the run's number in the plan


class RunOrder(Frozen):
    """Everything that such a script is made of. The paths are the same on every node."""

    comment: str
    folder: Path
    into: Path
    jobs: Path  # the folder of this array: its plan and its logs
    count: int
    needs: JobNeeds

    def log(self, number: int) -> Path:
        """Where the task of this run writes."""
        return self.jobs / LOG.format(task=number)


def array_script(order: RunOrder) -> str:
    """The script as sbatch takes it."""
    program = [
        sys.executable, "-m", "officina_courses.runs.one",
        str(order.folder), str(order.into), str(order.jobs / PLAN),
    ]  # fmt: skip
    return "\n".join(
        (
            "#!/bin/bash",
            *(f"#SBATCH --{name}={shlex.quote(value)}" for name, value in _directives(order)),
            "#SBATCH --requeue",
            # sbatch's own --export, which programs of the job would take for theirs.
            "unset SLURM_EXPORT_ENV",
            f'export PATH="${{PATH:-{SYSTEM_PATH}}}"',
            # The same for whoever runs there: without it the usual folder depends on the account.
            f"export {FOLDER_VARIABLE}={shlex.quote(str(default_folder()))}",
            f'exec {shlex.join(program)} "$SLURM_ARRAY_TASK_ID"',
            "",
        )
    )


def _directives(order: RunOrder) -> Iterator[tuple[str, str]]:
    needs = order.needs
    yield "job-name", NAME
    yield "comment", order.comment
    yield "array", f"0-{order.count - 1}%{needs.at_once}"
    yield "chdir", str(order.jobs)
    yield "output", str(order.jobs / LOG.format(task="%a"))
    yield "nodes", "1"
    yield "ntasks", "1"
    yield "cpus-per-task", str(needs.cores)
    yield "mem", f"{needs.memory_gib}G"
    yield "time", str(needs.minutes)
    if needs.gpus:
        yield "gres", f"gpu:{needs.gpus}"
    for option in ("partition", "account", "qos"):
        if value := getattr(needs, option):
            yield option, value

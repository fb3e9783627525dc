"""A batch script as slurmrestd wants it: ``#SBATCH`` lines mean nothing to it, so they become JSON.

v0.0.38 reads each value as sbatch would (``0:30:00``, ``2G``); later versions want numbers in
minutes and MiB. An option that stands in no table is refused rather than lost on the way.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from officina_spawners.slurm import notation
from officina_spawners.slurm.rest_version import SUBMITS_IN_JOB

SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"
FIRST_OF_THE_NEW = 39

_SIGNAL = re.compile(r"(?P<batch>B:)?(?P<signal>\w+)(?:@(?P<delay>\d+))?")

SAME_NAMES = {
    "account": "account",
    "array": "array",
    "chdir": "current_working_directory",
    "comment": "comment",
    "constraint": "constraints",
    "dependency": "dependency",
    "error": "standard_error",
    "job-name": "name",
    "licenses": "licenses",
    "mail-user": "mail_user",
    "output": "standard_output",
    "partition": "partition",
    "qos": "qos",
    "reservation": "reservation",
}
OLD_NAMES = SAME_NAMES | {
    "cpus-per-task": "cpus_per_task",
    "get-user-env": "get_user_environment",
    "gpus": "gpus",
    "gpus-per-node": "gpus_per_node",
    "gres": "gres",
    "mail-type": "mail_type",
    "mem": "memory_per_node",
    "nodes": "nodes",
    "ntasks": "tasks",
    "ntasks-per-node": "tasks_per_node",
    "open-mode": "open_mode",
    "time": "time_limit",
}


def submission(script: str, environment: Mapping[str, str], version: int) -> Mapping[str, Any]:
    """The body of ``job/submit``; slurmrestd refuses a job without any environment."""
    values = {"PATH": SYSTEM_PATH, **environment}
    if version < FIRST_OF_THE_NEW:
        return {"script": script, "job": {**_old(script), "environment": values}}
    job = {**_new(script), "environment": [f"{name}={value}" for name, value in values.items()]}
    if version < SUBMITS_IN_JOB:
        return {"script": script, "job": job}
    return {"job": {**job, "script": script}}


def options(script: str) -> Iterator[tuple[str, str]]:
    """What ``#SBATCH`` lines say before the first command; sbatch reads no further either."""
    for line in script.splitlines():
        if line.startswith("#SBATCH"):
            for option in shlex.split(line.removeprefix("#SBATCH"), comments=True):
                name, _, value = option.removeprefix("--").partition("=")
                if not option.startswith("--"):
                    raise ValueError(f"{option!r} is not written as --name=value")
                yield name, value
        elif line.strip() and not line.startswith("#"):
            return


def _old(script: str) -> dict[str, Any]:
    job: dict[str, Any] = {}
    for name, value in options(script):
        if name in OLD_NAMES:
            job[OLD_NAMES[name]] = value
        elif name in {"requeue", "no-requeue"}:
            job["requeue"] = name == "requeue"
        elif name == "hold":
            job["hold"] = True
        elif name == "signal":
            job["signal"] = value.removeprefix("B:")  # it cannot signal the batch script alone
        elif name != "export":  # the environment is given in full
            raise ValueError(f"slurmrestd v0.0.38 has no option --{name}")
    return job


def _new(script: str) -> dict[str, Any]:
    job: dict[str, Any] = {}
    for name, value in options(script):
        if name in SAME_NAMES:
            job[SAME_NAMES[name]] = value
        elif name in _NEW_VALUES:
            job |= _NEW_VALUES[name](value)
        elif name not in {"export", "get-user-env"}:
            raise ValueError(f"slurmrestd has no option --{name}")
    return job


def _signal(value: str) -> dict[str, Any]:
    found = _SIGNAL.fullmatch(value)
    if not found:
        raise ValueError(f"--signal={value} cannot be read")
    warning: dict[str, Any] = {
        "kill_warning_signal": found["signal"],
        "kill_warning_delay": int(found["delay"] or 60),
    }
    return warning | ({"kill_warning_flags": ["BATCH_JOB"]} if found["batch"] else {})


def _minutes(value: str) -> dict[str, Any]:
    """A bare number is in minutes for sbatch, and ``30:00`` in minutes and seconds."""
    if value.isdecimal():
        return {"time_limit": int(value)}
    seconds = notation.seconds(value)
    if seconds is None:
        raise ValueError(f"--time={value} is no length of time")
    return {"time_limit": -(-seconds // 60)}


def _mebibytes(value: str) -> dict[str, Any]:
    bare = value if not value.isdecimal() else f"{value}M"
    return {"memory_per_node": notation.amount(bare) // 1024**2}


def _tres(value: str) -> str:
    return ",".join(f"gres/{part}" for part in value.split(","))


_NEW_VALUES: dict[str, Callable[[str], dict[str, Any]]] = {
    "cpus-per-task": lambda value: {"cpus_per_task": int(value)},
    "gpus": lambda value: {"tres_per_job": f"gres/gpu:{value}"},
    "gpus-per-node": lambda value: {"tres_per_node": f"gres/gpu:{value}"},
    "gres": lambda value: {"tres_per_node": _tres(value)},
    "hold": lambda value: {"hold": True},
    "mail-type": lambda value: {"mail_type": value.split(",")},
    "mem": _mebibytes,
    "no-requeue": lambda value: {"requeue": False},
    "nodes": lambda value: {"nodes": value},
    "ntasks": lambda value: {"tasks": int(value)},
    "ntasks-per-node": lambda value: {"tasks_per_node": int(value)},
    "open-mode": lambda value: {"open_mode": [value.upper()]},
    "requeue": lambda value: {"requeue": True},
    "signal": _signal,
    "time": _minutes,
}

"""A notebook as a batch job: what is asked of ``sbatch``, as a pure function of the wish.

Nothing that a person typed stands in the script but quoted for the shell, and options travel as a
list of arguments. The job gets a clean environment: this session's token and its Slurm variables
stay here.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, StringConstraints, field_validator

from officina_courses.model import Frozen

JOB_NAME: Final = "officina-notebook"
LONGEST_MINUTES: Final = 60 * 24 * 30
LARGEST_PARAMETERS: Final = 20_000
# What a job needs of the session: where programs are, and which environment they belong to.
KEPT: Final = re.compile(
    r"PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_[A-Z]+|TZ|TMPDIR|LD_LIBRARY_PATH|VIRTUAL_ENV|SLURM_CONF"
    r"|CONDA_(PREFIX|DEFAULT_ENV|EXE|SHLVL|PYTHON_EXE)|MODULEPATH|MODULESHOME|LOADEDMODULES"
    r"|_LMFILES_|LMOD_[A-Za-z_]+|PYTHONPATH|EBPYTHONPREFIXES|JUPYTER_PATH|SBATCH_[A-Z_]+"
)
ODD_IN_PATH: Final = re.compile(r"[\x00-\x1f\x7f\\]")  # sbatch reads these in the path of a log
SlurmName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}$")]
ParameterName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$")]
ParameterValue = str | bool | int | float | None

ODD_PATH = (
    "The path {path!r} has a character that Slurm reads as something else, so no job was made. "
    "Rename the notebook or its folder, and try again."
)
TOO_LARGE = "the parameters are more than {limit} characters; put large values into a file"


class Wish(Frozen):
    """What a person asks for; the rest is as in the session."""

    minutes: int = Field(ge=1, le=LONGEST_MINUTES)
    gpus: int | None = Field(default=None, ge=0, le=64)
    cores: int | None = Field(default=None, ge=1, le=4096)
    memory_mib: int | None = Field(default=None, ge=64, le=2**26)
    partition: SlurmName | None = None
    account: SlurmName | None = None
    qos: SlurmName | None = None
    parameters: dict[ParameterName, ParameterValue] = Field(default={})

    @field_validator("parameters")
    @classmethod
    def _are_bounded(cls, value: dict[str, ParameterValue]) -> dict[str, ParameterValue]:
        if len(json.dumps(value)) > LARGEST_PARAMETERS:
            raise ValueError(TOO_LARGE.format(limit=LARGEST_PARAMETERS))
        return value


class WishOfNotebook(Frozen):
    """The body of ``POST officina/session/batch``."""

    path: str = Field(min_length=1, max_length=4096, description="Below the server's root folder")
    wish: Wish


class Usual(Frozen):
    """What this session has, and a job of it gets unless something else is wished."""

    gpus: int = 0
    cores: int | None = None
    memory_mib: int | None = None
    partition: str = ""
    account: str = ""
    qos: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Usual:
        """From the variables that Slurm gives to a job."""
        return cls(
            gpus=_count(environment.get("SLURM_GPUS_ON_NODE")) or 0,
            cores=_count(environment.get("SLURM_CPUS_PER_TASK")),
            memory_mib=_count(environment.get("SLURM_MEM_PER_NODE")),
            partition=environment.get("SLURM_JOB_PARTITION", ""),
            account=environment.get("SLURM_JOB_ACCOUNT", ""),
            qos=environment.get("SLURM_JOB_QOS", ""),
        )


class Order(Frozen):
    """One notebook, ready to be handed over."""

    notebook: Path = Field(description="Beside it stand output and log")
    copy_: Path = Field(description="The notebook as it was when the job was asked for")
    python: str
    wish: Wish
    usual: Usual = Usual()

    def output(self, job: str) -> Path:
        """The result of that job."""
        return self._beside(f"-{job}.ipynb")

    def log(self, job: str) -> Path:
        """The log of that job."""
        return self._beside(f"-{job}.log")

    def _beside(self, ending: str) -> Path:
        return self.notebook.with_name(f"{self.notebook.stem}.batch{ending}")


def arguments(order: Order, environment: Mapping[str, str]) -> list[str]:
    """For ``sbatch``; the script comes by its standard input."""
    if ODD_IN_PATH.search(str(order.notebook)):
        raise ValueError(ODD_PATH.format(path=str(order.notebook)))
    options = [f"--{name}={value}" for name, value in _options(order)]
    names = ",".join(sorted(environment))
    return ["--parsable", "--no-requeue", "--open-mode=append", *options, f"--export={names}"]


def script(order: Order) -> str:
    """The whole job script."""
    folder = str(order.notebook.parent)
    wish = order.wish
    parameters = ["--parameters_yaml", json.dumps(wish.parameters)] if wish.parameters else []
    # papermill fills in what stands in braces, also in paths.
    copy_, result = (
        shlex.quote(str(path).replace("{", "{{").replace("}", "}}"))
        for path in (order.copy_, str(order.output("")).removesuffix(".ipynb"))
    )
    fixed = ["--log-output", "--no-progress-bar", "--cwd", folder, *parameters]
    return "\n".join(
        (
            "#!/bin/bash",
            "set -u",
            f"trap 'rm -rf -- {_within_quotes(str(order.copy_.parent))}' EXIT",
            f"cd -- {shlex.quote(folder)} || exit 1",
            f"{shlex.quote(order.python)} -P -m papermill {shlex.join(fixed)} \\",
            f'    -- {copy_} {result}"$SLURM_JOB_ID".ipynb',
            "",
        )
    )


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """The part of this session's environment that a job of its own may have."""
    return {name: value for name, value in environment.items() if KEPT.fullmatch(name)}


def _options(order: Order) -> Iterator[tuple[str, object]]:
    wish, usual = order.wish, order.usual
    yield "job-name", JOB_NAME
    yield "chdir", order.notebook.parent
    yield "output", str(order.log("")).replace("%", "%%").removesuffix(".log") + "%j.log"
    yield "nodes", 1
    yield "ntasks", 1
    yield "time", wish.minutes
    if gpus := usual.gpus if wish.gpus is None else wish.gpus:
        yield "gres", f"gpu:{gpus}"
    for name, value in (
        ("cpus-per-task", wish.cores or usual.cores),
        ("mem", wish.memory_mib or usual.memory_mib),
        ("partition", wish.partition or usual.partition),
        ("account", wish.account or usual.account),
        ("qos", wish.qos or (usual.qos if wish.account is None else None)),
    ):
        if value:
            yield name, value


def _within_quotes(path: str) -> str:
    """Quoted for the shell, and that once more for the single quotes around it."""
    return shlex.quote(path).replace("'", "'\\''")


def _count(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() else None

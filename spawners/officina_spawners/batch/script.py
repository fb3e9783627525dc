"""The job script of a session: every word of it is the operator's or from a closed alphabet.

What a person typed is not in it: ``judge`` turned that into bounded numbers and names. Secrets are
not in it either: Slurm keeps scripts, and shows them to operators; a session's secrets travel in
the environment of its submission.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from officina_courses.model import Frozen
from officina_spawners.batch import launcher
from officina_spawners.profiles.choice import SessionChoice
from officina_spawners.profiles.environment import Environment
from officina_spawners.profiles.profile import Profile

PLAIN = Environment(name="plain", title="The job's own PATH")
LOG_NAME = ".officina-session-{job}.log"
KEEP_LOGS_DAYS = 14
HERE = "OFFICINA_LAUNCHER_ENDS_HERE"
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"


class Order(Frozen):
    """All that a job script is made of."""

    name: str
    comment: str
    home: Path
    profile: Profile
    choice: SessionChoice
    environment: Environment = PLAIN
    arguments: tuple[str, ...] = ()
    prologue: str = ""  # the operator's own lines, as they are

    @property
    def log(self) -> str:
        """The path of the job's log, with {job} for its number."""
        return str(self.home / LOG_NAME)


def job_script(order: Order) -> str:
    """The whole script, ready for ``sbatch``."""
    return "\n".join(
        (
            shebang(order),
            *(f"#SBATCH --{name}={shlex.quote(value)}" for name, value in directives(order)),
            "#SBATCH --no-requeue",
            "#SBATCH --open-mode=append",
            # sbatch's own --export; srun would take it for its own, and reach no PATH on any node.
            "unset SLURM_EXPORT_ENV",
            *session_lines(order),
        )
    )


def shebang(order: Order) -> str:
    """The first line."""
    return "#!/bin/bash -l" if order.environment.needs_login_shell else "#!/bin/bash"


def session_lines(order: Order) -> Iterator[str]:
    """What the job does, whichever batch system runs it."""
    yield "set -e"
    yield f'export PATH="${{PATH:-{SYSTEM_PATH}}}"'
    yield (
        'find "$HOME" -maxdepth 1 -type f -name '
        f"{shlex.quote(LOG_NAME.format(job='*'))} -mtime +{KEEP_LOGS_DAYS} -delete || true"
    )
    if order.prologue:
        yield order.prologue
    yield from preparation(order.environment)
    yield f"exec python3 -I - {shlex.join(program(order))} <<'{HERE}'"
    yield Path(launcher.__file__).read_text(encoding="utf-8").rstrip()
    yield HERE
    yield ""


def directives(order: Order) -> Iterator[tuple[str, str]]:
    """The ``#SBATCH`` lines, as option and value."""
    choice, profile = order.choice, order.profile
    yield "job-name", order.name
    yield "comment", order.comment
    yield "chdir", str(order.home)
    yield "output", order.log.format(job="%j")
    yield "nodes", str(choice.nodes)
    yield "ntasks-per-node", "1"
    yield "cpus-per-task", str(choice.cores)
    yield "mem", f"{choice.memory_gib}G"
    yield "time", str(choice.minutes)
    if gres := _gres(profile, choice):
        yield "gres", gres
    for option, value in (
        ("partition", profile.partition),
        ("account", choice.account),
        ("qos", choice.qos),
        ("reservation", choice.reservation),
    ):
        if value:
            yield option, value


def preparation(environment: Environment) -> Iterator[str]:
    """The lines that enter an environment; the shell options of a job do not fit what they run."""
    if environment.modules:
        yield f"module load {shlex.join(environment.modules)}"
    if environment.kind == "venv":
        yield f"source {shlex.quote(environment.path + '/bin/activate')}"
    if environment.kind == "conda":
        path = shlex.quote(environment.path)
        yield f'eval "$(conda shell.bash hook)" && conda activate {path}'


def program(order: Order) -> Sequence[str]:
    """The server's command with its arguments, within the container where there is one."""
    environment = order.environment
    command = (*environment.program, *order.arguments)
    if environment.kind == "apptainer":
        gpus = ("--nv",) if order.choice.gpus or order.choice.shards else ()
        return ("apptainer", "exec", *gpus, environment.path, *command)
    return command


def _gres(profile: Profile, choice: SessionChoice) -> str:
    if choice.shards:
        return f"shard:{choice.shards}"
    if choice.gpus:
        return ":".join(filter(None, ("gpu", profile.gpu_type, str(choice.gpus))))
    return ""

"""What a job needs, in a file that only its person can read; the batch system gets its path alone.

Slurm keeps the environment of a submission to itself. PBS shows it in ``qstat -f``, HTCondor in
``condor_q -l``, and LSF shows scripts in ``bjobs -l``. So a session's secrets go by none of these:
script and environment lie in the person's home, which the nodes must share, until the job has read
them.
"""

from __future__ import annotations

import asyncio
import pwd
import re
import secrets
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from officina_courses.saying import say
from officina_spawners.slurm.client import Refused
from officina_spawners.slurm.explanation import explained
from officina_spawners.systems.system import BatchSystem

PARCEL_NAME = ".officina-session-{}.job"
MODE = "600"
# No batch system's description of a job quotes in quite the same way, so nothing needs quoting.
_PLAIN = re.compile(r"/[\w/.@+-]*", re.ASCII)


@dataclass(frozen=True)
class Parcel:
    """One job's file: where it lies, what is in it, and how the batch system is told of it."""

    path: str
    content: bytes
    description: str

    @property
    def made_by(self) -> Sequence[str]:
        """The command that makes it, still empty, readable by its person alone."""
        return ("install", "-m", MODE, "/dev/null", self.path)

    @property
    def filled_by(self) -> Sequence[str]:
        """The command that fills it out of its input.

        Not ``install`` itself: as another user it may not open the hub's pipe by a name.
        """
        return ("dd", f"of={self.path}", "conv=notrunc", "status=none")

    @property
    def removed_by(self) -> Sequence[str]:
        return ("rm", "-f", "--", self.path)


async def packed(
    system: BatchSystem, script: str, person: str, environment: Mapping[str, str]
) -> Parcel:
    """A new parcel of a script of ours."""
    home = await asyncio.to_thread(_home_of, person)
    path = str(home / PARCEL_NAME.format(secrets.token_hex(8)))
    first, *lines = script.split("\n")
    directives = [line for line in lines if line.startswith(system.directive)]
    rest = [line for line in lines if line not in directives]
    content = "\n".join((first, 'rm -f -- "$0"', *_exports(environment), *rest))
    command = (*first.removeprefix("#!").split(), path, system.number_in_job)
    return Parcel(path, content.encode(), system.describe(directives, command))


def _exports(environment: Mapping[str, str]) -> Iterable[str]:
    return (f"export {name}={shlex.quote(value)}" for name, value in sorted(environment.items()))


def _home_of(person: str) -> Path:
    home = pwd.getpwnam(person).pw_dir
    if not _PLAIN.fullmatch(home):
        raise Refused(ODD_HOME, f"the home {home!r} of {person} cannot be named in a job")
    return Path(home)


ODD_HOME = explained(
    "home-unusable",
    say("Your home folder has a name that cannot be given to the batch system."),
    advice=[say("Tell the support of this hub.")],
    is_final=True,
)

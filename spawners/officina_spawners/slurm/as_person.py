"""Giving an order to Slurm as the person it is for: the prefix before sbatch and scancel.

A hub that runs as root drops its rights for good with setpriv; any other hub asks sudo, whose rule
should name these commands and the variables to keep (docs/howto/slurm.md). They are not named here:
sudo writes what ``--preserve-env=`` names into its log, with the values. ``{user}``, ``{uid}`` and
``{gid}`` are filled in within one argument each; no shell reads any of it.
"""

from __future__ import annotations

import os
import pwd
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from officina_courses.saying import say
from officina_spawners.slurm.client import Refused
from officina_spawners.slurm.explanation import Explanation, explained

SETPRIV = ("setpriv", "--reuid={uid}", "--regid={gid}", "--init-groups", "--")
SUDO = ("sudo", "-n", "-u", "{user}", "--")

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Slurm's own would change the job; the loader's would run code with the rights of the prefix.
_NEVER = re.compile(r"(?:SBATCH|SLURM|SCANCEL|SUDO|LD|GLIBC|GCONV|MALLOC)_.*")


def usual_prefix() -> tuple[str, ...]:
    """What suits the account this hub runs under."""
    return SETPRIV if os.geteuid() == 0 else SUDO


@dataclass(frozen=True)
class Account:
    """A person's Unix account on this machine."""

    name: str
    uid: int
    gid: int

    def prefix(self, template: Sequence[str]) -> list[str]:
        """Nothing, when this process is that person already."""
        if os.geteuid() == self.uid:
            return []
        values = {
            "{user}": self.name,
            "{uid}": str(self.uid),
            "{gid}": str(self.gid),
        }
        return [_filled(part, values) for part in template]


def account_of(person: str) -> Account:
    """``Refused`` for whoever has none, and for root, who submits no session."""
    try:
        entry = pwd.getpwnam(person)
    except (KeyError, ValueError):  # ValueError: a NUL in the name
        raise Refused(_no_account(person), f"no Unix account {person!r}") from None
    if entry.pw_uid == 0:
        raise Refused(_no_account(person), "sessions are never submitted as root")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def check_names(environment: Collection[str]) -> None:
    """What goes to ``--export`` is a list of plain names; a wrong one is a mistake of ours."""
    for name in environment:
        if not _NAME.fullmatch(name) or _NEVER.fullmatch(name):
            raise ValueError(f"the variable {name!r} cannot be handed to a job")


def _filled(part: str, values: dict[str, str]) -> str:
    for blank, value in values.items():
        part = part.replace(blank, value)
    return part


def _no_account(person: str) -> Explanation:
    advice = say(
        "Ask the support of this cluster for one. Sessions on the hub's own machine work without."
    )
    told = say("“%(person)s” has no user account on this cluster.", person=person)
    return explained("no-account", told, advice=[advice], is_final=True)

"""From a person's choice to an order: whose account, which home, which environment."""

from __future__ import annotations

import pwd
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from officina_courses.saying import say
from officina_spawners.batch.script import PLAIN, Order
from officina_spawners.errors import NoAccountError
from officina_spawners.profiles.choice import SessionChoice
from officina_spawners.profiles.environment import Environment
from officina_spawners.profiles.profile import Profile

JOB_NAME = "officina-session"
ODD = re.compile(r"[\x00-\x1f\x7f%\\{}]")  # sbatch reads % and \ in paths, we read { and }


def order_of(
    account: str,
    choice: SessionChoice,
    profile: Profile,
    environments: Sequence[Environment],
    arguments: Sequence[str],
    prologue: str,
) -> Order:
    """What the job script of this choice is made of."""
    known = {each.name: each for each in environments}
    return Order(
        name=JOB_NAME,
        comment="",
        home=_home_of(account),
        profile=profile,
        choice=choice,
        environment=known.get(choice.environment, PLAIN),
        arguments=tuple(arguments),
        prologue=prologue,
    )


def person_environment(account: str) -> dict[str, str]:
    """Who and where the person is on the compute node."""
    entry = _entry_of(account)
    return {
        "HOME": entry.pw_dir,
        "LANG": "C.UTF-8",
        "LOGNAME": account,
        "SHELL": entry.pw_shell or "/bin/bash",
        "USER": account,
    }


def account_of(user: str, table: Mapping[str, str]) -> str:
    """The Unix account of a hub user: the table's, else the one of the same name."""
    account = table.get(user, user)
    _entry_of(account)
    return account


def _home_of(account: str) -> Path:
    home = _entry_of(account).pw_dir
    if not home.startswith("/") or ODD.search(home):
        raise NoAccountError(
            say(
                "The home folder %(folder)s of %(account)s cannot be named in a job script. Please "
                "tell the hub's operator.",
                folder=repr(home),
                account=account,
            )
        )
    return Path(home)


def _entry_of(account: str) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(account)
    except (KeyError, ValueError):
        raise NoAccountError(
            say(
                "You have no account %(account)s on the supercomputer yet, so this kind of session "
                "cannot start. Ask the hub's operator for one; sessions on the hub's own machine "
                "work without.",
                account=repr(account),
            )
        ) from None

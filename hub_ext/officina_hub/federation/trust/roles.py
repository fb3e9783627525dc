"""The roles: what they are called, how long their word holds, and which paths they may sign."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final, NamedTuple

ROOT: Final = "root"
TIMESTAMP: Final = "timestamp"
SNAPSHOT: Final = "snapshot"
TARGETS: Final = "targets"
TOP_LEVEL: Final = (ROOT, TIMESTAMP, SNAPSHOT, TARGETS)
FACTORY: Final = "factory-"

FACTORY_ID_PATTERN: Final = r"^[a-z][a-z0-9-]{0,39}$"
# TUF's patterns match part by part, so each depth that a path may have is named.
DEEPEST: Final = 8
PATH_PART: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,199}")


class Lifetime(NamedTuple):
    """How long a signature holds, and how long before its end somebody is told."""

    holds: timedelta
    warned: timedelta


LIFETIMES: Final = {
    ROOT: Lifetime(timedelta(days=365), timedelta(days=60)),
    TARGETS: Lifetime(timedelta(days=90), timedelta(days=30)),
    SNAPSHOT: Lifetime(timedelta(days=7), timedelta(days=2)),
    TIMESTAMP: Lifetime(timedelta(days=1), timedelta(hours=6)),
}
OF_A_FACTORY: Final = Lifetime(timedelta(days=90), timedelta(days=30))


def lifetime_of(role: str) -> Lifetime:
    """Of a top-level role or a factory's."""
    return LIFETIMES.get(role, OF_A_FACTORY)


def factory_role(factory: str) -> str:
    """The role of a factory by its id."""
    return f"{FACTORY}{factory}"


def factory_of(role: str) -> str:
    """The id of the factory that a role is of."""
    return role.removeprefix(FACTORY)


def patterns_of(factory: str) -> list[str]:
    """The paths that a factory may sign: all below its own folder, and nothing else."""
    return [f"{factory}/{'/'.join('*' * depth)}" for depth in range(1, DEEPEST + 1)]


def is_path_of(factory: str, path: str) -> bool:
    """Whether a path stands in that factory's folder, and in no way leads out of it."""
    first, *rest = path.split("/")
    fits = all(PATH_PART.fullmatch(part) for part in rest)
    return first == factory and 1 <= len(rest) <= DEEPEST and fits

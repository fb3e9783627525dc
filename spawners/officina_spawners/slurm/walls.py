"""The longest time of one job that a QOS or an account sets, as slurmctld itself holds to it.

``scontrol show assoc_mgr`` tells the limits of each association after inheritance, and those of
all QOS. A QOS that sets one takes the place of the account's. The QOS of a partition is not looked
at: few sites have one that is shorter than the partition itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from officina_spawners.slurm import notation
from officina_spawners.slurm.resources import Wall

HEADING = "Current Association Manager state"
_FIELD = re.compile(r"(?:^|\s)(\w+)=(\S*)")


def read_walls(text: str, person: str) -> tuple[Wall, ...]:
    """Of every QOS, and of each account of this person; ``ValueError`` when it is no such list."""
    lines = notation.lines(text)
    if HEADING not in lines:
        raise ValueError(f"no limits of scontrol: {text[:120]!r}")
    found = (_wall(_fields(line), person) for line in lines)
    return tuple(wall for wall in found if wall is not None)


def wall_of(walls: Iterable[Wall], *, account: str, qos: str, partition: str) -> Wall | None:
    """The one that holds for a job of these; None where none is set."""
    fitting = [
        (not wall.qos, not wall.partition, wall.seconds, wall)
        for wall in walls
        if (wall.qos and wall.qos == qos)
        or (wall.account and wall.account == account and wall.partition in {"", partition})
    ]
    return min(fitting, key=lambda one: one[:3])[3] if fitting else None


def _wall(fields: Mapping[str, str], person: str) -> Wall | None:
    minutes = fields.get("MaxWallPJ", "")
    if not minutes:
        return None
    if not minutes.isdecimal():
        raise ValueError(f"no longest time of scontrol: {minutes[:40]!r}")
    seconds = int(minutes) * 60
    if "QOS" in fields:
        return Wall(seconds=seconds, qos=_before_number(fields["QOS"]))
    if _before_number(_field(fields, "UserName")) != person:
        return None
    account, partition = _field(fields, "Account"), _field(fields, "Partition")
    return Wall(seconds=seconds, account=account, partition=partition)


def _field(fields: Mapping[str, str], name: str) -> str:
    """What belongs to every association; one without it was not read whole."""
    if name not in fields:
        shown = " ".join(f"{each}={value}" for each, value in fields.items())
        raise ValueError(f"no {name} in a limit of scontrol: {shown[:120]!r}")
    return fields[name]


def _fields(line: str) -> Mapping[str, str]:
    """The first of each name: what a QOS allows each user stands further on in its line."""
    if not line.startswith(("ClusterName=", "QOS=")):
        return {}
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(line):
        found.setdefault(name, value)
    return found


def _before_number(text: str) -> str:
    """``ada(1001)``: a name and its number."""
    return text.rpartition("(")[0]

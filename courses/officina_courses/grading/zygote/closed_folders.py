"""Ways for a zygote's account to a Python that lies below a folder which only root can enter.

The account itself makes the zygote's sandbox, so it must reach what is shown there; the data folder
of a hub that root runs is closed to it. Root binds just that Python to a place the account reaches,
in a mount namespace of the zygote's own: the folder stays closed, and nothing is left to unmount.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from officina_courses.sandbox import Bind

ANYBODY_ENTERS: Final = 0o001
# What to bind where, in pairs, then -- and what is started with all that in sight.
BIND: Final = """\
while [ "$1" != -- ]; do mount --rbind -- "$1" "$2" || exit; shift 2; done
shift
exec "$@"
"""


def ways_to(binds: Sequence[Bind], scratch: Path) -> dict[Bind, Path]:
    """A place below ``scratch``, made here, for each of those that other accounts cannot reach."""
    if os.geteuid() != 0:
        return {}
    ways = {}
    for number, bind in enumerate(binds):
        if bind.source.is_dir() and _is_closed(bind.source):
            ways[bind] = scratch / f"way-{number}"
            ways[bind].mkdir(mode=0o755)
    return ways


def by_way(bind: Bind, ways: Mapping[Bind, Path]) -> Bind:
    """The same shown at the same place, from where the account reaches it."""
    way = ways.get(bind)
    if way is None:
        return bind
    return bind.model_copy(update={"source": way, "target": bind.target or bind.source})


def opened(ways: Mapping[Bind, Path], command: Sequence[str]) -> list[str]:
    """The argument list that starts ``command`` with these ways in sight, of it alone."""
    if not ways:
        return list(command)
    pairs = [str(place) for bind, way in ways.items() for place in (bind.source, way)]
    return ["unshare", "--mount", "--", "sh", "-c", BIND, "sh", *pairs, "--", *command]


def _is_closed(place: Path) -> bool:
    return any(not folder.stat().st_mode & ANYBODY_ENTERS for folder in place.resolve().parents)

"""Which of the courses that come with Officina this factory publishes."""

from __future__ import annotations

import logging
from collections.abc import Collection
from pathlib import Path
from typing import Literal

from officina_courses.shipped import shipped_courses

Chosen = Literal["all"] | Collection[str]

log = logging.getLogger("officina.shipped")


def chosen_courses(ids: Chosen) -> tuple[Path, ...]:
    """The folders of the chosen ones, in the order in which they are prepared.

    A name that no shipped course has is a line in the log.
    """
    shipped = {folder.name: folder for folder in shipped_courses()}
    if ids == "all":
        return tuple(shipped.values())
    for unknown in sorted(set(ids) - shipped.keys()):
        log.warning("no course %s comes with Officina; there are %s", unknown, ", ".join(shipped))
    return tuple(folder for name, folder in shipped.items() if name in ids)

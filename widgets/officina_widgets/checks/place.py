"""Which exercise a file or folder belongs to, by where it lies and by what was brought there."""

from __future__ import annotations

from pathlib import Path

from officina_widgets import names
from officina_widgets.errors import BadName
from officina_widgets.material.manifest import Manifest, read_manifest


def exercise_at(path: Path, home: Path) -> Manifest | None:
    """The exercise in whose folder ``path`` lies, or is; ``None`` where it is none's.

    Material lies in ``<home>/<course>/<exercise>``, and what was brought is noted beside it.
    """
    try:
        course, exercise, *_ = path.resolve().relative_to(home.resolve()).parts
        names.course_id(course), names.exercise_id(exercise)
    except (ValueError, BadName):
        return None
    return read_manifest(home, course, exercise)

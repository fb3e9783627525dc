"""What was brought last time, kept out of the learner's folder: the base of the next update."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import AwareDatetime, ValidationError

from officina_courses.model import Frozen
from officina_courses.whole_files import write_whole
from officina_widgets import names


class Manifest(Frozen):
    """One exercise as it was brought here."""

    course_id: str
    exercise_id: str
    release_id: int
    version: str
    fetched_at: AwareDatetime
    files: dict[str, str]
    offered: tuple[str, ...] = ()
    language: str = ""  # empty where it was brought before portals told it


def manifest_path(home: Path, course_id: str, exercise_id: str) -> Path:
    """Where the manifest of an exercise lies."""
    folder = names.state_folder(home) / "material" / names.course_id(course_id)
    return folder / f"{names.exercise_id(exercise_id)}.json"


def read_manifest(home: Path, course_id: str, exercise_id: str) -> Manifest | None:
    """The manifest, or None where there is none that can be read."""
    try:
        text = manifest_path(home, course_id, exercise_id).read_bytes()
        return Manifest.model_validate_json(text)
    except (OSError, ValidationError):
        return None


def write_manifest(home: Path, manifest: Manifest) -> None:
    """Keep the manifest; a crash leaves the old one."""
    path = manifest_path(home, manifest.course_id, manifest.exercise_id)
    write_whole(path, manifest.model_dump_json(indent=1).encode())


@contextmanager
def one_at_a_time(home: Path, course_id: str, exercise_id: str) -> Iterator[None]:
    """Two fetches of one exercise follow each other; a killed one lets go by itself."""
    path = manifest_path(home, course_id, exercise_id).with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)

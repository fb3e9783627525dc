"""Two versions of a course: what a trainer, a learner or an importing factory wants to know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from officina_courses.environments.lock import LOCK_FILE, Lock, parse_lock
from officina_courses.environments.lock import compare as compare_locks
from officina_courses.errors import EnvironmentRefused, NotebookError
from officina_courses.loader import COURSE_FILE
from officina_courses.model import Course
from officina_courses.notebooks import Notebook, parse_notebook
from officina_courses.packages.cells import compare_cells
from officina_courses.packages.difference import (
    FieldChange,
    FileChange,
    PackageDifference,
    PinChanges,
    TextChange,
)
from officina_courses.packages.limits import PACKAGE_LIMITS, PackageLimits
from officina_courses.packages.lines import Differ
from officina_courses.packages.sides import Compared, opened_side

MOST_TEXT_BYTES: Final = 64 * 1024
# A notebook with more objects and lists is compared as a file: each costs memory beyond its bytes.
MOST_CONTAINERS: Final = 200_000
NAMED_BY: Final = ("id", "path", "orcid", "name")


def compare(old: Path, new: Path, limits: PackageLimits = PACKAGE_LIMITS) -> PackageDifference:
    """What is otherwise in ``new``; both are packages or folders of courses.

    Raises
    ------
    CourseError
        Where one of them cannot be read, as ``read_facts`` and ``load_course`` do.

    """
    with opened_side(old, limits) as before, opened_side(new, limits) as after:
        return compare_sides(before, after)


def compare_sides(before: Compared, after: Compared) -> PackageDifference:
    """The same of courses that lie elsewhere, as in a portal's store."""
    fields = tuple(_fields(before.course, after.course))
    environment, is_told = _environment(before, after)
    told = {COURSE_FILE} if fields else set()
    told |= {LOCK_FILE} if is_told else set()
    differ = Differ()
    return PackageDifference(
        old=before.side,
        new=after.side,
        fields=fields,
        files=tuple(each for each in _files(before, after, differ) if each.path not in told),
        environment=environment,
    )


def _fields(old: Course, new: Course) -> Iterator[FieldChange]:
    before, after = _flat(old.model_dump(mode="json")), _flat(new.model_dump(mode="json"))
    for key in {**before, **after}:
        if before.get(key) != after.get(key):
            yield FieldChange(key=key, old=before.get(key), new=after.get(key))


def _flat(value: Any, key: str = "") -> dict[str, Any]:
    """Each value by the way to it; tables of a list by their id, path or name."""
    if isinstance(value, dict):
        pairs = [(f"{key}.{name}" if key else name, each) for name, each in value.items()]
    elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        pairs = [(f"{key}[{_called(each)}]", each) for each in value]
    else:
        return {key: value} if value not in (None, "", [], {}) else {}
    return {name: each for pair in pairs for name, each in _flat(pair[1], pair[0]).items()}


def _called(table: Mapping[str, Any]) -> str:
    return next((str(table[key]) for key in NAMED_BY if table.get(key)), "")


def _environment(old: Compared, new: Compared) -> tuple[PinChanges, bool]:
    """What is otherwise in the pins, and whether that says all about the lock file."""
    try:
        before, after = _lock(old), _lock(new)
    except EnvironmentRefused:
        return PinChanges(), False
    changes = compare_locks(before, after or Lock({}))
    found = PinChanges(added=changes.added, removed=changes.removed, changed=changes.changed)
    return found, found != PinChanges()


def _lock(side: Compared) -> Lock | None:
    file = side.files.get(LOCK_FILE)
    if file is None:
        return None
    return parse_lock(side.content(LOCK_FILE).decode("utf-8", errors="replace"))


def _files(old: Compared, new: Compared, differ: Differ) -> Iterator[FileChange]:
    for path in sorted({*old.files, *new.files}):
        before, after = old.files.get(path), new.files.get(path)
        if before is None and after is not None:
            yield FileChange(change="added", path=path, new_bytes=after.size)
        elif after is None and before is not None:
            yield FileChange(change="removed", path=path, old_bytes=before.size)
        elif before is not None and after is not None and before.sha256 != after.sha256:
            yield FileChange(
                change="changed",
                path=path,
                old_bytes=before.size,
                new_bytes=after.size,
                **_inside(path, old.content(path), new.content(path), differ),
            )


def _inside(path: str, old: bytes, new: bytes, differ: Differ) -> dict[str, Any]:
    if PurePosixPath(path).suffix == ".ipynb":
        before, after = _notebook(old, path), _notebook(new, path)
        if before is not None and after is not None:
            return {"cells": compare_cells(before, after, differ)}
    return {"text": _text(old, new, differ)}


def _notebook(data: bytes, path: str) -> Notebook | None:
    if data.count(b"{") + data.count(b"[") > MOST_CONTAINERS:
        return None
    try:
        return parse_notebook(data, name=path)
    except NotebookError:
        return None


def _text(old: bytes, new: bytes, differ: Differ) -> TextChange:
    if max(len(old), len(new)) > MOST_TEXT_BYTES:
        return TextChange()
    try:
        return differ.compare(old.decode("utf-8"), new.decode("utf-8"))
    except UnicodeDecodeError:
        return TextChange()

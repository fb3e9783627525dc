"""What of an exercise's folder is sent: nbgrader's filters, and notebooks without huge outputs.

Pure but for reading the folder. A notebook's outputs are not needed for grading, which runs it
anew; so outputs that make it too large are left behind, and the learner's own file is not changed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from logging import Logger
from pathlib import Path
from typing import NamedTuple

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import ignore_patterns

from officina_courses.archive import Entry

MIB = 1024 * 1024
LARGEST_NOTEBOOK_BYTES = 16 * MIB
SHOWN_FILES = 5

TOO_LARGE = (
    "This submission has {size:.1f} MiB in {count} files; {limit:.0f} MiB and {max_count} files "
    "are taken. So nothing was sent. The largest are: {largest}. Move data that the exercise does "
    "not ask for out of {folder}, clear the notebooks' outputs, and submit again."
)


class Packed(NamedTuple):
    """A file as it will be sent, and its size then."""

    entry: Entry
    size: int


def pack(
    folder: Path, coursedir: CourseDirectory, *, leave_out: Collection[str], log: Logger
) -> list[Packed]:
    """The files that belong to a submission, sorted by path."""
    packed = []
    for path in sorted(_files(folder, coursedir, log)):
        relative = path.relative_to(folder).as_posix()
        if relative in leave_out:
            continue
        size = path.stat().st_size
        content: bytes | Path = path
        if path.suffix == ".ipynb" and size > LARGEST_NOTEBOOK_BYTES:
            content = _without_outputs(path)
            size = len(content)
            log.warning(
                "%s is sent without its outputs, which made it %.0f MiB large. It is run again "
                "for grading, so this changes no mark.",
                relative,
                path.stat().st_size / MIB,
            )
        elif path.suffix != ".ipynb" and size > 1000 * coursedir.max_file_size:
            log.warning(
                "%s is not sent: it has %.0f MB, and files up to %.0f MB are taken.",
                relative,
                size / 1e6,
                coursedir.max_file_size / 1000,
            )
            continue
        packed.append(Packed(Entry(relative, content), size))
    return packed


def objection(packed: list[Packed], folder: Path, *, max_bytes: int, max_files: int) -> str | None:
    """Why this is too much to be sent, in words for the learner; None where it is not."""
    total = sum(item.size for item in packed)
    if total <= max_bytes and len(packed) <= max_files:
        return None
    largest = sorted(packed, key=lambda item: item.size, reverse=True)[:SHOWN_FILES]
    shown = ", ".join(f"{item.entry.path} ({item.size / MIB:.1f} MiB)" for item in largest)
    return TOO_LARGE.format(
        size=total / MIB,
        count=len(packed),
        limit=max_bytes / MIB,
        max_count=max_files,
        largest=shown,
        folder=folder,
    )


def _files(folder: Path, coursedir: CourseDirectory, log: Logger) -> Iterator[Path]:
    """Plain files that nbgrader's ignore and include patterns let pass; no link is followed."""
    ignored_of = ignore_patterns(exclude=coursedir.ignore, include=coursedir.include, log=log)
    for root, folders, files in os.walk(folder):
        ignored = set(ignored_of(root, [*folders, *files]))
        folders[:] = [name for name in folders if name not in ignored]
        for name in files:
            path = Path(root, name)
            if path.is_symlink():
                log.warning("%s is not sent: it is a link, not a file.", path.relative_to(folder))
            elif name not in ignored and path.is_file():
                yield path


def _without_outputs(path: Path) -> bytes:
    """The notebook with its outputs cleared; as it is where it is no notebook at all."""
    content = path.read_bytes()
    try:
        notebook = json.loads(content)
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return content
    for cell in cells:
        cell["outputs"] = []
        cell["execution_count"] = None
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode()

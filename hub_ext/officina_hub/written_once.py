"""Files that are there whole or not at all, as a key must be that is never overwritten."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_once(path: Path, content: str) -> bool:
    """Write it for this account's eyes only; false where something is there, which stays.

    It is written beside its place and synced before it gets its name, so that neither a power cut
    nor another program that looks at that very moment finds an empty file.
    """
    if path.exists():
        return False
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    arriving = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, a link is refused where somebody was quicker.
        path.hardlink_to(arriving)
    except FileExistsError:
        return False
    finally:
        arriving.unlink(missing_ok=True)
    sync_folder(path.parent)
    return True


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, as those of new files must be after a power cut."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

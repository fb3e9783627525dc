"""The children's logs: one file each, set aside by size at each start."""

from __future__ import annotations

from pathlib import Path

LARGEST_BYTES = 10 << 20
KEPT = 3


def set_aside(path: Path) -> None:
    """Make room for a new log when the old one has grown large; the last few are kept."""
    if not path.exists() or path.stat().st_size < LARGEST_BYTES:
        return
    for number in range(KEPT - 1, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        if older.exists():
            older.replace(path.with_name(f"{path.name}.{number + 1}"))
    path.replace(path.with_name(f"{path.name}.1"))

"""How much of the disk all bodies under way may have together.

Whoever reaches the public port may send, logged in or not: without a bound anybody could fill the
disk on which the hub keeps its work.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from officina_hub.up.proxy.refusals import MIB, Crowded, DiskFull

# `officina up` does not start with less than 200 MiB; databases and submissions live on the rest.
SPARE_BYTES = 512 * MIB


class Room:
    """Gives disk space to spools, and takes it back."""

    def __init__(
        self, folder: Path, *, one_bytes: int, all_bytes: int, spare_bytes: int = SPARE_BYTES
    ) -> None:
        self.folder = folder
        self.one_bytes = one_bytes
        self.taken_bytes = 0
        self._all_bytes = all_bytes
        self._spare_bytes = spare_bytes

    def check(self, size: int) -> None:
        """Raise ``Refusal`` where there is no room for so many bytes more."""
        if self.taken_bytes + size > self._all_bytes:
            raise Crowded
        free = shutil.disk_usage(self.folder).free
        if free - size < self._spare_bytes:
            raise DiskFull(f"only {free // MIB} MiB are free")

    def take(self, size: int) -> None:
        """Count these bytes as used, or raise ``Refusal``."""
        self.check(size)
        self.taken_bytes += size

    def give_back(self, size: int) -> None:
        """Count these bytes as free again."""
        self.taken_bytes -= size

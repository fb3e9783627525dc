"""What the machine's processors used meanwhile, where Linux tells it; nothing is ever guessed.

Linux counts micro-joules for each processor package below ``/sys/class/powercap`` (its
Documentation/power/powercap/powercap.rst), and starts at 0 again after ``max_energy_range_uj``.
Most systems let only root read it. It is the energy of the machine, whoever used it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

POWERCAP: Final = Path("/sys/class/powercap")
PACKAGES: Final = "intel-rapl:*"  # AMD's are called so, too; parts of packages have one more colon
MOST_WATTS: Final = 2000  # of one package: a counter that may have begun anew twice is not believed


class Counter(NamedTuple):
    """One package's counter, in micro-joules."""

    zone: str
    now: int
    most: int


class EnergyMeter:
    """Reads the counters at its beginning, and again when it is asked."""

    def __init__(self, powercap: Path = POWERCAP) -> None:
        self._powercap = powercap
        self._before = counters(powercap)
        self._began = time.monotonic()

    def joules(self) -> float | None:
        """What was used since; None where that is not known for all packages."""
        seconds = time.monotonic() - self._began
        return used(self._before, counters(self._powercap), seconds)


def counters(powercap: Path) -> tuple[Counter, ...]:
    """Those of all packages; none at all where one of them cannot be read."""
    try:
        return tuple(_counters(powercap))
    except (OSError, ValueError):
        return ()


def used(before: tuple[Counter, ...], after: tuple[Counter, ...], seconds: float) -> float | None:
    """The joules between two readings."""
    if not before or [each.zone for each in before] != [each.zone for each in after]:
        return None
    total = 0
    for first, last in zip(before, after, strict=True):
        if MOST_WATTS * seconds * 1_000_000 > first.most:
            return None
        total += (last.now - first.now) % (first.most + 1)
    return round(total / 1_000_000, 1)


def _counters(powercap: Path) -> Iterator[Counter]:
    for zone in sorted(powercap.glob(PACKAGES)):
        is_package = (zone / "name").read_text().startswith("package")
        if zone.name.count(":") == 1 and is_package:
            now = int((zone / "energy_uj").read_text())
            yield Counter(zone.name, now, int((zone / "max_energy_range_uj").read_text()))

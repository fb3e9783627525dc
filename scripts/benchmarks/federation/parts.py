"""The parts of ``scripts/bench federation``: each a module here with ``run() -> str``.

``run`` measures, and gives the part's section for the reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PARTS: Final[Mapping[str, str]] = {
    "harvest": "harvest signed feeds of 10,000 and 100,000 records",
    "packages": "pack, verify, unpack and compare courses, the largest of 100 MB",
}

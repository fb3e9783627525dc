"""What a course is about: the sectors that the AI Factories put first, and steps of a Data Lab.

The sectors are those of the call for AI Factories and Antennas, and energy; the steps are the
services it asks of Data Labs, in the order in which data goes through them.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

Sector = Literal[
    "health", "manufacturing", "public-administration", "cybersecurity", "culture-languages",
    "science", "climate-environment", "energy",
]  # fmt: skip
Step = Literal[
    "discovery", "standardisation", "cleaning", "enrichment", "pseudonymisation", "anonymisation",
    "synthetic-data", "governance", "sharing",
]  # fmt: skip

SECTORS: Final[tuple[Sector, ...]] = get_args(Sector)
STEPS: Final[tuple[Step, ...]] = get_args(Step)

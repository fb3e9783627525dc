"""Purposes that are certainly not each other; any two others may mean the same, wholly or in part.

Data spaces have no common list of purposes. Commercial research is research, so *commercial* and
*research* are not apart. Words of the Data Privacy Vocabulary: https://w3id.org/dpv
"""

from __future__ import annotations

from typing import Final

DPV: Final = "https://w3id.org/dpv#"
LEARNING: Final = frozenset({"research", "teaching", "education", f"{DPV}academicresearch"})
SELLING: Final = frozenset(
    {"marketing", "advertising", f"{DPV}marketing", f"{DPV}advertising", f"{DPV}directmarketing"}
)
FOR_MONEY: Final = frozenset(
    {"commercial", f"{DPV}commercialpurpose", f"{DPV}commercialresearch"},
)
FOR_NONE: Final = frozenset(
    {"non-commercial", f"{DPV}noncommercialpurpose", f"{DPV}noncommercialresearch"},
)
APART: Final = ((LEARNING, SELLING), (FOR_MONEY, FOR_NONE))


def are_apart(one: str, other: str) -> bool:
    """Whether nothing can be done for both."""
    words = {one.casefold(), other.casefold()}
    return any(words & left and words & right for left, right in APART)

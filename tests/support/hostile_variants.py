"""All hostile submissions, by name, and those that every run of the tests takes."""

from __future__ import annotations

import os

import hostile_marks
import hostile_reach
import hostile_shows
from hostile_variant import Variant

WHOLE = os.environ.get("OFFICINA_WHOLE_CROWD") == "1"
VARIANTS: dict[str, Variant] = {
    one.name: one
    for one in (*hostile_marks.VARIANTS, *hostile_reach.VARIANTS, *hostile_shows.VARIANTS)
}
OF_EACH = 2
FAMILIES = tuple(dict.fromkeys(one.family for one in VARIANTS.values()))
ASKED = os.environ.get("OFFICINA_CROWD_FAMILIES", ",".join(FAMILIES)).split(",")


def chosen() -> dict[str, Variant]:
    """All, or the first few, of each family that is asked for."""
    many = len(VARIANTS) if WHOLE else OF_EACH
    members = {name: [v for v in VARIANTS.values() if v.family == name] for name in ASKED}
    return {one.name: one for some in members.values() for one in some[:many]}

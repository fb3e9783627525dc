"""What stands among records and is none: it is refused where it stands, and never passed over.

Whoever withdraws what a source no longer has must be able to tell a record that is gone from one
that only arrived broken.
"""

from __future__ import annotations

from typing import Final

from officina_hub.catalogue.readers.outcome import Refused

SHOWN: Final = 60


def stray(where: str, value: object, *, wanted: str) -> Refused:
    """The refusal of it, with its beginning so that it is found again."""
    return Refused(
        where,
        f"here stands {_nature(value)} and not {wanted}, so nothing of it can be kept; write its "
        "fields one by one, or take it out",
    )


def _nature(value: object) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, list):
        return "an empty list"
    if isinstance(value, bool | int | float):
        return f"the value {value}"[:SHOWN]
    return f"the text {str(value)[:SHOWN]!r}"

"""Which records a reader has put side by side so far; the address of the page remembers them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import urlencode

from officina_hub.catalogue.identity import RECORD_ID_PATTERN

MOST: Final = 4
CHOSEN: Final = "compare"
_AN_ID: Final = re.compile(RECORD_ID_PATTERN)


class Chosen(NamedTuple):
    """The ids, in the order in which they were chosen."""

    ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, told: Iterable[str]) -> Chosen:
        """From an address; what cannot be an id is left out, and so is what stands there twice."""
        known = (one for one in told if _AN_ID.fullmatch(one))
        return cls(tuple(dict.fromkeys(known)))

    @property
    def is_full(self) -> bool:
        """Whether no more fit."""
        return len(self.ids) >= MOST

    @property
    def first(self) -> Chosen:
        """Those that fit side by side."""
        return Chosen(self.ids[:MOST])

    @property
    def address(self) -> str:
        """Where they stand side by side, below the portal's prefix."""
        return "compare?" + urlencode([("id", one) for one in self.ids])

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """How the address of a list, or of a record found there, remembers them."""
        return [(CHOSEN, one) for one in self.ids]

    @property
    def carried(self) -> str:
        """What the address of a page ends with on the way from the list and back; "" of none."""
        return "?" + urlencode(self.pairs) if self.ids else ""

    def toggled(self, record_id: str) -> Chosen:
        """With that one, or without it where it is among them."""
        if record_id in self.ids:
            return Chosen(tuple(one for one in self.ids if one != record_id))
        return Chosen((*self.ids, record_id))

"""One factory asked from outside: every answer bounded, its time measured, failures told."""

from __future__ import annotations

import io
import time
from statistics import median
from typing import Any, Final

from officina_hub.catalogue.readers.json_text import load_json
from officina_hub.catalogue.readers.limits import Limits
from officina_hub.federation.checking.report import Timed
from officina_hub.federation.fetching import Fetcher, FetchLimits

TRIES: Final = 5
LIMITS: Final = FetchLimits(
    answer_bytes=20_000_000, all_bytes=100_000_000, all_seconds=300, answer_seconds=30, tries=1
)


class Asking:
    """What was fetched is kept, so that no two items ask for the same."""

    def __init__(self, fetcher: Fetcher) -> None:
        self.fetcher = fetcher
        self._had: dict[str, bytes] = {}

    def body(self, address: str) -> bytes:
        """What stands there; raises ``FetchError``."""
        if address not in self._had:
            self._had[address] = self._fetched(address)
        return self._had[address]

    def text(self, address: str) -> str:
        """The same as text; raises ``FetchError``."""
        return self.body(address).decode("utf-8-sig", "replace")

    def json(self, address: str) -> Any:
        """The same as JSON; raises ``FetchError`` or ``Unreadable``."""
        return load_json(self.text(address), Limits())

    def timed(self, address: str) -> Timed:
        """How long it takes to have all of it; raises ``FetchError``."""
        seconds = []
        for _ in range(TRIES):
            began = time.perf_counter()
            self._fetched(address)
            seconds.append(time.perf_counter() - began)
        return Timed(address=address, median_ms=round(median(seconds) * 1000, 1), tries=TRIES)

    def _fetched(self, address: str) -> bytes:
        into = io.BytesIO()
        self.fetcher.fetch(address, into)
        return into.getvalue()

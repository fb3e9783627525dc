"""What a kept search finds now: all of it, newest in the catalogue first.

Search itself orders by what a record tells of its own date, which many do not tell. News are what
came into the catalogue, so the matches are looked at here. They are kept until the index changes.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final

from officina_hub.portal.catalogue_index import CatalogueIndex
from officina_widgets.catalogue.asking import MOST_HITS, Answer, Ask, Hit
from officina_widgets.catalogue.query_string import query_of

MOST_LOOKED_AT: Final = 1_000
MOST_KEPT: Final = 64


class Matches:
    """The matches of searches that are asked again and again; from any thread."""

    def __init__(self, index: CatalogueIndex) -> None:
        self._index = index
        self._kept: OrderedDict[tuple[tuple[str, str], ...], Answer] = OrderedDict()
        self._lock = Lock()

    def of(self, ask: Ask) -> Answer:
        """All hits, those that came or changed last first; the first thousand of more.

        Nothing where only other words than those asked for would find something: whoever waits
        for news did not ask for those.
        """
        wanted = ask.model_copy(update={"sort": "newest", "limit": MOST_HITS, "offset": 0})
        first = self._index.answer(wanted)
        key = tuple(query_of(wanted))
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and kept.as_of == first.as_of:
            return kept
        is_other = first.shown_for is not None or bool(first.without)
        told = {"total": 0, "hits": ()} if is_other else {"hits": self._sorted(wanted, first)}
        found = first.model_copy(update=told | {"in_other_languages": ()})
        with self._lock:
            self._kept[key] = found
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found

    def _sorted(self, ask: Ask, first: Answer) -> tuple[Hit, ...]:
        hits = list(first.hits)
        while len(hits) < min(first.total, MOST_LOOKED_AT):
            more = self._index.answer(ask.model_copy(update={"offset": len(hits)})).hits
            if not more:
                break
            hits += more
        return tuple(sorted(hits, key=lambda hit: hit.filed.updated_at, reverse=True))

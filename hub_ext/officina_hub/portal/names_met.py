"""What a load has met so far: names on the disk, and counts with the first of what was counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import islice
from typing import Final, TypeVar

from officina_hub.catalogue.arriving import Cancelled, Formerly
from officina_hub.catalogue.names_on_disk import NamesOnDisk

BATCH: Final = 500
MOST_TOLD: Final = 1000
Each = TypeVar("Each")


class Met:
    """The ids of the records that arrived, were refused or taken back.

    ``missing`` are the IRIs of those that did not arrive, each with its id.
    """

    def __init__(self, names: NamesOnDisk) -> None:
        self.seen, self.refused, self.back = (names.new_list() for _ in range(3))
        self.missing = names.new_list()
        self.cancelled = 0
        self.formerly: list[tuple[str, Formerly]] = []

    def take_back(self, each: Cancelled, key: str) -> None:
        """The source itself takes it back."""
        self.cancelled += 1
        if each.formerly:
            self.formerly.append((each.iri, each.formerly))
        else:
            self.back.add(key)

    def note_missing(self, shown: dict[str, str]) -> None:
        """Those of these IRIs, by id, of which nothing arrived."""
        arrived = self.seen.among(shown) | self.refused.among(shown)
        self.missing.note((iri, key) for key, iri in shown.items() if key not in arrived)


class Ids:
    """How many ids there are, and the first of them for the report."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self.number = 0
        self.first: tuple[str, ...] = ()
        self.count(ids)

    def count(self, ids: Iterable[str]) -> None:
        """These as well."""
        for some in batches(iter(ids)):
            self.number += len(some)
            self.first = tuple(nsmallest(MOST_TOLD, (*self.first, *some)))


def batches(all_of_them: Iterator[Each]) -> Iterator[list[Each]]:
    """Some at a time, in their order."""
    while batch := list(islice(all_of_them, BATCH)):
        yield batch

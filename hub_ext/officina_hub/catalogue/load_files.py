"""The files of a load, one after the other, whatever their format."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from officina_hub.catalogue.arriving import Arriving, Cancelled, Refusal
from officina_hub.catalogue.parts import Part
from officina_hub.catalogue.readers import ColumnMapping, Taken, named_in_file, read_file
from officina_hub.catalogue.record_lines import SUFFIXES, read_record_lines


class LoadFiles:
    """What arrives from these files. ``size`` and ``position`` are in bytes."""

    def __init__(self, paths: Sequence[Path], mapping: ColumnMapping | None = None) -> None:
        self.size = sum(path.stat().st_size for path in paths)
        self._paths = paths
        self._mapping = mapping
        self._before = 0
        self._open: BinaryIO | None = None

    @property
    def position(self) -> int:
        """How much was read; a format that is read as a whole counts when all of it is taken."""
        return self._before + (self._open.tell() if self._open else 0)

    def still_named(self, iris: Collection[str]) -> set[str]:
        """Which of these stand in the files somewhere, and so are not gone from their source.

        Of Officina's own format every line has arrived or was refused.
        """
        read = (path for path in self._paths if path.suffix.lower() not in SUFFIXES)
        return {iri for path in read for iri in named_in_file(path, iris)}

    def arrivals(self) -> Iterator[Arriving | Refusal | Part | Cancelled]:
        """All that stands in them; a place is told with its file."""
        for path in self._paths:
            for each in self._of(path):
                yield each._replace(where=f"{path}, {each.where}")
            self._before += path.stat().st_size

    def _of(self, path: Path) -> Iterator[Arriving | Refusal | Part | Cancelled]:
        if path.suffix.lower() in SUFFIXES:
            with path.open("rb") as self._open:
                yield from read_record_lines(self._open)
            self._open = None
            return
        for read in read_file(path, mapping=self._mapping):
            if isinstance(read, Taken):
                yield Arriving(read.record, read.where, formerly=read.formerly)
            elif isinstance(read, Part | Cancelled):
                yield read
            else:
                yield Refusal(read.where, read.reason, iri=read.iri or _iri_in(read.where))


def _iri_in(where: str) -> str | None:
    """Readers tell the record's IRI as its place where it has one."""
    return where if where.startswith(("http://", "https://", "urn:")) else None

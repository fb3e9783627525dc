"""What becomes of one record of a file: it is taken, or refused with where and why."""

from __future__ import annotations

from typing import NamedTuple

from officina_hub.catalogue.arriving import Cancelled, Formerly
from officina_hub.catalogue.parts import Part
from officina_widgets.catalogue.records import Record


class Taken(NamedTuple):
    """A record that can go into the catalogue, and what had to be left out or changed for that."""

    record: Record
    where: str
    notes: tuple[str, ...] = ()
    formerly: Formerly | None = None


class Refused(NamedTuple):
    """A record, or a whole file, that cannot: ``where`` is a line, a JSON pointer or an IRI.

    ``iri`` is the record's, where it is known and is not where it stands.
    """

    where: str
    reason: str
    iri: str | None = None


Read = Taken | Refused | Part | Cancelled


class Unreadable(Exception):  # noqa: N818 - it is told as Refused and never leaves the readers
    """The rest of what is being read cannot be understood."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.refused = Refused(where, reason)

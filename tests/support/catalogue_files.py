"""What tests of catalogue files ask of the reads, and where the published files lie."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from officina_hub.catalogue.readers import Read, Refused, Taken

PUBLISHED = Path(__file__).parent.parent / "data" / "catalogue"


def taken(reads: Iterable[Read]) -> list[Taken]:
    return [read for read in reads if isinstance(read, Taken)]


def refused(reads: Iterable[Read]) -> list[Refused]:
    return [read for read in reads if isinstance(read, Refused)]


def only(reads: Iterable[Read]) -> Taken:
    """The one record that was taken, where nothing was refused."""
    found = list(reads)
    assert not refused(found)
    (one,) = taken(found)
    return one


def refusal(reads: Iterable[Read]) -> Refused:
    """The one refusal, where nothing was taken."""
    (one,) = reads
    assert isinstance(one, Refused)
    return one

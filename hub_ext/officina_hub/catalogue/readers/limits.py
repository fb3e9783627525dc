"""How much of a stranger's file is read before it is refused or cut; whoever cuts says so."""

from __future__ import annotations

from typing import Final, NamedTuple

from officina_widgets.catalogue.records import LARGEST_RECORD
from officina_widgets.catalogue.words import LONGEST_TEXT

MIB: Final = 1024 * 1024


class Limits(NamedTuple):
    """Ample for honest catalogues; a file beyond them is split by its owner."""

    file_bytes: int = 200 * MIB
    page_bytes: int = 10 * MIB
    records: int = 500_000
    triples: int = 5_000_000
    values: int = 5_000_000
    depth: int = 64
    record_bytes: int = LARGEST_RECORD
    text_characters: int = LONGEST_TEXT
    distributions: int = 1_000
    items: int = 500
    notes: int = 50

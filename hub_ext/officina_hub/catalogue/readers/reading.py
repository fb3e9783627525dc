"""The door of the room: a file goes in, records and refusals come out, one after the other.

A reader is a pair of small questions: is this file yours, and read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from officina_hub.catalogue.readers.column_mapping import ColumnMapping
from officina_hub.catalogue.readers.limits import Limits
from officina_hub.catalogue.readers.outcome import Read, Refused, Taken, Unreadable
from officina_hub.catalogue.readers.source import Source, read_source


class Reader(NamedTuple):
    """One format. Both questions may raise ``Unreadable``."""

    name: str
    is_mine: Callable[[Source], bool]
    read: Callable[[Source], Iterator[Read]]


def read_file(
    path: Path,
    *,
    limits: Limits | None = None,
    mapping: ColumnMapping | None = None,
    address: str | None = None,
) -> Iterator[Read]:
    """What each record of the file becomes; a file that cannot be read is one refusal.

    ``mapping`` says which column of a CSV file is which field; ``address`` is where the file was
    fetched, and names a page's training that has no address of its own. A record whose IRI came
    before in the same file is refused: the first one stands.
    """
    try:
        source = read_source(path, limits or Limits(), address)
        yield from _once_each(_records(source, mapping), source)
    except Unreadable as error:
        yield error.refused


def _records(source: Source, mapping: ColumnMapping | None) -> Iterator[Read]:
    for reader in _readers(mapping):
        if reader.is_mine(source):
            return reader.read(source)
    raise Unreadable(
        "the file",
        f"its format is none that is read here: {', '.join(each.name for each in _readers(None))}; "
        "give it the ending of its format, such as .ttl, .rdf, .json, .html, .yaml or .csv; JSON "
        "counts by what its objects have: @type and @context, or the name of an EOSC service",
    )


def _readers(mapping: ColumnMapping | None) -> tuple[Reader, ...]:
    """All readers, the most particular first; each imports its library when it is asked."""
    from officina_hub.catalogue.readers import (
        ckan,
        croissant,
        csv_table,
        eosc,
        gaia_x,
        icalendar,
        linked,
        mixed,
        rdf,
        web_page,
    )

    return (
        Reader("CSV", csv_table.is_mine, lambda source: csv_table.read(source, mapping)),
        Reader("iCalendar", icalendar.is_mine, icalendar.read),
        Reader("web page with JSON-LD", web_page.is_mine, web_page.read),
        Reader("Gaia-X", gaia_x.is_mine, gaia_x.read),
        Reader("schema.org and DCAT-AP together", mixed.is_mine, mixed.read),
        Reader("Croissant", croissant.is_mine, linked.read),
        Reader("CKAN", ckan.is_mine, ckan.read),
        Reader("EOSC service profile", eosc.is_mine, eosc.read),
        Reader("schema.org training", linked.is_mine, linked.read),
        Reader("DCAT-AP", rdf.is_mine, rdf.read),
    )


def _once_each(reads: Iterator[Read], source: Source) -> Iterator[Read]:
    first_at: dict[str, str] = {}
    for number, read in enumerate(reads):
        if number >= source.limits.records:
            yield Refused(
                "the file",
                f"it holds more than {source.limits.records:,} records, which is all that is read "
                "at once; split it into several files",
            )
            return
        if not isinstance(read, Taken):
            yield read
            continue
        before = first_at.setdefault(read.record.iri, read.where)
        if before == read.where:
            yield read._replace(notes=(*source.notes, *read.notes))
        else:
            yield Refused(
                read.where,
                f"its IRI {read.record.iri} is that of the record at {before}, which was taken; "
                "give each its own",
            )

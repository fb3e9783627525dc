"""How to cite what a record describes, in one line of text."""

from __future__ import annotations

from typing import Final

from officina_widgets.catalogue.records import Agent, Dataset, Record, Training
from officina_widgets.catalogue.words import in_language

DOI: Final = ("https://doi.org/", "http://doi.org/", "http://dx.doi.org/", "doi:")


def citation_of(record: Record) -> str:
    """What its owner asks for, else who, when, what, where, as far as the record tells."""
    if isinstance(record, Dataset) and record.cite_as:
        return " ".join(record.cite_as.split())
    names = [agent.name for agent in _authors(record)]
    publisher = record.publisher.name if record.publisher else ""
    day = record.issued or record.modified
    who = "; ".join(names) or publisher
    parts = [
        f"{who} ({day.year})" if who and day else who or (f"({day.year})" if day else ""),
        in_language(record.title, ()),
        f"Version {record.version}" if record.version else "",
        publisher if names else "",
        _place(record),
    ]
    return ". ".join(" ".join(part.split()).rstrip(".") for part in parts if part)


def _authors(record: Record) -> tuple[Agent, ...]:
    if isinstance(record, Dataset):
        return record.creator
    return record.authors if isinstance(record, Training) else ()


def _place(record: Record) -> str:
    for identifier in record.identifiers:
        for start in DOI:
            if identifier.lower().startswith(start):
                return "https://doi.org/" + identifier[len(start) :].strip()
    return record.landing_page or record.iri

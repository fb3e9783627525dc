"""How to cite what a record describes: the facts of it, and one line of text."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from officina_widgets.catalogue.records import Agent, Dataset, Record, Training
from officina_widgets.catalogue.words import in_language

DOI: Final = ("https://doi.org/", "http://doi.org/", "http://dx.doi.org/", "doi:")


class Citation(NamedTuple):
    """What a record tells of whom to name for it; "" and ``None`` are what it does not."""

    authors: tuple[str, ...]
    title: str
    day: date | None
    version: str
    publisher: str
    doi: str
    address: str
    wish: str  # in which words its owner wants to be cited

    @property
    def who(self) -> tuple[str, ...]:
        """The authors, or whoever publishes it where none are told."""
        return self.authors or ((self.publisher,) if self.publisher else ())

    @property
    def place(self) -> str:
        """Where it is found for good."""
        return f"https://doi.org/{self.doi}" if self.doi else self.address


def cited(record: Record) -> Citation:
    """The facts."""
    return Citation(
        authors=tuple(_line(agent.name) for agent in _authors(record)),
        title=_line(in_language(record.title, ())),
        day=record.issued or record.modified,
        version=_line(record.version or ""),
        publisher=_line(record.publisher.name if record.publisher else ""),
        doi=_doi(record),
        address=record.landing_page or record.iri,
        wish=_line((record.cite_as if isinstance(record, Dataset) else None) or ""),
    )


def citation_of(record: Record) -> str:
    """What its owner asks for, else who, when, what, where, as far as the record tells."""
    facts = cited(record)
    if facts.wish:
        return facts.wish
    who = "; ".join(facts.who)
    year = f"({facts.day.year})" if facts.day else ""
    parts = [
        f"{who} {year}".strip(),
        facts.title,
        f"Version {facts.version}" if facts.version else "",
        facts.publisher if facts.authors else "",
        facts.place,
    ]
    return ". ".join(part.rstrip(".") for part in parts if part)


def _authors(record: Record) -> tuple[Agent, ...]:
    if isinstance(record, Dataset):
        return record.creator
    return record.authors if isinstance(record, Training) else ()


def _doi(record: Record) -> str:
    for identifier in record.identifiers:
        for start in DOI:
            if identifier.lower().startswith(start):
                return _line(identifier[len(start) :])
    return ""


def _line(text: str) -> str:
    return " ".join(text.split())

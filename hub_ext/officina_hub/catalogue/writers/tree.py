"""The small parts of a tree of JSON-LD, fit for every serialisation, and without empty branches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import quote

from officina_widgets.catalogue.records import FORBIDDEN_IN_IRI
from officina_widgets.catalogue.words import UNTAGGED

Tree = dict[str, Any]

# Turtle and XML would end, or no longer be understood, at some of these.
NOT_IN_IRI: Final = re.compile(
    rf"[\s\x00-\x1f\x7f-\x9f\ufffe\uffff{re.escape(''.join(sorted(FORBIDDEN_IN_IRI)))}]"
)
NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def pruned(branches: Mapping[str, Any]) -> Tree:
    """Those of them that say something."""
    return {term: value for term, value in branches.items() if value not in (None, "", [], {})}


def is_iri(text: str) -> bool:
    """Whether a text can be the name of a thing as it stands."""
    return bool(IRI.fullmatch(text)) and not NOT_IN_IRI.search(text)


def link(address: str | None) -> Tree | None:
    """What an IRI leads to."""
    if not address:
        return None
    return {"@id": NOT_IN_IRI.sub(lambda found: quote(found[0]), address)}


def links(addresses: tuple[str, ...]) -> list[Tree]:
    """The same of several."""
    return [found for address in addresses if (found := link(address))]


def text(said: str | None) -> str | None:
    """A text of which nobody asks the language."""
    return NOT_IN_XML.sub("\ufffd", said) if said else None


def texts(said: tuple[str, ...]) -> list[str]:
    """The same of several."""
    return [found for each in said if (found := text(each))]


def words(said: Mapping[str, str]) -> list[Tree]:
    """A text in its languages."""
    return [
        pruned({"@value": text(each), "@language": language if language != UNTAGGED else None})
        for language, each in said.items()
    ]


def typed(lexical: str, datatype: str) -> Tree:
    """A literal of that type."""
    return {"@value": lexical, "@type": datatype}


def day(when: date | None) -> Tree | None:
    """A day of the calendar."""
    return typed(when.isoformat(), "xsd:date") if when else None


def moment(when: datetime) -> Tree:
    """A moment."""
    return typed(when.isoformat(), "xsd:dateTime")

"""Which kind of peer is read how, and that nothing it does ends more than its own harvest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from officina_hub.catalogue.parts import Part
from officina_hub.errors import OfficinaError
from officina_hub.federation.harvest.ckan import ckan
from officina_hub.federation.harvest.documents import calendar, catalogue, croissant
from officina_hub.federation.harvest.oai import oai
from officina_hub.federation.harvest.officina import officina
from officina_hub.federation.harvest.sitemap import sitemap
from officina_hub.federation.harvest.visit import Arrival, Visit
from officina_hub.federation.harvest.web_index import web_index

Read = Callable[[Visit], Iterator[Arrival]]

SOURCES: Final[Mapping[str, Read]] = {
    "ckan": ckan,
    "croissant": croissant,
    "dcat-ap": catalogue,
    "icalendar": calendar,
    "oai-pmh": oai,
    "officina": officina,
    "open-web-index": web_index,
    "sitemap": sitemap,
}


def arrivals_of(visit: Visit) -> Iterator[Arrival]:
    """All that arrives; a failure ends it early, is kept in ``visit.failure``, and is told as a
    part that lacks the rest.
    """
    try:
        yield from SOURCES[visit.peer.kind](visit)
    except OfficinaError as error:
        yield _ended(visit, error)


def _ended(visit: Visit, error: OfficinaError) -> Part:
    visit.failure = error
    visit.kept.keep_all()
    rest = f"{visit.peer.address} (the rest)"
    return Part(visit.peer.address, "harvest", 0, next=(rest,))

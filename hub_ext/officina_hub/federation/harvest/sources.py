"""Which kind of peer is read how, and that nothing it does ends more than its own harvest."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from officina_hub.catalogue.parts import Part
from officina_hub.errors import OfficinaError
from officina_hub.federation.fetching import TooLarge
from officina_hub.federation.harvest.ckan import ckan
from officina_hub.federation.harvest.dataspace import dataspace
from officina_hub.federation.harvest.documents import calendar, catalogue, croissant, gaia_x
from officina_hub.federation.harvest.oai import oai
from officina_hub.federation.harvest.officina import officina
from officina_hub.federation.harvest.sitemap import sitemap
from officina_hub.federation.harvest.visit import Arrival, Visit
from officina_hub.federation.harvest.web_index import web_index

Read = Callable[[Visit], Iterator[Arrival]]

THE_REST: Final = "what was not read"

SOURCES: Final[Mapping[str, Read]] = {
    "ckan": ckan,
    "croissant": croissant,
    "dataspace": dataspace,
    "dcat-ap": catalogue,
    "gaia-x": gaia_x,
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
    failure: OfficinaError | None = None
    try:
        yield from SOURCES[visit.peer.kind](visit)
    except OfficinaError as error:
        failure = error
    except MemoryError:
        failure = _too_much(visit)
    if failure:
        # By now the error holds nothing any more of what was read.
        gc.collect()
        yield _ended(visit, failure)


def _too_much(visit: Visit) -> TooLarge:
    return TooLarge(
        f"Reading {visit.peer.address} takes more memory than a harvest may have.",
        "What came before was taken; the rest is not known.",
        "Have the peer publish in smaller pages.",
    )


def _ended(visit: Visit, error: OfficinaError) -> Part:
    visit.failure = error
    visit.kept.keep_all()
    return Part(visit.peer.address, "harvest", 0, next=(THE_REST,))

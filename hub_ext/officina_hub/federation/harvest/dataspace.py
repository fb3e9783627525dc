"""What a connector offers, by the Dataspace Protocol: a dataset with its terms for each entry.

The terms of the moment stand in the record for those who look; whoever agrees is shown them anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from officina_hub.catalogue.arriving import Arriving, Refusal
from officina_hub.catalogue.readers.plain_text import one_line, plain
from officina_hub.federation.dataspace.catalogue import Dataset as Offered
from officina_hub.federation.dataspace.line import Line
from officina_hub.federation.dataspace.partner import Partner, read_token
from officina_hub.federation.fetching import Fetcher
from officina_hub.federation.harvest.visit import Arrival, Visit
from officina_widgets.catalogue.records import Dataset, Iri
from officina_widgets.catalogue.words import LONGEST_TEXT, UNTAGGED

MOST_KEYWORDS: Final = 100
LONGEST_KEYWORD: Final = 500
KEYWORDS: Final = ("keyword", "dcat:keyword", "http://www.w3.org/ns/dcat#keyword")
IRIS: Final = TypeAdapter(Iri)


class VisitingLine(Line):
    """Speaks through the fetcher of a harvest, which bounds all of it together."""

    def __init__(self, fetcher: Fetcher) -> None:
        super().__init__()
        self._shared = fetcher

    def _fetcher(self, partner: Partner) -> AbstractContextManager[Fetcher]:
        return nullcontext(self._shared)


def dataspace(visit: Visit) -> Iterator[Arrival]:
    """All datasets of the partner's catalogue; what is none is refused with the reason."""
    peer = visit.peer
    partner = Partner(
        id=peer.id,
        title=peer.title,
        address=peer.address,
        shown=read_token(Path(peer.token_file)) if peer.token_file else "",
        private_network=peer.private_network,
        ca_file=peer.ca_file,
    )
    line = VisitingLine(visit.fetcher)
    listed = line.catalogue(partner, line.base(partner))
    visit.fetched += 1
    for left in listed.left_out:
        yield Refusal(left.id or peer.address, left.reason)
    for each in listed.datasets:
        try:
            record = record_of(each, peer.id, listed.participant, peer.address)
            yield Arriving(record, each.id[:200])
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"]))
            yield Refusal(each.id[:200], f"{where}: {first['msg']}")


def record_of(offered: Offered, peer: str, participant: str, address: str) -> Dataset:
    """As a record; raises ``ValidationError`` where it can be none."""
    pulled = offered.pulled
    sha256 = pulled.sha256 if pulled else ""
    terms = json.dumps([each.written() for each in offered.has_policy], ensure_ascii=False)
    distribution = {
        "access_url": address,
        "checksum": {"algorithm": "sha256", "checksum_value": sha256} if sha256 else None,
        "has_policy": terms if len(terms) <= LONGEST_TEXT else None,
    }
    title, description = one_line(offered.title), plain(offered.description)
    return Dataset.model_validate(
        {
            "iri": iri_of(peer, offered.id),
            "title": {UNTAGGED: title or offered.title},
            "description": {UNTAGGED: description} if description else {},
            "keywords": _keywords(offered.model_extra or {}),
            "publisher": {"name": participant[:LONGEST_KEYWORD]} if participant else None,
            "identifiers": [offered.id],
            "access_rights": "RESTRICTED",
            "distributions": [distribution],
        }
    )


def iri_of(peer: str, id: str) -> str:  # noqa: A002 - the protocol's name
    """The dataset's own name where it is an IRI, else one made of it and of whose it is."""
    try:
        return IRIS.validate_python(id)
    except ValidationError:
        return f"urn:officina:dataspace:{peer}:{quote(id, safe='')}"


def _keywords(extra: Mapping[str, Any]) -> list[str]:
    found: Any = next((extra[name] for name in KEYWORDS if name in extra), [])
    words = found if isinstance(found, list) else [found]
    return [
        each.strip()[:LONGEST_KEYWORD]
        for each in words[:MOST_KEYWORDS]
        if isinstance(each, str) and each.strip()
    ]

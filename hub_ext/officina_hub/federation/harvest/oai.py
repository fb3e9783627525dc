"""A repository of OAI-PMH 2.0 (protocol of 2015-01-08): what is new since the last harvest.

The repository's own clock counts: what it answered first is from when it is asked the next time. A
token by which an earlier harvest would have gone on is tried first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from officina_hub.catalogue.arriving import Arriving, Cancelled, Refusal
from officina_hub.catalogue.readers import Read, Refused, Taken, read_file
from officina_hub.catalogue.readers.outcome import Unreadable
from officina_hub.federation.fetching import Unreachable
from officina_hub.federation.harvest.kept import KeptPage
from officina_hub.federation.harvest.oai_answer import OaiAnswer, OaiRecord, read_answer
from officina_hub.federation.harvest.oai_dublin_core import read_dublin_core
from officina_hub.federation.harvest.visit import LIMITS, Arrival, Visit, without_ours

# The more a format says, the sooner; every repository has the last one.
FORMATS: Final = ("dcat_ap", "dcat-ap", "dcat", "rdf", "oai_rdf", "jsonld", "schemaorg", "oai_dc")
RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
MOST_ANSWERS: Final = 100_000
KEEPS_DELETED: Final = frozenset({"persistent", "transient"})
XML: Final = "text/xml, application/xml;q=0.9, */*;q=0.1"
UNKNOWN: Final = (
    "its metadata are neither oai_dc, RDF nor JSON-LD, so nothing is known of it; offer one of them"
)


def oai(visit: Visit) -> Iterator[Arrival]:
    """Records, and identifiers of those that the repository deleted."""
    identify = _ask(visit, verb="Identify")
    offered = _ask(visit, verb="ListMetadataFormats")
    prefixes = offered.texts("ListMetadataFormats", "metadataFormat", "metadataPrefix")
    prefix = next((each for each in FORMATS if each in prefixes), "oai_dc")
    position = visit.kept.position
    if position.get("prefix") != prefix:
        position = {"prefix": prefix}
    is_told = identify.text("Identify", "deletedRecord") in KEEPS_DELETED
    since = position.get("from") if is_told else None
    token = position.get("token")
    visit.keeps_all = bool(since or token)
    if visit.keeps_all:
        visit.kept.keep_all()
    moment = identify.text("responseDate")
    if identify.text("Identify", "granularity") == "YYYY-MM-DD":
        moment = moment[:10]
    began = position.get("began", moment) if token else moment
    met: set[str] = set()
    for _ in range(MOST_ANSWERS):
        answer = _list(visit, prefix, since, token)
        if answer.error == "badResumptionToken" and token and token not in met:
            token = None  # of the last harvest, and it is not known any more
            began, visit.keeps_all = moment, bool(since)
            continue
        if answer.error == "noRecordsMatch":
            break
        _check(visit, answer)
        for record in answer.records():
            yield from _record(visit, record)
        token = answer.token
        if not token:
            break
        if token in met:
            raise _broken(visit, "it goes on with a token that it gave before")
        met.add(token)
        visit.kept.position = _position(prefix, since, began, token)
    visit.kept.position = _position(prefix, began, None, None)


def _position(prefix: str, since: object, began: object, token: str | None) -> dict[str, Any]:
    told = {"prefix": prefix, "from": since, "began": began, "token": token}
    return {key: value for key, value in told.items() if value}


def _list(visit: Visit, prefix: str, since: str | None, token: str | None) -> OaiAnswer:
    if token:
        return _ask(visit, verb="ListRecords", resumptionToken=token)
    beside = {"from": since} if since else {}
    return _ask(visit, verb="ListRecords", metadataPrefix=prefix, **beside)


def _ask(visit: Visit, **question: str) -> OaiAnswer:
    address = visit.peer.address
    path = visit.scratch / "answer"
    with path.open("wb") as file:
        joint = "&" if "?" in address else "?"
        fetched = visit.fetcher.fetch(f"{address}{joint}{urlencode(question)}", file, accept=XML)
    visit.fetched += 1
    visit.bytes += fetched.bytes
    try:
        return read_answer(path.read_bytes())
    except (Unreadable, ET.ParseError) as error:
        raise _broken(visit, str(error)) from error


def _check(visit: Visit, answer: OaiAnswer) -> None:
    if answer.error:
        raise _broken(visit, f"{answer.error}: {answer.told}")


def _broken(visit: Visit, why: str) -> Unreachable:
    return Unreachable(
        f"{visit.peer.address} does not answer as OAI-PMH 2.0 has it: {why[:300]}.",
        "What came before it was taken; the rest is not known.",
        "Look at the address; tell the repository if it stays so.",
    )


def _record(visit: Visit, record: OaiRecord) -> Iterator[Arrival]:
    if not record.identifier:
        yield Refusal(visit.peer.address, "a record has no identifier, so nobody could update it")
        return
    before = visit.kept.page(record.identifier)
    known = before.iris if before else (record.identifier,)
    if record.is_deleted or record.metadata is None:
        yield from (Cancelled(record.identifier, iri) for iri in known)
        return
    iris: list[str] = []
    for read in _read(visit, record, record.metadata):
        if isinstance(read, Taken):
            iris.append(read.record.iri)
            yield Arriving(without_ours(read.record), record.identifier)
        elif isinstance(read, Cancelled):
            yield read
        elif isinstance(read, Refused):
            yield Refusal(record.identifier, read.reason, read.iri or record.identifier)
    # Of one that is named by another name, which of the records it is when it is deleted.
    if iris != [record.identifier]:
        visit.kept.remember(record.identifier, KeptPage(iris=tuple(iris)))


def _read(visit: Visit, record: OaiRecord, metadata: ET.Element) -> Iterator[Read]:
    if metadata.tag.rpartition("}")[2] == "dc":
        yield read_dublin_core(metadata, record.identifier)
        return
    is_rdf = metadata.tag == RDF
    text = ET.tostring(metadata, encoding="unicode") if is_rdf else (metadata.text or "").strip()
    if not is_rdf and not text.startswith(("{", "[")):
        yield Refused(record.identifier, UNKNOWN, record.identifier)
        return
    path = visit.scratch / f"record{'.rdf' if is_rdf else '.jsonld'}"
    path.write_text(text, encoding="utf-8")
    yield from read_file(path, limits=LIMITS)

"""Self-descriptions of Gaia-X and resource descriptions of Simpl: credentials that tell of things.

What a credential says of its subject is read by the names of its terms; signatures and contexts are
neither fetched nor checked, so nobody vouches for it here. Taken are offerings (services, and data
where they say that they are data) and participants.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from officina_hub.catalogue.readers.authority import country_of
from officina_hub.catalogue.readers.draft import Draft, Tagged
from officina_hub.catalogue.readers.identity import is_address
from officina_hub.catalogue.readers.licences import licence_of
from officina_hub.catalogue.readers.mapped import outcome
from officina_hub.catalogue.readers.node import Node
from officina_hub.catalogue.readers.outcome import Read, Refused
from officina_hub.catalogue.readers.source import Source
from officina_widgets.catalogue.records import Dataset, Organisation, Service

CREDENTIALS: Final = frozenset({"VerifiablePresentation", "VerifiableCredential"})
DATA: Final = frozenset({"DataOffering", "DataResource", "DataProduct", "DataSet", "Dataset"})
PEOPLE: Final = frozenset({"LegalPerson", "LegalParticipant", "Participant", "Provider"})
OFFERINGS: Final = ("ServiceOffering", "ApplicationOffering", "InfrastructureOffering")
# Where Simpl keeps what others write at the subject itself.
GROUPS: Final = (
    "generalServiceProperties",
    "dataProperties",
    "providerInformation",
    "offeringPrice",
)
NAMES: Final = ("name", "title", "serviceTitle", "legalName")
NEITHER: Final = (
    "its type is {types}, and only offerings, data and participants come into the catalogue; have "
    "it say what it is, such as gx:DataResource or gx:ServiceOffering"
)
NOTHING: Final = "it is a credential without a subject, so it says nothing about anything"


def is_mine(source: Source) -> bool:
    """Whether it is a credential, or several."""
    return (
        source.is_json
        and "credentialsubject" in source.text.lower()
        and any(_is_credential(each) for _, each in _top(source.json))
    )


def read(source: Source) -> Iterator[Read]:
    """The subject of each credential."""
    for pointer, each in _top(source.json):
        if isinstance(each, dict):
            yield from _of_credential(pointer, Node(each), source)


def _top(document: object) -> Iterator[tuple[str, object]]:
    many = document if isinstance(document, list) else [document]
    for number, each in enumerate(many):
        yield f"/{number}" if isinstance(document, list) else "", each


def _is_credential(each: object) -> bool:
    return isinstance(each, dict) and bool(_types(Node(each)) & CREDENTIALS)


def _types(node: Node) -> frozenset[str]:
    """JSON-LD's word for types, and the one that the credentials' own context gives it."""
    named = {each for each in node.names("type") if isinstance(each, str)}
    return node.types | named


def _of_credential(where: str, node: Node, source: Source) -> Iterator[Read]:
    inner = node.all("verifiableCredential")
    for number, each in enumerate(inner):
        if isinstance(each, dict):
            yield from _of_credential(f"{where}/verifiableCredential/{number}", Node(each), source)
    subjects = node.nodes("credentialSubject")
    for number, subject in enumerate(subjects):
        yield _subject(f"{where}/credentialSubject/{number}", subject, source)
    if not inner and not subjects:
        yield Refused(where or "/", NOTHING)


def _subject(where: str, node: Node, source: Source) -> Read:
    types = _types(node)
    draft = Draft(source.limits)
    if types & DATA:
        return outcome(Dataset, draft, where, by=lambda: _into(node, draft))
    if types & PEOPLE:
        return outcome(Organisation, draft, where, by=lambda: _participant(node, draft))
    if any(each.endswith(OFFERINGS) for each in types):
        return outcome(Service, draft, where, by=lambda: _service(node, draft))
    told = ", ".join(sorted(types))[:100] or "not told"
    return Refused(where, NEITHER.format(types=told), node.iri)


def _iri(node: Node) -> str | None:
    """Its name; where that begins with a prefix of its own context, in full."""
    prefix, colon, rest = (node.iri or "").partition(":")
    for context in node.nodes("@context"):
        space = context.name(prefix) if colon and prefix else None
        if space:
            return f"{space}{rest}"
    return node.iri


def _into(node: Node, draft: Draft) -> None:
    """What offerings and data tell alike."""
    groups = [node, *node.nodes(*GROUPS)]
    draft.put("iri", _iri(node))
    draft.words("title", _first_tagged(groups, *NAMES))
    draft.words("description", _first_tagged(groups, "description"))
    draft.shorts("keywords", [one for each in groups for one in each.names("keyword", "keywords")])
    draft.shorts("identifiers", [one for each in groups for one in each.names("identifier")])
    draft.short("version", _first_name(groups, "version"))
    if licence := _first_name(groups, "license"):
        draft.put("licence", licence_of(licence))
    if provider := _first_name(groups, "offeredBy", "providedBy", "operatedBy", "provider"):
        named = {"name": draft.line("publisher", provider)}
        draft.put("publisher", {**named, "iri": provider} if ":" in provider else named)
    page = next((one for one in (node.iri, _first_link(groups)) if is_address(one)), None)
    draft.address("landing_page", page)


def _service(node: Node, draft: Draft) -> None:
    _into(node, draft)
    terms = next((each.link("content", "URL", "url") for each in _terms(node)), None)
    draft.address("terms_of_use", terms if is_address(terms) else None)


def _terms(node: Node) -> list[Node]:
    return node.nodes("termsAndConditions", "serviceOfferingTermsAndConditions")


def _participant(node: Node, draft: Draft) -> None:
    draft.put("iri", _iri(node))
    draft.words("title", _first_tagged([node], "legalName", "name", "title"))
    draft.words("description", _first_tagged([node], "description"))
    draft.shorts("identifiers", node.names("registrationNumber"))
    for address in node.nodes("legalAddress", "headquarterAddress", "headquartersAddress"):
        draft.short("city", address.name("locality", "addressLocality"))
        draft.put("country", country_of(address.name("country-name", "countryCode") or ""))


def _first_tagged(groups: list[Node], *names: str) -> list[Tagged]:
    return next((found for each in groups if (found := each.tagged(*names))), [])


def _first_name(groups: list[Node], *names: str) -> str | None:
    return next((found for each in groups if (found := each.name(*names))), None)


def _first_link(groups: list[Node]) -> str | None:
    names = ("webpage", "landingPage", "serviceAccessPoint")
    return next((found for each in groups if (found := each.link(*names))), None)

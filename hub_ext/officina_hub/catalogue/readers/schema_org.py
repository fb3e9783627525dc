"""What schema.org says of datasets and of trainings alike, as fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from officina_hub.catalogue.readers.authority import access_of, language_of
from officina_hub.catalogue.readers.draft import Draft
from officina_hub.catalogue.readers.identity import is_address
from officina_hub.catalogue.readers.licences import licence_of
from officina_hub.catalogue.readers.node import Node

PUBLISHERS = ("publisher", "provider", "sourceOrganization", "organizer")


def described(node: Node, draft: Draft) -> None:
    """Title to dates; the IRI is the caller's."""
    draft.words("title", node.tagged("name", "headline"))
    draft.words("description", node.tagged("description", "abstract"))
    draft.shorts("keywords", keywords(node.names("keywords")))
    draft.codes("languages", languages(node), language_of)
    publishers = agents(node, draft, "publisher", PUBLISHERS)
    draft.put("publisher", publishers[0] if publishers else None)
    url = node.link("url")
    draft.address("landing_page", url if is_address(url) else None)
    draft.shorts("identifiers", node.links("identifier"))
    licence = node.link("license")
    draft.short("licence", licence_of(licence) if licence else None)
    draft.code("access_rights", node.links("accessRights"), access_of)
    draft.short("version", node.name("version"))
    draft.day("issued", node.name("datePublished", "dateCreated"))
    draft.day("modified", node.name("dateModified"))


def keywords(raws: Iterable[str]) -> list[str]:
    """Each keyword by itself; many write all of them as one text with commas."""
    return [word for raw in raws for part in raw.split(",") if (word := part.strip())]


def languages(node: Node) -> list[str]:
    """Codes before names, which schema.org's Language calls alternateName."""
    codes = [code for each in node.nodes("inLanguage") for code in each.names("alternateName")]
    return codes or node.names("inLanguage")


def agents(
    node: Node, draft: Draft, field: str, terms: tuple[str, ...] | None = None
) -> list[dict[str, Any]]:
    """People and organisations, by name."""
    found = [each for term in terms or (field,) for each in node.all(term)]
    parts = []
    for number, each in enumerate(draft.bounded(field, found)):
        part = draft.inside(f"{field}/{number}")
        agent = Node(each if isinstance(each, dict) else {"name": each})
        part.short("name", agent.name("name") or agent.iri)
        address = agent.iri if is_address(agent.iri) else None
        part.address("iri", address)
        homepage = agent.link("url")
        part.address("homepage", homepage if is_address(homepage) else None)
        if "name" in part.values:
            parts.append(part.values)
    return parts

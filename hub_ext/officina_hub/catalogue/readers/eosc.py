"""EOSC's service profile as JSON or YAML: one service, a list, or a page of a registry's answer.

The names are those of the profile of 2023; of the leaner model of 2026 (EOSC Beyond, version 6)
what has the same meaning is read too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from officina_hub.catalogue.readers import eosc_service
from officina_hub.catalogue.readers.draft import Draft
from officina_hub.catalogue.readers.mapped import outcome
from officina_hub.catalogue.readers.node import Node
from officina_hub.catalogue.readers.outcome import Read
from officina_hub.catalogue.readers.source import Source
from officina_hub.catalogue.readers.yaml_text import load_yaml
from officina_widgets.catalogue.records import Service

SUFFIXES: Final = frozenset({".yaml", ".yml"})
LISTS: Final = ("results", "services", "items")
WRAPPERS: Final = ("service", "resource")
# Any two of them are enough: real exports leave out most of what the profile calls mandatory.
OURS: Final = (
    "resourceOrganisation", "resourceOwner", "orderType", "trl", "targetUsers", "tagline",
    "helpdeskEmail", "termsOfUse", "accessTypes", "accessModes", "languageAvailabilities",
    "geographicalAvailabilities", "scientificDomains", "nodePID", "publicContacts",
)  # fmt: skip


def is_mine(source: Source) -> bool:
    """YAML is nobody else's; of JSON what has the profile's names."""
    if source.suffix in SUFFIXES:
        return True
    return source.is_json and any(_is_service(node) for _, node in _nodes(source.json))


def read(source: Source) -> Iterator[Read]:
    """Each service."""
    is_yaml = source.suffix in SUFFIXES
    document = load_yaml(source.text, source.limits) if is_yaml else source.json
    for pointer, node in _nodes(document):
        yield _read(node, Draft(source.limits), pointer or "/")


def _read(node: Node, draft: Draft, where: str) -> Read:
    return outcome(Service, draft, where, by=lambda: eosc_service.service(node, draft))


def _nodes(document: object) -> Iterator[tuple[str, Node]]:
    if isinstance(document, dict):
        for name in LISTS:
            if isinstance(document.get(name), list):
                yield from ((f"/{name}{at}", node) for at, node in _nodes(document[name]))
                return
        for name in WRAPPERS:
            if isinstance(document.get(name), dict):
                yield f"/{name}", Node(document[name])
                return
        yield "", Node(document)
    elif isinstance(document, list):
        for number, each in enumerate(document):
            if isinstance(each, dict):
                yield from ((f"/{number}{at}", node) for at, node in _nodes(each))


def _is_service(node: Node) -> bool:
    return sum(bool(node.all(name)) for name in OURS) >= 2

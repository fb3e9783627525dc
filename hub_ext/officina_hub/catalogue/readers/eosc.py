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
from officina_hub.catalogue.readers.outcome import Read, Refused
from officina_hub.catalogue.readers.paging import part_of
from officina_hub.catalogue.readers.source import Source
from officina_hub.catalogue.readers.strays import stray
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
OTHER_LIST: Final = (
    "here stands a second list of {count:,} entries that look like services, and of lists only "
    "{read} are read, so none of them was taken; move them there, or put them into a file of their "
    "own"
)


def is_mine(source: Source) -> bool:
    """YAML is nobody else's; of JSON what has the profile's names."""
    if source.suffix in SUFFIXES:
        return True
    return source.is_json and any(_is_service(each) for _, each in _members(source.json))


def read(source: Source) -> Iterator[Read]:
    """Each service; what stands in a service's place and is none is refused there."""
    is_yaml = source.suffix in SUFFIXES
    document = load_yaml(source.text, source.limits) if is_yaml else source.json
    held = 0
    for pointer, each in _members(document):
        where = pointer or "/"
        held += 1
        if isinstance(each, dict):
            yield _read(Node(each), Draft(source.limits), where)
        else:
            yield stray(where, each, wanted="a service with its fields, such as name and webpage")
    yield from _other_lists(document)
    if _is_answer(document) and (part := part_of(document, held, source.text)):
        yield part


def _other_lists(document: object) -> Iterator[Refused]:
    """Lists beside those that are read, in which services stand too."""
    if not _is_answer(document) or not isinstance(document, dict):
        return
    for name, inner in document.items():
        is_list = isinstance(inner, list) and name not in LISTS
        if is_list and any(_is_service(each) for each in inner):
            reason = OTHER_LIST.format(count=len(inner), read=", ".join(LISTS))
            yield Refused(f"/{name[:60]}", reason)


def _is_answer(document: object) -> bool:
    """Whether it is a registry's list and no service, which may count things of its own."""
    return isinstance(document, dict) and any(isinstance(document.get(n), list) for n in LISTS)


def _read(node: Node, draft: Draft, where: str) -> Read:
    return outcome(Service, draft, where, by=lambda: eosc_service.service(node, draft))


def _members(document: object) -> Iterator[tuple[str, object]]:
    """What stands where services stand, whatever it is, each with its JSON pointer."""
    if isinstance(document, dict):
        lists = [name for name in LISTS if isinstance(document.get(name), list)]
        for name in lists:
            # An empty list beside another is only empty; alone it stands where services stand.
            if document[name] or len(lists) == 1:
                yield from ((f"/{name}{at}", each) for at, each in _members(document[name]))
        if lists:
            return
        for name in WRAPPERS:
            if isinstance(document.get(name), dict):
                yield f"/{name}", document[name]
                return
    elif isinstance(document, list) and document:
        for number, inner in enumerate(document):
            yield from ((f"/{number}{at}", each) for at, each in _members(inner))
        return
    yield "", document


def _is_service(member: object) -> bool:
    """By its names; one that JSON-LD would have to explain is another format's."""
    if not isinstance(member, dict):
        return False
    node = Node(member)
    is_linked = any(key.startswith("@") for key in member)
    return (not is_linked and bool(node.all("name"))) or sum(
        bool(node.all(name)) for name in OURS
    ) >= 2

"""The things of a JSON-LD document of schema.org: trainings, Croissant datasets, and strays.

Each is looked at once, whichever reader the file came to, so that none is passed over because the
first one was of another kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from officina_hub.catalogue.readers import croissant, training
from officina_hub.catalogue.readers.draft import Draft
from officina_hub.catalogue.readers.identity import is_address
from officina_hub.catalogue.readers.limits import Limits
from officina_hub.catalogue.readers.mistyped import meant_by
from officina_hub.catalogue.readers.node import Node, nodes_in, strays_in
from officina_hub.catalogue.readers.outcome import Read, Refused, Unreadable
from officina_hub.catalogue.readers.paging import part_of
from officina_hub.catalogue.readers.source import Source
from officina_hub.catalogue.readers.strays import stray

SCHEMA_ORG: Final = re.compile(r"https?://(?:www\.)?schema\.org(?:[/#]|\Z)")
OF_DCAT: Final = frozenset({"Catalog", "DataService", "Dataset", "DatasetSeries", "Distribution"})
OF_RECORDS: Final = (OF_DCAT - {"Catalog"}) | training.TYPES.keys()
READ: Final = ("Dataset", *training.TYPES)
NO_TYPE: Final = (
    "the thing {name!r} has no @type, so nobody knows whether it is a training or a dataset; say "
    "it, for instance Course"
)
UNKNOWN_TYPE: Final = (
    "the type {written!r} of {name!r} is none of schema.org's, so it was not read; did you mean "
    "{meant}?"
)
NO_CROISSANT: Final = (
    "the dataset {name!r} is described without Croissant (no conformsTo, record sets or file "
    "objects), and of schema.org's datasets only those are read; describe it with Croissant or "
    "DCAT-AP"
)
ONLY_SCHEMA: Final = (
    "it describes {types} by schema.org, as search engines read it, and of schema.org only "
    "trainings and datasets with Croissant's words are read; take the same as Turtle or JSON-LD of "
    "DCAT-AP, as Croissant, or as EOSC's profile"
)
SHOWN: Final = 60


def is_mine(source: Source) -> bool:
    """Whether something in it is to be learned from, or was meant so and nothing is DCAT's."""
    if not source.is_json:
        return False
    nodes = [node for _, node in nodes_in(source.json)]
    if any(training.is_training(node) for node in nodes) or _is_schema_org(source.json):
        return True
    is_dcat = any(node.types & OF_DCAT for node in nodes)
    return not is_dcat and any(_meant(node) in training.TYPES for node in nodes)


def _is_schema_org(document: object) -> bool:
    """Whether its terms are schema.org's first of all, whose context nobody has to fetch."""
    contexts = Node(document).links("@context") if isinstance(document, dict) else []
    return bool(contexts) and bool(SCHEMA_ORG.match(contexts[0]))


def read(source: Source) -> Iterator[Read]:
    """Each thing of a file, and whether the file is one page of several."""
    held = 0
    for each in read_things(source.json, source.limits, place=lambda pointer: pointer or "/"):
        held += 1
        yield each
    if not held:
        types = sorted({name for _, node in nodes_in(source.json) for name in node.types})
        raise Unreadable("the file", ONLY_SCHEMA.format(types=", ".join(types)[:SHOWN]))
    if is_answer(source.json) and (part := part_of(source.json, held, source.text)):
        yield part


def is_answer(document: object) -> bool:
    """Whether things stand in it, and it is none itself, which may count and go on as it likes."""
    if not isinstance(document, dict):
        return False
    return isinstance(document.get("@graph"), list) or not Node(document).types & OF_RECORDS


def read_things(
    document: object, limits: Limits, *, place: Callable[[str], str], page: str | None = None
) -> Iterator[Read]:
    """The same of one document; ``place`` tells where a JSON pointer is, ``page`` who shows it."""
    for pointer, node in nodes_in(document):
        where = place(pointer)
        if training.is_training(node):
            yield training.read_node(node, Draft(limits), where=where, page=page)
        elif croissant.is_croissant(node):
            yield croissant.read_node(node, Draft(limits), where=where)
        elif reason := _reason_against(node):
            named = (node.iri, node.link("url"), page)
            yield Refused(where, reason, next((one for one in named if is_address(one)), None))
    for pointer, value in strays_in(document):
        yield stray(place(pointer), value, wanted="an object with its @type")


def _reason_against(node: Node) -> str | None:
    """Why what may have been meant as a record is none; None of people, places and pages."""
    name = (node.name("name", "headline", "title") or node.iri or "without a name")[:SHOWN]
    if not node.types:
        is_told = node.name("name", "headline", "title", "description")
        return NO_TYPE.format(name=name) if is_told else None
    if "Dataset" in node.types:
        return NO_CROISSANT.format(name=name)
    meant = _meant(node)
    written = ", ".join(sorted(node.types))[:SHOWN]
    return UNKNOWN_TYPE.format(written=written, name=name, meant=meant) if meant else None


def _meant(node: Node) -> str | None:
    from rdflib.namespace import SDO  # the list of all that schema.org knows

    unknown = [each for each in sorted(node.types) if each not in SDO]
    return next((meant for each in unknown if (meant := meant_by(each, READ))), None)

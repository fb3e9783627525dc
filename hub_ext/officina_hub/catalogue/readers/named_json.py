"""What a JSON document names by ``@id`` or ``id`` anywhere, and what of that is in no graph.

A key that no context explains takes all that stands under it out of the graph, without a word. So
the names are looked for in the document itself, as written and as IRIs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin

from officina_hub.catalogue.readers.contexts import without_addresses
from officina_hub.catalogue.readers.identity import handle_of, urn_of
from officina_hub.catalogue.readers.mistyped import meant_by
from officina_hub.catalogue.readers.node import local
from officina_hub.catalogue.readers.outcome import Refused, Unreadable

IDS: Final = ("@id", "id")
TYPES: Final = ("@type", "type")
NAMES: Final = frozenset({"headline", "name", "titel", "title"})
RECORDS: Final = (
    "Course", "CourseInstance", "DataService", "Dataset", "DatasetSeries", "Event",
    "LearningResource", "Service",
)  # fmt: skip
DROPPED: Final = (
    "nothing of what stands here was read{under}; see that each of its keys, @id and @type, and "
    "those that it stands under, are spelt as the file's @context has them"
)
UNDER: Final = ", as the key {key!r} is explained by no @context"


class Contexts(NamedTuple):
    """What all contexts of a document explain: no matter where, so that no name is missed."""

    bases: set[str]
    prefixes: dict[str, str]
    terms: set[str]
    ids: set[str]
    types: set[str]
    has_vocabulary: bool

    def readings(self, written: str) -> Iterator[str]:
        """All IRIs that may be meant by a name, and the name as it is written."""
        prefix, colon, rest = written.partition(":")
        if colon and prefix in self.prefixes:
            yield self.prefixes[prefix] + rest
        for base in self.bases:
            try:
                yield urljoin(base, written)
            except ValueError:  # as of //[
                continue
        if handle := handle_of(written):
            yield handle
        yield written


def named_in_json(document: object, iris: Collection[str]) -> set[str]:
    """Those of the IRIs that any object in it has, or leads to, by ``@id`` or ``id``."""
    with suppress(Unreadable):  # a context that is not bundled explains nothing here
        document = without_addresses(document)
    contexts = contexts_in(document)
    found: set[str] = set()
    for _, each, _ in _objects(document):
        for written in _texts(each, contexts.ids):
            found.update(contexts.readings(written))
            catalogue = each.get("catalogueId")
            found.add(urn_of(catalogue if isinstance(catalogue, str) else None, written))
    return found.intersection(iris)


def dropped_from(document: object, nodes: Collection[str], base: str) -> Iterator[Refused]:
    """Descriptions in it whose names are none of the graph's ``nodes``; ``base`` is of the file."""
    document = without_addresses(document)
    contexts = contexts_in(document)
    contexts.bases.add(base)
    for pointer, each, unknown in _objects(document, contexts):
        if not _may_be_record(each, contexts):
            continue
        names = [iri for text in _texts(each, contexts.ids) for iri in contexts.readings(text)]
        if names and not any(name in nodes for name in names):
            iri = next((n for n in names if ":" in n and not n.startswith(base)), None)
            yield _refused(pointer, unknown, iri)
        elif not names and unknown:
            yield _refused(pointer, unknown, None)


def _refused(pointer: str, unknown: str | None, iri: str | None) -> Refused:
    under = UNDER.format(key=unknown[:60]) if unknown else ""
    return Refused(pointer or "/", DROPPED.format(under=under), iri)


def _may_be_record(each: dict[str, Any], contexts: Contexts) -> bool:
    """Whether it says to be one, or has a title and does not say what it is."""
    types = list(_texts(each, contexts.types))
    if types:
        return any(meant_by(name, RECORDS) for name in types)
    return any(local(key).lower() in NAMES for key in each)


def _texts(each: dict[str, Any], keys: Collection[str]) -> Iterator[str]:
    for key in keys:
        held = each.get(key)
        for one in held if isinstance(held, list) else [held]:
            if isinstance(one, str) and one.strip():
                yield one


def contexts_in(document: object) -> Contexts:
    """Of all objects of the document."""
    contexts = Contexts(set(), {}, set(), set(IDS), set(TYPES), has_vocabulary=False)
    for _, each, _ in _objects(document):
        for one in _flat(each.get("@context")):
            if isinstance(one, dict):
                contexts = _with(contexts, one)
            elif isinstance(one, str):  # nobody knows what it explains
                contexts = contexts._replace(has_vocabulary=True)
    return contexts


def _flat(held: object) -> Iterator[object]:
    """Contexts in lists of lists, as those have that stand in for an address."""
    if isinstance(held, list):
        for each in held:
            yield from _flat(each)
    else:
        yield held


def _with(contexts: Contexts, context: dict[str, Any]) -> Contexts:
    for term, meaning in context.items():
        iri = meaning.get("@id") if isinstance(meaning, dict) else meaning
        if term == "@base" and isinstance(iri, str):
            contexts.bases.add(iri)
        elif term == "@vocab" and iri is not None:
            contexts = contexts._replace(has_vocabulary=True)
        elif not term.startswith("@"):
            contexts.terms.add(term)
            if iri in {"@id", "@type"}:
                (contexts.ids if iri == "@id" else contexts.types).add(term)
            elif isinstance(iri, str):
                contexts.prefixes[term] = iri
        if isinstance(meaning, dict) and "@container" in meaning:
            contexts = contexts._replace(has_vocabulary=True)  # its keys may be anything
    return contexts


def _objects(
    document: object, contexts: Contexts | None = None
) -> Iterator[tuple[str, dict[str, Any], str | None]]:
    """Each object with its pointer, and the key above it that no context explains."""
    left = deque[tuple[str, object, str | None]]([("", document, None)])
    while left:
        pointer, value, unknown = left.popleft()
        if isinstance(value, dict):
            yield pointer, value, unknown
            left += [
                (f"{pointer}/{key[:60]}", inner, unknown or _unknown(key, contexts))
                for key, inner in value.items()
                if key != "@context" and isinstance(inner, dict | list)
            ]
        elif isinstance(value, list):
            left += [
                (f"{pointer}/{number}", inner, unknown)
                for number, inner in enumerate(value)
                if isinstance(inner, dict | list)
            ]


def _unknown(key: str, contexts: Contexts | None) -> str | None:
    if contexts is None or contexts.has_vocabulary or key.startswith("@") or ":" in key:
        return None
    return None if key in contexts.terms else key

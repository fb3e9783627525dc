"""A thing in JSON-LD of schema.org, read by the names of its terms and not by its context.

Real pages write one term as ``name``, ``schema:name`` or ``https://schema.org/name``, use prefixes
that they never declared, and put a text, an object or a list where the standard has another of the
three. So only the last part of a key counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from officina_hub.catalogue.readers.draft import Tagged

LOCAL: Final = re.compile(r"(?:.*[/#]|[A-Za-z][\w.-]*:)?([^/#:]+)")
LINKS: Final = ("@id", "url", "@value", "name")
NAMES: Final = ("name", "@value", "title", "termCode", "@id", "url")


def local(key: str) -> str:
    """The term without its vocabulary; JSON-LD's own words stay."""
    found = LOCAL.fullmatch(key[:300])
    return found.group(1) if found else key


class Node:
    """One object; every answer is in the order of the file."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._of: dict[str, Any] = {}
        for key, value in raw.items():
            self._of.setdefault(local(key), value)

    @property
    def iri(self) -> str | None:
        """Its ``@id``."""
        named = self._of.get("@id")
        return named if isinstance(named, str) and named else None

    @property
    def types(self) -> frozenset[str]:
        """The local names of its types."""
        return frozenset(local(each) for each in self.all("@type") if isinstance(each, str))

    def all(self, term: str) -> list[Any]:
        """Whatever the term holds, as a list."""
        value = self._of.get(term)
        if isinstance(value, dict) and isinstance(value.get("@list"), list):
            value = value["@list"]
        return value if isinstance(value, list) else [] if value is None else [value]

    def nodes(self, *terms: str) -> list[Node]:
        """The objects that the terms hold."""
        return [Node(each) for term in terms for each in self.all(term) if isinstance(each, dict)]

    def tagged(self, *terms: str) -> list[Tagged]:
        """Texts with their languages, of the first term that has any."""
        for term in terms:
            found = [text for each in self.all(term) for text in _tagged(each)]
            if found:
                return found
        return []

    def names(self, *terms: str) -> list[str]:
        """What is there by its name: texts as they are, objects by what they call themselves."""
        return list(self._said(terms, NAMES))

    def links(self, *terms: str) -> list[str]:
        """What is there by its address."""
        return list(self._said(terms, LINKS))

    def name(self, *terms: str) -> str | None:
        """The first name."""
        return next(self._said(terms, NAMES), None)

    def link(self, *terms: str) -> str | None:
        """The first address."""
        return next(self._said(terms, LINKS), None)

    def _said(self, terms: Iterable[str], keys: Iterable[str]) -> Iterator[str]:
        for term in terms:
            for each in self.all(term):
                said = _first_text(Node(each), keys) if isinstance(each, dict) else _text(each)
                if said:
                    yield said


def _first_text(node: Node, keys: Iterable[str]) -> str | None:
    texts = (_text(each) for key in keys for each in node.all(key))
    return next((text for text in texts if text), None)


def _text(value: object) -> str | None:
    """Texts and numbers; yes and no are neither."""
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _tagged(value: object) -> Iterator[Tagged]:
    if isinstance(value, dict):
        if "@value" in value:
            language = value.get("@language")
            text = _text(value["@value"])
            if text:
                yield Tagged(text, language if isinstance(language, str) else None)
            return
        for key, inner in value.items():  # a language map
            text = _text(inner)
            if text and re.fullmatch(r"[a-z]{2,3}(-\w+)?", key):
                yield Tagged(text, key)
    elif text := _text(value):
        yield Tagged(text)


def nodes_in(document: object) -> Iterator[tuple[str, Node]]:
    """The things at the top of a document or of its ``@graph``, each with its JSON pointer."""
    for pointer, value in _members(document):
        if isinstance(value, dict):
            yield pointer, Node(value)


def strays_in(document: object) -> Iterator[tuple[str, object]]:
    """What stands at the same places and is no thing; JSON-LD lets null stand for nothing."""
    for pointer, value in _members(document):
        if value is not None and not isinstance(value, dict):
            yield pointer, value


def _members(document: object) -> Iterator[tuple[str, object]]:
    """What stands at the top of a document or of its ``@graph``, whatever it is."""
    if isinstance(document, list):
        for number, each in enumerate(document):
            for pointer, value in _members(each):
                yield f"/{number}{pointer}", value
    elif isinstance(document, dict) and isinstance(document.get("@graph"), list):
        for pointer, value in _members(document["@graph"]):
            yield f"/@graph{pointer}", value
    else:
        yield "", document

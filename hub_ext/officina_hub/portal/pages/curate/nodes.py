"""What a form asks for, read off the models of the records, so that no field is written twice.

A *node* is the shape of one field: a ``Line``, some ``Lines``, ``Picks`` out of a vocabulary,
``Texts`` by their language, a ``Part`` with fields of its own, or any number of ``Parts``.
"""

from __future__ import annotations

import types
from datetime import date
from functools import lru_cache
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NamedTuple,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import BaseModel

from officina_hub.catalogue.stored_form import MODELS
from officina_widgets.catalogue.records import Country, Iri, Kind, WebAddress
from officina_widgets.catalogue.words import LONGEST_TEXT, Language, Text

LineKind = Literal["line", "long", "number", "date", "moment", "address", "iri"]
LONG: Final = ("description", "cite_as", "has_policy", "eligibility", "cost_note", "provenance")
SHORT_CHARACTERS: Final = 500
# What is the record's name, and what only this hub's own courses have.
NOT_ASKED: Final = frozenset({"kind", "iri", "course_id", "skills"})
# Fields that take any code, with the vocabulary that proposes some.
PROPOSED: Final = {
    "licence": "licence",
    "format": "format",
    "media_type": "media_type",
    "frequency": "frequency",
    "factory": "factory",
    "linked_factories": "factory",
    "life_cycle_status": "life_cycle",
    "target_users": "target_user",
    "geographical_availabilities": "country",
}


class Line(NamedTuple):
    """One value; ``choices`` are all there are, ``vocabulary`` proposes."""

    kind: LineKind = "line"
    choices: tuple[str, ...] = ()
    vocabulary: str = ""
    most: int = SHORT_CHARACTERS


class Lines(NamedTuple):
    """Several values of no vocabulary, one a line."""

    kind: LineKind = "line"


class Ticks(NamedTuple):
    """Several of a few choices."""

    choices: tuple[str, ...]


class Picks(NamedTuple):
    """Several out of a long vocabulary."""

    vocabulary: str


class Texts(NamedTuple):
    """One text by its language."""

    is_long: bool


class Part(NamedTuple):
    """Something with fields of its own."""

    fields: tuple[Asked, ...]


class Parts(NamedTuple):
    """Any number of those."""

    part: Part


Node = Line | Lines | Ticks | Picks | Texts | Part | Parts


class Asked(NamedTuple):
    """A field with its shape."""

    name: str
    node: Node
    is_needed: bool
    default: str = ""


@lru_cache
def asked_of(kind: Kind) -> tuple[Asked, ...]:
    """All that a curator may write of a record of that kind: what matters most first."""
    found = {one.name: one for one in _fields(MODELS[kind])}
    first = [found.pop(name) for name in ("title", "description", "tagline") if name in found]
    return (*first, *found.values())


@lru_cache
def whole(kind: Kind) -> Part:
    """The same as one part, with the name that a new record needs."""
    return Part((Asked("iri", Line("iri", most=2000), is_needed=True), *asked_of(kind)))


def _fields(model: type[BaseModel]) -> tuple[Asked, ...]:
    hints = get_type_hints(model, include_extras=True)
    return tuple(
        Asked(name, _node(name, hints[name]), info.is_required(), _default(info.default))
        for name, info in model.model_fields.items()
        if name not in NOT_ASKED
        or (name == "iri" and not issubclass(model, tuple(MODELS.values())))
    )


def _default(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _node(name: str, hint: Any) -> Node:
    known = _known(name, hint)
    if known is not None:
        return known
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _node(name, arguments[0])
    if origin in (Union, types.UnionType):
        left = [each for each in arguments if each is not type(None)]
        return _node(name, left[0]) if len(left) == 1 else Line("moment")
    if origin is tuple:
        return _several(_node(name, arguments[0]))
    if origin is dict:
        return Texts(is_long=name in LONG)
    if origin is Literal:
        return Line(choices=tuple(map(str, arguments)))
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return Part(_fields(hint))
    return Line(vocabulary=PROPOSED.get(name, ""))


def _known(name: str, hint: Any) -> Line | None:
    if hint == Iri:
        return Line("iri", most=2000)
    if hint == WebAddress:
        return Line("address", most=2000)
    if hint == Country:
        return Line(vocabulary="country")
    if hint == Language:
        return Line(vocabulary="language")
    if hint == Text:
        return Line("long", most=LONGEST_TEXT)
    return {int: Line("number"), date: Line("date")}.get(hint) if isinstance(hint, type) else None


def _several(one: Node) -> Node:
    if isinstance(one, Part):
        return Parts(one)
    if not isinstance(one, Line):
        raise TypeError(f"no form can ask for a list of {one}")
    if one.choices:
        return Ticks(one.choices)
    if one.vocabulary:
        return Picks(one.vocabulary)
    return Lines(one.kind)

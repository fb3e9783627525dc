"""What a setting takes, in words, read from its type: for the reference and for mistakes alike."""

from __future__ import annotations

from collections.abc import Iterable
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from officina_hub.factory.toml_text import toml_text
from officina_spawners.profiles.amount import Amount
from officina_spawners.profiles.names import InWords

KINDS = {int: "a whole number", str: "a text in quotes", bool: "true or false", float: "a number"}
AN_AMOUNT = "{number}, or {{ min = ..., max = ..., default = ... }} for a choice"


def allowed_values(field: FieldInfo) -> str:
    """The values a setting takes, in words."""
    limits = _limits(field.metadata)
    if "pattern" in limits and field.default and not _said(field.metadata):
        return f"a text like {toml_text(field.default)} (pattern {limits['pattern']})"
    return _words(field.annotation, field.metadata)


def an_amount() -> str:
    """The two ways to write how much of something there is."""
    return AN_AMOUNT.format(number=allowed_values(Amount.model_fields["min"]))


def _words(annotation: Any, metadata: Iterable[object] = ()) -> str:
    if said := _said(metadata):
        return said
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _words(parts[0], parts[1:])
    if origin is Literal:
        return " or ".join(map(toml_text, parts))
    if origin in {Union, UnionType}:
        return " or ".join(map(_words, parts))
    if origin is tuple:
        return f"an array, each {_words(parts[0])}"
    if origin is dict:
        return f"a table, each key {_words(parts[0])}, each value {_words(parts[1])}"
    if annotation is Amount:
        return an_amount()
    return _bounded(KINDS[annotation], _limits(metadata))


def _bounded(words: str, limits: dict[str, Any]) -> str:
    low, high, length = limits.get("ge"), limits.get("le"), limits.get("max_length")
    if low is not None and high is not None:
        return f"{words} from {low} to {high}"
    return f"{words} of at most {length} characters" if length else words


def _said(metadata: Iterable[object]) -> str:
    """What the type says of itself in words."""
    return next((each.text for each in metadata if isinstance(each, InWords)), "")


def _limits(metadata: Iterable[object]) -> dict[str, Any]:
    """The bounds that pydantic keeps as loose metadata, by name; the narrower one counts."""
    found: dict[str, Any] = {}
    for item in metadata:
        for name, narrower in (("ge", max), ("le", min), ("max_length", min), ("pattern", max)):
            value = getattr(item, name, None)
            if value is not None:
                found[name] = narrower(value, found.get(name, value))
    return found

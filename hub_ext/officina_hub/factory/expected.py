"""What may stand at a place of ``factory.toml``, in words, read from the models."""

from __future__ import annotations

from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from officina_hub.factory.model import Factory

KINDS = {int: "a whole number", str: "a text in quotes", bool: "true or false", float: "a number"}


def expectation(keys: tuple[int | str, ...], detail: ErrorDetails) -> str:
    """What the models would have taken at this place, in words."""
    if detail["type"] == "extra_forbidden":
        table = _table_at(keys[:-1])
        return "allowed here: " + ", ".join(table.model_fields) if table else "see the reference"
    if detail["type"] == "value_error":
        return detail["msg"].removeprefix("Value error, ")
    field = _field_at(keys)
    return allowed_values(field) if field else detail["msg"]


def allowed_values(field: FieldInfo) -> str:
    """The values a setting takes, in words."""
    choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    if choices:
        return " or ".join(repr(choice) for choice in choices)
    limits = _limits(field)
    if "pattern" in limits:
        return f"a text like {field.default!r} (pattern {limits['pattern']})"
    low, high = limits.get("ge"), limits.get("le")
    words = _kind(field.annotation)
    if low is not None and high is not None:
        return f"{words} from {low} to {high}"
    length = limits.get("max_length")
    return f"{words} of at most {length} characters" if length else words


def _kind(annotation: Any) -> str:
    if annotation in KINDS:
        return KINDS[annotation]
    if get_origin(annotation) is dict:
        return "a table of texts"
    if get_origin(annotation) is tuple:
        return "an array of tables"
    return "a table" if _is_model(annotation) else "another value"


def _limits(field: FieldInfo) -> dict[str, Any]:
    """The bounds that pydantic keeps as loose metadata, by name."""
    found: dict[str, Any] = {}
    for item in field.metadata:
        for name in ("ge", "le", "max_length", "pattern"):
            value = getattr(item, name, None)
            if value is not None:
                found[name] = value
    return found


def _table_at(keys: tuple[int | str, ...]) -> type[BaseModel] | None:
    table: Any = Factory
    for key in keys:
        if isinstance(key, int):
            continue
        field = table.model_fields.get(key)
        table = _inner(field.annotation) if field else None
        if table is None:
            return None
    return table  # type: ignore[no-any-return]  # walked by names, so its type is not known


def _field_at(keys: tuple[int | str, ...]) -> FieldInfo | None:
    names = [key for key in keys if isinstance(key, str)]
    for end in range(len(names), 0, -1):
        table = _table_at(tuple(names[: end - 1]))
        if table is not None and names[end - 1] in table.model_fields:
            return table.model_fields[names[end - 1]]
    return None


def _inner(annotation: Any) -> type[BaseModel] | None:
    if _is_model(annotation):
        return annotation  # type: ignore[no-any-return]  # checked one line above
    for part in get_args(annotation):
        if part is not NoneType and _is_model(part):
            return part  # type: ignore[no-any-return]  # checked one line above
    return None


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)

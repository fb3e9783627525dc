"""The shape of ``factory.toml`` as its models draw it: tables, arrays of tables, and settings.

A *table* is a model, an *array of tables* (``[[profiles]]``) a tuple of models, and a *setting*
everything else. An ``Amount`` is a model and one setting all the same: it is written on one line.
"""

from __future__ import annotations

from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from officina_hub.factory.lines import Keys
from officina_hub.factory.model import Factory
from officina_spawners.profiles.amount import Amount


class Table(NamedTuple):
    """A model that stands in the file under a header of its own."""

    model: type[BaseModel]
    is_array: bool


def table_of(annotation: Any) -> Table | None:
    """The table or array of tables that a field is, or None where it is a setting."""
    if _is_table(annotation):
        return Table(annotation, is_array=False)
    if get_origin(annotation) is tuple and _is_table(get_args(annotation)[0]):
        return Table(get_args(annotation)[0], is_array=True)
    return None


def table_at(keys: Keys) -> type[BaseModel] | None:
    """The table that these keys lead to; an index leads from an array to one of its tables.

    Where an ``Amount`` is written as ``{ min = ... }``, the keys in it lead on.
    """
    table: type[BaseModel] = Factory
    for key in keys:
        if isinstance(key, int):
            continue
        field = table.model_fields.get(key)
        inner = _inner(field.annotation) if field else None
        if inner is None:
            return None
        table = inner
    return table


def setting_at(keys: Keys) -> FieldInfo | None:
    """The setting that these keys lead to, or lead into."""
    names = [key for key in keys if isinstance(key, str)]
    for end in range(len(names), 0, -1):
        table = table_at(tuple(names[: end - 1]))
        if table is not None and names[end - 1] in table.model_fields:
            return table.model_fields[names[end - 1]]
    return None


def _inner(annotation: Any) -> type[BaseModel] | None:
    found = table_of(annotation)
    return found.model if found else Amount if annotation is Amount else None


def _is_table(annotation: Any) -> bool:
    is_model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return is_model and annotation is not Amount

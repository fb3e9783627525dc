"""What may stand at a place of ``factory.toml`` where a mistake stands now."""

from __future__ import annotations

from pydantic_core import ErrorDetails

from officina_hub.factory.shape import setting_at, table_at
from officina_hub.factory.words import allowed_values


def expectation(keys: tuple[int | str, ...], detail: ErrorDetails) -> str:
    """What the models would have taken at this place, in words."""
    if detail["type"] == "extra_forbidden":
        table = table_at(keys[:-1])
        return "allowed here: " + ", ".join(table.model_fields) if table else "see the reference"
    if detail["type"] == "value_error":
        return detail["msg"].removeprefix("Value error, ")
    field = setting_at(keys)
    return allowed_values(field) if field else detail["msg"]

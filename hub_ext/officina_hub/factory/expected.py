"""What may stand at a place of ``factory.toml`` where a mistake stands now, or nothing."""

from __future__ import annotations

from pydantic_core import ErrorDetails

from officina_hub.factory.lines import Keys
from officina_hub.factory.shape import setting_at, table_at, table_of
from officina_hub.factory.words import allowed_values


def expectation(keys: Keys, detail: ErrorDetails) -> str:
    """What the models would have taken at this place, in words."""
    if detail["type"] == "extra_forbidden":
        table = table_at(keys[:-1])
        return "allowed here: " + ", ".join(table.model_fields) if table else "see the reference"
    if detail["type"] == "value_error":
        return detail["msg"].removeprefix("Value error, ")
    if detail["type"] == "too_short":
        return f"at least one of {needed(keys)}"
    return needed(keys)


def needed(keys: Keys) -> str:
    """What stands at this place where all is right."""
    field = setting_at(keys)
    if field is None:
        return "a table"
    table = table_of(field.annotation)
    if table is None:
        return allowed_values(field)
    header = ".".join(key for key in keys if isinstance(key, str))
    return f"tables headed [[{header}]]" if table.is_array else f"a table headed [{header}]"

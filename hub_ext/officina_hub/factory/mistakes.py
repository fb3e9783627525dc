"""Mistakes of ``factory.toml`` as sentences: place, key, what was found, what may stand there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from pydantic_core import ErrorDetails

from officina_hub.factory.expected import expectation, needed
from officina_hub.factory.lines import Keys, line_of, lines_of
from officina_hub.factory.shape import table_at
from officina_hub.factory.toml_text import toml_text
from officina_spawners.profiles import Misfit

# An address with a password is refused, and must not be repeated in the refusal.
CREDENTIALS = re.compile(r"://.*@")
QUERY_SECRETS = re.compile(r"(passw(?:or)?d|pwd)=[^&'\"]*", re.IGNORECASE)
LONGEST = 80


class Mistakes:
    """Tells what is wrong in one file."""

    def __init__(self, path: Path, text: str, data: Mapping[str, Any]) -> None:
        self._path = path
        self._lines = lines_of(text)
        self._data = data

    def of_models(self, details: Collection[ErrorDetails]) -> list[str]:
        """Each once: a value that none of several types takes is found wrong by each of them."""
        return list(dict.fromkeys(map(self._sentence, details)))

    def of_misfits(self, misfits: Collection[Misfit]) -> list[str]:
        """What is right by itself and fits nothing else in the file."""
        return [self._told(each.keys, each.allowed) for each in misfits]

    def _sentence(self, detail: ErrorDetails) -> str:
        keys, kind = tuple(detail["loc"]), detail["type"]
        if kind == "missing":
            return f"{self._place(keys)}: {self._name(keys)} is missing; needed is {needed(keys)}."
        keys = self._written(keys)
        if kind == "extra_forbidden":
            allowed = expectation(keys, detail)
            return f"{self._place(keys)}: {self._name(keys)} is not a setting; {allowed}."
        if kind == "value_error" and table_at(keys) is not None:
            return f"{self._place(keys)}: {self._name(keys)} needs {expectation(keys, detail)}."
        return self._told(keys, expectation(keys, detail))

    def _told(self, keys: Keys, allowed: str) -> str:
        found = _shown(self._found(keys))
        verb = "has" if isinstance(keys[-1], int) and len(keys) > 2 else "is"
        return f"{self._place(keys)}: {self._name(keys)} {verb} {found}; allowed is {allowed}."

    def _place(self, keys: Keys) -> str:
        line = line_of(self._lines, keys)
        return f"{self._path}:{line}" if line else str(self._path)

    def _written(self, keys: Keys) -> Keys:
        """The part of the way that the file has; pydantic adds the name of the type it tried."""
        end = next((at for at in range(len(keys)) if not self._has(keys[: at + 1])), len(keys))
        return keys[:end]

    def _has(self, keys: Keys) -> bool:
        try:
            self._found(keys)
        except (LookupError, TypeError):
            return False
        return True

    def _found(self, keys: Keys) -> Any:
        found: Any = self._data
        for key in keys:
            found = found[key]
        return found

    def _name(self, keys: Keys) -> str:
        """A table of an array is told by its name, or by its number where it has none."""
        is_in_array = len(keys) > 1 and isinstance(keys[1], int)
        inner = ".".join(key for key in keys[2 if is_in_array else 0 :] if isinstance(key, str))
        if is_in_array:
            return ": ".join(filter(None, (self._table(keys[:2]), inner)))
        return inner or "the file"

    def _table(self, keys: Keys) -> str:
        found = self._found(keys)
        model = table_at(keys)
        named_by = "id" if model is not None and "id" in model.model_fields else "name"
        name = found.get(named_by) if isinstance(found, Mapping) else None
        number = f"number {int(keys[1]) + 1}"
        return f"[[{keys[0]}]] {_shown(name) if isinstance(name, str) else number}"


def _shown(value: object) -> str:
    shown = _without_password(toml_text(value))
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 3] + "..."


def _without_password(text: str) -> str:
    return QUERY_SECRETS.sub(r"\1=...", CREDENTIALS.sub("://...@", text))

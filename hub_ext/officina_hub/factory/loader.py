"""Read ``factory.toml``; a mistake is told with file, line, key, value found and values allowed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from tomlkit.exceptions import TOMLKitError

from officina_hub.errors import FactoryError
from officina_hub.factory.expected import expectation
from officina_hub.factory.lines import line_of
from officina_hub.factory.model import Factory

# An address with a password is refused, and must not be repeated in the refusal.
CREDENTIALS = re.compile(r"://.*@")
QUERY_SECRETS = re.compile(r"(passw(?:or)?d|pwd)=[^&']*", re.IGNORECASE)

MATTERS = "Officina does not start on guessed facts."
WAY_OUT = "Mend the line; docs/reference/settings.md lists every setting."


def load_factory(path: Path | str) -> Factory:
    """The facts of the factory whose ``factory.toml`` this is.

    Raises
    ------
    FactoryError
        When the file is missing, unreadable, not TOML, or says something that cannot be.

    """
    path = Path(path)
    text = _read(path)
    try:
        data = tomlkit.parse(text).unwrap()
    except TOMLKitError as error:
        raise FactoryError(f"{path}: this is not TOML: {error}.", MATTERS, WAY_OUT) from None
    try:
        return Factory.model_validate(data)
    except ValidationError as error:
        mistakes = [_sentence(path, text, data, detail) for detail in error.errors()]
        raise FactoryError("\n".join(mistakes), MATTERS, WAY_OUT) from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise FactoryError(
            f"{path} cannot be read ({error.strerror}).",
            "It holds the facts of this factory.",
            "Check the path and its permissions; `officina up` makes a first one.",
        ) from None
    except UnicodeDecodeError as error:
        raise FactoryError(
            f"{path} is not UTF-8 text (byte {error.start}).", MATTERS, "Save it as UTF-8."
        ) from None


def _sentence(path: Path, text: str, data: dict[str, Any], detail: ErrorDetails) -> str:
    keys = tuple(detail["loc"])
    line = line_of(text, keys)
    place = f"{path}:{line}" if line else str(path)
    name = ".".join(str(key) for key in keys) or "the file"
    if detail["type"] == "extra_forbidden":
        return f"{place}: {name} is not a setting; {expectation(keys, detail)}."
    if detail["type"] == "missing":
        return f"{place}: {name} is missing."
    found = _found(data, keys)
    return f"{place}: {name} is {found}; allowed is {expectation(keys, detail)}."


def _found(data: Any, keys: tuple[int | str, ...]) -> str:
    for key in keys:
        is_there = isinstance(key, int) if isinstance(data, list) else key in data
        data = data[key] if is_there else data
    shown = "this table" if isinstance(data, dict) else _without_password(repr(data))
    return shown if len(shown) <= 80 else shown[:77] + "..."


def _without_password(text: str) -> str:
    return QUERY_SECRETS.sub(r"\1=...", CREDENTIALS.sub("://...@", text))

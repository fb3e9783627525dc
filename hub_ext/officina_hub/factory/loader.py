"""Read ``factory.toml``; a mistake is told with file, line, key, value found and values allowed."""

from __future__ import annotations

from pathlib import Path

import tomlkit
from pydantic import ValidationError
from tomlkit.exceptions import TOMLKitError

from officina_courses.toml_text import TOO_LARGE, has_large_number
from officina_hub.errors import FactoryError
from officina_hub.factory.mistakes import Mistakes
from officina_hub.factory.model import Factory

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
    if has_large_number(data):
        raise FactoryError(f"{path}: this is not TOML: {TOO_LARGE}.", MATTERS, WAY_OUT)
    mistakes = Mistakes(path, text, data)
    try:
        factory = Factory.model_validate(data)
    except ValidationError as error:
        told = mistakes.of_models(error.errors())
        raise FactoryError("\n".join(told), MATTERS, WAY_OUT) from None
    if told := mistakes.of_misfits(factory.misfits()):
        raise FactoryError("\n".join(told), MATTERS, WAY_OUT)
    return factory


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

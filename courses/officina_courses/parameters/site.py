"""What a site sets for all courses: its GPU, the size of data it has room for, its paths."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from pydantic import JsonValue, TypeAdapter, ValidationError

from officina_courses.errors import ParametersError

TABLE: Final = "course_parameters"


def site_values(file: Path) -> dict[str, JsonValue]:
    """The values of the table ``[course_parameters]``, which ``factory.toml`` may have.

    Raises
    ------
    ParametersError
        Where the file is no TOML, or the table holds something else than values.

    """
    try:
        table: Any = tomllib.loads(file.read_text(encoding="utf-8-sig")).get(TABLE, {})
        return TypeAdapter(dict[str, JsonValue]).validate_python(table)
    except (OSError, ValueError, RecursionError) as error:
        reason = "a value is no text, number or list" if _is_of_model(error) else str(error)[:200]
        raise ParametersError(
            f"{file} cannot be read as a site's values: {reason}.",
            why="The runs would be made with the notebooks' own values.",
            todo=f'Write [{TABLE}] and below it lines such as device = "gpu".',
        ) from error


def _is_of_model(error: Exception) -> bool:
    return isinstance(error, ValidationError)

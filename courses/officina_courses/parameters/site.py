"""What a site sets for all courses: its GPU, the size of data it has room for, its paths."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from pydantic import JsonValue, TypeAdapter, ValidationError

from officina_courses.errors import ParametersError
from officina_courses.toml_text import toml_of
from officina_courses.utf8 import text_of

TABLE: Final = "course_parameters"
MOST_BYTES: Final = 1 << 20


def site_values(file: Path) -> dict[str, JsonValue]:
    """The values of the table ``[course_parameters]``, which ``factory.toml`` may have.

    Raises
    ------
    ParametersError
        Where the file is no TOML, or the table holds something else than values.

    """
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise ValueError(f"it has more than {MOST_BYTES >> 20} MiB")
        table: Any = toml_of(text_of(data)).get(TABLE, {})
        return TypeAdapter(dict[str, JsonValue]).validate_python(table)
    except (OSError, ValueError) as error:
        reason = "a value is no text, number or list" if _is_of_model(error) else str(error)[:200]
        raise ParametersError(
            f"{file} cannot be read as a site's values: {reason}.",
            why="The runs would be made with the notebooks' own values.",
            todo=f'Write [{TABLE}] and below it lines such as device = "gpu".',
        ) from error


def _is_of_model(error: Exception) -> bool:
    return isinstance(error, ValidationError)

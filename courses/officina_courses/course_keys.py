"""Tell what is wrong in a ``course.toml`` as an author sees it: line, key, found, allowed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from officina_courses import model
from officina_courses.errors import Problem

MAX_PROBLEMS: Final = 20
TABLES: Final[dict[str, type[BaseModel]]] = {
    "": model.Course,
    "parts": model.Part,
    "authors": model.Author,
    "forked_from": model.Origin,
    "skills": model.Skill,
    "exercises": model.Exercise,
    "environment": model.Environment,
    "grading": model.CourseGrading,
    "profiles": model.Profile,
}
PATTERNS: Final = {
    ("", "id"): "lower-case letters, digits and hyphens, a letter first, at most 40 characters",
    ("exercises", "id"): "the name of its folder below source: letters, digits, blanks and _.-, "
    "a letter or digit first, at most 64 characters",
    ("", "version"): 'three numbers such as "1.0.0" (semver.org)',
    ("", "language"): 'a language tag such as "en", "de" or "pt-BR"',
    ("authors", "orcid"): 'an ORCID such as "0000-0002-1825-0097"',
}
HEADER: Final = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?")
KEY: Final = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*=""")

Location = Sequence["int | str"]


def problems_of(error: ValidationError, text: str) -> tuple[Problem, ...]:
    """Each thing that is wrong, in the order of the file as far as it can be told."""
    lines = key_lines(text)
    found = [_problem(detail, lines) for detail in error.errors()[:MAX_PROBLEMS]]
    return tuple(sorted(found, key=lambda problem: problem.line or 0))


def key_lines(text: str) -> dict[tuple[int | str, ...], int]:
    """The line of every table and key that stands at the beginning of a line.

    TOML readers do not tell lines. Keys inside of inline tables are not found; the caller then
    takes the line of what is around them.
    """
    lines: dict[tuple[int | str, ...], int] = {}
    table: tuple[int | str, ...] = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.match(line):
            brackets, name = header.groups()
            table = tuple(name.split("."))
            if brackets == "[[":
                table = (*table, counts.setdefault(name, 0))
                counts[name] += 1
            lines.setdefault(table, number)
        elif key := KEY.match(line):
            lines.setdefault((*table, key.group(1)), number)
    return lines


def _problem(detail: ErrorDetails, lines: dict[tuple[int | str, ...], int]) -> Problem:
    location = detail["loc"]
    line = next(
        (lines[location[:end]] for end in range(len(location), 0, -1) if location[:end] in lines),
        None,
    )
    missing = detail["type"] == "missing"
    return Problem(
        key=_dotted(location),
        line=line,
        found="nothing" if missing else _shown(detail["input"]),
        allowed=_allowed(detail),
    )


def _dotted(location: Location) -> str:
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".") or "(the whole file)"


def _shown(value: object) -> str:
    try:
        text = f'"{value}"' if isinstance(value, str) else str(value)
    except RecursionError:
        text = "something that is nested too deep"
    text = model.UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    return text if len(text) <= 80 else text[:77] + "..."


def _allowed(detail: ErrorDetails) -> str:
    location, kind = detail["loc"], detail["type"]
    table = str(location[0]) if len(location) > 1 and location[0] in TABLES else ""
    key = str(location[-1]) if location else ""
    if kind == "extra_forbidden":
        return _known_keys(table, key)
    if kind == "string_pattern_mismatch" and (table, key) in PATTERNS:
        return PATTERNS[table, key]
    if kind.startswith("date_"):
        return "a day such as 2026-11-23, without quotes"
    if kind.startswith("timezone"):
        return "a time with its zone, such as 2026-05-31T18:00:00+02:00"
    context: dict[str, Any] = detail.get("ctx", {})
    if kind == "literal_error":
        return str(context["expected"])
    if kind == "missing":
        description = TABLES[table].model_fields[key].description if key else None
        return PATTERNS.get((table, key)) or description or "a value, which must not be left out"
    message = detail["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return message[:1].lower() + message[1:]


def _known_keys(table: str, key: str) -> str:
    known = list(TABLES[table].model_fields)
    near = difflib.get_close_matches(key, known, n=1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return f"one of the keys {', '.join(known)}{hint}"

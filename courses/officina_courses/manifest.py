"""From the course to the text of its ``course.toml``, with hints where the trainer has to write."""

from __future__ import annotations

from typing import Any, Final

import tomlkit
from tomlkit.items import AoT, Table

from officina_courses.model import Course

HINTS: Final = {
    "licence": "an SPDX identifier, see spdx.org/licenses",
    "objectives": 'what learners can do afterwards: objectives = ["...", "..."]',
    "sectors": "sectors it is for, such as health or energy",
    "steps": "steps of a Data Lab it teaches, such as cleaning",
    "released": "the day this version came out, such as 2026-11-23",
    "parts": "one [[parts]] for what has a licence of its own: path, licence",
    "authors": 'one [[authors]] for each: name = "...", affiliation, orcid',
    "skills": "one [[skills]] for each: id (of ESCO or DigComp), label",
    "minutes": "working time",
}


def course_toml(course: Course) -> str:
    """A ``course.toml`` that reads back as this course; what is empty becomes a comment."""
    data = course.model_dump(mode="python", exclude_defaults=True, exclude_none=True)
    document = tomlkit.document()
    document.add(
        tomlkit.comment(
            "The course as learners see it; officina course check tells what is missing."
        )
    )
    tables = {"parts", "authors", "skills", "exercises", "environment", "grading", "profiles"}
    for key in Course.model_fields:
        value = data.get(key)
        if key == "exercises" and not value:
            document.add(key, tomlkit.array())
        elif value is None or value == ():
            if key in HINTS:
                document.add(tomlkit.comment(f"{key}: {HINTS[key]}"))
        elif key not in tables:
            item = tomlkit.item(list(value) if isinstance(value, tuple) else value)
            document.add(key, item)
    for key in ("parts", "authors", "skills", "exercises"):
        if data.get(key):
            document.add(tomlkit.nl())
            document.add(key, _tables(data[key]))
    for key in ("environment", "grading"):
        if data.get(key):
            document.add(tomlkit.nl())
            document.add(key, _table(data[key]))
    if data.get("profiles"):
        document.add("profiles", tomlkit.item(data["profiles"]))
    return tomlkit.dumps(document)


def _tables(rows: tuple[dict[str, Any], ...]) -> AoT:
    tables = tomlkit.aot()
    for row in rows:
        tables.append(_table(row))
    return tables


def _table(row: dict[str, Any]) -> Table:
    table = tomlkit.table()
    for key, value in row.items():
        table.add(key, value)
    return table

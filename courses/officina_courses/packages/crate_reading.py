"""Reading a crate from a stranger: it must describe exactly the files that came with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from pydantic import ValidationError

from officina_courses.archive import ArchivedFile
from officina_courses.model import Course, Origin
from officina_courses.packages.crate import (
    FORMAT,
    FORMAT_NOW,
    ROOT,
    SPECIFICATION,
    Entity,
    file_id,
    root,
)
from officina_courses.packages.json_text import NoJsonText, read_json
from officina_courses.packages.layout import COURSE, CRATE
from officina_courses.packages.limits import PackageLimits
from officina_courses.packages.refusals import differs, newer, no_crate

# What people decide by; the rest of the description may be told in other words some day.
SAME_IN_BOTH: Final = ("identifier", "name", "version", "license", "inLanguage", "additionalType")


def read_crate(
    data: bytes, course: Course, files: tuple[ArchivedFile, ...], limits: PackageLimits
) -> Origin | None:
    """Where the course was forked from, if the crate describes this course and these files.

    Raises
    ------
    PackageRefused
        Where it is no crate of this format, or says something else than ``course.toml`` and files.

    """
    entities = _entities(data, limits)
    about = _root(entities)
    expected = root(course, (file.path for file in files), None)
    for key in SAME_IN_BOTH:
        if about.get(key) != expected.get(key):
            found, own = _shown(about.get(key)), _shown(expected.get(key))
            raise differs(f"its {key} is {found} in {CRATE} and {own} in course.toml")
    if about.get("datePublished") != expected.get("datePublished"):
        raise differs(f"its day of release is another one in {CRATE} than in course.toml")
    _check_files(entities, about, files)
    return _origin(entities, about)


def _entities(data: bytes, limits: PackageLimits) -> Mapping[str, Entity]:
    try:
        document = read_json(data, limits)
    except NoJsonText as error:
        raise no_crate(str(error)) from error
    graph = document.get("@graph") if isinstance(document, dict) else None
    if not isinstance(graph, list):
        raise no_crate("has no graph, so it is no RO-Crate")
    entities: dict[str, Entity] = {}
    for entity in graph:
        name = entity.get("@id") if isinstance(entity, dict) else None
        if not isinstance(name, str) or name in entities:
            raise no_crate("has something without a name, or with that of another")
        entities[name] = entity
    return entities


def _root(entities: Mapping[str, Entity]) -> Entity:
    head, about = entities.get(CRATE), entities.get(ROOT)
    if head is None or about is None or head.get("about") != {"@id": ROOT}:
        raise no_crate("does not describe itself as an RO-Crate does")
    if head.get("conformsTo") != {"@id": SPECIFICATION}:
        raise no_crate(f"does not conform to {SPECIFICATION}")
    formats = [name for name in _names(about.get("conformsTo")) if name.startswith(FORMAT)]
    if not formats:
        raise no_crate("describes something else than a course package")
    if FORMAT_NOW not in formats:
        raise newer(formats[0])
    return about


def _check_files(
    entities: Mapping[str, Entity], about: Entity, files: tuple[ArchivedFile, ...]
) -> None:
    members = {file_id(file.path): file for file in files}
    described = {name for name in entities if name.startswith(COURSE)}
    if extra := sorted(described - members.keys()):
        raise differs(f"{CRATE} describes {extra[0]!a}, which is not there")
    if extra := sorted(members.keys() - described):
        raise differs(f"it holds {extra[0]!a}, which {CRATE} does not describe")
    if set(_names(about.get("hasPart"))) != members.keys():
        raise differs(f"the parts that {CRATE} lists are not the files that are there")
    for name, file in members.items():
        entity = entities[name]
        if (entity.get("sha256"), entity.get("contentSize")) != (file.sha256, str(file.size)):
            raise differs(f"{name!a} is not the file whose checksum {CRATE} has")


def _origin(entities: Mapping[str, Entity], about: Entity) -> Origin | None:
    named = about.get("isBasedOn")
    if named is None:
        return None
    names = _names(named)
    entity = entities.get(names[0], {}) if names else {}
    try:
        return Origin(
            iri=entity.get("@id", ""),
            sha256=entity.get("sha256", ""),
            course_id=entity.get("identifier", ""),
            version=entity.get("version", ""),
            title=entity.get("name", ""),
        )
    except ValidationError as error:
        raise no_crate("tells in no readable way what the course was forked from") from error


def _names(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [
        cast("dict[str, Any]", one)["@id"]
        for one in listed
        if isinstance(one, dict) and isinstance(one.get("@id"), str)
    ]


def _shown(value: object) -> str:
    return ascii(value.get("@id") if isinstance(value, dict) else value)[:120]

"""Reading a crate from a stranger: it must say what ``course.toml`` and the files say, and no more.

The description is made anew from them, and each entity and each property is compared: authors,
licences, skills, checksums and whatever else stands there. So there is nothing in a crate that only
its readers elsewhere would see. Only what the course was forked from may be said more exactly here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from pydantic import ValidationError

from officina_courses.archive import ArchivedFile
from officina_courses.model import Course, Origin
from officina_courses.packages.crate import (
    CONTEXT,
    FORMAT,
    FORMAT_NOW,
    ROOT,
    SPECIFICATION,
    UNKNOWN_TYPE,
    Entity,
    crate_graph,
    file_id,
)
from officina_courses.packages.json_text import NoJsonText, read_json
from officina_courses.packages.layout import COURSE, CRATE
from officina_courses.packages.limits import PackageLimits
from officina_courses.packages.refusals import differs, newer, no_crate

# RFC 6838, section 4.2, without parameters.
MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}")


def read_crate(
    data: bytes, course: Course, files: tuple[ArchivedFile, ...], limits: PackageLimits
) -> Origin | None:
    """Where the course was forked from, if the crate describes this course and these files.

    Raises
    ------
    PackageRefused
        Where it is no crate of this format, or says something else than ``course.toml`` and files.

    """
    document = _document(data, limits)
    entities = _entities(document["@graph"])
    about = _root(entities)
    # After the format, since a later one may need other words.
    if document != {"@context": CONTEXT, "@graph": document["@graph"]}:
        raise no_crate("has another @context than RO-Crate 1.1's, or something beside its graph")
    _check_files(entities, about, files)
    origin = _origin(entities, about)
    _check_origin(course, origin)
    _check_all(entities, {each["@id"]: each for each in crate_graph(course, files, origin)})
    return origin


def _document(data: bytes, limits: PackageLimits) -> dict[str, Any]:
    try:
        document = read_json(data, limits)
    except NoJsonText as error:
        raise no_crate(str(error)) from error
    if not isinstance(document, dict) or not isinstance(document.get("@graph"), list):
        raise no_crate("has no graph, so it is no RO-Crate")
    return document


def _entities(graph: list[Any]) -> Mapping[str, Entity]:
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


def _check_origin(course: Course, origin: Origin | None) -> None:
    """Who packs may know a better address of the origin, and not that it is another package."""
    said = course.forked_from
    if said is None or (origin and origin.model_copy(update={"iri": said.iri}) == said):
        return
    found = f"{origin.course_id} {origin.version}" if origin else "nothing"
    raise differs(
        f"it was forked from {found} in {CRATE}, and in course.toml from {said.course_id} "
        f"{said.version} with the checksum {said.sha256[:16]}…"
    )


def _check_all(entities: Mapping[str, Entity], expected: Mapping[str, Entity]) -> None:
    if extra := sorted(entities.keys() - expected.keys()):
        raise differs(f"{CRATE} tells of {extra[0][:120]!a}, of which course.toml has nothing")
    for name, own in expected.items():
        found = entities.get(name, {})
        for key in sorted(own.keys() | found.keys()):
            said, made = found.get(key), own.get(key)
            if said != made and not (key == "encodingFormat" and _may_be_its_type(said, made)):
                raise differs(
                    f"{key[:120]!a} of {name[:120]!a} is {_shown(said)} in {CRATE} and "
                    f"{_shown(made)} by course.toml and the files"
                )


def _may_be_its_type(said: object, made: object) -> bool:
    """Whether a later or an earlier table of types by suffix would say this."""
    later = made == UNKNOWN_TYPE and isinstance(said, str) and MEDIA_TYPE.fullmatch(said)
    return said == UNKNOWN_TYPE or bool(later)


def _names(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [
        cast("dict[str, Any]", one)["@id"]
        for one in listed
        if isinstance(one, dict) and isinstance(one.get("@id"), str)
    ]


def _shown(value: object) -> str:
    if value is None:
        return "not told"
    listed = value if isinstance(value, list) else [value]
    told = [one.get("@id") if isinstance(one, dict) else one for one in listed]
    words = ", ".join(one for one in told if isinstance(one, str))
    return ascii(words)[:120] if words else "no text"

"""The description of a package: an RO-Crate 1.1 that is made from ``course.toml`` and the files.

Terms are schema.org's, as the crate's context has them; the profile is Bioschemas' for training
material. Nothing in it comes from the clock or the machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from officina_courses.archive import ArchivedFile
from officina_courses.environments.lock import LOCK_FILE
from officina_courses.model import Author, Course, Origin, Skill
from officina_courses.packages.layout import COURSE, CRATE
from officina_courses.skills import framework_of
from officina_courses.translations.places import languages_in

Entity = dict[str, Any]

SPECIFICATION: Final = "https://w3id.org/ro/crate/1.1"
# A reader puts in the meaning of the words itself: nothing is fetched, and no other one is taken.
CONTEXT: Final = [f"{SPECIFICATION}/context", {"sha256": "http://schema.org/sha256"}]
FORMAT: Final = "urn:officina:course-package:"
FORMAT_NOW: Final = f"{FORMAT}1"
PROFILE: Final = "https://bioschemas.org/profiles/TrainingMaterial/1.0-RELEASE"
KINDS: Final = "urn:officina:package:"
SPDX: Final = "https://spdx.org/licenses/"
ONE_LICENCE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
ROOT: Final = "./"
# A table of our own, because Python's asks the system it runs on.
MEDIA_TYPES: Final = {
    ".csv": "text/csv",
    ".gif": "image/gif",
    ".gz": "application/gzip",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".jl": "text/x-julia",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".lock": "text/plain",
    ".md": "text/markdown",
    ".npy": "application/x-npy",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".py": "text/x-python",
    ".r": "text/x-r",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".ttl": "text/turtle",
    ".txt": "text/plain",
    ".webp": "image/webp",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
    ".po": "text/x-gettext-translation",
    ".yml": "application/yaml",
    ".zip": "application/zip",
}
UNKNOWN_TYPE: Final = "application/octet-stream"
TEXT_WITHOUT_SUFFIX: Final = frozenset({"licence", "license", "copying", "readme", "changelog"})


def crate_text(course: Course, files: Iterable[ArchivedFile], origin: Origin | None) -> bytes:
    """``ro-crate-metadata.json`` of a course with these files, which are sorted by path."""
    document = {"@context": CONTEXT, "@graph": crate_graph(course, files, origin)}
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def crate_graph(
    course: Course, files: Iterable[ArchivedFile], origin: Origin | None
) -> list[Entity]:
    """All that a crate of this format says.

    Another word in it is another format, with another number: readers compare it whole.
    """
    known = tuple(files)
    paths = {file.path for file in known}
    graph = [descriptor(), root(course, paths, origin), *(_file(course, file) for file in known)]
    return graph + _distinct(_contextual(course, origin))


def descriptor() -> Entity:
    """The crate about itself."""
    return {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": _to(SPECIFICATION),
        "about": _to(ROOT),
    }


def root(course: Course, paths: Iterable[str], origin: Origin | None) -> Entity:
    """The crate about the course."""
    known = set(paths)
    languages = spoken(course, known)
    teaches: list[Any] = [*course.objectives]
    teaches += [_to(_skill_id(skill)) for skill in course.skills if skill.use == "teaches"]
    requires = [_to(_skill_id(skill)) for skill in course.skills if skill.use == "requires"]
    changelog = next((path for path in sorted(known) if path.lower().startswith("changelog")), None)
    needs: list[Any] = [*course.environment.packages]
    needs += [_to(file_id(LOCK_FILE))] if LOCK_FILE in known else []
    entity = {
        "@id": ROOT,
        "@type": ["Dataset", "LearningResource"],
        "additionalType": KINDS + course.kind,
        "conformsTo": [_to(PROFILE), _to(FORMAT_NOW)],
        "identifier": course.id,
        "name": course.title,
        "abstract": course.summary,
        "description": course.description or course.summary,
        "version": course.version,
        "datePublished": course.released.isoformat() if course.released else None,
        "license": _to(licence_id(course.licence)),
        "author": [_to(_author_id(author, place)) for place, author in enumerate(course.authors)],
        "inLanguage": list(languages) if len(languages) > 1 else course.language,
        "keywords": list(course.keywords),
        "educationalLevel": course.level,
        "timeRequired": f"PT{course.minutes}M",
        "learningResourceType": course.kind.replace("-", " "),
        "teaches": teaches,
        "competencyRequired": [*course.prerequisites, *requires],
        "softwareRequirements": needs,
        "releaseNotes": _to(file_id(changelog)) if changelog else None,
        "isBasedOn": _to(origin.iri) if origin else None,
        "hasPart": [_to(file_id(path)) for path in sorted(known)],
    }
    return {key: value for key, value in entity.items() if value not in (None, [])}


def spoken(course: Course, paths: Iterable[str]) -> tuple[str, ...]:
    """The languages that the course is there in with these files, its own first."""
    return (course.language, *(each for each in languages_in(paths) if each != course.language))


def file_id(path: str) -> str:
    """The name of a course's file in the crate, which is an address relative to the crate."""
    return COURSE + quote(path, safe="/")


def licence_id(expression: str) -> str:
    """The address of a licence at SPDX; an expression of several has a name within the crate."""
    known = ONE_LICENCE.fullmatch(expression)
    return SPDX + expression if known else f"#licence-{quote(expression, safe='')}"


def _to(name: str) -> Entity:
    return {"@id": name}


def media_type(path: str) -> str:
    """The type by the name of a file; ``UNKNOWN_TYPE`` where the table has none."""
    name = PurePosixPath(path)
    plain = "text/plain" if name.name.lower() in TEXT_WITHOUT_SUFFIX else UNKNOWN_TYPE
    return MEDIA_TYPES.get(name.suffix.lower(), plain)


def _file(course: Course, file: ArchivedFile) -> Entity:
    entity = {
        "@id": file_id(file.path),
        "@type": "File",
        "contentSize": str(file.size),
        "encodingFormat": media_type(file.path),
        "sha256": file.sha256,
    }
    licence = course.licence_of(file.path)
    return entity if licence == course.licence else entity | {"license": _to(licence_id(licence))}


def _contextual(course: Course, origin: Origin | None) -> Iterator[Entity]:
    """People, houses, licences, skills, and the package that this one was forked from."""
    for place, author in enumerate(course.authors):
        house = f"#house-{place + 1}"
        person: Entity = {
            "@id": _author_id(author, place),
            "@type": "Person",
            "name": author.name,
        }
        if author.affiliation:
            person["affiliation"] = _to(house)
            yield {"@id": house, "@type": "Organization", "name": author.affiliation}
        yield person
    for licence in (course.licence, *(part.licence for part in course.parts)):
        yield {
            "@id": licence_id(licence),
            "@type": "CreativeWork",
            "name": licence,
            "identifier": licence,
            "description": f"SPDX licence expression {licence}",
        }
    for skill in course.skills:
        framework = framework_of(skill.id)
        term = {"@id": _skill_id(skill), "@type": "DefinedTerm", "name": skill.label}
        yield term | ({"inDefinedTermSet": _to(framework.iri)} if framework else {})
    if origin is not None:
        yield {
            "@id": origin.iri,
            "@type": "CreativeWork",
            "name": origin.title,
            "identifier": origin.course_id,
            "version": origin.version,
            "sha256": origin.sha256,
        }


def _author_id(author: Author, place: int) -> str:
    return f"https://orcid.org/{author.orcid}" if author.orcid else f"#author-{place + 1}"


def _skill_id(skill: Skill) -> str:
    return skill.id if framework_of(skill.id) else f"#skill-{quote(skill.id, safe='')}"


def _distinct(entities: Iterable[Entity]) -> list[Entity]:
    """One entity for each name, in the order in which they came."""
    return list({entity["@id"]: entity for entity in entities}.values())

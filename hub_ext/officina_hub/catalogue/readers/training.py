"""Training as Bioschemas and schema.org describe it: materials, courses and events."""

from __future__ import annotations

import re
from typing import Any, Final

from officina_hub.catalogue.readers.authority import country_of
from officina_hub.catalogue.readers.dates import minutes_of, moment_of
from officina_hub.catalogue.readers.draft import Draft
from officina_hub.catalogue.readers.identity import is_address, made_from
from officina_hub.catalogue.readers.mapped import outcome
from officina_hub.catalogue.readers.node import Node
from officina_hub.catalogue.readers.outcome import Read
from officina_hub.catalogue.readers.package import Encoding, package
from officina_hub.catalogue.readers.schema_org import agents, described
from officina_widgets.catalogue.records import Training

TYPES: Final = {
    "CourseInstance": "course-instance", "EducationEvent": "course-instance",
    "Event": "course-instance", "Course": "course", "LearningResource": "material",
    "TrainingMaterial": "material", "HowTo": "material",
}  # fmt: skip
SEATS: Final = re.compile(r"\d{1,9}", re.ASCII)
LEVELS: Final = (
    (re.compile(r"begin|intro|novice|basic|entry", re.IGNORECASE), "beginner"),
    (re.compile(r"intermed", re.IGNORECASE), "intermediate"),
    (re.compile(r"advanc|expert", re.IGNORECASE), "advanced"),
)


def is_training(node: Node) -> bool:
    """By its type; a dcat:Resource is told in DCAT's terms, and its reader's."""
    return "Resource" not in node.types and any(name in node.types for name in TYPES)


def read_node(node: Node, draft: Draft, *, where: str, page: str | None = None) -> Read:
    """One training; ``page`` is the address of the page that it stands in."""

    def into_draft() -> None:
        training(node, draft)
        _named(node, draft, page)

    return outcome(Training, draft, where, by=into_draft)


def _named(node: Node, draft: Draft, page: str | None) -> None:
    addresses = [one for one in (node.iri, node.link("url"), page) if is_address(one)]
    draft.address("landing_page", addresses[0] if addresses else None)
    draft.put("iri", addresses[0] if addresses else None)
    if not addresses and draft.values.get("title"):
        draft.put("iri", made_from(draft, *map(str, draft.values["title"].values())))


def training(node: Node, draft: Draft) -> None:
    """Its fields into the draft."""
    described(node, draft)
    draft.put("type", next(kind for name, kind in TYPES.items() if name in node.types))
    draft.put("authors", agents(node, draft, "authors", ("author", "creator", "instructor")))
    draft.put("educational_level", _level(node.names("educationalLevel")))
    draft.shorts("audience", _audience(node))
    draft.shorts("teaches", node.names("teaches"))
    draft.shorts("competency_required", node.names("competencyRequired", "coursePrerequisites"))
    draft.shorts("learning_resource_type", node.names("learningResourceType"))
    length = node.name("timeRequired")
    draft.put("time_required_minutes", minutes_of(length) if length else None)
    if length and "time_required_minutes" not in draft.values:
        draft.note("time_required_minutes", f"{length[:60]!r} is no length of time; it is left out")
    package((_encoding(each) for each in node.nodes("encoding")), draft)
    found = draft.bounded("instances", node.nodes("hasCourseInstance") or _itself(node))
    draft.put("instances", [instance(each, draft, number) for number, each in enumerate(found)])


def _encoding(node: Node) -> Encoding:
    return Encoding(
        node.link("contentUrl"),
        node.name("encodingFormat"),
        node.name("contentSize"),
        node.name("sha256"),
        node.name("version"),
        node.name("additionalType"),
    )


def _itself(node: Node) -> list[Node]:
    return [node] if node.name("startDate") else []


def instance(node: Node, draft: Draft, number: int) -> dict[str, Any]:
    """When and where."""
    part = draft.inside(f"instances/{number}")
    for field, term in (("starts_at", "startDate"), ("ends_at", "endDate")):
        raw = node.name(term)
        part.put(field, moment_of(raw) if raw else None)
        if raw and field not in part.values:
            part.note(field, f"{raw[:60]!r} is no moment; it is left out")
    part.shorts("course_mode", node.names("courseMode", "eventAttendanceMode"))
    part.short("location", node.name("location"))
    url = node.link("url")
    part.address("url", url if is_address(url) else None)
    seats = node.name("maximumAttendeeCapacity") or ""
    part.put("seats", int(seats) if SEATS.fullmatch(seats) else None)
    _country(node, draft)
    return part.values


def _country(node: Node, draft: Draft) -> None:
    addresses = (each for place in node.nodes("location") for each in place.nodes("address"))
    names = (name for each in addresses for name in each.names("addressCountry"))
    draft.put("country", next((code for name in names if (code := country_of(name))), None))


def _level(names: list[str]) -> str | None:
    found = (level for name in names for pattern, level in LEVELS if pattern.search(name[:100]))
    return next(found, None)


def _audience(node: Node) -> list[str]:
    parts = node.nodes("audience")
    told = [
        name for each in parts for name in each.names("educationalRole", "audienceType", "name")
    ]
    return told or node.names("audience")

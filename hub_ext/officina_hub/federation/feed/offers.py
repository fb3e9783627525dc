"""What a factory offers to others: a record as they may know it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from officina_courses.model import Course
from officina_hub.catalogue.own_courses import OWN_COURSES
from officina_hub.factory.service_levels import ServiceLevels
from officina_hub.federation.feed.resources import SessionKind
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import PackageLink, Training

FROM_PEERS: Final = "peer-"
"""How the sources of harvested records begin; these are not passed on, or each would come back."""


class Offer(NamedTuple):
    """One record; ``permalink`` is its page, ``course`` what it is where it is this hub's own."""

    filed: CatalogRecord
    permalink: str
    course: Course | None = None


class Offering(NamedTuple):
    """Who offers what beside records; where it is published, where the hub and its records are."""

    factory: str
    name: str
    contact: str
    address: str
    home: str
    find: str
    sessions: tuple[SessionKind, ...] = ()
    levels: ServiceLevels = ServiceLevels()

    def course_address(self, course_id: str) -> str:
        """The page of a course, and its name among factories."""
        return f"{self.address}{self.factory}/courses/{course_id}/"


def is_offered(filed: CatalogRecord) -> bool:
    """Whether it is this factory's to tell."""
    return not filed.provenance.source.startswith(FROM_PEERS)


def offer_of(
    filed: CatalogRecord,
    offering: Offering,
    courses: Mapping[str, Course],
    packages: Mapping[str, PackageLink],
) -> Offer:
    """A record as others may know it: an own course by an address instead of a name of this hub."""
    record = filed.record
    permalink = f"{offering.find}{filed.id}"
    is_own = filed.provenance.source == OWN_COURSES.id
    if not (is_own and isinstance(record, Training) and record.course_id):
        return Offer(filed, permalink)
    address = offering.course_address(record.course_id)
    changed = {
        "iri": address,
        "landing_page": address,
        "factory": offering.factory,
        "course_id": None,
        "package": packages.get(record.course_id),
    }
    known = filed.model_copy(update={"record": record.model_copy(update=changed)})
    return Offer(known, permalink, courses.get(record.course_id))

"""All that one factory publishes, made aside: packages first, since records lead to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from officina_courses.model import Course
from officina_courses.packages import PrivateKey
from officina_hub.federation.feed.catalogue import write_catalogue
from officina_hub.federation.feed.course_pages import write_course_pages
from officina_hub.federation.feed.harvest_log import write_harvest_logs
from officina_hub.federation.feed.offers import Offer, Offering, is_offered, offer_of
from officina_hub.federation.feed.packages import SharedRelease, write_packages
from officina_hub.federation.feed.profile import profile_text
from officina_hub.federation.feed.sketches import SKETCHES, sketches_text
from officina_hub.federation.feed.staging import Staging
from officina_hub.federation.feed.stream import Counts, Stream
from officina_hub.federation.feed.taken_over import TAKEN_OVER, TakenOver, taken_over_text
from officina_hub.federation.harvest import Harvested
from officina_widgets.catalogue.filed import CatalogRecord

Records = Callable[[], Iterator[CatalogRecord]]


class Content(NamedTuple):
    """What there is to tell: the same records in the order of their changes and of their coming.

    ``harvests`` are the last ones of those peers that are to know, ``taken_over`` their courses.
    """

    by_change: Records
    by_arrival: Records
    courses: Mapping[str, Course]
    shared: Sequence[SharedRelease]
    harvests: Sequence[Harvested] = ()
    taken_over: Sequence[TakenOver] = ()


class Made(NamedTuple):
    """What it came to."""

    records: int
    counts: Counts
    packages: int


def make_folder(
    staging: Staging,
    offering: Offering,
    content: Content,
    keys: Sequence[PrivateKey],
    now: datetime,
    tell: Callable[[int], None],
) -> Made:
    """Everything below ``<id>/``; ``tell`` hears how many records are done."""
    packages = write_packages(staging, offering, content.shared, keys)

    def offers(records: Records) -> Iterator[Offer]:
        return (
            offer_of(one, offering, content.courses, packages)
            for one in records()
            if is_offered(one)
        )

    stream = Stream(staging, offering.factory, offering.address)
    kinds: Counter[str] = Counter()
    courses = []
    for done, one in enumerate(offers(content.by_change), 1):
        stream.offer(one)
        kinds[one.filed.record.kind] += 1
        if one.course:
            courses.append(one)
        tell(done)
    counts = stream.close(now)
    total = kinds.total()
    write_catalogue(staging, offering, offers(content.by_arrival), total)
    courses.sort(key=lambda one: one.filed.record.iri)
    write_course_pages(staging, offering, courses)
    profile = profile_text(offering, kinds, [key.public.hex for key in keys])
    staging.put(f"{offering.factory}/profile.json", profile)
    staging.put(f"{offering.factory}/{TAKEN_OVER}", taken_over_text(content.taken_over))
    sketches = [
        (packages[one.course.id].sha256, one.sketch) for one in content.shared if one.sketch
    ]
    staging.put(f"{offering.factory}/{SKETCHES}", sketches_text(sketches))
    write_harvest_logs(staging, offering.factory, content.harvests)
    return Made(total, counts, len(packages))

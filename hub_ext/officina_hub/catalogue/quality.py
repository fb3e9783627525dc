"""How complete a description is: a score, and the gaps by name, so that an owner can mend them.

A record without its mandatory fields is refused by the readers and has no score. The tables weigh
what the standards recommend: DCAT-AP 3.0.1's recommended properties, Croissant's and Bioschemas'
minimum and recommended ones, and the EOSC service profile's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from officina_widgets.catalogue.filed import Gap, Quality
from officina_widgets.catalogue.records import Dataset, Described, Kind, Record

# A text shorter than this repeats the title and says no more.
SHORTEST_DESCRIPTION: Final = 40


class Wish(NamedTuple):
    """Something that a good description has, and what lacking it costs."""

    field: str
    points: int
    is_met: Callable[[Described], bool]


def _given(field: str, points: int) -> Wish:
    return Wish(field, points, lambda record: bool(getattr(record, field)))


def _is_described(record: Described) -> bool:
    return any(len(text) >= SHORTEST_DESCRIPTION for text in record.description.values())


def _in_distributions(field: str, points: int) -> Wish:
    """Where there are distributions, all of them tell it; where there are none, that is the gap."""

    def is_met(record: Described) -> bool:
        parts = record.distributions if isinstance(record, Dataset) else ()
        return all(getattr(part, field) for part in parts)

    return Wish(f"distributions.{field}", points, is_met)


def _is_licensed(record: Described) -> bool:
    parts = record.distributions if isinstance(record, Dataset) else ()
    return bool(record.licence) or bool(parts and all(part.licence for part in parts))


DESCRIPTION: Final = Wish("description", 20, _is_described)

WISHES: Final[Mapping[Kind, tuple[Wish, ...]]] = {
    "dataset": (
        DESCRIPTION,
        Wish("licence", 15, _is_licensed),
        _given("distributions", 15),
        _given("publisher", 10),
        _given("contact_point", 10),
        _given("keywords", 5),
        _given("themes", 5),
        _given("spatial", 5),
        _given("temporal_start", 5),
        _given("modified", 5),
        _in_distributions("format", 5),
    ),
    "series": (
        DESCRIPTION,
        _given("publisher", 25),
        _given("contact_point", 25),
        _given("spatial", 15),
        _given("frequency", 15),
    ),
    "data_service": (
        DESCRIPTION,
        _given("endpoint_description", 20),
        _given("serves_dataset", 15),
        _given("publisher", 10),
        _given("contact_point", 10),
        _given("licence", 10),
        _given("conforms_to", 5),
        _given("keywords", 5),
        _given("themes", 5),
    ),
    "service": (
        DESCRIPTION,
        _given("publisher", 10),
        _given("contact_point", 10),
        _given("landing_page", 10),
        _given("order_type", 10),
        _given("trl", 10),
        _given("tagline", 5),
        _given("languages", 5),
        _given("target_users", 5),
        _given("categories", 5),
        _given("terms_of_use", 5),
        _given("access_types", 5),
    ),
    "training": (
        DESCRIPTION,
        _given("licence", 15),
        _given("keywords", 10),
        _given("languages", 10),
        _given("educational_level", 10),
        _given("authors", 10),
        _given("landing_page", 5),
        _given("learning_resource_type", 5),
        _given("teaches", 5),
        _given("audience", 5),
        _given("time_required_minutes", 5),
    ),
    "organisation": (
        DESCRIPTION,
        _given("landing_page", 30),
        _given("contact_point", 20),
        _given("country", 20),
        _given("city", 10),
    ),
}


def quality_of(record: Record) -> Quality:
    """100 less the points of what is lacking."""
    lacking = [wish for wish in WISHES[record.kind] if not wish.is_met(record)]
    gaps = tuple(Gap(field=wish.field, points=wish.points) for wish in lacking)
    return Quality(score=100 - sum(gap.points for gap in gaps), gaps=gaps)

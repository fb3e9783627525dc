"""By what people narrow what they see: one table for index, REST, pages and widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import Dataset, Record, Service, Training

NO_LICENCE: Final = "none"
"""The facet value of what may not be used again because nobody said how."""


class Facet(NamedTuple):
    """A field with few values. ``values`` gives those of one record; "" is never among them."""

    name: str
    values: Callable[[Record], tuple[str, ...]]


def _given(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _formats(record: Record) -> tuple[str, ...]:
    if not isinstance(record, Dataset):
        return ()
    return tuple(dict.fromkeys(one.format for one in record.distributions if one.format))


def _levels(record: Record) -> tuple[str, ...]:
    return _given(record.educational_level) if isinstance(record, Training) else ()


def _trls(record: Record) -> tuple[str, ...]:
    return (str(record.trl),) if isinstance(record, Service) and record.trl else ()


def _licences(record: Record) -> tuple[str, ...]:
    inside = (
        [one.licence for one in record.distributions if one.licence]
        if isinstance(record, Dataset)
        else []
    )
    found = tuple(dict.fromkeys([*_given(record.licence), *inside]))
    return found or ((NO_LICENCE,) if isinstance(record, Dataset | Training) else ())


FACETS: Final[tuple[Facet, ...]] = (
    Facet("kind", lambda record: (record.kind,)),
    Facet("theme", lambda record: record.themes),
    Facet("sector", lambda record: record.sectors),
    Facet("step", lambda record: record.steps),
    Facet("factory", lambda record: _given(record.factory)),
    Facet("country", lambda record: _given(record.country)),
    Facet("publisher", lambda record: (record.publisher.name,) if record.publisher else ()),
    Facet("language", lambda record: record.languages),
    Facet("licence", _licences),
    Facet("access", lambda record: _given(record.access_rights)),
    Facet("format", _formats),
    Facet("level", _levels),
    Facet("trl", _trls),
    Facet("mode", lambda record: record.access_modes if isinstance(record, Service) else ()),
)
FACET_NAMES: Final = tuple(facet.name for facet in FACETS)


def facet_values(filed: CatalogRecord) -> dict[str, tuple[str, ...]]:
    """The values of every facet that this record has."""
    found = ((facet.name, facet.values(filed.record)) for facet in FACETS)
    return {name: values for name, values in found if values}

"""Records out and in again: the files they become, and what a form cannot tell of them."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from officina_hub.catalogue.readers import Taken, read_file
from officina_hub.catalogue.readers.authority import file_type_of, media_type_of
from officina_hub.catalogue.writers import Form, record_as
from officina_hub.catalogue.writers.authority_iris import country_iri
from officina_widgets.catalogue.filed import CatalogRecord, Provenance, Quality
from officina_widgets.catalogue.records import Dataset, DatasetSeries, Distribution, Record

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PERMALINK = "https://hub.example/services/officina/find/abcdefghijklmnopqrst"


def filed(record: Record) -> CatalogRecord:
    """The record as it stands in a catalogue."""
    return CatalogRecord(
        id="abcdefghijklmnopqrst",
        record=record,
        provenance=Provenance(source="weather", retrieved_at=NOON, licence="CC0-1.0"),
        quality=Quality(score=50),
        added_at=NOON,
        updated_at=NOON,
    )


def written(form: Form, record: Record) -> bytes:
    """The record in that form."""
    return record_as(form, filed(record), url=PERMALINK)


def read_again(form: Form, record: Record) -> Record:
    """What our own readers make of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"record.{form.ending}")
        path.write_bytes(written(form, record))
        (read,) = read_file(path)
    assert isinstance(read, Taken), read
    return read.record


def as_dcat_tells(record: Record) -> Record:
    """The record without what DCAT-AP has no term for, and with what its terms add."""
    changed: dict[str, object] = {"factory": None, "sectors": (), "steps": ()}
    if isinstance(record, Dataset | DatasetSeries):
        country = country_iri(record.country)
        places = [*record.spatial, *([country] if country else [])]
        changed["spatial"] = tuple(dict.fromkeys(places))
    else:
        changed["country"] = None
    if isinstance(record, Dataset):
        changed |= {"record_sets": (), "croissant": None}
        changed["distributions"] = tuple(map(_distribution, record.distributions))
    return record.model_copy(update=changed)


def _distribution(one: Distribution) -> Distribution:
    """A format is found out by the media type, which is IANA's or not told."""
    media_type = media_type_of(one.media_type or "")
    form = one.format or (file_type_of(media_type) if media_type else None)
    return one.model_copy(update={"media_type": media_type, "format": form, "as_croissant": None})

"""The form in which records are kept: JSON by field, without what is only a default."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from officina_hub.catalogue.arriving import Arriving, Source
from officina_widgets.catalogue.records import (
    LARGEST_RECORD,
    DataService,
    Dataset,
    DatasetSeries,
    Described,
    Kind,
    Organisation,
    Record,
    Service,
    Training,
)

Fields = dict[str, Any]
ABSENT: Final[Fields] = {}
"""What ``held`` gives of a field that has nothing but its default."""

MODELS: Final[dict[Kind, type[Described]]] = {
    "organisation": Organisation,
    "service": Service,
    "dataset": Dataset,
    "data_service": DataService,
    "series": DatasetSeries,
    "training": Training,
}
_RECORD: TypeAdapter[Record] = TypeAdapter(Record)


def fields_of(record: Record) -> Fields:
    """Its fields as JSON."""
    return record.model_dump(mode="json", exclude_defaults=True) | {"kind": record.kind}


def record_of(fields: Mapping[str, Any]) -> Record:
    """The record of these fields; raises pydantic's ``ValidationError``."""
    return _RECORD.validate_python(dict(fields))


def model_of(fields: Mapping[str, Any]) -> type[Described]:
    """The model of their kind, also where it does not take them all any more."""
    return MODELS[fields["kind"]]


def is_too_large(fields: Fields) -> bool:
    """Whether a record of these fields is more than is kept of one."""
    return len(json.dumps(fields, ensure_ascii=False).encode(errors="replace")) > LARGEST_RECORD


def held(fields: Mapping[str, Any], name: str) -> Fields:
    """What a field holds, so that nothing and null are told apart."""
    return {"value": fields[name]} if name in fields else ABSENT


def with_held(fields: Mapping[str, Any], name: str, value: Mapping[str, Any]) -> Fields:
    """The fields with that one as ``held`` gave it."""
    others = {key: kept for key, kept in fields.items() if key != name}
    return others | {name: value["value"]} if value else others


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Fields]:
    """Field by field what was and what is, of those alone that differ."""
    names = [*before, *(name for name in after if name not in before)]
    return {
        name: {"before": held(before, name), "after": held(after, name)}
        for name in names
        if held(before, name) != held(after, name)
    }


def digest_of(arriving: Arriving, source: Source) -> str:
    """A fingerprint of all that a source says of one record, but for the hour it was read."""
    said = [
        fields_of(arriving.record),
        arriving.address or source.address,
        arriving.retrieved_at and arriving.retrieved_at.isoformat(),
        source.licence,
        source.signed_by,
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

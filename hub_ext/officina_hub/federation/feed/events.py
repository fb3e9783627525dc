"""What happened to one entity, as a member of the feed.

The entity stands in a graph of its own, named as the event is: DCAT-AP for whoever speaks that, and
beside it the whole record as a JSON literal, for what DCAT-AP has no terms for (``writers.dcat``).
Whoever reads with Officina takes the literal, so nothing is lost between two hubs.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple, get_args

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from officina_hub.catalogue.arriving import Refusal
from officina_hub.catalogue.refused_values import reason_of
from officina_hub.catalogue.stored_form import fields_of, is_too_large, record_of
from officina_hub.catalogue.writers.dcat import catalog_record, described_thing
from officina_hub.catalogue.writers.tree import Tree, moment
from officina_hub.federation.feed.terms import RECORD
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import Record, Training

Deed = Literal["Create", "Update", "Delete"]
DEEDS: Final[dict[str, Deed]] = {f"as:{deed}": deed for deed in get_args(Deed)}
MOMENT: Final[TypeAdapter[datetime]] = TypeAdapter(AwareDatetime)

NO_MEMBER: Final = (
    "it is none of as:Create, as:Update and as:Delete with as:object and as:published"
)
TOO_LARGE: Final = "its record is larger than 1 MiB, more than any description needs"
OTHER_IRI: Final = "its record is of {found}, and as:object names {told}; only one can be meant"


class Event(NamedTuple):
    """One member; ``record`` is there but for a Delete."""

    name: str
    deed: Deed
    iri: str
    published: datetime
    record: Record | None = None


def entity_of(filed: CatalogRecord, permalink: str) -> list[Tree]:
    """What is said of a record, as the graph of its event."""
    thing = described_thing(filed.record)
    thing[RECORD] = {"@type": "@json", "@value": fields_of(filed.record)}
    return [thing, catalog_record(filed, permalink)]


def digest_of(entity: object) -> str:
    """By which it is seen whether anything changed."""
    text = json.dumps(entity, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def member_of(
    name: str, deed: Deed, iri: str, published: datetime, entity: list[Tree] | None
) -> Tree:
    """The event as it stands in a page."""
    told: Tree = {
        "@id": name,
        "@type": f"as:{deed}",
        "as:object": {"@id": iri},
        "as:published": moment(published),
    }
    return told | ({"@graph": entity} if entity else {})


def is_member(node: Any) -> bool:
    """Whether it is an event, and no other part of a page."""
    kind = node.get("@type") if isinstance(node, dict) else None
    return isinstance(kind, str) and kind in DEEDS


def read_event(member: Any) -> Event | Refusal | None:
    """A member of a page; nothing where it is another part of the page."""
    if not is_member(member):
        return None
    name = member.get("@id")
    where = name if isinstance(name, str) else "a member without @id"
    try:
        iri = member["as:object"]["@id"]
        published = MOMENT.validate_python(member["as:published"]["@value"])
    except (KeyError, TypeError, ValidationError):
        return Refusal(where, NO_MEMBER)
    deed = DEEDS[member["@type"]]
    if deed == "Delete":
        return Event(where, deed, str(iri), published)
    record = _record(member.get("@graph"), where)
    if isinstance(record, Refusal):
        return record._replace(iri=str(iri))
    if record.iri != iri:
        return Refusal(where, OTHER_IRI.format(found=record.iri[:200], told=str(iri)[:200]))
    return Event(where, deed, str(iri), published, record)


def _record(entity: object, where: str) -> Record | Refusal:
    things = entity if isinstance(entity, list) else []
    told = next((one[RECORD] for one in things if isinstance(one, dict) and RECORD in one), None)
    fields = told.get("@value") if isinstance(told, dict) else None
    if not isinstance(fields, dict):
        return Refusal(where, "it has no officina:record, so nothing is known of it")
    if is_too_large(fields):
        return Refusal(where, TOO_LARGE)
    try:
        record = record_of(fields)
    except ValidationError as error:
        return Refusal(where, reason_of(error))
    # Which course of another hub it is says nothing here.
    return record.model_copy(update={"course_id": None}) if isinstance(record, Training) else record

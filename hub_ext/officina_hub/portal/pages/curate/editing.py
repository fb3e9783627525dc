"""What becomes of a form that comes back: whose words stand, what is wrong, how good it is.

Somebody else, or a load, may have changed the record since the form was written. The form brings
a fingerprint of what stood in each field then. A field that was not touched takes what is there
now; one that was touched here alone keeps what was typed; one that both touched is a conflict, and
the person decides, with both before them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from pydantic import ValidationError

from officina_hub.catalogue.quality import quality_of
from officina_hub.catalogue.stored_form import MODELS, Fields, with_held
from officina_hub.portal.pages.curate.typed import Form, Typed
from officina_widgets.catalogue.filed import Quality
from officina_widgets.catalogue.records import Kind, Record

# What a score needs and does not weigh; it stands in for what is not typed yet.
STAND_INS: Mapping[str, Any] = {
    "iri": "urn:officina:unnamed",
    "title": {"en": "-"},
    "endpoint_url": "https://unnamed.invalid/",
}


class Merged(NamedTuple):
    """The form with everybody's words in it."""

    typed: Typed
    touched: frozenset[str]
    conflicts: frozenset[str]


def merged(form: Form, typed: Typed, was: Mapping[str, str], now: Fields) -> Merged:
    """What was typed into a form, over what the record says by now."""
    there = form.shown(now)
    mine, theirs = form.marks(typed), form.marks(there)
    found: dict[str, Any] = {}
    touched: set[str] = set()
    conflicts: set[str] = set()
    for asked in form.fields:
        name = asked.name
        before = was.get(name, theirs[name])
        if mine[name] in (before, theirs[name]):
            found |= _below(there, name)
            continue
        found |= _below(typed, name)
        (touched if before == theirs[name] else conflicts).add(name)
    return Merged(found, frozenset(touched), frozenset(conflicts))


def written(form: Form, merge: Merged, now: Fields) -> Fields:
    """The fields with what was typed in those that were touched; nothing of it is proved."""
    said = form.said(merge.typed)
    fields = now
    for name in merge.touched:
        fields = with_held(fields, name, {"value": said[name]} if name in said else {})
    return fields


def proved(kind: Kind, fields: Fields) -> Record:
    """The record of these fields; raises pydantic's ``ValidationError`` with ways from the top."""
    return cast("Record", MODELS[kind].model_validate(fields | {"kind": kind}))


def scored(kind: Kind, fields: Fields) -> Quality:
    """How complete it is as it stands, without what cannot be so."""
    try:
        return quality_of(proved(kind, fields))
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors(include_url=False) if one["loc"]}
    left = {name: value for name, value in fields.items() if name not in wrong}
    stand_ins = {
        name: value
        for name, value in STAND_INS.items()
        if name in MODELS[kind].model_fields and name not in left
    }
    return quality_of(proved(kind, left | stand_ins))


def _below(typed: Typed, name: str) -> dict[str, Any]:
    return {key: value for key, value in typed.items() if key == name or key.startswith(f"{name}.")}

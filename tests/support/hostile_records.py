"""A record of each kind with markup and script wherever a text may stand."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from officina_hub.catalogue.stored_form import MODELS
from officina_widgets.catalogue.records import Record
from officina_widgets.catalogue.words import Words

MARK = "rainmark"
SCRIPT = (
    f"</script><img src=x onerror=alert(1)><b class=evil>{MARK}</b>&lt;i&gt;'\" javascript:alert(2)"
)
KINDS = tuple(MODELS)
ADDRESS = "https://data.example/a?b=%3Cscript%3E&c='onerror=alert(1)"
ODD_IRI = "javascript:alert('rainmark')"
# What takes no markup: each has a closed form that tests of the models hold.
FITTING = {
    "email": "a'onerror=alert(1)@data.example", "checksum_value": "ab" * 32, "algorithm": "sha256",
    "sha256": "ab" * 32,
    "country": "FI", "partner_countries": ("FI",), "format": "CSV", "course_id": None,
}  # fmt: skip


def hostile(kind: str) -> Record:
    """Such a record; its IRI is an honest one, so that it can be asked for."""
    told = _filled(MODELS[kind])
    told |= {"kind": kind, "iri": f"https://data.example/hostile-{kind}"}
    made: Record = TypeAdapter(Record).validate_python(told)
    return made


def _filled(model: type[BaseModel]) -> dict[str, Any]:
    values = {name: _value(model, name, field) for name, field in model.model_fields.items()}
    return {name: value for name, value in values.items() if value is not None}


def _value(model: type[BaseModel], name: str, field: FieldInfo) -> Any:
    if name in FITTING:
        return FITTING[name]
    if field.annotation == Words:
        return {"en": SCRIPT}
    for candidate in (SCRIPT, (SCRIPT,), ODD_IRI, (ODD_IRI,), ADDRESS, "code", ("code",)):
        if _takes(model, name, candidate):
            return candidate
    part = _part(field.annotation)
    if part is not None:
        inner = _filled(part)
        return (inner,) if _takes(model, name, (inner,)) else inner
    return _other(field.annotation)


def _takes(model: type[BaseModel], name: str, value: Any) -> bool:
    field = model.model_fields[name]
    try:
        TypeAdapter(field.rebuild_annotation()).validate_python(value)
    except ValueError:
        return False
    return True


def _part(annotation: Any) -> type[BaseModel] | None:
    waiting = [annotation]
    while waiting:
        each = waiting.pop()
        if isinstance(each, type) and issubclass(each, BaseModel):
            return each
        waiting.extend(get_args(each))
    return None


def _other(annotation: Any) -> Any:
    """Days, numbers and codes of closed lists: the first that is possible."""
    for value in (date(2026, 1, 1), 5):
        try:
            return TypeAdapter(annotation).validate_python(value)
        except ValueError:
            continue
    words = [one for one in _closed(annotation) if isinstance(one, str)]
    if not words:
        return None
    return (words[0],) if get_origin(annotation) is tuple else words[0]


def _closed(annotation: Any) -> list[Any]:
    found = []
    for each in get_args(annotation):
        found += _closed(each) if get_args(each) else [each]
    return found

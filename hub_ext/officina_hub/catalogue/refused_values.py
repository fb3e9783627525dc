"""Why a line of Officina's own format is refused: the field, what it holds and what is wanted."""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

SHOWN: Final = 60
MOST_TOLD: Final = 3
WANTED: Final = {
    "bool_type": "true or false",
    "date_from_datetime_parsing": "a day as 2026-03-31",
    "date_parsing": "a day as 2026-03-31",
    "date_type": 'a day as "2026-03-31"',
    "dict_type": 'an object, as {"en": "Rain"}',
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "list_type": 'a list, as ["one", "two"]',
    "model_attributes_type": "an object with fields",
    "model_type": "an object with fields",
    "string_type": "a text",
    "tuple_type": 'a list, as ["one", "two"]',
}


def reason_of(error: ValidationError) -> str:
    """The first few, and the way out."""
    findings = error.errors(include_url=False)
    told = "; ".join(_told(each) for each in findings[:MOST_TOLD])
    more = f"; and {len(findings) - MOST_TOLD} more" if len(findings) > MOST_TOLD else ""
    return f"{told}{more}; correct it and load again"


def _told(finding: ErrorDetails) -> str:
    kind = finding["type"]
    if kind == "json_invalid":
        return f"the line is no JSON: {finding['msg'].removeprefix('Invalid JSON: ')}"
    if kind == "union_tag_not_found":
        return "it has no `kind`, so nobody knows its fields"
    field = ".".join(map(str, finding["loc"][1:] or finding["loc"])) or "the line"
    if kind == "missing":
        return f"`{field}` is missing"
    if kind == "extra_forbidden":
        return f"`{field}` is no field of this kind"
    wanted = WANTED.get(kind)
    said = f"and not {wanted}" if wanted else f"which cannot be: {finding['msg']}"
    return f"`{field}` is {_shown(finding['input'])} {said}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"

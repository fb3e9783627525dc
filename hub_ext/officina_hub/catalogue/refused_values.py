"""Why a line of Officina's own format is refused: the field, what it holds and what is wanted."""

from __future__ import annotations

import json
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from officina_widgets.catalogue.faults import findings_of, sentence_of
from officina_widgets.catalogue.records import KINDS

MOST_TOLD: Final = 3
NO_OBJECT: Final = (
    "the line is {value} and no object, so nothing of it can be a record; write one record as "
    '{{"kind": "dataset", "iri": "https://example.org/1", "title": {{"en": "Rain"}}}}, or take the '
    "line out"
)


def reason_of(error: ValidationError) -> str:
    """The first few, and the way out."""
    findings = findings_of(error)
    told = "; ".join(_told(each) for each in findings[:MOST_TOLD])
    more = f"; and {len(findings) - MOST_TOLD} more" if len(findings) > MOST_TOLD else ""
    return f"{told}{more}; correct it and load again"


def _told(finding: ErrorDetails) -> str:
    if finding["type"] == "json_invalid":
        return f"the line is no JSON: {finding['msg'].removeprefix('Invalid JSON: ')}"
    if not finding["loc"] and finding["type"] in {"dict_type", "model_attributes_type"}:
        return NO_OBJECT.format(value=json.dumps(finding["input"])[:60])
    if finding["loc"][:1] and finding["loc"][0] in KINDS:  # under it its model has refused it
        finding = {**finding, "loc": finding["loc"][1:]}
    return sentence_of(finding)

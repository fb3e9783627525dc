"""Why a line of Officina's own format is refused: the field, what it holds and what is wanted."""

from __future__ import annotations

from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from officina_widgets.catalogue.faults import findings_of, sentence_of
from officina_widgets.catalogue.records import KINDS

MOST_TOLD: Final = 3


def reason_of(error: ValidationError) -> str:
    """The first few, and the way out."""
    findings = findings_of(error)
    told = "; ".join(_told(each) for each in findings[:MOST_TOLD])
    more = f"; and {len(findings) - MOST_TOLD} more" if len(findings) > MOST_TOLD else ""
    return f"{told}{more}; correct it and load again"


def _told(finding: ErrorDetails) -> str:
    if finding["type"] == "json_invalid":
        return f"the line is no JSON: {finding['msg'].removeprefix('Invalid JSON: ')}"
    if finding["loc"][:1] and finding["loc"][0] in KINDS:  # under it its model has refused it
        finding = {**finding, "loc": finding["loc"][1:]}
    return sentence_of(finding)

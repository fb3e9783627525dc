"""From pydantic's findings to one sentence that says where and what, in our own words."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from officina_hub.portal.errors import BadRequest, Unacceptable
from officina_widgets.catalogue.faults import clause_of, field_of, findings_of, sentence_of

SHOWN = 5
NO_VALUE = frozenset({"missing", "extra_forbidden", "union_tag_not_found", "value_error"})


def refusal_of(error: ValidationError) -> BadRequest:
    """What is wrong with a body, place by place, without repeating what was sent."""
    findings = findings_of(error)
    if any(finding["type"] == "json_invalid" for finding in findings):
        return BadRequest(
            "not-json",
            f"The request's body is not JSON ({findings[0]['msg']}), so nothing was done. Send a "
            "JSON object as the API's description says.",
        )
    return _refused(
        [
            sentence_of(each)
            if each["type"] in NO_VALUE
            else f"`{field_of(each)}` is {clause_of(each)}"
            for each in findings
        ]
    )


def query_refusal_of(error: ValidationError) -> BadRequest:
    """What is wrong with a query, value by value: it stands in the address for all to see."""
    return _refused([sentence_of(each) for each in findings_of(error)])


def _refused(reasons: Sequence[str]) -> BadRequest:
    more = f"; and {len(reasons) - SHOWN} more" if len(reasons) > SHOWN else ""
    return Unacceptable(
        "invalid",
        f"The request says something it may not: {'; '.join(reasons[:SHOWN])}{more}. Nothing was "
        "done. Correct it and send it again.",
    )

"""From pydantic's findings to one sentence that says where and what."""

from __future__ import annotations

from pydantic import ValidationError

from officina_hub.portal.errors import BadRequest, Unacceptable

SHOWN = 5


def refusal_of(error: ValidationError) -> BadRequest:
    """What is wrong with a body or a query, place by place, without repeating what was sent."""
    findings = error.errors(include_url=False, include_context=False, include_input=False)
    if any(finding["type"] == "json_invalid" for finding in findings):
        return BadRequest(
            "not-json",
            f"The request's body is not JSON ({findings[0]['msg']}), so nothing was done. Send a "
            "JSON object as the API's description says.",
        )
    places = [
        f"{'.'.join(str(part) for part in finding['loc']) or 'the whole'}: {finding['msg']}"
        for finding in findings[:SHOWN]
    ]
    more = f"; and {len(findings) - SHOWN} more" if len(findings) > SHOWN else ""
    return Unacceptable(
        "invalid",
        f"The request says something it may not: {'; '.join(places)}{more}. Nothing was done. "
        "Correct it and send it again.",
    )

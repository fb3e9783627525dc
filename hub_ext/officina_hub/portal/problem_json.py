"""An error as programs read it: problem details (RFC 9457) with a code and a correlation id."""

from __future__ import annotations

from typing import Final

from officina_hub.portal.errors import PortalError
from officina_hub.portal.i18n import translations
from officina_widgets.wire import Problem

PROBLEM_JSON: Final = "application/problem+json"


def problem_json(error: PortalError, language: str, correlation_id: str) -> bytes:
    """The body of the answer."""
    said = error.said
    problem = Problem(
        title=error.title,
        status=error.status,
        detail=said.put(translations(language).gettext) if said else error.message,
        code=error.code,
        correlation_id=correlation_id,
    )
    return problem.model_dump_json().encode()

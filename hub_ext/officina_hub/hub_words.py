"""The Hub's own pages about a start, in the reader's language.

JupyterHub renders its templates without saying for which request, and gives template variables the
user at most. What leads to the request is ``static_url``, a method of the handler that renders.
Delete ``_request`` when JupyterHub hands the request to its templates (6.1 does not).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from officina_courses.saying import Sayings
from officina_hub.portal.i18n import LANGUAGE_COOKIE, negotiate, translations


@pass_context
def language(context: Context) -> str:
    """The reader's choice on the portal's pages, else the browser's, else English."""
    request = _request(context)
    if request is None:
        return "en"
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    wishes = request.headers.get("Accept-Language", "")
    return negotiate(chosen.value if chosen else None, wishes)


@pass_context
def text(context: Context, message: str) -> str:
    """A sentence of the page."""
    return translations(language(context)).gettext(message)


@pass_context
def told(context: Context, said: Sayings) -> str:
    """What the spawner says (``Refusal.said``)."""
    gettext = translations(language(context)).gettext
    return " ".join(each.put(gettext) for each in said)


def template_variables() -> Mapping[str, Any]:
    """For ``c.JupyterHub.template_vars``, which calls what can be called with the user."""
    return {
        "officina_language": lambda user: language,
        "officina_text": lambda user: text,
        "officina_told": lambda user: told,
    }


def _request(context: Context) -> Any:
    handler = getattr(context.get("static_url"), "__self__", None)
    return getattr(handler, "request", None)

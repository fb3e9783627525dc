"""Errors as a page tells them: by kind in the reader's language, with the portal's own sentence.

The sentence about this very case comes from the code that refused, in English unless that says it
as a ``Saying``; the title, what such a refusal means and what to do now are translated.
"""

from __future__ import annotations

from typing import NamedTuple

from babel.support import NullTranslations

from officina_hub.portal.errors import PortalError


class Told(NamedTuple):
    """What ``error.html`` shows."""

    status: int
    title: str
    happened: str
    meaning: str
    way_out: str
    correlation_id: str


def explain(t: NullTranslations, error: PortalError, correlation_id: str) -> Told:
    """The error for a reader."""
    title, meaning, way_out = _by_status(t, error.status)
    happened = error.said.put(t.gettext) if error.said else error.message
    return Told(error.status, title, happened, meaning, way_out, correlation_id)


def _by_status(t: NullTranslations, status: int) -> tuple[str, str, str]:
    if status == 403:
        return (
            t.gettext("You may not do this"),
            t.gettext("You are logged in, but this is for other people."),
            t.gettext(
                "If it should be for you: about a course ask its trainer, about anything else "
                "write to the help desk."
            ),
        )
    if status == 404:
        return (
            t.gettext("There is nothing here"),
            t.gettext("The address is mistyped, or what it led to was removed or is not yours."),
            t.gettext("Go back, or begin at the home page."),
        )
    if status == 413:
        return (
            t.gettext("That is too large"),
            t.gettext("Nothing of what you sent was kept."),
            t.gettext("Remove large files and send it again."),
        )
    if status == 429:
        return (
            t.gettext("That was a lot at once"),
            t.gettext("Others use this, too. Nothing of yours was lost or changed."),
            t.gettext("Wait a few seconds and load the page again."),
        )
    if status in {502, 503, 504}:
        return (
            t.gettext("This does not work at the moment"),
            t.gettext("A part of the system is starting or down. Your work is safe."),
            t.gettext("Wait a minute and try again. If it lasts, write to the help desk."),
        )
    if status == 507:
        return (
            t.gettext("The disk is full"),
            t.gettext("Nothing of what you sent was kept. What you had before is safe."),
            t.gettext("Write to the help desk, who can make room."),
        )
    if status >= 500:
        return (
            t.gettext("The portal made a mistake"),
            t.gettext("It is not your fault, and whatever had a receipt is safe."),
            t.gettext("Try again. If it happens again, write to the help desk."),
        )
    return (
        t.gettext("The request was refused"),
        t.gettext("Nothing was changed."),
        t.gettext("Go back, change what the sentence above says, and try again."),
    )

"""The page of a server that is starting: what happens, since when, how long, how to stop it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple, cast

from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.formats import Formats, zone_named
from officina_hub.portal.pages.session_words import SessionView
from officina_hub.portal.pages.site import Reader
from officina_hub.portal.pages.starts import Start, Starts
from officina_hub.session_api.answers import MailAnswer

NO_FIELDS: Mapping[str, str | int] = {}


class Wait(NamedTuple):
    """What the page is about: its words, and where its buttons lead."""

    title: str
    lead: str
    here: str
    stop_action: str
    retry_action: str
    retry_label: str
    crumbs: tuple[tuple[str, str], ...] = ()
    retry_fields: Mapping[str, str | int] = NO_FIELDS
    server: str = ""
    reading: str = ""  # the address of what can be read meanwhile


class Waiting(NamedTuple):
    """One moment of it, as ``_parts/progress.html`` shows it."""

    wait: Wait
    kind: Literal["busy", "failed"]
    message: str
    detail: str = ""
    detail_language: str = "en"  # what the Hub says by the way, it says in English
    percent: int | None = None
    since: datetime | None = None
    usual: str = ""
    session: SessionView | None = None
    log: tuple[str, ...] = ()
    correlation_id: str = ""


def busy(
    reader: Reader,
    wait: Wait,
    start: Start,
    usual_seconds: float | None,
    session: SessionView | None = None,
) -> Waiting:
    """A start under way; one that waits in a queue takes as long as the queue does."""
    t = reader.translations
    if start.state == "silent":
        said = t.gettext(
            "The Hub does not answer at the moment; your session is not lost. The Hub is asked "
            "again by itself."
        )
    elif start.state == "waiting":
        said = t.gettext("The Hub has not taken the start yet. It is asked again by itself.")
    elif session is not None and session.answer.state == "waiting":
        said = t.gettext("Your session waits in the queue.")
    else:
        said = t.gettext("The server is starting.")
    if session is not None and session.answer.place == "slurm":
        return Waiting(
            wait,
            "busy",
            said,
            since=session.answer.asked_at or start.since,
            session=session,
            log=session.answer.steps or tuple(start.log),
        )
    usual = t.gettext("Not known yet: nobody has started a server since the portal began.")
    if usual_seconds is not None:
        span = Formats(reader.language, zone_named(reader.zone)).span(usual_seconds)
        usual = t.gettext("Usually %(span)s") % {"span": span}
    return Waiting(
        wait,
        "busy",
        said,
        detail=start.message,
        percent=start.progress,
        since=start.since,
        usual=usual,
        log=tuple(start.log),
    )


def failed(reader: Reader, wait: Wait, start: Start, session: SessionView | None = None) -> Waiting:
    """A start that ended without a server."""
    said = reader.translations.gettext("The server did not start. Your files are safe.")
    ending = session.ending if session is not None else None
    return Waiting(
        wait,
        "failed",
        said,
        detail=f"{ending.sentence} {ending.advice}".strip() if ending else start.message,
        detail_language=reader.language if ending else "en",
        correlation_id=start.correlation_id,
        log=ending.log if ending else (),
    )


def stopped(reader: Reader, wait: Wait) -> Waiting:
    """Its person has stopped it, maybe in another window than this one."""
    said = reader.translations.gettext(
        "You have stopped this start, here or in another window. Your files are safe."
    )
    return Waiting(wait, "failed", said)


def idle(reader: Reader, wait: Wait) -> Waiting:
    """No start at all: somebody opened the page by its address."""
    return Waiting(wait, "failed", reader.translations.gettext("The server is not running."))


class WaitingHandler(PageHandler):
    """The base of pages that show a start."""

    door = "launch"

    @property
    def starts(self) -> Starts:
        """The starts under way in this portal."""
        return cast("Starts", self.settings.setdefault("starts", Starts(self.portal.clock)))

    def show(
        self,
        wait: Wait,
        start: Start | None,
        session: SessionView | None = None,
        mail: MailAnswer | None = None,
    ) -> None:
        """Write the page, or its news; it asks again while the start is under way."""
        if start is None:
            waiting = idle(self.reader, wait)
        elif start.state == "stopped":
            waiting = stopped(self.reader, wait)
        elif start.state == "failed":
            waiting = failed(self.reader, wait, start, session)
        else:
            waiting = busy(self.reader, wait, start, self.starts.usual_seconds(), session)
        self.render_live(
            "starting.html",
            "_parts/progress.html",
            wait.here,
            is_live=waiting.kind == "busy",
            waiting=waiting,
            wait=wait,
            mail=mail,
            server=wait.server,
        )

    def leave_for(self, url: str) -> None:
        """Send the browser out of the portal, to a server that is ready."""
        if self.is_partial:
            self.set_header("HX-Redirect", url)
            self.finish()
        else:
            self.redirect(url, status=303)

"""What all pages share: the login, the reader's language and zone, the frame, errors, messages."""

from __future__ import annotations

import base64
import binascii
import hashlib
from functools import cached_property
from typing import Any, ClassVar, Final

from babel.support import NullTranslations
from pydantic import ValidationError
from tornado.web import HTTPError

from officina_hub.portal.errors import Forbidden, NotFound, NotLoggedIn, PortalError
from officina_hub.portal.i18n import LANGUAGE_COOKIE, negotiate
from officina_hub.portal.pages.environment import environment
from officina_hub.portal.pages.formats import zone_named
from officina_hub.portal.pages.problems import explain
from officina_hub.portal.pages.site import Flash, Reader, Site, frame_context, site_of
from officina_hub.portal.principal import Principal
from officina_hub.portal.rights import RIGHTS, is_allowed
from officina_hub.portal.standing import check_path, no_such_course, standing_of
from officina_hub.portal.store.told_courses import CourseTold, told_course
from officina_hub.portal.web import PortalHandler
from officina_hub.scopes import ASK, CURATE, OPERATE, REQUESTS, TEACH

ZONE_COOKIE: Final = "officina-zone"
FLASH_COOKIE: Final = "officina-flash"

NOT_LOGGED_IN: Final = "This page needs a login, and nobody is logged in. Log in and come back."
NOT_THERE: Final = (
    "There is no such thing that you may see. Look for a typing error in the address."
)
NOT_ALLOWED: Final = (
    "You are logged in as {name}, and this page needs {needs}. A trainer of the course can add you "
    "by that name."
)


class OpenPageHandler(PortalHandler):
    """A page that needs no login; who is logged in sees their name on it all the same."""

    door: ClassVar[str] = ""
    keeping: ClassVar[str] = "private, no-store"

    async def prepare(self) -> None:
        """Look who reads; a Hub that cannot tell is no reason not to show help."""
        check_path(self.path_kwargs)
        try:
            await self.identify()
        except PortalError:
            self.principal = None

    async def head(self, *args: str, **kwargs: str) -> None:
        """What GET answers; tornado sends its head only."""
        answered = self.get(*args, **kwargs)
        if answered is not None:
            await answered

    @cached_property
    def site(self) -> Site:
        """The factory and its addresses."""
        settings = self.portal.settings
        return site_of(settings.data_dir, settings.hub.service_prefix, settings.hub.hub_prefix)

    @cached_property
    def reader(self) -> Reader:
        """For whom the page is written."""
        zone = zone_named(_unquoted(self.get_cookie(ZONE_COOKIE, "") or ""))
        wishes = self.request.headers.get("Accept-Language", "")
        return Reader(
            person=self.principal.name if self.principal else "",
            language=negotiate(self.get_cookie(LANGUAGE_COOKIE), wishes),
            zone=zone.key,
            may_teach=self.has_scope(TEACH),
            may_curate=self.has_scope(CURATE),
            may_operate=self.has_scope(OPERATE),
            may_ask=self.has_scope(ASK),
            may_answer=self.has_scope(REQUESTS),
            has_data=bool(self.portal.settings.dataspaces),
        )

    @property
    def t(self) -> NullTranslations:
        """The reader's translations."""
        return self.reader.translations

    @property
    def is_partial(self) -> bool:
        """Whether htmx asks, and can put a part of the page in its place."""
        headers = self.request.headers
        return "HX-Request" in headers and "HX-History-Restore-Request" not in headers

    def has_scope(self, scope: str) -> bool:
        """Whether the reader's login bears that scope."""
        return self.principal is not None and self.principal.has(scope)

    def address(self, path: str) -> str:
        """The address of one of the portal's pages."""
        return self.site.prefix + path

    def go(self, path: str) -> None:
        """Send the browser to another of our pages, by GET."""
        if self.is_partial:
            self.set_header("HX-Redirect", self.address(path))
            self.finish()
        else:
            self.redirect(self.address(path), status=303)

    def flash(self, text: str, kind: str = "success") -> None:
        """Say something on the next page."""
        self._flash_next(Flash(text=text, kind=kind))

    def flash_for_a_while(self, text: str) -> None:
        """Say on the next page what soon shows there by itself; it goes again after a while."""
        self._flash_next(Flash(text=text, is_passing=True))

    def _flash_next(self, flash: Flash) -> None:
        packed = flash.model_dump_json().encode()
        value = base64.urlsafe_b64encode(packed).decode()
        self.set_signed_cookie(
            FLASH_COOKIE, value, path=self.site.prefix, expires_days=None, samesite="Lax"
        )

    def render_page(self, template: str, **context: Any) -> None:
        """Write a page, or a part of one, for this reader."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", self.keeping)
        self.finish(self.text_of(template, **(self._frame() | context)))

    def render_live(
        self, page: str, part: str, here: str, *, is_live: bool, **context: Any
    ) -> None:
        """Write a page with a part that asks for itself again, as long as ``is_live``.

        The part's request names what it shows; where that is still so, the answer is empty and
        the page stays as it is. So a screen reader hears news, and only news.
        """
        frame = self._frame()
        still = self.text_of(part, **(frame | context | {"poll": "", "xsrf_field": ""}))
        digest = hashlib.sha256(still.encode()).hexdigest()[:16]
        if self.is_partial and self.get_query_argument("seen", "") == digest:
            self.set_status(204)
            self.finish()
            return
        self.set_header("Vary", "HX-Request")
        poll = f"{here}?seen={digest}" if is_live else ""
        self.render_page(part if self.is_partial else page, **context, poll=poll)

    def text_of(self, template: str, **context: Any) -> str:
        """The template filled in, in the reader's language and zone."""
        jinja = environment(self.reader.language, self.reader.zone)
        return jinja.get_template(template).render(context)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """An error in the frame: what happened, what it means, what to do now, the number."""
        error = kwargs["exc_info"][1] if "exc_info" in kwargs else HTTPError(status_code)
        told = self.understood(error)
        self.set_status_of(told)
        self.render_page("error.html", problem=explain(self.t, told, self.correlation_id))

    def _frame(self) -> dict[str, Any]:
        here = self.request.uri or self.site.prefix
        frame = frame_context(self.site, self.reader, here=here, xsrf=_text(self.xsrf_token))
        return frame | {"current_door": self.door, "flash": self._flash()}

    def _flash(self) -> Flash | None:
        packed = self.get_signed_cookie(FLASH_COOKIE)
        if not packed or self.is_partial:
            return None
        self.clear_cookie(FLASH_COOKIE, path=self.site.prefix)
        try:
            return Flash.model_validate_json(base64.urlsafe_b64decode(packed))
        except (ValidationError, binascii.Error):
            return None


class PageHandler(OpenPageHandler):
    """A page for people who are logged in; others are sent to the login and come back.

    ``right`` names the line of the table in ``portal.rights`` that lets a reader in, the same
    table that the API goes by.
    """

    right: ClassVar[str] = "courses.list"

    async def prepare(self) -> None:
        """Know the reader and what they may, or send them to log in."""
        check_path(self.path_kwargs)
        if await self.identify() is not None:
            await self.check_right()
        elif self.is_partial:
            self.set_header("HX-Refresh", "true")  # the whole page is sent to the login
            self.finish()
        elif self.request.method not in {"GET", "HEAD"}:
            self.go("")
        else:
            self.redirect(self.get_login_url())

    async def check_right(self) -> None:
        """Raise what the reader is told where the table does not let them in."""
        standing = await self.portal.read(standing_of, self.who, self.path_kwargs)
        if is_allowed(self.right, self.who, standing):
            return
        right = RIGHTS[self.right]
        if right.is_hidden:
            raise NotFound("not-found", NOT_THERE)
        if standing.is_new_course and standing.course_id:
            raise no_such_course(standing.course_id)
        message = NOT_ALLOWED.format(name=self.person, needs=right.needs)
        raise Forbidden("not-allowed", message)

    async def told(self, course_id: str, asked: str = "") -> CourseTold:
        """The course in the language asked for, or in the one that the reader takes it in."""
        blobs = self.portal.blobs
        wanted = {"user": self.person, "asked": asked}
        return await self.portal.read(told_course, blobs, course_id, **wanted)

    @property
    def who(self) -> Principal:
        """The reader as the Hub knows them."""
        if self.principal is None:
            raise NotLoggedIn("not-logged-in", NOT_LOGGED_IN)
        return self.principal

    @property
    def person(self) -> str:
        """The reader's name."""
        return self.who.name


def _unquoted(value: str) -> str:
    """The zone's name as the browser wrote it, with ``%2F`` for the slash."""
    return value.replace("%2F", "/").replace("%2f", "/")


def _text(token: str | bytes) -> str:
    return token.decode() if isinstance(token, bytes) else token

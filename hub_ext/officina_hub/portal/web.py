"""What REST handlers and pages share: who asks, security headers, a correlation id, the log."""

from __future__ import annotations

import logging
from typing import Any, cast

from jupyterhub.services.auth import HubOAuth, HubOAuthenticated
from tornado.web import HTTPError, RequestHandler

from officina_courses.saying import say
from officina_hub.portal.context import Portal
from officina_hub.portal.db.engine import is_disk_full, is_lost_race
from officina_hub.portal.errors import (
    STORAGE_FULL,
    WRITTEN_MEANWHILE,
    BadRequest,
    Conflict,
    Forbidden,
    HubUnavailable,
    NotFound,
    NotLoggedIn,
    PortalError,
    TooLarge,
    TooMany,
)
from officina_hub.portal.principal import Principal
from officina_hub.portal.store.act import Act

log = logging.getLogger("officina.portal")

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HUB_SILENT = (
    "The Hub does not answer, so nobody can tell who you are. Your work is safe. Wait a moment and "
    "try again; if it stays so, tell the operator."
)
NOT_SO = say(
    "This address does not take a request of this kind. Follow a link or a button of the page "
    "again."
)
NO_XSRF = say(
    "The request came with a login cookie but without its _xsrf token, so it may have been sent by "
    "another site and was refused. Reload the page and try again; a program should send a token."
)
KINDS: dict[int, type[PortalError]] = {
    kind.status: kind for kind in (BadRequest, NotLoggedIn, Forbidden, NotFound, Conflict, TooLarge)
}


class PortalHandler(HubOAuthenticated, RequestHandler):
    """The base of every handler of the portal."""

    principal: Principal | None = None

    @property
    def portal(self) -> Portal:
        """The running portal."""
        return cast("Portal", self.settings["portal"])

    @property
    def hub_auth(self) -> HubOAuth:
        """JupyterHub's login, as this portal has it."""
        return self.portal.hub_auth

    def get_current_user(self) -> Principal | None:
        """Whoever ``identify`` found; never asks the Hub, which would block the loop."""
        return self.principal

    @property
    def correlation_id(self) -> str:
        """The word that leads from an answer to its lines in the log."""
        if not hasattr(self, "_correlation_id"):
            self._correlation_id = self.portal.new_correlation_id()
        return self._correlation_id

    def set_default_headers(self) -> None:
        """Security headers on every answer, also on errors; no word about versions."""
        self.clear_header("Server")
        for name, value in SECURITY_HEADERS.items():
            self.set_header(name, value)
        self.set_header("X-Correlation-Id", self.correlation_id)

    async def identify(self) -> Principal | None:
        """Who asks, by token or cookie; ``None`` for somebody unknown.

        Cookies count for writing only together with their XSRF token.

        Raises
        ------
        HubUnavailable
            When the Hub cannot be asked.
        Forbidden
            When a cookie came without its XSRF token.

        """
        try:
            model = await self.hub_auth.get_user(self, sync=False)
        except HTTPError as error:
            if error.status_code >= 500:
                raise HubUnavailable("hub-unavailable", HUB_SILENT) from error
            raise
        if model is None:
            self._check_xsrf()
            return None
        self.principal = Principal.from_hub(model)
        return self.principal

    def _check_xsrf(self) -> None:
        is_writing = self.request.method not in {"GET", "HEAD", "OPTIONS"}
        by_token = self.hub_auth.get_token(self, in_cookie=False)
        if is_writing and not by_token and self.hub_auth.get_token(self):
            raise Forbidden("no-xsrf", NO_XSRF)

    def own_token(self) -> str:
        """The token the asker showed, for acting at the Hub with their own rights."""
        return cast("str", self.hub_auth.get_token(self) or "")

    def act(self) -> Act:
        """Who does something now, for the functions of ``store``."""
        user = self.principal.name if self.principal else ""
        return Act(user=user, at=self.portal.clock(), correlation_id=self.correlation_id)

    def understood(self, error: BaseException | None) -> PortalError:
        """Any error as one of ours; what nobody foresaw is logged and told without its details."""
        if isinstance(error, PortalError):
            return error
        if error is not None and is_disk_full(error):
            return STORAGE_FULL
        if error is not None and is_lost_race(error):
            # Told of in the log, since a mistake of ours could look like it, again and again.
            log.warning("%s: another writer came first [%s]", error, self.correlation_id)
            return WRITTEN_MEANWHILE
        if isinstance(error, HTTPError) and error.status_code < 500:
            return _of_tornado(error)
        log.error(
            "%s %s failed [%s]",
            self.request.method,
            self.request.path,
            self.correlation_id,
            exc_info=error,
        )
        return PortalError(
            "internal-error",
            "The portal made a mistake, and it is not yours; what had a receipt is safe. Try "
            f"again, and if it stays so, tell support this number: {self.correlation_id}",
        )

    def set_status_of(self, error: PortalError) -> None:
        """The status of an error, and when to come again where it says so."""
        self.set_status(error.status, error.title)
        if isinstance(error, TooMany) and error.retry_after_seconds is not None:
            self.set_header("Retry-After", str(error.retry_after_seconds))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Errors are logged once, where they are understood."""


def _of_tornado(error: HTTPError) -> PortalError:
    kind = KINDS.get(error.status_code)
    if kind is NotFound:
        return NotFound("not-found", "There is nothing at this address. Look for a typing error.")
    if kind is None:
        return _RefusedError(error.status_code, error.reason or "The request was refused")
    reason = error.log_message or error.reason or kind.title
    return kind("refused", f"The request was refused: {reason}. Change it and send it again.")


class _RefusedError(PortalError):
    """Any other refusal of tornado's, such as 405, under its own number and name."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__("refused", NOT_SO)
        self.status = status  # type: ignore[misc]  # one class for all other numbers
        self.title = reason  # type: ignore[misc]

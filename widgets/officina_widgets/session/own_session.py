"""Asks the Hub about the one session whose token this is, and to lengthen it."""

from __future__ import annotations

import json
import os
import ssl
from collections.abc import Mapping
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse

from officina_widgets.environment import TOKEN_VARIABLE
from officina_widgets.session.end import End, Place

API_VARIABLE = "JUPYTERHUB_API_URL"
PATH = "officina/session"
PATIENCE_SECONDS = 20.0

SILENT = (
    "The hub does not answer at the moment, so the time of your session was not changed. It runs "
    "on as before. Try again in a minute, and save your work."
)
UNREADABLE = (
    "The hub answered in a way that this session does not understand, so nothing is known about a "
    "longer time. Look at the end of your session in the status bar, and save your work."
)


class HubSilent(Exception):  # noqa: N818 - the name is the answer
    """It did not answer, or not in a way that can be read: nothing is known."""


class HubRefused(Exception):  # noqa: N818
    """It said no, with a sentence for the person."""

    def __init__(self, sentence: str, *, status: int) -> None:
        super().__init__(sentence)
        self.status = status


class _Read(BaseModel):
    """What is read of an answer. A hub that is newer than this session may tell more."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ExtensionOffer(_Read):
    """By how much, or why not."""

    minutes: int = 0
    refusal: str = ""


class OwnSession(_Read):
    """``GET <hub>/api/officina/session``."""

    ends_at: AwareDatetime | None = None
    extension: ExtensionOffer | None = None
    user: str = ""
    server: str = ""
    launch_page: str = ""

    def place(self) -> Place:
        """Where its person reads about it."""
        return Place(self.launch_page, self.user, self.server)

    def end(self) -> End | None:
        """As this session reckons with it."""
        if self.ends_at is None:
            return None
        offer = self.extension
        minutes = offer.minutes if offer is not None and not offer.refusal else 0
        return End(self.ends_at.timestamp(), "hub", minutes)


class Lengthened(_Read):
    """``POST <hub>/api/officina/session/extend``."""

    minutes: int
    ends_at: AwareDatetime


class Hub:
    """The Hub, as far as this session's token opens it."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._url = environment[API_VARIABLE].rstrip("/")
        self._token = environment[TOKEN_VARIABLE]
        self._tls = _certificates(environment)

    async def own_session(self) -> OwnSession:
        """What the Hub knows of it (HubSilent, HubRefused)."""
        body = await self._send("GET", PATH)
        try:
            return OwnSession.model_validate_json(body)
        except ValidationError as error:
            raise HubSilent(UNREADABLE) from error

    async def lengthen(self) -> Lengthened:
        """Ask for as many minutes as the profile gives at a time (HubSilent, HubRefused)."""
        body = await self._send("POST", f"{PATH}/extend")
        try:
            return Lengthened.model_validate_json(body)
        except ValidationError as error:
            raise HubSilent(UNREADABLE) from error

    async def _send(self, method: Literal["GET", "POST"], path: str) -> bytes:
        request = HTTPRequest(
            f"{self._url}/{path}",
            method=method,
            headers={"Authorization": f"token {self._token}"},
            body=b"" if method == "POST" else None,
            follow_redirects=False,  # the token goes to the Hub and nowhere else
            connect_timeout=PATIENCE_SECONDS,
            request_timeout=PATIENCE_SECONDS,
            ssl_options=self._tls,
        )
        try:
            response = await AsyncHTTPClient().fetch(request, raise_error=False)
        except (HTTPClientError, OSError) as error:
            raise HubSilent(SILENT) from error
        if 400 <= response.code < 500:
            raise HubRefused(_sentence(response), status=response.code)
        if response.code not in {200, 201}:
            raise HubSilent(_sentence(response) if response.code == 503 else SILENT)
        return response.body


def _sentence(response: HTTPResponse) -> str:
    try:
        told = json.loads(response.body).get("message")
    except (ValueError, AttributeError):
        told = None
    return str(told) if told else SILENT


def _certificates(environment: Mapping[str, str]) -> ssl.SSLContext | None:
    """Those of ``JupyterHub.internal_ssl``, where the Hub gave some."""
    key, certificate, authority = (
        environment.get(f"JUPYTERHUB_SSL_{name}") for name in ("KEYFILE", "CERTFILE", "CLIENT_CA")
    )
    if not (key and certificate):
        return None
    context = ssl.create_default_context(cafile=authority)
    context.load_cert_chain(certificate, key)
    return context

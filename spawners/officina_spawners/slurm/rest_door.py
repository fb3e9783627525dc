"""The door of slurmrestd: requests over a Unix socket or HTTP(S), and JSON back.

With a token (JWT) of Slurm's administrator a request may be made in any person's name; without one
slurmrestd acts as the user it runs as. The token appears in no log.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.netutil import Resolver
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from officina_spawners.slurm.client import Unanswered
from officina_spawners.slurm.rest_token import Token, owner_of

LARGEST_ANSWER = 256 * 1024 * 1024  # some 3 KiB a job
AT_ONCE = 8


@dataclass(frozen=True)
class Door:
    """``address`` is ``unix:/run/slurmrestd.sock`` or ``https://slurm.example.eu:6820``."""

    address: str
    token: Token | None = None
    ca_file: Path | None = None
    reading_seconds: float = 15.0  # slurmrestd itself waits some 9 s for a slurmctld that is down
    acting_seconds: float = 30.0

    @property
    def acts_for_persons(self) -> bool:
        return self.token is not None

    async def get(self, path: str) -> Mapping[str, Any]:
        return await self._ask(HTTPRequest(self._url(path), request_timeout=self.reading_seconds))

    async def post(
        self, path: str, body: Mapping[str, Any], person: str | None = None
    ) -> Mapping[str, Any]:
        request = HTTPRequest(
            self._url(path),
            method="POST",
            body=json.dumps(body),
            request_timeout=self.acting_seconds,
        )
        return await self._ask(request, person)

    async def delete(self, path: str, person: str | None = None) -> Mapping[str, Any]:
        request = HTTPRequest(self._url(path), method="DELETE", request_timeout=self.acting_seconds)
        return await self._ask(request, person)

    async def _ask(self, request: HTTPRequest, person: str | None = None) -> Mapping[str, Any]:
        """A refusal comes as HTTP 500 with errors in its body, just as a trouble does."""
        request.headers.update({"Content-Type": "application/json", **self._in_the_name_of(person)})
        request.connect_timeout = min(5.0, self.reading_seconds)
        request.follow_redirects = False
        request.ca_certs = str(self.ca_file) if self.ca_file else None
        try:
            answer = await self._client.fetch(request, raise_error=False)
        except (HTTPClientError, OSError) as error:
            raise Unanswered(f"slurmrestd gave no answer: {error}") from error
        if answer.code == 599 or not answer.body:
            raise Unanswered(f"slurmrestd gave no answer: {answer.error}")
        return await asyncio.to_thread(_document, answer.code, answer.body)

    def _in_the_name_of(self, person: str | None) -> Mapping[str, str]:
        if self.token is None:
            return {}
        token = self.token()
        return {"X-SLURM-USER-TOKEN": token, "X-SLURM-USER-NAME": person or owner_of(token)}

    def _url(self, path: str) -> str:
        return f"{'http://localhost' if self._socket else self.address.rstrip('/')}{path}"

    @property
    def _socket(self) -> str:
        kind, _, path = self.address.partition(":")
        return path if kind == "unix" else ""

    @cached_property
    def _client(self) -> SimpleAsyncHTTPClient:
        return SimpleAsyncHTTPClient(
            force_instance=True,
            max_clients=AT_ONCE,
            max_buffer_size=LARGEST_ANSWER,
            max_body_size=LARGEST_ANSWER,
            resolver=_SocketResolver(self._socket) if self._socket else Resolver(),
        )


class _SocketResolver(Resolver):
    """Every host is that socket."""

    def initialize(self, path: str) -> None:
        self._path = path

    async def resolve(
        self, host: str, port: int, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[tuple[int, Any]]:
        return [(socket.AF_UNIX, self._path)]


def _document(code: int, body: bytes) -> Mapping[str, Any]:
    """Names of jobs need not be UTF-8, and slurmrestd passes them on as they are."""
    try:
        found = json.loads(body.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        quoted = body[:200].decode("utf-8", "replace")
        raise Unanswered(f"slurmrestd answered {code} and no JSON object: {quoted!r}")
    return found

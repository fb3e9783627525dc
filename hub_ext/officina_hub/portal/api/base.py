"""The base of all REST handlers: rights first, then the body, bounded; problems as JSON.

A body is never collected by tornado, but taken in piece by piece (``body``). A request that is
refused gets its answer at once; what it still sends is read and dropped, because a client that
sends everything before it listens would otherwise only see a broken connection. Who falls silent
in the middle is answered too (``patience``). Tornado closes a connection whose request was not
read to its end; then the answer says so, or the client's next request would meet a closed door.
"""

from __future__ import annotations

import asyncio
import json
from asyncio import Future
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ValidationError
from tornado.web import HTTPError, stream_request_body

from officina_hub.portal.api.body import Body
from officina_hub.portal.api.patience import Patience
from officina_hub.portal.api.validation import query_refusal_of, refusal_of
from officina_hub.portal.errors import (
    Forbidden,
    NotFound,
    NotLoggedIn,
    PortalError,
    TooSlow,
)
from officina_hub.portal.i18n import LANGUAGE_COOKIE, negotiate
from officina_hub.portal.openapi import Operation, operation_of
from officina_hub.portal.prepared import Prepared
from officina_hub.portal.principal import Principal
from officina_hub.portal.problem_json import PROBLEM_JSON, problem_json
from officina_hub.portal.rights import RIGHTS, Standing, is_allowed
from officina_hub.portal.standing import check_path, no_such_course, standing_of
from officina_hub.portal.web import PortalHandler

Model = TypeVar("Model", bound=BaseModel)

NOT_LOGGED_IN = (
    "This needs a login, and the request had none that the Hub knows. Log in again, or send a "
    "valid token as 'Authorization: token …'; restarting your server gives it a new one."
)
NOTHING_TO_SEE = (
    "There is no such thing that you may see. Look at the address, or ask whoever gave it to you."
)
NOT_ALLOWED = (
    "You are {name}, and to {deed} here needs {needs}. If you should be able to, ask the trainer "
    "of the course or the operator."
)
FELL_SILENT = (
    "Nothing more of the request came for {seconds:.0f} seconds, so it was given up and nothing of "
    "it was kept. Look at your connection and send it again."
)


@stream_request_body
class ApiHandler(PortalHandler):
    """One address of the API; subclasses have methods marked with ``@operation``."""

    is_gone = False
    _etag = ""

    def initialize(self) -> None:
        """Nothing has come yet."""
        self.incoming = Body()
        self._refusal: PortalError | None = None
        self._is_read = False
        self._is_last = False
        seconds = self.portal.settings.idle_seconds
        self._patience = Patience(asyncio.get_running_loop(), seconds, self._give_up)
        self.standing = Standing()

    @property
    def caller(self) -> Principal:
        """Who asks; every operation but the open ones has somebody."""
        if self.principal is None:
            raise NotLoggedIn("not-logged-in", NOT_LOGGED_IN)
        return self.principal

    async def prepare(self) -> None:
        """Say who asks and whether they may, before anything of the body is taken in."""
        try:
            await self.check_request()
        except Exception as error:
            self._refusal = self.understood(error)
            if self._has_body():
                await self._refuse_now(self._refusal)
        if self._has_body():
            self._patience.begin()

    async def check_request(self) -> None:
        """Raise whatever speaks against the request, before its body is taken in."""
        method = "GET" if self.request.method == "HEAD" else self.request.method or ""
        described = operation_of(type(self), method)
        if described is None:
            raise HTTPError(405)
        check_path(self.path_kwargs)
        await self._check_right(described)
        self._expect_body(described)

    async def _not_taken(self, *args: str, **kwargs: str) -> None:
        self.body_ended()
        if not self.is_refused():
            raise HTTPError(405)

    get: Callable[..., Awaitable[None] | None] = _not_taken
    post: Callable[..., Awaitable[None] | None] = _not_taken
    delete: Callable[..., Awaitable[None] | None] = _not_taken
    patch: Callable[..., Awaitable[None] | None] = _not_taken
    put: Callable[..., Awaitable[None] | None] = _not_taken
    options: Callable[..., Awaitable[None] | None] = _not_taken

    async def head(self, *args: str, **kwargs: str) -> None:
        """What GET answers; tornado sends its head only."""
        answered = self.get(*args, **kwargs)
        if answered is not None:
            await answered

    def is_refused(self) -> bool:
        """Whether the answer was given before the body came, or has to be a refusal now."""
        if self._refusal is not None and not self._headers_written:
            raise self._refusal
        return self._refusal is not None

    def body_ended(self) -> None:
        """Remember that the request was read to its end."""
        self._is_read = True
        self._patience.end()

    def data_received(self, chunk: bytes) -> None:
        """Take in a piece of the body, or drop it."""
        self._patience.heard()
        if self._refusal is not None:
            return
        try:
            self.incoming.take(chunk)
        except (PortalError, OSError) as error:
            self._refusal = self.understood(error)
            self.incoming.drop()

    def on_connection_close(self) -> None:
        """Forget what was cut off."""
        super().on_connection_close()
        self.is_gone = True
        self._patience.end()
        self.incoming.drop()

    def finish(self, chunk: str | bytes | dict[str, Any] | None = None) -> Future[None]:
        """End the answer, and tell in it when the connection ends too."""
        if not self._is_read and not self._headers_written:
            self.set_header("Connection", "close")
        return super().finish(chunk)

    def on_finish(self) -> None:
        """Leave nothing open."""
        self._patience.end()
        self.incoming.drop()
        if self._is_last:
            self._connection.close()

    def body_as(self, model: type[Model]) -> Model:
        """The JSON body as that model; raises ``BadRequest`` with the places that are wrong."""
        try:
            return model.model_validate_json(self.incoming.json())
        except ValidationError as error:
            raise refusal_of(error) from error

    def query_as(self, model: type[Model]) -> Model:
        """The query of the address as that model."""
        fields = model.model_fields
        many = {name for name, field in fields.items() if get_origin(field.annotation) is tuple}
        values = {name: self.get_query_arguments(name) for name in self.request.query_arguments}
        given = {name: all_ if name in many else all_[-1] for name, all_ in values.items()}
        try:
            return model.model_validate(given)
        except ValidationError as error:
            raise query_refusal_of(error) from error

    def answer(
        self, content: BaseModel | Any, *, status: int = 200, cache: str = "no-store"
    ) -> None:
        """Send a model, or anything JSON, as the answer."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", cache)
        is_model = isinstance(content, BaseModel)
        self.finish(content.model_dump_json() if is_model else json.dumps(content))

    def answer_prepared(self, prepared: Prepared, *, cache: str) -> None:
        """Send JSON that is ready."""
        self._etag = prepared.etag
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", cache)
        self.finish(prepared.content)

    def compute_etag(self) -> str | None:
        """The one that came with the answer, else a hash of it."""
        return self._etag or super().compute_etag()

    def answer_all(self, models: tuple[BaseModel, ...]) -> None:
        """Send a list of models."""
        self.answer([model.model_dump(mode="json") for model in models])

    def answer_nothing(self, status: int = 204) -> None:
        """Send only a number."""
        self.set_status(status)
        self.finish()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with a problem, whatever went wrong."""
        error = kwargs["exc_info"][1] if "exc_info" in kwargs else HTTPError(status_code)
        self.finish(self._problem(self.understood(error)))

    async def _check_right(self, described: Operation) -> None:
        if described.right is None:
            return
        if await self.identify() is None:
            raise NotLoggedIn("not-logged-in", NOT_LOGGED_IN)
        if self.path_kwargs:  # which may name something that belongs to somebody
            self.standing = await self.portal.read(standing_of, self.caller, self.path_kwargs)
        self.check_right(self.right_of(described))

    def right_of(self, described: Operation) -> str:
        """The right this request needs; more than the described one where the query asks more."""
        return described.right or ""

    def check_right(self, name: str) -> None:
        """Raise ``Forbidden``, or ``NotFound`` where the asker may not even know of the thing."""
        if is_allowed(name, self.caller, self.standing):
            return
        right = RIGHTS[name]
        if right.is_hidden:
            raise NotFound("not-found", NOTHING_TO_SEE)
        if self.standing.is_new_course and self.standing.course_id and name != "releases.create":
            raise no_such_course(self.standing.course_id)
        message = NOT_ALLOWED.format(name=self.caller.name, deed=right.deed, needs=right.needs)
        raise Forbidden("not-allowed", message)

    @property
    def _connection(self) -> Any:
        return self.request.connection

    def _has_body(self) -> bool:
        headers = self.request.headers
        return "Transfer-Encoding" in headers or headers.get("Content-Length", "0") != "0"

    def _announced(self) -> int:
        told = self.request.headers.get("Content-Length", "0")
        return int(told) if told.isdecimal() else 0

    def _expect_body(self, described: Operation) -> None:
        settings = self.portal.settings
        announced = self._announced()
        packages = {
            "submission": settings.submission_limits,
            "package": settings.course_limits,
            "crate": settings.course_limits,
        }
        if described.body in packages:
            limit = packages[described.body].max_stream_bytes
            self.incoming.expect_package(limit, announced, settings.incoming)
        else:
            is_result = described.body == "result"
            limit = settings.max_result_bytes if is_result else settings.max_json_bytes
            self.incoming.expect_json(limit, announced)
        self._connection.set_max_body_size(max(settings.max_drained_bytes, limit))

    async def _refuse_now(self, error: PortalError) -> None:
        most = self.portal.settings.max_drained_bytes
        self._connection.set_max_body_size(most)
        # In chunks it may be endless, so nobody can promise to read it all.
        self._is_last = "Transfer-Encoding" in self.request.headers or self._announced() > most
        if self._is_last:
            self.set_header("Connection", "close")
        content = self._problem(error)
        self.set_header("Content-Length", str(len(content)))
        self.write(content)
        await self.flush()

    def _give_up(self) -> None:
        if self._headers_written:
            self.finish()
            return
        seconds = self.portal.settings.idle_seconds
        self.finish(self._problem(TooSlow("too-slow", FELL_SILENT.format(seconds=seconds))))

    @property
    def language(self) -> str:
        """The reader's language."""
        wishes = self.request.headers.get("Accept-Language", "")
        return negotiate(self.get_cookie(LANGUAGE_COOKIE), wishes)

    def _problem(self, error: PortalError) -> bytes:
        self.set_status_of(error)
        self.set_header("Content-Type", PROBLEM_JSON)
        self.set_header("Cache-Control", "no-store")
        return problem_json(error, self.language, self.correlation_id)


class NoSuchAddress(ApiHandler):
    """Whatever else is asked for below ``api/``."""

    async def check_request(self) -> None:
        """There is nothing here."""
        raise NotFound(
            "not-found",
            "The API has nothing at this address. Its description, openapi.json, lists all it has.",
        )

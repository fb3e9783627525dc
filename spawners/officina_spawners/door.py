"""The one door through which a job tells its hub where its session answers, and that it ends.

``POST <hub>/api/officina/sessions/port`` with exactly ``{"port": 1024..65535, "job": number}``, by
the session's own token, once for each time that the job runs: 400 for any other body, 403 for any
other token or job, 409 the second time; 503 while a hub that was restarted has yet to take the
session up, or while the answer to its submission is on its way. Where the batch system does not
tell a job its number in Slurm's way, ``job`` is left out and not compared.

Or with exactly ``{"ending": true, "job": number}``, heard once a minute (409): the hub asks Slurm
at once, and believes Slurm alone.

batchspawner registers a handler for the same purpose when it is imported, which sets every
attribute of the spawner that the body names. Whoever has our door served (``handlers``) has taken
that one out of the Hub with the same step.
"""

from __future__ import annotations

from secrets import compare_digest
from typing import Annotated, Any, Literal, Protocol, cast

import batchspawner.api
from jupyterhub.apihandlers import default_handlers
from jupyterhub.apihandlers.base import APIHandler
from pydantic import Field, TypeAdapter, ValidationError
from tornado import web

from officina_courses.model import Frozen
from officina_spawners.batch.reception import Reception
from officina_spawners.batch.session import BatchSession
from officina_spawners.slurm.jobs import JobId

PATH = "officina/sessions/port"
LARGEST_BODY = 100

NOT_A_SESSION = (
    "This token is not that of a session that is starting, so no port was taken. Only the job of a "
    "session reports its port, with the token that it was given."
)
NOT_A_REPORT = (
    'The body must be exactly {"port": number, "job": "number"}, the port 1024 to 65535, or '
    '{"ending": true, "job": "number"}, so nothing was taken from it.'
)
NOT_YET = "This hub has just been started and takes this session up soon. Please try again."
NOT_AWAITED = "A port of this session is known already, so nothing was changed."
NOT_AGAIN = "This session does not run, or said so a moment ago, so Slurm was not asked anew."
NOT_ITS_JOB = "This session has another job, so no port was taken. This job will be cancelled."
NO_JOB_YET = "This session's job has no number yet. Please try again."
REFUSALS: dict[Reception, tuple[int, str]] = {
    "known": (409, NOT_AWAITED),
    "another": (403, NOT_ITS_JOB),
    "early": (503, NO_JOB_YET),
}


class Report(Frozen):
    """The whole body."""

    port: Annotated[int, Field(ge=1024, le=65535)]
    job: JobId | None = None


class Farewell(Frozen):
    """The other one."""

    ending: Literal[True]
    job: JobId | None = None


_BODY: TypeAdapter[Report | Farewell] = TypeAdapter(Report | Farewell)


class AwaitsPort(Protocol):
    """The part of the spawner that a report reaches."""

    api_token: str

    @property
    def job_session(self) -> BatchSession | None: ...

    async def port_arrived(self, port: int, job: JobId | None) -> Reception: ...

    def will_know(self, token: str) -> bool: ...


class PortHandler(APIHandler):
    """Take one port, or word of the end."""

    async def post(self) -> None:
        spawner = self._spawner_of_token()
        try:
            if len(self.request.body) > LARGEST_BODY:
                raise web.HTTPError(400, NOT_A_REPORT)
            report = _BODY.validate_json(self.request.body, strict=True)
        except ValidationError:
            raise web.HTTPError(400, NOT_A_REPORT) from None
        await self._take(spawner, report)
        self.set_status(201)
        self.set_header("Content-Type", "application/json")
        self.finish(report.model_dump_json(exclude={"job"}))

    async def _take(self, spawner: AwaitsPort, report: Report | Farewell) -> None:
        if isinstance(report, Farewell):
            session = spawner.job_session
            if session is None or not session.end_reported(report.job):
                raise web.HTTPError(409, NOT_AGAIN)
            return
        reception = await spawner.port_arrived(report.port, report.job)
        if reception != "taken":
            raise web.HTTPError(*REFUSALS[reception])

    def _spawner_of_token(self) -> AwaitsPort:
        user, token = self.current_user, self.get_auth_token()
        if not token or not hasattr(user, "spawners"):  # nobody, or a service
            raise web.HTTPError(403, NOT_A_SESSION)
        for spawner in user.spawners.values():
            if spawner.api_token and compare_digest(spawner.api_token, token):
                return cast("AwaitsPort", spawner)
        if user.get_spawner().will_know(token):
            raise web.HTTPError(503, NOT_YET)
        raise web.HTTPError(403, NOT_A_SESSION)


def handlers() -> list[tuple[str, type[Any]]]:
    """For ``c.JupyterHub.extra_handlers``; batchspawner's own handler is served no more."""
    default_handlers[:] = [
        route
        for route in default_handlers
        if route[1] is not batchspawner.api.BatchSpawnerAPIHandler
    ]
    return [(f"/api/{PATH}", PortHandler)]

"""The caretaker's hands in a running JupyterHub: its users, its spawners, its own way to start.

JupyterHub has no call to start a session from within; what there is hangs on a request handler. So
one is made for the purpose, with a request that nobody sent.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyterhub.app import JupyterHub
from jupyterhub.handlers.base import BaseHandler
from tornado.httputil import HTTPHeaders, HTTPServerRequest

from officina_spawners.batch.caretaker import Caretaker
from officina_spawners.batch.record import JobRecord, JobRecords
from officina_spawners.batch.session import BatchSession
from officina_spawners.batch.side import records_in
from officina_spawners.batch.site import Site
from officina_spawners.batch.sites import open_site
from officina_spawners.spawner import OfficinaSpawner

log = logging.getLogger(__name__)


class NoConnection:
    """Nobody is at the other end."""

    def set_close_callback(self, callback: object) -> None:
        """It never closes."""


class RunningHub:
    """The Hub whose process this is."""

    def __init__(
        self, app: JupyterHub, records: JobRecords, site_of: Callable[[str], Site]
    ) -> None:
        self._app = app
        self._records = records
        self._site_of = site_of
        self._left: dict[str, BatchSession] = {}  # of people who are no users any more

    def has_session(self, record: JobRecord) -> bool:
        spawner = self._spawner(record)
        return spawner is not None and bool(spawner.active or spawner.pending)

    async def start(self, record: JobRecord) -> None:
        user = self._user(record)
        if user is None:
            log.warning("%s is no user of this hub any more; their job is ended", record.hub_user)
            await self.stop(record)
            return
        handler = BaseHandler(self._app.tornado_application, _nobodys_request())
        # What a trainer had prepared is still theirs to take back.
        handler.prepared = user.get_or_create_spawner(record.server_name, "").prepared
        options = record.choice.model_dump()  # all of it: defaults may have changed since
        await handler.spawn_single_user(user, record.server_name, options=options)

    async def stop(self, record: JobRecord) -> None:
        spawner = self._spawner(record)
        if spawner is not None:
            await spawner.stop()
        else:
            await self._stop_left(record)

    async def _stop_left(self, record: JobRecord) -> None:
        session = self._left.get(record.key)
        if session is None:
            site = self._site_of(record.cluster)
            session = self._left[record.key] = BatchSession(site, self._records, record.key, log)
        if await session.stop():
            del self._left[record.key]

    def _spawner(self, record: JobRecord) -> Any:
        user = self._user(record)
        return user.get_spawner(record.server_name) if user else None

    def _user(self, record: JobRecord) -> Any:
        return self._app.users.get(record.hub_user)


def install() -> None:
    """Have the Hub that is being configured in this process looked after, once it runs."""
    if JupyterHub.initialized():
        task = asyncio.get_running_loop().create_task(_look_after(JupyterHub.instance()))
        _TASKS.add(task)
        task.add_done_callback(_TASKS.discard)


_TASKS: set[asyncio.Task[None]] = set()  # the loop itself holds tasks only weakly


async def _look_after(app: JupyterHub) -> None:
    # The Hub makes its event for "started" only when it starts, so that is looked for.
    while getattr(app, "_start_future", None) is None:  # noqa: ASYNC110
        await asyncio.sleep(0.2)
    await asyncio.shield(app._start_future)
    template = OfficinaSpawner(config=app.config)
    if not template.clusters:
        return
    data_dir = Path(template.data_dir)
    clusters = template.offers.clusters

    def site_of(cluster: str) -> Site:
        return open_site(clusters, cluster, data_dir)

    def sites() -> list[Site]:
        return [site_of(each.name) for each in clusters]

    records = records_in(template.run_dir)
    running, seconds = RunningHub(app, records, site_of), template.caretaker_seconds
    await Caretaker(running, records, sites, every_seconds=seconds).run()


def _nobodys_request() -> HTTPServerRequest:
    return HTTPServerRequest(
        method="POST",
        uri="/hub/api/officina/sessions",
        headers=HTTPHeaders(),
        connection=NoConnection(),  # type: ignore[arg-type]  # the one call that is made of it
    )

"""Keep the lease on a job while it is worked on."""

from __future__ import annotations

import logging
from threading import Event, Thread
from types import TracebackType
from typing import Protocol

from officina_widgets.errors import PortalError
from officina_widgets.wire import Job

log = logging.getLogger(__name__)


class LeaseKeeper(Protocol):
    """The part of the portal's client that this file needs."""

    def heartbeat(self, job: Job) -> None:
        """Prolong the lease."""


class Heartbeat:
    """Prolongs a lease in the background, four times per lease time, until the block ends.

    An unreachable portal is no reason to stop: the result is handed in afterwards, and where the
    lease was lost meanwhile the portal refuses it and somebody else has done the work.
    """

    def __init__(self, client: LeaseKeeper, job: Job) -> None:
        self._client = client
        self._job = job
        self._done = Event()
        self._thread = Thread(target=self._beat, name=f"heartbeat-{job.id}", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._done.wait(self._job.lease_seconds / 4):
            try:
                self._client.heartbeat(self._job)
            except PortalError as error:
                log.warning("heartbeat of job %s failed: %s", self._job.id, error)

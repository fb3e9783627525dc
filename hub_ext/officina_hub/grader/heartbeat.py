"""Keep the lease on a job while it is worked on."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Event, Thread
from types import TracebackType
from typing import Protocol

from officina_widgets.errors import Conflict, PortalError
from officina_widgets.import_wire import ProofProgress
from officina_widgets.wire import Job

log = logging.getLogger(__name__)

LONGEST_SECONDS = 6 * 3600.0
TELL_SECONDS = 2.0  # between two steps that are told


def _stay() -> None:
    """Nothing more than letting the lease go."""


class LeaseKeeper(Protocol):
    """The part of the portal's client that this file needs."""

    def heartbeat(self, job: Job, *, progress: ProofProgress | None = None) -> None:
        """Prolong the lease, and tell how far the work is."""


class Heartbeat:
    """Prolongs a lease in the background, four times per lease time, until the block ends.

    Not for ever: work that takes longer than ``longest_seconds`` is stuck. Then the lease is let go
    and ``overtime`` is called, so that the work is offered again and in the end given up.

    An unreachable portal is no reason to stop: the result is handed in afterwards, and where the
    lease was lost meanwhile the portal refuses it and somebody else has done the work. Before it
    writes what outlasts it, the work asks ``make_sure``.
    """

    def __init__(
        self,
        client: LeaseKeeper,
        job: Job,
        *,
        longest_seconds: float = LONGEST_SECONDS,
        overtime: Callable[[], None] = _stay,
    ) -> None:
        self._client = client
        self._job = job
        self._longest_seconds = longest_seconds
        self._overtime = overtime
        self._done = Event()
        self._sure_until = _now() + job.lease_seconds / 2
        self._progress: ProofProgress | None = None
        self._told_at = -TELL_SECONDS
        self._thread = Thread(target=self._beat, name=f"heartbeat-{job.id}", daemon=True)

    def make_sure(self) -> None:
        """Raise ``Conflict`` where the lease is lost; the portal is asked only after a silence.

        A process that was stopped, or could not reach the portal, does not know for how long.
        """
        if _now() > self._sure_until:
            self._prolong()

    def tell(self, progress: ProofProgress) -> None:
        """Say how far the work is: now, or with the next beat where that was said just now.

        Raises ``Conflict`` where the lease is lost, so that work which nobody wants ends there.
        """
        self._progress = progress
        if _now() < self._told_at + TELL_SECONDS:
            return
        try:
            self._prolong()
        except Conflict:
            raise
        except PortalError as error:
            log.warning("progress of job %s was not told: %s", self._job.id, error)

    def _prolong(self) -> None:
        asked_at = _now()
        self._client.heartbeat(self._job, progress=self._progress)
        self._told_at = asked_at
        self._sure_until = asked_at + self._job.lease_seconds / 2

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
        # A process that is told to end does not wait for a beat, nor for ``overtime``.
        if kind is None or issubclass(kind, Exception):
            self._thread.join()

    def _beat(self) -> None:
        end = time.monotonic() + self._longest_seconds
        while not self._done.wait(self._job.lease_seconds / 4):
            if time.monotonic() > end:
                log.error(
                    "job %s takes longer than %s s and is let go",
                    self._job.id,
                    self._longest_seconds,
                )
                self._overtime()
                return
            try:
                self._prolong()
            except PortalError as error:
                log.warning("heartbeat of job %s failed: %s", self._job.id, error)


def _now() -> float:
    """Seconds on a clock that goes on while the machine sleeps, as the portal's leases do."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)

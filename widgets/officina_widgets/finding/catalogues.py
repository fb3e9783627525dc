"""Who answers a finder's questions: the portal, a snapshot, or whichever of them can."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Final, Protocol, TypeVar

from officina_widgets.catalogue.asking import Answer, Ask
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.errors import NotConfigured, PortalBroken, PortalUnreachable

SNAPSHOT_VARIABLE: Final = "OFFICINA_CATALOGUE_SNAPSHOT"
REST_SECONDS: Final = 15
"""How long a portal that did not answer is left in peace, so that typing goes on meanwhile."""

NO_CATALOGUE = (
    "There is no catalogue to search: {reason} Start this from a session of the hub, or set "
    f"{SNAPSHOT_VARIABLE} to the path of a snapshot file."
)

T = TypeVar("T")


class Catalogue(Protocol):
    """What answers a finder."""

    @property
    def is_snapshot(self) -> bool:
        """Whether the answers come from a copy that may be older than the portal's."""

    def ask(self, ask: Ask) -> Answer:
        """Everything found; raises ``PortalError`` with a sentence for the person."""

    def record(self, record_id: str) -> CatalogRecord:
        """One record; raises ``NotFound`` where there is none."""


class PortalFirst:
    """Asks the portal, and the snapshot while the portal is away."""

    def __init__(
        self, portal: Catalogue, snapshot: Catalogue, *, clock: Callable[[], float] = monotonic
    ) -> None:
        self._portal = portal
        self._snapshot = snapshot
        self._clock = clock
        self._resting_until = clock()

    @property
    def is_snapshot(self) -> bool:
        return self._clock() < self._resting_until

    def ask(self, ask: Ask) -> Answer:
        """From the portal where it can."""
        return self._first(lambda catalogue: catalogue.ask(ask))

    def record(self, record_id: str) -> CatalogRecord:
        """From the portal where it can."""
        return self._first(lambda catalogue: catalogue.record(record_id))

    def _first(self, question: Callable[[Catalogue], T]) -> T:
        if not self.is_snapshot:
            try:
                return question(self._portal)
            except (PortalUnreachable, PortalBroken):
                self._resting_until = self._clock() + REST_SECONDS
        return question(self._snapshot)


def session_catalogue() -> Catalogue:
    """What this session has: the portal, a snapshot, or both.

    Raises
    ------
    NotConfigured
        Where it has neither.

    """
    from officina_widgets.finding.portal import PortalCatalogue
    from officina_widgets.finding.snapshot import SnapshotCatalogue

    path = os.environ.get(SNAPSHOT_VARIABLE)
    snapshot = SnapshotCatalogue(Path(path)) if path else None
    try:
        portal = PortalCatalogue.from_environment()
    except NotConfigured as error:
        if snapshot is None:
            reason = error.message.partition(", ")[0] + "."
            raise NotConfigured(NO_CATALOGUE.format(reason=reason), code=error.code) from error
        return snapshot
    return PortalFirst(portal, snapshot) if snapshot else portal

"""Who answers a finder's questions: the portal, a snapshot, or whichever of them can."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from officina_widgets.catalogue.asking import Answer, Ask
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.errors import (
    NotConfigured,
    PortalBroken,
    PortalError,
    PortalUnreachable,
)

if TYPE_CHECKING:
    from officina_widgets.finding.snapshot import SnapshotCatalogue

SNAPSHOT_VARIABLE: Final = "OFFICINA_CATALOGUE_SNAPSHOT"
KEY_VARIABLE: Final = "OFFICINA_CATALOGUE_PUBLIC_KEY"
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

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader of such a copy should know of it, as keys of the words."""

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
        return self._rests or self._portal.is_snapshot

    @property
    def notes(self) -> tuple[str, ...]:
        return self._snapshot.notes if self._rests else self._portal.notes

    @property
    def _rests(self) -> bool:
        return self._clock() < self._resting_until

    def ask(self, ask: Ask) -> Answer:
        """From the portal where it can."""
        return self._first(lambda catalogue: catalogue.ask(ask))

    def record(self, record_id: str) -> CatalogRecord:
        """From the portal where it can."""
        return self._first(lambda catalogue: catalogue.record(record_id))

    def _first(self, question: Callable[[Catalogue], T]) -> T:
        if not self._rests:
            try:
                return question(self._portal)
            except (PortalUnreachable, PortalBroken) as away:
                answer = instead_of(away, lambda: question(self._snapshot))
                self._resting_until = self._clock() + REST_SECONDS
                return answer
        return question(self._snapshot)


def instead_of(away: PortalError, from_snapshot: Callable[[], T]) -> T:
    """The snapshot's answer; where nobody has written one, what is amiss is that portal."""
    from officina_widgets.finding.snapshot import MissingSnapshot

    try:
        return from_snapshot()
    except MissingSnapshot:
        raise away from None


def session_catalogue() -> Catalogue:
    """What this session has: the portal, a snapshot, or both.

    Raises
    ------
    NotConfigured
        Where it has neither.

    """
    from officina_widgets.finding.portal import PortalCatalogue

    snapshot = snapshot_of(os.environ)
    try:
        portal = PortalCatalogue.from_environment()
    except NotConfigured as error:
        if snapshot is None:
            reason = error.message.partition(", ")[0] + "."
            raise NotConfigured(NO_CATALOGUE.format(reason=reason), code=error.code) from error
        return snapshot
    return PortalFirst(portal, snapshot) if snapshot else portal


def snapshot_of(environment: Mapping[str, str]) -> SnapshotCatalogue | None:
    """The one that is named there, checked with the key that is named there; it is not read yet."""
    from jupyter_core.paths import jupyter_data_dir

    from officina_widgets.finding.snapshot import SnapshotCatalogue
    from officina_widgets.finding.snapshot_memory import SnapshotMemory

    path = environment.get(SNAPSHOT_VARIABLE)
    if not path:
        return None
    memory = SnapshotMemory(Path(jupyter_data_dir(), "officina", "snapshots-shown.json"))
    return SnapshotCatalogue(path, key=environment.get(KEY_VARIABLE, ""), memory=memory)

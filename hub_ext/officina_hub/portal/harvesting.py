"""One harvest of one peer into the catalogue, from what was kept to what is kept.

It may run in a process of its own, and does where the portal orders it. Two at once of one peer
would undo each other, so a lock in the data folder, which ends with its process, lets one go on.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from officina_hub.catalogue.arriving import Source
from officina_hub.catalogue.parts import WAY_OUT
from officina_hub.errors import OfficinaError
from officina_hub.factory.peers import Peer
from officina_hub.federation.fetching import Fetcher, FetchLimits, Way
from officina_hub.federation.harvest import Harvested, HarvestFigures, Visit
from officina_hub.federation.harvest.report import Rejected
from officina_hub.federation.harvest.sources import THE_REST, arrivals_of
from officina_hub.portal.catalogue_loading import Loader, LoadOptions, LoadReport, told_line
from officina_hub.portal.db import Database
from officina_hub.portal.harvest_preview import Preview
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.federation_harvests import has_begun, has_ended, kept_of

MOST_PAGES_TOLD: Final = 50
Progress = Callable[[int], None]


class HarvestBusy(OfficinaError):  # noqa: N818 - the name is what happened
    """Another process harvests that peer now."""


class Harvester:
    """Harvests peers into one portal's catalogue; ``home`` is the portal's own folder."""

    def __init__(
        self,
        database: Database,
        home: Path,
        act: Act,
        *,
        contact: str = "",
        limits: FetchLimits | None = None,
        way_of: Callable[[Peer], Way] | None = None,
    ) -> None:
        self._database = database
        self._folder = harvest_folder(home)
        self._act = act
        self._agent = agent(contact)
        self._limits = limits or FetchLimits()
        self._way_of = way_of or (lambda peer: Way(private_network=peer.private_network))

    def harvest(
        self, peer: Peer, progress: Progress = lambda done: None, *, dry_run: bool = False
    ) -> Harvested:
        """What became of it; a peer that cannot be read is told and raises nothing.

        Raises
        ------
        HarvestBusy
            When another process harvests that peer now.

        """
        with alone_with(peer, self._folder) as scratch:
            return self._harvested(peer, scratch, progress, dry_run=dry_run)

    def _harvested(
        self, peer: Peer, scratch: Path, progress: Progress, *, dry_run: bool
    ) -> Harvested:
        began_at = datetime.now(UTC)
        with self._database.reading() as session:
            kept = kept_of(session, peer)
        if not dry_run:
            with self._database.writing() as session:
                has_begun(session, peer, began_at)
        fetcher = Fetcher(
            self._limits, way=self._way_of(peer), agent=self._agent, ca_file=peer.ca_file
        )
        with fetcher:
            trust = trust_folder(peer, self._folder)
            visit = Visit(peer, fetcher, kept, scratch, trust_folder=trust, at=began_at)
            loaded = self._loaded(visit, progress, dry_run=dry_run)
        report = report_of(visit, loaded, began_at, is_dry_run=dry_run)
        if not dry_run:
            with self._database.writing() as session:
                has_ended(session, peer, kept, report)
        return report

    def _loaded(self, visit: Visit, progress: Progress, *, dry_run: bool) -> LoadReport:
        peer = visit.peer
        source = Source(
            id=peer.source,
            title=peer.name,
            address=peer.address if peer.address.startswith("http") else None,
            licence=peer.licence or None,
            signed_by=peer.role if peer.kind == "officina" else None,
        )
        options = LoadOptions(withdraw_missing=True)
        loader = (
            Preview(self._database, source, options)
            if dry_run
            else Loader(self._database, source, self._act, options)
        )
        return loader.load(arrivals_of(visit), progress, still_named=visit.still_there)


@contextmanager
def alone_with(peer: Peer, folder: Path) -> Iterator[Path]:
    """A folder for what is being read of a peer, whom nobody else reads meanwhile.

    Raises
    ------
    HarvestBusy
        When another process reads that peer now.

    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / f"{peer.id}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HarvestBusy(
                f"The peer {peer.id} is being harvested already.",
                "Two at once would undo each other.",
                "Wait until it has ended; Operate → Federation tells when.",
            ) from None
        scratch = Path(tempfile.mkdtemp(prefix=f"{peer.id}-", dir=folder))
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def harvest_folder(home: Path) -> Path:
    """Where a portal keeps what belongs to reading its peers."""
    return home / "harvest"


def trust_folder(peer: Peer, folder: Path) -> Path:
    """Where what was believed of a peer is remembered."""
    return folder / f"{peer.id}.trust"


def agent(contact: str) -> str:
    """How this hub names itself to others, so that they know whom to ask."""
    name = f"officina/{version('officina')}"
    return f"{name} (+mailto:{contact})" if contact else name


def report_of(
    visit: Visit, loaded: LoadReport, began_at: datetime, *, is_dry_run: bool
) -> Harvested:
    """The harvest's report, of what was read and what was loaded."""
    failure = visit.failure
    not_fetched = {told_line(address) for address in visit.not_fetched}
    return Harvested(
        peer=visit.peer.id,
        kind=visit.peer.kind,
        address=visit.peer.address,
        began_at=began_at,
        ended_at=datetime.now(UTC),
        verdict=str(getattr(failure, "verdict", "unreachable")) if failure else "fresh",
        why=str(failure) if failure else "",
        detail=str(getattr(failure, "detail", "")),
        figures=HarvestFigures(
            processed=loaded.processed,
            added=loaded.added,
            updated=loaded.updated,
            unchanged=loaded.unchanged,
            deleted=loaded.withdrawn + loaded.cancelled,
            rejected=loaded.refused,
        ),
        rejected=tuple(
            Rejected(where=r.where, reason=r.reason, was_fetched=r.where not in not_fetched)
            for r in loaded.refusals
        ),
        fetched=visit.fetched,
        unchanged=visit.unchanged,
        bytes=visit.bytes,
        without_records=len(visit.without_records),
        pages_without_records=tuple(visit.without_records[:MOST_PAGES_TOLD]),
        left_out=_left_out(visit, loaded),
        is_dry_run=is_dry_run,
    )


def _left_out(visit: Visit, loaded: LoadReport) -> str:
    """Why it is only a part, unless that is because it failed, which is told already."""
    part = (loaded.part or "").removesuffix(f"; {WAY_OUT}")
    return "" if visit.failure and THE_REST in part else part

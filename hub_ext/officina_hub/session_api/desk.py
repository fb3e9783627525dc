"""What the session API remembers between two requests; one for each hub process."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from officina_hub.session_api.estimating import StartEstimator
from officina_hub.session_api.facts import ClusterFacts
from officina_hub.session_api.foreseeing import QueueEstimator
from officina_hub.session_api.recent import RecentChoices
from officina_spawners.batch import sites
from officina_spawners.batch.site import Site
from officina_spawners.estimate import Scorebook
from officina_spawners.profiles import Offers, Profile
from officina_spawners.slurm.jobs import Job, JobId

SETTING = "officina_sessions"
BREATH_SECONDS = 20.0  # two clicks on one button are one wish
Estimators = Callable[[ClusterFacts], StartEstimator]


class Desk:
    """The facts of each cluster, the estimators, recent choices and fresh extensions."""

    def __init__(
        self,
        data_dir: Path,
        *,
        estimator: Estimators | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.recent = RecentChoices(data_dir / "recent-choices")
        self._data_dir = data_dir
        self._make_estimator = estimator or self._queue_estimator
        self._clock = clock
        self._facts: dict[str, ClusterFacts] = {}
        self._estimators: dict[str, StartEstimator] = {}
        self._extended: dict[JobId, float] = {}
        self._new_ends: dict[JobId, tuple[datetime, datetime]] = {}

    @classmethod
    def of(cls, settings: dict[str, Any], data_dir: Path) -> Desk:
        """The one of this Hub."""
        desk: Desk = settings.setdefault(SETTING, None) or cls(data_dir)
        settings[SETTING] = desk
        return desk

    def site(self, offers: Offers, profile: Profile) -> Site:
        """The cluster of that profile, as sessions know it."""
        name = profile.cluster or offers.clusters[0].name
        return sites.open_site(offers.clusters, name, self._data_dir)

    def facts(self, offers: Offers, profile: Profile) -> ClusterFacts:
        """What is known of the cluster of that profile."""
        name = profile.cluster or offers.clusters[0].name
        if name not in self._facts:
            self._facts[name] = ClusterFacts(self.site(offers, profile).client)
        return self._facts[name]

    def estimator(self, offers: Offers, profile: Profile) -> StartEstimator:
        """Who says when a session of that profile would start."""
        name = profile.cluster or offers.clusters[0].name
        if name not in self._estimators:
            self._estimators[name] = self._make_estimator(self.facts(offers, profile))
        return self._estimators[name]

    def _queue_estimator(self, facts: ClusterFacts) -> StartEstimator:
        book = Scorebook(self._data_dir / f"expected-starts-{facts.client.name}.jsonl")
        return QueueEstimator(facts, book)

    def claim_extension(self, job: JobId) -> bool:
        """Mark that it is being lengthened; False while an extension of it is still fresh."""
        now = self._clock()
        self._extended = {
            one: at for one, at in self._extended.items() if now - at < BREATH_SECONDS
        }
        if job in self._extended:
            return False
        self._extended[job] = now
        return True

    def note_end(self, job: Job, ends_at: datetime) -> None:
        """It was lengthened until then; the queue shows its former end until it is asked again."""
        assert job.ends_at is not None  # noqa: S101 - else it could not be lengthened
        now = datetime.now(UTC)
        self._new_ends = {one: ends for one, ends in self._new_ends.items() if ends[1] > now}
        self._new_ends[job.id] = (job.ends_at, ends_at)

    def end_of(self, job: Job) -> datetime | None:
        """When it ends, which a queue that was asked before it was lengthened does not know."""
        former, ends_at = self._new_ends.get(job.id, (None, None))
        return ends_at if ends_at and job.ends_at == former else job.ends_at

    def drop_claim(self, job: JobId) -> None:
        """It was not lengthened after all."""
        self._extended.pop(job, None)

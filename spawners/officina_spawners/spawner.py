"""The spawner that the Hub knows: one class, two places.

By its profile a session runs on this machine (``LocalSession``) or as a job of a cluster
(``BatchSession``). What stays here is speaking with the Hub: options in, progress and plain
refusals out, and the state that the Hub stores.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from batchspawner import SlurmSpawner
from jupyterhub.spawner import Spawner
from jupyterhub.utils import random_port
from pydantic import ValidationError
from traitlets import Unicode

from officina_spawners import door, tls
from officina_spawners.batch.reception import Reception
from officina_spawners.batch.route import route_to
from officina_spawners.batch.session import BatchSession
from officina_spawners.batch.side import JobSide, records_in
from officina_spawners.batch.site import Site
from officina_spawners.batch.sites import open_site
from officina_spawners.environment import course_environment, merged
from officina_spawners.errors import INSIDE, NO_ANSWER, EndedError, OptionsError, SessionError
from officina_spawners.homes import check_course_group, course_of, folder_name
from officina_spawners.isolation import isolation_notice, use_sandbox
from officina_spawners.knobs import Knobs
from officina_spawners.leftovers import leftovers
from officina_spawners.local import LocalSession, Wish
from officina_spawners.named import check_name, check_number, key_of
from officina_spawners.prepared import PreparedMixin
from officina_spawners.presets import Presets
from officina_spawners.profiles import Offers, Profile, SessionChoice
from officina_spawners.records import SessionRecord
from officina_spawners.shares import end_shares
from officina_spawners.stages import Stages
from officina_spawners.turns import Turns
from officina_spawners.watching import Gone

HERE = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - on a compute node the hub comes from outside


class OfficinaSpawner(Knobs, Presets, PreparedMixin, SlurmSpawner):
    """Starts each single-user server in a sandbox on this machine, or as a job of a cluster."""

    ip = Unicode(HERE, help="""Where sessions on this machine listen.""").tag(config=True)

    _warned_of: ClassVar[set[str]] = set()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._stages = Stages()
        self._is_starting = False
        self._admitted = ""
        self._certificates: Mapping[str, str | None] = {}
        self._local: LocalSession | None = None
        self._job: JobSide | None = None
        self._local_start_seconds: int = self.start_timeout
        self._news: asyncio.Task[None] | None = None
        for leftover in leftovers(self.config):
            self._warn_once(str(leftover))

    @property
    def course_id(self) -> str | None:
        """The course whose own server this is; None for a person's."""
        return course_of(self.user.name, self.course_prefix)

    @property
    def isolation_notice(self) -> str:
        """What users of this hub must know about isolation; empty where all is well."""
        return isolation_notice(self.isolation)

    @property
    def offers(self) -> Offers:
        """What can be started here."""
        return Offers.model_validate(
            {
                "profiles": self.profiles,
                "clusters": self.clusters,
                "environments": self.environments,
            }
        )

    @property
    def job_session(self) -> BatchSession | None:
        """The job that this session is, or is about to be; None for one on this machine."""
        return self._jobs.session

    @property
    def steps(self) -> tuple[str, ...]:
        """What has happened so far in this start, or in the last one."""
        return self._stages.so_far

    @property
    def key(self) -> str:
        """The name of this session among those of all people."""
        return key_of(self.user.name, self.name)

    @property
    def taken_profile(self) -> str:
        """The profile of which this is one on a cluster, from its start to its proven end."""
        record = self._jobs.record
        return record.choice.profile if record is not None else self._admitted

    @property
    def _session(self) -> LocalSession:
        if self._local is None:
            self._local = LocalSession(self.place(), self.key, self.log)
        return self._local

    @property
    def _jobs(self) -> JobSide:
        if self._job is None:
            self._job = JobSide(self, self.key, records_in(self.run_dir), self._site)
        return self._job

    def _site(self, cluster: str) -> Site:
        return open_site(self.offers.clusters, cluster, Path(self.data_dir))

    async def start(self) -> tuple[str, int]:
        """Start the session; return where it answers, as soon as it does."""
        reference = secrets.token_hex(6)
        self._is_starting = True
        try:
            return await self._start()
        except asyncio.CancelledError:
            self._let_go()
            raise
        except SessionError as error:
            self.log.error(
                "no session for %s [%s]: %s",
                self._log_name,
                reference,
                error,
                exc_info=error.__cause__,
            )
            await self._end(grace_seconds=0)
            raise error.refusal(reference) from None
        except Exception:
            self.log.exception("no session for %s [%s]", self._log_name, reference)
            await self._end(grace_seconds=0)
            raise SessionError(INSIDE).refusal(reference) from None
        finally:
            self._is_starting, self._admitted = False, ""
            self._stages.close()

    async def _start(self) -> tuple[str, int]:
        offers = self.offers
        choice = self._judged(offers)
        profile = offers.profile(choice)
        is_course = self.course_id is not None
        check_name(self.name, profile, is_course=is_course)
        if is_course or profile.place == "local":
            await self._jobs.see_off(self._stages)
            return await self._start_here({} if is_course else profile.variables)
        if self.taken_profile != profile.name:  # else it is there already, and is taken up
            check_number(profile, self._profiles_of_others())
        self._admitted = profile.name
        return await self._start_job(offers, choice, profile)

    def _profiles_of_others(self) -> Iterator[str]:
        """Those of this person's other sessions on clusters."""
        for name in self.user.orm_spawners:
            if name != self.name:
                yield self.user.get_spawner(name).taken_profile

    async def _start_here(self, limits: Mapping[str, str]) -> tuple[str, int]:
        seconds = self._local_start_seconds
        async with Turns.of_this_loop(self.concurrent_starts).turn(self._stages):
            try:
                async with asyncio.timeout(seconds):
                    return await self._start_in_turn(limits)
            except TimeoutError:
                raise EndedError(NO_ANSWER.with_values(seconds=seconds)) from None

    async def _start_in_turn(self, limits: Mapping[str, str]) -> tuple[str, int]:
        is_sandboxed = await asyncio.to_thread(use_sandbox, self.isolation)
        if not is_sandboxed:
            self._warn_once(self.isolation_notice)
        self.ip = self.ip or HERE
        self.port: int = self.port or random_port()
        name = folder_name(self.user.name)
        wish = Wish(
            user=self.user.name,
            server_name=self.name,
            name=name,
            home=self._home(name),
            command=(*self.cmd, *self.get_args()),
            port=self.port,
            is_sandboxed=is_sandboxed,
            certificates=self.cert_paths,
        )
        record = await self._session.start(wish, merged(limits, self.get_env()), self._stages)
        self.log.info("session of %s runs as process %s", self._log_name, record.outside.pid)
        return self.ip, record.port

    async def _start_job(
        self, offers: Offers, choice: SessionChoice, profile: Profile
    ) -> tuple[str, int]:
        self.ip, self.port = EVERYWHERE, 0
        address, port = await self._jobs.start(
            offers, choice, profile, self._job_environment, self._stages
        )
        record = self._jobs.record
        self.job_id = (record.job if record else None) or ""
        self.log.info("session of %s runs as job %s", self._log_name, self.job_id)
        self._listen_for_news()
        return address, port

    def _job_environment(self) -> dict[str, str]:
        from_hub = self.get_env()
        door_url = self.door_url or f"{from_hub['JUPYTERHUB_API_URL']}/{door.PATH}"
        return merged(from_hub, self._certificates, {"OFFICINA_DOOR": door_url})

    def _judged(self, offers: Offers) -> SessionChoice:
        """Refuse what is not offered, and forget it: the Hub would use it for the next start."""
        options: dict[str, object] = self.user_options
        try:
            return offers.judge(options)
        except OptionsError:
            if self.orm_spawner is not None:
                self.orm_spawner.user_options = {}
                self.user.db.commit()  # the Hub's own commits after a refusal did not keep it
            raise

    async def port_arrived(self, port: int, job: str | None = None) -> Reception:
        """Take the port that this session's job reports, if it is awaited from that job."""
        session = self._jobs.session
        return await session.port_arrived(port, job) if session else "known"

    def will_know(self, token: str) -> bool:
        """Whether a job with this token is there that this hub has yet to take up."""
        return self._jobs.will_know(token)

    async def poll(self) -> int | None:
        """None while the session runs, also one that a hub before this one started."""
        if self._is_starting:
            return None
        job, here = self._jobs.session, self._session
        if job is None:
            return None if self._jobs.is_unknown and not here.record else here.exit_code()
        code = await job.poll()
        self.will_resume = job.is_starting  # so that the Hub leaves the job its token
        if code is None and (place := job.place):
            await route_to(self, *place)
            self._listen_for_news()
        return code

    def _listen_for_news(self) -> None:
        if self._news is None or self._news.done():
            self._news = asyncio.create_task(self._pass_on_news())

    async def _pass_on_news(self) -> None:
        """Have the Hub look as soon as there is news of the job, not at its next turn only."""
        while (job := self._jobs.session) and (followed := job.followed):
            if not isinstance(followed.state, Gone):
                await followed.changed()
            if self._stop_pending or await self.poll_and_notify() is not None:
                return
            if isinstance(followed.state, Gone):
                return  # who ends it sees to the rest; there is no more news to wait for

    async def stop(self, now: bool = False) -> None:  # noqa: FBT001, FBT002 - the Hub's signature
        """End the session, and everything that it has started."""
        await self._end(grace_seconds=0 if now else self.stop_grace_seconds)

    async def _end(self, *, grace_seconds: float) -> None:
        job = self._jobs.session
        is_ended = await (job.stop() if job else self._session.stop(grace_seconds=grace_seconds))
        if not is_ended:
            self.log.error("the session of %s could not be ended yet", self._log_name)

    def _let_go(self) -> None:
        """A start was given up: by its person, or because the hub itself goes down.

        In the latter case the job keeps its place in the queue, for the next hub to take up.
        """
        job = self._jobs.session
        if job is not None and not job.is_hub_ending:
            job.begin_to_stop()  # the Hub waits a second for this; it awaits stop() afterwards

    async def progress(self) -> AsyncIterator[dict[str, str]]:
        """The steps of the start, as they are reached."""
        async for event in self._stages.watch():
            yield event

    async def get_url(self) -> str:
        """Where the session answers, also when the Hub died before it was told."""
        url: str = self.server.url
        job, record = self._jobs.record, self._session.record
        proto = "https" if self.internal_ssl else "http"
        if job is not None and job.port:
            return f"{proto}://{job.address}:{job.port}{self.server.base_url}"
        if record is None or record.port == self.server.port:
            return url
        return f"{proto}://{self.ip or HERE}:{record.port}{self.server.base_url}"

    def get_env(self) -> dict[str, str]:
        """The session's variables; ``Spawner.environment`` has the last word."""
        from_hub = Spawner.get_env(self)  # batchspawner asks for a Unix account, which few have
        from_hub.pop("JPY_API_TOKEN", None)  # the same token again, for servers before 2017
        if self.course_id is None:
            return merged(self.learner_environment, from_hub)
        return merged(self.course_environment, from_hub, course_environment(self.course_id))

    def get_state(self) -> dict[str, object]:
        """The session's record, beside the one in the run folder."""
        state: dict[str, object] = super().get_state()
        if self._session.record is not None:
            state["session"] = self._session.record.model_dump(mode="json")
        return state

    def load_state(self, state: Mapping[str, object]) -> None:
        """Find the session again after a restart of the hub."""
        super().load_state(state)
        self.api_token: str = self._jobs.token_of_running() or self.api_token
        if self._session.record is None and "session" in state:
            try:
                self._session.record = SessionRecord.model_validate(state["session"])
            except ValidationError:
                self.log.warning("the stored state of %s is damaged; ignored", self._log_name)

    def clear_state(self) -> None:
        """Forget a local session that is gone; a job's record goes with its proven end alone."""
        super().clear_state()
        self._session.forget()
        self._stages = Stages()
        if self.course_id is None:  # a course's server stays open to its trainers
            end_shares(self.orm_spawner)

    async def move_certs(self, paths: Mapping[str, str]) -> Mapping[str, str]:
        """Keep what a job is to have; a session on this machine gets copies as it starts."""
        profile = self.chosen_profile()
        is_job = profile is not None and profile.place != "local"
        self._certificates = tls.for_a_job(paths) if is_job else {}
        return paths

    def chosen_profile(self) -> Profile | None:
        """What the options mean; None where they mean nothing, or this is a course's server."""
        if self.course_id is not None:
            return None
        try:
            return self.offers.profile(self.offers.judge(self.user_options))
        except OptionsError:
            return None

    def site_of(self, profile: Profile) -> Site:
        """The cluster of that profile."""
        return self._site(profile.cluster or self.offers.clusters[0].name)

    def _home(self, name: str) -> Path:
        if self.course_id is None:
            return Path(self.homes_dir, name)
        check_course_group(self.user.name, self.user.groups, self.course_group)
        return Path(self.courses_dir, self.course_id)

    def _warn_once(self, notice: str) -> None:
        if notice not in self._warned_of:
            self._warned_of.add(notice)
            self.log.warning("%s", notice)

"""The spawner that the Hub knows.

Every session runs on this machine, and ``LocalSession`` does the work; what stays here is speaking
with the Hub: options in, progress and plain refusals out, and the state that the Hub stores.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from jupyterhub.spawner import Spawner, SpawnException
from jupyterhub.utils import random_port
from pydantic import ValidationError
from traitlets import default

from officina_spawners.environment import course_environment, merged, session_program
from officina_spawners.errors import HomeError, OptionsError, SessionError
from officina_spawners.homes import course_of, folder_name
from officina_spawners.isolation import isolation_notice, use_sandbox
from officina_spawners.knobs import Knobs
from officina_spawners.local import LocalSession, Wish
from officina_spawners.options import options_from_form, read_options
from officina_spawners.records import SessionRecord
from officina_spawners.stages import Stages


class OfficinaSpawner(Knobs, Spawner):
    """Starts each single-user server in a sandbox of its own on this machine."""

    _warned_of: ClassVar[set[str]] = set()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._stages = Stages()
        self._is_starting = False
        self._local: LocalSession | None = None

    @default("cmd")
    def _cmd(self) -> list[str]:
        return [session_program()]

    @default("env_keep")
    def _env_keep(self) -> list[str]:
        return []

    @default("start_timeout")
    def _start_timeout(self) -> int:
        return (
            120  # start() returns when JupyterLab listens; on a busy small machine that takes 30 s
        )

    @default("options_from_form")
    def _options_from_form(self) -> Callable[..., dict[str, object]]:
        return options_from_form

    @default("apply_user_options")
    def _apply_user_options(self) -> Callable[..., None]:
        return _judged_at_start

    @property
    def course_id(self) -> str | None:
        """The course whose own server this is; None for a person's."""
        return course_of(self.user.name, self.course_prefix)

    @property
    def isolation_notice(self) -> str:
        """What users of this hub must know about isolation; empty where all is well."""
        return isolation_notice(self.isolation)

    @property
    def _session(self) -> LocalSession:
        if self._local is None:
            key = folder_name(self.user.name) + (f":{self.name}" if self.name else "")
            self._local = LocalSession(self.place(), key, self.log)
        return self._local

    async def start(self) -> tuple[str, int]:
        """Start the session; return where it answers, as soon as it does."""
        reference = secrets.token_hex(6)
        self._is_starting = True
        try:
            return await self._start()
        except SessionError as error:
            self.log.error(
                "no session for %s [%s]: %s",
                self._log_name,
                reference,
                error,
                exc_info=error.__cause__,
            )
            await self._session.stop(grace_seconds=0)
            raise error.refusal(reference) from None
        except Exception:
            self.log.exception("no session for %s [%s]", self._log_name, reference)
            await self._session.stop(grace_seconds=0)
            raise SessionError(
                "The session could not be started, for a reason inside the hub. Nothing of your "
                "work is lost. Please try again, and tell the hub's operator if it happens again."
            ).refusal(reference) from None
        finally:
            self._is_starting = False
            self._stages.close()

    async def _start(self) -> tuple[str, int]:
        self._check_options()
        is_sandboxed = await asyncio.to_thread(use_sandbox, self.isolation)
        if not is_sandboxed:
            self._warn_once(self.isolation_notice)
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
        )
        record = await self._session.start(wish, self.get_env(), self._stages)
        self.log.info("session of %s runs as process %s", self._log_name, record.outside.pid)
        return self.ip or "127.0.0.1", record.port

    def _check_options(self) -> None:
        """Refuse what is not offered, and forget it: the Hub would use it for the next start."""
        options: dict[str, object] = self.user_options
        try:
            read_options(options, self.profiles)
        except OptionsError:
            if self.orm_spawner is not None:
                self.orm_spawner.user_options = {}
                self.user.db.commit()  # the Hub's own commits after a refusal did not keep it
            raise

    async def poll(self) -> int | None:
        """None while the session runs, also one that a hub before this one started."""
        return None if self._is_starting else self._session.exit_code()

    async def stop(self, now: bool = False) -> None:  # noqa: FBT001, FBT002 - the Hub's signature
        """End the session, and everything that it has started."""
        if not await self._session.stop(grace_seconds=0 if now else self.stop_grace_seconds):
            self.log.error("something of the session of %s could not be ended", self._log_name)

    async def progress(self) -> AsyncIterator[dict[str, str]]:
        """The steps of the start, as they are reached."""
        async for event in self._stages.watch():
            yield event

    async def get_url(self) -> str:
        """Where the session answers, also when the Hub died before it was told."""
        url: str = self.server.url
        record = self._session.record
        if record is None or record.port == self.server.port:
            return url
        return f"http://{self.ip or '127.0.0.1'}:{record.port}{self.server.base_url}"

    def get_env(self) -> dict[str, str]:
        """The session's variables; ``Spawner.environment`` has the last word."""
        from_hub = super().get_env()
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
        if self._session.record is None and "session" in state:
            try:
                self._session.record = SessionRecord.model_validate(state["session"])
            except ValidationError:
                self.log.warning("the stored state of %s is damaged; ignored", self._log_name)

    def clear_state(self) -> None:
        """Forget a session that is gone."""
        super().clear_state()
        self._session.forget()
        self._stages = Stages()

    async def move_certs(self, paths: Mapping[str, str]) -> Mapping[str, str]:
        """Refuse: the sandbox does not show the Hub's certificates."""
        raise SpawnException(
            "Sessions on this machine do not speak TLS with the hub yet, and "
            "JupyterHub.internal_ssl asks for it. The hub's operator can switch it off: all "
            "of it is on the loopback.",
            reason="internal-ssl",
            status_code=503,
        )

    def _home(self, name: str) -> Path:
        course_id = self.course_id
        if course_id is None:
            return Path(self.homes_dir, name)
        if self.course_group not in {group.name for group in self.user.groups}:
            raise HomeError(
                f"{self.user.name!r} is named like a course's own server but is not in the group "
                f"{self.course_group!r}, so it gets no course folder. The hub's operator can "
                "rename the user."
            )
        return Path(self.courses_dir, course_id)

    def _warn_once(self, notice: str) -> None:
        if notice not in self._warned_of:
            self._warned_of.add(notice)
            self.log.warning("%s", notice)


def _judged_at_start(spawner: OfficinaSpawner, user_options: Mapping[str, object]) -> None:
    """Nothing is applied here: ``start`` reads the options through their one door."""

"""A session on this machine: prepared, started, found again, ended.

The only place where a session can run today.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from pydantic import Field

from officina_courses.model import Frozen
from officina_courses.sandbox import Account
from officina_courses.saying import say
from officina_spawners.accounts import AccountRange, claim_account
from officina_spawners.ending import end_session, forget_session
from officina_spawners.environment import merged, person_environment, session_path
from officina_spawners.errors import CommandError, EndedError
from officina_spawners.homes import make_home
from officina_spawners.identity import write_identity
from officina_spawners.launch import Command, Launched, launch_in_sandbox, launch_plainly
from officina_spawners.limits import Limits, prlimit_options
from officina_spawners.listening import is_listening
from officina_spawners.local_tls import Certificates, write_certificates
from officina_spawners.passage import open_passage
from officina_spawners.records import MARK, SessionRecord, read_record, write_record
from officina_spawners.stages import Stages
from officina_spawners.view import View, home_inside, is_shown, session_sandbox

LOOK_SECONDS = 0.1
LOG_TAIL_LINES = 20


class Place(Frozen):
    """The machine's side of local sessions, the same for each of them."""

    data_dir: Path
    homes_dir: Path
    courses_dir: Path
    run_dir: Path
    log_dir: Path
    software: tuple[Path, ...] = ()
    accounts: AccountRange = AccountRange()
    limits: Limits = Limits()
    scratch_mib: int = 1024
    shared_memory_mib: int = 1024


class Wish(Frozen):
    """What one session is to be."""

    user: str
    server_name: str
    name: str
    home: Path
    command: tuple[str, ...]
    port: int
    is_sandboxed: bool
    certificates: dict[str, str] = Field(default={}, description="The Hub's own files of them")


class LocalSession:
    """The session of one key on this machine; it may run or not."""

    def __init__(self, place: Place, key: str, log: logging.Logger) -> None:
        self._place = place
        self._key = key
        self._log = log
        self._child: subprocess.Popen[bytes] | None = None
        self.record: SessionRecord | None = read_record(place.run_dir, key)

    def exit_code(self) -> int | None:
        """None while it runs, as ``Spawner.poll`` has it; 0 where nobody knows."""
        code = self._child.poll() if self._child else 0
        if self.record is not None and self.record.outside.is_alive():
            return None
        return code or 0

    async def start(
        self, wish: Wish, environment: Mapping[str, object], stages: Stages
    ) -> SessionRecord:
        """Start it, and return once the session itself listens on its port."""
        await self.stop(grace_seconds=0)  # an orphan of this key, such as a half-started one
        stages.reached("Preparing your home folder")
        account = await asyncio.to_thread(self._prepare, wish)
        stages.reached("Starting your session" + (" in its sandbox" if wish.is_sandboxed else ""))
        mark = secrets.token_hex(16)
        launched = await self._launch(wish, {**environment, MARK: mark}, account)
        self._child = launched.child
        self.record = SessionRecord(
            key=self._key,
            user=wish.user,
            server_name=wish.server_name,
            port=wish.port,
            outside=launched.outside,
            inside=launched.inside,
            is_sandboxed=wish.is_sandboxed,
            mark=mark,
            started_at=datetime.now(UTC),
        )
        write_record(self._place.run_dir, self.record)
        stages.reached("Your session runs; JupyterLab is loading")
        await self._listening(self.record)
        stages.reached("JupyterLab answers")
        return self.record

    async def stop(self, *, grace_seconds: float) -> bool:
        """End it and all that belongs to it; False when something could not be ended."""
        if self.record is None:
            return True
        is_gone = await end_session(self._place.run_dir, self.record, grace_seconds=grace_seconds)
        if self._child is not None and is_gone:
            await asyncio.to_thread(self._child.wait)
        if is_gone:
            self.record = self._child = None
        return is_gone

    def forget(self) -> None:
        """Drop what is left of a session that ended by itself."""
        if self.record is not None and not self.record.outside.is_alive():
            forget_session(self._place.run_dir, self.record)
            self.record = None

    def _prepare(self, wish: Wish) -> Account:
        place = self._place
        for folder in (place.homes_dir, place.courses_dir, place.run_dir, place.log_dir):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_home(wish.home)
        if os.geteuid() != 0:
            return Account(uid=os.getuid(), gid=os.getgid())
        shelves = (place.homes_dir, place.courses_dir)
        return claim_account(wish.home, shelves, place.accounts)

    async def _launch(
        self, wish: Wish, environment: Mapping[str, object], account: Account
    ) -> Launched:
        place = self._place
        home = home_inside(wish.name, place.software) if wish.is_sandboxed else wish.home
        person = person_environment(wish.name, home, is_sandboxed=wish.is_sandboxed)
        tls = self._certificates(wish, account)
        told = tls.variables(is_sandboxed=wish.is_sandboxed) if tls else {}
        command = Command(
            argv=(self._program(wish), *wish.command[1:]),
            environment=merged(person, environment, told),
            cwd=wish.home,
            log=place.log_dir / f"{self._key}.log",
        )
        limits = prlimit_options(place.limits)
        dropped = account if os.geteuid() == 0 else None
        if not wish.is_sandboxed:
            if dropped is not None:
                for own in (wish.home, *([tls.folder] if tls else [])):
                    open_passage(own, Path(command.argv[0]), ours=place.data_dir)
            return launch_plainly(command, dropped, limits)
        view = View(
            home=wish.home,
            home_inside=home,
            identity=write_identity(
                place.run_dir, self._key, name=wish.name, account=account, home=home
            ),
            certificates=tls.binds if tls else (),
            software=place.software,
            hidden=(place.data_dir,),
            scratch_mib=place.scratch_mib,
            shared_memory_mib=place.shared_memory_mib,
        )
        return await launch_in_sandbox(
            command, session_sandbox(view, account=dropped, limits=limits)
        )

    def _certificates(self, wish: Wish, account: Account) -> Certificates | None:
        if not wish.certificates:
            return None
        return write_certificates(self._place.run_dir, self._key, wish.certificates, account)

    def _program(self, wish: Wish) -> str:
        program = shutil.which(wish.command[0], path=session_path())
        if program is None:
            raise CommandError(
                say(
                    "The program %(program)s that serves notebooks is not installed, so no session "
                    "can start. The hub's operator can install it: pip install 'officina[user]'",
                    program=repr(wish.command[0]),
                )
            )
        if wish.is_sandboxed and not is_shown(Path(program), self._place.software):
            raise CommandError(
                say(
                    "The program %(program)s lies where sessions cannot see it, so no session can "
                    "start. The hub's operator can name its folder in "
                    "OfficinaSpawner.software_dirs.",
                    program=program,
                )
            )
        return program

    async def _listening(self, record: SessionRecord) -> None:
        """Wait for the server or for its end. The kernel has no event for *listens*, so we look."""
        while not is_listening(record.inside, record.port):
            if await record.outside.gone(timeout_seconds=LOOK_SECONDS):
                self._log_end()
                raise EndedError(
                    say(
                        "The session ended before it answered, so there is nothing to open. Please "
                        "start it again; if it happens again, tell the hub's operator."
                    )
                )

    def _log_end(self) -> None:
        path = self._place.log_dir / f"{self._key}.log"
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - 16_384))
            lines = log.read().decode(errors="replace").splitlines()[-LOG_TAIL_LINES:]
        for line in lines:  # quoted: a session must not be able to forge lines of the hub's log
            self._log.error("session %s said before its end: %r", self._key, line[:500])

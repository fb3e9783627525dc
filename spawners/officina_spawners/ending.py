"""The end of a session: asked first, then enforced, until nothing of it is left."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from officina_spawners.identity import remove_identity
from officina_spawners.local_tls import remove_certificates
from officina_spawners.processes import Process, marked_processes
from officina_spawners.records import MARK, SessionRecord, remove_record

KILL_SECONDS = 10.0


async def end_session(run_dir: Path, record: SessionRecord, *, grace_seconds: float) -> bool:
    """End one session and forget it; False when something of it could not be ended."""
    if grace_seconds > 0:
        _server_of(record).send(signal.SIGTERM)
        await record.outside.gone(timeout_seconds=grace_seconds)
    while left := _members(record):
        for process in left:
            process.send(signal.SIGKILL)
        ends = [process.gone(timeout_seconds=KILL_SECONDS) for process in left]
        if not all(await asyncio.gather(*ends)):
            return False
    forget_session(run_dir, record)
    return True


def forget_session(run_dir: Path, record: SessionRecord) -> None:
    """Kill what may be left of a session whose server has ended, and remove its files."""
    for process in _members(record):
        process.send(signal.SIGKILL)
    remove_record(run_dir, record.key)
    remove_identity(run_dir, record.key)
    remove_certificates(run_dir, record.key)


def _server_of(record: SessionRecord) -> Process:
    """Below the sandbox's init the oldest child is the server; what was detached came later."""
    if not record.is_sandboxed:
        return record.inside
    return next(iter(record.inside.children()), record.inside)


def _members(record: SessionRecord) -> list[Process]:
    """What must be killed so that nothing is left.

    The init takes its whole namespace along. Without a sandbox, nothing but their environment holds
    a session's processes together.
    """
    if record.is_sandboxed:
        holders = [record.inside, record.outside]
        return [process for process in holders if process.is_alive()]
    return marked_processes(f"{MARK}={record.mark}")

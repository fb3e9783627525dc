"""The end of a session: asked first, then enforced, until nothing of it is left."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from officina_spawners.identity import remove_identity
from officina_spawners.processes import Process, marked_processes
from officina_spawners.records import MARK, SessionRecord, remove_record

KILL_SECONDS = 10.0


async def end_session(run_dir: Path, record: SessionRecord, *, grace_seconds: float) -> bool:
    """End one session and forget it; False when something of it could not be ended."""
    server = _server_of(record)
    if grace_seconds > 0 and server.is_alive():
        server.send(signal.SIGTERM)
        await record.process.gone(timeout_seconds=grace_seconds)
    record.process.send(signal.SIGKILL)  # the namespace's init takes everything in it along
    is_gone = await record.process.gone(timeout_seconds=KILL_SECONDS)
    if not record.is_sandboxed:
        is_gone = await _end_marked(record) and is_gone
    if is_gone:
        remove_record(run_dir, record.key)
        remove_identity(run_dir, record.key)
    return is_gone


def _server_of(record: SessionRecord) -> Process:
    """Below the namespace's init the oldest child is the server; what was detached came later."""
    if not record.is_sandboxed:
        return record.process
    return next(iter(record.process.children()), record.process)


async def _end_marked(record: SessionRecord) -> bool:
    """Without a sandbox nothing holds a session's processes together but their environment."""
    while left := marked_processes(f"{MARK}={record.mark}"):
        for process in left:
            process.send(signal.SIGKILL)
        ends = [process.gone(timeout_seconds=KILL_SECONDS) for process in left]
        if not all(await asyncio.gather(*ends)):
            return False
    return True

"""How the last session of a server ended, in words, with the end of its log."""

from __future__ import annotations

import asyncio

from jupyterhub.spawner import SpawnException

from officina_hub.session_api.answers import LastEnding
from officina_spawners import OfficinaSpawner
from officina_spawners.batch.endings import read_ending
from officina_spawners.batch.side import records_in
from officina_spawners.refusal import Refusal


async def last_ending(server: OfficinaSpawner) -> LastEnding | None:
    """What was written down about a job's end, else what the last start said when it failed."""
    folder = records_in(server.run_dir).endings
    found = await asyncio.to_thread(read_ending, folder, server.key)
    failed = _failed_start(server)
    if found is None or (failed is not None and found.sentence not in failed.sentence):
        return failed  # what is written down is about the session before
    return LastEnding(
        code=found.code,
        sentence=found.sentence,
        advice=found.advice,
        at=found.ended_at,
        job=found.job,
        log=found.log,
        said=found.said,
        advice_said=found.advised,
    )


def _failed_start(server: OfficinaSpawner) -> LastEnding | None:
    """The Hub keeps the exception of a start that failed until the next one."""
    start = server._spawn_future
    if start is None or not start.done() or start.cancelled():
        return None
    error = start.exception()
    if not isinstance(error, SpawnException):
        return None  # nothing, or no sentence for a person
    said = error.said if isinstance(error, Refusal) else ()
    return LastEnding(code=error.reason, sentence=error.message, log=server.steps, said=said)

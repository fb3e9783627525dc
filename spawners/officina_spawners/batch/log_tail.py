"""The last lines of a job's own log: what a person needs to see when a session has failed.

The log lies in the person's home, which the hub has no right to read, so it is read as the person.
What is in it is the person's, or a program's; it is bounded and without control characters here,
and escaped where it is shown.
"""

from __future__ import annotations

import logging
import re

from officina_spawners.slurm.acting import Acting
from officina_spawners.slurm.client import SlurmError
from officina_spawners.slurm.commands import Commands

log = logging.getLogger(__name__)

LINES = 20
LONGEST_LINE = 400
MOST_BYTES = 16_384
READING_SECONDS = 5.0
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


async def last_lines(path: str, person: str, prefix: tuple[str, ...]) -> tuple[str, ...]:
    """The end of that log; nothing when it cannot be read."""
    argv = ("tail", "-c", str(MOST_BYTES), "--", path)
    try:
        acting = Acting(Commands(), prefix)
        answer = await acting.run(person, argv, timeout_seconds=READING_SECONDS)
    except SlurmError as error:
        log.info("the log %s of %s was not read: %s", path, person, error)
        return ()
    return shown(answer.text)


def shown(text: str) -> tuple[str, ...]:
    """Its last lines, bounded, without control characters."""
    return tuple(_shown(line) for line in text.splitlines()[-LINES:])


def _shown(line: str) -> str:
    return CONTROL.sub("", line.replace("\t", "    "))[:LONGEST_LINE]

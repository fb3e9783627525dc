"""From a record to a job, so that no answer of Slurm that gets lost leaves a job behind.

A submit without an answer may have reached Slurm or not. The job carries the record's comment, so
it can be looked for; only when Slurm answers and knows none is the script given to it again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from officina_courses.saying import say
from officina_spawners.batch.doubts import Doubts
from officina_spawners.batch.record import JobRecord
from officina_spawners.batch.site import Site
from officina_spawners.errors import GivenUpError, NoRightError, RefusedError
from officina_spawners.slurm.client import HubMayNotAct, Refused, Unanswered, Unrecognised
from officina_spawners.slurm.jobs import JobId

log = logging.getLogger(__name__)

SILENT = (
    "Slurm does not answer at the moment. Your wish is noted and handed over as soon as it does."
)
UNKNOWN_WORDS = "Slurm's answer is not understood here, so it is asked again."
NO_RIGHT = say(
    "The hub cannot act in your name on the cluster, so your session was not handed over and "
    "nothing runs. You have done nothing wrong, and trying again does not help: please tell the "
    "hub's operator, who finds the cause in the hub's log."
)
NOT_STARTED = say("No session was started.")
PAUSES = (1.0, 2.0, 4.0, 8.0)  # seconds between tries; the last one repeats


async def job_of(
    site: Site,
    record: JobRecord,
    script: str,
    environment: Mapping[str, str],
    tell: Callable[[str], None],
    *,
    looked_for: bool,
    is_wanted: Callable[[], bool],
) -> JobId:
    """The job of this record: the one that is there already, or a new one.

    ``looked_for``: an earlier submit may have reached Slurm, so look before submitting.
    ``is_wanted`` is asked before each try.

    Raises
    ------
    RefusedError
        When Slurm says no, again and again what nobody understands, or nobody may ask it; then
        there is no job.
    GivenUpError
        When it is not wanted any more; there may be one.

    """
    may_exist = looked_for
    doubts = Doubts(record, environment)
    tries = 0
    while is_wanted():
        try:
            if may_exist and (found := await site.client.find(record.comment, record.user)):
                return found
            doubts.check()
            may_exist = True
            return await site.client.submit(script, record.user, environment)
        except HubMayNotAct as error:
            log.error("no job for %s: %s", record.key, error)
            raise NoRightError(NO_RIGHT) from error
        except Refused as error:
            log.info("Slurm refused the job of %s: %s", record.key, error)
            told = error.explanation
            raise RefusedError(*told.said, *told.advised, NOT_STARTED) from error
        except Unrecognised as error:
            doubts.add(error)
            tell(UNKNOWN_WORDS)
        except Unanswered as error:
            log.warning("Slurm did not answer about the job of %s: %s", record.key, error)
            tell(SILENT)
        await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
        tries += 1
    raise GivenUpError

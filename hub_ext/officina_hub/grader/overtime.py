"""How long one piece of work may take, and what ends a grader that is stuck in it.

Graders are few, so a stuck one slows every course. An ended one is started anew, the portal then
offers the work again, and after a few tries gives it up with a sentence.
"""

from __future__ import annotations

import logging
import os
import signal
import time

from officina_hub.factory.sessions import Grading
from officina_widgets.wire import Job

log = logging.getLogger(__name__)

# The trainer's answers once; then shown, for marks of guarded tests, and beside their twins.
PASSES = 4
EXTRA = 1  # the pass that is run again because it gave way: one for a whole submission
VERSIONS = 10  # of each notebook of a course: run, solved twice, untouched, wrong answers
NOTEBOOKS = 20  # a generous exercise
MARGIN_SECONDS = 1800
GRACE_SECONDS = 30


def longest_seconds(job: Job, rules: Grading) -> float:
    """The time after which a piece of work is taken for stuck; what runs no notebook has least."""
    if job.kind == "prove":
        return float(VERSIONS * NOTEBOOKS * rules.submission_timeout_seconds + MARGIN_SECONDS)
    notebooks = NOTEBOOKS if job.kind in {"grade", "regrade", "confirm", "check"} else 0
    passes = PASSES * notebooks + (EXTRA if notebooks else 0)
    return float(passes * rules.submission_timeout_seconds + MARGIN_SECONDS)


def end_stuck_process() -> None:
    """End this process: as SIGTERM does, which tidies up, or at once where that is stuck too."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    log.error("the grader does not come to its end, so it is cut off")
    os._exit(1)

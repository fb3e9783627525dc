"""Answers to a submission that nobody here knows: counted, so that they end a start at last.

Such an answer may be a trouble that passes, so it is not believed at once; and it may be a refusal
in a site's own words, so it is not waited out for ever.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from officina_courses.saying import say
from officina_spawners.batch.record import JobRecord
from officina_spawners.errors import NotTakenError
from officina_spawners.slurm.client import Unrecognised

log = logging.getLogger(__name__)

MOST_TRIES = 6  # with the pauses between them half a minute
SHORTEST_SECRET = 8

NOT_TAKEN = say(
    "The cluster did not take your session, and its answer is not known here: %(quoted)s. It was "
    "asked %(tries)s times, so nothing waits and nothing runs. Please try again later; if it "
    "happens again, tell the hub's operator."
)
NO_WORDS = say("it says nothing")
HIDDEN = "…"


class Doubts:
    """Of one start."""

    def __init__(self, record: JobRecord, environment: Mapping[str, str]) -> None:
        self._record = record
        self._secrets = [each for each in environment.values() if len(each) >= SHORTEST_SECRET]
        self._tries = 0
        self._last: Unrecognised | None = None

    def add(self, error: Unrecognised) -> None:
        """One more; the operator reads it in the log."""
        self._tries, self._last = self._tries + 1, error
        log.warning(
            "the answer about the job of %s is not known here (%d of %d tries): %s",
            self._record.key,
            self._tries,
            MOST_TRIES,
            self._harmless(str(error)),
        )

    def check(self) -> None:
        """Raise ``NotTakenError`` once there have been too many."""
        if self._last is None or self._tries < MOST_TRIES:
            return
        line = self._harmless(self._last.line)
        quoted = f"“{line}”" if line else NO_WORDS
        raise NotTakenError(NOT_TAKEN.with_values(quoted=quoted, tries=self._tries))

    def _harmless(self, text: str) -> str:
        """Without any value of the session's environment: a program may quote what it was given."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        return text

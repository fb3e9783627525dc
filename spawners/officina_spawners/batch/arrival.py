"""Parts of waiting for a job: the port of its present run, the time left, and what is said."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from officina_courses.saying import Saying, say
from officina_spawners.batch.ledger import Ask
from officina_spawners.batch.patience import Deadline
from officina_spawners.errors import EndedError
from officina_spawners.slurm.words import why_it_waits
from officina_spawners.watching import Followed, Running, State, Unknown, Waiting
from officina_spawners.watching.questions import NO_ANSWER

ASLEEP = "Slurm does not answer at the moment; your place in the queue is kept."


class ReportedPort:
    """The port that a job reports once for each time that it runs."""

    def __init__(self, known: int = 0) -> None:
        """``known``: an earlier hub was told it, during a run that may be over."""
        self.arrived: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._run: int | None = None
        self._is_being_taken = False
        if known:
            self.arrived.set_result(known)

    @property
    def is_awaited(self) -> bool:
        """Whether a port that is reported now is the first one."""
        return not (self.arrived.done() or self._is_being_taken)

    @contextmanager
    def taking(self) -> Iterator[None]:
        """While one is being written down no other is awaited."""
        self._is_being_taken = True
        try:
            yield
        finally:
            self._is_being_taken = False

    def take(self, port: int, state: State | None) -> None:
        """Keep the one that is reported while this is known of the job."""
        seen = state if isinstance(state, Waiting | Running | None) else state.last
        self._run = seen.restarts if seen else 0
        self.arrived.set_result(port)

    def is_of_another_run(self, state: State) -> bool:
        """Whether the job has been requeued since, so that nobody answers there any more.

        A listing may be older than the report: waiting alone proves nothing about a port that this
        hub was told itself.
        """
        if not self.arrived.done() or not isinstance(state, Waiting | Running):
            return False
        if self._run is None:
            if isinstance(state, Running):
                self._run = state.restarts
            return isinstance(state, Waiting)
        return state.restarts > self._run


class StartClock:
    """Patience while the job waits, and the time limit of the start from when it runs."""

    def __init__(self, ask: Ask, asked_at: datetime) -> None:
        self._ask = ask
        spent = (datetime.now(UTC) - asked_at).total_seconds()
        self._patience = Deadline(ask.patience_seconds - max(0.0, spent))
        self._start: Deadline | None = None

    def sees(self, state: State) -> None:
        if isinstance(state, Running):
            self._start = self._start or Deadline(self._ask.start_seconds)
        if isinstance(state, Waiting):
            self._start = None

    def left(self) -> float:
        return (self._start or self._patience).left()

    def too_late(self, job: str) -> EndedError:
        """What to tell when nothing is left."""
        return self._never_answered(job) if self._start else self._never_began(job)

    def _never_answered(self, job: str) -> EndedError:
        return EndedError(
            say(
                "Your job %(job)s runs, but JupyterLab did not answer within %(seconds)s seconds, "
                "so the job was ended and costs nothing more. Please start it again; if it happens "
                "again, tell the hub's operator.",
                job=job,
                seconds=round(self._ask.start_seconds),
            )
        )

    def _never_began(self, job: str) -> EndedError:
        waited = timedelta(seconds=round(self._ask.patience_seconds))
        return EndedError(
            say(
                "Your job %(job)s waited in the queue for %(span)s, which is as long as this "
                "profile waits, so it was taken out. Please ask for less, or for another profile.",
                job=job,
                span=in_words(waited),
            )
        )


def in_words(span: timedelta) -> Saying:
    """The largest unit that says it exactly."""
    seconds = int(span.total_seconds())
    if seconds and seconds % 3600 == 0:
        hours = seconds // 3600
        return say("one hour") if hours == 1 else say("%(count)s hours", count=hours)
    if seconds and seconds % 60 == 0:
        minutes = seconds // 60
        return say("one minute") if minutes == 1 else say("%(count)s minutes", count=minutes)
    return say("%(count)s seconds", count=seconds)


def news_of(followed: Followed) -> str:
    """One sentence for the person who waits; empty when nothing can be said."""
    state = followed.state
    match state:
        case Running():
            return f"Job {followed.job} runs on {state.job.node}; JupyterLab is loading"
        case Waiting():
            return str(why_it_waits(state.job))
        case Unknown() if state.last or state.why == NO_ANSWER:
            return ASLEEP
    return ""

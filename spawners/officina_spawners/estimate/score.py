"""How good the expectations have been: each promise is compared with what really happened.

One line of JSON for each promise and each start, in a file that is cut back when it grows. A line
that cannot be read is passed by: a score is worth less than the hub's going on.
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from statistics import median

from pydantic import AwareDatetime, ValidationError

from officina_courses.model import Frozen
from officina_courses.whole_files import write_whole
from officina_spawners.estimate.expectation import Expectation
from officina_spawners.slurm.jobs import JobId

log = logging.getLogger(__name__)

SCORED = 50  # starts that the shown figures speak of
ENOUGH = 10  # of fewer starts the figures say nothing
REMEMBERED = 500  # starts in the file, and as many promises that are still open
LONGEST_LINE = 1_000


class Promise(Frozen):
    """What somebody was told when their job was submitted, and what Slurm would have said."""

    job: JobId
    made_at: AwareDatetime
    expected: Expectation
    slurm_seconds: float | None = None


class Start(Frozen):
    """What became of it."""

    promise: Promise
    waited_seconds: float

    @property
    def error_seconds(self) -> float:
        return abs(self.promise.expected.middle_seconds - self.waited_seconds)

    @property
    def slurm_error_seconds(self) -> float | None:
        said = self.promise.slurm_seconds
        return None if said is None else abs(said - self.waited_seconds)

    @property
    def is_within(self) -> bool:
        expected, rounding = self.promise.expected, 1.0  # Slurm's times are whole seconds
        high = expected.high_seconds
        is_late = high is not None and self.waited_seconds > high + rounding
        return self.waited_seconds >= expected.low_seconds - rounding and not is_late


class Score(Frozen):
    """Of the last ``starts``; the figures are None when there was none."""

    starts: int
    median_error_seconds: float | None
    within_range: float | None  # the share of starts inside the range that was told
    slurm_median_error_seconds: float | None  # of those where Slurm's own word is known


class _Line(Frozen):
    promise: Promise | None = None
    start: Start | None = None
    dropped: JobId | None = None


class Scorebook:
    """The promises of one cluster; its file belongs to one hub process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: dict[JobId, Promise] = {}
        self._starts: list[Start] = []
        self._lines = 0
        self._is_damaged = False
        for text in _texts(path):
            self._read(text)

    def promise(self, promise: Promise) -> None:
        """Somebody has been told this; the newest word stands."""
        self._write(_Line(promise=promise))

    def started(self, job: JobId, at: datetime) -> None:
        """The job has started; nothing happens for one that nobody was told anything about."""
        promise = self._open.get(job)
        if promise is not None:
            waited = max(0.0, (at - promise.made_at).total_seconds())
            self._write(_Line(start=Start(promise=promise, waited_seconds=waited)))

    def dropped(self, job: JobId) -> None:
        """It was cancelled, or ended otherwise before it started: no promise was kept or broken."""
        if job in self._open:
            self._write(_Line(dropped=job))

    @property
    def open_jobs(self) -> tuple[JobId, ...]:
        """The jobs whose start is still awaited."""
        return tuple(self._open)

    def score(self) -> Score:
        """Of the newest starts."""
        starts = self._starts[-SCORED:]
        slurm = [error for start in starts if (error := start.slurm_error_seconds) is not None]
        return Score(
            starts=len(starts),
            median_error_seconds=median(s.error_seconds for s in starts) if starts else None,
            within_range=sum(s.is_within for s in starts) / len(starts) if starts else None,
            slurm_median_error_seconds=median(slurm) if slurm else None,
        )

    def _read(self, text: str) -> None:
        try:
            self._note(_Line.model_validate_json(text[:LONGEST_LINE]))
        except ValidationError:
            self._is_damaged = True  # the next line is written behind whole ones only
        self._is_damaged |= not text.endswith("\n")

    def _note(self, line: _Line) -> None:
        self._lines += 1
        if line.promise is not None:
            self._open.pop(line.promise.job, None)
            self._open[line.promise.job] = line.promise
        if line.start is not None:
            self._open.pop(line.start.promise.job, None)
            self._starts.append(line.start)
        if line.dropped is not None:
            self._open.pop(line.dropped, None)
        del self._starts[:-REMEMBERED]
        while len(self._open) > REMEMBERED:
            del self._open[next(iter(self._open))]

    def _write(self, line: _Line) -> None:
        self._note(line)
        try:
            if self._is_damaged or self._lines > 4 * REMEMBERED:
                self._cut_back()
            else:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(_text(line))
        except OSError as error:
            log.warning(
                "the score of expected starts could not be kept in %s: %s", self._path, error
            )

    def _cut_back(self) -> None:
        lines = [*(_Line(start=start) for start in self._starts)]
        lines += [_Line(promise=promise) for promise in self._open.values()]
        write_whole(self._path, "".join(_text(line) for line in lines).encode())
        self._lines, self._is_damaged = len(lines), False


def _text(line: _Line) -> str:
    return line.model_dump_json(exclude_defaults=True) + "\n"


def _texts(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    except FileNotFoundError:
        return []
    except OSError as error:
        log.warning("the score of expected starts cannot be read from %s: %s", path, error)
        return []

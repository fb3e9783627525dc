"""One of Slurm's terse answers, told to a person."""

from __future__ import annotations

from officina_courses.model import Frozen
from officina_spawners.slurm.resources import Budget, Partition, Reservation


class Explanation(Frozen):
    """What happened and what to do now; ``code`` is the stable short name behind the words."""

    code: str
    sentence: str
    advice: str
    is_final: bool = False  # waiting longer changes nothing; somebody has to change something

    def __str__(self) -> str:
        return f"{self.sentence} {self.advice}".strip()


class Circumstances(Frozen):
    """The numbers that make an explanation one about this job; whatever is unknown is left out."""

    account: str = ""
    qos: str = ""
    partition: Partition | None = None
    reservation: Reservation | None = None
    budget: Budget | None = None
    gpus: int | None = None
    minutes: int | None = None
    place: int | None = None  # 1 is the next to start
    waiting: int | None = None
    log: tuple[str, ...] = ()  # the last lines of the job's own

    @property
    def gpu_minutes(self) -> int | None:
        if self.gpus is None or self.minutes is None:
            return None
        return self.gpus * self.minutes


NOTHING_KNOWN = Circumstances()

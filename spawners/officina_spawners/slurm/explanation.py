"""One of Slurm's terse answers, told to a person."""

from __future__ import annotations

from collections.abc import Sequence

from officina_courses.model import Frozen
from officina_courses.saying import Saying, Sayings, in_english
from officina_spawners.slurm.resources import Budget, Partition, Reservation


class Explanation(Frozen):
    """What happened and what to do now; ``code`` is the stable short name behind the words."""

    code: str
    said: Sayings
    advised: Sayings = ()
    is_final: bool = False  # waiting longer changes nothing; somebody has to change something

    @property
    def sentence(self) -> str:
        """What happened, in English."""
        return in_english(self.said)

    @property
    def advice(self) -> str:
        """What to do now, in English."""
        return in_english(self.advised)

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


def explained(
    code: str, *said: Saying, advice: Sequence[Saying] = (), is_final: bool = False
) -> Explanation:
    """An explanation of these sentences."""
    return Explanation(code=code, said=said, advised=tuple(advice), is_final=is_final)


NOTHING_KNOWN = Circumstances()

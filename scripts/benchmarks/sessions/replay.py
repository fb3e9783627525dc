"""A queue to be foreseen: people with habits, jobs that ask for more time than they use."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

# What share of their limit each person's jobs use: most people ask for far more than they need.
HABITS = (0.08, 0.15, 0.25, 0.4, 0.6, 1.0)
SPREAD = 0.25  # of that share, from job to job
LIMIT_MINUTES = (1, 2, 3)
GPUS = (1, 1, 1, 2)


@dataclass(frozen=True)
class Submission:
    """One job: whose, what it asks for, and what it really takes."""

    person: int
    gpus: int
    limit_minutes: int
    seconds: int

    def command(self) -> list[str]:
        """For sbatch, as that person."""
        return [
            "sbatch",
            "--partition=gpu",
            f"--gres=gpu:{self.gpus}",
            f"--time={self.limit_minutes}",
            "--output=/dev/null",
            f"--wrap=sleep {self.seconds}",
        ]


def submissions(count: int, *, seed: int) -> Iterator[Submission]:
    """Always the same for the same seed; everybody has a turn before anybody has a second."""
    chance = random.Random(seed)
    for number in range(count):
        person = number % len(HABITS)
        limit = chance.choice(LIMIT_MINUTES)
        share = min(1.0, HABITS[person] * chance.uniform(1 - SPREAD, 1 + SPREAD))
        seconds = max(2, round(share * limit * 60) - 2)
        yield Submission(person, chance.choice(GPUS), limit, seconds)

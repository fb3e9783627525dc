"""From a record to a job: passing troubles are waited out, and words nobody knows are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import pytest
from job_records import MARKS, record

from officina_spawners.batch import submission
from officina_spawners.batch.doubts import MOST_TRIES
from officina_spawners.batch.site import Site
from officina_spawners.batch.submission import job_of
from officina_spawners.errors import NoRightError, NotTakenError
from officina_spawners.profiles.cluster import Cluster
from officina_spawners.slurm.client import HubMayNotAct, SlurmClient, Unanswered, Unrecognised
from officina_spawners.watching import QueueWatcher

FOUND = "7"
ODD = Unrecognised("sbatch ended with 1, and said: the \x07 moon is full", "the moon is full")
SILENT = Unanswered("sbatch ended with 1, and said: Unable to contact slurm controller")


class MoodySlurm:
    """Answers submissions with these, one after the other; its look ``found_at`` finds a job."""

    def __init__(self, *answers: Exception | str, found_at: int = 0) -> None:
        self._answers = iter(answers)
        self._found_at = found_at
        self.submitted = 0
        self.looked = 0

    async def submit(self, script: str, person: str, environment: Mapping[str, str]) -> str:
        self.submitted += 1
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def find(self, comment: str, person: str) -> str | None:
        self.looked += 1
        return FOUND if self.looked == self._found_at else None


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submission, "PAUSES", (0.0,))


async def submit(
    slurm: MoodySlurm,
    environment: Mapping[str, str] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> str:
    client = cast("SlurmClient", slurm)
    site = Site(Cluster(name="test"), client, cast("QueueWatcher", None), MARKS, ())
    wanted = lambda: True  # noqa: E731
    return await job_of(
        site, record(), "#!/bin/sh\n", environment or {}, tell, looked_for=False, is_wanted=wanted
    )


async def test_words_that_nobody_knows_end_the_start_after_some_tries_and_a_last_look() -> None:
    slurm = MoodySlurm(*[ODD] * 99)
    with pytest.raises(NotTakenError) as error:
        await submit(slurm)
    assert (slurm.submitted, slurm.looked) == (MOST_TRIES, MOST_TRIES)
    assert "“the moon is full”" in str(error.value)
    assert f"{MOST_TRIES} times" in str(error.value)


async def test_a_job_that_appeared_all_the_same_is_taken() -> None:
    slurm = MoodySlurm(*[ODD] * 99, found_at=MOST_TRIES)
    assert await submit(slurm) == FOUND
    assert slurm.submitted == MOST_TRIES


async def test_a_known_silence_is_waited_out_however_long_it_lasts() -> None:
    slurm = MoodySlurm(*[SILENT] * 50, "8")
    assert await submit(slurm) == "8"


async def test_one_odd_answer_between_is_forgiven_and_told_as_what_it_is() -> None:
    told: list[str] = []
    assert await submit(MoodySlurm(ODD, SILENT, "9"), tell=told.append) == "9"
    assert told == [submission.UNKNOWN_WORDS, submission.SILENT]


async def test_neither_log_nor_page_shows_a_value_of_the_sessions_environment(
    caplog: pytest.LogCaptureFixture,
) -> None:
    leak = "bad variable TOKEN=0123456789abcdef0123"
    slurm = MoodySlurm(*[Unrecognised(f"sbatch said: {leak}", leak)] * 99)
    with pytest.raises(NotTakenError) as error:
        await submit(slurm, {"TOKEN": "0123456789abcdef0123", "TERM": "x"})
    assert "bad variable TOKEN=…" in str(error.value)
    assert "bad variable TOKEN=…" in caplog.text
    assert "0123456789abcdef0123" not in f"{error.value!r}{error.value.__cause__}{caplog.text}"


async def test_a_hub_without_the_right_asks_once() -> None:
    slurm = MoodySlurm(HubMayNotAct("sudo: a password is required"))
    with pytest.raises(NoRightError):
        await submit(slurm)
    assert slurm.submitted == 1

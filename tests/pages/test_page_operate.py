"""The operators' page: the queue, and graders that are jobs of Slurm."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from page_house import PageHouse, soup, text_of
from portal_house import NOON

from officina_hub.graders.state import PROVERS, GradersState, write_state

TROUBLE = "The grader in job 12 ended after 3 s: FAILED. <b>Its</b> log: /shared/log"


async def shown(folder: Path, state: GradersState | None, *, is_slurm: bool = True) -> str:
    async with PageHouse(folder, has_grader_jobs=is_slurm) as house:
        if state is not None:
            write_state(folder / "run", state)
        answer = await house.open("operate", "root")
        assert answer.status == 200
        assert not soup(answer).select("main b")
        return text_of(answer)


async def test_graders_on_this_machine_are_not_spoken_of(tmp_path: Path) -> None:
    text = await shown(tmp_path, GradersState(at=NOON, running=3), is_slurm=False)
    assert "Slurm" not in text


async def test_graders_in_slurm_are_counted(tmp_path: Path) -> None:
    text = await shown(tmp_path, GradersState(at=NOON, running=3, queued=2))
    assert "Running jobs 3" in text
    assert "Jobs that wait for room 2" in text
    assert "Next try" not in text
    assert "Nobody looks" not in text


async def test_proofs_in_slurm_are_told_of_where_they_are_jobs(tmp_path: Path) -> None:
    graders = GradersState(at=NOON, running=3)
    assert "Proofs" not in await shown(tmp_path / "without", graders)
    folder = tmp_path / "with"
    write_state(folder / "run", GradersState(at=NOON, running=1), file=PROVERS)
    text = await shown(folder, graders)
    assert "Proofs of courses in Slurm Running jobs 1" in text


async def test_a_trouble_is_told_with_the_next_try(tmp_path: Path) -> None:
    later = NOON + timedelta(minutes=2)
    text = await shown(tmp_path, GradersState(at=NOON, trouble=TROUBLE, next_try_at=later))
    assert TROUBLE in text
    assert "Next try" in text


async def test_a_keeper_that_is_gone_is_noticed(tmp_path: Path) -> None:
    text = await shown(tmp_path, GradersState(at=NOON - timedelta(minutes=6), running=1))
    assert "Nobody looks after them any more." in text


async def test_a_keeper_that_never_was_is_noticed(tmp_path: Path) -> None:
    text = await shown(tmp_path, None)
    assert "has not run yet" in text

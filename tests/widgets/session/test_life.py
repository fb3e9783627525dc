"""What happens at the end of a session, in the order of its happening."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from traitlets.config import Config
from until import until

from officina_widgets.session.checkpoint import FOLDER, LOG
from officina_widgets.session.end import End
from officina_widgets.session.end_watch import EndWatch
from officina_widgets.session.idle_watch import IdleWatch
from officina_widgets.session.idleness import Signs
from officina_widgets.session.life import SessionLife
from officina_widgets.session.settings import SessionLimits

MakeLife = Callable[..., SessionLife]


class QuietActivity:
    """Nothing ever works here."""

    async def look(self) -> Signs:
        return Signs(is_busy=False, last_kernel=0.0)

    def report_work(self) -> None:
        pass


def no_hub() -> None:
    raise AssertionError("nobody may be asked")


@pytest.fixture
async def life_of(tmp_path: Path) -> AsyncIterator[MakeLife]:
    """Makes the life of a session with these settings and so many seconds left."""
    (tmp_path / FOLDER).mkdir(parents=True)
    script = tmp_path / FOLDER / "save"
    script.write_text("#!/bin/sh\necho $OFFICINA_CHECKPOINT_REASON >> saved\n")
    script.chmod(0o700)
    made: list[SessionLife] = []

    def make(seconds_left: float | None = None, **traits: float) -> SessionLife:
        limits = SessionLimits(config=Config({"SessionLimits": {"look_seconds": 0.1, **traits}}))
        told = (
            {} if seconds_left is None else {"SLURM_JOB_END_TIME": str(time.time() + seconds_left)}
        )
        life = SessionLife(
            limits,
            end=EndWatch(told, hub=no_hub),
            idle=IdleWatch(limits.idle_rule(), QuietActivity()),
            stop=lambda: stopped.set(),
            home=tmp_path,
        )
        life.stopped = stopped = asyncio.Event()
        made.append(life)
        life.start()
        return life

    yield make
    for life in made:
        await life.close()


async def saved(home: Path, times: int) -> None:
    """So many scripts have ended: one that still runs would outlive its test, and its loop."""
    await until(lambda: _text(home / LOG).count("exit status") >= times)


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


async def test_scripts_run_so_many_minutes_before_the_end(life_of: MakeLife, tmp_path: Path):
    begin = time.time()
    life_of(seconds_left=2, checkpoint_minutes=1 / 60)
    await saved(tmp_path, 1)
    assert time.time() - begin >= 0.9
    assert (tmp_path / "saved").read_text() == "time\n"


async def test_more_time_lets_the_scripts_run_again_and_the_same_end_does_not(
    life_of: MakeLife, tmp_path: Path
):
    life = life_of(seconds_left=60, checkpoint_minutes=5)
    await saved(tmp_path, 1)
    life.end.end = End(life.end.end.at + 5, "hub")
    life.end.changed.set()
    await asyncio.sleep(0.3)
    assert (tmp_path / "saved").read_text() == "time\n"
    life.end.end = End(time.time() + 200, "hub")
    life.end.changed.set()
    await saved(tmp_path, 2)


async def test_scripts_can_be_switched_off(life_of: MakeLife, tmp_path: Path):
    life_of(seconds_left=1, checkpoint_minutes=0)
    await asyncio.sleep(0.3)
    assert not (tmp_path / "saved").exists()


@pytest.mark.parametrize("turns", range(6))
async def test_an_end_that_comes_together_with_news_is_not_lost(life_of: MakeLife, turns: int):
    life = life_of(seconds_left=1000, checkpoint_minutes=5)
    await asyncio.sleep(0)
    life.end.changed.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await life.close()


async def test_idle_session_saves_and_stops_its_server(life_of: MakeLife, tmp_path: Path, caplog):
    life = life_of(idle_minutes=0.01, idle_warning_minutes=0.005)
    await asyncio.wait_for(life.stopped.wait(), 10)
    assert (tmp_path / "saved").read_text() == "idle\n"
    assert "has been idle for 0 minutes, so it ends now" in caplog.text


async def test_who_comes_back_while_the_scripts_run_keeps_the_session(
    life_of: MakeLife, tmp_path: Path
):
    life = life_of(idle_minutes=0.01)
    (tmp_path / FOLDER / "save").write_text(
        "#!/bin/sh\necho x >> saved\nuntil [ -e back ]; do sleep 0.05; done\n"
    )
    await until(lambda: _text(tmp_path / "saved"))
    life.idle.rule = life.idle.rule._replace(minutes=1)
    life.idle.keep()
    (tmp_path / "back").touch()
    await saved(tmp_path, 1)
    await asyncio.sleep(0.3)
    assert not life.stopped.is_set()


async def test_session_without_limits_is_none(life_of: MakeLife):
    life = life_of()
    assert not life.is_limited
    assert len(life._tasks) == 1, "only work is reported"


async def test_failure_of_one_part_harms_nothing_else(life_of: MakeLife, tmp_path: Path, caplog):
    (tmp_path / FOLDER.parent / "checkpoint.log").mkdir()
    life = life_of(idle_minutes=0.01)
    await asyncio.wait_for(life.stopped.wait(), 10)
    assert "the checkpoint scripts could not be run" in caplog.text


@pytest.mark.parametrize(("told", "minutes"), [("45", 45), ("", 0), ("soon", 0), ("-1", 0)])
def test_profile_says_by_the_environment_when_idleness_ends(monkeypatch, told: str, minutes: float):
    monkeypatch.setenv("OFFICINA_IDLE_MINUTES", told)
    assert SessionLimits().idle_minutes == minutes

"""Marking leaves the processors to others, and nobody runs out of time by it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from forked import SMALL, forked

from officina_courses.grading import giving_way, launch
from officina_courses.grading.engine import CellRan, CellToRun, Engine, Pass, PassRan
from officina_courses.grading.full_share import FullShare, InTime
from officina_courses.grading.request import Limits
from officina_courses.grading.sandboxed import begun
from officina_courses.grading.zygote.host import Zygote
from officina_courses.grading.zygote.warm_engine import WarmEngine

FULL = SMALL.model_copy(update={"gives_way": False})
LOWERED = min(19, os.getpriority(os.PRIO_PROCESS, 0) + giving_way.NICENESS)
NICE_FIELD = 16  # of /proc/PID/stat after the name, see proc_pid_stat(5)
GROUPS_BY_SESSION = giving_way.SESSION.exists() and giving_way.SESSION.read_text() != ""
MOST_FORKS = 100  # the kernel takes one change in a tenth of a second
SLOW_WHERE_IT_GIVES_WAY = """
import os, time
if os.getsid(0) != os.getpid():
    time.sleep(600)
"""
STRIKE = """
import os, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.kill(0, signal.SIGTERM)
try:
    os.kill(-1, signal.SIGKILL)
except ProcessLookupError:
    print("nobody but me")
"""


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    shared = Zygote()
    yield shared
    shared.close()


class LateEngine:
    """Passes end as it was told, the last of these ever after; it counts who gave way."""

    def __init__(self, *ends: PassRan) -> None:
        self.gave_way: list[bool] = []
        self._ends = list(ends)

    def run(self, work: Pass) -> PassRan:
        self.gave_way.append(work.limits.gives_way)
        return self._ends.pop(0) if len(self._ends) > 1 else self._ends[0]


LATE = CellRan("late", "timeout", seconds=30)
HURRIED = Pass((), Path("/nowhere"), Limits(gives_way=True), "show")


def finished(*cells: CellRan) -> PassRan:
    return PassRan(cells, "finished")


def in_time(engine: Engine) -> InTime:
    return InTime(engine, FullShare())


def passed_through(ran: PassRan, work: Pass = HURRIED) -> list[bool]:
    """Which passes a pass takes that ends so, by whether they gave way."""
    engine = LateEngine(ran)
    in_time(engine).run(work)
    return engine.gave_way


def below(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def nice_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[NICE_FIELD])


@pytest.mark.sandbox
def test_a_fork_that_gives_way_has_a_higher_nice_level_and_others_have_the_graders(
    zygote: Zygote,
) -> None:
    with forked(zygote) as low, forked(zygote, limits=FULL) as full:
        assert nice_of(below(low.started.pid)[0]) == LOWERED
        assert nice_of(below(full.started.pid)[0]) == os.getpriority(os.PRIO_PROCESS, 0)


@pytest.mark.sandbox
@pytest.mark.skipif(not GROUPS_BY_SESSION, reason="this kernel does not group by sessions")
def test_where_the_kernel_groups_by_sessions_the_session_gives_way_too(zygote: Zygote) -> None:
    told = ""
    for _ in range(MOST_FORKS):
        with forked(zygote) as low, forked(zygote, limits=FULL) as full:
            told = Path(f"/proc/{below(low.started.pid)[0]}/autogroup").read_text()
            assert (
                Path(f"/proc/{below(full.started.pid)[0]}/autogroup")
                .read_text()
                .endswith(" nice 0\n")
            )
        if told.endswith(f" nice {giving_way.NICENESS}\n"):
            return
    pytest.fail(told)


@pytest.mark.sandbox
def test_nobody_leaves_a_word_in_the_session_that_forks_share(zygote: Zygote) -> None:
    with forked(zygote) as fork:
        said = fork.tell("open('/proc/self/autogroup', 'w').write('7')")
        assert said.startswith("OSError: [Errno 30]")


@pytest.mark.sandbox
def test_a_fork_that_gives_way_cannot_end_its_neighbours(zygote: Zygote) -> None:
    with forked(zygote) as neighbour, forked(zygote) as fork:
        assert fork.tell(STRIKE) == "nobody but me"
        assert neighbour.tell("print(1)") == "1"
        assert neighbour.started.zygote.is_alive()


@pytest.mark.sandbox
def test_a_fresh_sandbox_gives_way_too(tmp_path: Path) -> None:
    work = Pass((), tmp_path, SMALL, "show")
    with launch.runner(tmp_path, SMALL, isolated=True) as runner:
        begun(runner, work, {})
        assert LOWERED in {nice_of(pid) for pid in below(os.getpid())}


@pytest.mark.sandbox
def test_a_cell_that_is_late_because_it_gave_way_is_run_again_with_a_full_share(
    tmp_path: Path, warm_engine: WarmEngine
) -> None:
    limits = SMALL.model_copy(update={"cell_timeout_seconds": 1})
    cells = (CellToRun("slow", SLOW_WHERE_IT_GIVES_WAY), CellToRun("after", "1 + 1"))
    work = Pass(cells, tmp_path, limits, "show")
    assert [cell.status for cell in warm_engine.run(work).cells] == ["timeout", "ok"]
    assert [cell.status for cell in in_time(warm_engine).run(work).cells] == ["ok", "ok"]


@pytest.mark.parametrize(
    ("cell", "is_run_again"),
    [
        (CellRan("waited", "timeout", seconds=30, busy_seconds=3), True),
        (CellRan("loop", "timeout", seconds=30, busy_seconds=29.9), False),
        (CellRan("untold", "timeout", seconds=30), True),
        (CellRan("wrong", "error", seconds=30), False),
    ],
    ids=["waited", "endless loop", "nobody says", "wrong"],
)
def test_only_what_may_have_waited_is_run_again(cell: CellRan, *, is_run_again: bool) -> None:
    assert passed_through(finished(cell)) == [True, *([False] if is_run_again else [])]


@pytest.mark.parametrize(
    "found_out",
    [finished(LATE, CellRan("test", "ok", trust="tampered")), PassRan((LATE,), "tampered")],
    ids=["by a canary", "by its words"],
)
def test_whoever_was_found_out_has_no_second_throw_by_being_late(found_out: PassRan) -> None:
    engine = LateEngine(found_out, finished())
    assert in_time(engine).run(HURRIED) == found_out
    assert engine.gave_way == [True]


@pytest.mark.parametrize(
    "ran",
    [finished(CellRan("test", "ok", trust="unjudged")), PassRan((LATE,), "timeout")],
    ids=["not believed", "late"],
)
def test_tests_are_tried_beside_their_twins_once_and_with_a_full_share(ran: PassRan) -> None:
    assert passed_through(ran, HURRIED._replace(tried={"test": 0.1})) == [False]


def test_what_was_judged_before_anything_was_late_stands() -> None:
    guessed, after = CellRan("guessed", "error", mode="examined"), CellRan("after", "error")
    first = finished(CellRan("cell", "error"), guessed, LATE, after._replace(mode="examined"))
    lucky = [CellRan(cell.key, "ok", mode=cell.mode) for cell in first.cells]
    again = in_time(LateEngine(first, PassRan(tuple(lucky), "crashed"))).run(HURRIED)
    assert again.end == "crashed"
    assert [(cell.key, cell.status) for cell in again.cells] == [
        *[("cell", "ok"), ("guessed", "error")],
        *[("late", "ok"), ("after", "ok")],
    ]


def test_a_notebook_that_ended_earlier_the_second_time_keeps_what_it_had_earned() -> None:
    earned = CellRan("test", "ok", mode="examined", trust="sound")
    engine = LateEngine(PassRan((earned,), "timeout"), PassRan((), "timeout"))
    assert in_time(engine).run(HURRIED) == PassRan((earned,), "timeout")


def test_a_submission_costs_one_pass_more_at_most() -> None:
    engine, share = LateEngine(finished(LATE)), FullShare()
    for _ in range(3):
        InTime(engine, share).run(HURRIED)
    assert engine.gave_way == [True, False, False, False]


def test_what_had_a_full_share_is_late_at_once() -> None:
    work = HURRIED._replace(limits=Limits(gives_way=False))
    assert passed_through(finished(LATE), work) == [False]

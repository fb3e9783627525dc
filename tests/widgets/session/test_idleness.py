"""What counts as work, and where its lack leads."""

from __future__ import annotations

import pytest

from officina_widgets.session.idle_watch import IdleWatch
from officina_widgets.session.idleness import Rule, Signs

QUIET = Signs(is_busy=False, last_kernel=0.0)
RULE = Rule(minutes=30, warning_minutes=5)


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


class ScriptedActivity:
    """Shows what the test puts there."""

    def __init__(self) -> None:
        self.signs = QUIET
        self.reports = 0

    async def look(self) -> Signs:
        return self.signs

    def report_work(self) -> None:
        self.reports += 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def activity() -> ScriptedActivity:
    return ScriptedActivity()


async def phases(watch: IdleWatch, clock: Clock, minutes: int) -> list[str]:
    found = []
    for _ in range(minutes):
        clock.now += 60
        found.append(await watch.look())
    return found


async def test_session_in_which_nothing_works_is_warned_and_then_over(clock, activity):
    found = await phases(IdleWatch(RULE, activity, clock), clock, 30)
    assert [found.index(each) + 1 for each in ("within", "warned", "over")] == [1, 25, 30]
    assert activity.reports == 0


@pytest.mark.parametrize(
    "signs",
    [
        QUIET._replace(is_busy=True),
        QUIET._replace(gpu_percent=5.0),
        QUIET._replace(cpu_percent=20.0),
    ],
)
async def test_what_works_without_a_person_keeps_the_session_and_is_reported(
    clock, activity, signs: Signs
):
    activity.signs = signs
    assert set(await phases(IdleWatch(RULE, activity, clock), clock, 120)) == {"within"}
    assert activity.reports == 120


@pytest.mark.parametrize(
    "signs", [QUIET._replace(gpu_percent=4.9), QUIET._replace(cpu_percent=19.9)]
)
async def test_a_little_is_not_work(clock, activity, signs: Signs):
    activity.signs = signs
    assert (await phases(IdleWatch(RULE, activity, clock), clock, 30))[-1] == "over"


async def test_a_terminal_counts_from_its_last_word(clock, activity):
    watch = IdleWatch(RULE, activity, clock)
    await phases(watch, clock, 20)
    activity.signs = QUIET._replace(last_terminal=clock.now - 60)
    await watch.look()
    assert watch.seconds_left == 29 * 60


async def test_kernel_with_a_wrong_clock_cannot_keep_the_session_for_ever(clock, activity):
    activity.signs = QUIET._replace(last_kernel=clock.now * 2)
    watch = IdleWatch(RULE, activity, clock)
    await watch.look()
    activity.signs = QUIET
    assert (await phases(watch, clock, 30))[-1] == "over"


async def test_somebody_at_the_keyboard_keeps_it_but_an_open_window_does_not(clock, activity):
    watch = IdleWatch(RULE, activity, clock)
    await phases(watch, clock, 28)
    watch.person_was_here(seconds_ago=28 * 60)
    assert watch.phase == "warned"
    watch.person_was_here(seconds_ago=10)
    assert watch.phase == "within"


async def test_keep_it_running_begins_anew_and_is_told_to_the_hub(clock, activity):
    watch = IdleWatch(RULE, activity, clock)
    await phases(watch, clock, 29)
    watch.keep()
    assert (watch.phase, watch.seconds_left, activity.reports) == ("within", 1800, 1)


async def test_without_a_rule_work_is_still_reported_and_nothing_ends(clock, activity):
    watch = IdleWatch(Rule(), activity, clock)
    assert set(await phases(watch, clock, 5000)) == {"off"}
    assert watch.seconds_left is None
    activity.signs = QUIET._replace(is_busy=True)
    await watch.look()
    assert activity.reports == 1

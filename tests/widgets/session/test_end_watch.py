"""What is known of the end, whatever the Hub answers."""

from __future__ import annotations

import asyncio

import pytest

from officina_widgets.session.end_watch import EndWatch
from officina_widgets.session.own_session import Hub, HubRefused, HubSilent

NOON = 1_893_499_200.0  # 2030-01-01 12:00 UTC


def watch_of(hub, **more: str) -> EndWatch:
    environment = hub.environment() | more
    return EndWatch(environment, hub=lambda: Hub(environment))


async def test_hub_corrects_what_the_job_was_told_at_its_begin(hub):
    watch = watch_of(hub, SLURM_JOB_END_TIME="1893490000")
    await watch.ask()
    assert (watch.end.at, watch.end.source, watch.end.extension_minutes) == (NOON, "hub", 60)
    assert watch.changed.is_set()


async def test_same_answer_is_no_news(hub):
    watch = watch_of(hub)
    await watch.ask()
    watch.changed.clear()
    await watch.ask()
    assert not watch.changed.is_set()


@pytest.mark.parametrize("status", [500, 503])
async def test_silence_leaves_the_end_as_it_was_known(hub, status: int):
    watch = watch_of(hub)
    await watch.ask()
    hub.fails_with = status
    await watch.ask()
    assert watch.end.at == NOON
    assert watch.is_asking


async def test_hub_that_is_gone_is_silence(hub):
    environment = hub.environment() | {"JUPYTERHUB_API_URL": "http://127.0.0.1:9/hub/api"}
    with pytest.raises(HubSilent, match="runs on as before"):
        await Hub(environment).own_session()


async def test_garbage_is_silence(hub):
    hub.ends_at = "when it is over"
    watch = watch_of(hub, SLURM_JOB_END_TIME="1893490000")
    watch.end = None
    await watch.ask()
    assert watch.end is None
    assert watch.is_asking


@pytest.mark.parametrize("status", [403, 404])
async def test_hub_that_refuses_is_not_asked_again(hub, status: int):
    hub.fails_with = status
    watch = watch_of(hub)
    await watch.run()
    assert hub.asked == 1


async def test_who_comes_back_to_the_window_has_the_hub_asked_but_not_twice_in_a_breath(hub):
    now = 0.0
    environment = hub.environment()
    watch = EndWatch(environment, hub=lambda: Hub(environment), clock=lambda: now)
    await watch.ask()
    hub.ends_at = "2030-01-01T13:00:00+00:00"
    await watch.ask_again()
    assert (hub.asked, watch.end.at) == (1, NOON)
    now = 5.0
    await watch.ask_again()
    assert (hub.asked, watch.end.at) == (2, NOON + 3600)


async def test_session_without_a_door_never_asks(hub):
    environment = {**hub.environment()}
    del environment["OFFICINA_DOOR"]
    watch = EndWatch(environment, hub=lambda: Hub(environment))
    await watch.run()
    await watch.ask_again()
    assert (hub.asked, watch.end) == (0, None)


async def test_lengthening_moves_the_end(hub):
    watch = watch_of(hub)
    await watch.ask()
    assert await watch.lengthen() == 60
    assert watch.end.at == NOON + 3600
    assert watch.end.extension_minutes == 60


async def test_refusal_to_lengthen_is_told_in_the_hubs_words(hub):
    watch = watch_of(hub)
    hub.fails_with = 409
    with pytest.raises(HubRefused, match="Others wait for the same GPUs"):
        await watch.lengthen()


async def test_extension_that_is_refused_beforehand_is_not_offered(hub):
    hub.extension = {"minutes": 60, "refusal": "Others wait."}
    watch = watch_of(hub)
    await watch.ask()
    assert watch.end.extension_minutes == 0


async def test_between_two_questions_lies_a_minute(hub):
    pauses: list[float] = []
    third = asyncio.Event()

    async def no_wait(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            third.set()
            await asyncio.Event().wait()

    environment = hub.environment()
    watch = EndWatch(environment, hub=lambda: Hub(environment), wait=no_wait)
    task = asyncio.create_task(watch.run())
    await third.wait()
    task.cancel()
    assert hub.asked == 3
    assert min(pauses) >= 60
    assert len(set(pauses)) == 3, "a class that started together must not ask together"

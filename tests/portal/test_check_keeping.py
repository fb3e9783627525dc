"""What is kept of checks, and for how long."""

from __future__ import annotations

import asyncio
import io
import os

import pytest
from check_samples import CHECKED, ask_check, files_of, see_check
from grader_hand import claim, hand_in
from portal_house import House, tar_of
from sqlalchemy import func, select

from officina_hub.portal import check_keeping
from officina_hub.portal.context import Portal
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import STORAGE_FULL
from officina_hub.portal.store import checks


async def test_after_an_hour_nothing_of_it_is_left(house: House) -> None:
    begun = (await ask_check(house)).json
    await hand_in(house, await claim(house), check=CHECKED)
    house.clock.turn(minutes=59)
    await check_keeping.tidy(house.portal)
    assert (await see_check(house, begun["id"])).status == 200

    house.clock.turn(minutes=1)
    await check_keeping.tidy(house.portal)
    answer = await see_check(house, begun["id"])
    assert (answer.status, answer.json["code"]) == (404, "no-such-check")
    with house.portal.database.reading() as session:
        assert session.scalar(select(func.count()).where(t.Job.kind == "check")) == 0
        columns = (t.Event.user, t.Event.what, t.Event.detail)
        told = session.execute(select(*columns).where(t.Event.what.like("check%"))).all()
    assert [tuple(row) for row in told] == [("ada", "check asked", "")]


async def test_a_grader_that_comes_after_the_hour_has_lost_its_lease(house: House) -> None:
    await ask_check(house)
    job = await claim(house)
    house.clock.turn(hours=1)
    await check_keeping.tidy(house.portal)
    assert await hand_in(house, job, check=CHECKED) == 409


async def test_what_was_sent_goes_once_it_was_run(house: House) -> None:
    begun = (await ask_check(house)).json
    await check_keeping.tidy(house.portal)
    assert files_of(house) == [begun["id"]]

    job = await claim(house)
    await hand_in(house, job, check=CHECKED)
    await check_keeping.tidy(house.portal)
    assert files_of(house) == []


async def test_many_are_forgotten_a_few_at_a_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "AT_ONCE", 2)
    for number in range(5):
        await ask_check(house, content=b"%d" % number)
    for name in files_of(house):
        os.utime(house.settings.checks / name, (1, 1))
    house.clock.turn(hours=1)
    await check_keeping.tidy(house.portal)
    assert files_of(house) == []
    with house.portal.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(t.Check)) == 0


async def test_a_full_disk_does_not_end_the_forgetting(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[str] = []

    async def full(portal: Portal) -> None:
        rounds.append("tried")
        if len(rounds) == 2:
            portal.say_goodbye()
        portal.check_bell.ring()
        raise STORAGE_FULL

    monkeypatch.setattr(check_keeping, "tidy", full)
    monkeypatch.setattr(check_keeping, "SHORTEST_REST_SECONDS", 0)
    async with asyncio.timeout(10):
        await check_keeping.keep_checks(house.portal)
    assert len(rounds) == 2


async def test_a_package_whose_row_is_not_written_yet_is_left(house: House) -> None:
    for name in ("new", "cut-off"):
        upload = io.BytesIO(tar_of({"a": b"1"}))
        house.portal.check_shelf.put(name, upload, house.settings.submission_limits)
    os.utime(house.settings.checks / "cut-off", (1, 1))
    await check_keeping.tidy(house.portal)
    assert files_of(house) == ["new"]

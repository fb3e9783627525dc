"""The portal looks at factories when an operator asks, and once a day."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from federation_samples import CITY, NORTH
from portal_house import House

from officina_hub.portal import factory_check_keeping
from officina_hub.portal.factory_check_keeping import keep_factory_checks
from officina_hub.portal.store.federation_checks import keep_check


@pytest.mark.parametrize(
    ("peer", "age", "is_asked", "times"),
    [
        (NORTH, None, True, 1),
        (NORTH, timedelta(hours=1), True, 1),
        (NORTH, timedelta(hours=1), False, 0),
        (NORTH, timedelta(hours=25), False, 1),
        (CITY, None, True, 0),
    ],
    ids=["never", "asked", "fresh", "old", "no-factory"],
)
async def test_they_are_looked_at_when_it_is_time(
    tmp_path, monkeypatch, peer, age, is_asked, times
):
    ran: list[tuple[str, ...]] = []

    async def run(portal, *command, seconds):
        ran.append(command)

    async def heard(event, seconds):
        """Two looks; then the portal closes."""
        if next(looks):
            return is_asked
        house.portal.say_goodbye()
        return True

    looks = iter((True, False))
    monkeypatch.setattr(factory_check_keeping, "run_command", run)
    monkeypatch.setattr(factory_check_keeping.Bell, "heard", staticmethod(heard))
    async with House(tmp_path, peers=(peer,)) as house:
        if age is not None:
            with house.portal.database.writing() as session:
                keep_check(session, peer.id, house.clock() - age, None, "")
        await asyncio.wait_for(keep_factory_checks(house.portal), 10)
    assert ran == [("federation", "check")] * times

"""The portal publishes by itself: when something changed, and before the timestamp ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from catalogue_samples import Lorry, dataset
from federation_samples import begin_to_share

from officina_hub.data_folder import DataFolder
from officina_hub.factory.model import Identity
from officina_hub.portal.publish_keeping import bring_up_to_date

IDENTITY = Identity(id="lumi", federation_address="https://lumi.example/federation/")


@pytest.fixture
def portal(house):
    """A portal of a factory that has begun to share."""
    portal = house.portal
    portal.settings = portal.settings.model_copy(update={"identity": IDENTITY})
    begin_to_share(portal.settings.data_dir, portal.clock())
    return portal


def timestamp(portal):
    folder = DataFolder(portal.settings.data_dir).federation / "published/metadata"
    return (folder / "timestamp.json").read_bytes()


async def test_nothing_is_published_where_nobody_began(house):
    assert bring_up_to_date(house.portal, None) is None


async def test_it_publishes_at_its_start_after_changes_and_in_time(portal, house):
    first = bring_up_to_date(portal, None)
    before = timestamp(portal)
    assert bring_up_to_date(portal, first) is first

    Lorry(portal.database).load(dataset("rain"))
    house.clock.turn(seconds=10)
    assert bring_up_to_date(portal, first) is first  # it rests a while between two
    house.clock.turn(seconds=30)
    second = bring_up_to_date(portal, first)
    assert second.revision > first.revision
    assert timestamp(portal) != before
    folder = DataFolder(portal.settings.data_dir).federation / "published"
    assert "The rain" in (folder / "lumi/feed/pages/000001.jsonld").read_text()

    before = timestamp(portal)
    house.clock.turn(hours=6)
    assert bring_up_to_date(portal, second).at == second.at + timedelta(hours=6)
    assert timestamp(portal) != before

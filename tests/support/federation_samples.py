"""Peers of a factory, and how their last harvests went."""

from __future__ import annotations

from datetime import timedelta

from portal_house import NOON, House

from officina_hub.factory.peers import Peer
from officina_hub.federation.harvest import Harvested, HarvestFigures, Kept
from officina_hub.federation.harvest.report import Rejected
from officina_hub.portal.store.federation_harvests import has_begun, has_ended

ADDRESS = "https://north.example.org/services/officina/federation/"
NORTH = Peer(id="north", title="Northern AI Factory", address=ADDRESS, root="/etc/north.json")
CITY = Peer(id="city", kind="dcat-ap", address="https://data.example.org/c.ttl")
NEVER = Peer(id="never", kind="ckan", address="https://ckan.example.org/")
PEERS = (NORTH, CITY, NEVER)
HOSTILE = "<script>alert(1)</script>"


def tell_harvests(house: House) -> None:
    """The first went well, the second did not; the third has not been."""
    well = Harvested(
        peer="north",
        kind="officina",
        address=ADDRESS,
        began_at=NOON,
        ended_at=NOON + timedelta(minutes=1),
        figures=HarvestFigures(processed=1234, added=7, updated=3, deleted=2, rejected=2),
        rejected=(
            Rejected(where="page 1, line 7", reason=f"its title is {HOSTILE}; write a plain one"),
            Rejected(where="page 2, line 9", reason=f"its title is {HOSTILE}; write a plain one"),
        ),
    )
    ill = Harvested(
        peer="city",
        kind="dcat-ap",
        address=CITY.address,
        began_at=NOON,
        ended_at=NOON,
        verdict="too-slow",
        why="The answer was not whole after 120 seconds. Nothing was taken. Try again later.",
        left_out="the second page, which is not here",
        without_records=4,
    )
    with house.portal.database.writing() as session:
        for peer, report in ((NORTH, well), (CITY, ill)):
            has_begun(session, peer, report.began_at)
            has_ended(session, peer, Kept(), report)

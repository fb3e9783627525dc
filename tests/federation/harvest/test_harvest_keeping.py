"""The portal harvests by itself, in a process of its own, and when somebody asks."""

from __future__ import annotations

import asyncio
from pathlib import Path

from harvest_hand import site, turtle
from portal_house import House
from until import until

from officina_hub.factory import load_factory
from officina_hub.portal.harvest_keeping import keep_harvests
from officina_hub.portal.store.federation_harvests import ask_for, peer_rows

PEER = '[[peers]]\nid = "city"\nkind = "dcat-ap"\naddress = "{}"\nprivate_network = true\n'


async def test_a_peer_is_harvested_when_its_turn_comes_and_when_it_is_asked_for(tmp_path: Path):
    with site({"/c.ttl": turtle("rain")}, host="127.0.0.1") as peer:
        facts = tmp_path / "factory.toml"
        facts.write_text(PEER.format(peer.address("/c.ttl")))
        async with House(tmp_path, peers=load_factory(facts).peers) as house:
            portal = house.portal
            [city] = portal.settings.peers
            keeping = asyncio.create_task(keep_harvests(portal))

            def added() -> object:
                with portal.database.reading() as session:
                    row = peer_rows(session).get("city")
                return row and row.report and row.report["figures"]["added"]

            await until(lambda: added() == 1, seconds=60)
            peer.pages["/c.ttl"] = turtle("rain", "wind", "snow")
            await portal.write(ask_for, city, house.clock())
            portal.harvest_bell.ring()
            await until(lambda: added() == 2, seconds=60)
            portal.say_goodbye()
            await asyncio.wait_for(keeping, 20)

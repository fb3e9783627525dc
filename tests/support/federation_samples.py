"""Peers of a factory, and how their last harvests went."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from portal_house import NOON, House
from sqlalchemy.orm import Session

from officina_hub.data_folder import DataFolder
from officina_hub.factory.peers import Peer
from officina_hub.federation.harvest import Harvested, HarvestFigures, Kept
from officina_hub.federation.harvest.report import Rejected
from officina_hub.federation.place import FederationPlace
from officina_hub.federation.trust import Founding, Repository
from officina_hub.portal.store.federation_harvests import has_begun, has_ended

ADDRESS = "https://north.example.org/services/officina/federation/"
NORTH = Peer(id="north", title="Northern AI Factory", address=ADDRESS, root="/etc/north.json")
CITY = Peer(id="city", kind="dcat-ap", address="https://data.example.org/c.ttl")
NEVER = Peer(id="never", kind="ckan", address="https://ckan.example.org/")
PEERS = (NORTH, CITY, NEVER)
NORTH_PROFILE = {
    "id": "north",
    "name": "Northern AI Factory",
    "contact": "help@north.example.org",
    "homepage": "https://north.example.org/services/officina/",
    "offers": {"training": 12, "dataset": 1234},
    "package_keys": ["ab" * 32],
}
HOSTILE = "<script>alert(1)</script>"


WELL = Harvested(
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
ILL = Harvested(
    peer="city",
    kind="dcat-ap",
    address=CITY.address,
    began_at=NOON,
    ended_at=NOON,
    verdict="too-slow",
    why="The answer was not whole after 120 seconds. Nothing was taken. Try again later.",
    detail=f"what came begins with {HOSTILE}",
    left_out="the second page, which is not here",
    without_records=4,
)
PAGES = Peer(id="pages", kind="sitemap", address="https://pages.example.org/sitemap.xml?key=secret")
CURIOUS = Harvested(
    peer="pages",
    kind="sitemap",
    address=PAGES.address,
    began_at=NOON,
    ended_at=NOON,
    verdict="unreachable",
    why="The certificates of /etc/ours.pem cannot be read.",
    rejected=(
        Rejected(where="https://intranet/", reason="It leads to 10.1.2.3.", was_fetched=False),
        Rejected(where=f"{PAGES.address}, line 3", reason="it is no address"),
    ),
)
INSIDE = Peer(
    id="inside", kind="ckan", address="https://ckan.inside.example.org/", private_network=True
)
HARVESTS = (
    (NORTH, WELL),
    (CITY, ILL),
    (PAGES, CURIOUS),
    (INSIDE, WELL.model_copy(update={"peer": "inside", "address": INSIDE.address})),
)


def begin_to_share(data_dir: Path, now: datetime) -> Repository:
    """As ``officina federation init`` does; ``stamp`` signs the first state."""
    place = FederationPlace(DataFolder(data_dir).federation)
    names = ("root", "targets", "snapshot", "timestamp", "lumi")
    public = {name: place.make_key(name).public for name in names}
    founding = Founding(
        (public["root"],), 1, public["targets"], public["snapshot"], public["timestamp"]
    )
    repository = Repository(place.published, place.drafts, place.keyring(), now)
    repository.found(founding, {"lumi": public["lumi"]})
    return repository


def sign_all(data_dir: Path, now: datetime) -> None:
    """All roles of a factory that begins at that moment."""
    repository = begin_to_share(data_dir, now)
    repository.sign_files("lumi", [])
    repository.stamp()


def tell_harvests(house: House) -> None:
    """The first went well, the second did not; the third has not been."""
    with house.portal.database.writing() as session:
        for peer, report in ((NORTH, WELL), (CITY, ILL)):
            keep_harvest(session, peer, report)


def keep_harvest(session: Session, peer: Peer, report: Harvested) -> None:
    """As after a real one."""
    has_begun(session, peer, report.began_at)
    has_ended(session, peer, Kept(), report)

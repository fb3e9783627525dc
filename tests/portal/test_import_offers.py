"""A course goes from one portal to another: published, harvested, believed, taken over."""

from __future__ import annotations

import asyncio
import io
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from portal_house import House
from shipped_release import publish_course_of

from officina_courses.archive import COURSE_LIMITS, tar_folder
from officina_courses.renaming import rename_course
from officina_courses.scaffold import new_course
from officina_courses.sources.folder import build_course
from officina_hub.cli.main import cli
from officina_hub.data_folder import DataFolder
from officina_hub.factory.peers import Peer
from officina_hub.portal.harvesting import Harvester
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.catalogue_read import published_records
from officina_widgets.catalogue.filed import CatalogRecord


def officina(*arguments: object) -> None:
    ran = CliRunner().invoke(cli, [str(each) for each in arguments])
    assert ran.exit_code == 0, (ran.output, ran.exception)


class Giver:
    """A portal that shares the course ``rain``."""

    def __init__(self, house: House, data_dir: Path, folder: Path) -> None:
        self.house = house
        self.data = DataFolder(data_dir)
        self.folder = folder

    async def publish(self, **changes: str) -> None:
        """Let learners here have the course, and other factories, too."""
        await asyncio.to_thread(self._publish, changes)

    def _publish(self, changes: dict[str, str]) -> None:
        file = self.folder / "course.toml"
        text = file.read_text()
        for old, new in changes.items():
            text = text.replace(old, new)
        file.write_text(text)
        publish_course_of(self.data, self.folder)
        officina("federation", "publish", "--data-dir", self.data.root)


@pytest.fixture
async def giver(tmp_path: Path) -> AsyncIterator[Giver]:
    async with House(tmp_path / "giver") as house:
        folder = tmp_path / "rain"
        new_course(folder, course_id="rain", title="Rain")
        # What new_course wrote is nobody's, and no course is known again by it.
        (source,) = folder.glob("source/*/*.py")
        lesson = " ".join(f"drop{number}" for number in range(400))
        source.write_text(f"{source.read_text()}\n# %% [markdown]\n# {lesson}\n")
        build_course(folder)
        one = Giver(house, tmp_path / "giver", folder)
        one.data.factory_toml.write_text(
            'format = 1\n[factory]\nname = "LUMI"\nid = "lumi"\nshared_courses = "all"\n'
            f'federation_address = "{house.url}federation/"\n'
        )
        await asyncio.to_thread(officina, "federation", "init", "--data-dir", one.data.root)
        await one.publish()
        yield one


def peer_of(giver: Giver, root: Path) -> Peer:
    root.write_bytes(next((giver.data.root / "federation").rglob("1.root.json")).read_bytes())
    return Peer(
        id="lumi",
        title="LUMI AI Factory",
        address=f"{giver.house.url}federation/",
        root=str(root),
        private_network=True,
    )


async def harvest(house: House, peer: Peer) -> CatalogRecord:
    """What the other portal tells of its course."""
    act = Act(user="officina", at=house.clock())
    harvester = Harvester(house.portal.database, house.settings.home, act)
    report = await asyncio.to_thread(harvester.harvest, peer)
    assert report.verdict == "fresh", report.why
    with house.portal.database.reading() as session:
        records = list(published_records(session))
    return next(one for one in records if one.provenance.source == peer.source)


async def test_a_course_is_taken_over_from_the_peer_that_offers_it(
    giver: Giver, tmp_path: Path
) -> None:
    peer = peer_of(giver, tmp_path / "lumi.root.json")
    async with House(tmp_path / "taker", peers=(peer,)) as taker:
        record = await harvest(taker, peer)
        assert record.provenance.signed_by == "lumi"
        taken = await taker.ask("POST", "imports/peers/lumi/rain", "tina")
        assert taken.status == 202, taken.content
        one = taken.json
        assert (one["course_id"], one["version"], one["state"]) == ("rain", "0.1.0", "proving")
        assert one["origin"]["peer_title"] == "LUMI AI Factory"
        again = await taker.ask("POST", "imports/peers/lumi/rain", "tina")
        assert (again.status, again.json["code"]) == (409, "already-here")
        nothing = await taker.ask("POST", "imports/peers/lumi/snow", "tina")
        assert (nothing.status, nothing.json["code"]) == (404, "no-such-offer")

        await giver.publish(**{'version = "0.1.0"': 'version = "0.2.0"'})
        await harvest(taker, peer)
        newer = await taker.ask("POST", "imports/peers/lumi/rain", "tina")
        assert (newer.status, newer.json["version"]) == (202, "0.2.0")


async def test_a_near_copy_of_what_a_peer_offers_is_told_though_nobody_took_it_over(
    giver: Giver, tmp_path: Path
) -> None:
    peer = peer_of(giver, tmp_path / "lumi.root.json")
    shutil.copytree(giver.folder, tmp_path / "drizzle")
    rename_course(tmp_path / "drizzle", "drizzle")
    tar = io.BytesIO()
    tar_folder(tmp_path / "drizzle", tar, limits=COURSE_LIMITS)
    async with House(tmp_path / "taker", peers=(peer,)) as taker:
        await harvest(taker, peer)
        taken = await taker.ask("POST", "imports/peers/lumi/rain", "tina")
        assert [one for one in taken.json["findings"] if one["code"] == "OFF901"] == []
        address = "courses/drizzle/releases"
        sent = await taker.ask("POST", address, "theo", tar=tar.getvalue())
        told = [one["message"] for one in sent.json["findings"] if one["code"] == "OFF901"]
        assert len(told) == 1, sent.json
        assert "About 100 % of this course stands in 'Rain' (rain 0.1.0)" in told[0]
        assert "by what LUMI AI Factory says its package looks like" in told[0]


async def test_a_package_that_was_changed_on_its_way_is_not_believed(
    giver: Giver, tmp_path: Path
) -> None:
    peer = peer_of(giver, tmp_path / "lumi.root.json")
    async with House(tmp_path / "taker", peers=(peer,)) as taker:
        await harvest(taker, peer)
        package = next((giver.data.root / "federation").rglob("*.course.zip"))
        content = bytearray(package.read_bytes())
        content[-30] ^= 1
        package.write_bytes(content)
        refused = await taker.ask("POST", "imports/peers/lumi/rain", "tina")
        assert (refused.status, refused.json["code"]) == (422, "peer-refused")
        assert "is not what its signature says" in refused.json["detail"]
        assert list(taker.settings.incoming.iterdir()) == []


async def test_whoever_is_no_peer_any_more_gives_nothing(giver: Giver, tmp_path: Path) -> None:
    peer = peer_of(giver, tmp_path / "lumi.root.json")
    async with House(tmp_path / "taker") as taker:
        await harvest(taker, peer)
        refused = await taker.ask("POST", "imports/peers/lumi/rain", "tina")
        assert (refused.status, refused.json["code"]) == (409, "unknown-peer")

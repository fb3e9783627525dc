"""Another factory's signed feed: only what is new is read, and nothing that is not believed."""

from __future__ import annotations

from pathlib import Path

import pytest
from feed_samples import Feed, dataset, filed
from harvest_hand import Hand, Site, figures, site
from signed_folder import SignedFolder

from officina_hub.federation.fetching import FetchLimits
from officina_hub.federation.harvest import Harvested
from officina_hub.portal.db import tables as t
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import Training


class Factory:
    """``lumi`` with its folder, which it tells, signs and serves."""

    def __init__(self, home: Path, peer: Site) -> None:
        self.signed = SignedFolder(home / "lumi")
        self.feed = Feed(home / "lumi")
        self.root = home / "root.json"
        self.root.write_bytes(self.signed.first_root)
        self.peer = peer

    def tell(self, *records: CatalogRecord, hours: float = 100, profile: str = "") -> None:
        self.feed.tell(*records, hours=hours)
        if profile:
            self.signed.write("lumi/profile.json", profile)
        repository = self.signed.at()
        files = [path for path in self.signed.folder.rglob("*") if path.is_file()]
        names = [path.relative_to(self.signed.folder).as_posix() for path in files]
        mine = sorted(name for name in names if name.startswith("lumi/"))
        repository.sign_files("lumi", [self.signed.target(name) for name in mine])
        repository.stamp()
        self.serve()

    def serve(self) -> None:
        folder = self.signed.folder
        self.peer.pages = {
            f"/{path.relative_to(folder).as_posix()}": path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    def harvested(self, hand: Hand, limits: FetchLimits | None = None) -> Harvested:
        address, root = self.peer.address("/"), str(self.root)
        return hand.harvest("officina", address, root=root, factory="lumi", limits=limits)

    def pages_asked(self) -> list[str]:
        return [path for path in self.peer.asked() if "/feed/pages/" in path]


@pytest.fixture
def lumi(tmp_path: Path):
    with site() as peer:
        yield Factory(tmp_path, peer)


def many(count: int, hours: float = 0) -> list[CatalogRecord]:
    return [filed(dataset(f"d{number:03}"), hours) for number in range(count)]


def test_only_pages_with_something_new_are_read(lumi: Factory, hand: Hand):
    lumi.tell(*many(300))
    assert figures(lumi.harvested(hand)) == (300, 0, 0, 0)
    assert len(lumi.pages_asked()) == 2
    report = lumi.harvested(hand)
    assert (figures(report), lumi.pages_asked()) == ((0, 0, 0, 0), [])
    changed = filed(dataset("d001", title={"en": "Ours"}), 1)
    lumi.tell(*many(300)[:1], changed, *many(300)[3:], filed(dataset("new")))
    report = lumi.harvested(hand)
    assert figures(report) == (1, 1, 1, 0)
    assert report.figures.processed == 3
    assert lumi.pages_asked() == ["/lumi/feed/pages/000002.jsonld"]
    assert len(hand.shown()) == 300


def test_who_signed_stands_with_each_record_and_a_course_stays_theirs(lumi: Factory, hand: Hand):
    theirs = Training(iri="https://lumi.example/c", title={"en": "C"}, course_id="first-steps")
    lumi.tell(filed(theirs), filed(dataset("a")))
    lumi.harvested(hand)
    assert "course_id" not in hand.shown()["https://lumi.example/c"]
    with hand.database.reading() as session:
        assert {row.signed_by for row in session.query(t.CatalogueRecord)} == {"lumi"}


def test_of_what_happened_several_times_the_last_counts(lumi: Factory, hand: Hand):
    lumi.tell(filed(dataset("a")), filed(dataset("b")))
    lumi.tell(filed(dataset("a", title={"en": "Ours"}), 1), filed(dataset("b")), hours=101)
    lumi.tell(filed(dataset("a", title={"en": "Ours"}), 1), hours=102)
    assert lumi.harvested(hand).figures.added == 1
    assert hand.shown()["https://data.example/a"]["title"] == {"en": "Ours"}


def test_a_changed_page_is_told_and_nothing_of_it_is_taken(lumi: Factory, hand: Hand):
    lumi.tell(filed(dataset("a")))
    lumi.harvested(hand)
    lumi.tell(filed(dataset("a")), filed(dataset("b")), hours=101)
    page = "/lumi/feed/pages/000001.jsonld"
    body = lumi.peer.pages[page]
    assert isinstance(body, bytes)
    lumi.peer.pages[page] = body.replace(b"The b", b"Hax b")
    report = lumi.harvested(hand)
    assert (report.verdict, figures(report)) == ("tampered", (0, 0, 0, 0))
    assert "lumi/feed/pages/000001.jsonld of lumi is not what its signature says" in report.why
    # The verdict says already that nothing of it was taken.
    assert report.left_out == ""
    lumi.serve()
    assert lumi.harvested(hand).figures.added == 1


def test_a_login_page_in_the_place_of_what_is_signed_is_told_as_one(lumi: Factory, hand: Hand):
    lumi.tell(filed(dataset("a")))
    lumi.peer.pages["/metadata/timestamp.json"] = b"<!doctype html><title>Log in</title>"
    report = lumi.harvested(hand)
    assert report.verdict == "tampered"
    assert "a page of HTML" in report.detail


def test_an_old_state_and_a_folder_that_is_away_are_told(lumi: Factory, hand: Hand):
    lumi.tell(filed(dataset("a")))
    lumi.harvested(hand)
    old = dict(lumi.peer.pages)
    lumi.tell(filed(dataset("a")), filed(dataset("b")), hours=101)
    lumi.harvested(hand)
    lumi.peer.pages = old
    assert lumi.harvested(hand).verdict in {"replayed", "rolled-back"}
    lumi.peer.pages = {}
    assert lumi.harvested(hand).verdict == "unreachable"
    assert len(hand.shown()) == 2


def test_without_its_root_nobody_is_asked(lumi: Factory, hand: Hand):
    lumi.tell(filed(dataset("a")))
    lumi.root.unlink()
    report = lumi.harvested(hand)
    assert "officina federation trust" in report.why
    assert lumi.peer.asked() == []


def test_a_feed_that_begins_anew_is_read_whole(lumi: Factory, hand: Hand):
    lumi.tell(filed(dataset("a")), filed(dataset("b")))
    lumi.harvested(hand)
    for path in (lumi.signed.folder / "lumi/feed/pages").iterdir():
        path.unlink()
    lumi.tell(filed(dataset("x")), filed(dataset("y")), filed(dataset("z")), hours=200)
    assert lumi.harvested(hand).figures.added == 3


def test_a_feed_that_is_larger_than_one_harvest_is_read_in_several(lumi: Factory, hand: Hand):
    lumi.tell(*many(600))
    size = len(lumi.feed.page(1))
    limits = FetchLimits(tries=1, all_bytes=int(size * 1.7))
    first = lumi.harvested(hand, limits)
    assert (first.verdict, first.figures.added) == ("too-large", 250)
    second = lumi.harvested(hand, limits)
    assert (second.verdict, second.figures.added) == ("fresh", 350)


def test_the_profile_is_kept_as_it_was_signed_and_fetched_once(lumi: Factory, hand: Hand):
    def kept() -> dict:
        with hand.database.reading() as session:
            return session.get(t.FederationPeer, "peer").position["profile"]["facts"]

    profile = '{"id": "lumi", "name": "LUMI", "homepage": "https://lumi.example/"}'
    lumi.tell(filed(dataset("a")), profile=profile)
    lumi.harvested(hand)
    assert (kept()["name"], kept()["homepage"]) == ("LUMI", "https://lumi.example/")
    lumi.peer.asked()
    lumi.harvested(hand)
    assert "/lumi/profile.json" not in lumi.peer.asked()
    hostile = '{"id": "lumi", "name": "L", "homepage": "javascript:alert(1)"}'
    lumi.tell(filed(dataset("a")), profile=hostile)
    assert lumi.harvested(hand).verdict == "fresh"
    assert kept()["name"] == "LUMI"

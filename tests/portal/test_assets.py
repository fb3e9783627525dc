"""The asset registry: what is shared, whence it came, and where it is used."""

from __future__ import annotations

from catalogue_samples import dataset
from import_samples import learners_get, proved
from portal_house import NOON, House, course, publish_course

from officina_hub.catalogue.arriving import Arriving, Source
from officina_hub.federation.harvest.officina import TAKEN
from officina_hub.portal.catalogue_loading import Loader, LoadOptions
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act
from officina_widgets.catalogue.records import PackageLink, Training

SHA = "a" * 64
ORIGIN = {
    "iri": "https://lumi.example/tea.zip",
    "sha256": "c" * 64,
    "course_id": "leaves",
    "version": "0.9.0",
    "title": "Leaves",
}


def load(house: House, source: str, *records: object, title: str = "LUMI") -> None:
    loader = Loader(
        house.portal.database,
        Source(id=source, title=title),
        Act(user="officina", at=NOON),
        LoadOptions(),
    )
    loader.load(Arriving(record, str(place)) for place, record in enumerate(records))


def offered(version: str = "1.0.0") -> Training:
    link = PackageLink(
        address=f"https://lumi.example/lumi/courses/tea/{version}/tea-{version}.course.zip",
        sha256=SHA,
        bytes=9,
        version=version,
        kind="interactive-tool",
    )
    return Training(
        iri="https://lumi.example/lumi/courses/tea/",
        title={"en": "Tea for all"},
        type="course",
        licence="CC-BY-4.0",
        package=link,
    )


async def shelf(house: House, name: str, more: str = "") -> dict[str, dict]:
    answer = await house.ask("GET", f"assets?shelf={name}{more}", "tina")
    assert answer.status == 200, answer.json
    return {one["title"]: one for one in answer.json["assets"]}


async def test_a_course_made_here_and_a_fork_say_so(empty_house: House):
    publish_course(empty_house.portal, course("rye", forked_from=ORIGIN, kind="data-pipeline"))
    found = (await shelf(empty_house, "courses"))["All about rye"]
    assert (found["kind"], found["whence"], found["version"]) == ("data-pipeline", "own", "1.0.0")
    assert (found["licence"], found["forked_from"]) == ("CC-BY-4.0", ORIGIN)
    assert found["used_in"] == [{"course_id": "rye", "version": "1.0.0", "title": "All about rye"}]


async def test_what_a_peer_offers_names_the_course_that_came_of_it(empty_house: House):
    load(empty_house, "peer-lumi", offered("1.1.0"))
    before = (await shelf(empty_house, "courses"))["Tea for all"]
    assert (before["whence"], before["source"], before["sha256"]) == ("peer", "LUMI", SHA)
    assert before["kind"] == "interactive-tool"
    assert before["used_in"] == []
    with empty_house.portal.database.writing() as session:
        learners_get(session, proved(session).release_id)
    found = await shelf(empty_house, "courses")
    assert [use["version"] for use in found["Tea for all"]["used_in"]] == ["1.0.0"]
    assert found["All about tea"]["source"] == "LUMI AI Factory"
    assert found["All about tea"]["sha256"] == SHA


async def test_datasets_are_listed_page_by_page_with_their_source(empty_house: House):
    load(empty_house, "march", dataset("rain"), dataset("wind"), title="March")
    assert {one["source"] for one in (await shelf(empty_house, "datasets")).values()} == {"March"}
    first = await shelf(empty_house, "datasets", "&limit=1")
    second = await shelf(empty_house, "datasets", "&limit=1&offset=1")
    assert len(first) == len(second) == 1
    assert first.keys() != second.keys()


async def test_courses_with_one_lock_share_an_environment(empty_house: House):
    own = {"packages": ["pandera>=0.35"], "kernel": "data"}
    for name in ("rye", "oat"):
        publish_course(empty_house.portal, course(name, environment=own))
    (found,) = (await shelf(empty_house, "environments")).values()
    assert (found["id"], found["kind"]) == ("data", "environment")
    assert sorted(use["course_id"] for use in found["used_in"]) == ["oat", "rye"]


async def test_a_shelf_that_is_not_there_is_refused(empty_house: House):
    assert (await empty_house.ask("GET", "assets?shelf=secrets", "tina")).status == 422


async def test_who_took_a_course_over_is_told_as_the_peer_says(empty_house: House, monkeypatch):
    identity = empty_house.portal.settings.identity.model_copy(
        update={"federation_address": "https://ours.example/federation/"}
    )
    settings = empty_house.portal.settings.model_copy(update={"identity": identity})
    monkeypatch.setattr(empty_house.portal, "settings", settings)
    publish_course(empty_house.portal, course("rye"))
    taken = {"course_id": "rye", "version": "1.0.0", "sha256": SHA}
    facts = [
        {"source": "https://ours.example/federation/", **taken},
        {"source": "https://other.example/federation/", **taken, "version": "9.9.9"},
    ]
    with empty_house.portal.database.writing() as session:
        session.add(
            t.FederationPeer(
                id="lumi",
                address="x",
                verdict="fresh",
                failures=0,
                position={TAKEN: {"mark": "x", "facts": facts}},
                report={},
            )
        )
    found = (await shelf(empty_house, "courses"))["All about rye"]
    assert found["taken_over_by"] == [{"factory": "peer-lumi", "version": "1.0.0"}]

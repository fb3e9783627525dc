"""Pages of courses from elsewhere: how they ran here, and the decision."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import nbformat
import pytest
from import_samples import NOTEBOOK, claimed, file_origin, learners_get, proved, taken
from page_house import PageHouse, soup, text_of
from sqlalchemy import select

from officina_courses.checks.codes import found
from officina_hub.catalogue.arriving import Arriving, Source
from officina_hub.catalogue.identity import record_id
from officina_hub.factory.peers import Peer
from officina_hub.portal.catalogue_loading import Loader, LoadOptions
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.queue import heartbeat
from officina_widgets.catalogue.records import PackageLink, Training
from officina_widgets.import_wire import ProofProgress
from officina_widgets.wire import FileEntry

ADDRESS = "https://lumi.example/federation/"
HTMX = {"HX-Request": "true"}


def buttons(page: object) -> list[str]:
    return [button.get_text(strip=True) for button in soup(page).select("main form button")]


async def test_an_empty_list_says_what_to_do(empty_house: PageHouse) -> None:
    page = await empty_house.open("imports", "tina")
    assert "Nothing was imported yet." in text_of(page)
    assert "officina course import" in text_of(page)
    assert soup(await empty_house.open("teach", "tina")).select('a[href$="imports"]')


async def test_learners_and_trainers_of_other_courses_see_nothing_of_it(
    empty_house: PageHouse,
) -> None:
    with empty_house.portal.database.writing() as session:
        here = f"imports/{proved(session).release_id}"
    assert (await empty_house.open(here, "theo")).status == 404
    assert (await empty_house.open(here, "ada")).status == 404
    assert (await empty_house.open("imports", "ada")).status == 403
    assert "tea" not in text_of(await empty_house.open("imports", "theo"))
    assert "tea" not in text_of(await empty_house.open("courses", "ada"))


async def test_while_it_is_run_the_page_waits_and_can_be_cancelled(
    empty_house: PageHouse,
) -> None:
    with empty_house.portal.database.writing() as session:
        here = f"imports/{taken(session).release_id}"
    page = await empty_house.open(here, "tina")
    assert "Being run here" in text_of(page)
    assert "It waits for its turn" in text_of(page)
    poll = soup(page).select_one("[hx-get]")["hx-get"]
    asked = poll[poll.index("imports/") :]
    assert (await empty_house.open(asked, "tina", headers=HTMX)).status == 204
    done = await empty_house.open(f"{here}/discard", "tina", form={})
    assert empty_house.location(done) == here
    assert (await empty_house.open(asked, "tina", headers=HTMX)).headers["HX-Refresh"] == "true"
    assert "It was discarded" in text_of(await empty_house.open(here, "tina"))


async def test_how_far_it_is_stands_on_the_page_with_an_estimate(empty_house: PageHouse) -> None:
    now = empty_house.clock()
    with empty_house.portal.database.writing() as session:
        here = f"imports/{taken(session).release_id}"
        job = claimed(session)
        for done, seconds, what in ((0, 0, "leaf: run"), (4, 120, "leaf: untouched")):
            at = Act(user="officina-grader", at=now - timedelta(seconds=120 - seconds))
            step = ProofProgress(done=done, of=10, what=what)
            heartbeat(session, job.id, job.lease, at, lease_seconds=60, progress=step)
    page = await empty_house.open(here, "tina")
    told = text_of(page)
    assert "Step 5 of 10: leaf" in told
    assert "the untouched version is graded." in told
    assert "About 3 minutes are left, by the pace so far." in told
    bar = soup(page).select_one("progress")
    assert (bar["value"], bar["max"]) == ("4", "10")


async def test_what_ran_green_is_offered_for_publishing(empty_house: PageHouse) -> None:
    with empty_house.portal.database.writing() as session:
        here = f"imports/{proved(session).release_id}"
    page = await empty_house.open(here, "tina")
    told = text_of(page)
    assert "14 of 14 gates passed." in told
    assert "From LUMI AI Factory" in told
    assert "3 of 3 cells without a finding" in told
    assert "10 / 10" in told
    assert "days = 5" in told
    assert "intro (code) 0.25 s" in told
    assert "Energy, joules" in told
    assert "61.5" in told
    assert buttons(page) == ["Publish here", "Discard"]
    await empty_house.open(f"{here}/publish", "tina", form={})
    with empty_house.portal.database.reading() as session:
        waiting = session.scalars(select(t.Job.kind).where(t.Job.state == "waiting")).all()
    assert waiting == ["prepare"]
    assert "What learners get is being made." in text_of(await empty_house.open(here, "tina"))


async def test_what_did_not_run_green_says_where_and_is_not_offered(
    empty_house: PageHouse,
) -> None:
    fault = found("OFF100", "7 of 10 points.", path=NOTEBOOK, cell="test-mean")
    with empty_house.portal.database.writing() as session:
        here = f"imports/{proved(session, fault).release_id}"
    page = await empty_house.open(here, "tina")
    assert "7 of 10 points." in text_of(page)
    assert "2 of 3 cells without a finding" in text_of(page)
    red = soup(page).select(".cells .state-problem")
    assert [each.get_text(" ", strip=True) for each in red] == ["test-mean (code): see above"]
    assert buttons(page) == ["Run it again", "Discard"]
    assert (await empty_house.open(f"{here}/publish", "tina", form={})).status == 409


async def test_a_file_in_the_place_of_another_asks_who_made_it(empty_house: PageHouse) -> None:
    with empty_house.portal.database.writing() as session:
        first = proved(session, whence=file_origin("b" * 64)).release_id
        learners_get(session, first)
        here = f"imports/{proved(session, version='1.1.0', whence=file_origin()).release_id}"
    page = await empty_house.open(here, "tina")
    told = text_of(page)
    assert "Nobody can prove that this file has the maker of 1.0.0" in told
    assert "The version that learners have: says that it is signed with bbbbbbbbbbbbbbbb…" in told
    assert "This one: signed by nobody" in told
    box = soup(page).select_one("main form input[type=checkbox]")
    assert box.has_attr("required")
    assert (await empty_house.open(f"{here}/publish", "tina", form={})).status == 409
    said = {box["name"]: box["value"]}
    assert (await empty_house.open(f"{here}/publish", "tina", form=said)).status == 303
    assert "What learners get is being made." in text_of(await empty_house.open(here, "tina"))


def notebook_file(house: PageHouse, *sources: str) -> tuple[FileEntry, ...]:
    """A course's one notebook, in the portal's store."""
    cells = [
        nbformat.v4.new_code_cell(source, id=f"cell-{number}")
        for number, source in enumerate(sources)
    ]
    content = nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()
    blob = house.portal.blobs.put_bytes(content)
    return (FileEntry(path=NOTEBOOK, sha256=blob.sha256, size=blob.size),)


async def test_a_new_version_shows_what_changed(empty_house: PageHouse) -> None:
    before = notebook_file(empty_house, "import tea", "cups = 3")
    after = notebook_file(empty_house, "import tea", "cups = 4")
    with empty_house.portal.database.writing() as session:
        first = proved(session, files=before).release_id
        second = proved(session, version="1.1.0", files=after, shown="other").release_id
    here = f"imports/{second}/changes"
    assert (await empty_house.open(here, "tina")).status == 404
    with empty_house.portal.database.writing() as session:
        learners_get(session, first)
    page = await empty_house.open(f"imports/{second}", "tina")
    assert soup(page).select('a[href$="/changes"]')
    other = [li for li in soup(page).select(".cells li") if "something else" in li.get_text()]
    assert [each.get_text(" ", strip=True) for each in other] == [
        "intro (code) 0.25 s , shows something else than in the version that learners have"
    ]

    changes = await empty_house.open(here, "tina")
    told = text_of(changes)
    assert "From version 1.0.0, which learners have, to version 1.1.0." in told
    assert "version 1.0.0 1.1.0" in told
    assert "leaf.ipynb: changed, 1 cell" in told
    assert soup(changes).select_one(".line-removed").get_text() == "-cups = 3"
    assert soup(changes).select_one(".line-added").get_text() == "+cups = 4"
    assert (await empty_house.open(here, "theo")).status == 404


@pytest.mark.parametrize(("version", "is_told"), [("1.0.9", True), ("1.1.0", False)])
async def test_an_older_version_is_said_to_be_older_before_it_is_published(
    empty_house: PageHouse, version: str, is_told: bool
) -> None:
    with empty_house.portal.database.writing() as session:
        learners_get(session, proved(session, version="1.0.10").release_id)
        here = f"imports/{proved(session, version=version).release_id}"
    page = await empty_house.open(here, "tina")
    assert ("older version: learners have 1.0.10" in text_of(page)) is is_told
    assert "Publish here" in buttons(page)
    asked = soup(page).select_one("input[type=checkbox][required][name=instead_of]")
    assert (asked is not None) is is_told


async def test_what_a_peer_offers_can_be_imported_by_those_who_publish(tmp_path: Path) -> None:
    peer = Peer(id="lumi", title="LUMI AI Factory", address=ADDRESS, root="/nowhere/root.json")
    async with PageHouse(tmp_path, peers=(peer,)) as house:
        link = PackageLink(
            address=f"{ADDRESS}lumi/courses/rain/1.0.0/rain-1.0.0.course.zip",
            sha256="a" * 64,
            bytes=9,
            version="1.0.0",
        )
        offered = Training(iri="https://lumi.example/rain", title={"en": "Rain"}, package=link)
        act = Act(user="officina", at=house.clock())
        Loader(house.portal.database, Source(id=peer.source), act, LoadOptions()).load(
            [Arriving(offered, "page 1")]
        )
        here = f"find/{record_id(peer.source, offered.iri)}"
        page = await house.open(here, "tina")
        assert buttons(page) == ["Import"]
        assert "From LUMI AI Factory" in text_of(page)
        assert buttons(await house.open(here, "ada")) == []
        assert (await house.open(f"{here}/import", "ada", form={})).status == 403
        bad = await house.open(f"{here}/import", "tina", form={"course_id": "../x"})
        assert (bad.status, "cannot be the id of a course" in text_of(bad)) == (400, True)
        # Its root of trust is not there, so nothing of it is believed.
        refused = await house.open(f"{here}/import", "tina", form={})
        told = text_of(refused)
        assert (refused.status, "root of trust of 'lumi' cannot be read" in told) == (422, True)
        assert "/nowhere" not in told  # which is for operators, in the log

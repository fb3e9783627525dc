"""Every role on every operation: the answers must agree with the table of rights."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from data_samples import STELLA, WANTED
from grader_hand import GRADED, claim, hand_in
from import_samples import proved
from portal_house import NOTEBOOK, House, course, publish_course, tar_of
from request_samples import asked, filed

from officina_hub.catalogue.identity import record_id
from officina_hub.portal.api.routes import ROUTES
from officina_hub.portal.openapi import operation_of
from officina_hub.portal.rights import RIGHTS
from officina_hub.portal.store.data_agreements import begin

WORK = tar_of({"leaf.ipynb": NOTEBOOK})
EXERCISE = "courses/tea/exercises/leaf"
PLAN = "courses/tea/prestarts/11111111-2222-3333-4444-555555555555"
BECAUSE = {"reason": "The second test was too strict."}
ORDER = {"choice": {"profile": "small"}}
OWN_COURSE = record_id("courses", "urn:officina:course:tea")


# What does not exist in this house is 404 also for whoever may: a feedback page, a peer's course,
# the terms of a course.
NOT_THERE = ("feedback/", "imports/peers/", "/terms")

# What only pages do; tests/pages/test_page_curate.py tries every role on them.
OF_PAGES = {"catalogue.curate"}


class Try(NamedTuple):
    """One request and the tokens that may make it; all others must be refused."""

    right: str
    method: str
    path: str
    allowed: str
    send: object = None
    tar: bytes | None = None


# ada: learner and owner; bob: learner of tea; tina: trainer of tea; theo: trainer of rye only;
# olga: advisor; stella: data steward, who has agreed to something.
ALL = "ada bob tina theo course-tea course-rye root olga stella grader mute"
PEOPLE = "ada bob tina theo course-tea course-rye root olga stella"
PERSONS = "ada bob tina theo root olga stella"
TRIES = (
    Try("courses.list", "GET", "courses", PEOPLE),
    Try("courses.read", "GET", "courses/tea", PEOPLE),
    Try("enrolment.write", "DELETE", "courses/rye/enrolment", PEOPLE),
    Try("members.remove", "DELETE", "courses/tea/members/bob", "tina"),
    Try("files.read", "GET", EXERCISE + "/files", "ada bob tina course-tea"),
    Try("files.read", "GET", EXERCISE + "/files.tar", "ada bob tina course-tea"),
    Try("files.release", "PUT", EXERCISE + "/files.tar?force=1", "tina course-tea", tar=WORK),
    Try("exercises.edit", "PATCH", EXERCISE, "tina", {"deadline": None}),
    Try("submissions.create", "POST", EXERCISE + "/submissions", "ada bob tina", tar=WORK),
    Try("checks.create", "POST", EXERCISE + "/checks", "ada bob tina", tar=WORK),
    Try("checks.read", "GET", "checks/{check}", "ada"),
    Try("checks.files", "GET", "checks/{check}/files.tar", "grader"),
    Try("submissions.list_own", "GET", EXERCISE + "/submissions", PEOPLE),
    Try("submissions.list_own", "GET", "courses/tea/submissions?user=me", PEOPLE),
    Try("submissions.list_all", "GET", EXERCISE + "/submissions?user=*", "tina course-tea"),
    Try("submissions.list_all", "GET", "courses/tea/submissions?user=ada", "ada tina course-tea"),
    Try("submissions.read", "GET", "submissions/{id}", "ada tina course-tea grader"),
    Try("submissions.read", "GET", "submissions/{id}/files.tar", "ada tina course-tea grader"),
    Try("submissions.receipt", "GET", "submissions/{id}/receipt", "ada tina"),
    Try("submissions.feedback", "GET", "submissions/{id}/feedback/x.html", "ada tina course-tea"),
    Try("submissions.regrade", "POST", "submissions/{id}/regrade", "tina course-tea"),
    Try("regrades.write", "GET", EXERCISE + "/regrades", "tina"),
    Try("regrades.write", "POST", EXERCISE + "/regrades", "tina"),
    Try("regrades.write", "GET", "courses/tea/regrades/{regrade}", "tina"),
    Try("regrades.write", "POST", "courses/tea/regrades/{regrade}/confirm", "tina", BECAUSE),
    Try("regrades.write", "POST", "courses/tea/regrades/{regrade}/undo", "tina"),
    Try("regrades.write", "DELETE", "courses/tea/regrades/{regrade}", "tina"),
    Try("feedback.publish", "POST", EXERCISE + "/feedback", "tina course-tea", {"users": None}),
    Try("gradebook.read", "GET", "courses/tea/gradebook", "tina course-tea"),
    Try("gradebook.read", "GET", "courses/tea/gradebook.csv", "tina course-tea"),
    Try("gradebook.read", "GET", EXERCISE + "/overview", "tina course-tea"),
    Try("similarity.use", "GET", EXERCISE + "/similarity", "tina"),
    Try("similarity.use", "POST", EXERCISE + "/similarity", "tina"),
    Try("releases.create", "POST", "courses/tea/releases", "tina", tar=WORK),
    Try("releases.create", "POST", "courses/new/releases", "tina theo", tar=WORK),
    Try("releases.list", "GET", "courses/tea/releases", "tina"),
    Try("releases.read", "GET", "releases/1", "tina grader"),
    Try("releases.package", "GET", "releases/1/package.tar", "grader"),
    Try("releases.prepare", "PUT", "releases/1/files.tar", "grader", tar=WORK),
    Try("assets.read", "GET", "assets", "tina theo root"),
    Try("imports.create", "GET", "imports", "tina theo"),
    Try("imports.create", "POST", "imports", "tina theo", tar=WORK),
    Try("imports.create", "POST", "imports/peers/lumi/tea", "tina theo"),
    Try("imports.decide", "GET", "imports/{arrived}", "tina"),
    Try("imports.decide", "POST", "imports/{arrived}/proof", "tina"),
    Try("imports.decide", "POST", "imports/{arrived}/publication", "tina"),
    Try("imports.decide", "DELETE", "imports/{arrived}", "tina"),
    Try("prestarts.write", "GET", "courses/tea/prestarts", "tina root"),
    Try("prestarts.write", "PUT", PLAN, "tina root", ORDER),
    Try("catalogue.read", "GET", "catalogue", PEOPLE),
    Try("catalogue.read", "GET", "catalogue.ttl", PEOPLE),
    Try("catalogue.read", "GET", "catalogue/search?q=tea", PEOPLE),
    Try("catalogue.read", "GET", f"catalogue/records/{OWN_COURSE}", PEOPLE),
    Try("data.terms", "GET", f"catalogue/records/{OWN_COURSE}/terms", PEOPLE),
    Try("data.agree", "POST", "data-agreements", "stella", {"digest": "none"}),
    Try("data.list", "GET", "data-agreements", PEOPLE),
    Try("data.read", "GET", "data-agreements/{data}", "stella"),
    Try("data.read", "GET", "data-agreements/{data}/data", "stella"),
    Try("data.read", "GET", "data-agreements/{data}/agreement", "stella"),
    Try("data.decide", "DELETE", "data-agreements/{data}", "stella"),
    Try("data.decide", "POST", "data-agreements/{data}/data", "stella"),
    Try("data.decide", "DELETE", "data-agreements/{data}/data", "stella"),
    Try("requests.create", "POST", "requests", PERSONS, asked(record_id=OWN_COURSE)),
    Try("requests.list_own", "GET", "requests", PERSONS),
    Try("requests.list_all", "GET", "requests/all", "olga"),
    Try("requests.list_all", "GET", "requests/figures", "olga"),
    Try("requests.read", "GET", "requests/{request}", "ada olga"),
    Try("requests.reply", "POST", "requests/{request}/replies", "ada", {"text": "And a GPU."}),
    Try("requests.reply", "PUT", "requests/{request}/withdrawal", "ada"),
    Try("requests.answer", "POST", "requests/{request}/answers", "olga", {"decision": "granted"}),
    Try("queue.work", "GET", "queue", "grader"),
    Try("queue.work", "POST", "queue/claim", "grader", {"worker": "w"}),
    Try("queue.work", "POST", "queue/1/heartbeat", "grader", {"lease": "x"}),
    Try("queue.work", "POST", "queue/1/result", "grader", {"lease": "x"}),
    Try("files.release", "DELETE", EXERCISE + "/files", "tina course-tea"),
)


@pytest.fixture
async def full_house(house: House) -> House:
    publish_course(house.portal, course("rye"), trainer="theo")
    await house.enrol("bob")
    return house


async def a_preview(house: House) -> str:
    """A preview of one graded submission, as tina began it."""
    assert await hand_in(house, await claim(house), grade=GRADED) == 204
    return str((await house.ask("POST", EXERCISE + "/regrades", "tina")).json["id"])


def test_every_right_is_tried() -> None:
    assert {each.right for each in TRIES} | OF_PAGES == set(RIGHTS)


def test_every_right_belongs_to_an_operation() -> None:
    methods = ("get", "put", "post", "patch", "delete")
    found = (operation_of(route.handler, method) for route in ROUTES for method in methods)
    used = {each.right for each in found if each and each.right}

    assert set(RIGHTS) == used | {"submissions.list_all"} | OF_PAGES


@pytest.mark.parametrize("what", TRIES, ids=lambda what: f"{what.method} {what.path}")
async def test_only_those_named_may(full_house: House, what: Try) -> None:
    submission = (await full_house.submit("ada", {"leaf.ipynb": b"{}"})).json["submission_id"]
    path = what.path.replace("{id}", submission)
    if "{regrade}" in path:
        path = path.replace("{regrade}", await a_preview(full_house))
    if "{check}" in path:
        begun = await full_house.ask("POST", EXERCISE + "/checks", "ada", tar=WORK)
        path = path.replace("{check}", begun.json["id"])
    if "{request}" in path:
        path = path.replace("{request}", (await filed(full_house)).id)
    if "{arrived}" in path:
        with full_house.portal.database.writing() as session:
            path = path.replace("{arrived}", str(proved(session, course_id="oat").release_id))
    if "{data}" in path:
        with full_house.portal.database.writing() as session:
            path = path.replace("{data}", begin(session, WANTED, STELLA).id)
    statuses = {
        token: (await full_house.ask(what.method, path, token, send=what.send, tar=what.tar)).status
        for token in ALL.split()
    }
    nobody = await full_house.ask(what.method, path, send=what.send, tar=what.tar)
    forged = await full_house.ask(what.method, path, "forged", send=what.send, tar=what.tar)
    # A feedback page that does not exist is 404 for everybody; whoever may, is told which one.
    hidden = RIGHTS[what.right].is_hidden

    assert (nobody.status, forged.status) == (401, 401)
    assert max(statuses.values()) < 500
    for token, status in statuses.items():
        may = token in what.allowed.split()
        if may:
            assert status not in {401, 403}, (token, status)
            assert status != 404 or any(each in path for each in NOT_THERE), (token, status)
        else:
            assert status == (404 if hidden else 403), (token, status)

"""The queue: order, leases, workers that end, work that ends workers."""

from __future__ import annotations

import asyncio

import pytest
from grader_hand import GRADE, GRADED, claim, hand_in, look
from portal_house import PREFIX, House, course

from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.bell import Bell
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.audit import audit
from officina_hub.portal.store.jobs import SUPERSEDED
from officina_hub.portal.store.queue import MAX_TRIES, NOT_HEARD, STARTED_ANEW
from officina_hub.portal.store.releases import Package, receive
from officina_hub.portal.store.story import story_of
from officina_hub.portal.store.submissions import find_submission


@pytest.fixture
async def submitted(house: House) -> str:
    receipt = (await house.submit("ada", {"leaf.ipynb": b"1"})).json
    return str(receipt["submission_id"])


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set once somebody waits for the bell."""
    begun = asyncio.Event()
    heard = Bell.heard

    async def told(event: asyncio.Event, seconds: float) -> bool:
        begun.set()
        return await heard(event, seconds)

    monkeypatch.setattr(Bell, "heard", staticmethod(told))
    return begun


async def test_an_empty_queue_gives_nothing(house: House) -> None:
    assert await claim(house) is None


async def test_work_comes_in_the_order_it_arrived(house: House) -> None:
    await house.enrol("bob")
    sent = [(await house.submit(name, {"leaf.ipynb": b"1"})).json for name in ("bob", "ada")]

    jobs = [await claim(house, f"w{n}") for n in range(2)]
    assert [job["submission_id"] for job in jobs] == [one["submission_id"] for one in sent]
    assert await claim(house, "w3") is None


async def test_a_job_tells_the_grader_all_it_needs(house: House, submitted: str) -> None:
    job = await claim(house)

    assert (job["kind"], job["course_id"], job["exercise_id"]) == ("grade", "tea", "leaf")
    assert (job["submission_id"], job["user"], job["tries"]) == (submitted, "ada", 1)
    assert job["course"]["id"] == "tea"
    assert (await look(house, submitted))["state"] == "grading"


async def test_marks_and_feedback_are_published_together(house: House, submitted: str) -> None:
    assert await hand_in(house, await claim(house), grade=GRADED) == 204

    seen = await look(house, submitted)
    assert (seen["state"], seen["grade"]["score"], seen["feedback"]) == ("graded", 7.0, ["leaf"])
    page = await house.ask("GET", f"submissions/{submitted}/feedback/leaf.html", "ada")
    assert page.content == b"<p>well done</p>"
    assert page.headers["Content-Security-Policy"].startswith("sandbox;")


async def test_the_same_result_twice_changes_nothing(house: House, submitted: str) -> None:
    job = await claim(house)
    assert await hand_in(house, job, grade=GRADED) == 204
    before = await look(house, submitted)

    assert await hand_in(house, job, grade=GRADED) == 204
    assert await look(house, submitted) == before


async def test_a_lease_that_ran_out_is_offered_again(house: House, submitted: str) -> None:
    first = await claim(house, "w1")
    house.clock.turn(seconds=59)
    assert await claim(house, "w2") is None
    house.clock.turn(seconds=1)
    second = await claim(house, "w2")

    assert second["id"] == first["id"]
    assert second["tries"] == 2
    assert await hand_in(house, first, grade=GRADED) == 409
    assert await hand_in(house, second, grade=GRADED) == 204


async def test_a_heartbeat_holds_the_lease(house: House, submitted: str) -> None:
    job = await claim(house, "w1")
    house.clock.turn(seconds=50)
    path = f"queue/{job['id']}/heartbeat"
    alive = await house.ask("POST", path, "grader", send={"lease": job["lease"]})
    house.clock.turn(seconds=50)

    assert alive.status == 204
    assert await claim(house, "w2") is None
    lost = await house.ask("POST", path, "grader", send={"lease": "another"})
    assert (lost.status, lost.json["code"]) == (409, "lost-lease")


async def test_a_worker_that_starts_anew_goes_on_at_once(house: House, submitted: str) -> None:
    first = await claim(house, "w1")
    again = await claim(house, "w1")

    assert again["id"] == first["id"]
    assert again["lease"] != first["lease"]


async def test_work_that_ends_its_worker_three_times_is_set_aside(
    house: House, submitted: str
) -> None:
    await house.enrol("bob")
    await house.submit("bob", {"leaf.ipynb": b"1"})
    tries = [(await claim(house, "w1"))["submission_id"] for _ in range(3)]
    following = await claim(house, "w1")

    assert tries == [submitted] * 3
    assert following["user"] == "bob"
    seen = await look(house, submitted)
    assert seen["state"] == "ungradable"
    assert "3 times" in seen["message"]


async def test_what_each_try_ended_with_is_kept(house: House, submitted: str) -> None:
    await claim(house, "w1")
    await claim(house, "w1")
    house.clock.turn(seconds=60)
    await hand_in(house, await claim(house, "w2"), failure={"message": "Full.", "retry": True})

    with house.portal.database.reading() as session:
        story = story_of(session, find_submission(session, submitted))
    assert [ended.how for ended in story] == [
        f"grade, try 1 on w1: {STARTED_ANEW}",
        f"grade, try 2 on w1: {NOT_HEARD}",
        "grade, try 3 on w2: Full.",
    ]


async def test_a_failure_worth_a_retry_comes_back(house: House, submitted: str) -> None:
    failure = {"message": "The disk was full.", "retry": True}
    for _ in range(2):
        assert await hand_in(house, await claim(house), failure=failure) == 204
        assert (await look(house, submitted))["state"] == "queued"
    await hand_in(house, await claim(house), failure=failure)

    seen = await look(house, submitted)
    assert (seen["state"], seen["message"]) == ("ungradable", "The disk was full.")


async def test_a_failure_for_good_is_told_at_once(house: House, submitted: str) -> None:
    failure = {"message": "The notebook is not JSON.", "retry": False}
    await hand_in(house, await claim(house), failure=failure)

    assert (await look(house, submitted))["state"] == "ungradable"
    assert await claim(house) is None


async def test_regrading_replaces_the_marks(house: House, submitted: str) -> None:
    await hand_in(house, await claim(house), grade=GRADED)
    assert (await house.ask("POST", f"submissions/{submitted}/regrade", "tina")).status == 202
    assert (await house.ask("POST", f"submissions/{submitted}/regrade", "tina")).status == 202
    better = GRADED | {"grade": GRADE | {"score": 9.0}, "feedback": []}
    await hand_in(house, await claim(house), grade=better)

    seen = await look(house, submitted)
    assert (seen["grade"]["score"], seen["feedback"]) == (9.0, [])
    assert await claim(house) is None


async def test_only_the_newest_attempt_is_graded_again(house: House, submitted: str) -> None:
    await hand_in(house, await claim(house), grade=GRADED)
    newer = await house.submit("ada", {"leaf.ipynb": b"2"})
    assert newer.status == 201
    answer = await house.ask("POST", f"submissions/{submitted}/regrade", "tina")
    assert (answer.status, answer.json["code"]) == (409, "not-the-latest")


async def test_feedback_is_made_anew_for_the_latest_submissions(
    house: House, submitted: str
) -> None:
    await hand_in(house, await claim(house), grade=GRADED)
    path = "courses/tea/exercises/leaf/feedback"
    for users in (None, ["ada"], ["bob"]):
        assert (await house.ask("POST", path, "tina", send={"users": users})).status == 202

    job = await claim(house)
    assert (job["kind"], job["submission_id"]) == ("feedback", submitted)
    assert (await look(house, submitted))["state"] == "graded"
    assert await claim(house, "w2") is None


async def test_a_result_of_the_wrong_kind_is_refused(house: House, submitted: str) -> None:
    job = await claim(house)

    assert await hand_in(house, job, prepare={"exercises": []}) == 422
    assert await hand_in(house, job) == 422
    assert await hand_in(house, job, grade={"state": "splendid"}) == 422
    assert await hand_in(house, job, grade=GRADED) == 204


async def test_a_waiting_claim_wakes_when_work_comes(
    house: House, listening: asyncio.Event
) -> None:
    waiting = asyncio.ensure_future(claim(house, wait_seconds=20))
    await asyncio.wait_for(listening.wait(), 5)
    await house.submit("ada", {"leaf.ipynb": b"1"})

    assert (await asyncio.wait_for(waiting, 5))["kind"] == "grade"


async def test_a_claim_whose_worker_was_killed_takes_no_work(
    house: House, listening: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = asyncio.Event()
    closed = ApiHandler.on_connection_close

    def told(handler: ApiHandler) -> None:
        closed(handler)
        gone.set()

    monkeypatch.setattr(ApiHandler, "on_connection_close", told)
    body = b'{"worker": "w1", "wait_seconds": 20}'
    asked = f"POST {PREFIX}api/queue/claim HTTP/1.1\r\nHost: x\r\nAuthorization: token grader\r\n"
    asked += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    _, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(asked.encode() + body)
    await asyncio.wait_for(listening.wait(), 5)
    writer.close()
    await asyncio.wait_for(gone.wait(), 5)
    await house.submit("ada", {"leaf.ipynb": b"1"})

    assert (await claim(house, "w2"))["tries"] == 1


async def test_a_waiting_claim_is_sent_home_when_the_portal_stops(
    house: House, listening: asyncio.Event
) -> None:
    waiting = asyncio.ensure_future(claim(house, wait_seconds=20))
    await asyncio.wait_for(listening.wait(), 5)
    house.portal.say_goodbye()

    assert await asyncio.wait_for(waiting, 5) is None


async def test_the_audit_is_clean_at_every_step(house: House, submitted: str) -> None:
    def findings() -> tuple[str, ...]:
        with house.portal.database.reading() as session:
            return audit(session, house.portal.blobs, house.portal.signer).findings

    assert findings() == ()
    job = await claim(house)
    assert findings() == ()
    await hand_in(house, job, grade=GRADED)
    assert findings() == ()


async def test_a_newer_attempt_takes_the_place_of_one_that_still_waits(house: House) -> None:
    await house.enrol("bob")
    sent = [(await house.submit("ada", {"leaf.ipynb": str(n).encode()})).json for n in range(5)]
    await house.submit("bob", {"leaf.ipynb": b"1"})
    older = await look(house, sent[0]["submission_id"])

    assert (older["state"], older["message"]) == ("superseded", SUPERSEDED)
    jobs = [await claim(house, f"w{n}") for n in range(3)]
    assert [job and job["user"] for job in jobs] == ["ada", "bob", None]
    assert jobs[0]["submission_id"] == sent[-1]["submission_id"]
    receipt = await house.ask("GET", f"submissions/{sent[0]['submission_id']}/receipt", "ada")
    assert receipt.json == sent[0]
    portal = house.portal
    assert (await portal.read(audit, portal.blobs, portal.signer)).is_clean


async def test_an_attempt_whose_grading_has_begun_is_graded_to_its_end(house: House) -> None:
    first = (await house.submit("ada", {"leaf.ipynb": b"1"})).json["submission_id"]
    job = await claim(house)
    await house.submit("ada", {"leaf.ipynb": b"2"})

    assert await hand_in(house, job, grade=GRADED) == 204
    assert (await look(house, first))["state"] == "graded"


async def test_publishing_that_never_ends_has_its_own_sentence(house: House) -> None:
    package = Package(course=course(version="2.0.0"), sha256="a" * 64, files=())
    act = Act(user="tina", at=house.clock())
    await house.portal.write(receive, package, act)
    for _ in range(MAX_TRIES + 1):
        await claim(house)
    told = (await house.ask("GET", "courses/tea/releases", "tina")).json
    release = next(each for each in told if each["version"] == "2.0.0")

    assert release["state"] == "failed"
    assert "Publish it again" in release["findings"][-1]["message"]
    assert "lighter" not in release["findings"][-1]["message"]

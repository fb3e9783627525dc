"""Checks before handing in: their way through the queue, and what is left of them."""

from __future__ import annotations

import asyncio
import io
import os
import tarfile

import pytest
from check_samples import CHECKED, ask_check, see_check
from grader_hand import GRADED, claim, hand_in
from portal_house import House, course, publish_course, tar_of
from sqlalchemy import func, select

from officina_hub.portal import check_keeping
from officina_hub.portal.bell import Bell
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.checks import MOST, REPLACED, WITHIN
from officina_hub.portal.store.queue import MAX_TRIES

CHECKS = ("check",)


async def claim_check(house: House, worker: str = "checker-1") -> object:
    asked = {"worker": worker, "kinds": CHECKS}
    answer = await house.ask("POST", "queue/claim", "grader", send=asked)
    return answer.json if answer.status == 200 else None


def files_of(house: House) -> list[str]:
    return sorted(path.name for path in house.settings.checks.iterdir())


async def test_a_check_goes_from_the_queue_to_its_answer(house: House) -> None:
    begun = await ask_check(house)
    assert (begun.status, begun.json["state"], begun.json["queue_position"]) == (201, "waiting", 1)

    job = await claim(house)
    assert (job["kind"], job["check_id"], job["user"]) == ("check", begun.json["id"], "ada")
    assert (job["submission_id"], job["course"]["id"]) == (None, "tea")
    assert (await see_check(house, begun.json["id"])).json["state"] == "running"
    sent = await house.ask("GET", f"checks/{job['check_id']}/files.tar", "grader")
    with tarfile.open(fileobj=io.BytesIO(sent.content)) as tar:
        assert tar.getnames() == ["leaf.ipynb"]

    assert await hand_in(house, job, check=CHECKED) == 204
    assert await hand_in(house, job, check=CHECKED) == 204
    seen = (await see_check(house, begun.json["id"])).json
    assert seen["state"] == "done"
    assert [task["verdict"] for task in seen["result"]["notebooks"][0]["tasks"]] == [
        "passed",
        "failed",
    ]


async def test_nothing_of_a_check_counts_or_is_seen_by_others(house: House) -> None:
    begun = (await ask_check(house)).json
    await hand_in(house, await claim(house), check=CHECKED)

    assert (await house.ask("GET", "courses/tea/submissions", "ada")).json == []
    for other in ("tina", "course-tea", "root", "grader"):
        assert (await house.ask("GET", f"checks/{begun['id']}", other)).status == 404


async def test_checks_go_before_marks_that_came_before_them(house: House) -> None:
    await house.submit("ada", {"leaf.ipynb": b"1"})
    await ask_check(house)

    assert [(await claim(house, f"w{n}"))["kind"] for n in range(2)] == ["check", "grade"]


async def test_a_grader_for_checks_leaves_marks_alone(house: House) -> None:
    await house.submit("ada", {"leaf.ipynb": b"1"})
    assert await claim_check(house) is None

    await ask_check(house)
    assert (await claim_check(house))["kind"] == "check"
    assert (await claim(house))["kind"] == "grade"


async def test_no_learner_stands_before_the_others(house: House) -> None:
    await house.enrol("bob")
    await ask_check(house, "ada", "leaf")
    await ask_check(house, "ada", "cup")
    await ask_check(house, "bob", "leaf")

    jobs = [await claim(house, f"w{n}") for n in range(2)]
    assert [job["user"] for job in jobs] == ["ada", "bob"]


async def test_of_one_learner_one_check_is_run_at_a_time(house: House) -> None:
    publish_course(house.portal, course("rye"), trainer="theo")
    await house.enrol("ada", "rye")
    await ask_check(house, "ada", "leaf")
    await ask_check(house, "ada", "cup")
    tar = tar_of({"leaf.ipynb": b"1"})
    await house.ask("POST", "courses/rye/exercises/leaf/checks", "ada", tar=tar)

    for course_id in ("tea", "rye", "tea"):
        job = await claim(house)
        assert (job["course_id"], await claim(house, "w2")) == (course_id, None)
        await hand_in(house, job, check=CHECKED)
    assert await claim(house) is None


async def test_a_newer_check_takes_the_place_of_one_that_waits(house: House) -> None:
    first = (await ask_check(house, content=b"1")).json
    second = (await ask_check(house, content=b"2")).json

    seen = (await see_check(house, first["id"])).json
    assert (seen["state"], seen["message"]) == ("replaced", REPLACED)
    assert (await claim(house))["check_id"] == second["id"]
    assert await claim(house, "w2") is None


async def test_a_check_that_runs_goes_on_though_a_newer_one_waits(house: House) -> None:
    first = (await ask_check(house, content=b"1")).json
    job = await claim(house)
    second = (await ask_check(house, content=b"2")).json

    assert await hand_in(house, job, check=CHECKED) == 204
    assert (await see_check(house, first["id"])).json["state"] == "done"
    assert (await claim(house))["check_id"] == second["id"]


async def test_whoever_waits_is_told_when_it_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, listens = (await ask_check(house)).json, asyncio.Event()
    heard = Bell.heard

    async def told(event: asyncio.Event, seconds: float) -> bool:
        listens.set()
        return await heard(event, seconds)

    monkeypatch.setattr(Bell, "heard", staticmethod(told))
    waiting = asyncio.create_task(see_check(house, begun["id"], "?seen=waiting&wait_seconds=20"))
    await listens.wait()
    await claim(house)
    assert (await waiting).json["state"] == "running"
    known = await see_check(house, begun["id"], "?seen=waiting&wait_seconds=20")
    assert known.json["state"] == "running"


async def test_a_check_that_ends_its_graders_is_given_up_with_a_sentence(house: House) -> None:
    begun = (await ask_check(house)).json
    for _ in range(MAX_TRIES):
        assert (await claim(house))["check_id"] == begun["id"]
    assert await claim(house) is None

    seen = (await see_check(house, begun["id"])).json
    assert seen["state"] == "failed"
    assert "make it lighter and check again" in seen["message"]


async def test_a_failure_that_may_pass_is_tried_again(house: House) -> None:
    begun = (await ask_check(house)).json
    failure = {"message": "The sandbox did not start.", "retry": True}
    await hand_in(house, await claim(house), failure=failure)
    assert (await see_check(house, begun["id"])).json["state"] == "waiting"

    await hand_in(house, await claim(house), failure={**failure, "retry": False})
    seen = (await see_check(house, begun["id"])).json
    assert (seen["state"], seen["message"]) == ("failed", "The sandbox did not start.")


async def test_marks_are_no_answer_to_a_check_nor_the_other_way_round(house: House) -> None:
    await ask_check(house)
    assert await hand_in(house, await claim(house), grade=GRADED) == 422
    await house.submit("ada", {"leaf.ipynb": b"1"})
    assert await hand_in(house, await claim(house, "w2"), check=CHECKED) == 422


async def test_after_an_hour_nothing_of_it_is_left(house: House) -> None:
    begun = (await ask_check(house)).json
    await hand_in(house, await claim(house), check=CHECKED)
    house.clock.turn(minutes=59)
    await check_keeping.tidy(house.portal)
    assert (await see_check(house, begun["id"])).status == 200

    house.clock.turn(minutes=1)
    await check_keeping.tidy(house.portal)
    answer = await see_check(house, begun["id"])
    assert (answer.status, answer.json["code"]) == (404, "no-such-check")
    with house.portal.database.reading() as session:
        assert session.scalar(select(func.count()).where(t.Job.kind == "check")) == 0
        columns = (t.Event.user, t.Event.what, t.Event.detail)
        told = session.execute(select(*columns).where(t.Event.what.like("check%"))).all()
    assert [tuple(row) for row in told] == [("ada", "check asked", "")]


async def test_a_grader_that_comes_after_the_hour_has_lost_its_lease(house: House) -> None:
    await ask_check(house)
    job = await claim(house)
    house.clock.turn(hours=1)
    await check_keeping.tidy(house.portal)
    assert await hand_in(house, job, check=CHECKED) == 409


async def test_what_was_sent_goes_once_it_was_run(house: House) -> None:
    begun = (await ask_check(house)).json
    await check_keeping.tidy(house.portal)
    assert files_of(house) == [begun["id"]]

    job = await claim(house)
    await hand_in(house, job, check=CHECKED)
    await check_keeping.tidy(house.portal)
    assert files_of(house) == []


async def test_a_package_whose_row_is_not_written_yet_is_left(house: House) -> None:
    for name in ("new", "cut-off"):
        upload = io.BytesIO(tar_of({"a": b"1"}))
        house.portal.check_shelf.put(name, upload, house.settings.submission_limits)
    os.utime(house.settings.checks / "cut-off", (1, 1))
    await check_keeping.tidy(house.portal)
    assert files_of(house) == ["new"]


async def test_one_person_may_not_check_all_the_time(house: House) -> None:
    answers = [await ask_check(house, content=b"%d" % n) for n in range(MOST + 1)]
    assert {answer.status for answer in answers[:-1]} == {201}
    assert (answers[-1].status, answers[-1].json["code"]) == (429, "too-many-checks")
    assert len(files_of(house)) == MOST
    await house.enrol("bob")
    assert (await ask_check(house, "bob")).status == 201

    house.clock.turn(seconds=WITHIN.total_seconds())
    assert (await ask_check(house)).status == 201


@pytest.mark.parametrize(
    ("tar", "status", "code"),
    [
        (tar_of({}), 422, "empty-check"),
        (b"no tar at all" * 100, 422, None),
        (tar_of({"leaf.ipynb": b"1" * 5000}), 413, None),
    ],
    ids=["empty", "broken", "too large"],
)
async def test_what_cannot_be_run_is_refused_and_not_kept(
    tmp_path, tar: bytes, status: int, code: str | None
) -> None:
    from officina_courses.archive import SUBMISSION_LIMITS

    small = SUBMISSION_LIMITS.model_copy(update={"max_file_bytes": 4000, "max_total_bytes": 4000})
    async with House(tmp_path, submission_limits=small) as house:
        await house.with_tea()
        answer = await house.ask("POST", "courses/tea/exercises/leaf/checks", "ada", tar=tar)
        assert answer.status == status
        assert code in (None, answer.json["code"])
        assert files_of(house) == []
        assert await claim(house) is None


async def test_a_course_without_checks_says_so(empty_house: House) -> None:
    house = empty_house
    publish_course(house.portal, course(grading={"checks": "off"}))
    await house.enrol("ada")
    answer = await ask_check(house)
    assert (answer.status, answer.json["code"]) == (409, "checks-off")
    assert files_of(house) == []


async def test_sentences_are_in_the_readers_language(house: House) -> None:
    begun = (await ask_check(house)).json
    await hand_in(house, await claim(house), check=CHECKED)
    german = await see_check(house, begun["id"], headers={"Accept-Language": "de-DE,de;q=0.9"})
    book = german.json["result"]["notebooks"][0]
    assert book["tasks"][1]["note"] == "Der Test ist nicht bestanden (NameError)."
    assert book["cells"][0]["plain"] == "Es wird durch null geteilt."
    assert book["cells"][0]["error"] == "NameError: name 'leaf' is not defined"

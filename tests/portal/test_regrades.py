"""Grading an exercise again: a preview that changes nothing, then a trainer's word, then undo."""

from __future__ import annotations

from typing import Any

import pytest
from grader_hand import GRADED, UNGRADABLE, claim, hand_in, look
from portal_house import House, course, publish_course
from sqlalchemy import select, update

from officina_hub.portal.db import tables as t
from officina_hub.portal.store.audit import audit
from officina_hub.portal.store.mark_history import MarkChangeOut, mark_history
from officina_hub.portal.store.queue import MAX_TRIES
from officina_hub.portal.store.regrades import marked_earlier

EXERCISE = "courses/tea/exercises/leaf"
BECAUSE = {"reason": "The second test was too strict."}


def graded(score: float, *, tests: str = "old", **cell: Any) -> dict[str, Any]:
    """A grader's answer: one cell with these points."""
    mark = {"grade_id": "t1", "score": score, "max_score": 10.0} | cell
    notebook = {"name": "leaf", "state": "graded", "score": score, "max_score": 10.0}
    grade = GRADED["grade"] | {"score": score, "notebooks": [notebook | {"cells": [mark]}]}
    return GRADED | {"grade": grade, "tests": tests}


def seen_only(score: float) -> dict[str, Any]:
    return graded(score, tests="new") | {"feedback": []}


@pytest.fixture
async def marked(house: House) -> dict[str, str]:
    """The marked attempts of ada (2 points) and bob (5), by learner; then the test is mended."""
    await house.enrol("bob")
    ids = {}
    for name, score in (("ada", 2.0), ("bob", 5.0)):
        receipt = (await house.submit(name, {"leaf.ipynb": name.encode()})).json
        assert await hand_in(house, await claim(house), grade=graded(score)) == 204
        ids[name] = str(receipt["submission_id"])
    with house.portal.database.writing() as session:
        session.execute(update(t.Exercise).where(t.Exercise.id == "leaf").values(tests="new"))
    return ids


async def begin(house: House) -> dict[str, Any]:
    answer = await house.ask("POST", EXERCISE + "/regrades", "tina")
    assert answer.status == 201, answer.content
    return dict(answer.json)


async def read(house: House, run: dict[str, Any]) -> dict[str, Any]:
    answer = await house.ask("GET", f"courses/tea/regrades/{run['id']}", "tina")
    assert answer.status == 200, answer.content
    return dict(answer.json)


async def decide(house: House, run: dict[str, Any], deed: str, send: object = None) -> Any:
    return await house.ask("POST", f"courses/tea/regrades/{run['id']}/{deed}", "tina", send=send)


async def previewed(house: House, *scores: float) -> dict[str, Any]:
    run = await begin(house)
    for score in scores:
        assert await hand_in(house, await claim(house), grade=seen_only(score)) == 204
    return await read(house, run)


async def work_off(house: House, *scores: float) -> None:
    for score in scores:
        assert await hand_in(house, await claim(house), grade=graded(score, tests="new")) == 204


def history(house: House, submission_id: str) -> tuple[MarkChangeOut, ...]:
    with house.portal.database.reading() as session:
        return mark_history(session, submission_id)


def events(house: House) -> list[str]:
    with house.portal.database.reading() as session:
        return list(session.scalars(select(t.Event.what).order_by(t.Event.id)))


async def test_a_mended_test_is_told_with_how_many_were_marked_before(
    house: House, marked: dict[str, str]
) -> None:
    with house.portal.database.reading() as session:
        assert marked_earlier(session, "tea") == {"leaf": 2}


async def test_publishing_the_same_tests_again_tells_nothing(house: House) -> None:
    await house.submit("ada", {"leaf.ipynb": b"1"})
    await hand_in(house, await claim(house), grade=graded(2.0, tests=""))
    publish_course(house.portal, course(version="1.0.1"))
    with house.portal.database.reading() as session:
        assert marked_earlier(session, "tea") == {}


async def test_a_preview_changes_neither_marks_nor_feedback(
    house: House, marked: dict[str, str]
) -> None:
    before = await look(house, marked["ada"])
    run = await previewed(house, 6.0, 5.0)

    assert (run["state"], run["done"], run["total"]) == ("ready", 2, 2)
    told = {line["user"]: (line["before"], line["after"]) for line in run["lines"]}
    assert told == {"ada": (2.0, 6.0), "bob": (5.0, 5.0)}
    assert run["lines"][0]["changes"] == [
        {"notebook": "leaf", "cell": "t1", "before": 2.0, "after": 6.0}
    ]
    assert await look(house, marked["ada"]) == before
    assert history(house, marked["ada"]) == ()


async def test_asking_twice_is_one_preview(house: House, marked: dict[str, str]) -> None:
    assert (await begin(house))["id"] == (await begin(house))["id"]
    assert events(house).count("regrade previewed") == 1


async def test_nothing_marked_gives_no_preview(house: House) -> None:
    answer = await house.ask("POST", EXERCISE + "/regrades", "tina")
    assert (answer.status, answer.json["code"]) == (409, "nothing-to-grade")


async def test_other_work_goes_first_and_the_queue_position_leaves_previews_out(
    house: House, marked: dict[str, str]
) -> None:
    await begin(house)
    receipt = (await house.submit("ada", {"leaf.ipynb": b"new"})).json
    assert (await look(house, receipt["submission_id"]))["queue_position"] == 1
    assert (await claim(house))["kind"] == "grade"
    assert (await claim(house, "w2"))["kind"] == "regrade"


async def test_confirmed_marks_are_written_and_the_old_ones_kept_with_the_reason(
    house: House, marked: dict[str, str]
) -> None:
    run = await previewed(house, 6.0, 5.0)
    assert (await decide(house, run, "confirm", BECAUSE)).json["state"] == "confirming"
    job = await claim(house)
    assert (job["kind"], job["seen"]["tests"]) == ("confirm", "new")
    assert job["seen"]["grade"]["score"] == 6.0
    assert await hand_in(house, job, grade=graded(6.0, tests="new")) == 204
    await work_off(house, 5.0)

    assert (await read(house, run))["state"] == "confirmed"
    assert (await look(house, marked["ada"]))["grade"]["score"] == 6.0
    (change,) = history(house, marked["ada"])
    assert (change.before.score, change.kind, change.by) == (2.0, "regrade", "tina")
    assert change.reason == BECAUSE["reason"]
    assert history(house, marked["bob"]) == ()  # whose marks are the same is told nothing
    with house.portal.database.reading() as session:
        assert marked_earlier(session, "tea") == {}
        assert audit(session, house.portal.blobs, house.portal.signer).is_clean


async def test_what_came_out_otherwise_keeps_its_marks_with_a_note(
    house: House, marked: dict[str, str]
) -> None:
    run = await previewed(house, 6.0, 5.0)
    await decide(house, run, "confirm", BECAUSE)
    failure = {"message": "It came out otherwise.", "retry": False}
    assert await hand_in(house, await claim(house), failure=failure) == 204
    await work_off(house, 5.0)

    shown = await read(house, run)
    assert shown["state"] == "confirmed"
    assert [(line["state"], line["message"]) for line in shown["lines"]] == [
        ("left", "It came out otherwise."),
        ("written", ""),
    ]
    assert (await look(house, marked["ada"]))["grade"]["score"] == 2.0


async def test_an_attempt_that_was_replaced_since_is_left_alone(
    house: House, marked: dict[str, str]
) -> None:
    run = await previewed(house, 6.0, 5.0)
    await house.submit("ada", {"leaf.ipynb": b"new"})
    await work_off(house, 9.0)
    shown = await read(house, run)
    assert (shown["newer"], shown["lines"][0]["is_replaced"]) == (1, True)

    await decide(house, run, "confirm", BECAUSE)
    await work_off(house, 5.0)
    ada, bob = (await read(house, run))["lines"]
    assert (ada["state"], bob["state"]) == ("left", "written")


async def test_tests_that_changed_once_more_stop_the_confirming(
    house: House, marked: dict[str, str]
) -> None:
    run = await previewed(house, 6.0, 5.0)
    with house.portal.database.writing() as session:
        session.execute(update(t.Exercise).where(t.Exercise.id == "leaf").values(tests="newer"))
    answer = await decide(house, run, "confirm", BECAUSE)
    assert (answer.status, answer.json["code"]) == (409, "regrade-outdated")


async def test_a_preview_cannot_be_confirmed_before_it_is_whole(
    house: House, marked: dict[str, str]
) -> None:
    run = await previewed(house, 6.0)
    assert (await decide(house, run, "confirm", BECAUSE)).json["code"] == "regrade-not-ready"
    assert (await decide(house, run, "confirm", {"reason": "  "})).status == 422


async def test_a_discarded_preview_leaves_nothing_in_the_queue(
    house: House, marked: dict[str, str]
) -> None:
    run = await begin(house)
    begun = await claim(house)
    for _ in range(2):
        answer = await house.ask("DELETE", f"courses/tea/regrades/{run['id']}", "tina")
        assert answer.json["state"] == "discarded"
    assert await hand_in(house, begun, grade=seen_only(6.0)) == 204
    assert await claim(house) is None
    assert {line["state"] for line in (await read(house, run))["lines"]} == {"waiting"}
    assert (await begin(house))["id"] != run["id"]


async def test_a_grader_that_ends_again_and_again_leaves_the_line_out(
    house: House, marked: dict[str, str]
) -> None:
    run = await begin(house)
    for _ in range(MAX_TRIES):
        assert (await claim(house))["kind"] == "regrade"
    assert await hand_in(house, await claim(house), grade=seen_only(5.0)) == 204
    shown = await read(house, run)
    assert [line["state"] for line in shown["lines"]] == ["failed", "previewed"]
    assert shown["state"] == "ready"


async def test_what_cannot_be_run_is_told(house: House, marked: dict[str, str]) -> None:
    run = await begin(house)
    await hand_in(house, await claim(house), grade=UNGRADABLE)
    line = (await read(house, run))["lines"][0]
    assert (line["state"], line["message"]) == ("failed", UNGRADABLE["message"])
    assert (await look(house, marked["ada"]))["state"] == "graded"


async def test_undo_puts_the_earlier_marks_back(house: House, marked: dict[str, str]) -> None:
    run = await previewed(house, 6.0, 5.0)
    await decide(house, run, "confirm", BECAUSE)
    await work_off(house, 6.0, 5.0)
    assert (await decide(house, run, "undo")).json["state"] == "undoing"
    for score in (2.0, 5.0):
        job = await claim(house)
        assert (job["kind"], job["earlier"]["grade"]["score"]) == ("undo", score)
        assert await hand_in(house, job, grade=graded(score)) == 204

    assert (await read(house, run))["state"] == "undone"
    assert (await look(house, marked["ada"]))["grade"]["score"] == 2.0
    assert [change.kind for change in history(house, marked["ada"])] == ["undo", "regrade"]
    with house.portal.database.reading() as session:
        assert marked_earlier(session, "tea") == {"leaf": 2}


async def test_undo_ends_after_two_weeks(house: House, marked: dict[str, str]) -> None:
    run = await previewed(house, 6.0, 5.0)
    await decide(house, run, "confirm", BECAUSE)
    await work_off(house, 6.0, 5.0)
    house.clock.turn(days=15)
    assert (await decide(house, run, "undo")).json["code"] == "too-late-to-undo"


async def test_another_courses_preview_is_not_found(house: House, marked: dict[str, str]) -> None:
    run = await begin(house)
    publish_course(house.portal, course("rye"), trainer="theo")
    answer = await house.ask("GET", f"courses/rye/regrades/{run['id']}", "theo")
    assert answer.status == 404

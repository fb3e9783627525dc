"""Releasing from the course's own server, deadlines, and what learners see of both."""

from __future__ import annotations

import json
from datetime import timedelta

from portal_house import NOON, House, course, publish_course, tar_of

LEAF = "courses/tea/exercises/leaf"


def notebook(*cells: dict[str, object]) -> bytes:
    made = [{"cell_type": "code", "metadata": {"nbgrader": cell}, "source": ""} for cell in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


TESTS = {"grade": True, "solution": False, "points": 3}
ESSAY = {"grade": True, "solution": True, "points": 2}
FILES = {
    "new.ipynb": notebook(TESTS, ESSAY, {"grade": False}),
    "sub/other.ipynb": b"-",
    "d.csv": b"1",
}


async def test_only_force_replaces_what_is_released(house: House) -> None:
    refused = await house.ask("PUT", f"{LEAF}/files.tar", "course-tea", tar=tar_of(FILES))
    assert (refused.status, refused.json["code"]) == (409, "already-released")

    forced = await house.ask("PUT", f"{LEAF}/files.tar?force=1", "course-tea", tar=tar_of(FILES))
    assert forced.status == 200
    again = await house.ask("PUT", f"{LEAF}/files.tar", "course-tea", tar=tar_of(FILES))
    assert again.json == forced.json
    seen = (await house.ask("GET", LEAF + "/files", "ada")).json
    assert [file["path"] for file in seen["files"]] == ["d.csv", "new.ipynb", "sub/other.ipynb"]


async def test_points_are_read_from_the_student_version(house: House) -> None:
    await house.ask("PUT", f"{LEAF}/files.tar?force=1", "course-tea", tar=tar_of(FILES))

    leaf = (await house.ask("GET", "courses/tea", "ada")).json["exercises"][0]
    assert (leaf["max_score"], leaf["has_manual"], leaf["notebooks"]) == (5.0, True, ["new"])


async def test_an_exercise_taken_back_is_gone_until_released_again(house: House) -> None:
    assert (await house.ask("DELETE", f"{LEAF}/files", "course-tea")).status == 204
    assert (await house.ask("GET", f"{LEAF}/files", "ada")).status == 404
    listed = (await house.ask("GET", "courses/tea", "ada")).json["exercises"]
    assert [each["id"] for each in listed] == ["cup"]

    await house.ask("PUT", f"{LEAF}/files.tar", "course-tea", tar=tar_of(FILES))
    assert (await house.ask("GET", f"{LEAF}/files", "ada")).status == 200


async def test_formgrader_can_release_an_exercise_that_is_not_in_the_package(house: House) -> None:
    path = "courses/tea/exercises/extra%201/files.tar"
    assert (await house.ask("PUT", path, "course-tea", tar=tar_of(FILES))).status == 200

    listed = (await house.ask("GET", "courses/tea", "ada")).json["exercises"]
    assert [each["id"] for each in listed] == ["leaf", "cup", "extra 1"]


async def test_without_a_readable_notebook_nothing_is_released(house: House) -> None:
    for files in ({"a.txt": b""}, {"a.ipynb": b"{"}, {"a.ipynb": b'{"cells": 5}'}):
        path = f"{LEAF}/files.tar?force=1"
        answer = await house.ask("PUT", path, "course-tea", tar=tar_of(files))
        assert answer.status == 422, answer.content


async def test_a_trainers_deadline_outlives_a_new_release(house: House) -> None:
    wanted = (NOON + timedelta(days=3)).isoformat()
    path = "courses/tea/exercises/cup"
    assert (await house.ask("PATCH", path, "tina", send={"deadline": wanted})).status == 200
    publish_course(house.portal, course(version="1.1.0"))

    cup = (await house.ask("GET", "courses/tea", "ada")).json["exercises"][1]
    assert cup["deadline"].startswith("2026-03-05T12:00:00")


async def test_a_new_release_drops_and_keeps_exercises(house: House) -> None:
    await house.submit("ada", {"leaf.ipynb": b"1"})
    only_cup = course(version="2.0.0", exercises=[{"id": "cup", "title": "The cup"}])
    publish_course(house.portal, only_cup)

    listed = (await house.ask("GET", "courses/tea", "ada")).json["exercises"]
    assert [each["id"] for each in listed] == ["cup"]
    book = (await house.ask("GET", "courses/tea/gradebook", "tina")).json
    assert [each["id"] for each in book["exercises"]] == ["cup", "leaf"]

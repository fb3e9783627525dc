"""Checks before handing in: their way through the queue, and what is left of them."""

from __future__ import annotations

import asyncio
import io
import tarfile
from contextlib import ExitStack
from typing import Any

import pytest
from check_samples import CHECKED, ask_check, files_of, see_check
from grader_hand import GRADED, claim, hand_in
from portal_house import House, course, publish_course, tar_of

from officina_courses.grading.remarks import in_words
from officina_hub.grader.sentences import UNEXPECTED
from officina_hub.portal.bell import Bell
from officina_hub.portal.context import OF_CHECKS
from officina_hub.portal.i18n import LANGUAGES, translations
from officina_hub.portal.store import checks
from officina_hub.portal.store.checks import MOST, REPLACED, WITHIN
from officina_hub.portal.store.queue import GAVE_UP, MAX_TRIES

CHECKS = ("check",)
GERMAN = {"Accept-Language": "de-DE,de;q=0.9"}


async def claim_check(house: House, wait_seconds: int = 0) -> Any:
    asked = {"worker": "checker-1", "kinds": CHECKS, "wait_seconds": wait_seconds}
    answer = await house.ask("POST", "queue/claim", "grader", send=asked)
    return answer.json if answer.status == 200 else None


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


async def test_a_grader_for_checks_wakes_for_checks_alone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung, heard = asyncio.Event(), Bell.heard

    async def told(event: asyncio.Event, seconds: float) -> bool:
        rung.set()
        return await heard(event, seconds)

    monkeypatch.setattr(Bell, "heard", staticmethod(told))
    waiting = asyncio.create_task(claim_check(house, wait_seconds=20))
    await asyncio.wait_for(rung.wait(), 10)
    rung.clear()
    await house.submit("ada", {"leaf.ipynb": b"1"})
    await claim(house)
    assert not rung.is_set()
    await ask_check(house)
    assert (await asyncio.wait_for(waiting, 10))["kind"] == "check"


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


async def test_whoever_waits_goes_home_when_the_portal_closes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = (await ask_check(house)).json
    heard = Bell.heard

    async def closing(event: asyncio.Event, seconds: float) -> bool:
        house.portal.say_goodbye()
        return await heard(event, seconds)

    monkeypatch.setattr(Bell, "heard", staticmethod(closing))
    async with asyncio.timeout(10):
        seen = await see_check(house, begun["id"], "?seen=waiting&wait_seconds=25")
    assert seen.json["state"] == "waiting"


async def test_a_check_that_ends_its_graders_is_given_up_with_a_sentence(house: House) -> None:
    begun = (await ask_check(house)).json
    for _ in range(MAX_TRIES):
        assert (await claim(house))["check_id"] == begun["id"]
    assert await claim(house) is None

    seen = (await see_check(house, begun["id"])).json
    assert seen["state"] == "failed"
    assert "make it lighter and check again" in seen["message"]
    german = await see_check(house, begun["id"], headers=GERMAN)
    assert german.json["message"].startswith("Der Bewerter endete 3-mal")
    assert "prüfen Sie noch einmal" in german.json["message"]


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


async def test_one_person_has_so_many_in_the_queue(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "MOST_UNDER_WAY", 1)
    await ask_check(house, content=b"1")
    assert (await ask_check(house, content=b"2")).status == 201
    answer = await ask_check(house, exercise="cup")
    assert (answer.status, answer.json["code"]) == (429, "too-many-checks")

    await hand_in(house, await claim(house), check=CHECKED)
    assert (await ask_check(house, exercise="cup")).status == 201


async def test_one_person_waits_at_so_many_places(house: House) -> None:
    begun = (await ask_check(house)).json
    with ExitStack() as places:
        for _ in range(OF_CHECKS.most_of_a_person):
            places.enter_context(house.portal.check_news.listening("ada", begun["id"]))
        answer = await see_check(house, begun["id"], "?seen=waiting&wait_seconds=20")
        assert (answer.status, answer.json["code"]) == (429, "too-many-waits")
        assert (await see_check(house, begun["id"])).status == 200


async def test_a_course_without_checks_says_so(empty_house: House) -> None:
    house = empty_house
    publish_course(house.portal, course(grading={"checks": "off"}))
    await house.enrol("ada")
    answer = await ask_check(house)
    assert (answer.status, answer.json["code"]) == (409, "checks-off")
    assert "the newest attempt counts" in answer.json["detail"]
    assert files_of(house) == []
    german = await ask_check(house, headers=GERMAN)
    assert "der neueste Versuch zählt" in german.json["detail"]


async def test_sentences_are_in_the_readers_language(house: House) -> None:
    begun = (await ask_check(house)).json
    await hand_in(house, await claim(house), check=CHECKED)
    german = await see_check(house, begun["id"], headers=GERMAN)
    book = german.json["result"]["notebooks"][0]
    assert book["tasks"][1]["note"] == "Der Test ist nicht bestanden (NameError)."
    assert book["cells"][0]["plain"] == "Es wird durch null geteilt."
    assert book["cells"][0]["error"] == "NameError: name 'leaf' is not defined"


@pytest.mark.parametrize("language", sorted(LANGUAGES.keys() - {"en"}))
@pytest.mark.parametrize(
    "sentence",
    [REPLACED, GAVE_UP["check"].format(tries=3), UNEXPECTED["check"].format(id=12)],
    ids=["replaced", "given up", "unexpected"],
)
def test_what_became_of_a_check_is_known_whole(sentence: str, language: str) -> None:
    words = in_words(sentence, translations(language).gettext)
    english = {part for part in sentence.split(". ") if part in words}
    assert not english

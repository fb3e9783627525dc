"""Submitting over HTTP: receipts, sameness, order, refusals."""

from __future__ import annotations

import asyncio
import io
import tarfile

import pytest
from portal_house import NOON, NOTEBOOK, House, course, publish_course, tar_of

from officina_hub.portal.store.audit import audit
from officina_widgets.wire import Receipt

LEAF = "courses/tea/exercises/leaf/submissions"
WORK = {"leaf.ipynb": NOTEBOOK}


async def test_a_submission_gets_a_genuine_receipt(house: House) -> None:
    answer = await house.submit("ada", WORK)

    assert answer.status == 201
    receipt = Receipt.model_validate_json(answer.content)
    assert receipt.user == "ada"
    assert receipt.received_at == NOON
    assert house.portal.signer.is_genuine(receipt)
    assert not house.portal.signer.is_genuine(receipt.model_copy(update={"user": "bob"}))


async def test_the_same_submission_twice_is_one(house: House) -> None:
    first = await house.submit("ada", WORK)
    house.clock.turn(minutes=5)
    second = await house.submit("ada", WORK)

    assert (first.status, second.status) == (201, 200)
    assert first.json == second.json


async def test_going_back_to_earlier_work_is_a_new_attempt(house: House) -> None:
    await house.submit("ada", WORK)
    await house.submit("ada", {"leaf.ipynb": b"other"})
    third = await house.submit("ada", WORK)

    assert third.status == 201
    listed = (await house.ask("GET", LEAF, "ada")).json
    assert [one["attempt"] for one in listed] == [1, 2, 3]


async def test_two_at_once_get_distinct_sequences(house: House) -> None:
    await house.enrol("bob")
    answers = await asyncio.gather(
        *(
            house.submit(name, {"leaf.ipynb": f"{name}{n}".encode()})
            for n in range(4)
            for name in ("ada", "bob")
        )
    )

    assert {answer.status for answer in answers} == {201}
    assert len({answer.json["sequence"] for answer in answers}) == 8


async def test_the_same_at_once_is_one(house: House) -> None:
    answers = await asyncio.gather(*(house.submit("ada", WORK) for _ in range(4)))

    assert sorted(answer.status for answer in answers) == [200, 200, 200, 201]
    assert len({answer.json["submission_id"] for answer in answers}) == 1


async def test_the_portals_clock_judges_the_deadline(house: House) -> None:
    house.clock.turn(hours=1)
    in_time = await house.submit("ada", {"cup.ipynb": b"1"}, "cup")
    house.clock.turn(seconds=1)
    late = await house.submit("ada", {"cup.ipynb": b"2"}, "cup")

    assert (in_time.json["is_late"], late.json["is_late"]) == (False, True)


async def test_the_clients_clock_changes_nothing(house: House) -> None:
    headers = {"X-Officina-Client-Time": "1999-01-01T00:00:00Z"}
    answer = await house.ask("POST", LEAF, "ada", tar=tar_of(WORK), headers=headers)

    assert answer.json["received_at"].startswith("2026-03-02T12:00:00")


async def test_what_is_not_json_is_taken_in_and_left_to_the_grader(house: House) -> None:
    answer = await house.submit("ada", {"leaf.ipynb": b"\xff not json"})

    assert answer.status == 201
    one = (await house.ask("GET", f"submissions/{answer.json['submission_id']}", "ada")).json
    assert (one["state"], one["queue_position"]) == ("queued", 1)


async def test_what_was_sent_comes_back_byte_for_byte(house: House) -> None:
    sent = {"leaf.ipynb": NOTEBOOK, "data/a b.csv": b"1;2\n", "empty": b""}
    receipt = (await house.submit("ada", sent)).json
    answer = await house.ask("GET", f"submissions/{receipt['submission_id']}/files.tar", "ada")

    assert answer.headers["Content-Type"] == "application/x-tar"
    with tarfile.open(fileobj=io.BytesIO(answer.content)) as tar:
        found = {name: tar.extractfile(name).read() for name in tar.getnames()}
    assert found == sent


async def test_the_receipt_can_be_had_again(house: House) -> None:
    receipt = (await house.submit("ada", WORK)).json
    again = await house.ask("GET", f"submissions/{receipt['submission_id']}/receipt", "ada")

    assert again.json == receipt


def _hostile(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> bytes:
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as out:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, target
        out.addfile(info)
    return tar.getvalue()


@pytest.mark.parametrize(
    "package",
    [
        _hostile("../evil.ipynb"),
        _hostile("/etc/passwd"),
        _hostile("leaf.ipynb", tarfile.SYMTYPE, "/etc/passwd"),
        _hostile("leaf.ipynb", tarfile.LNKTYPE, "../../x"),
        _hostile("pipe", tarfile.FIFOTYPE),
        b"this is no tar at all" * 100,
        tar_of(WORK)[:700],
        b"",
        tar_of({}),
    ],
    ids=["dotdot", "absolute", "symlink", "hardlink", "fifo", "garbage", "cut", "none", "empty"],
)
async def test_a_hostile_or_broken_package_is_refused_whole(house: House, package: bytes) -> None:
    answer = await house.ask("POST", LEAF, "ada", tar=package)

    assert answer.status == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["correlation_id"] == answer.headers["X-Correlation-Id"]
    assert (await house.ask("GET", LEAF, "ada")).json == []


async def test_an_unknown_exercise_is_not_found(house: House) -> None:
    assert (await house.submit("ada", WORK, "no%20such")).status == 404
    assert (await house.submit("ada", WORK, "leaf", "nix")).status == 404


async def test_a_stranger_to_the_course_is_told_to_enrol(house: House) -> None:
    answer = await house.submit("bob", WORK)

    assert answer.status == 403
    assert "enrolled" in answer.json["detail"]


async def test_a_retracted_exercise_still_takes_in_work(house: House) -> None:
    await house.ask("DELETE", "courses/tea/exercises/leaf/files", "tina")

    assert (await house.submit("ada", WORK)).status == 201


async def test_leaving_a_course_keeps_submissions_and_receipts(house: House) -> None:
    receipt = (await house.submit("ada", WORK)).json
    assert (await house.ask("DELETE", "courses/tea/enrolment", "ada")).status == 204

    again = await house.ask("GET", f"submissions/{receipt['submission_id']}/receipt", "ada")
    assert again.json == receipt


async def test_a_new_release_does_not_change_receipts(house: House) -> None:
    receipt = Receipt.model_validate_json((await house.submit("ada", WORK)).content)
    publish_course(house.portal, course(version="1.1.0"))

    with house.portal.database.reading() as session:
        report = audit(session, house.portal.blobs, house.portal.signer, [receipt])
    assert report.is_clean, report.findings

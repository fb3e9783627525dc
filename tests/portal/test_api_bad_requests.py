"""Bad requests over HTTP: each gets a sentence and a number, never a traceback or a 500."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO
from urllib.parse import quote

import pytest
from portal_house import NOTEBOOK, PREFIX, House, tar_of
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import SessionTransaction

from officina_courses.archive import Limits
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.api.submissions import ExerciseSubmissions
from officina_hub.portal.blobs import BlobStore

LEAF = "courses/tea/exercises/leaf"
WORK = tar_of({"leaf.ipynb": NOTEBOOK})


@pytest.fixture
async def small_house(tmp_path: Path) -> AsyncIterator[House]:
    limits = Limits(max_files=3, max_file_bytes=4096, max_total_bytes=8192)
    async with House(tmp_path, submission_limits=limits, max_json_bytes=1024) as house:
        yield await house.with_tea()


@pytest.mark.parametrize(
    ("method", "path", "body", "code"),
    [
        ("PATCH", LEAF, b"", "not-json"),
        ("PATCH", LEAF, b"{", "not-json"),
        ("PATCH", LEAF, b"\xff\xfe", "not-json"),
        ("PATCH", LEAF, b"[]", "invalid"),
        ("PATCH", LEAF, b"{}", "invalid"),
        ("PATCH", LEAF, b'{"deadline": "tomorrow"}', "invalid"),
        ("PATCH", LEAF, b'{"deadline": "2026-03-02T12:00:00"}', "invalid"),
        ("PATCH", LEAF, b'{"deadline": "9999-12-31T23:59:59-14:00"}', "invalid"),
        ("PATCH", LEAF, b'{"deadline": "0001-01-01T00:00:00+14:00"}', "invalid"),
        ("PATCH", LEAF, b'{"deadline": "2100-01-01T00:00:00Z"}', "invalid"),
        ("PATCH", LEAF, b'{"deadline": 1800000000}', "invalid"),
        ("PATCH", LEAF, b'{"deadline": "1800000000"}', "invalid"),
        ("PATCH", LEAF, b'{"deadline": null, "title": "x"}', "invalid"),
        ("POST", LEAF + "/feedback", b'{"users": "ada"}', "invalid"),
        ("POST", LEAF + "/feedback", b'{"users": ["\\ud800"]}', "not-json"),
        ("GET", "courses?limit=0", None, "invalid"),
        ("GET", "courses?limit=many", None, "invalid"),
        ("GET", "courses?level=wizard", None, "invalid"),
        ("GET", "courses?colour=red", None, "invalid"),
        ("GET", "courses/tea/submissions?user=", None, "invalid"),
        ("GET", "courses/TEA", None, "not-found"),
        ("GET", "courses/..%2F..%2Fetc", None, "not-found"),
        ("GET", "courses/%00", None, "not-found"),
        ("GET", "submissions/1", None, "not-found"),
        ("GET", "submissions/00000000-0000-0000-0000-000000000000", None, "no-such-submission"),
        ("GET", "releases/99999999999999999999", None, "not-found"),
        ("GET", "releases/77", None, "no-such-release"),
        ("GET", "no/such/address", None, "not-found"),
        ("POST", "no/such/address", b"x" * 5000, "not-found"),
        ("DELETE", "courses", None, "refused"),
        ("TRACE", "courses", None, "refused"),
        ("PROPFIND", "courses", None, "refused"),
        ("GET", "courses/%ff", None, "refused"),
        ("GET", "no/such/%ff", None, "not-found"),
    ],
)
async def test_a_bad_request_gets_a_problem(
    house: House, method: str, path: str, body: bytes | None, code: str
) -> None:
    answer = await house.ask(method, path, "tina", tar=body)

    assert 400 <= answer.status < 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["code"] == code
    assert answer.json["status"] == answer.status
    assert answer.json["correlation_id"] == answer.headers["X-Correlation-Id"]
    assert "Traceback" not in answer.json["detail"]


async def test_an_announced_giant_is_refused_before_it_is_read(small_house: House) -> None:
    path = f"{LEAF}/submissions"
    answer = await small_house.ask("POST", path, "ada", tar=b"x" * 5_000_000)

    assert answer.status == 413
    assert answer.json["code"] == "too-large"


async def test_a_client_that_sends_before_it_listens_sees_the_413(small_house: House) -> None:
    body = b"x" * 5_000_000
    head = (
        f"POST {PREFIX}api/{LEAF}/submissions HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: token ada\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", small_house.port)
    writer.write(head.encode() + body)
    await writer.drain()
    answer = await reader.read()
    writer.close()

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"code":"too-large"' in answer


async def test_a_giant_in_chunks_is_refused(small_house: House) -> None:
    head = (
        f"POST {PREFIX}api/{LEAF}/submissions HTTP/1.1\r\nHost: x\r\n"
        "Authorization: token ada\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", small_house.port)
    writer.write(head.encode() + chunk * 40 + b"0\r\n\r\n")
    await writer.drain()
    answer = await reader.read()
    writer.close()

    assert answer.startswith(b"HTTP/1.1 413 ")


async def test_a_giant_inside_a_small_tar_is_refused(small_house: House) -> None:
    for files in ({"a": b"0" * 5000}, {f"f{n}": b"" for n in range(4)}):
        answer = await small_house.submit("ada", files)
        assert answer.status == 413, answer.content


async def test_giant_json_is_refused(small_house: House) -> None:
    answer = await small_house.ask("PATCH", LEAF, "tina", tar=b" " * 2000)

    assert answer.status == 413


async def test_an_upload_cut_off_leaves_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = asyncio.Event()
    ended: list[ExerciseSubmissions] = []

    def watched(handler: ExerciseSubmissions) -> None:
        ApiHandler.on_connection_close(handler)
        ended.append(handler)
        gone.set()

    monkeypatch.setattr(ExerciseSubmissions, "on_connection_close", watched)
    head = (
        f"POST {PREFIX}api/{LEAF}/submissions HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: token ada\r\nContent-Length: {len(WORK)}\r\n\r\n"
    )
    _, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(head.encode() + WORK[: len(WORK) // 2])
    await writer.drain()
    writer.close()
    await asyncio.wait_for(gone.wait(), 10)

    assert (await house.ask("GET", f"{LEAF}/submissions", "ada")).json == []
    assert list(house.settings.incoming.iterdir()) == []
    assert ended[0].incoming.upload is None


async def test_a_full_disk_is_told_and_leaves_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: BlobStore, source: IO[bytes]) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(BlobStore, "_put", full)
    answer = await house.ask("POST", f"{LEAF}/submissions", "ada", tar=WORK)
    monkeypatch.undo()

    assert (answer.status, answer.json["code"]) == (507, "storage-full")
    assert (await house.ask("GET", f"{LEAF}/submissions", "ada")).json == []
    again = await house.ask("POST", f"{LEAF}/submissions", "ada", tar=WORK)
    assert again.status == 201


async def test_a_database_on_a_full_disk_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(SessionTransaction, "commit", full)
    answer = await house.ask("POST", f"{LEAF}/submissions", "ada", tar=WORK)
    health = await house.ask("GET", "health")
    monkeypatch.undo()

    assert (answer.status, health.status) == (507, 507)
    assert (await house.ask("GET", f"{LEAF}/submissions", "ada")).json == []
    assert (await house.ask("GET", "health")).status == 200


async def test_a_silent_hub_is_said_to_be_silent(house: House) -> None:
    house.hub.is_silent = True
    answer = await house.ask("GET", "courses", "never-seen")

    assert (answer.status, answer.json["code"]) == (503, "hub-unavailable")
    assert (await house.ask("GET", "health")).status == 200


async def test_an_unforeseen_error_is_logged_and_not_shown(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("officina_hub.portal.api.courses.list_courses", lambda *_, **__: 1 / 0)
    answer = await house.ask("GET", "courses", "ada")

    assert answer.status == 500
    assert b"division" not in answer.content
    assert answer.json["correlation_id"] in caplog.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    "name", ["a b", "ä", "\u202egpj", "a'--", "%25", "名前", "a" * 300, "\U0001f600", "..", "*"]
)
async def test_no_name_breaks_the_portal(house: House, name: str) -> None:
    quoted = quote(name, safe="")
    asked = [
        f"courses/{quoted}",
        f"courses/tea/exercises/{quoted}/files",
        f"courses/tea/submissions?user={quoted}",
        f"courses?search={quoted}",
        f"submissions/{quoted}",
    ]
    statuses = {path: (await house.ask("GET", path, "tina")).status for path in asked}

    assert max(statuses.values()) < 500, statuses

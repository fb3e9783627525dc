"""A false slurmrestd: what comes through its door is an answer, a refusal, or nothing."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from officina_spawners.slurm.client import Refused, Unanswered
from officina_spawners.slurm.rest import RestClient
from officina_spawners.slurm.rest_door import Door
from officina_spawners.slurm.rest_token import owner_of, token_in_environment, token_in_file

TOKEN = f"h.{base64.urlsafe_b64encode(json.dumps({'sun': 'root'}).encode()).decode().rstrip('=')}.s"
SCRIPT = "#!/bin/sh\n#SBATCH --time=5\n"
DESCRIPTION = {"paths": {"/slurm/v0.0.38/jobs": {}}}


class FalseDoor:
    """Answers every request on a Unix socket with the same bytes, and keeps the requests."""

    def __init__(self, socket: Path) -> None:
        self.address = f"unix:{socket}"
        self.socket = socket
        self.requests: list[str] = []
        self.answer = b""
        self.speaks = True

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.requests.append(head)
        if self.speaks:
            body = json.dumps(DESCRIPTION).encode() if "openapi" in head else self.answer
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()
        else:
            await reader.read()
        writer.close()
        await writer.wait_closed()

    def says(self, **answer: object) -> None:
        self.answer = json.dumps({"errors": [], **answer}).encode()

    def client(self) -> RestClient:
        return RestClient("false", Door(self.address, lambda: TOKEN, reading_seconds=1.0))


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[FalseDoor]:
    made = FalseDoor(tmp_path / "socket")
    server = await asyncio.start_unix_server(made.serve, made.socket)
    yield made
    server.close()
    await server.wait_closed()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00\xff",
        b"[]",
        b"{}",
        b'{"errors": []}',
        b'{"errors": [], "jobs": {}}',
        b'{"errors": [], "jobs": [{}]}',
        b'{"errors": [], "jobs": [7]}',
        b'{"errors": [], "jobs": [{"job_id": "x", "job_state": "RUNNING"}]}',
        b'{"errors": [], "jobs": [{"job_id": 7, "job_state": []}]}',
        b'{"errors": "no", "jobs": []}',
        b'{"errors": [{"error": "Unable to contact slurm controller"}], "jobs": []}',
        b'{"errors": [7], "jobs": []}',
        b'{"errors": [], "jobs": [',
        b"[" * 100_000,
    ],
)
async def test_garbage_is_no_answer(door, answer):
    door.answer = answer
    with pytest.raises(Unanswered):
        await door.client().list_jobs()


async def test_an_empty_list_without_errors_is_an_empty_queue(door):
    door.says(jobs=[])
    assert (await door.client().list_jobs()).jobs == {}


async def test_a_job_that_slurmctld_does_not_know_is_in_no_listing(door, recorded):
    door.answer = recorded("rest_job_gone.json").encode()
    assert (await door.client().list_jobs(["7"])).jobs == {}


async def test_a_record_that_slurmdbd_does_not_have_is_no_ending(door, recorded):
    door.answer = recorded("rest_record_none.json").encode()
    assert await door.client().endings(["7"]) == {}


async def test_a_door_that_keeps_silent_is_given_up(door):
    door.speaks = False
    with pytest.raises(Unanswered):
        await door.client().list_jobs()


async def test_a_closed_door_is_no_answer(tmp_path):
    client = RestClient("closed", Door(f"unix:{tmp_path}/none"))
    with pytest.raises(Unanswered):
        await client.list_jobs()


async def test_a_request_carries_the_token_and_the_person_it_is_for(door):
    door.says(jobs=[], job_id=7)
    client = door.client()
    await client.list_jobs()
    assert f"X-Slurm-User-Token: {TOKEN}" in door.requests[-1]
    assert "X-Slurm-User-Name: root" in door.requests[-1]
    assert await client.submit(SCRIPT, "ada", {}) == "7"
    assert "X-Slurm-User-Name: ada" in door.requests[-1]
    await client.cancel("7", "bob")
    assert "X-Slurm-User-Name: bob" in door.requests[-1]


async def test_a_refused_submission_tells_why(door):
    door.says(errors=[{"error_code": 2045, "error": "Invalid account or account/partition "
                       "combination specified"}])  # fmt: skip
    with pytest.raises(Refused) as refusal:
        await door.client().submit(SCRIPT, "ada", {})
    assert refusal.value.explanation.code == "account-refused"


async def test_a_queued_job_counts_although_it_cannot_start_yet(door):
    door.says(job_id=7, errors=[{"error_code": 2042, "error": "Job is in held state"}])
    assert await door.client().submit(SCRIPT, "ada", {}) == "7"


@pytest.mark.parametrize(
    "error",
    [
        {"error_code": 9001, "error": "Failure during parsing"},
        {"error": "Socket timed out on send/recv operation"},
    ],
)
async def test_a_submission_that_was_not_understood_is_no_refusal(door, error):
    door.says(errors=[error])
    with pytest.raises(Unanswered):
        await door.client().submit(SCRIPT, "ada", {})


async def test_cancelling_what_has_ended_is_fine(door):
    door.says(errors=[{"error_number": 2021, "error": "Job/step already completing"}])
    await door.client().cancel("7")


async def test_without_a_token_nobody_is_submitted_for(door):
    client = RestClient("false", Door(door.address))
    with pytest.raises(Unanswered, match="no commands of Slurm"):
        await client.submit(SCRIPT, "ada", {})
    with pytest.raises(Unanswered, match="budget"):
        await client.budgets("ada")
    assert await client.try_submit(SCRIPT, "ada") is None


def test_tokens_are_read_anew_and_without_their_name(tmp_path, monkeypatch):
    path = tmp_path / "token"
    read = token_in_file(path)
    with pytest.raises(Unanswered):
        read()
    path.write_text(f"SLURM_JWT={TOKEN}\n")
    assert read() == TOKEN
    path.write_text("other")
    assert read() == "other"
    monkeypatch.delenv("SLURM_JWT", raising=False)
    with pytest.raises(Unanswered, match="SLURM_JWT is not set"):
        token_in_environment()()
    monkeypatch.setenv("SLURM_JWT", TOKEN)
    assert token_in_environment()() == TOKEN


def test_a_token_names_its_owner():
    assert owner_of(TOKEN) == "root"
    for broken in ("", "a.b.c", "a..c", "a.e30.c"):
        with pytest.raises(Unanswered):
            owner_of(broken)

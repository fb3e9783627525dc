"""The door for the port: one number, from one session, once; and no stranger's port."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from slurm_jobs import eventually

from officina_spawners.batch import launcher

# The short session needs none of this; it has its minute while these tests have theirs.
pytestmark = [pytest.mark.slurm, pytest.mark.usefixtures("short_session")]
WRONG = (
    b"",
    b"{}",
    b"[5000]",
    b"5000",
    b'{"port": "5000"}',
    b'{"port": 5000.0}',
    b'{"port": true}',
    b'{"port": 80}',
    b'{"port": 65536}',
    b'{"port": 5000, "ip": "203.0.113.7"}',
    b'{"port": 5000, "api_token": "x"}',
    b'{"port": 5000, "job": 7}',
    b'{"port": 5000, "job": "7; id"}',
    b"\xff\xfe",
    b'{"port": ' + b" " * 1_000_000 + b"5000}",
)


@pytest.fixture
def waiting(house):
    """A session whose job is not running yet, so that its port is awaited."""
    house.ask("closed")
    house.queued()
    eventually(lambda: house.record.job, seconds=10)
    return house


def report(house, body: object, token: str | None) -> int:
    request = urllib.request.Request(
        f"http://127.0.0.1:{house.hub.proxy_port}/hub/api/officina/sessions/port",
        data=body if isinstance(body, bytes) else json.dumps(body).encode(),
        headers={"Authorization": f"token {token}"} if token else {},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def token_of(house) -> str:
    return house.record.token.get_secret_value()


def test_any_other_body_is_refused_and_changes_nothing(waiting):
    token = token_of(waiting)
    assert {body[:40]: report(waiting, body, token) for body in WRONG} == {
        body[:40]: 400 for body in WRONG
    }
    assert waiting.record.port == 0


def test_a_port_is_taken_once(waiting):
    assert report(waiting, {"port": 5000}, token_of(waiting)) == 201
    assert waiting.record.port == 5000
    assert report(waiting, {"port": 5001}, token_of(waiting)) == 409
    assert waiting.record.port == 5000


def test_another_job_of_the_same_session_is_refused(waiting):
    ours = waiting.record.job
    another = str(int(ours) + 1)
    assert report(waiting, {"port": 5000, "job": another}, token_of(waiting)) == 403
    assert waiting.record.port == 0
    assert report(waiting, {"port": 5001, "job": ours}, token_of(waiting)) == 201
    assert waiting.record.port == 5001


def test_a_job_that_is_quicker_than_the_answer_to_its_submission_tries_again(house):
    held = house.pipe(house.commands / "hold")
    try:
        with house.in_place_of("sbatch", 'read _ < "$COMMANDS/hold"\nexec "$REAL" "$@"\n'):
            house.ask("closed")
            eventually(lambda: house.record is not None, seconds=20)
            assert report(house, {"port": 5000, "job": "7"}, token_of(house)) == 503
            assert house.record.port == 0
            house.release(held)
            eventually(lambda: house.record.job is not None, seconds=20)
    finally:
        held.unlink()


def test_nobody_else_reports_a_port(waiting, cluster):
    """Not without a token, not a service, not the same person's other token, not a neighbour."""
    own = waiting.hub.api("POST", f"users/{waiting.user}/tokens")["token"]
    neighbour = waiting.hub.api("POST", f"users/{cluster.plan.users[1]}/tokens")["token"]
    for token in (None, "wrong", waiting.hub.token, own, neighbour):
        assert report(waiting, {"port": 5000}, token) == 403
    assert waiting.record.port == 0


def test_a_session_that_runs_awaits_no_port(house):
    house.ask()
    house.ready()
    before = house.record
    assert report(house, {"port": 5000}, token_of(house)) == 409
    assert house.record == before


def test_batchspawners_own_door_is_shut(house):
    house.ask()
    house.ready()
    before = house.record
    request = urllib.request.Request(
        f"http://127.0.0.1:{house.hub.proxy_port}/hub/api/batchspawner",
        data=json.dumps({"port": 5000}).encode(),
        headers={"Authorization": f"token {token_of(house)}"},
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)
    refused.value.close()
    assert refused.value.code == 404
    assert house.record == before


def test_a_port_on_which_somebody_else_listens_is_not_the_sessions(learner, cluster):
    """The launcher looks whose socket it is; a listener of the same account counts."""
    source = Path(launcher.__file__).read_text().rsplit("\nif __name__", 1)[0]
    with socket.create_server(("127.0.0.1", 0)) as squatter:
        port = squatter.getsockname()[1]
        look = f"{source}\nprint(is_listening({port}))"
        as_learner = cluster.run_as(learner, [sys.executable, "-I", "-"], stdin=look)
        as_owner = subprocess.run(
            [sys.executable, "-I", "-"], input=look, capture_output=True, text=True, check=True
        )
    assert os.geteuid() == 0
    assert as_learner.stdout.strip() == "False", as_learner.stderr
    assert as_owner.stdout.strip() == "True"


def test_a_squatter_on_the_sessions_port_is_never_reported(house):
    """The server is held back until the stranger has its port; so it fails, and says so."""
    hold = house.pipe(house.home / "hold")
    try:
        house.ask()
        house.queued("RUNNING")
        port = house.port_in_log()
        with socket.create_server(("0.0.0.0", port)):
            house.release(hold)
            house.refused()
        assert house.record is None or house.record.port == 0
        house.nothing_is_left()
        assert any("Address already in use" in line for line in house.ending.log)
    finally:
        hold.unlink()

from __future__ import annotations

import io
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from officina_widgets.client import PortalClient
from officina_widgets.errors import (
    Conflict,
    NotAllowed,
    NotConfigured,
    NotFound,
    PortalBroken,
    PortalUnreachable,
)
from officina_widgets.transport import HASTY, Impatience, Patience
from officina_widgets.wire import GradeResult, Job, JobFailure, PrepareResult

COURSE = "first-steps"
QUICK = Patience(connect_seconds=1, read_seconds=5, tries=2)


@pytest.fixture
def client(portal: Any) -> PortalClient:
    return PortalClient(portal.url, "token-ada", patience=QUICK)


def test_course_is_a_frozen_model(client: PortalClient) -> None:
    assert client.course(COURSE).exercises[0].notebooks == ("hello",)


def test_names_with_spaces_and_slashes_stay_one_part_of_the_path(
    client: PortalClient, portal: Any
) -> None:
    portal.release("Problem Set 1", {"a.ipynb": "{}"})
    assert client.exercise_files(COURSE, "Problem Set 1").exercise_id == "Problem Set 1"
    with pytest.raises(NotFound):
        client.exercise_files(COURSE, "../../queue/claim")


def test_unknown_token_is_told_with_a_reference(portal: Any) -> None:
    stranger = PortalClient(portal.url, "token-of-nobody")
    with pytest.raises(NotAllowed) as caught:
        stranger.courses()
    assert caught.value.correlation_id == "c0ffee"
    assert "(Reference: c0ffee)" in str(caught.value)
    assert "token-of-nobody" not in str(caught.value)


def test_restarting_portal_is_asked_again_and_the_body_is_sent_whole_again(
    client: PortalClient, portal: Any, tar_of: Callable[[dict[str, bytes]], io.BytesIO]
) -> None:
    portal.fail_next = [503]
    receipt = client.submit(COURSE, "hello", tar_of({"hello.ipynb": b"{}"}))
    assert receipt.sequence == 1
    assert portal.bodies[0] == portal.bodies[1] != b""


def test_submitting_twice_gives_the_same_receipt(
    client: PortalClient, tar_of: Callable[[dict[str, bytes]], io.BytesIO]
) -> None:
    first = client.submit(COURSE, "hello", tar_of({"hello.ipynb": b"{}"}))
    assert client.submit(COURSE, "hello", tar_of({"hello.ipynb": b"{}"})) == first


def test_download_that_breaks_off_is_not_taken_for_whole(client: PortalClient, portal: Any) -> None:
    portal.cut_next = True
    with (
        pytest.raises(PortalUnreachable, match="your own files are untouched"),
        client.exercise_tar(COURSE, "hello"),
    ):
        pytest.fail("half a package was handed out")


def test_nobody_there_is_said_plainly_and_soon() -> None:
    with pytest.raises(PortalUnreachable, match="it is not running"):
        PortalClient("http://127.0.0.1:9/services/officina", "t", patience=HASTY).courses()


def test_who_types_waits_for_a_silent_portal_once_only() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/services/officina"
        impatient = Impatience(connect_seconds=1, read_seconds=0.1)
        with (
            PortalClient(url, "t", patience=impatient) as client,
            pytest.raises(PortalUnreachable, match=r"does not answer \(it took too long\)"),
        ):
            client.courses()
        silent.accept()[0].close()
        silent.setblocking(False)
        with pytest.raises(BlockingIOError):
            silent.accept()


@pytest.mark.parametrize(("status", "tries"), [(503, 2), (504, 1)])
def test_who_types_asks_again_where_nobody_has_waited_in_vain_already(
    portal: Any, status: int, tries: int
) -> None:
    portal.fail_next = [status, status]
    impatient = Impatience(connect_seconds=1, read_seconds=5)
    with (
        PortalClient(portal.url, "token-ada", patience=impatient) as client,
        pytest.raises(PortalUnreachable, match=rf"does not answer \(HTTP {status}\)"),
    ):
        client.courses()
    assert len(portal.calls) == tries


def test_answer_of_something_else_is_not_taken_for_the_portals(
    client: PortalClient, portal: Any
) -> None:
    portal.fail_next = [302]
    with pytest.raises(PortalBroken, match="not in the way the portal does"):
        client.courses()


def test_missing_environment_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OFFICINA_PORTAL_URL", raising=False)
    with pytest.raises(NotConfigured, match="OFFICINA_PORTAL_URL is not set"):
        PortalClient.from_environment()


def test_release_over_a_release_is_a_conflict(
    portal: Any, tar_of: Callable[[dict[str, bytes]], io.BytesIO]
) -> None:
    course = PortalClient(portal.url, "token-course")
    with pytest.raises(Conflict):
        course.release_exercise(COURSE, "hello", tar_of({"a.ipynb": b"{}"}))
    assert course.release_exercise(COURSE, "hello", tar_of({"b": b"1"}), force=True).files


def test_upload_tells_how_far_it_is(
    client: PortalClient, portal: Any, tar_of: Callable[[dict[str, bytes]], io.BytesIO]
) -> None:
    seen: list[tuple[int, int]] = []
    with pytest.raises(NotFound):
        client.publish(COURSE, tar_of({"x": b"1" * 100_000}), progress=lambda *at: seen.append(at))
    assert seen[-1][0] == seen[-1][1] == len(portal.bodies[-1])


@pytest.mark.parametrize(
    ("result", "key"),
    [
        (PrepareResult(exercises=()), "prepare"),
        (GradeResult(state="graded"), "grade"),
        (JobFailure(message="No", retry=False), "failure"),
    ],
)
def test_grader_hands_in_each_kind_of_result_under_its_key(
    client: PortalClient, portal: Any, result: Any, key: str
) -> None:
    job = Job(id=7, kind="grade", lease="l", lease_seconds=60, tries=1, course_id=COURSE)
    client.heartbeat(job)
    client.finish(job, result)
    assert portal.calls[-1] == "POST queue/7/result"
    assert f'"{key}": {{'.encode() in portal.bodies[-1]


def test_grader_that_gets_no_job_gets_none(client: PortalClient) -> None:
    assert client.claim("w1", wait_seconds=0) is None


def test_client_needs_neither_jupyter_nor_nbgrader() -> None:
    code = (
        "import sys, officina_widgets.client, officina_widgets.wire;"
        "heavy = {'nbgrader', 'jupyter_server', 'tornado', 'jupyter_core', 'nbconvert'};"
        "sys.exit(len(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""What a learner's own server offers with our configuration, nbgrader's list included."""

from __future__ import annotations

import asyncio
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat

COURSE = "first-steps"
EARLIER = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


async def listed(server: Any) -> Any:
    answer = await server.ask(f"assignments?course_id={COURSE}")
    return json.loads(answer.body)


async def act(server: Any, action: str) -> Any:
    body = json.dumps({"course_id": COURSE, "assignment_id": "hello"})
    answer = await server.ask(f"assignments/{action}", method="POST", body=body)
    return json.loads(answer.body)


async def test_lists_courses_that_the_learner_is_in(ada: Path, serve: Any) -> None:
    server = await serve("learner")
    answer = await server.ask("courses")
    assert json.loads(answer.body) == {"success": True, "value": [COURSE]}


async def test_list_walks_from_released_to_feedback(ada: Path, portal: Any, serve: Any) -> None:
    server = await serve("learner")
    (released,) = (await listed(server))["value"]
    assert (released["status"], released["assignment_id"]) == ("released", "hello")

    (fetched,) = (await act(server, "fetch"))["value"]
    assert (fetched["status"], fetched["path"]) == ("fetched", f"{COURSE}/hello")
    assert fetched["notebooks"] == [{"notebook_id": "hello", "path": f"{COURSE}/hello/hello.ipynb"}]

    _, submitted = (await act(server, "submit"))["value"]
    (one,) = submitted["submissions"]
    assert one["timestamp"] == "2026-11-21 09:01:00.123456 UTC"
    assert (one["has_exchange_feedback"], one["local_feedback_path"]) == (False, None)

    portal.publish_feedback(0, EARLIER)
    (one,) = (await listed(server))["value"][1]["submissions"]
    assert (one["has_exchange_feedback"], one["has_local_feedback"]) == (True, False)

    (one,) = (await act(server, "fetch_feedback"))["value"][1]["submissions"]
    assert (one["has_local_feedback"], one["feedback_updated"]) == (True, False)
    assert one["local_feedback_path"] == f"{COURSE}/hello/feedback/{one['timestamp']}"


async def test_refused_submission_shows_the_sentence_and_no_traceback(
    ada: Path, serve: Any
) -> None:
    server = await serve("learner")
    answer = await act(server, "submit")
    assert answer["success"] is False
    assert answer["value"].startswith("There is no exercise hello in")
    assert "Traceback" not in answer["value"]


async def test_unreachable_portal_is_told_in_the_panel(
    ada: Path, serve: Any, monkeypatch: Any
) -> None:
    monkeypatch.setenv("OFFICINA_PORTAL_URL", "http://127.0.0.1:9/services/officina")
    server = await serve("learner")
    answer = await listed(server)
    assert answer["success"] is False
    assert "the learning portal did not answer" in answer["value"]


async def test_formgrader_and_course_list_are_not_there(ada: Path, serve: Any) -> None:
    server = await serve("learner")
    assert (await server.ask("formgrader/api/status")).code == 404
    enabled = server.app.jpserver_extensions
    assert not enabled["nbgrader.server_extensions.formgrader"]
    assert not enabled["nbgrader.server_extensions.course_list"]
    assert enabled["officina_widgets.server"]


async def kernel_of(server: Any) -> Any:
    """A kernel that has answered, stopped again."""
    kernels = server.app.kernel_manager
    kernel_id = await kernels.start_kernel()
    kernel = kernels.get_kernel(kernel_id)
    try:
        await asyncio.wait_for(kernel.ready, 60)
        client = kernel.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        client.stop_channels()
    finally:
        await kernels.shutdown_kernel(kernel_id, now=True)
    return kernel


async def test_kernels_are_reached_by_sockets_in_the_own_runtime_folder(
    ada: Path, serve: Any, monkeypatch: Any
) -> None:
    with tempfile.TemporaryDirectory() as short:
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", short)
        assert (await kernel_of(await serve("learner"))).transport == "ipc"


async def test_kernels_are_encrypted_where_the_runtime_folder_has_too_long_a_path(
    ada: Path, serve: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / ("long" * 20)))
    kernel = await kernel_of(await serve("learner"))
    assert (kernel.transport, kernel.transport_encryption) == ("tcp", "auto")
    assert kernel.curve_publickey


async def test_validate_button_runs_the_notebook(ada: Path, serve: Any) -> None:
    (ada / "sums").mkdir()
    cells = [nbformat.v4.new_code_cell("assert 1 + 1 == 2")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), ada / "sums/sums.ipynb")
    server = await serve("learner")
    body = json.dumps({"path": "sums/sums.ipynb"})
    answer = await asyncio.to_thread(
        asyncio.run, server.ask("assignments/validate", method="POST", body=body)
    )
    assert json.loads(answer.body)["success"] is True

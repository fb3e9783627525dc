"""Kernels ask their own server with its key, and hold no token of the Hub's."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from finder_samples import MORNING, dataset, filed

from officina_widgets.catalogue.asking import Ask
from officina_widgets.client import PortalClient
from officina_widgets.environment import TOKEN_VARIABLE, URL_VARIABLE
from officina_widgets.errors import PortalError, Refused
from officina_widgets.finding.catalogues import SNAPSHOT_VARIABLE, session_catalogue
from officina_widgets.finding.snapshot import write_snapshot
from officina_widgets.kernel_environment import GATE

PATH = "officina/kernel/portal/api"


async def test_a_finders_question_goes_through_with_the_servers_token(
    kernel: str, portal: Any
) -> None:
    catalogue = session_catalogue()
    ask = Ask(q="säa ennuste", facets={"theme": ("ENVI",)})
    answer = await asyncio.to_thread(catalogue.ask, ask)
    assert (answer.total, catalogue.is_snapshot, catalogue.notes) == (7, False, ())
    assert portal.queries[-1] == "q=s%C3%A4a+ennuste&facet.theme=ENVI"


async def test_courses_and_own_submissions_are_read_and_checks_begun(
    kernel: str, portal: Any, tar_of: Any
) -> None:
    def ask() -> None:
        with PortalClient.from_environment() as client:
            assert client.course("first-steps").course.title == "First steps"
            assert client.submissions("first-steps") == ()
            assert client.begin_check("first-steps", "hello", tar_of({"a": b"1"})).id

    await asyncio.to_thread(ask)
    assert portal.checked == [{"a": b"1"}]


@pytest.mark.parametrize("deed", ["submit", "others", "health", "dots"])
async def test_what_kernels_need_not_do_is_refused_unasked(
    kernel: str, portal: Any, deed: str
) -> None:
    portal.calls.clear()
    deeds = {
        "submit": lambda client: client.submit("first-steps", "hello", io.BytesIO(b"")),
        "others": lambda client: client.submissions("first-steps", user="*"),
        "health": lambda client: client.health(),
        "dots": lambda client: client.course("../releases"),
    }
    with PortalClient.from_environment() as client:
        if deed == "dots":  # is one name and reaches nothing else
            with pytest.raises(PortalError):
                await asyncio.to_thread(deeds[deed], client)
            assert portal.calls == ["GET courses/../releases"]
            return
        ways_out = {"submit": "press Submit.* nbgrader submit hello", "health": "in a terminal"}
        with pytest.raises(Refused, match=f"nothing was asked.*{ways_out.get(deed, '')}"):
            await asyncio.to_thread(deeds[deed], client)
    assert portal.calls == []


async def test_a_name_of_dots_leads_nowhere_else(gated: Any, kernel: str, portal: Any) -> None:
    portal.calls.clear()
    for path in ("courses/%2E%2E/submissions?user=me", "courses/..%2F", "checks/%2E"):
        answer = await gated.ask(f"{PATH}/{path}", headers=of(kernel))
        assert answer.code == 404, path
    assert portal.calls == ["GET courses/../"]  # one name, quoted


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "token wrong"},
        {"Authorization": "token KEY", "Origin": "https://example.org"},
        {"Authorization": "token KEY", "Sec-Fetch-Site": "same-origin"},
    ],
    ids=["servers own token", "wrong key", "another site", "a page"],
)
async def test_nobody_but_a_kernel_is_answered(
    gated: Any, kernel: str, portal: Any, headers: dict[str, str]
) -> None:
    portal.calls.clear()
    sent = {name: value.replace("KEY", kernel) for name, value in headers.items()}
    for method, body in (("GET", None), ("POST", "{}")):
        answer = await gated.ask(f"{PATH}/courses", headers=sent, method=method, body=body)
        assert answer.code == 403
        problem = json.loads(answer.body)
        assert (problem["code"], "Restart the kernel" in problem["detail"]) == (
            "not-a-kernel",
            True,
        )
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert portal.calls == []


async def test_refusal_of_the_portal_is_its_sentence_without_the_token(
    gated: Any, kernel: str
) -> None:
    answer = await gated.ask(f"{PATH}/courses/nothing", headers=of(kernel))
    problem = json.loads(answer.body)
    assert (answer.code, problem["code"]) == (404, "no-such-course")
    assert problem["correlation_id"] == "c0ffee"
    assert "token-ada" not in f"{answer.headers}{answer.body!r}"


async def test_an_answer_that_is_too_large_is_not_passed_on(
    gated: Any, kernel: str, portal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("officina_widgets.server.portal_pass.LARGEST_ANSWER", 10)
    answer = await gated.ask(f"{PATH}/catalogue/search", headers=of(kernel))
    assert (answer.code, json.loads(answer.body)["code"]) == (502, "answer-too-large")


def of(key: str) -> dict[str, str]:
    return {"Authorization": f"token {key}"}


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A snapshot that the hub has signed, named by the server's environment."""
    key = Ed25519PrivateKey.generate()
    path = tmp_path / "copy.jsonl"
    write_snapshot(path, [filed(dataset(1), 1)], as_of=MORNING, sign=key.sign)
    monkeypatch.setenv(SNAPSHOT_VARIABLE, str(path))
    return path


async def test_while_the_portal_is_away_the_snapshot_answers_and_then_the_portal_again(
    copy: Path, kernel: str, portal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SNAPSHOT_VARIABLE)  # the server has read it; kernels need not have it
    catalogue = session_catalogue()

    async def asked() -> tuple[int, bool, tuple[str, ...]]:
        answer = await asyncio.to_thread(catalogue.ask, Ask())
        return answer.total, catalogue.is_snapshot, catalogue.notes

    assert await asked() == (7, False, ())
    portal.fail_next = [500]
    assert await asked() == (1, True, ("unchecked",))
    portal.calls.clear()
    assert await asked() == (1, True, ("unchecked",))
    assert (await asyncio.to_thread(catalogue.record, "r1")).id == "r1"
    assert portal.calls == []  # it has peace for a while
    monkeypatch.setattr("officina_widgets.server.portal_pass.PortalPass._is_resting", False)
    assert await asked() == (7, False, ())


@pytest.fixture
async def running_kernel(gated: Any) -> AsyncIterator[Any]:
    """Runs code in a real kernel of the server, and gives what it printed."""
    manager = gated.app.kernel_manager
    kernel_id = await manager.start_kernel()
    client = manager.get_kernel(kernel_id).client()
    client.start_channels()
    await client.wait_for_ready()

    async def run(code: str) -> str:
        said: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            said.append(message["content"].get("text", ""))

        await client.execute_interactive(code, output_hook=hear, timeout=60)
        return "".join(said)

    yield run
    client.stop_channels()
    await manager.shutdown_kernel(kernel_id, now=True)


LOOK = f"""
import os
from officina_widgets import find_datasets
print(os.environ.get("{TOKEN_VARIABLE}"), "{URL_VARIABLE}" in os.environ, find_datasets("x").total)
"""


async def test_a_real_kernel_holds_no_token_and_finds(running_kernel: Any) -> None:
    said = await running_kernel(LOOK)
    assert said.split() == ["None", "True", "7"]


async def test_a_server_without_a_portal_says_so_or_answers_from_its_snapshot(
    ada: Path, copy: Path, serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(URL_VARIABLE)
    server = await serve("learner")
    key = of(server.app.web_app.settings[GATE].key)
    assert (
        json.loads((await server.ask(f"{PATH}/catalogue/search", headers=key)).body)["total"] == 1
    )
    answer = await server.ask(f"{PATH}/courses", headers=key)
    assert (answer.code, json.loads(answer.body)["code"]) == (503, "not-configured")

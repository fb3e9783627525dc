"""nbgrader is imported with the first request that needs it, and answers that request itself."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import nbformat
import pytest
from own_server import OwnServer, own_server
from until import until

from officina_widgets.server import nbgrader_later

COURSE = "first-steps"


def nbgraders(names: set[str]) -> set[str]:
    return {name for name in names if name.partition(".")[0] in {"nbgrader", "nbconvert"}}


def test_a_session_starts_without_nbgrader_and_lists_exercises_when_asked(ada: Path) -> None:
    with own_server(ada) as server:
        assert nbgraders(server.modules()) == set()
        assert server.ask("courses") == {"success": True, "value": [COURSE]}
        assert "nbgrader.exchange" in server.modules()
        (released,) = server.ask(f"assignments?course_id={COURSE}")["value"]
        assert released["assignment_id"] == "hello"


def test_the_first_request_may_be_one_with_a_body_and_others_may_come_meanwhile(ada: Path) -> None:
    (ada / "sums").mkdir()
    cells = [nbformat.v4.new_code_cell("assert 1 + 1 == 2")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), ada / "sums/sums.ipynb")

    def validated(server: OwnServer) -> Any:
        return server.ask("assignments/validate", {"path": "sums/sums.ipynb"})

    with own_server(ada) as server, ThreadPoolExecutor() as threads:
        validation = threads.submit(validated, server)
        others = [threads.submit(server.ask, path) for path in ("courses", "api", "courses")]
        assert validation.result()["success"] is True
        courses, api, again = (other.result() for other in others)
        assert courses == again == {"success": True, "value": [COURSE]}
        assert api["version"]


def test_every_path_of_nbgraders_extensions_is_kept_and_no_other() -> None:
    kept = re.compile("/" + nbgrader_later.PATHS)
    for name in nbgrader_later.EXTENSIONS:
        handlers = import_module(name).handlers.default_handlers
        for pattern, _ in handlers:
            example = re.sub(r"\(\?P<action>(\w+)\|.*\)", r"\1", pattern)
            assert kept.match(example), f"nbgrader now answers {pattern}, too"
    assert not any(kept.match(path) for path in ("/api/contents", "/coursestuff", "/lab"))


async def test_an_nbgrader_that_nobody_knows_is_loaded_at_the_start(
    ada: Path, serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nbgrader_later.metadata, "version", lambda name: "1.0.0")
    server = await serve("learner")
    assert "assignment_list_manager" in server.app.web_app.settings
    assert json.loads((await server.ask("courses")).body)["success"] is True


async def test_without_nbgrader_nothing_is_kept(
    ada: Path, serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> str:
        raise nbgrader_later.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(nbgrader_later.metadata, "version", absent)
    assert (await (await serve("learner")).ask("courses")).code == 404


async def test_a_broken_nbgrader_costs_its_own_paths_alone(
    ada: Path, serve: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server = await serve("learner")
    server.app.log.addHandler(caplog.handler)
    monkeypatch.setattr(nbgrader_later, "EXTENSIONS", ("nbgrader.no_such_extension",))
    first, second = await asyncio.gather(server.ask("courses"), server.ask("courses"))
    assert (first.code, second.code, (await server.ask("api")).code) == (404, 404, 200)
    assert caplog.text.count("nbgrader could not be imported") == 1


async def test_who_goes_away_while_nbgrader_is_imported_harms_nobody(
    ada: Path, serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, may_end = threading.Event(), threading.Event()
    imported = nbgrader_later._imported

    def slowly() -> Any:
        began.set()
        may_end.wait(60)
        return imported()

    monkeypatch.setattr(nbgrader_later, "_imported", slowly)
    server = await serve("learner")
    _, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(
        b"POST /user/ada/assignments/fetch HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
    )
    await until(began.is_set)
    writer.close()
    await writer.wait_closed()
    other = asyncio.create_task(server.ask("courses"))
    assert (await server.ask("api")).code == 200
    may_end.set()
    assert json.loads((await other).body)["success"] is True

"""``/officina/check`` in a real Jupyter server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

COURSE = "first-steps"
PATH = f"{COURSE}/hello/hello.ipynb"


@pytest.fixture
async def server(ada: Path, portal: Any, serve: Any) -> Any:
    """A learner's, with the exercise ``hello`` fetched."""
    running = await serve("learner")
    assert (await running.ask(f"officina/open/{COURSE}/hello")).code == 302
    return running


async def ask(server: Any, path: str = "", **options: Any) -> tuple[int, Any]:
    answer = await server.ask(f"officina/check{path}", **options)
    return answer.code, json.loads(answer.body)


async def begin(server: Any, body: Any, **options: Any) -> tuple[int, Any]:
    return await ask(server, method="POST", body=json.dumps(body), **options)


async def test_a_notebook_of_an_exercise_is_known(server: Any, ada: Path) -> None:
    (ada / "own.ipynb").write_text("{}")
    assert await ask(server, f"?path={PATH}") == (200, {"exercise": "hello"})
    for other in ("own.ipynb", "../../etc/passwd", ""):
        assert (await ask(server, f"?path={other}"))[1] == {"exercise": None}


async def test_a_check_goes_to_the_portal_and_its_answer_comes_back(
    server: Any, portal: Any, ada: Path
) -> None:
    (ada / PATH).write_text("as saved")
    code, begun = await begin(server, {"path": PATH})
    assert (code, begun["state"]) == (200, "waiting")
    assert portal.checked == [{"hello.ipynb": b"as saved"}]

    code, seen = await ask(server, f"/{begun['id']}?seen=waiting")
    assert (code, seen["state"]) == (200, "done")
    assert seen["result"]["notebooks"][0]["tasks"][0]["verdict"] == "passed"


async def test_refusal_of_the_portal_is_its_sentence(server: Any, portal: Any) -> None:
    del portal.files["hello"]
    code, refusal = await begin(server, {"path": PATH})
    assert code == 404
    assert refusal["message"].startswith("There is no exercise hello in first-steps.")


async def test_both_questions_are_asked_in_the_language_of_jupyterlab(
    server: Any, portal: Any
) -> None:
    finnish = {"Accept-Language": "fi-FI"}
    portal.languages.clear()
    code, begun = await begin(server, {"path": PATH}, headers=finnish)
    await ask(server, f"/{begun['id']}?seen=waiting", headers=finnish)
    assert (code, portal.languages) == (200, ["fi-FI", "fi-FI"])


@pytest.mark.parametrize("body", [{}, [], {"path": 3}, {"path": ""}, "x"])
async def test_request_without_a_path_is_refused_in_words(server: Any, body: Any) -> None:
    code, refusal = await begin(server, body)
    assert (code, "names no file" in refusal["message"]) == (400, True)


async def test_file_of_no_exercise_is_refused_in_words(server: Any, portal: Any) -> None:
    code, refusal = await begin(server, {"path": "../../etc/passwd"})
    assert code == 404
    assert "Open the exercise from its course page" in refusal["message"]
    assert portal.checked == []


async def test_unexpected_error_shows_no_traceback(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("officina_widgets.checks.asking.saved_files", broken)
    code, refusal = await begin(server, {"path": PATH})
    assert code == 500
    assert "nothing was handed in" in refusal["message"]


async def test_nobody_else_may_ask(server: Any, portal: Any) -> None:
    before = list(portal.calls)
    wrong = {"Authorization": "token wrong"}
    for path, more in ((f"?path={PATH}", {}), ("", {"method": "POST", "body": "{}"})):
        answer = await server.ask(f"officina/check{path}", headers=wrong, **more)
        assert answer.code == 403
    assert portal.calls == before


async def test_course_server_has_no_checks(course_home: Path, portal: Any, serve: Any) -> None:
    server = await serve("course")
    assert (await server.ask(f"officina/check?path={PATH}")).code == 404


async def test_the_exercise_is_handed_in_as_it_is_saved_and_its_receipt_kept(
    server: Any, portal: Any, ada: Path
) -> None:
    (ada / PATH).write_text("as saved")
    answer = await server.ask("officina/hand-in", method="POST", body=json.dumps({"path": PATH}))
    told = json.loads(answer.body)
    assert (answer.code, told["missing"]) == (200, [])
    kept = ada / f".officina/receipts/{COURSE}/hello/{told['receipt']['sequence']}.json"
    assert json.loads(kept.read_text())["sha256"] == told["receipt"]["sha256"]


async def test_what_belongs_to_no_exercise_is_not_handed_in(server: Any) -> None:
    outside = {"path": "../../etc/passwd"}
    answer = await server.ask("officina/hand-in", method="POST", body=json.dumps(outside))
    assert answer.code == 404
    assert "nothing was handed in" in json.loads(answer.body)["message"]

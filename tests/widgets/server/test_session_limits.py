"""``/officina/session`` in a real Jupyter server, with a real kernel."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from until import until


async def status(server: Any, query: str = "") -> dict[str, Any]:
    answer = await server.ask(f"officina/session{query}")
    assert answer.code == 200
    return json.loads(answer.body)


async def send(server: Any, what: str, body: Any = None) -> Any:
    answer = await server.ask(
        f"officina/session/{what}", method="POST", body="" if body is None else json.dumps(body)
    )
    return answer.code, json.loads(answer.body)


async def test_local_session_has_no_limits(ada: Path, serve: Any) -> None:
    server = await serve("learner")
    told = await status(server)
    assert not told["is_limited"]
    assert (told["ends_at"], told["seconds_left"], told["batch"]) == (None, None, None)
    code, refusal = await send(server, "extend")
    assert code == 409
    assert "does not belong to a hub that lengthens" in refusal["message"]


async def test_session_of_a_job_tells_what_is_left(ada: Path, serve: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("SLURM_JOB_END_TIME", str(int(time.time()) + 540))
    told = await status(await serve("learner"))
    assert told["is_limited"]
    assert 530 < told["seconds_left"] <= 540
    assert told["extension_minutes"] == 0
    assert "not a job of a cluster" in told["batch"]["missing"]


async def test_nobody_else_may_ask(ada: Path, serve: Any) -> None:
    server = await serve("learner")
    answer = await server.ask("officina/session", headers={"Authorization": "token wrong"})
    assert answer.code == 403


async def test_questions_of_a_window_are_no_activity_but_a_hand_is(
    ada: Path, serve: Any, monkeypatch: Any
) -> None:
    monkeypatch.setenv("OFFICINA_IDLE_MINUTES", "10")
    server = await serve("learner")
    life = server.app.web_app.settings["officina_session_life"]
    life.idle._since -= 590
    before = server.app.web_app.last_activity()
    assert (await status(server, "?quiet_seconds=3000"))["idle"]["phase"] == "warned"
    assert server.app.web_app.last_activity() == before
    assert (await status(server, "?quiet_seconds=5"))["idle"]["phase"] == "within"
    life.idle._since -= 590
    assert (await send(server, "keep"))[1]["idle"]["phase"] == "within"


@pytest.mark.parametrize("quiet", ["", "nan", "inf", "-1e999", "x"])
async def test_odd_numbers_do_no_harm(ada: Path, serve: Any, quiet: str) -> None:
    await status(await serve("learner"), f"?quiet_seconds={quiet}")


async def test_silent_cell_counts_as_work_until_it_is_through(ada: Path, serve: Any) -> None:
    """Jupyter Server would call it idle: its kernel sends nothing while it computes."""
    server = await serve("learner")
    settings = server.app.web_app.settings
    manager, life = settings["kernel_manager"], settings["officina_session_life"]
    number = await manager.start_kernel()
    client = manager.get_kernel(number).client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    go_on = ada / "go-on"
    client.execute(f"import os, time\nwhile not os.path.exists({str(go_on)!r}): time.sleep(0.02)")
    kernel = manager.get_kernel(number)
    await until(lambda: kernel.execution_state == "busy")
    before = server.app.web_app.last_activity()
    await life.idle.look()
    assert server.app.web_app.last_activity() > before
    go_on.touch()
    await until(lambda: kernel.execution_state != "busy")
    client.stop_channels()
    reported = settings["last_activity_times"]["officina_session"]
    life.idle._activity._cpu.percent()
    await life.idle.look()
    assert settings["last_activity_times"]["officina_session"] == reported


async def test_checkpoint_scripts_can_be_tried(ada: Path, serve: Any) -> None:
    folder = ada / ".officina/checkpoint.d"
    folder.mkdir(parents=True)
    (folder / "save").write_text("#!/bin/sh\nexit 3\n")
    (folder / "save").chmod(0o700)
    server = await serve("learner")
    assert await send(server, "checkpoint") == (200, {"scripts": [{"name": "save", "status": 3}]})
    assert (await status(server))["checkpoint"] == {"scripts": ["save"], "failed": ["save"]}


@pytest.fixture
def sbatch(ada: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in place of sbatch that takes every job, and a session that is a job."""
    program = ada / "bin/sbatch"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$HOME/argv"\ncat > /dev/null\necho 77\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("SLURM_JOB_ID", "7")
    monkeypatch.setenv("SLURM_JOB_END_TIME", str(int(time.time()) + 540))
    return program


async def test_notebook_goes_on_as_a_batch_job(ada: Path, serve: Any, sbatch: Path) -> None:
    (ada / "work").mkdir()
    (ada / "work/train.ipynb").write_text("{}")
    server = await serve("learner")
    assert (await status(server))["batch"] == {"missing": "", "gpus": 0}
    wish = {"minutes": 90, "gpus": 1}
    code, made = await send(server, "batch", {"path": "work/train.ipynb", "wish": wish})
    assert code == 201
    assert made == {"job": "77", "output": "train.batch-77.ipynb", "log": "train.batch-77.log"}
    assert "--gres=gpu:1" in (ada / "argv").read_text().splitlines()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"path": "../../etc/x.ipynb", "wish": {"minutes": 5}}, "not below the folder"),
        ({"path": "gone.ipynb", "wish": {"minutes": 5}}, "no notebook that can be read"),
        ({"path": "a.ipynb", "wish": {"minutes": 0}}, "wish.minutes"),
        ({"path": "a.ipynb", "wish": {"minutes": 5, "extra": "--wrap"}}, "wish.extra"),
        ([], "cannot be read|not one that can be read"),
    ],
)
async def test_batch_job_that_cannot_be_is_refused_in_words(
    ada: Path, serve: Any, sbatch: Path, body: Any, sentence: str
) -> None:
    import re

    code, refusal = await send(await serve("learner"), "batch", body)
    assert 400 <= code < 500
    assert re.search(sentence, refusal["message"])
    assert not (ada / "argv").exists()

"""What a person sees of the limits of a session, in a real JupyterLab."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import nbformat
import pytest
import walk
from accessible import faults
from lab_server import LAUNCH_PAGE, LabServer, hub_of_one_session
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
Open = Callable[..., LabServer]
DARK = {"@jupyterlab/apputils-extension:themes": {"theme": "JupyterLab Dark"}}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    cell = nbformat.v4.new_code_cell("before")
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata=spec)
    nbformat.write(notebook, tmp_path / "home/train.ipynb")
    return tmp_path / "home"


@pytest.fixture
def opened(home: Path, learner_page: Page) -> Iterator[Open]:
    """Opens the notebook in the JupyterLab of a session with this environment and options."""
    with ExitStack() as stack:

        def start(environment: dict[str, str], *options: str) -> LabServer:
            server = LabServer(home, environment, *options)
            stack.callback(server.close)
            learner_page.goto(server.address("lab/tree/train.ipynb"))
            walk.wait_for_lab(learner_page)
            return server

        yield start


def type_into_the_cell(page: Page, text: str) -> None:
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    expect(page.locator("#jp-main-dock-panel .lm-mod-current.jp-mod-dirty")).to_be_visible()


def source_on_disk(home: Path) -> str:
    return nbformat.read(home / "train.ipynb", as_version=4).cells[0].source


def alert(page: Page, text: str | re.Pattern[str]):
    return page.get_by_role("alert").filter(has_text=text)


def test_nine_minutes_before_the_end_one_saves_and_gets_more_time(
    home: Path, opened: Open, learner_page: Page
):
    page = learner_page
    with hub_of_one_session(540) as environment:
        opened(environment)
        warning = alert(page, re.compile(r"This session ends in [89] minutes\. Save what you need"))
        expect(warning).to_be_visible()
        expect(
            page.get_by_role("button", name=re.compile(r"Session: [78] min left"))
        ).to_be_visible()
        type_into_the_cell(page, "after = 1")
        walk.screenshot(page, "25-session-ends-soon")
        warning.get_by_role("button", name="Save all now").click()
        expect(alert(page, "1 document was saved.")).to_be_visible()
        assert source_on_disk(home) == "after = 1"
        page.get_by_role("button", name=re.compile("Session: ")).click()
        expect(page.get_by_role("dialog")).to_contain_text("What is only in the memory of a kernel")
        walk.screenshot(page, "25-session-dialog")
        assert faults(page, ".officina-dialog") == []
        assert faults(page, ".officina-time-item") == []
        page.get_by_role("dialog").get_by_role("button", name="Extend by 60 min").click()
        expect(alert(page, "Your session was lengthened by 60 minutes.")).to_be_visible()
        expect(
            page.get_by_role("button", name=re.compile(r"Session: 1 h [78] min"))
        ).to_be_visible()
        expect(alert(page, "This session ends in")).to_have_count(0)


def test_two_minutes_before_the_end_everything_is_saved_by_itself(
    home: Path, opened: Open, learner_page: Page
):
    settings = home / ".jupyter/lab/user-settings"
    for name, value in DARK.items():
        path = settings / f"{name.replace(':', '/')}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(value))
    opened(
        {"SLURM_JOB_END_TIME": str(int(time.time()) + 150)}, "--ContentsManager.allow_hidden=True"
    )
    type_into_the_cell(learner_page, "after = 2")
    expect(alert(learner_page, "1 document was saved.")).to_be_visible(timeout=90_000)
    expect(alert(learner_page, "This session ends in 2 minutes.")).to_be_visible()
    assert source_on_disk(home) == "after = 2"
    walk.screenshot(learner_page, "25-session-ends-now-dark")
    assert faults(learner_page, ".officina-time-item") == []


def test_an_end_that_was_moved_elsewhere_and_an_end_for_good_are_told_soon(
    opened: Open, learner_page: Page
):
    """The first as soon as one comes back to the window, the second with its reason."""
    page, ended = learner_page, {"state": "running", "sentence": "", "advice": ""}
    page.route(re.compile(f"{LAUNCH_PAGE}/ended"), lambda route: route.fulfill(json=ended))
    with hub_of_one_session(7200) as environment:
        server = opened(environment)
        item = page.get_by_role("button", name=re.compile(r"Session: 1 h 5\d min left"))
        expect(item).to_be_visible()
        lengthened = f"{environment['JUPYTERHUB_API_URL']}/officina/session/extend"
        urllib.request.urlopen(urllib.request.Request(lengthened, method="POST"), timeout=5).close()
        while page.get_by_role("button", name=re.compile(r"Session: 2 h")).count() == 0:
            with page.expect_response(re.compile("officina/session/again")):
                page.evaluate("window.dispatchEvent(new Event('focus'))")
        with page.expect_request(re.compile(f"{LAUNCH_PAGE}/ended.user=ada&server=$")):
            server.close()
        ended |= {"state": "stopped", "sentence": "root has cancelled it.", "advice": "Ask them."}
        told = page.get_by_role("dialog").filter(has_text="This session has ended. root has")
        expect(told).to_contain_text("root has cancelled it. Ask them. What was", timeout=30_000)
        expect(told.get_by_role("button", name="Open the launch page")).to_be_visible()
        walk.screenshot(page, "25-session-ended")


def test_several_nodes_are_counted_and_their_use_is_told(opened: Open, learner_page: Page):
    page = learner_page
    end = str(int(time.time()) + 7200)
    opened({"SLURM_JOB_END_TIME": end, "SLURM_JOB_NODELIST": "g[1-2]", "SLURMD_NODENAME": "g1"})
    item = page.get_by_role("button", name=re.compile(r"Session: 2 nodes · 1 h 5\d min left"))
    expect(item).to_be_visible()
    item.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("It has 2 nodes: g1, g2. JupyterLab and its notebooks run on")
    expect(dialog).to_contain_text("srun torchrun --nnodes=2")
    expect(dialog).to_contain_text("--rdzv-endpoint=g1:29500")
    walk.screenshot(page, "25-session-several-nodes")
    assert faults(page, ".officina-dialog") == []


def test_session_without_limits_looks_as_if_there_were_none(opened: Open, learner_page: Page):
    asked: list[str] = []
    learner_page.on("request", lambda request: asked.append(request.url))
    troubles: list[str] = []
    learner_page.on("pageerror", lambda error: troubles.append(str(error)))
    opened({})
    assert [url.partition("officina/session")[2] for url in asked if "officina/session?" in url]
    expect(learner_page.locator(".officina-time")).to_have_count(0)
    expect(learner_page.get_by_role("alert")).to_have_count(0)
    assert troubles == []


def test_idle_session_warns_and_can_be_kept(opened: Open, learner_page: Page):
    limits = {"idle_minutes": "60", "idle_warning_minutes": "60"}
    opened({}, *(f"--SessionLimits.{name}={value}" for name, value in limits.items()))
    warning = alert(learner_page, "Nothing has worked here for a while")
    expect(warning).to_be_visible()
    walk.screenshot(learner_page, "25-session-idle")
    with learner_page.expect_response(re.compile("officina/session/keep")) as kept:
        warning.get_by_role("button", name="Keep it running").click()
    assert kept.value.ok


def test_notebook_goes_on_as_a_batch_job(home: Path, opened: Open, learner_page: Page):
    page = learner_page
    (home / "bin").mkdir()
    program = home / "bin/sbatch"
    program.write_text(
        '#!/bin/sh\nprintf "%s\\n" "$@" > "$HOME/argv"\ncat > "$HOME/script"\necho 77\n'
    )
    program.chmod(0o755)
    with hub_of_one_session(7200) as environment:
        opened(environment | {"SLURM_GPUS_ON_NODE": "1"})
        type_into_the_cell(page, "epochs = 1")
        page.get_by_role("button", name=re.compile("Session: ")).click()
        page.get_by_role("button", name="Continue as a batch job").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("train.ipynb runs again from its first cell")
        dialog.get_by_label("Minutes").fill("90")
        expect(dialog.get_by_label("GPUs")).to_have_value("1")
        dialog.get_by_label("Parameters").fill("epochs = 3\nnote = it's $HOME")
        walk.screenshot(page, "25-session-batch")
        assert faults(page, ".officina-dialog") == []
        dialog.get_by_role("button", name="Hand over to the queue").click()
        told = alert(page, "Job 77 is in the queue.")
        expect(told).to_contain_text("train.batch-77.ipynb")
    assert {"--time=90", "--gres=gpu:1"} <= set((home / "argv").read_text().splitlines())
    assert '"epochs": 3' in (home / "script").read_text()
    assert source_on_disk(home) == "epochs = 1", "what is run is what was seen"

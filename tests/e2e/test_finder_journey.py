"""Finders in a real JupyterLab, driven by keyboard alone."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import request_walk
import walk
from accessible import faults
from finder_samples import HOSTILE, dataset, table
from lab_server import LabServer
from notebook_file import write_notebook
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from ports import unused_port
from product import OFFICINA, Product
from web_folder import served

from officina_hub.catalogue_key import public_key
from officina_hub.data_folder import DataFolder
from officina_widgets.catalogue.records import Checksum, Dataset
from officina_widgets.client import PortalClient
from officina_widgets.environment import TOKEN_VARIABLE, URL_VARIABLE
from officina_widgets.finding.catalogues import KEY_VARIABLE, REST_SECONDS, SNAPSHOT_VARIABLE

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
CSV = b"day;rain\n2026-01-01;3\n2026-01-02;5\n"
COURSE = "first-steps"
DOWN_SECONDS = 10
FIND = "from officina_widgets import find_datasets\nfound = find_datasets()\nfound"
ASK = "from officina_widgets import find_services\nfind_services()"
PANELS = """
from IPython.display import display
from officina_widgets import CourseProgress, SessionCard, find_datasets
display(SessionCard(), CourseProgress("first-steps"), find_datasets())
"""


def new_page(browser: Browser) -> tuple[BrowserContext, Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(30_000)
    return context, page


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a file on a web server here."""
    folder = tmp_path_factory.mktemp("web")
    (folder / "rain.csv").write_bytes(CSV)
    with served(folder) as address:
        yield f"{address}/rain.csv"


@pytest.fixture(scope="module")
def session(product: Product, web: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the environment of a learner's session has, on a hub with datasets and a service.

    The snapshot that it names is not written yet.
    """
    folder = tmp_path_factory.mktemp("load")
    file, things = folder / "things.jsonl", (*rains(web), request_walk.SERVICE)
    file.write_text("\n".join(one.model_dump_json(exclude_none=True) for one in things))
    load = [OFFICINA, "catalogue", "load", file, "--data-dir", product.data_dir]
    subprocess.run(load, check=True, capture_output=True)
    url = f"{product.address}/services/officina"
    token = product.log_in("learner").token
    with PortalClient(url, token) as client:
        client.enrol(COURSE)
    key = public_key(DataFolder(product.data_dir).secrets)
    snapshot = {SNAPSHOT_VARIABLE: str(folder / "snapshot.jsonl.gz"), KEY_VARIABLE: key}
    return {URL_VARIABLE: url, TOKEN_VARIABLE: token, **snapshot}


def rains(address: str) -> list[Dataset]:
    checksum = Checksum(algorithm="sha256", checksum_value=hashlib.sha256(CSV).hexdigest())
    rain = table(address, checksum=checksum)
    title = {"en": "Precipitation observations", "fi": "Sadehavainnot"}
    return [
        dataset(1, title=title, distributions=(rain,)),
        dataset(2, title={"en": "Precipitation maps"}, themes=("TRAN",)),
        dataset(3, title={"en": "Precipitation archive"}, themes=("TRAN",)),
        dataset(4, title={"en": HOSTILE}, description={"en": HOSTILE * 20}),
    ]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With notebooks whose cells show finders, or the panels too."""
    home = tmp_path_factory.mktemp("session") / "home"
    home.mkdir()
    write_notebook(home / "find.ipynb", FIND, ASK)
    write_notebook(home / "panels.ipynb", PANELS)
    write_notebook(home / "voila.ipynb", FIND)
    themes = home / ".jupyter/lab/user-settings/@jupyterlab/apputils-extension"
    themes.mkdir(parents=True)
    (themes / "themes.jupyterlab-settings").write_text('{"adaptive-theme": true}')
    return home


@pytest.fixture(scope="module")
def server(session: dict[str, str], home: Path) -> Iterator[LabServer]:
    """The learner's, which ends in an hour."""
    end = {"SLURM_JOB_END_TIME": str(int(time.time()) + 3630)}
    server = LabServer(home, {**session, **end})
    yield server
    server.close()


@pytest.fixture(scope="module")
def lab(chromium: Browser, server: LabServer) -> Iterator[Page]:
    """JupyterLab with that notebook; the journeys go on in it one after the other."""
    context, page = new_page(chromium)
    page.goto(server.address("lab/tree/find.ipynb"))
    walk.wait_for_lab(page)
    walk.wait_for_kernel(page)
    yield page
    context.close()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.textContent || document.activeElement.value")


def test_a_dataset_is_found_by_keyboard_alone_and_loaded_by_code_that_the_person_runs(lab: Page):
    page = lab
    page.locator(".jp-Cell .cm-content").first.click()
    press(page, "Control+Enter")
    finder = page.get_by_role("region", name="Datasets")
    count = finder.locator(".officina-count")
    expect(count).to_have_text("4 found", timeout=60_000)

    finder.get_by_role("searchbox").focus()
    page.keyboard.type("percipitation")
    expect(count).to_contain_text("3 found")
    expect(count).to_contain_text("Nothing was found for “percipitation”")
    walk.screenshot(page, "find-typo")

    press(page, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp")
    assert focused(page) == finder.locator(".officina-card-title").nth(1).text_content()
    press(page, "/")
    assert focused(page) == "percipitation"
    environment = finder.get_by_role("checkbox", name="Environment")
    environment.focus()
    press(page, "Space")
    expect(count).to_contain_text("1 found")
    expect(environment).to_be_focused()
    expect(
        finder.get_by_role("button", name="Remove the filter Theme: Environment")
    ).to_be_visible()

    press(page, "Escape", "ArrowDown", "Enter")
    use = finder.get_by_role("button", name="Use this dataset")
    expect(use).to_be_visible()
    expect(finder.get_by_role("button", name="Precipitation observations")).to_be_focused()
    walk.screenshot(page, "find-open")
    assert faults(page, ".officina-finder") == []
    press(page, "Tab", "Tab")
    expect(use).to_be_focused()
    press(page, "Enter")
    expect(finder).to_contain_text("The code is in the next cell.")
    cell = page.locator(".jp-CodeCell").nth(1)
    expect(cell.locator(".cm-content")).to_be_focused()
    expect(cell).to_contain_text("# Licence: CC-BY-4.0")
    expect(cell.locator(".jp-OutputArea-output")).to_have_count(0)  # nobody has run it yet
    press(page, "Shift+Enter")
    expect(cell.locator(".jp-OutputArea-output table")).to_contain_text("2026-01-02")
    walk.screenshot(page, "find-frame")
    assert not faults(page, ".officina-finder")


def test_after_a_restart_of_the_kernel_the_finder_says_what_to_do(lab: Page):
    page = lab
    finder = page.get_by_role("region", name="Datasets")
    page.locator(".jp-Cell .cm-content").first.click()
    press(page, "Escape", "0", "0")
    expect(page.get_by_role("dialog", name=re.compile("Restart Kernel"))).to_be_visible()
    press(page, "Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    walk.wait_for_kernel(page)
    finder.get_by_role("searchbox").fill("maps")
    expect(finder).to_contain_text("if it was restarted, run the cell again", timeout=20_000)
    page.locator(".jp-Cell .cm-content").first.click()
    press(page, "Control+Enter")
    expect(finder.locator(".officina-count")).to_have_text("4 found", timeout=60_000)


def test_a_portal_that_goes_away_is_told_and_found_again(lab: Page, product: Product):
    finder = lab.get_by_role("region", name="Datasets")
    product.program("portal").kill()  # what started it starts it again, which takes a while
    finder.get_by_role("searchbox").fill("maps")
    expect(finder.get_by_role("button", name="Try again")).to_be_visible()
    told = finder.locator(".officina-told")
    expect(told).to_contain_text("The catalogue does not answer just now")
    expect(told).not_to_contain_text("http")
    try_until_found(finder, "Precipitation maps")


def test_a_portal_that_is_silent_for_ten_seconds_is_told_and_the_list_comes_back(
    lab: Page, product: Product
):
    finder = lab.get_by_role("region", name="Datasets")
    told = finder.locator(".officina-told")
    lab.evaluate("window.isTheSame = true")
    portal = product.program("portal")
    portal.suspend()
    until = time.monotonic() + DOWN_SECONDS
    try:
        finder.get_by_role("searchbox").focus()
        press(lab, "Control+a")
        lab.keyboard.type("archive")
        # Not that the kernel is silent, which the finder would say of one that waits as long.
        expect(told).to_contain_text("The catalogue does not answer just now", timeout=8_000)
        walk.screenshot(lab, "find-silent-portal")
        lab.wait_for_timeout(1000 * max(0.0, until - time.monotonic()))
        expect(finder.locator(".officina-card-title")).to_have_text("Precipitation maps")
    finally:
        portal.resume()
    # It asks again by itself.
    expect(finder.locator(".officina-card-title")).to_have_text(
        "Precipitation archive", timeout=90_000
    )
    expect(told).to_be_empty()
    assert lab.evaluate("window.isTheSame")


@pytest.fixture(scope="module")
def services(lab: Page) -> Locator:
    """The finder of the notebook's last cell."""
    cell = lab.locator(".jp-CodeCell", has_text="find_services()").locator(".cm-content").first
    cell.focus()
    press(lab, "Control+Enter")
    finder = lab.get_by_role("region", name="Services")
    expect(finder.locator(".officina-card-title").first).to_be_visible(timeout=60_000)
    return finder


def test_while_the_portal_is_silent_the_signed_snapshot_answers_and_tells_its_day(
    services: Locator, product: Product, session: dict[str, str]
):
    state = services.locator(".officina-state")
    expect(state).to_have_text(re.compile("^State of "))
    write_snapshot = [OFFICINA, "catalogue", "snapshot", session[SNAPSHOT_VARIABLE]]
    subprocess.run(
        [*write_snapshot, "--data-dir", product.data_dir], check=True, capture_output=True
    )
    today = datetime.now(UTC)
    portal = product.program("portal")
    portal.suspend()
    try:
        request_walk.find_with_a_typo(services)
        # Nothing but its day: this hub has signed it, and it is not old.
        expect(state).to_have_text(f"From a snapshot, state of {today:%-d %b %Y}")
        for scheme in ("dark", "light"):
            services.page.emulate_media(color_scheme=scheme)
            theme = f"JupyterLab {scheme.title()}"
            expect(services.page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
            expect(services.page.locator("#jupyterlab-splash")).to_have_count(0)
            walk.screenshot(services.page, f"find-snapshot-{scheme}")
            assert faults(services.page, ".officina-finder") == []
    finally:
        portal.resume()


def try_until_found(finder: Locator, title: str) -> None:
    """By the finder's own button, as often as it is offered."""
    again, deadline = finder.get_by_role("button", name="Try again"), time.monotonic() + 60
    found = finder.locator(".officina-card-title")
    while found.all_text_contents() != [title] and time.monotonic() < deadline:
        if again.is_visible():
            again.focus()
            press(finder.page, "Enter")
        finder.page.wait_for_timeout(200)
    expect(found).to_have_text([title])


def test_the_panels_show_session_and_course_and_work_by_keyboard(
    server: LabServer, chromium: Browser
):
    """In Notebook 7, which is JupyterLab's other face."""
    context, page = new_page(chromium)
    page.goto(server.address("notebooks/panels.ipynb"))
    page.locator(".jp-Cell .cm-content").first.click(timeout=walk.LAB_MILLISECONDS)
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")).to_be_visible(
        timeout=60_000
    )
    press(page, "Shift+Enter")
    card = page.get_by_role("region", name="This session")
    expect(card).to_contain_text(
        re.compile(r"(1 h 0|5\d) min left, until \d\d:\d\d"), timeout=60_000
    )
    expect(card.get_by_role("meter", name="Memory")).to_have_attribute(
        "aria-valuetext", re.compile(r"\d of [\d.,]+ GiB")
    )
    stop = card.get_by_role("button", name="Stop the session")
    stop.focus()
    press(page, "Enter")
    expect(card.get_by_role("button", name="Keep it")).to_be_focused()
    expect(card).to_contain_text("what is only in the memory of a kernel is lost")
    walk.screenshot(page, "panels-light")
    assert faults(page, ".officina-panel") == []
    press(page, "Escape")
    expect(stop).to_be_focused()
    progress = page.get_by_role("region", name=re.compile("Progress .*hour"))
    expect(progress).to_contain_text(re.compile(r"0 of \d exercises handed in"))
    expect(progress.get_by_role("link", name=re.compile("Next: "))).to_be_visible()
    finder = page.get_by_role("region", name="Datasets")
    expect(finder.locator(".officina-count")).to_have_text("4 found")
    finder.get_by_role("button", name="Precipitation observations").click()
    finder.get_by_role("button", name="Use this dataset").click()
    expect(finder).to_contain_text("The code is in the next cell.")
    context.close()


@pytest.fixture(scope="module")
def voila(session: dict[str, str], home: Path) -> Iterator[str]:
    """The address of the finder's notebook in a Voilà that stands alone."""
    port = unused_port()
    options = ["--no-browser", f"--port={port}", "--show_tracebacks=True"]
    told = {**session, "HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    log = home.parent / "voila.log"
    with (
        log.open("wb") as said,
        subprocess.Popen(
            [sys.executable, "-m", "voila", *options, home / "voila.ipynb"],
            env=told,
            cwd=home,
            stdout=said,
            stderr=said,
        ) as process,
    ):
        address = f"http://127.0.0.1:{port}/"
        wait_for(address, process)
        yield address
        process.terminate()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    port = urlsplit(address).port
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise AssertionError(f"Voilà does not listen at {address}")


def test_in_voila_a_dataset_is_found_narrowed_and_copied_by_keyboard_alone(
    voila: str, chromium: Browser
):
    context, page = new_page(chromium)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(voila)
    finder = page.get_by_role("region", name="Datasets")
    count = finder.locator(".officina-count")
    expect(count).to_have_text("4 found", timeout=90_000)
    walk.tab_to(page, finder.get_by_role("searchbox"))
    page.keyboard.type("percipitation")
    expect(count).to_contain_text("3 found")
    walk.tab_to(page, finder.get_by_role("checkbox", name="Environment"))
    press(page, "Space")
    expect(count).to_contain_text("1 found")
    press(page, "Escape", "ArrowDown", "Enter")
    expect(finder.get_by_role("button", name="Use this dataset")).to_be_visible()
    assert faults(page, ".officina-finder") == []
    walk.tab_to(page, finder.get_by_role("button", name="Use this dataset"))
    press(page, "Enter")
    expect(finder).to_contain_text("Copied to the clipboard.")
    assert "# Licence: CC-BY-4.0" in page.evaluate("navigator.clipboard.readText()")
    walk.screenshot(page, "find-voila")
    context.close()


def test_a_while_after_the_outage_the_portal_answers_again(services: Locator):
    state, asked = services.locator(".officina-state"), services.get_by_role("searchbox")
    deadline = time.monotonic() + 2 * REST_SECONDS
    while "snapshot" in (state.text_content() or "") and time.monotonic() < deadline:
        asked.focus()
        press(services.page, "a")  # whoever types on asks anew
        services.page.wait_for_timeout(500)
    request_walk.find_with_a_typo(services)
    expect(state).to_have_text(re.compile("^State of "))

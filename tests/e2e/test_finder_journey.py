"""The finder in a real JupyterLab, driven by keyboard alone, and its exported page."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest
import walk
from axe_playwright_python.sync_playwright import Axe
from finder_samples import HOSTILE, MORNING, KeptCatalogue, dataset, filed, table
from lab_server import LabServer
from playwright.sync_api import Browser, Page, expect

from officina_widgets import find_datasets
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import Checksum
from officina_widgets.finding.catalogues import SNAPSHOT_VARIABLE
from officina_widgets.finding.snapshot import write_snapshot

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CSV = b"day;rain\n2026-01-01;3\n2026-01-02;5\n"
WIDTHS = (320, 768, 1280)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Of datasets, of which one leads to a file on a web server here."""
    folder = tmp_path_factory.mktemp("finder")
    (folder / "web").mkdir()
    (folder / "web/rain.csv").write_bytes(CSV)
    handler = partial(Quiet, directory=folder / "web")
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    path = folder / "catalogue.jsonl"
    records = kept(f"http://127.0.0.1:{server.server_port}/rain.csv")
    write_snapshot(path, records, as_of=MORNING)
    yield path
    server.shutdown()
    thread.join()
    server.server_close()


def kept(address: str) -> list[CatalogRecord]:
    checksum = Checksum(algorithm="sha256", checksum_value=hashlib.sha256(CSV).hexdigest())
    rain = table(address, checksum=checksum)
    title = {"en": "Precipitation observations", "fi": "Sadehavainnot"}
    return [
        filed(dataset(1, title=title, distributions=(rain,)), 1),
        filed(dataset(2, title={"en": "Precipitation maps"}, themes=("TRAN",)), 2),
        filed(dataset(3, title={"en": "Precipitation archive"}, themes=("TRAN",)), 3),
        filed(dataset(4, title={"en": HOSTILE}, description={"en": HOSTILE * 20}), 4),
    ]


@pytest.fixture
def lab(snapshot: Path, tmp_path: Path, learner_page: Page) -> Iterator[Page]:
    """JupyterLab with a notebook whose one cell shows a finder."""
    home = tmp_path / "home"
    home.mkdir()
    source = "from officina_widgets import find_datasets\nfound = find_datasets()\nfound"
    cell = nbformat.v4.new_code_cell(source)
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata=spec)
    nbformat.write(notebook, home / "find.ipynb")
    server = LabServer(home, {SNAPSHOT_VARIABLE: str(snapshot)})
    learner_page.goto(server.address("lab/tree/find.ipynb"))
    walk.wait_for_lab(learner_page)
    # Before that, JupyterLab would take the order to run a cell and do nothing.
    ready = learner_page.get_by_role("button", name="Python 3 (ipykernel) | Idle")
    expect(ready).to_be_visible(timeout=walk.LAB_MILLISECONDS)
    yield learner_page
    server.close()


def faults(page: Page, place: str) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = Axe().run(page, context=place, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['failureSummary']}" for one in found]


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


def test_the_page_that_was_exported_searches_two_thousand_records_without_network(
    chromium: Browser, tmp_path: Path
):
    records = [filed(dataset(number), number) for number in range(1, 2000)]
    hostile = filed(dataset(9, title={"en": HOSTILE}, themes=("TRAN",)), 2000)
    path = tmp_path / "datasets.html"
    assert find_datasets(catalogue=KeptCatalogue(*records, hostile)).export_html(path) == 2000
    asked: list[str] = []
    for scheme in ("light", "dark"):
        context = chromium.new_context(offline=True, locale="en-GB", color_scheme=scheme)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: pytest.fail(f"a record ran code: {dialog.message}"))
        page.goto(path.as_uri())
        search_exported(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width
            walk.screenshot(page, f"find-exported-{scheme}-{width}")
        assert faults(page, "html") == []
        context.close()
    assert asked == [path.as_uri()] * 2


def search_exported(page: Page) -> None:
    count = page.locator(".officina-count")
    expect(count).to_have_text("2,000 found")
    page.get_by_role("searchbox").fill("wether")
    expect(count).to_contain_text("Nothing was found")
    page.get_by_role("searchbox").fill("FÓRECAST weath")
    expect(count).to_have_text("1,999 found")
    page.get_by_role("searchbox").fill("rot13")
    expect(count).to_have_text("1 found")
    press(page, "Enter", "Enter")
    expect(page.locator(".officina-facts")).to_contain_text("Changed")
    assert HOSTILE[:9] in page.locator(".officina-card-title").inner_text()
    page.get_by_role("searchbox").fill("")
    page.get_by_role("checkbox", name="Transport").check()
    expect(count).to_have_text("1 found")

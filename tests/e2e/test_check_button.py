"""A learner has an exercise checked in JupyterLab, and nothing is handed in.

In the same session a dataset of the catalogue is opened in a notebook.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import walk
from accessible import faults
from finder_samples import dataset, table
from playwright.sync_api import Page, expect
from product import OFFICINA, Product

from officina_widgets.client import PortalClient

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]
COURSE = "first-steps"
TASK = "Task 1: what did you read? (2 points)"
ANSWER = 'answers = {"a": False, "b": True, "c": True}'
NOTHING_COUNTS = re.compile(r"(\d) of \d+ tested tasks passed\. Nothing was handed in\.")


def open_first_exercise(product: Product, page: Page) -> None:
    walk.log_in(page, product.address, "learner", product.accounts["learner"])
    page.goto(f"{product.address}/services/officina/courses/{COURSE}")
    page.get_by_role("button", name="Start").first.click()
    walk.wait_for_lab(page)


def test_learner_checks_mends_and_checks_again(product: Product, learner_page: Page):
    page = learner_page
    open_first_exercise(product, page)
    button = page.get_by_role("button", name="Check", exact=True)
    answer = page.get_by_role("region", name="Check", exact=True)
    told = answer.get_by_role("status")
    item = answer.get_by_role("listitem").filter(has=page.get_by_text("answers-test", exact=True))

    button.click()
    expect(told).to_have_text(NOTHING_COUNTS, timeout=60_000)
    expect(item).to_have_attribute("data-verdict", "failed")
    expect(answer).to_contain_text("Nothing is answered here yet")
    expect(answer).to_contain_text("Hidden tests are only run when you submit.")
    walk.screenshot(page, "26-check-not-passed")
    assert faults(page, ".officina-check") == []
    assert faults(page, ".officina-check-item") == []

    walk.type_answer(page, ANSWER)
    page.keyboard.press("Control+Shift+c")
    page.keyboard.type("Check this exercise")
    page.keyboard.press("Enter")
    expect(item).to_have_attribute("data-verdict", "passed", timeout=60_000)
    expect(item).to_contain_text(re.compile(r"passed\d+\.\d\d s"))
    expect(told).to_have_text(re.compile(r"1 of \d+ tested tasks passed"))
    walk.screenshot(page, "26-check-passed")

    item.get_by_role("button", name=TASK, exact=True).click()
    expect(page.locator(".jp-Cell.jp-mod-active")).to_contain_text("answers should be a dictionary")
    answer.get_by_role("button", name="Close").click()
    expect(answer).to_be_hidden()

    with PortalClient(
        f"{product.address}/services/officina", product.log_in("learner").token
    ) as portal:
        assert portal.submissions(COURSE) == ()
        page.get_by_role("button", name="Hand in", exact=True).click()
        received = re.compile(r"^Handed in: received as number \d+")
        expect(told).to_contain_text(received, timeout=60_000)
        (work,) = portal.submissions(COURSE)
        expect(told).to_contain_text(work.sha256)
    walk.screenshot(page, "26-handed-in")
    assert faults(page, ".officina-check") == []


def test_a_dataset_opens_in_a_notebook_that_nobody_has_run(
    product: Product, learner_page: Page, tmp_path: Path
):
    rain = table("https://data.example/rain.csv")
    records = tmp_path / "records.jsonl"
    named = dataset(1, title={"en": "Rain in Kajaani"}, distributions=(rain,))
    records.write_text(named.model_dump_json() + "\n", encoding="utf-8")
    subprocess.run(
        [OFFICINA, "catalogue", "load", records, "--data-dir", product.data_dir], check=True
    )
    page = learner_page
    walk.log_in(page, product.address, "learner", product.accounts["learner"])
    page.goto(f"{product.address}/services/officina/find?q=kajaani")
    page.get_by_role("link", name="Rain in Kajaani", exact=True).click()
    walk.screenshot(page, "27-dataset-page")
    page.get_by_role("button", name="Use it in a notebook").click()
    page.wait_for_url("**/rain-in-kajaani.ipynb*", timeout=walk.LAB_MILLISECONDS)
    walk.wait_for_lab(page)
    cell = page.locator(f"{walk.VISIBLE_NOTEBOOK} .jp-CodeCell").first
    expect(cell).to_contain_text("# Licence: CC-BY-4.0")
    expect(cell).to_contain_text("https://data.example/rain.csv")
    expect(cell.locator(".jp-InputPrompt")).to_have_text("[ ]:")
    walk.screenshot(page, "27-dataset-notebook")

"""A learner lets a trainer into the running session, and takes it back: on a real hub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import walk
from playwright.sync_api import Browser, Page, expect
from product import Product

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

COURSE = "Your first hour at an AI Factory"


@contextmanager
def trainer(chromium: Browser, product: Product) -> Iterator[Page]:
    """The trainer in a browser of their own, which no server remembers."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(30_000)
    walk.log_in(page, product.address, "trainer", product.accounts["trainer"])
    yield page
    context.close()


def start(product: Product, page: Page) -> None:
    walk.log_in(page, product.address, "learner", product.accounts["learner"])
    page.goto(f"{product.address}/services/officina/courses/first-steps")
    page.get_by_role("button", name="Start").first.click()
    walk.wait_for_lab(page)


def open_share_page(product: Product, page: Page) -> None:
    page.goto(f"{product.address}/services/officina/launch")
    page.get_by_role("link", name="Share").click()
    expect(page.get_by_text("acts with your rights in this session")).to_be_visible()


def is_let_in(page: Page) -> None:
    """JupyterLab of the learner is there."""
    page.wait_for_url("**/user/learner/lab**", timeout=walk.LAB_MILLISECONDS)
    expect(page.locator("#jp-main-dock-panel")).to_be_visible(timeout=walk.LAB_MILLISECONDS)


def is_turned_away(product: Product, page: Page) -> None:
    page.goto(f"{product.address}/user/learner/lab")
    expect(page.get_by_text("403")).to_be_visible()
    assert page.locator("#jp-main-dock-panel").count() == 0


def test_others_get_in_when_asked_and_no_longer_after(
    product: Product, chromium: Browser, learner_page: Page
):
    start(product, learner_page)
    share_with_a_trainer(product, chromium, learner_page)
    share_by_a_link(product, chromium, learner_page)


def share_with_a_trainer(product: Product, chromium: Browser, learner_page: Page) -> None:
    with trainer(chromium, product) as page:
        is_turned_away(product, page)
    open_share_page(product, learner_page)
    learner_page.get_by_label("Trainer of one of your courses").select_option(
        label=f"trainer · {COURSE}"
    )
    learner_page.get_by_role("button", name="Let them in").click()
    expect(learner_page.get_by_text("trainer may enter this session now.")).to_be_visible()
    address = learner_page.locator("#address").input_value()
    with trainer(chromium, product) as page:
        page.goto(address)
        page.get_by_role("button", name="Authorize").click()  # asked once for each server
        is_let_in(page)
    learner_page.get_by_role("button", name="Take back : trainer").click()
    expect(learner_page.get_by_text("Nobody but you.")).to_be_visible()
    with trainer(chromium, product) as page:
        is_turned_away(product, page)


def share_by_a_link(product: Product, chromium: Browser, learner_page: Page) -> None:
    open_share_page(product, learner_page)
    learner_page.get_by_role("button", name="Make a link").click()
    link = learner_page.locator("#share-link").input_value()
    learner_page.goto(link)
    expect(learner_page.get_by_text("leads to your own session")).to_be_visible()
    with trainer(chromium, product) as page:
        page.goto(link[:-3] + "abc")
        expect(
            page.get_by_role("heading", name="This link lets you into no session")
        ).to_be_visible()
        page.goto(link)
        page.get_by_role("button", name="Enter", exact=True).click()
        is_let_in(page)
    open_share_page(product, learner_page)
    expect(learner_page.get_by_text("used 1 time")).to_be_visible()
    learner_page.get_by_role("button", name="Take everything back").click()
    expect(learner_page.get_by_text("Nobody but you.")).to_be_visible()
    with trainer(chromium, product) as page:
        is_turned_away(product, page)
        page.goto(link)
        expect(page.get_by_text("Ask whoever sent it for a new one.")).to_be_visible()

"""A running product and a Chromium for the journeys."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from product import Product

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    running = Product.start(tmp_path_factory.mktemp("e2e") / "data")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; as root it cannot make its own sandbox.

    It is closed after each module: while it is open an event loop runs in this thread, and no
    asynchronous test could run beside it.
    """
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS + as_root)
        yield browser
        browser.close()


def new_page(browser: Browser) -> tuple[BrowserContext, Page]:
    """A person's own browser, without anybody else's cookies."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(30_000)
    return context, page


@pytest.fixture
def learner_page(chromium: Browser) -> Iterator[Page]:
    context, page = new_page(chromium)
    yield page
    context.close()


@pytest.fixture
def trainer_page(chromium: Browser) -> Iterator[Page]:
    context, page = new_page(chromium)
    yield page
    context.close()

"""A Chromium in front of a page house: people logged in by cookie, as after a real login."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.async_playwright import Axe
from page_house import PageHouse
from page_layout import layout_faults
from playwright.async_api import Browser, Page, async_playwright
from tornado.web import RequestHandler, StaticFileHandler, create_signed_value

CHROMIUM = "/usr/bin/chromium"
HUB_STATIC = Path(sys.prefix) / "share" / "jupyterhub" / "static"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 768, 1280)
MODES = ("light", "dark")
WHOLE = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# What a mode decides: nothing is shown or hidden by it, but colours change.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
SET_MODE = "mode => document.documentElement.setAttribute('data-bs-theme', mode)"


class _Session(RequestHandler):
    """What answers for a learner's server."""

    def get(self) -> None:
        self.write("<!doctype html><title>JupyterLab</title><h1>JupyterLab</h1>")


def add_hub_files(house: PageHouse) -> None:
    """Serve the Hub's style sheet and, in place of servers, a page that says so."""
    house.app.add_handlers(
        r".*",
        [
            (r"/hub/static/(.*)", StaticFileHandler, {"path": str(HUB_STATIC)}),
            (r"/user/.*", _Session),
        ],
    )


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, since Playwright's own download is not wanted here."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def page_of(
    browser: Browser, house: PageHouse, who: str | None, **options: Any
) -> AsyncIterator[Page]:
    """A new window for that person."""
    context = await browser.new_context(bypass_csp=True, reduced_motion="reduce", **options)
    if who is not None:
        name = house.portal.hub_auth.cookie_name
        value = create_signed_value(house.app.settings["cookie_secret"], name, who).decode()
        await context.add_cookies([{"name": name, "value": value, "url": house.url}])
    yield await context.new_page()
    await context.close()


async def picture(page: Page, name: str) -> None:
    """Keep a picture of this step where docs/images is to be renewed (OFFICINA_SCREENSHOTS)."""
    if folder := os.environ.get("OFFICINA_SCREENSHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)


async def stream_is_open(page: Page) -> None:
    """Wait until news come over a stream, and what was asked for before has its answer.

    On a busy machine the page's own clock may be first to ask; these names are news.js's.
    """
    await page.wait_for_function("isOpen && !asking && !isNewer")


# Colours that are still fading into the other mode would be measured in between, so motion is off.
async def faults(page: Page) -> list[str]:
    """What axe-core finds and what a layout did wrong, in both modes at three widths.

    All rules in the light at each width and in the dark at the last, colours in the dark elsewhere.
    """
    found = []
    await page.evaluate(Axe().axe_script)
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        for mode in MODES:
            await page.evaluate(SET_MODE, mode)
            rules = WHOLE if mode == "light" or width == WIDTHS[-1] else COLOURS
            result = await page.evaluate("rules => axe.run(rules)", rules)
            found += [f"{mode} {width}: {_told(one)}" for one in result["violations"]]
        found += [f"at {width} {fault}" for fault in await layout_faults(page)]
    return found


def _told(violation: dict[str, Any]) -> str:
    nodes = violation["nodes"]
    first = nodes[0]
    return f"{violation['id']} ({len(nodes)}) {first['target']}: {first['failureSummary'][:300]}"

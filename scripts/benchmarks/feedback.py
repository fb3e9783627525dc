"""From handing in to marks and the link to the feedback on the learner's open page, in Chromium.

The whole product runs: proxy, Hub, portal, grader, sandbox. The clock starts before the submission
is sent, as a session's own server sends it, and stops when the link of this very submission can be
seen. The page is never loaded again.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "tests" / "support"))

from playwright.sync_api import Page, sync_playwright
from product import Product
from walk import log_in
from welcome_work import COURSE, RIGHT, hand_in, packed

from officina_widgets.client import PortalClient

CHROMIUM = "/usr/bin/chromium"
TARGET_SECONDS = 3.0
WAIT_MILLISECONDS = 120_000


def run(*, rounds: int) -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory(prefix="officina-bench-") as scratch:
        product = Product.start(Path(scratch, "data"))
        try:
            first, *others = _seconds(product, Path(scratch), rounds + 1)
        finally:
            product.stop()
    median = statistics.median(others)
    slow = sorted(others)[int(0.95 * (len(others) - 1))]
    print("| from handing in to marks and feedback on the open page | n | s |\n|---|---|---|")
    print(f"| the first, which starts the warm process | 1 | {first:.2f} |")
    print(f"| median | {len(others)} | {median:.2f} |")
    print(f"| 95th percentile | {len(others)} | {slow:.2f} |")
    print(f"| slowest | {len(others)} | {max(others):.2f} |")
    is_met = "met" if median <= TARGET_SECONDS else "missed"
    print(f"\nTarget, a median of at most {TARGET_SECONDS:.0f} s: {is_met}.", flush=True)


def _seconds(product: Product, scratch: Path, rounds: int) -> list[float]:
    with (
        sync_playwright() as playwright,
        PortalClient(
            f"{product.address}/services/officina", product.log_in("learner").token
        ) as client,
    ):
        client.enrol(COURSE)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        log_in(page, product.address, "learner", product.accounts["learner"])
        page.goto(f"{product.address}/services/officina/courses/{COURSE}/mine")
        found = [_one(client, page, scratch / str(number), number) for number in range(rounds)]
        browser.close()
        return found


def _one(client: PortalClient, page: Page, folder: Path, number: int) -> float:
    tar = packed(client, folder, f"{RIGHT}  # attempt {number}")
    started = time.monotonic()
    work = hand_in(client, tar)
    page.locator(f'a[href*="{work}/feedback/"]').first.wait_for(timeout=WAIT_MILLISECONDS)
    return time.monotonic() - started

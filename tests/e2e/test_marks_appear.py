"""A learner hands in and sees marks and the way to the feedback, and never loads the page again."""

from __future__ import annotations

from pathlib import Path

import pytest
import walk
from playwright.sync_api import Page, expect
from product import Product
from welcome_work import COURSE, RIGHT, hand_in, packed

from officina_widgets.client import PortalClient

WAIT_MILLISECONDS = 60_000


@pytest.mark.e2e
@pytest.mark.timeout(300)
def test_marks_and_feedback_appear_by_themselves(
    product: Product, learner_page: Page, tmp_path: Path
) -> None:
    walk.log_in(learner_page, product.address, "learner", product.accounts["learner"])
    with PortalClient(
        f"{product.address}/services/officina", product.log_in("learner").token
    ) as client:
        client.enrol(COURSE)
        learner_page.goto(f"{product.address}/services/officina/courses/{COURSE}/mine")
        learner_page.evaluate("window.isTheSame = true")
        for attempt, answer in enumerate(("answers = {}", RIGHT), start=1):
            client.enrol(COURSE, language=("en", "de")[attempt - 1])
            work = hand_in(client, packed(client, tmp_path / str(attempt), answer))
            feedback = learner_page.locator(f'a[href*="{work}/feedback/"]').first
            expect(feedback).to_be_visible(timeout=WAIT_MILLISECONDS)
            expect(learner_page.get_by_text("of 15 points").first).to_be_visible()
    assert learner_page.evaluate("window.isTheSame")
    feedback.click()
    page = learner_page.frame_locator("iframe")
    expect(page.get_by_role("heading", level=1)).to_have_text("Feedback on 01-welcome")

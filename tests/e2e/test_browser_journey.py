"""From the printed address to marks and feedback, and back to a learner from the trainer's hand."""

from __future__ import annotations

import pytest
import walk
from playwright.sync_api import Page, expect
from product import Product

COURSE = "Your first hour at an AI Factory"
ANSWER = 'answers = {"a": False, "b": True, "c": True}'
REQUEST = "We are Example Pumps, 38 people in Portugal. We want a day of advice in May, in English."
COMMENT = "A clear aim and a clear time. Say also what data you have."


@pytest.mark.e2e
@pytest.mark.timeout(600)
def test_learner_and_trainer_in_the_browser(
    product: Product, learner_page: Page, trainer_page: Page
):
    find_and_start_the_course(product, learner_page)
    solve_and_submit_the_first_exercise(learner_page)
    read_marks_and_feedback(product, learner_page)
    hand_in_what_a_person_must_read(product, learner_page)
    mark_by_hand(product, trainer_page)
    read_the_comment(product, learner_page)


def find_and_start_the_course(product: Product, page: Page) -> None:
    walk.log_in(page, product.address, "learner", product.accounts["learner"])
    walk.screenshot(page, "02-home")
    page.get_by_role("link", name="Learn", exact=True).first.click()
    page.get_by_role("searchbox").fill("first hour")
    expect(page.get_by_role("link", name=COURSE).first).to_be_visible()
    walk.screenshot(page, "03-courses")
    page.get_by_role("link", name=COURSE).first.click()
    walk.screenshot(page, "04-course")
    page.get_by_role("button", name="Start").first.click()
    page.wait_for_url("**/starting**")
    walk.screenshot(page, "04-starting")
    walk.wait_for_lab(page)
    assert page.url.endswith("/lab/tree/first-steps/01-welcome/01-welcome.ipynb")
    walk.screenshot(page, "05-lab")


def solve_and_submit_the_first_exercise(page: Page) -> None:
    walk.type_answer(page, ANSWER)
    walk.screenshot(page, "06-solved")
    walk.save(page)
    walk.open_assignment_list(page)
    walk.submit(page, "01-welcome")
    walk.screenshot(page, "07-submitted")


def read_marks_and_feedback(product: Product, page: Page) -> None:
    page.goto(f"{product.address}/services/officina/courses/first-steps/mine")
    exercise = page.locator("li, article, section", has_text="Welcome").last
    expect(page.get_by_text("2 of 15 points")).to_be_visible(timeout=60_000)
    walk.screenshot(page, "08-mine")
    exercise.get_by_role("link", name="Read the feedback").first.click()
    expect(page.locator("iframe")).to_be_visible()
    walk.screenshot(page, "09-feedback")


def hand_in_what_a_person_must_read(product: Product, page: Page) -> None:
    page.goto(f"{product.address}/services/officina/courses/first-steps/mine")
    page.get_by_role("button", name="Start").first.click()
    walk.wait_for_lab(page)
    assert page.url.endswith("02-find/02-find.ipynb")
    walk.type_text(page, "write your two sentences", REQUEST)
    walk.save(page)
    walk.open_assignment_list(page)
    walk.submit(page, "02-find")
    page.goto(f"{product.address}/services/officina/courses/first-steps/mine")
    expect(page.get_by_text("A trainer marks the rest").first).to_be_visible(timeout=60_000)


def mark_by_hand(product: Product, page: Page) -> None:
    walk.log_in(page, product.address, "trainer", product.accounts["trainer"])
    page.get_by_role("link", name="Teach", exact=True).first.click()
    page.get_by_role("link", name=COURSE).first.click()
    expect(page.get_by_role("row", name="learner").first).to_be_visible()
    walk.screenshot(page, "10-teach")
    formgrader = walk.open_formgrader(page)
    walk.mark_in_formgrader(formgrader, "02-find", points="3", comment=COMMENT)
    expect(formgrader.get_by_text(REQUEST)).to_be_visible()
    walk.screenshot(formgrader, "11-formgrader")
    formgrader.close()
    page.goto(f"{product.address}/services/officina/courses/first-steps/teach")
    walk.publish_feedback(page, "Find the service that your firm needs")


def read_the_comment(product: Product, page: Page) -> None:
    page.goto(f"{product.address}/services/officina/courses/first-steps/mine")
    expect(page.get_by_text("3 of 20 points")).to_be_visible(timeout=60_000)
    page.locator("li, article, section", has_text="Find the service").last.get_by_role(
        "link", name="Read the feedback"
    ).first.click()
    comment = page.frame_locator("iframe").get_by_text(COMMENT).first
    expect(comment).to_be_visible()
    comment.scroll_into_view_if_needed()
    walk.screenshot(page, "12-feedback-manual")

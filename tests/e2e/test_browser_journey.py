"""From the printed address to marks and feedback, and back to a learner from the trainer's hand.

Then, in the session that is left over, from a notebook to a request for access and its answer.
"""

from __future__ import annotations

import os
import subprocess
import threading

import pytest
import request_walk
import walk
from notebook_file import write_notebook
from playwright.sync_api import Locator, Page, expect
from product import OFFICINA, Product

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
    assert page.url.endswith(
        "/lab/workspaces/first-steps/tree/first-steps/01-welcome/01-welcome.ipynb"
    )
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


def take_notebooks_in(product: Product, page: Page, language: str) -> None:
    page.goto(f"{product.address}/services/officina/courses/first-steps")
    page.get_by_label("Language of your notebooks").select_option(label=language)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("From now on notebooks come in that language")).to_be_visible()


def hand_in_what_a_person_must_read(product: Product, page: Page) -> None:
    take_notebooks_in(product, page, "German")
    walk.screenshot(page, "09-course-in-german")
    page.goto(f"{product.address}/services/officina/courses/first-steps/mine")
    page.get_by_role("button", name="Start").first.click()
    walk.wait_for_lab(page)
    assert page.url.endswith("02-find/02-find.ipynb")
    walk.screenshot(page, "09-lab-in-german")
    walk.type_text(page, "schreiben Sie Ihre zwei Sätze", REQUEST)
    walk.save(page)
    walk.open_assignment_list(page)
    walk.submit(page, "02-find")
    take_notebooks_in(product, page, "English")
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
    # Chromium draws no frame that lies below the window, so nothing in it ever stands still.
    comment.evaluate("element => element.scrollIntoView({block: 'center'})")
    walk.screenshot(page, "12-feedback-manual")


PATIENCE = 20_000  # milliseconds: news come at once, or not at all before the page asks by itself


@pytest.mark.e2e
@pytest.mark.timeout(300)
def test_a_service_is_found_in_jupyterlab_asked_for_and_granted_by_keyboard_alone(
    product: Product, learner_page: Page, trainer_page: Page
):
    load_the_service(product)
    finder = open_a_notebook_with_a_finder(product, learner_page)
    wait_until_it_is_found(product)
    request_walk.find_with_a_typo(finder)
    form = request_walk.open_the_form(finder)
    request_walk.ask_for_it(form)
    live = form.locator("#request-live")
    form.evaluate("window.isTheSame = true")
    request_walk.open_the_request_at_the_desk(product, trainer_page)
    expect(live).to_contain_text("An advisor has looked at it.", timeout=PATIENCE)
    request_walk.grant_it(trainer_page)
    expect(live).to_contain_text(request_walk.SAID, timeout=PATIENCE)
    expect(live).to_contain_text("What to do now stands in the answer.")
    assert form.evaluate("window.isTheSame")
    walk.screenshot(form, "request-answered")


def load_the_service(product: Product) -> None:
    path = product.data_dir.parent / "services.jsonl"
    path.write_text(request_walk.SERVICE.model_dump_json(exclude_none=True))
    load = [OFFICINA, "catalogue", "load", path, "--data-dir", product.data_dir]
    subprocess.run(load, check=True, capture_output=True)


def open_a_notebook_with_a_finder(product: Product, page: Page) -> Locator:
    """In the learner's own session, started as the Hub starts any where none is left over."""
    walk.log_in(page, product.address, "learner", product.accounts["learner"])
    answer = product.log_in("learner").hub("POST", "users/learner/server")
    assert answer.ok or "already running" in answer.text, answer.text
    home = product.data_dir / "homes" / "learner"
    write_notebook(
        home / "find.ipynb", "from officina_widgets import find_services\nfind_services()"
    )
    os.chown(home / "find.ipynb", home.stat().st_uid, home.stat().st_gid)
    # A workspace of its own, where no notebook of before is opened again.
    page.goto(f"{product.address}/user/learner/lab/workspaces/find/tree/find.ipynb")
    walk.wait_for_lab(page)
    walk.wait_for_kernel(page)
    page.locator(f"{walk.VISIBLE_NOTEBOOK} .jp-CodeCell .cm-content").first.focus()
    page.keyboard.press("Control+Enter")
    finder = page.get_by_role("region", name="Services")
    expect(finder.locator(".officina-card-title").first).to_be_visible(timeout=60_000)
    return finder


def wait_until_it_is_found(product: Product) -> None:
    """The portal looks every ten seconds for what others wrote into its database."""
    learner, pause = product.log_in("learner"), threading.Event()
    search = f"{product.address}/services/officina/api/catalogue/search?q=greenhouse"
    headers = {"Authorization": f"token {learner.token}"}
    for _ in range(150):
        if learner.http.get(search, headers=headers, timeout=30).json()["total"]:
            return
        pause.wait(0.2)
    raise AssertionError("the service is not found")
